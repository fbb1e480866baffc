/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.reaction: an emoji under a message. Any thread. */

#include "config.h"

#include "types/m-reaction.h"

#include "mx-error.h"
#include "mx-event-private.h"
#include "mx-json.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "m\\.relates_to.event_id", MX_FIELD_EVENT_ID, G_STRUCT_OFFSET (MxReactionContent, target), MX_FIELD_REQUIRED },
  { "m\\.relates_to.key", MX_FIELD_STRING, G_STRUCT_OFFSET (MxReactionContent, key), MX_FIELD_REQUIRED },
  { NULL },
};

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  const MxReactionContent *self = target;

  if (self->key[0] != '\0' && g_strcmp0 (mx_json_get_string (content, "m\\.relates_to.rel_type"), "m.annotation") == 0)
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no annotation");
  return FALSE;
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxReactionContent *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);
  g_autofree char *key = _mx_event_dup_quoted (content->key);

  /* Translators: %1$s is the name of a person, %2$s an emoji. */
  return g_strdup_printf (_("%1$s reacted with %2$s"), name, key);
}

const MxEventType mx_type_reaction = {
  .name = "m.reaction",
  .kind = MX_EVENT_MESSAGE,
  .size = sizeof (MxReactionContent),
  .fields = fields,
  .parse = parse,
  .summary = summary,
};
