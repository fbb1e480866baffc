/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.join_rules: who can join a room. A rule that nobody knows is kept as it is and
 * lets nobody in. Any thread. */

#include "config.h"

#include "types/m-room-join-rules.h"

#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "join_rule", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomJoinRules, join_rule), MX_FIELD_REQUIRED },
  { MX_ROOM_CLOSED_PATH, MX_FIELD_OBJECT, G_STRUCT_OFFSET (MxRoomJoinRules, before), MX_FIELD_LENIENT },
  { NULL },
};

static const char *keep[] = { "join_rule", "allow", NULL };

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxRoomJoinRules *self = target;
  JsonArray *allow = mx_json_get_array (content, "allow");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; allow != NULL && i < json_array_get_length (allow); i++) {
    JsonObject *condition = mx_json_node_object (json_array_get_element (allow, i));
    const char *room = mx_json_get_string (condition, "room_id");

    if (g_strcmp0 (mx_json_get_string (condition, "type"), "m.room_membership") == 0 && mx_id_is_room (room))
      g_strv_builder_add (builder, room);
  }
  self->allow_rooms = g_strv_builder_end (builder);
  return TRUE;
}

static void
clear (gpointer content)
{
  MxRoomJoinRules *self = content;

  g_clear_pointer (&self->allow_rooms, g_strfreev);
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomJoinRules *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (content->before != NULL)
    /* Translators: %s is the name of a person. The room is to be opened again. */
    return g_strdup_printf (_("%s closed this room for now"), name);
  if (strcmp (content->join_rule, "public") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let everyone join this room"), name);
  if (strcmp (content->join_rule, "invite") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s made this room open by invitation only"), name);
  if (strcmp (content->join_rule, "knock") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let people ask to join this room"), name);
  if (strcmp (content->join_rule, "restricted") == 0)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s let the members of other rooms join this room"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s changed who can join this room"), name);
}

const MxEventType mx_type_room_join_rules = {
  .name = "m.room.join_rules",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomJoinRules),
  .fields = fields,
  .keep = keep,
  .parse = parse,
  .clear = clear,
  .summary = summary,
};
