/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-util.h"

#include "mx-error.h"
#include "mx-field.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"

#include <string.h>

/* Checks before a request is made, and the usual ways to read an answer. Pure; any thread.
 * What a caller gives fails with BAD_INPUT, what a server gives with BAD_RESPONSE. */

/**
 * mx_api_check:
 * @id: (nullable): an id
 * @check: its grammar
 * @what: its name in the message
 * @error: return location for an error
 *
 * Returns: whether @id follows the grammar
 */
gboolean
mx_api_check (const char  *id,
              MxIdCheck    check,
              const char  *what,
              GError     **error)
{
  if (id != NULL && check (id))
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not %s", what);
  return FALSE;
}

/**
 * mx_api_check_room:
 * @room_id: (nullable): a room id
 * @error: return location for an error
 *
 * Returns: whether it is one
 */
gboolean
mx_api_check_room (const char  *room_id,
                   GError     **error)
{
  return mx_api_check (room_id, mx_id_is_room, "a room id", error);
}

/**
 * mx_api_check_user:
 * @user_id: (nullable): a user id
 * @error: return location for an error
 *
 * Returns: whether it is one
 */
gboolean
mx_api_check_user (const char  *user_id,
                   GError     **error)
{
  return mx_api_check (user_id, mx_id_is_user, "a user id", error);
}

/**
 * mx_api_check_event:
 * @event_id: (nullable): an event id
 * @error: return location for an error
 *
 * Returns: whether it is one
 */
gboolean
mx_api_check_event (const char  *event_id,
                    GError     **error)
{
  return mx_api_check (event_id, mx_id_is_event, "an event id", error);
}

/**
 * mx_api_check_target:
 * @room: (nullable): a room id or an alias
 * @error: return location for an error
 *
 * Returns: whether it is one of both
 */
gboolean
mx_api_check_target (const char  *room,
                     GError     **error)
{
  if (room != NULL && *room == '#')
    return mx_api_check (room, mx_id_is_alias, "a room's alias", error);
  return mx_api_check_room (room, error);
}

static gboolean
is_plain_text (const char *text)
{
  return *text != '\0' && strlen (text) <= MX_ID_MAX_BYTES && g_utf8_validate (text, -1, NULL);
}

/**
 * mx_api_check_text:
 * @text: (nullable): a type, transaction id or the like
 * @what: its name in the message
 * @error: return location for an error
 *
 * Returns: whether it may stand in a path
 */
gboolean
mx_api_check_text (const char  *text,
                   const char  *what,
                   GError     **error)
{
  return mx_api_check (text, is_plain_text, what, error);
}

/**
 * mx_api_take_content:
 * @request: (transfer full): a request without a body
 * @json: a JSON object as text
 * @error: return location for an error
 *
 * Makes @json, byte for byte, the body of @request.
 *
 * Returns: (transfer full): @request, or %NULL when @json is no JSON object
 */
MxRequest *
mx_api_take_content (MxRequest   *request,
                     const char  *json,
                     GError     **error)
{
  g_autoptr (MxRequest) owned = request;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GBytes) body = NULL;
  gsize len = json != NULL ? strlen (json) : 0;

  if (len > 0)
    object = mx_json_parse_object (json, len, len, NULL);
  if (object == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "the content is not a JSON object");
    return NULL;
  }
  body = g_bytes_new (json, len);
  mx_request_set_body (owned, body, "application/json");
  return g_steal_pointer (&owned);
}

/**
 * mx_api_take_with_auth:
 * @request: (transfer full): a request without a body
 * @json: a JSON object as text
 * @auth_json: (nullable): what becomes its member "auth"
 * @error: return location for an error
 *
 * For user-interactive authentication: the same body again, with a stage's answer in it.
 *
 * Returns: (transfer full): @request, or %NULL when one of them is no JSON object
 */
MxRequest *
mx_api_take_with_auth (MxRequest   *request,
                       const char  *json,
                       const char  *auth_json,
                       GError     **error)
{
  g_autoptr (MxRequest) owned = request;
  g_autoptr (JsonObject) body = mx_json_parse_object (json, strlen (json), strlen (json), error);
  g_autoptr (JsonObject) auth = NULL;

  if (body == NULL)
    return NULL;
  if (auth_json != NULL) {
    auth = mx_json_parse_object (auth_json, strlen (auth_json), strlen (auth_json), error);
    if (auth == NULL)
      return NULL;
    json_object_set_object_member (body, "auth", g_steal_pointer (&auth));
  }
  mx_request_take_json (owned, g_steal_pointer (&body));
  return g_steal_pointer (&owned);
}

/**
 * mx_api_set_string:
 * @body: an object
 * @name: a member
 * @value: (nullable): its value
 *
 * Sets a member unless @value is %NULL.
 */
void
mx_api_set_string (JsonObject *body,
                   const char *name,
                   const char *value)
{
  if (value != NULL)
    json_object_set_string_member (body, name, value);
}

/**
 * mx_api_add_number:
 * @request: a request
 * @name: a query's name
 * @value: its value
 *
 * Adds a number to the query.
 */
void
mx_api_add_number (MxRequest  *request,
                   const char *name,
                   guint       value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  mx_request_add_query (request, name, text);
}

/**
 * mx_api_add_via:
 * @request: a request
 * @via: (nullable): server names
 *
 * Adds each server that follows the grammar, under the name of today and the one of before v1.14.
 */
void
mx_api_add_via (MxRequest         *request,
                const char *const *via)
{
  gsize i;

  for (i = 0; via != NULL && via[i] != NULL; i++) {
    if (!mx_id_is_server_name (via[i]))
      continue;
    mx_request_add_query (request, "via", via[i]);
    mx_request_add_query (request, "server_name", via[i]);
  }
}

/**
 * mx_api_read:
 * @response: an answer
 * @fields: a table
 * @target: the zeroed struct of the table
 * @error: return location for an error
 *
 * Reads a JSON answer by a table.
 *
 * Returns: whether it could be read
 */
gboolean
mx_api_read (MxResponse     *response,
             const MxField  *fields,
             gpointer        target,
             GError        **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  g_autoptr (GError) why = NULL;

  if (object == NULL)
    return FALSE;
  if (mx_fields_read (fields, object, target, &why))
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, why->message);
  return FALSE;
}

/**
 * mx_api_dup_string:
 * @response: an answer
 * @name: the member that matters
 * @check: (nullable): its grammar
 * @error: return location for an error
 *
 * Returns: (transfer full): the member's value, or %NULL
 */
char *
mx_api_dup_string (MxResponse  *response,
                   const char  *name,
                   MxIdCheck    check,
                   GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  const char *value;

  if (object == NULL)
    return NULL;
  value = mx_json_get_string (object, name);
  if (value != NULL && (check == NULL || check (value)))
    return g_strdup (value);
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer has no %s", name);
  return NULL;
}

/**
 * mx_api_dup_true_names:
 * @object: (nullable): an object
 *
 * Returns: (transfer full): the names of its members that are true
 */
char **
mx_api_dup_true_names (JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (object != NULL)
    json_object_iter_init (&iter, object);
  while (object != NULL && json_object_iter_next (&iter, &name, &node)) {
    g_autoptr (GString) path = g_string_new (name);

    g_string_replace (path, ".", "\\.", 0);
    if (mx_json_get_boolean (object, path->str, FALSE))
      g_strv_builder_add (builder, name);
  }
  return g_strv_builder_end (builder);
}
