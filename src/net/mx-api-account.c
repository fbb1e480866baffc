/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-account.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-field.h"
#include "mx-request.h"

#include <string.h>

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API,
 * "Legacy API", "Guest access", "Account data", "Profiles". */

static const MxField login_fields[] = {
  { "user_id", MX_FIELD_USER_ID, offsetof (MxLogin, user_id), MX_FIELD_REQUIRED, 0 },
  { "device_id", MX_FIELD_STRING, offsetof (MxLogin, device_id), MX_FIELD_OPTIONAL, 0 },
  { "access_token", MX_FIELD_STRING, offsetof (MxLogin, access_token), MX_FIELD_OPTIONAL, 0 },
  { "refresh_token", MX_FIELD_STRING, offsetof (MxLogin, refresh_token), MX_FIELD_LENIENT, 0 },
  { "expires_in_ms", MX_FIELD_INT, offsetof (MxLogin, expires_in_ms), MX_FIELD_LENIENT, 0 },
  { "well_known.m\\.homeserver.base_url", MX_FIELD_STRING, offsetof (MxLogin, base_url), MX_FIELD_LENIENT, 0 },
  { "is_guest", MX_FIELD_BOOLEAN, offsetof (MxLogin, is_guest), MX_FIELD_LENIENT, 0 },
  { NULL },
};

static const MxField refresh_fields[] = {
  { "access_token", MX_FIELD_STRING, offsetof (MxLogin, access_token), MX_FIELD_REQUIRED, 0 },
  { "refresh_token", MX_FIELD_STRING, offsetof (MxLogin, refresh_token), MX_FIELD_LENIENT, 0 },
  { "expires_in_ms", MX_FIELD_INT, offsetof (MxLogin, expires_in_ms), MX_FIELD_LENIENT, 0 },
  { NULL },
};

/**
 * mx_login_free:
 * @self: (nullable): a login
 *
 * Frees it.
 */
void
mx_login_free (MxLogin *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (login_fields, self);
  g_free (self);
}

/**
 * mx_api_login_password:
 * @user: a user id, the part of it before the colon, or a mail address that the account has
 * @password: the password
 * @device_id: (nullable): a device to go on with
 * @device_name: (nullable): the name of a new device
 *
 * Logs in. Asks for a token that can be refreshed.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_login_password (const char *user,
                       const char *password,
                       const char *device_id,
                       const char *device_name)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH, "/_matrix/client/v3/login");
  JsonObject *identifier = json_object_new ();
  JsonObject *body = json_object_new ();

  if (*user != '@' && strchr (user, '@') != NULL) {
    json_object_set_string_member (identifier, "type", "m.id.thirdparty");
    json_object_set_string_member (identifier, "medium", "email");
    json_object_set_string_member (identifier, "address", user);
  } else {
    json_object_set_string_member (identifier, "type", "m.id.user");
    json_object_set_string_member (identifier, "user", user);
  }
  json_object_set_string_member (body, "type", "m.login.password");
  json_object_set_object_member (body, "identifier", identifier);
  json_object_set_string_member (body, "password", password);
  mx_api_set_string (body, "device_id", device_id);
  mx_api_set_string (body, "initial_device_display_name", device_name);
  json_object_set_boolean_member (body, "refresh_token", TRUE);
  mx_request_take_json (request, body);
  request->timeout_ms = 60000;
  return request;
}

/**
 * mx_api_register_guest:
 * @device_name: (nullable): the name of the device
 *
 * Registers a guest. Not to be repeated: each makes another account.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_register_guest (const char *device_name)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH, "/_matrix/client/v3/register");
  JsonObject *body = json_object_new ();

  mx_request_add_query (request, "kind", "guest");
  mx_api_set_string (body, "initial_device_display_name", device_name);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_whoami:
 *
 * Asks whose token it is.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_whoami (void)
{
  return mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/account/whoami");
}

/**
 * mx_api_login_parse:
 * @response: an answer to login_password, register_guest or whoami
 * @error: return location for an error
 *
 * Returns: (transfer full): who is logged in
 */
MxLogin *
mx_api_login_parse (MxResponse  *response,
                    GError     **error)
{
  g_autoptr (MxLogin) login = g_new0 (MxLogin, 1);

  return mx_api_read (response, login_fields, login, error) ? g_steal_pointer (&login) : NULL;
}

/**
 * mx_api_login_explain:
 * @error: what became of login_password
 *
 * A refused login is a wrong name or password.
 */
void
mx_api_login_explain (GError *error)
{
  if (g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN))
    error->code = MX_ERROR_WRONG_PASSWORD;
}

/**
 * mx_api_guest_dup_refusal:
 * @error: how something was refused that a guest asked for
 *
 * Servers refuse some of what guests may not do (joining, inviting) as they refuse anybody, and
 * tell the reason in words.
 *
 * Returns: (transfer full) (nullable): the refusal by its own code, %NULL where it is about something else
 */
GError *
mx_api_guest_dup_refusal (const GError *error)
{
  g_autofree char *text = NULL;

  if (!g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN))
    return NULL;
  text = g_ascii_strdown (error->message, -1);
  if (strstr (text, "guest") == NULL)
    return NULL;
  return mx_error_new_server (MX_ERROR_GUEST_FORBIDDEN, mx_error_get_status (error), "M_GUEST_ACCESS_FORBIDDEN",
                              mx_error_get_server (error), -1, error->message);
}

/**
 * mx_api_register_guest_explain:
 * @error: what became of register_guest
 *
 * Servers without guests say so in several ways; each means the same here.
 */
void
mx_api_register_guest_explain (GError *error)
{
  if (g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN) ||
      g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND) ||
      g_error_matches (error, MX_ERROR, MX_ERROR_REFUSED) ||
      g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED))
    error->code = MX_ERROR_GUEST_FORBIDDEN;
}

/**
 * mx_api_refresh:
 * @refresh_token: the refresh token
 *
 * Asks for a new access token.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_refresh (const char *refresh_token)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/client/v3/refresh");
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "refresh_token", refresh_token);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_refresh_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the new tokens, without a user id
 */
MxLogin *
mx_api_refresh_parse (MxResponse  *response,
                      GError     **error)
{
  g_autoptr (MxLogin) login = g_new0 (MxLogin, 1);

  return mx_api_read (response, refresh_fields, login, error) ? g_steal_pointer (&login) : NULL;
}

/**
 * mx_api_logout:
 *
 * Ends the session at the server.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_logout (void)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v3/logout");

  request->timeout_ms = 10000;
  return request;
}

/**
 * mx_api_put_account_data:
 * @user_id: oneself
 * @type: the type of account data
 * @content_json: its content
 * @error: return location for an error
 *
 * Sets account data.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_put_account_data (const char  *user_id,
                         const char  *type,
                         const char  *content_json,
                         GError     **error)
{
  if (!mx_api_check_user (user_id, error) || !mx_api_check_text (type, "a type", error))
    return NULL;
  return mx_api_take_content (mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT,
                                              "/_matrix/client/v3/user/%s/account_data/%s", user_id, type),
                              content_json, error);
}

/**
 * mx_api_put_room_account_data:
 * @user_id: oneself
 * @room_id: a room
 * @type: the type of account data
 * @content_json: its content
 * @error: return location for an error
 *
 * Sets a room's account data.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_put_room_account_data (const char  *user_id,
                              const char  *room_id,
                              const char  *type,
                              const char  *content_json,
                              GError     **error)
{
  if (!mx_api_check_user (user_id, error) || !mx_api_check_room (room_id, error) ||
      !mx_api_check_text (type, "a type", error))
    return NULL;
  return mx_api_take_content (mx_request_new ("PUT", MX_REQUEST_IDEMPOTENT,
                                              "/_matrix/client/v3/user/%s/rooms/%s/account_data/%s",
                                              user_id, room_id, type),
                              content_json, error);
}

static MxRequest *
tag_request (const char  *method,
             const char  *user_id,
             const char  *room_id,
             const char  *tag,
             GError     **error)
{
  if (!mx_api_check_user (user_id, error) || !mx_api_check_room (room_id, error) ||
      !mx_api_check_text (tag, "a tag", error))
    return NULL;
  return mx_request_new (method, MX_REQUEST_IDEMPOTENT,
                         "/_matrix/client/v3/user/%s/rooms/%s/tags/%s", user_id, room_id, tag);
}

/**
 * mx_api_put_tag:
 * @user_id: oneself
 * @room_id: a room
 * @tag: "m.favourite" …
 * @order: 0 to 1, or below 0 for none
 * @error: return location for an error
 *
 * Tags a room.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_put_tag (const char  *user_id,
                const char  *room_id,
                const char  *tag,
                double       order,
                GError     **error)
{
  MxRequest *request = tag_request ("PUT", user_id, room_id, tag, error);
  JsonObject *body;

  if (request == NULL)
    return NULL;
  body = json_object_new ();
  if (order >= 0)
    json_object_set_double_member (body, "order", MIN (order, 1));
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_delete_tag:
 * @user_id: oneself
 * @room_id: a room
 * @tag: "m.favourite" …
 * @error: return location for an error
 *
 * Takes a tag away.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_delete_tag (const char  *user_id,
                   const char  *room_id,
                   const char  *tag,
                   GError     **error)
{
  return tag_request ("DELETE", user_id, room_id, tag, error);
}

/**
 * mx_api_report_user:
 * @user_id: a person
 * @reason: (nullable): why
 * @error: return location for an error
 *
 * Reports a person to the server's administrators.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_report_user (const char  *user_id,
                    const char  *reason,
                    GError     **error)
{
  MxRequest *request;
  JsonObject *body;

  if (!mx_api_check_user (user_id, error))
    return NULL;
  request = mx_request_new ("POST", MX_REQUEST_DEFAULT, "/_matrix/client/v3/users/%s/report", user_id);
  body = json_object_new ();
  json_object_set_string_member (body, "reason", reason != NULL ? reason : "");
  mx_request_take_json (request, body);
  return request;
}
