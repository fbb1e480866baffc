/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a written text asks for: "/me waves", "/join #room", a message. "//x" is the message
 * "/x". What looks like a command but is none is never taken for a message: a password
 * after a mistyped command must not reach the room. A path ("/usr/bin") is a message. Pure. */

#include "config.h"

#include "tea-command.h"

#include <string.h>

static const struct
{
  const char *name;
  TeaCommandKind kind;
} commands[] = {
  { "join", TEA_COMMAND_JOIN },
  { "me", TEA_COMMAND_EMOTE },
};

static TeaCommand *
command_new (TeaCommandKind  kind,
             const char     *text,
             const char     *rest)
{
  TeaCommand *self = g_new0 (TeaCommand, 1);

  self->kind = kind;
  self->rest = g_strdup (rest);
  self->offset = (guint) g_utf8_pointer_to_offset (text, rest);
  return self;
}

/* The end of the command's name, or %NULL where none stands. */
static const char *
name_end (const char *text)
{
  const char *p = text + 1;

  while (g_ascii_isalnum (*p) || *p == '-' || *p == '_')
    p++;
  return p > text + 1 && (*p == '\0' || g_ascii_isspace (*p)) ? p : NULL;
}

/**
 * tea_command_parse:
 * @text: what was written
 *
 * Returns: (transfer full): what it asks for
 */
TeaCommand *
tea_command_parse (const char *text)
{
  TeaCommand *self;
  const char *end, *rest;
  gsize i;

  if (g_str_has_prefix (text, "//"))
    return command_new (TEA_COMMAND_NONE, text, text + 1);
  end = *text == '/' ? name_end (text) : NULL;
  if (end == NULL)
    return command_new (TEA_COMMAND_NONE, text, text);

  rest = end;
  while (g_ascii_isspace (*rest))
    rest++;
  for (i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strlen (commands[i].name) == (gsize) (end - text - 1) &&
        g_ascii_strncasecmp (text + 1, commands[i].name, (gsize) (end - text - 1)) == 0) {
      self = command_new (commands[i].kind, text, rest);
      self->name = g_strdup (commands[i].name);
      return self;
    }
  }
  self = command_new (TEA_COMMAND_UNKNOWN, text, text);
  self->name = g_strndup (text + 1, (gsize) (end - text - 1));
  return self;
}

/**
 * tea_command_free:
 * @self: a command
 */
void
tea_command_free (TeaCommand *self)
{
  g_free (self->name);
  g_free (self->rest);
  g_free (self);
}
