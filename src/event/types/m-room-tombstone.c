/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.tombstone: the room moved. Believed only where the new room names this one as its
 * predecessor. Any thread. */

#include "config.h"

#include "types/m-room-tombstone.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "body", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomTombstone, body), MX_FIELD_LENIENT },
  { "replacement_room", MX_FIELD_ROOM_ID, G_STRUCT_OFFSET (MxRoomTombstone, replacement_room), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s moved this room"), name);
}

const MxEventType mx_type_room_tombstone = {
  .name = "m.room.tombstone",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomTombstone),
  .fields = fields,
  .summary = summary,
};
