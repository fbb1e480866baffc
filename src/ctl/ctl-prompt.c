/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks a person for a password at the terminal, without echo. The terminal itself is
 * opened, since standard input may carry something else. What was read is wiped after
 * use by ctl_secret_free (). Main thread. */

#include "config.h"

#include "ctl-prompt.h"

#include "mx-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_SECRET 1024

static void
say (int         fd,
     const char *text)
{
  if (write (fd, text, strlen (text)) < 0)
    g_debug ("the terminal does not take text");
}

/* One line, without its end; NULL at the end of input. */
static char *
read_line (int fd)
{
  char *line = g_malloc0 (MAX_SECRET + 1);
  gsize len = 0;
  char c = 0;

  while (read (fd, &c, 1) == 1 && c != '\n')
    if (len < MAX_SECRET)
      line[len++] = c;
  if (len > 0 || c == '\n')
    return line;
  g_free (line);
  return NULL;
}

static char *
ask (int         fd,
     const char *question)
{
  struct termios before;
  struct termios silent;
  char *answer;

  if (tcgetattr (fd, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  say (fd, question);
  tcsetattr (fd, TCSAFLUSH, &silent);
  answer = read_line (fd);
  tcsetattr (fd, TCSAFLUSH, &before);
  say (fd, "\n");
  return answer;
}

static char *
ask_twice (int          fd,
           const char  *question,
           GError     **error)
{
  char *first = ask (fd, question);
  char *second = first != NULL ? ask (fd, "The same again: ") : NULL;
  gboolean same = g_strcmp0 (first, second) == 0;

  ctl_secret_free (second);
  if (first != NULL && same)
    return first;
  ctl_secret_free (first);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_FAILED, "The two were not the same.");
  return NULL;
}

/* The variable is taken out of the environment, so that no child inherits it. */
static char *
take_variable (const char *variable)
{
  char *secret = g_strdup (g_getenv (variable));

  g_unsetenv (variable);
  return secret;
}

/**
 * ctl_prompt_secret:
 * @variable: the environment variable to look into first
 * @question: what to ask at the terminal
 * @twice: whether it is made up now, so that a slip would lock the person out
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the secret; free it with ctl_secret_free ()
 */
char *
ctl_prompt_secret (const char  *variable,
                   const char  *question,
                   gboolean     twice,
                   GError     **error)
{
  g_autofd int fd = -1;
  char *secret = take_variable (variable);

  if (secret == NULL)
    fd = g_open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY, 0);
  if (fd >= 0 && twice)
    return ask_twice (fd, question, error);
  if (fd >= 0)
    secret = ask (fd, question);
  if (secret != NULL && *secret != '\0' && g_utf8_validate (secret, -1, NULL))
    return secret;
  g_set_error (error, MX_ERROR, MX_ERROR_FAILED,
               secret == NULL ? "There is no terminal to ask at: set %s." : "%s is empty or no text.", variable);
  ctl_secret_free (secret);
  return NULL;
}

/**
 * ctl_secret_free:
 * @secret: (transfer full) (nullable): a password
 *
 * Wipes it.
 */
void
ctl_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
