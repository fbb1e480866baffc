/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.space.child: a room that belongs to this space. Without servers to join by it belongs to
 * it no more. Any thread. */

#include "config.h"

#include "types/m-space-child.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "via", MX_FIELD_STRV, G_STRUCT_OFFSET (MxSpaceChild, via), MX_FIELD_LENIENT },
  { "order", MX_FIELD_STRING, G_STRUCT_OFFSET (MxSpaceChild, order), MX_FIELD_LENIENT },
  { "suggested", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxSpaceChild, suggested), MX_FIELD_LENIENT },
  { NULL },
};

/* See Client-Server API, "Ordering of children within a space". */
static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxSpaceChild *self = target;

  for (const char *p = self->order ? self->order : ""; *p != '\0'; p++)
    if (*p < 0x20 || *p > 0x7e || p - self->order >= 50) {
      g_clear_pointer (&self->order, g_free);
      break;
    }
  return TRUE;
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxSpaceChild *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (content->via[0] == NULL)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s took a room out of this space"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s added a room to this space"), name);
}

const MxEventType mx_type_space_child = {
  .name = "m.space.child",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxSpaceChild),
  .fields = fields,
  .state_key = MX_FIELD_ROOM_ID,
  .parse = parse,
  .summary = summary,
};
