/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.encrypted: a message that needs a key. The sender key and the device id are not
 * authenticated and serve as hints only. Any thread. */

#include "config.h"

#include "types/m-room-encrypted.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "algorithm", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomEncrypted, algorithm), MX_FIELD_REQUIRED },
  { "session_id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomEncrypted, session_id), MX_FIELD_LENIENT },
  { "sender_key", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomEncrypted, sender_key), MX_FIELD_LENIENT },
  { "device_id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomEncrypted, device_id), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  return g_strdup (_("Encrypted message"));
}

const MxEventType mx_type_room_encrypted = {
  .name = "m.room.encrypted",
  .kind = MX_EVENT_MESSAGE,
  .size = sizeof (MxRoomEncrypted),
  .fields = fields,
  .summary = summary,
};
