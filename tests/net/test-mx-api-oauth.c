/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which authorization servers are believed, what is sent to them, and what user-interactive
 * authentication makes of a server's flows. */

#include "config.h"

#include "mx-api-login.h"
#include "mx-api-oauth.h"
#include "mx-net-test.h"

#include <string.h>

#define GOOD                                                                                    \
  "\"issuer\":\"https://a.org/\",\"authorization_endpoint\":\"https://a.org/auth\","            \
  "\"token_endpoint\":\"https://a.org/token\",\"registration_endpoint\":\"https://a.org/reg\"," \
  "\"revocation_endpoint\":\"https://a.org/revoke\""

static MxResponse *
answer (int         status,
        const char *json)
{
  g_autoptr (GBytes) body = net_bytes (json);

  return mx_response_new (status, body, "application/json");
}

static const struct
{
  const char *name;
  const char *json;
  gboolean is_good;
  const char *base_url; /* (nullable): https://a.org */
} metadata[] = {
  { "least", "{" GOOD "}", TRUE },
  { "whole",
    "{" GOOD ",\"code_challenge_methods_supported\":[\"plain\",\"S256\"],\"response_modes_supported\":[\"query\"],"
    "\"response_types_supported\":[\"code\"],\"grant_types_supported\":[\"authorization_code\",\"refresh_token\"]}",
    TRUE },
  { "another host", "{" GOOD ",\"token_endpoint\":\"https://b.org/t\"}", TRUE },
  { "on this machine", "{" GOOD ",\"token_endpoint\":\"http://127.0.0.1:1/t\"}", TRUE, "http://localhost:8008" },
  { "into this machine", "{" GOOD ",\"token_endpoint\":\"http://127.0.0.1:1/t\"}", FALSE },
  { "into this machine by TLS", "{" GOOD ",\"registration_endpoint\":\"https://localhost/t\"}", FALSE },
  { "into this machine by the browser", "{" GOOD ",\"authorization_endpoint\":\"http://[::1]:1/t\"}", FALSE },
  { "an issuer here", "{" GOOD ",\"issuer\":\"http://127.0.0.2/\"}", FALSE },
  { "http elsewhere, from here", "{" GOOD ",\"token_endpoint\":\"http://a.org/t\"}", FALSE, "http://localhost" },
  { "plain http", "{" GOOD ",\"token_endpoint\":\"http://a.org/token\"}", FALSE },
  { "another scheme", "{" GOOD ",\"authorization_endpoint\":\"javascript:alert(1)\"}", FALSE },
  { "a file", "{" GOOD ",\"authorization_endpoint\":\"file:///etc/passwd\"}", FALSE },
  { "userinfo", "{" GOOD ",\"registration_endpoint\":\"https://good@evil.org/\"}", FALSE },
  { "a fragment", "{" GOOD ",\"authorization_endpoint\":\"https://a.org/auth#x\"}", FALSE },
  { "no PKCE", "{" GOOD ",\"code_challenge_methods_supported\":[\"plain\"]}", FALSE },
  { "no query mode", "{" GOOD ",\"response_modes_supported\":[\"fragment\"]}", FALSE },
  { "no code", "{" GOOD ",\"response_types_supported\":[\"token\"]}", FALSE },
  { "no issuer", "{\"token_endpoint\":\"https://a.org/\"}", FALSE },
  { "numbers", "{\"issuer\":7}", FALSE },
  { "no object", "[]", FALSE },
};

static void
test_metadata (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (metadata); i++) {
    g_autoptr (MxResponse) response = answer (200, metadata[i].json);
    g_autoptr (GError) error = NULL;
    const char *base_url = metadata[i].base_url ? metadata[i].base_url : "https://a.org";
    g_autoptr (MxOAuthServer) server = mx_api_oauth_metadata_parse (response, base_url, &error);

    g_test_message ("%s", metadata[i].name);
    g_assert_cmpint (server != NULL, ==, metadata[i].is_good);
    if (server == NULL)
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_bad_extras_are_dropped (void)
{
  g_autoptr (MxResponse) response = answer (200, "{" GOOD ",\"account_management_uri\":\"http://a.org/\","
                                                 "\"device_authorization_endpoint\":\"ftp://a.org/\"}");
  g_autoptr (MxOAuthServer) server = mx_api_oauth_metadata_parse (response, "https://a.org", NULL);

  g_assert_nonnull (server);
  g_assert_null (server->account_management_uri);
  g_assert_null (server->device_endpoint);
  g_assert_null (mx_oauth_server_dup_management_url (server, NULL, NULL));
}

static void
test_management_page (void)
{
  g_autoptr (MxResponse) response = answer (200, "{" GOOD ",\"account_management_uri\":\"https://a.org/me?x=1\","
                                                 "\"account_management_actions_supported\":"
                                                 "[\"org.matrix.device_delete\"]}");
  g_autoptr (MxOAuthServer) server = mx_api_oauth_metadata_parse (response, "https://a.org", NULL);
  g_autofree char *url = mx_oauth_server_dup_management_url (server, "org.matrix.device_delete", "A&B");

  g_assert_cmpstr (url, ==, "https://a.org/me?x=1&action=org.matrix.device_delete&device_id=A%26B");
  g_assert_null (mx_oauth_server_dup_management_url (server, "org.matrix.profile", NULL));
}

static void
test_device (void)
{
  static const struct
  {
    const char *code;
    const char *page;
    gboolean is_good;
  } rows[] = {
    { "ABCD-1234", "https://a.org/device", TRUE },
    { "ABCD-1234", "http://a.org/device", FALSE },
    { "ABCD-1234", "http://127.0.0.1/device", FALSE },
    { "ABCD-1234", "javascript:x", FALSE },
    { "ABCD-1234", "https://good@evil.org/", FALSE },
    { "", "https://a.org/device", FALSE },
    { "\u202eABCD", "https://a.org/device", FALSE },
    { "<b>ABCD</b>", "https://a.org/device", FALSE },
    { "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABCDEFGHIJA", "https://a.org/device", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *json = g_strdup_printf ("{\"device_code\":\"d\",\"user_code\":\"%s\","
                                             "\"verification_uri\":\"%s\"}",
                                             rows[i].code, rows[i].page);
    g_autoptr (MxResponse) response = answer (200, json);
    g_autoptr (MxOAuthDevice) device = mx_api_oauth_device_parse (response, "https://a.org", NULL);

    g_test_message ("%s", json);
    g_assert_cmpint (device != NULL, ==, rows[i].is_good);
  }
}

/* A code, a verifier or a refresh token goes to the address that was named, and nowhere else. */
static void
test_redirected (NetFixture    *self,
                 gconstpointer  data)
{
  static const int statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (MxTestServer) other = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *location = g_strdup_printf ("Location: %s/token", mx_test_server_get_url (other));

  mx_test_server_reply (other, "", 200, NULL, "{\"access_token\":\"t\",\"token_type\":\"bearer\"}");
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) token_error = NULL;
    g_autoptr (GError) metadata_error = NULL;
    MxRequest *exchange = mx_api_oauth_exchange ("me", "http://127.0.0.1:1/x", "canary-code", "canary-verifier");

    mx_test_server_reply (self->server, "", statuses[i], location, "");
    g_free (exchange->path);
    exchange->path = g_strdup ("/token");
    g_assert_null (net_send (self, exchange, &token_error));
    g_assert_error (token_error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
    g_assert_null (net_send (self, mx_api_oauth_metadata (FALSE), &metadata_error));
    g_assert_error (metadata_error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
  g_assert_cmpuint (mx_test_server_count (other, ""), ==, 0);
}

/* The example of RFC 7636, appendix B. */
static void
test_url (void)
{
  g_autoptr (MxResponse) response = answer (200, "{" GOOD "}");
  g_autoptr (MxOAuthServer) server = mx_api_oauth_metadata_parse (response, "https://a.org", NULL);
  g_autofree char *url = mx_api_oauth_dup_url (server, "me", "http://127.0.0.1:5/x", "DEVICE", "a state",
                                               "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", FALSE);

  g_assert_nonnull (strstr (url, "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&"));
  g_assert_nonnull (strstr (url, "&state=a%20state&"));
  g_assert_nonnull (strstr (url, "scope=urn%3Amatrix%3Aclient%3Aapi%3A%2A%20urn%3Amatrix%3Aclient%3Adevice%3ADEVICE&"));
  g_assert_null (strstr (url, "dBjft"));
}

static void
test_token (void)
{
  g_autoptr (MxResponse) good = answer (200, "{\"access_token\":\"t\",\"token_type\":\"bearer\",\"expires_in\":300,"
                                             "\"refresh_token\":\"r\"}");
  g_autoptr (MxResponse) mac = answer (200, "{\"access_token\":\"t\",\"token_type\":\"mac\"}");
  g_autoptr (MxResponse) none = answer (200, "{\"token_type\":\"Bearer\"}");
  g_autoptr (MxLogin) login = mx_api_oauth_token_parse (good, NULL);

  g_assert_cmpstr (login->access_token, ==, "t");
  g_assert_cmpstr (login->refresh_token, ==, "r");
  g_assert_cmpint (login->expires_in_ms, ==, 300000);
  g_assert_null (mx_api_oauth_token_parse (mac, NULL));
  g_assert_null (mx_api_oauth_token_parse (none, NULL));
}

static void
test_words (void)
{
  g_autoptr (GError) denied = mx_api_oauth_error_new ("access_denied");
  g_autoptr (GError) later = mx_api_oauth_error_new ("temporarily_unavailable");
  g_autoptr (GError) odd = mx_api_oauth_error_new ("<script>");

  g_assert_error (denied, MX_ERROR, MX_ERROR_DENIED);
  g_assert_error (later, MX_ERROR, MX_ERROR_SERVER);
  g_assert_error (odd, MX_ERROR, MX_ERROR_REFUSED);
  g_assert_null (mx_error_get_errcode (odd));
}

static void
test_answers (NetFixture    *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (MxResponse) challenge = NULL;

  mx_test_server_reply (self->server, "/token", 400, NULL,
                        "{\"error\":\"invalid_grant\",\"error_description\":\"canary-code\"}");
  g_assert_null (net_send (self, mx_request_new ("POST", MX_REQUEST_NO_AUTH | MX_REQUEST_OAUTH, "/token"), &error));
  g_assert_cmpstr (mx_error_get_errcode (error), ==, "invalid_grant");
  g_assert_null (strstr (error->message, "canary"));
  mx_api_oauth_explain (error);
  g_assert_error (error, MX_ERROR, MX_ERROR_EXPIRED);

  mx_test_server_reply (self->server, "/uia", 401, NULL,
                        "{\"flows\":[{\"stages\":[\"m.login.dummy\"]}],\"session\":\"s\"}");
  challenge = net_send (self, mx_request_new ("POST", MX_REQUEST_UIA, "/uia"), &error);
  g_assert_nonnull (challenge);
  g_assert_cmpint (challenge->status, ==, 401);

  /* About the token: that is no question. */
  mx_test_server_reply (self->server, "/uia", 401, NULL, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":true}");
  g_assert_null (net_send (self, mx_request_new ("POST", MX_REQUEST_UIA, "/uia"), &other));
  g_assert_error (other, MX_ERROR, MX_ERROR_SOFT_LOGOUT);
}

static const struct
{
  const char *json;
  const char *stages; /* (nullable): it is refused */
} challenges[] = {
  { "{\"flows\":[{\"stages\":[\"m.login.recaptcha\",\"m.login.terms\"]},{\"stages\":[\"m.login.dummy\"]}]}",
    "m.login.dummy" },
  { "{\"flows\":[{\"stages\":[\"m.login.sso\"]},{\"stages\":[\"m.login.password\"]}]}", "m.login.password" },
  { "{\"completed\":[\"m.login.terms\"],\"flows\":[{\"stages\":[\"m.login.terms\",\"m.login.dummy\"]}]}",
    "m.login.dummy" },
  /* Synapse tells what is done in another order than its flow has. */
  { "{\"completed\":[\"m.login.terms\",\"m.login.recaptcha\"],\"flows\":[{\"stages\":[\"m.login.recaptcha\","
    "\"m.login.terms\",\"m.login.dummy\"]}]}",
    "m.login.dummy" },
  { "{\"completed\":[\"m.login.terms\"],\"flows\":[{\"stages\":[\"m.login.dummy\"]}]}", NULL },
  { "{\"flows\":[]}", NULL },
  { "{\"flows\":[7,{\"stages\":7},{}]}", NULL },
};

static void
test_challenge (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (challenges); i++) {
    g_autoptr (MxResponse) response = answer (401, challenges[i].json);
    g_autoptr (GError) error = NULL;
    g_autoptr (MxUiaChallenge) challenge = mx_uia_challenge_parse (response, &error);
    g_autofree char *stages = challenge != NULL ? g_strjoinv (",", challenge->stages) : NULL;

    g_test_message ("%s", challenges[i].json);
    g_assert_cmpstr (stages, ==, challenges[i].stages);
    g_assert_cmpint (error == NULL, ==, challenges[i].stages != NULL);
  }
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/security/P07/oauth-metadata", test_metadata);
  g_test_add_func ("/security/P07/oauth-device", test_device);
  g_test_add ("/security/P07/oauth-redirected", NetFixture, NULL, net_set_up, test_redirected, net_tear_down);
  g_test_add_func ("/oauth/bad-extras-are-dropped", test_bad_extras_are_dropped);
  g_test_add_func ("/oauth/management-page", test_management_page);
  g_test_add_func ("/oauth/url", test_url);
  g_test_add_func ("/oauth/token", test_token);
  g_test_add_func ("/oauth/words", test_words);
  g_test_add ("/oauth/answers", NetFixture, NULL, net_set_up, test_answers, net_tear_down);
  g_test_add_func ("/uia/challenge", test_challenge);
  return g_test_run ();
}
