/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-command-line: what the program is asked to do by its arguments.
 *
 * Links come from web pages: an argument is hostile until proved otherwise. A link
 * is parsed here and refused with a sentence when it is none; one that is a link is
 * only ever shown (the room's preview), whatever "action" it carries. Nothing that
 * was given is repeated raw on a terminal. Pure; security.md H07. */

#include "config.h"

#include "tea-command-line.h"

#include "mx-irc-link.h"
#include "mx-link.h"
#include "mx-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LINK_BYTES    4096
#define MAX_PROFILE_CHARS 32

G_DEFINE_QUARK (tea - command - line - error - quark, tea_command_line_error)

/* What somebody typed, short and without control characters. */
static char *
quote_argument (const char *text)
{
  g_autofree char *start = g_strndup (text, 120);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  g_autofree char *line = mx_text_clean_line (valid);

  return mx_text_limit (line, 1, 60, NULL);
}

static void
fail (GError     **error,
      const char  *format,
      const char  *argument)
{
  g_autofree char *quoted = quote_argument (argument);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *message = g_strjoinv (quoted, parts);

  g_set_error_literal (error, TEA_COMMAND_LINE_ERROR, 0, message);
}

static gboolean
take_link (TeaCommandLine  *self,
           const char      *text,
           GError         **error)
{
  g_autoptr (MxLink) link = NULL;
  g_autoptr (MxIrcLink) irc = NULL;

  if (self->link != NULL) {
    fail (error, _ ("One link at a time; “%s” is one too many."), text);
    return FALSE;
  }
  if (strlen (text) > MAX_LINK_BYTES) {
    fail (error, _ ("The link is too long: “%s”."), text);
    return FALSE;
  }
  if (g_utf8_validate (text, -1, NULL))
    link = mx_link_parse (text, NULL);
  /* Which room a channel is, also one of a page in the web, only a community says, and those are read later. */
  if (link == NULL && g_utf8_validate (text, -1, NULL))
    irc = mx_irc_link_parse (text, NULL);
  if (link == NULL && irc == NULL) {
    fail (error, _ ("“%s” is not a link to a room or a person."), text);
    return FALSE;
  }

  self->link = g_strdup (text);
  return TRUE;
}

static gboolean
take_profile (TeaCommandLine  *self,
              const char      *name,
              GError         **error)
{
  if (name == NULL) {
    fail (error, _ ("After --profile comes a name."), "");
    return FALSE;
  }
  if (!tea_command_line_profile_is_valid (name)) {
    fail (error,
          _ ("“%s” is not a profile's name: small letters a to z, digits, - and _, up to 32."),
            name);
    return FALSE;
  }

  g_free (self->profile);
  self->profile = g_strdup (name);
  return TRUE;
}

/* Takes the option at argv[*i], and its value. */
static gboolean
take_option (TeaCommandLine     *self,
             const char *const  *argv,
             gsize              *i,
             GError            **error)
{
  const char *option = argv[*i];

  if (g_str_equal (option, "--help") || g_str_equal (option, "-h"))
    self->ask = TEA_ASK_HELP;
  else if (g_str_equal (option, "--version"))
    self->ask = TEA_ASK_VERSION;
  else if (g_str_equal (option, "--gapplication-service"))
    self->ask = TEA_ASK_SERVICE;
  else if (g_str_has_prefix (option, "--profile="))
    return take_profile (self, option + strlen ("--profile="), error);
  else if (g_str_equal (option, "--profile"))
    return take_profile (self, argv[*i + 1] != NULL ? argv[++*i] : NULL, error);
  else {
    fail (error, _ ("There is no option “%s”."), option);
    return FALSE;
  }

  return TRUE;
}

/**
 * tea_command_line_parse:
 * @argv: (array zero-terminated=1): the arguments, the program's name first
 * @error: return location for a sentence that says what is wrong
 *
 * Returns: (transfer full) (nullable): what to do
 */
TeaCommandLine *
tea_command_line_parse (const char *const  *argv,
                        GError            **error)
{
  g_autoptr (TeaCommandLine) self = g_new0 (TeaCommandLine, 1);
  gboolean only_links = FALSE;

  self->profile = g_strdup ("default");
  for (gsize i = 1; argv[0] != NULL && argv[i] != NULL; i++) {
    if (!only_links && g_str_equal (argv[i], "--"))
      only_links = TRUE;
    else if (!only_links && argv[i][0] == '-') {
      if (!take_option (self, argv, &i, error))
        return NULL;
    } else if (!take_link (self, argv[i], error))
      return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * tea_command_line_free:
 * @self: what tea_command_line_parse () answered
 */
void
tea_command_line_free (TeaCommandLine *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->link);
  g_free (self);
}

/**
 * tea_command_line_help:
 *
 * Returns: (transfer full): what --help prints
 */
char *
tea_command_line_help (void)
{
  return g_strdup (_ ("Usage: teahouse [--profile NAME] [LINK]\n"
                      "\n"
                      "Shows the window, and the room or person that LINK leads to.\n"
                      "\n"
                      "  --profile NAME   keep an account of its own under this name\n"
                      "  --version        say which version this is\n"
                      "  --help           show this\n"));
}

/**
 * tea_command_line_profile_is_valid:
 * @name: a profile's name
 *
 * Returns: whether it is 1 to 32 of a-z, 0-9, - and _
 */
gboolean
tea_command_line_profile_is_valid (const char *name)
{
  gsize len = strlen (name);

  return len >= 1 && len <= MAX_PROFILE_CHARS &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == len;
}

/**
 * tea_command_line_app_id:
 * @profile: a valid name of a profile
 *
 * Each profile is an application of its own on the session bus, so that a second
 * start finds the window of the same profile.
 *
 * Returns: (transfer full): the application's id
 */
char *
tea_command_line_app_id (const char *profile)
{
  g_return_val_if_fail (tea_command_line_profile_is_valid (profile), NULL);

  if (g_str_equal (profile, "default"))
    return g_strdup (APPLICATION_ID);

  return g_strdup_printf (APPLICATION_ID ".Profile_%s", profile);
}
