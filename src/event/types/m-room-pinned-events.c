/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.pinned_events: the messages that are always at hand. Any thread. */

#include "config.h"

#include "types/m-room-pinned-events.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "pinned", MX_FIELD_STRV, G_STRUCT_OFFSET (MxRoomPinnedEvents, pinned), MX_FIELD_OPTIONAL },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed the pinned messages"), name);
}

const MxEventType mx_type_room_pinned_events = {
  .name = "m.room.pinned_events",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomPinnedEvents),
  .fields = fields,
  .summary = summary,
};
