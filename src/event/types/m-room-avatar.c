/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.avatar: the picture of a room. Any thread. */

#include "config.h"

#include "types/m-room-avatar.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxRoomAvatar, url), MX_FIELD_OPTIONAL },
  { "info.mimetype", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomAvatar, mimetype), MX_FIELD_LENIENT },
  { "info.size", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomAvatar, size), MX_FIELD_LENIENT },
  { "info.w", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomAvatar, width), MX_FIELD_LENIENT },
  { "info.h", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomAvatar, height), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomAvatar *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (content->url == NULL)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s removed the picture of this room"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed the picture of this room"), name);
}

const MxEventType mx_type_room_avatar = {
  .name = "m.room.avatar",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomAvatar),
  .fields = fields,
  .summary = summary,
};
