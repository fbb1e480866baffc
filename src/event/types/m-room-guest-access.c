/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.guest_access: whether people without an account can join. Any thread. */

#include "config.h"

#include "types/m-room-guest-access.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "guest_access", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomGuestAccess, guest_access), MX_FIELD_REQUIRED },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomGuestAccess *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (strcmp (content->guest_access, "can_join") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let guests join this room"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s closed this room for guests"), name);
}

const MxEventType mx_type_room_guest_access = {
  .name = "m.room.guest_access",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomGuestAccess),
  .fields = fields,
  .summary = summary,
};
