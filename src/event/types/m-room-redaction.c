/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.redaction: somebody removes a message. Any thread. */

#include "config.h"

#include "types/m-room-redaction.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "redacts", MX_FIELD_EVENT_ID, G_STRUCT_OFFSET (MxRoomRedaction, redacts), MX_FIELD_OPTIONAL },
  { "reason", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomRedaction, reason), MX_FIELD_LENIENT },
  { NULL },
};

static const char *keep[] = { "redacts", NULL };

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s removed a message"), name);
}

const MxEventType mx_type_room_redaction = {
  .name = "m.room.redaction",
  .kind = MX_EVENT_MESSAGE,
  .size = sizeof (MxRoomRedaction),
  .fields = fields,
  .keep = keep,
  .summary = summary,
};
