/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events as one line of plain text, for the room list, notifications, folded rows and
 * whatever has no look of its own. Whole sentences; names cleaned and isolated, so that no
 * name turns or breaks a sentence. Any thread. */

#include "config.h"

#include "mx-event-private.h"
#include "mx-text.h"

#include <glib/gi18n-lib.h>

/* The name to write for @user_id: from @names, else @fallback, else the id. */
char *
_mx_event_dup_name (GHashTable *names,
                    const char *user_id,
                    const char *fallback)
{
  const char *known = names && user_id ? g_hash_table_lookup (names, user_id) : NULL;
  g_autofree char *name = mx_text_clean_name (known ? known : fallback);

  if (name[0] == '\0') {
    g_free (name);
    name = mx_text_clean_name (user_id);
  }
  return mx_text_isolate (name);
}

char *
_mx_event_dup_sender_name (MxEvent    *self,
                           GHashTable *names)
{
  return _mx_event_dup_name (names, self->sender, NULL);
}

/* A text of a stranger that stands inside a sentence. */
char *
_mx_event_dup_quoted (const char *text)
{
  g_autofree char *line = mx_text_clean_line (text);

  return mx_text_isolate (line);
}

static char *
dup_redacted_summary (MxEvent    *self,
                      GHashTable *names)
{
  g_autofree char *name = NULL;

  if (self->redacted_by == NULL)
    return g_strdup (_("This message was removed"));
  name = _mx_event_dup_name (names, self->redacted_by, NULL);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s removed this message"), name);
}

char *
_mx_unknown_dup_summary (MxEvent    *self,
                         GHashTable *names)
{
  g_autofree char *name = NULL;

  if (self->sender == NULL)
    return g_strdup (_("Something this version cannot show"));
  name = _mx_event_dup_sender_name (self, names);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s sent something this version cannot show"), name);
}

/**
 * mx_event_dup_summary:
 * @self: an event
 * @names: (nullable) (element-type utf8 utf8): user id to display name
 *
 * A message is summarised without its sender's name, everything else as a whole sentence.
 *
 * Returns: (transfer full): one line of plain text, never empty
 */
char *
mx_event_dup_summary (MxEvent    *self,
                      GHashTable *names)
{
  g_autofree char *summary = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->is_redacted && self->kind == MX_EVENT_MESSAGE)
    return dup_redacted_summary (self, names);
  if (self->type->summary != NULL)
    summary = self->type->summary (self, names);
  if (summary == NULL || summary[0] == '\0')
    return _mx_unknown_dup_summary (self, names);
  return g_steal_pointer (&summary);
}
