/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.power_levels: who may do what. Room versions before 10 allowed strings and floats
 * for numbers; what is no number at all counts as missing. See MxPowerLevels. Any thread. */

#include "config.h"

#include "types/m-room-power-levels.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "ban", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, ban), MX_FIELD_LENIENT, 50 },
  { "kick", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, kick), MX_FIELD_LENIENT, 50 },
  { "redact", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, redact), MX_FIELD_LENIENT, 50 },
  { "invite", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, invite), MX_FIELD_LENIENT, 0 },
  { "events_default", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, events_default), MX_FIELD_LENIENT, 0 },
  { "state_default", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, state_default), MX_FIELD_LENIENT, 50 },
  { "users_default", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, users_default), MX_FIELD_LENIENT, 0 },
  { "notifications.room", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomPowerLevels, notify_room), MX_FIELD_LENIENT, 50 },
  { "users", MX_FIELD_INT_MAP, G_STRUCT_OFFSET (MxRoomPowerLevels, users), MX_FIELD_LENIENT },
  { "events", MX_FIELD_INT_MAP, G_STRUCT_OFFSET (MxRoomPowerLevels, events), MX_FIELD_LENIENT },
  { NULL },
};

static const char *keep[] = { "ban", "events", "events_default", "invite", "kick",
                              "redact", "state_default", "users", "users_default", NULL };

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed what people may do in this room"), name);
}

const MxEventType mx_type_room_power_levels = {
  .name = "m.room.power_levels",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomPowerLevels),
  .fields = fields,
  .keep = keep,
  .summary = summary,
};
