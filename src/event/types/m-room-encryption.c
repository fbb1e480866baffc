/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.encryption: from here on messages are encrypted, whatever comes later. A
 * malformed algorithm does not undo that: nothing can be sent then, and nothing is sent in clear. Any thread. */

#include "config.h"

#include "types/m-room-encryption.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "algorithm", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomEncryption, algorithm), MX_FIELD_LENIENT },
  { "rotation_period_ms", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomEncryption, rotation_period_ms), MX_FIELD_LENIENT },
  { "rotation_period_msgs", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomEncryption, rotation_period_msgs), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s turned on encryption: only the people in this room can read new messages"), name);
}

const MxEventType mx_type_room_encryption = {
  .name = "m.room.encryption",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomEncryption),
  .fields = fields,
  .summary = summary,
};
