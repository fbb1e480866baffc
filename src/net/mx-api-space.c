/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-directory.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-field.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"

/* Looking into spaces and for people: a builder and a parser per endpoint; pure, any
 * thread. See Client-Server API, "Spaces" and "User directory". */

#define LIST_MAX_BYTES (8 * 1024 * 1024)

static const MxField link_fields[] = {
  { "state_key", MX_FIELD_ROOM_ID, offsetof (MxSpaceLink, child), MX_FIELD_REQUIRED, 0 },
  { "content.via", MX_FIELD_STRV, offsetof (MxSpaceLink, via), MX_FIELD_LENIENT, 0 },
  { "content.order", MX_FIELD_STRING, offsetof (MxSpaceLink, order), MX_FIELD_LENIENT, 0 },
  { "content.suggested", MX_FIELD_BOOLEAN, offsetof (MxSpaceLink, suggested), MX_FIELD_LENIENT, 0 },
  { "origin_server_ts", MX_FIELD_INT, offsetof (MxSpaceLink, ts), MX_FIELD_LENIENT, 0 },
  { NULL },
};

static const MxField user_fields[] = {
  { "user_id", MX_FIELD_USER_ID, offsetof (MxFoundUser, user_id), MX_FIELD_REQUIRED, 0 },
  { "display_name", MX_FIELD_STRING, offsetof (MxFoundUser, display_name), MX_FIELD_LENIENT, 0 },
  { "avatar_url", MX_FIELD_MXC, offsetof (MxFoundUser, avatar_url), MX_FIELD_LENIENT, 0 },
  { NULL },
};

static void
link_free (gpointer data)
{
  mx_fields_clear (link_fields, data);
  g_free (data);
}

/**
 * mx_hierarchy_free:
 * @self: (nullable): a page of a space
 *
 * Frees it.
 */
void
mx_hierarchy_free (MxHierarchy *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_free (self->next_batch);
  g_free (self);
}

/**
 * mx_found_user_free:
 * @self: (nullable): a person
 *
 * Frees it.
 */
void
mx_found_user_free (MxFoundUser *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (user_fields, self);
  g_free (self);
}

/**
 * mx_api_hierarchy:
 * @room_id: a space
 * @from: (nullable): a token
 * @limit: how many
 * @error: return location for an error
 *
 * Asks for the rooms of a space, one level deep.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_hierarchy (const char  *room_id,
                  const char  *from,
                  guint        limit,
                  GError     **error)
{
  MxRequest *request;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v1/rooms/%s/hierarchy", room_id);
  mx_request_add_query (request, "max_depth", "1");
  mx_request_add_query (request, "from", from);
  mx_api_add_number (request, "limit", limit);
  request->timeout_ms = 60000;
  request->max_bytes = LIST_MAX_BYTES;
  return request;
}

/* Characters from 0x20 to 0x7e, 50 at most; any other order is none. */
static gboolean
is_order (const char *order)
{
  gsize len = 0;

  while (order[len] >= 0x20 && order[len] <= 0x7e)
    len++;
  return order[len] == '\0' && len <= 50;
}

static void
add_link (JsonArray *array,
          guint      index,
          JsonNode  *node,
          gpointer   user_data)
{
  JsonObject *object = mx_json_node_object (node);
  MxSpaceLink *link = g_new0 (MxSpaceLink, 1);

  if (object == NULL || g_strcmp0 (mx_json_get_string (object, "type"), "m.space.child") != 0 ||
      !mx_fields_read (link_fields, object, link, NULL) || link->via[0] == NULL) {
    link_free (link);
    return;
  }
  if (link->order != NULL && !is_order (link->order))
    g_clear_pointer (&link->order, g_free);
  g_ptr_array_add (user_data, link);
}

/* See Client-Server API, "Ordering of children within a space". */
static int
compare_links (gconstpointer a,
               gconstpointer b)
{
  const MxSpaceLink *x = a;
  const MxSpaceLink *y = b;

  if ((x->order == NULL) != (y->order == NULL))
    return x->order != NULL ? -1 : 1;
  if (g_strcmp0 (x->order, y->order) != 0)
    return g_strcmp0 (x->order, y->order);
  if (x->ts != y->ts)
    return x->ts < y->ts ? -1 : 1;
  return g_strcmp0 (x->child, y->child);
}

/**
 * mx_api_hierarchy_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): a page of the space
 */
MxHierarchy *
mx_api_hierarchy_parse (MxResponse  *response,
                        GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  MxHierarchy *self;
  JsonObject *first;
  JsonArray *rooms;
  JsonArray *links;

  if (object == NULL)
    return NULL;
  rooms = mx_json_get_array (object, "rooms");
  if (rooms == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no rooms");
    return NULL;
  }
  self = g_new0 (MxHierarchy, 1);
  self->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_public_room_free);
  self->links = g_ptr_array_new_with_free_func (link_free);
  self->next_batch = g_strdup (mx_json_get_string (object, "next_batch"));
  json_array_foreach_element (rooms, mx_api_add_public_room, self->rooms);
  first = mx_json_get_first_object (rooms);
  links = first != NULL ? mx_json_get_array (first, "children_state") : NULL;
  if (links != NULL)
    json_array_foreach_element (links, add_link, self->links);
  g_ptr_array_sort_values (self->links, compare_links);
  return self;
}

/**
 * mx_api_search_users:
 * @term: part of a name or an id
 * @limit: how many
 *
 * Asks for people whom the server may show.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_search_users (const char *term,
                     guint       limit)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/user_directory/search");
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "search_term", term);
  json_object_set_int_member (body, "limit", limit);
  mx_request_take_json (request, body);
  return request;
}

static void
add_user (JsonArray *array,
          guint      index,
          JsonNode  *node,
          gpointer   user_data)
{
  g_autoptr (MxFoundUser) user = g_new0 (MxFoundUser, 1);
  JsonObject *object = mx_json_node_object (node);

  if (object != NULL && mx_fields_read (user_fields, object, user, NULL))
    g_ptr_array_add (user_data, g_steal_pointer (&user));
}

/**
 * mx_api_search_users_parse:
 * @response: an answer
 * @limited: (out): whether there are more people than these
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type MxFoundUser): people, best match first
 */
GPtrArray *
mx_api_search_users_parse (MxResponse  *response,
                           gboolean    *limited,
                           GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  JsonArray *results = object != NULL ? mx_json_get_array (object, "results") : NULL;
  GPtrArray *users;

  if (results == NULL) {
    if (object != NULL)
      g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no results");
    return NULL;
  }
  users = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_found_user_free);
  json_array_foreach_element (results, add_user, users);
  *limited = mx_json_get_boolean (object, "limited", FALSE);
  return users;
}
