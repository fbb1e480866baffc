/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a new room shall be, and the request that makes it. Pure; any thread. See
 * Client-Server API, "Creation". */

#include "config.h"

#include "mx-room-options.h"

#include "mx-json.h"

#define ENCRYPTION "m.megolm.v1.aes-sha2"

static void
set_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text && *text)
    json_object_set_string_member (object, name, text);
}

/* A state event whose content has one member. */
static void
add_state (JsonArray  *state,
           const char *type,
           const char *member,
           const char *value)
{
  JsonObject *event = json_object_new ();
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, member, value);
  json_object_set_string_member (event, "type", type);
  json_object_set_string_member (event, "state_key", "");
  json_object_set_object_member (event, "content", content);
  json_array_add_object_element (state, event);
}

static JsonArray *
initial_state (const MxRoomOptions *self)
{
  JsonArray *state = json_array_new ();

  if (self->avatar)
    add_state (state, "m.room.avatar", "url", self->avatar);
  if (!self->is_public && self->asks_first)
    add_state (state, "m.room.join_rules", "join_rule", "knock");
  if (self->is_world_readable)
    add_state (state, "m.room.history_visibility", "history_visibility", "world_readable");
  else if (self->hides_past)
    add_state (state, "m.room.history_visibility", "history_visibility", "invited");
  /* Presets differ in what guests may do: it is always said. */
  add_state (state, "m.room.guest_access", "guest_access", self->allows_guests ? "can_join" : "forbidden");
  if (self->is_encrypted)
    add_state (state, "m.room.encryption", "algorithm", ENCRYPTION);
  return state;
}

/* In a space nobody talks; only who looks after it may put rooms in. */
static void
make_space (JsonObject *options)
{
  JsonObject *creation = json_object_new ();
  JsonObject *levels = json_object_new ();

  json_object_set_string_member (creation, "type", "m.space");
  json_object_set_object_member (options, "creation_content", creation);
  json_object_set_int_member (levels, "events_default", 100);
  json_object_set_object_member (options, "power_level_content_override", levels);
}

/**
 * mx_room_options_to_json:
 * @self: what the room shall be
 *
 * Returns: (transfer full): the body of createRoom
 */
char *
mx_room_options_to_json (const MxRoomOptions *self)
{
  g_autoptr (JsonObject) options = json_object_new ();
  JsonArray *invite = json_array_new ();

  json_object_set_string_member (options, "preset",
                                 self->is_public   ? "public_chat"
                                 : self->is_direct ? "trusted_private_chat"
                                                   : "private_chat");
  json_object_set_string_member (options, "visibility", self->is_published ? "public" : "private");
  set_text (options, "name", self->name);
  set_text (options, "topic", self->topic);
  set_text (options, "room_alias_name", self->alias);
  set_text (options, "room_version", self->version);
  for (guint i = 0; self->invite && self->invite[i]; i++)
    json_array_add_string_element (invite, self->invite[i]);
  json_object_set_array_member (options, "invite", invite);
  if (self->is_direct)
    json_object_set_boolean_member (options, "is_direct", TRUE);
  if (self->is_space)
    make_space (options);
  json_object_set_array_member (options, "initial_state", initial_state (self));
  return mx_json_print_object (options);
}
