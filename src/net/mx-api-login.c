/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Login",
 * "SSO client login", "Account registration" and "User-interactive authentication". */

#include "config.h"

#include "mx-api-login.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-json.h"
#include "mx-request.h"

#define MAX_STAGES 16

/**
 * mx_uia_challenge_free:
 * @self: (nullable): a challenge
 *
 * Frees it.
 */
void
mx_uia_challenge_free (MxUiaChallenge *self)
{
  if (self == NULL)
    return;
  g_free (self->session);
  g_strfreev (self->completed);
  g_strfreev (self->stages);
  g_free (self->errcode);
  g_free (self->message);
  g_free (self->params_json);
  g_free (self);
}

/**
 * mx_uia_challenge_copy:
 * @self: a challenge
 *
 * Returns: (transfer full): a copy
 */
MxUiaChallenge *
mx_uia_challenge_copy (const MxUiaChallenge *self)
{
  MxUiaChallenge *copy = g_new0 (MxUiaChallenge, 1);

  copy->session = g_strdup (self->session);
  copy->completed = g_strdupv (self->completed);
  copy->stages = g_strdupv (self->stages);
  copy->errcode = g_strdup (self->errcode);
  copy->message = g_strdup (self->message);
  copy->params_json = g_strdup (self->params_json);
  return copy;
}

/* What is left of a flow after the stages that are done; NULL when those are none of its beginning. */
static char **
rest_of (char **stages,
         char **completed)
{
  gsize i;

  for (i = 0; completed[i] != NULL; i++)
    if (stages[i] == NULL || !g_str_equal (stages[i], completed[i]))
      return NULL;
  return g_strdupv (stages + i);
}

/* Stages that need nobody: the flow with the fewest others is the least trouble. */
static guint
trouble_of (char **stages)
{
  guint trouble = 0;
  gsize i;

  for (i = 0; stages[i] != NULL; i++)
    trouble += g_str_equal (stages[i], "m.login.dummy") ? 1 : g_str_equal (stages[i], "m.login.password") ? 8
                                                                                                          : 16;
  return trouble;
}

/* Keeps the least trouble so far in `stages`. */
static void
consider_flow (JsonArray *array,
               guint      index,
               JsonNode  *node,
               gpointer   user_data)
{
  MxUiaChallenge *self = user_data;
  JsonObject *flow = mx_json_node_object (node);
  g_auto (GStrv) stages = flow != NULL ? mx_json_dup_strv (flow, "stages") : NULL;
  g_auto (GStrv) rest = NULL;

  if (stages != NULL && g_strv_length (stages) <= MAX_STAGES)
    rest = rest_of (stages, self->completed);
  if (rest == NULL || (self->stages != NULL && trouble_of (self->stages) <= trouble_of (rest)))
    return;
  g_strfreev (self->stages);
  self->stages = g_steal_pointer (&rest);
}

/**
 * mx_uia_challenge_parse:
 * @response: an answer to a request with %MX_REQUEST_UIA
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what the server wants first; %NULL without an error
 *   when the answer is the result already
 */
MxUiaChallenge *
mx_uia_challenge_parse (MxResponse  *response,
                        GError     **error)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MxUiaChallenge) self = NULL;
  JsonObject *params;

  if (response->status != 401)
    return NULL;
  object = mx_response_dup_json (response, error);
  if (object == NULL)
    return NULL;

  self = g_new0 (MxUiaChallenge, 1);
  self->session = g_strdup (mx_json_get_string (object, "session"));
  self->completed = mx_json_dup_strv (object, "completed");
  if (self->completed == NULL)
    self->completed = g_new0 (char *, 1);
  self->errcode = g_strdup (mx_json_get_string (object, "errcode"));
  self->message = g_strdup (mx_json_get_string (object, "error"));
  params = mx_json_get_object (object, "params");
  self->params_json = params != NULL ? mx_json_print_object (params) : g_strdup ("{}");
  json_array_foreach_element (mx_json_get_array (object, "flows"), consider_flow, self);
  if (self->stages != NULL)
    return g_steal_pointer (&self);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the server names no way on");
  return NULL;
}

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
