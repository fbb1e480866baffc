/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.name: what a room is called. Any thread. */

#include "config.h"

#include "types/m-room-name.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "name", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomName, name), MX_FIELD_OPTIONAL },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomName *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);
  g_autofree char *text = NULL;

  if (content->name == NULL || content->name[0] == '\0')
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s removed the name of this room"), name);
  text = _mx_event_dup_quoted (content->name);
  /* Translators: %1$s is the name of a person, %2$s the new name. */
  return g_strdup_printf (_("%1$s named this room %2$s"), name, text);
}

const MxEventType mx_type_room_name = {
  .name = "m.room.name",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomName),
  .fields = fields,
  .summary = summary,
};
