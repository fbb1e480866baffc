/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.history_visibility: who can read what was written. Any thread. */

#include "config.h"

#include "types/m-room-history-visibility.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "history_visibility", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomHistoryVisibility, history_visibility),
    MX_FIELD_REQUIRED },
  { NULL },
};

static const char *keep[] = { "history_visibility", NULL };

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomHistoryVisibility *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (strcmp (content->history_visibility, "world_readable") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let everyone read the messages here, also without joining"), name);
  if (strcmp (content->history_visibility, "shared") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let the people in this room read all messages, also older ones"), name);
  if (strcmp (content->history_visibility, "invited") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let people read messages from their invitation on"), name);
  if (strcmp (content->history_visibility, "joined") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let people read messages from their arrival on"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed who can read the messages here"), name);
}

const MxEventType mx_type_room_history_visibility = {
  .name = "m.room.history_visibility",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomHistoryVisibility),
  .fields = fields,
  .keep = keep,
  .summary = summary,
};
