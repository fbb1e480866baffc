/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Login",
 * "SSO client login", "Account registration" and "User-interactive authentication". */

#include "config.h"

#include "mx-api-login.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"

/**
 * mx_uia_dup_fallback:
 * @base_url: the homeserver
 * @stage: a stage
 * @session: of the challenge
 *
 * Returns: (transfer full): the page that does the stage in the browser
 */
char *
mx_uia_dup_fallback (const char *base_url,
                     const char *stage,
                     const char *session)
{
  g_autofree char *name = g_uri_escape_string (stage, NULL, FALSE);
  g_autofree char *value = g_uri_escape_string (session, NULL, FALSE);

  return g_strdup_printf ("%s/_matrix/client/v3/auth/%s/fallback/web?session=%s", base_url, name, value);
}

/**
 * mx_api_login_token:
 * @token: a login token, from the browser or another device
 * @device_id: (nullable): a device to go on with
 * @device_name: (nullable): the name of a new device
 *
 * Logs in. A token works once, and for seconds only.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_login_token (const char *token,
                    const char *device_id,
                    const char *device_name)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH, "/_matrix/client/v3/login");
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", "m.login.token");
  json_object_set_string_member (body, "token", token);
  mx_api_set_string (body, "device_id", device_id);
  mx_api_set_string (body, "initial_device_display_name", device_name);
  json_object_set_boolean_member (body, "refresh_token", TRUE);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_sso_dup_url:
 * @base_url: the homeserver
 * @provider: (nullable): an identity provider's id
 * @redirect_url: where the browser comes back to, our nonce in its query
 * @create: whether to begin with making an account
 *
 * Returns: (transfer full): the address to open in the browser
 */
char *
mx_api_sso_dup_url (const char *base_url,
                    const char *provider,
                    const char *redirect_url,
                    gboolean    create)
{
  g_autofree char *id = provider != NULL ? g_uri_escape_string (provider, NULL, FALSE) : NULL;
  g_autofree char *back = g_uri_escape_string (redirect_url, NULL, FALSE);

  return g_strconcat (base_url, "/_matrix/client/v3/login/sso/redirect", id != NULL ? "/" : "", id != NULL ? id : "",
                      "?redirectUrl=", back, "&action=", create ? "register" : "login", NULL);
}

/**
 * mx_api_register:
 * @body_json: the body without "auth", a JSON object
 * @auth_json: (nullable): "auth", a JSON object
 * @error: return location for an error
 *
 * Makes an account.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_register (const char  *body_json,
                 const char  *auth_json,
                 GError     **error)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_UIA, "/_matrix/client/v3/register");

  request->timeout_ms = 60000;
  return mx_api_take_with_auth (request, body_json, auth_json, error);
}

/**
 * mx_api_register_mail:
 * @email: an address
 * @client_secret: what only we know
 * @attempt: a higher one makes the server write again
 *
 * Lets the server write to who wants an account.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_register_mail (const char *email,
                      const char *client_secret,
                      gint64      attempt)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/client/v3/register/email/requestToken");
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "email", email);
  json_object_set_string_member (body, "client_secret", client_secret);
  json_object_set_int_member (body, "send_attempt", attempt);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_register_mail_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): which mail it is ("sid")
 */
char *
mx_api_register_mail_parse (MxResponse  *response,
                            GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  const char *sid;

  if (object == NULL)
    return NULL;
  sid = mx_json_get_string (object, "sid");
  if (sid == NULL)
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the answer does not say which mail it is");
  return g_strdup (sid);
}

/**
 * mx_api_register_probe:
 *
 * Asks which stages making an account has. Nothing is made: a server never does it at once.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_register_probe (void)
{
  MxRequest *request = mx_api_register ("{}", NULL, NULL);

  request->timeout_ms = 15000;
  return request;
}
