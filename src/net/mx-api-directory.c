/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-directory.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-field.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Room
 * aliases", "Published room directory" and "Room summaries" (MSC3266 before v1.15). */

#define LIST_MAX_BYTES (4 * 1024 * 1024)

static const MxField room_fields[] = {
  { "room_id", MX_FIELD_ROOM_ID, offsetof (MxPublicRoom, room_id), MX_FIELD_REQUIRED, 0 },
  { "name", MX_FIELD_STRING, offsetof (MxPublicRoom, name), MX_FIELD_LENIENT, 0 },
  { "topic", MX_FIELD_STRING, offsetof (MxPublicRoom, topic), MX_FIELD_LENIENT, 0 },
  { "canonical_alias", MX_FIELD_ALIAS, offsetof (MxPublicRoom, canonical_alias), MX_FIELD_LENIENT, 0 },
  { "avatar_url", MX_FIELD_MXC, offsetof (MxPublicRoom, avatar_url), MX_FIELD_LENIENT, 0 },
  { "room_type", MX_FIELD_STRING, offsetof (MxPublicRoom, room_type), MX_FIELD_LENIENT, 0 },
  { "join_rule", MX_FIELD_STRING, offsetof (MxPublicRoom, join_rule), MX_FIELD_LENIENT, 0 },
  { "membership", MX_FIELD_STRING, offsetof (MxPublicRoom, membership), MX_FIELD_LENIENT, 0 },
  { "room_version", MX_FIELD_STRING, offsetof (MxPublicRoom, room_version), MX_FIELD_LENIENT, 0 },
  { "encryption", MX_FIELD_STRING, offsetof (MxPublicRoom, encryption), MX_FIELD_LENIENT, 0 },
  { "allowed_room_ids", MX_FIELD_STRV, offsetof (MxPublicRoom, allowed_rooms), MX_FIELD_LENIENT, 0 },
  { "num_joined_members", MX_FIELD_INT, offsetof (MxPublicRoom, num_joined_members), MX_FIELD_LENIENT, 0 },
  { "world_readable", MX_FIELD_BOOLEAN, offsetof (MxPublicRoom, world_readable), MX_FIELD_LENIENT, 0 },
  { "guest_can_join", MX_FIELD_BOOLEAN, offsetof (MxPublicRoom, guest_can_join), MX_FIELD_LENIENT, 0 },
  { NULL },
};

/* Before the names were stable. */
static const MxField old_summary_fields[] = {
  { "im\\.nheko\\.summary\\.room_version", MX_FIELD_STRING, offsetof (MxPublicRoom, room_version),
    MX_FIELD_LENIENT, 0 },
  { "im\\.nheko\\.summary\\.encryption", MX_FIELD_STRING, offsetof (MxPublicRoom, encryption), MX_FIELD_LENIENT, 0 },
  { NULL },
};

static const MxField target_fields[] = {
  { "room_id", MX_FIELD_ROOM_ID, offsetof (MxAliasTarget, room_id), MX_FIELD_REQUIRED, 0 },
  { "servers", MX_FIELD_STRV, offsetof (MxAliasTarget, servers), MX_FIELD_LENIENT, 0 },
  { NULL },
};

/**
 * mx_alias_target_free:
 * @self: (nullable): a target
 *
 * Frees it.
 */
void
mx_alias_target_free (MxAliasTarget *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (target_fields, self);
  g_free (self);
}

/**
 * mx_public_room_free:
 * @self: (nullable): a room
 *
 * Frees it.
 */
void
mx_public_room_free (MxPublicRoom *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (room_fields, self);
  g_free (self);
}

/**
 * mx_public_rooms_free:
 * @self: (nullable): a page of the directory
 *
 * Frees it.
 */
void
mx_public_rooms_free (MxPublicRooms *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->chunk, g_ptr_array_unref);
  g_free (self->next_batch);
  g_free (self);
}

/**
 * mx_api_resolve_alias:
 * @alias: "#room:server"
 * @error: return location for an error
 *
 * Asks which room an alias means.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_resolve_alias (const char  *alias,
                      GError     **error)
{
  MxRequest *request;

  if (!mx_api_check (alias, mx_id_is_alias, "a room's alias", error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/directory/room/%s", alias);
  request->timeout_ms = 60000;
  return request;
}

/**
 * mx_api_resolve_alias_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the room, and servers that know it
 */
MxAliasTarget *
mx_api_resolve_alias_parse (MxResponse  *response,
                            GError     **error)
{
  g_autoptr (MxAliasTarget) target = g_new0 (MxAliasTarget, 1);

  return mx_api_read (response, target_fields, target, error) ? g_steal_pointer (&target) : NULL;
}

/**
 * mx_api_room_summary:
 * @room: a room id or an alias
 * @via: (nullable): servers that may know it
 * @path: which of the three addresses it has had
 * @error: return location for an error
 *
 * Asks what a room is before joining it.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_room_summary (const char         *room,
                     const char *const  *via,
                     MxSummaryPath       path,
                     GError            **error)
{
  static const char *const formats[] = {
    [MX_SUMMARY_STABLE] = "/_matrix/client/v1/room_summary/%s",
    [MX_SUMMARY_UNSTABLE] = "/_matrix/client/unstable/im.nheko.summary/summary/%s",
    [MX_SUMMARY_OLD] = "/_matrix/client/unstable/im.nheko.summary/rooms/%s/summary",
  };
  MxRequest *request;

  if (!mx_api_check_target (room, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, formats[path], room);
  mx_api_add_via (request, via);
  request->timeout_ms = 60000;
  return request;
}

/**
 * mx_api_room_summary_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the room
 */
MxPublicRoom *
mx_api_room_summary_parse (MxResponse  *response,
                           GError     **error)
{
  g_autoptr (MxPublicRoom) room = g_new0 (MxPublicRoom, 1);
  MxPublicRoom old = { 0 };

  if (!mx_api_read (response, room_fields, room, error))
    return NULL;
  if (mx_api_read (response, old_summary_fields, &old, NULL)) {
    if (room->room_version == NULL)
      room->room_version = g_steal_pointer (&old.room_version);
    if (room->encryption == NULL)
      room->encryption = g_steal_pointer (&old.encryption);
  }
  mx_fields_clear (old_summary_fields, &old);
  return g_steal_pointer (&room);
}

/* Only searching needs a token: a plain list is asked for by GET. */
static JsonObject *
search_body (const char *term,
             const char *type,
             const char *since,
             guint       limit)
{
  JsonObject *body = json_object_new ();
  JsonObject *filter = json_object_new ();
  JsonArray *types;

  json_object_set_int_member (body, "limit", limit);
  mx_api_set_string (body, "since", since);
  mx_api_set_string (filter, "generic_search_term", term);
  if (type != NULL) {
    types = json_array_new ();
    json_array_add_string_element (types, type);
    json_object_set_array_member (filter, "room_types", types);
  }
  json_object_set_object_member (body, "filter", filter);
  return body;
}

/**
 * mx_api_public_rooms:
 * @server: (nullable): whose directory
 * @term: (nullable): what to look for
 * @type: (nullable): rooms of this type alone
 * @since: (nullable): a token
 * @limit: how many
 * @error: return location for an error
 *
 * Asks for rooms that are published.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_public_rooms (const char  *server,
                     const char  *term,
                     const char  *type,
                     const char  *since,
                     guint        limit,
                     GError     **error)
{
  MxRequest *request;

  if (server != NULL && !mx_api_check (server, mx_id_is_server_name, "a server's name", error))
    return NULL;
  if (term != NULL || type != NULL) {
    request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/publicRooms");
    mx_request_take_json (request, search_body (term, type, since, limit));
  } else {
    g_autofree char *rows = g_strdup_printf ("%u", limit);

    request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/publicRooms");
    mx_request_add_query (request, "limit", rows);
    mx_request_add_query (request, "since", since);
  }
  mx_request_add_query (request, "server", server);
  request->timeout_ms = 60000;
  request->max_bytes = LIST_MAX_BYTES;
  return request;
}

/**
 * mx_api_add_public_room:
 * @array: rooms
 * @index: which one
 * @node: that one
 * @user_data: (element-type MxPublicRoom): takes it
 *
 * A row that cannot be read does not harm its neighbours.
 */
void
mx_api_add_public_room (JsonArray *array,
                        guint      index,
                        JsonNode  *node,
                        gpointer   user_data)
{
  g_autoptr (MxPublicRoom) room = g_new0 (MxPublicRoom, 1);
  JsonObject *object = mx_json_node_object (node);

  if (object != NULL && mx_fields_read (room_fields, object, room, NULL))
    g_ptr_array_add (user_data, g_steal_pointer (&room));
}

/**
 * mx_api_public_rooms_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): a page of the directory
 */
MxPublicRooms *
mx_api_public_rooms_parse (MxResponse  *response,
                           GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  MxPublicRooms *rooms;
  JsonArray *chunk;

  if (object == NULL)
    return NULL;
  chunk = mx_json_get_array (object, "chunk");
  if (chunk == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no chunk");
    return NULL;
  }

  rooms = g_new0 (MxPublicRooms, 1);
  rooms->chunk = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_public_room_free);
  rooms->next_batch = g_strdup (mx_json_get_string (object, "next_batch"));
  rooms->total = mx_json_get_int (object, "total_room_count_estimate", -1);
  json_array_foreach_element (chunk, mx_api_add_public_room, rooms->chunk);
  return rooms;
}
