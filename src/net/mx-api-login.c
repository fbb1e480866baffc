/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Login",
 * "SSO client login", "Account registration" and "User-interactive authentication". */

#include "config.h"

#include "mx-api-login.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-origin.h"
#include "mx-request.h"

#include <string.h>

/* Stages whose page is the one where the account is looked after, and where the parameters name it. */
static const struct
{
  const char *stage;
  const char *path;
} named_pages[] = {
  { "m.oauth", "m\\.oauth.url" },
  { "org.matrix.cross_signing_reset", "org\\.matrix\\.cross_signing_reset.url" },
};

static char *
dup_named (const MxUiaChallenge *challenge,
           const char           *path)
{
  const char *json = challenge->params_json;
  g_autoptr (JsonObject) params = mx_json_parse_object (json, strlen (json), strlen (json), NULL);
  const char *url = mx_json_get_string (params, path);
  g_autoptr (GUri) uri = url != NULL ? mx_origin_parse (url, NULL) : NULL;

  return uri != NULL ? g_strdup (url) : NULL;
}

/**
 * mx_uia_dup_page:
 * @base_url: the homeserver
 * @challenge: what it asks for
 *
 * Each stage has a page at the homeserver; but with OAuth 2.0 its owner agrees where the account is
 * looked after. See Client-Server API, "User-interactive authentication" ("Fallback", `m.oauth`).
 *
 * Returns: (transfer full) (nullable): the page that does the first stage in the browser; %NULL where
 *   there is none, or none to open
 */
char *
mx_uia_dup_page (const char           *base_url,
                 const MxUiaChallenge *challenge)
{
  const char *stage = challenge->stages[0];
  g_autofree char *name = NULL;
  g_autofree char *session = NULL;

  if (stage == NULL || challenge->session == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (named_pages); i++)
    if (g_str_equal (stage, named_pages[i].stage))
      return dup_named (challenge, named_pages[i].path);
  name = g_uri_escape_string (stage, NULL, FALSE);
  session = g_uri_escape_string (challenge->session, NULL, FALSE);
  return g_strdup_printf ("%s/_matrix/client/v3/auth/%s/fallback/web?session=%s", base_url, name, session);
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

static MxRequest *
mail_request (MxRequest  *request,
              const char *email,
              const char *client_secret,
              gint64      attempt)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "email", email);
  json_object_set_string_member (body, "client_secret", client_secret);
  json_object_set_int_member (body, "send_attempt", attempt);
  mx_request_take_json (request, body);
  return request;
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
  return mail_request (mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/client/v3/register/email/requestToken"),
                       email, client_secret, attempt);
}

/**
 * mx_api_reset_mail:
 * @email: an address
 * @client_secret: what only we know
 * @attempt: a higher one makes the server write again
 *
 * Lets the server write to who has forgotten the password of an account that has this address.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_reset_mail (const char *email,
                   const char *client_secret,
                   gint64      attempt)
{
  return mail_request (mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT,
                                       "/_matrix/client/v3/account/password/email/requestToken"),
                       email, client_secret, attempt);
}

/**
 * mx_api_reset:
 * @body_json: {"new_password", "logout_devices"}
 * @auth_json: (nullable): a stage's answer
 * @error: return location for an error
 *
 * Gives an account another password, where nobody is signed in to it.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_reset (const char  *body_json,
              const char  *auth_json,
              GError     **error)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_UIA,
                                       "/_matrix/client/v3/account/password");

  request->timeout_ms = 60000;
  return mx_api_take_with_auth (request, body_json, auth_json, error);
}

/**
 * mx_api_reset_explain:
 * @error: what became of reset_mail or reset
 *
 * Servers that write no mails, or keep no passwords, say so in several ways (Synapse: 400 `M_UNKNOWN`); each means
 * the same here. That no account has the address has a code of its own.
 */
void
mx_api_reset_explain (GError *error)
{
  const char *errcode = error->domain == MX_ERROR ? mx_error_get_errcode (error) : NULL;

  if (g_strcmp0 (errcode, "M_THREEPID_NOT_FOUND") == 0)
    error->code = MX_ERROR_NOT_FOUND;
  else if (g_error_matches (error, MX_ERROR, MX_ERROR_FORBIDDEN) ||
           (g_error_matches (error, MX_ERROR, MX_ERROR_REFUSED) &&
            (errcode == NULL || g_str_equal (errcode, "M_UNKNOWN"))))
    error->code = MX_ERROR_UNRECOGNIZED;
}

/**
 * mx_api_register_mail_parse:
 * @response: an answer to register_mail or reset_mail
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
