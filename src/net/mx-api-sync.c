/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-sync.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-scan.h"

#include <string.h>

/* A builder and a parser per endpoint; pure, any thread. Events leave as their JSON text, cut
 * out of the answer by the byte scanner: mx_event_new () takes it from there.
 * See Client-Server API, "Syncing", "Getting events for a room", "Room previews". */

#define FIRST_SYNC_TIMEOUT_MS (10 * 60 * 1000)
#define SYNC_GRACE_MS         30000
#define PAGE_MAX_BYTES        (16 * 1024 * 1024)
#define EVENT_MAX_BYTES       (1024 * 1024)
#define FILTER_FORMAT                                                              \
  "{\"presence\":{\"types\":[]},\"room\":{\"state\":{\"lazy_load_members\":true}," \
  "\"timeline\":{\"limit\":%u,\"lazy_load_members\":true}}}"
#define LEFT_TIMEOUT_MS 30000
#define LEFT_FORMAT                                                                        \
  "{\"presence\":{\"types\":[]},\"account_data\":{\"types\":[]},\"room\":{\"rooms\":[%s]," \
  "\"include_leave\":true,\"ephemeral\":{\"types\":[]},\"account_data\":{\"types\":[]},"   \
  "\"state\":{\"types\":[\"m.room.member\"],\"lazy_load_members\":true,"                   \
  "\"include_redundant_members\":true},"                                                   \
  "\"timeline\":{\"limit\":1,\"types\":[\"m.room.member\"],\"lazy_load_members\":true}}}"

/**
 * mx_event_page_free:
 * @self: (nullable): a page
 *
 * Frees it.
 */
void
mx_event_page_free (MxEventPage *self)
{
  if (self == NULL)
    return;
  g_free (self->start);
  g_free (self->end);
  g_free (self->event);
  g_clear_pointer (&self->chunk, g_ptr_array_unref);
  g_clear_pointer (&self->after, g_ptr_array_unref);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_free (self);
}

/**
 * mx_api_sync_filter:
 * @limit: how many events a room's timeline may bring
 *
 * The filter of the client's own sync. Guests and servers that refuse to keep filters get it inline.
 *
 * Returns: (transfer full): JSON
 */
char *
mx_api_sync_filter (guint limit)
{
  return g_strdup_printf (FILTER_FORMAT, limit);
}

/**
 * mx_api_create_filter:
 * @user_id: oneself
 * @filter_json: the filter
 * @error: return location for an error
 *
 * Keeps a filter at the server.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_create_filter (const char  *user_id,
                      const char  *filter_json,
                      GError     **error)
{
  if (!mx_api_check_user (user_id, error))
    return NULL;
  return mx_api_take_content (mx_request_new ("POST", MX_REQUEST_IDEMPOTENT,
                                              "/_matrix/client/v3/user/%s/filter", user_id),
                              filter_json, error);
}

/**
 * mx_api_create_filter_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the filter's id
 */
char *
mx_api_create_filter_parse (MxResponse  *response,
                            GError     **error)
{
  return mx_api_dup_string (response, "filter_id", NULL, error);
}

/**
 * mx_api_sync:
 * @since: (nullable): the last token
 * @filter: (nullable): a filter's id or JSON
 * @timeout_ms: how long the server may wait for something to happen
 * @set_presence: (nullable): "offline", "unavailable"
 *
 * Asks what has happened.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_sync (const char *since,
             const char *filter,
             guint       timeout_ms,
             const char *set_presence)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/sync");

  mx_request_add_query (request, "since", since);
  mx_request_add_query (request, "filter", filter);
  mx_request_add_query (request, "set_presence", set_presence);
  mx_api_add_number (request, "timeout", timeout_ms);
  request->timeout_ms = since != NULL ? timeout_ms + SYNC_GRACE_MS : FIRST_SYNC_TIMEOUT_MS;
  request->max_bytes = MX_API_SYNC_MAX_BYTES;
  return request;
}

/**
 * mx_api_sync_left_room:
 * @room_id: a room
 * @error: return location for an error
 *
 * Asks how one's membership of a room ended, and who ended it. Its state cannot be read by who is no
 * member; sync tells it. Without a token nothing changes at the server. A member that another sync of this device
 * had already is told all the same: who asks here may not have kept it.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_sync_left_room (const char  *room_id,
                       GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *filter = NULL;
  MxRequest *request;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  node = json_node_init_string (json_node_alloc (), room_id);
  quoted = mx_json_print (node);
  filter = g_strdup_printf (LEFT_FORMAT, quoted);
  request = mx_api_sync (NULL, filter, 0, "offline");
  request->timeout_ms = LEFT_TIMEOUT_MS;
  request->max_bytes = PAGE_MAX_BYTES;
  return request;
}

/**
 * mx_api_messages:
 * @room_id: a room
 * @from: (nullable): a token
 * @to: (nullable): a token to end at
 * @backwards: whether to go to the past
 * @limit: how many
 * @error: return location for an error
 *
 * Asks for a piece of a room's history.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_messages (const char  *room_id,
                 const char  *from,
                 const char  *to,
                 gboolean     backwards,
                 guint        limit,
                 GError     **error)
{
  MxRequest *request;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/messages", room_id);
  mx_request_add_query (request, "dir", backwards ? "b" : "f");
  mx_request_add_query (request, "from", from);
  mx_request_add_query (request, "to", to);
  mx_request_add_query (request, "filter", "{\"lazy_load_members\":true}");
  mx_api_add_number (request, "limit", limit);
  request->timeout_ms = 60000;
  request->max_bytes = PAGE_MAX_BYTES;
  return request;
}

/**
 * mx_api_messages_of:
 * @room_id: a room
 * @types: a JSON array of event types
 * @limit: how many events
 * @error: return location for an error
 *
 * Asks for the newest events of some types.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_messages_of (const char  *room_id,
                    const char  *types,
                    guint        limit,
                    GError     **error)
{
  g_autofree char *filter = g_strdup_printf ("{\"types\":%s}", types);
  MxRequest *request;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/messages", room_id);
  mx_request_add_query (request, "dir", "b");
  mx_request_add_query (request, "filter", filter);
  mx_api_add_number (request, "limit", limit);
  request->timeout_ms = 30000;
  request->max_bytes = PAGE_MAX_BYTES;
  return request;
}

/**
 * mx_api_members:
 * @room_id: a room
 * @at: (nullable): the token of the moment that is meant
 * @membership: (nullable): "join" …
 * @error: return location for an error
 *
 * Asks for the member events.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_members (const char  *room_id,
                const char  *at,
                const char  *membership,
                GError     **error)
{
  MxRequest *request;

  if (!mx_api_check_room (room_id, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/members", room_id);
  mx_request_add_query (request, "at", at);
  mx_request_add_query (request, "membership", membership);
  request->timeout_ms = 2 * 60 * 1000;
  request->max_bytes = MX_API_SYNC_MAX_BYTES;
  return request;
}

static gboolean
add_element (const char *key,
             const char *value,
             gsize       value_len,
             gpointer    user_data)
{
  g_ptr_array_add (user_data, g_strndup (value, value_len));
  return TRUE;
}

static void
set_string (char       **field,
            const char  *value,
            gsize        len)
{
  g_autoptr (JsonNode) node = mx_json_parse (value, len, len, NULL);
  const char *text = node != NULL ? mx_json_node_string (node) : NULL;

  if (text != NULL)
    g_set_str (field, text);
}

typedef struct
{
  MxEventPage *page;
  gboolean has_events; /* it says which, though it may be none */
} Reading;

static gboolean read_member (const char *key,
                             const char *value,
                             gsize value_len,
                             gpointer user_data);

/* initialSync has its events one level deeper. */
static void
read_messages (Reading    *reading,
               const char *value,
               gsize       len)
{
  if (*value == '{')
    mx_scan_members (value, len, read_member, reading, NULL);
}

/* Some servers write no list as null. */
static gboolean
is_list (const char *value,
         gsize       len)
{
  return *value == '[' || (len == strlen ("null") && memcmp (value, "null", len) == 0);
}

static gboolean
read_member (const char *key,
             const char *value,
             gsize       value_len,
             gpointer    user_data)
{
  Reading *reading = user_data;
  MxEventPage *page = reading->page;

  if (strcmp (key, "event") == 0 || (strcmp (key, "chunk") == 0 && is_list (value, value_len)))
    reading->has_events = TRUE;
  if (*value == '[' && (strcmp (key, "chunk") == 0 || strcmp (key, "events_before") == 0))
    mx_scan_elements (value, value_len, add_element, page->chunk, NULL);
  else if (*value == '[' && strcmp (key, "events_after") == 0)
    mx_scan_elements (value, value_len, add_element, page->after, NULL);
  else if (*value == '[' && strcmp (key, "state") == 0)
    mx_scan_elements (value, value_len, add_element, page->state, NULL);
  else if (*value == '{' && strcmp (key, "event") == 0 && page->event == NULL)
    page->event = g_strndup (value, value_len);
  else if (strcmp (key, "messages") == 0)
    read_messages (reading, value, value_len);
  else if (strcmp (key, "start") == 0 || strcmp (key, "prev_batch") == 0)
    set_string (&page->start, value, value_len);
  else if (strcmp (key, "end") == 0 || strcmp (key, "next_batch") == 0)
    set_string (&page->end, value, value_len);
  return TRUE;
}

/**
 * mx_api_event_page_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Cuts an answer into events. One that does not say which is no page: it must not be taken for the end of them.
 *
 * Returns: (transfer full): the page
 */
MxEventPage *
mx_api_event_page_parse (MxResponse  *response,
                         GError     **error)
{
  g_autoptr (MxEventPage) page = g_new0 (MxEventPage, 1);
  Reading reading = { page, FALSE };
  gsize len;
  const char *data = g_bytes_get_data (response->body, &len);

  page->chunk = g_ptr_array_new_with_free_func (g_free);
  page->after = g_ptr_array_new_with_free_func (g_free);
  page->state = g_ptr_array_new_with_free_func (g_free);
  if (!mx_scan_check (data != NULL ? data : "", len, len, error) ||
      !mx_scan_members (data, len, read_member, &reading, error))
    return NULL;
  if (!reading.has_events) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no events");
    return NULL;
  }
  return g_steal_pointer (&page);
}

/**
 * mx_api_get_event:
 * @room_id: a room
 * @event_id: an event of it
 * @error: return location for an error
 *
 * Asks for one event; the answer's body is the event.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_get_event (const char  *room_id,
                  const char  *event_id,
                  GError     **error)
{
  MxRequest *request;

  if (!mx_api_check_room (room_id, error) || !mx_api_check_event (event_id, error))
    return NULL;
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/event/%s",
                            room_id, event_id);
  request->max_bytes = EVENT_MAX_BYTES;
  return request;
}

/**
 * mx_api_get_state:
 * @room_id: a room
 * @type: the type of state
 * @state_key: (nullable): its key
 * @error: return location for an error
 *
 * Asks for one piece of state; the answer's body is the content.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_get_state (const char  *room_id,
                  const char  *type,
                  const char  *state_key,
                  GError     **error)
{
  if (!mx_api_check_room (room_id, error) || !mx_api_check_text (type, "a type", error))
    return NULL;
  return mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/rooms/%s/state/%s/%s",
                         room_id, type, state_key != NULL ? state_key : "");
}
