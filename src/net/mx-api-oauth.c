/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A builder and a parser per endpoint of the OAuth 2.0 API; pure, any thread. See
 * Client-Server API, "OAuth 2.0 API", and RFC 6749, 7009, 7591, 7636, 8252, 8628.
 *
 * Metadata is believed only when every address in it is one that the program may talk to: https
 * anywhere; this machine, and http, only where the homeserver is on it. A secret (code, verifier,
 * token) travels in the body of a POST, never in an address. */

#include "config.h"

#include "mx-api-oauth.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-field.h"
#include "mx-json.h"
#include "mx-origin.h"
#include "mx-request.h"

#include <string.h>

#define GRANT_CODE    "authorization_code"
#define GRANT_REFRESH "refresh_token"
#define GRANT_DEVICE  "urn:ietf:params:oauth:grant-type:device_code"
#define SCOPE         "urn:matrix:client:api:* urn:matrix:client:device:"
#define FORM_TYPE     "application/x-www-form-urlencoded"
#define MIN_INTERVAL  1
#define MAX_INTERVAL  60
#define INTERVAL      5
#define MAX_USER_CODE 40

static const MxField server_fields[] = {
  { "issuer", MX_FIELD_STRING, offsetof (MxOAuthServer, issuer), MX_FIELD_REQUIRED, 0 },
  { "authorization_endpoint", MX_FIELD_STRING, offsetof (MxOAuthServer, authorization_endpoint), MX_FIELD_REQUIRED, 0 },
  { "token_endpoint", MX_FIELD_STRING, offsetof (MxOAuthServer, token_endpoint), MX_FIELD_REQUIRED, 0 },
  { "registration_endpoint", MX_FIELD_STRING, offsetof (MxOAuthServer, registration_endpoint), MX_FIELD_REQUIRED, 0 },
  { "revocation_endpoint", MX_FIELD_STRING, offsetof (MxOAuthServer, revocation_endpoint), MX_FIELD_REQUIRED, 0 },
  { "device_authorization_endpoint", MX_FIELD_STRING, offsetof (MxOAuthServer, device_endpoint), MX_FIELD_LENIENT, 0 },
  { "account_management_uri", MX_FIELD_STRING, offsetof (MxOAuthServer, account_management_uri), MX_FIELD_LENIENT, 0 },
  { "authorization_response_iss_parameter_supported", MX_FIELD_BOOLEAN, offsetof (MxOAuthServer, names_issuer),
    MX_FIELD_LENIENT, FALSE },
  { "account_management_actions_supported", MX_FIELD_STRV, offsetof (MxOAuthServer, account_management_actions),
    MX_FIELD_LENIENT, 0 },
  { NULL },
};

static const MxField device_fields[] = {
  { "device_code", MX_FIELD_STRING, offsetof (MxOAuthDevice, device_code), MX_FIELD_REQUIRED, 0 },
  { "user_code", MX_FIELD_STRING, offsetof (MxOAuthDevice, user_code), MX_FIELD_REQUIRED, 0 },
  { "verification_uri", MX_FIELD_STRING, offsetof (MxOAuthDevice, verification_uri), MX_FIELD_REQUIRED, 0 },
  { "verification_uri_complete", MX_FIELD_STRING, offsetof (MxOAuthDevice, verification_uri_complete),
    MX_FIELD_LENIENT, 0 },
  { "expires_in", MX_FIELD_INT, offsetof (MxOAuthDevice, expires_in), MX_FIELD_LENIENT, 600 },
  { "interval", MX_FIELD_INT, offsetof (MxOAuthDevice, interval), MX_FIELD_LENIENT, INTERVAL },
  { NULL },
};

static const MxField token_fields[] = {
  { "access_token", MX_FIELD_STRING, offsetof (MxLogin, access_token), MX_FIELD_REQUIRED, 0 },
  { "refresh_token", MX_FIELD_STRING, offsetof (MxLogin, refresh_token), MX_FIELD_LENIENT, 0 },
  { "expires_in", MX_FIELD_INT, offsetof (MxLogin, expires_in_ms), MX_FIELD_LENIENT, 0 },
  { NULL },
};

/**
 * mx_oauth_server_free:
 * @self: (nullable): a server
 *
 * Frees it.
 */
void
mx_oauth_server_free (MxOAuthServer *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (server_fields, self);
  g_free (self);
}

/**
 * mx_oauth_device_free:
 * @self: (nullable): a code
 *
 * Frees it.
 */
void
mx_oauth_device_free (MxOAuthDevice *self)
{
  if (self == NULL)
    return;
  mx_fields_clear (device_fields, self);
  g_free (self);
}

/**
 * mx_api_oauth_metadata:
 * @unstable: whether to ask by the name of before v1.15
 *
 * Asks a homeserver for its authorization server.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_metadata (gboolean unstable)
{
  MxRequestFlags flags = MX_REQUEST_NO_AUTH | MX_REQUEST_IDEMPOTENT;
  MxRequest *request;

  if (unstable)
    request = mx_request_new ("GET", flags, "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata");
  else
    request = mx_request_new ("GET", flags, "/_matrix/client/v1/auth_metadata");
  request->timeout_ms = 15000;
  return request;
}

/* As with redirects, no server elsewhere leads into this machine. */
static gboolean
check_address (const char  *base_url,
               const char  *name,
               const char  *address,
               GError     **error)
{
  g_autoptr (GUri) from = mx_origin_parse (base_url, NULL);
  g_autoptr (GUri) uri = address != NULL ? mx_origin_parse (address, NULL) : NULL;

  if (address == NULL ||
      (uri != NULL && g_uri_get_fragment (uri) == NULL && from != NULL &&
       (!mx_origin_is_loopback (g_uri_get_host (uri)) || mx_origin_is_loopback (g_uri_get_host (from)))))
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the %s is no address to be used", name);
  return FALSE;
}

/* A list that is absent stands for its default of RFC 8414; ours is among those. */
static gboolean
lists (JsonObject *object,
       const char *path,
       const char *word)
{
  g_auto (GStrv) words = mx_json_dup_strv (object, path);

  return words == NULL || g_strv_contains ((const char *const *) words, word);
}

static gboolean
check_abilities (JsonObject  *object,
                 GError     **error)
{
  if (lists (object, "response_types_supported", "code") && lists (object, "grant_types_supported", GRANT_CODE) &&
      lists (object, "response_modes_supported", "query") &&
      lists (object, "code_challenge_methods_supported", "S256"))
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the authorization server lacks what is needed");
  return FALSE;
}

/**
 * mx_api_oauth_metadata_parse:
 * @response: an answer
 * @base_url: the homeserver that answered
 * @error: return location for an error
 *
 * Returns: (transfer full): an authorization server that may be used
 */
MxOAuthServer *
mx_api_oauth_metadata_parse (MxResponse  *response,
                             const char  *base_url,
                             GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);
  g_autoptr (MxOAuthServer) self = NULL;
  g_autoptr (GError) why = NULL;
  g_auto (GStrv) prompts = NULL;

  if (object == NULL)
    return NULL;
  self = g_new0 (MxOAuthServer, 1);
  if (!mx_fields_read (server_fields, object, self, &why)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, why->message);
    return NULL;
  }
  if (!check_address (base_url, "issuer", self->issuer, error) ||
      !check_address (base_url, "authorization endpoint", self->authorization_endpoint, error) ||
      !check_address (base_url, "token endpoint", self->token_endpoint, error) ||
      !check_address (base_url, "registration endpoint", self->registration_endpoint, error) ||
      !check_address (base_url, "revocation endpoint", self->revocation_endpoint, error) ||
      !check_abilities (object, error))
    return NULL;
  if (!check_address (base_url, "device endpoint", self->device_endpoint, NULL))
    g_clear_pointer (&self->device_endpoint, g_free);
  if (!check_address (base_url, "account page", self->account_management_uri, NULL))
    g_clear_pointer (&self->account_management_uri, g_free);
  prompts = mx_json_dup_strv (object, "prompt_values_supported");
  self->can_create = prompts != NULL && g_strv_contains ((const char *const *) prompts, "create");
  return g_steal_pointer (&self);
}

static void
add_string (JsonArray  *array,
            const char *text)
{
  json_array_add_string_element (array, text);
}

/**
 * mx_api_oauth_register:
 * @client_name: the program's name
 * @client_uri: its page
 * @path: of the address that the browser comes back to
 *
 * Registers this program as a client: native, without a secret. The port is left out, any
 * will do then (RFC 8252, 7.3).
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_register (const char *client_name,
                       const char *client_uri,
                       const char *path)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_OAUTH, "");
  g_autofree char *redirect = g_strconcat ("http://127.0.0.1", path, NULL);
  JsonObject *body = json_object_new ();
  JsonArray *redirects = json_array_new ();
  JsonArray *responses = json_array_new ();
  JsonArray *grants = json_array_new ();

  add_string (redirects, redirect);
  add_string (responses, "code");
  add_string (grants, GRANT_CODE);
  add_string (grants, GRANT_REFRESH);
  add_string (grants, GRANT_DEVICE);
  json_object_set_string_member (body, "client_name", client_name);
  json_object_set_string_member (body, "client_uri", client_uri);
  json_object_set_string_member (body, "application_type", "native");
  json_object_set_string_member (body, "token_endpoint_auth_method", "none");
  json_object_set_array_member (body, "redirect_uris", redirects);
  json_object_set_array_member (body, "response_types", responses);
  json_object_set_array_member (body, "grant_types", grants);
  mx_request_take_json (request, body);
  return request;
}

/**
 * mx_api_oauth_register_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the client id
 */
char *
mx_api_oauth_register_parse (MxResponse  *response,
                             GError     **error)
{
  return mx_api_dup_string (response, "client_id", NULL, error);
}

/* RFC 7636, 4.2. */
static char *
dup_challenge (const char *verifier)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize len = sizeof digest;
  char *text;

  g_checksum_update (sum, (const guchar *) verifier, -1);
  g_checksum_get_digest (sum, digest, &len);
  text = g_base64_encode (digest, len);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static void
add_pair (GString    *form,
          const char *name,
          const char *value)
{
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/**
 * mx_api_oauth_dup_url:
 * @self: the authorization server
 * @client_id: this program there
 * @redirect_uri: where the browser comes back to
 * @device_id: the device that is to be made
 * @state: what must come back unchanged
 * @verifier: of which the challenge is told now
 * @create: whether to begin with making an account
 *
 * Returns: (transfer full): the address to open in the browser
 */
char *
mx_api_oauth_dup_url (const MxOAuthServer *self,
                      const char          *client_id,
                      const char          *redirect_uri,
                      const char          *device_id,
                      const char          *state,
                      const char          *verifier,
                      gboolean             create)
{
  g_autofree char *scope = g_strconcat (SCOPE, device_id, NULL);
  g_autofree char *challenge = dup_challenge (verifier);
  g_autoptr (GString) query = g_string_new (NULL);

  add_pair (query, "response_type", "code");
  add_pair (query, "response_mode", "query");
  add_pair (query, "client_id", client_id);
  add_pair (query, "redirect_uri", redirect_uri);
  add_pair (query, "scope", scope);
  add_pair (query, "state", state);
  add_pair (query, "code_challenge", challenge);
  add_pair (query, "code_challenge_method", "S256");
  if (create)
    add_pair (query, "prompt", "create");
  return g_strconcat (self->authorization_endpoint, strchr (self->authorization_endpoint, '?') != NULL ? "&" : "?",
                      query->str, NULL);
}

/* Names and values in turn, up to NULL; the text is wiped once it is in the body. */
static MxRequest *
form_request (const char *name,
              ...)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_OAUTH, "");
  g_autoptr (GString) form = g_string_sized_new (1024);
  g_autoptr (GBytes) body = NULL;
  va_list args;

  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    add_pair (form, name, va_arg (args, const char *));
  va_end (args);
  body = g_bytes_new (form->str, form->len);
  explicit_bzero (form->str, form->len);
  mx_request_set_body (request, body, FORM_TYPE);
  return request;
}

/**
 * mx_api_oauth_exchange:
 * @client_id: this program
 * @redirect_uri: the address that the browser came back to
 * @code: what it brought
 * @verifier: the secret behind the challenge
 *
 * Turns the browser's code into tokens. Not to be repeated: a code works once.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_exchange (const char *client_id,
                       const char *redirect_uri,
                       const char *code,
                       const char *verifier)
{
  return form_request ("grant_type", GRANT_CODE, "code", code, "redirect_uri", redirect_uri, "client_id", client_id,
                       "code_verifier", verifier, NULL);
}

/**
 * mx_api_oauth_exchange_device:
 * @client_id: this program
 * @device_code: what mx_api_oauth_device () gave
 *
 * Asks whether the person has agreed on the other device.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_exchange_device (const char *client_id,
                              const char *device_code)
{
  return form_request ("grant_type", GRANT_DEVICE, "device_code", device_code, "client_id", client_id, NULL);
}

/**
 * mx_api_oauth_refresh:
 * @client_id: this program
 * @refresh_token: the refresh token
 *
 * Asks for new tokens; the old refresh token dies with the first use of the new one.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_refresh (const char *client_id,
                      const char *refresh_token)
{
  return form_request ("grant_type", GRANT_REFRESH, "refresh_token", refresh_token, "client_id", client_id, NULL);
}

/**
 * mx_api_oauth_token_parse:
 * @response: an answer of the token endpoint
 * @error: return location for an error
 *
 * Returns: (transfer full): the tokens
 */
MxLogin *
mx_api_oauth_token_parse (MxResponse  *response,
                          GError     **error)
{
  g_autofree char *type = mx_api_dup_string (response, "token_type", NULL, error);
  g_autoptr (MxLogin) login = NULL;

  if (type == NULL)
    return NULL;
  if (g_ascii_strcasecmp (type, "bearer") != 0) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the token is of a kind that is not known");
    return NULL;
  }
  login = g_new0 (MxLogin, 1);
  if (!mx_api_read (response, token_fields, login, error))
    return NULL;
  login->expires_in_ms = CLAMP (login->expires_in_ms, 0, G_MAXINT32 / 1000) * 1000;
  return g_steal_pointer (&login);
}

/**
 * mx_api_oauth_explain:
 * @error: what an authorization server refused
 *
 * A code that is too old and a person who said no have codes of their own.
 */
void
mx_api_oauth_explain (GError *error)
{
  const char *word = mx_error_get_errcode (error);

  if (g_strcmp0 (word, "access_denied") == 0)
    error->code = MX_ERROR_DENIED;
  else if (g_strcmp0 (word, "expired_token") == 0 || g_strcmp0 (word, "invalid_grant") == 0 ||
           g_strcmp0 (word, "invalid_client") == 0)
    error->code = MX_ERROR_EXPIRED;
}

/**
 * mx_api_oauth_error_new:
 * @word: what stood behind "error=" in the browser's answer
 *
 * See RFC 6749, 4.1.2.1. Whatever a stranger may have written there, only the word is kept.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_api_oauth_error_new (const char *word)
{
  static const char *const known[] = { "access_denied", "invalid_request", "unauthorized_client", "invalid_scope",
                                       "unsupported_response_type", "server_error", "temporarily_unavailable", NULL };
  const char *kept = g_strv_contains (known, word) ? word : NULL;
  MxError code = MX_ERROR_REFUSED;

  if (g_strcmp0 (kept, "access_denied") == 0)
    code = MX_ERROR_DENIED;
  else if (g_strcmp0 (kept, "server_error") == 0 || g_strcmp0 (kept, "temporarily_unavailable") == 0)
    code = MX_ERROR_SERVER;
  return mx_error_new_server (code, 0, kept, NULL, -1, "the sign-in in the browser ended without a yes");
}

/**
 * mx_api_oauth_device:
 * @client_id: this program
 * @device_id: the device that is to be made
 *
 * Asks for a code that the person types on another device. See RFC 8628.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_device (const char *client_id,
                     const char *device_id)
{
  g_autofree char *scope = g_strconcat (SCOPE, device_id, NULL);

  return form_request ("client_id", client_id, "scope", scope, NULL);
}

/* It is shown, and typed elsewhere: letters, digits and what parts them (RFC 8628, 6.1). */
static gboolean
is_user_code (const char *code)
{
  gsize len = strlen (code);

  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (code[i]) && strchr ("-_. ", code[i]) == NULL)
      return FALSE;
  return len > 0 && len <= MAX_USER_CODE;
}

/**
 * mx_api_oauth_device_parse:
 * @response: an answer
 * @base_url: the homeserver that named the one that answered
 * @error: return location for an error
 *
 * Returns: (transfer full): the code
 */
MxOAuthDevice *
mx_api_oauth_device_parse (MxResponse  *response,
                           const char  *base_url,
                           GError     **error)
{
  g_autoptr (MxOAuthDevice) self = g_new0 (MxOAuthDevice, 1);

  if (!mx_api_read (response, device_fields, self, error))
    return NULL;
  if (!check_address (base_url, "page for the code", self->verification_uri, error) ||
      !check_address (base_url, "page for the code", self->verification_uri_complete, error))
    return NULL;
  if (!is_user_code (self->user_code)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "the code is none that a person could type");
    return NULL;
  }
  self->interval = CLAMP (self->interval, MIN_INTERVAL, MAX_INTERVAL);
  return g_steal_pointer (&self);
}

/**
 * mx_api_oauth_revoke:
 * @client_id: this program
 * @token: what is to be used no more
 * @is_refresh_token: which kind it is
 *
 * Signs out: with the refresh token the whole grant goes. See RFC 7009.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_oauth_revoke (const char *client_id,
                     const char *token,
                     gboolean    is_refresh_token)
{
  MxRequest *request = form_request ("token", token, "token_type_hint",
                                     is_refresh_token ? "refresh_token" : "access_token", "client_id", client_id,
                                     NULL);

  /* The answer may have no content at all. */
  request->flags |= MX_REQUEST_IDEMPOTENT | MX_REQUEST_RAW;
  request->timeout_ms = 10000;
  return request;
}

/**
 * mx_oauth_server_dup_management_url:
 * @self: an authorization server
 * @action: (nullable): "org.matrix.devices_list" …; %NULL: the page itself
 * @device_id: (nullable): the device that it is about
 *
 * Returns: (transfer full) (nullable): the page; %NULL where there is none
 */
char *
mx_oauth_server_dup_management_url (const MxOAuthServer *self,
                                    const char          *action,
                                    const char          *device_id)
{
  g_autoptr (GString) query = g_string_new (NULL);
  const char *page = self->account_management_uri;

  if (page == NULL)
    return NULL;
  if (action != NULL && (self->account_management_actions == NULL ||
                         !g_strv_contains ((const char *const *) self->account_management_actions, action)))
    return NULL;
  if (action == NULL)
    return g_strdup (page);
  add_pair (query, "action", action);
  if (device_id != NULL)
    add_pair (query, "device_id", device_id);
  return g_strconcat (page, strchr (page, '?') != NULL ? "&" : "?", query->str, NULL);
}
