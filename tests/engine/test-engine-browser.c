/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in by way of the browser: single sign-on and a code for another device. What the browser brings, what it
 * does not, who goes away, and a program that ends in between. */

#include "config.h"

#include "mx-scene.h"

#include "mx-browser-step.h"
#include "mx-error.h"

#include <string.h>

#define DEADLINE_MS (15000 * MX_TEST_SLOWER)
#define LOGIN       "POST /_matrix/client/v3/login"
#define VERSIONS    "GET /_matrix/client/versions"
#define TOKEN       "POST /oauth/token"
#define DEVICE      "POST /oauth/device"
#define LINK        "matrix:r/tea:localhost"

static void
set_up (MxScene       *scene,
        gconstpointer  data)
{
  mx_scene_prepare (scene);
  mx_test_server_reply (scene->server, "GET /_matrix/client/v3/login", 200, NULL,
                        "{\"flows\":[{\"type\":\"m.login.sso\"},{\"type\":\"m.login.token\"}]}");
}

static void
tear_down (MxScene       *scene,
           gconstpointer  data)
{
  mx_scene_end (scene);
}

static MxBrowserStep *
begin (MxScene       *scene,
       MxBrowserWay   way,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_browser_begin_async (scene->me->engine, mx_script_get_url (scene->script), way, NULL, LINK, "Well done",
                                 "Go back", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_browser_step_finish (scene->me->engine, result, error);
}

static MxBrowserStep *
resume (MxScene  *scene,
        GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_browser_resume_async (scene->me->engine, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_browser_step_finish (scene->me->engine, result, error);
}

static void
wait_async (MxScene       *scene,
            GCancellable  *cancellable,
            GAsyncResult **result)
{
  mx_engine_browser_wait_async (scene->me->engine, cancellable, mx_test_store_cb, result);
}

static void
assert_signed_in (MxScene       *scene,
                  GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAccountInfo) account = NULL;

  mx_test_await (result, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, *result, &error);
  g_clear_object (result);
  g_assert_no_error (error);
  g_assert_cmpstr (account->user_id, ==, MX_SCRIPT_USER);
  mx_fixture_wait_live (scene->me);
}

static void
assert_not_signed_in (MxScene       *scene,
                      GAsyncResult **result,
                      GQuark         domain,
                      int            code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAccountInfo) account = NULL;

  mx_test_await (result, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, *result, &error);
  g_clear_object (result);
  g_assert_null (account);
  g_assert_error (error, domain, code);
}

/* Nothing is left to go on with. */
static void
assert_forgotten (MxScene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = NULL;

  mx_fixture_restart (scene->me);
  step = resume (scene, &error);
  g_assert_no_error (error);
  g_assert_null (step);
}

/* What a browser does at the end: where the server sends it, with what the server adds. */
static guint
come_back (const char *url,
           const char *more)
{
  g_autoptr (GUri) asked = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) query = g_uri_parse_params (g_uri_get_query (asked), -1, "&", G_URI_PARAMS_NONE, NULL);
  g_autoptr (GUri) back = g_uri_parse (g_hash_table_lookup (query, "redirectUrl"), G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  char buffer[4096];
  gsize n = 0;

  request = g_strdup_printf ("GET %s?%s%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n",
                             g_uri_get_path (back), g_uri_get_query (back), more, g_uri_get_port (back));
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (back), NULL, NULL);
  if (!connection)
    return 0;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, strlen (request), NULL,
                             NULL, NULL);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer - 1, &n,
                           NULL, NULL);
  buffer[n] = '\0';
  return g_str_has_prefix (buffer, "HTTP/1.1 ") ? (guint) g_ascii_strtoull (buffer + 9, NULL, 10) : 0;
}

static char *
dup_login (MxScene *scene)
{
  MxTestRequest *request = mx_test_server_get_request (scene->server, LOGIN, 0);
  gsize len;
  const char *data = g_bytes_get_data (request->body, &len);

  return g_strndup (data, len);
}

/* --- single sign-on ------------------------------------------------------------------------- */

static void
test_sso (MxScene       *scene,
          gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);
  g_autofree char *body = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (step->url, mx_script_get_url (scene->script)));
  g_assert_nonnull (strstr (step->url, "/login/sso/redirect?"));
  wait_async (scene, NULL, &result);
  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), ==, 200);
  assert_signed_in (scene, &result);
  body = dup_login (scene);
  g_assert_nonnull (strstr (body, "\"token\":\"canary-once\""));
  /* It worked once: nothing of it is there at the next start. */
  assert_forgotten (scene);
}

/* The person comes back before the window waits for them. */
static void
test_early (MxScene       *scene,
            gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);

  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), ==, 200);
  wait_async (scene, NULL, &result);
  assert_signed_in (scene, &result);
}

static void
test_without_token (MxScene       *scene,
                    gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);

  wait_async (scene, NULL, &result);
  come_back (step->url, "&loginToken=");
  assert_not_signed_in (scene, &result, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_assert_cmpuint (mx_test_server_count (scene->server, LOGIN), ==, 0);
  assert_forgotten (scene);
}

/* The server takes its own token no more: one has to begin anew, and can. */
static void
test_too_late (MxScene       *scene,
               gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);
  g_autoptr (MxBrowserStep) again = NULL;

  mx_test_server_reply (scene->server, LOGIN, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"used\"}");
  wait_async (scene, NULL, &result);
  come_back (step->url, "&loginToken=canary-once");
  assert_not_signed_in (scene, &result, MX_ERROR, MX_ERROR_EXPIRED);
  mx_test_server_remove (scene->server, LOGIN);
  again = begin (scene, MX_BROWSER_SSO, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->url, !=, step->url);
  /* What the old page brings leads nowhere. */
  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), !=, 200);
  wait_async (scene, NULL, &result);
  g_assert_cmpuint (come_back (again->url, "&loginToken=canary-twice"), ==, 200);
  assert_signed_in (scene, &result);
}

static const struct
{
  const char *name;
  MxBrowserWay way;
} ways[] = {
  { "sso", MX_BROWSER_SSO },
  { "oauth", MX_BROWSER_OAUTH },
  { "device", MX_BROWSER_OAUTH_DEVICE },
};

/* A server that has no such way in says so at once, and no port stays open. */
static void
test_no_way (MxScene       *scene,
             gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = NULL;

  mx_test_server_reply (scene->server, "GET /_matrix/client/v3/login", 200, NULL,
                        "{\"flows\":[{\"type\":\"m.login.password\"}]}");
  step = begin (scene, ways[row].way, &error);
  g_assert_null (step);
  g_assert_error (error, MX_ERROR, MX_ERROR_UNRECOGNIZED);
  assert_forgotten (scene);
}

/* Whoever does not want to wait any more is told, and may begin something else. */
static void
test_given_up (MxScene       *scene,
               gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);

  wait_async (scene, cancellable, &result);
  mx_test_spin (20);
  g_cancellable_cancel (cancellable);
  assert_not_signed_in (scene, &result, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), ==, 0);
  g_assert_cmpuint (mx_test_server_count (scene->server, LOGIN), ==, 0);
  assert_forgotten (scene);
}

/* --- the program ends in between --------------------------------------------------------------- */

static void
test_resumed (MxScene       *scene,
              gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);
  g_autoptr (MxBrowserStep) again = NULL;

  g_assert_no_error (error);
  mx_fixture_restart (scene->me);
  again = resume (scene, &error);
  g_assert_no_error (error);
  /* The page that is open still leads back, to where the person was going. */
  g_assert_cmpstr (again->url, ==, step->url);
  g_assert_cmpstr (again->link, ==, LINK);
  wait_async (scene, NULL, &result);
  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), ==, 200);
  assert_signed_in (scene, &result);
}

/* The server is silent just then: what the browser brings waits until it answers. */
static void
test_resumed_offline (MxScene       *scene,
                      gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = begin (scene, MX_BROWSER_SSO, &error);
  g_autoptr (MxBrowserStep) again = NULL;
  guint n;

  mx_test_server_reply (scene->server, VERSIONS, 503, NULL, "down");
  mx_fixture_restart (scene->me);
  again = resume (scene, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->url, ==, step->url);
  wait_async (scene, NULL, &result);
  g_assert_cmpuint (come_back (step->url, "&loginToken=canary-once"), ==, 200);
  n = mx_test_server_count (scene->server, VERSIONS);
  mx_test_spin (100);
  g_assert_null (result);
  g_assert_cmpuint (mx_test_server_count (scene->server, LOGIN), ==, 0);
  mx_test_server_remove (scene->server, VERSIONS);
  g_assert_true (mx_test_server_wait (scene->server, VERSIONS, n + 1, DEADLINE_MS));
  assert_signed_in (scene, &result);
}

/* --- a code for another device -------------------------------------------------------------------- */

#define PENDING "{\"error\":\"authorization_pending\"}"

static void
offer_codes (MxScene    *scene,
             const char *answer)
{
  const char *url = mx_script_get_url (scene->script);
  g_autofree char *metadata = g_strdup_printf (
    "{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/oauth/auth\",\"token_endpoint\":\"%s/oauth/token\","
    "\"registration_endpoint\":\"%s/oauth/reg\",\"revocation_endpoint\":\"%s/oauth/revoke\","
    "\"device_authorization_endpoint\":\"%s/oauth/device\"}",
    url, url, url, url, url, url);

  mx_test_server_reply (scene->server, "GET /_matrix/client/v1/auth_metadata", 200, NULL, metadata);
  mx_test_server_reply (scene->server, "POST /oauth/reg", 201, NULL, "{\"client_id\":\"program\"}");
  mx_test_server_reply (scene->server, DEVICE, 200, NULL, answer);
  mx_test_server_reply (scene->server, "GET /_matrix/client/v3/account/whoami", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"device_id\":\"DEVICE\"}");
  mx_test_server_reply (scene->server, TOKEN, 400, NULL, PENDING);
}

#define CODE(expires)                                                            \
  "{\"device_code\":\"canary-device\",\"user_code\":\"TEA-CUP\",\"interval\":1," \
  "\"verification_uri\":\"https://tea.example/link\",\"expires_in\":" expires "}"

static void
test_code (MxScene       *scene,
           gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = NULL;

  offer_codes (scene, CODE ("600"));
  step = begin (scene, MX_BROWSER_OAUTH_DEVICE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (step->user_code, ==, "TEA-CUP");
  g_assert_cmpint (step->expires_in_s, <=, 600);
  wait_async (scene, NULL, &result);
  g_assert_true (mx_test_server_wait (scene->server, TOKEN, 1, DEADLINE_MS));
  mx_test_spin (50);
  g_assert_null (result);
  mx_test_server_reply (scene->server, TOKEN, 200, NULL,
                        "{\"access_token\":\"canary-one\",\"refresh_token\":\"again\",\"token_type\":\"Bearer\"}");
  assert_signed_in (scene, &result);
}

typedef struct
{
  const char *name;
  const char *device; /* what the server says of the code */
  int status;
  const char *answer; /* and of whether it was typed      */
  int code;
} Refusal;

static const Refusal refusals[] = {
  { "denied", CODE ("600"), 400, "{\"error\":\"access_denied\"}", MX_ERROR_DENIED },
  { "expired", CODE ("600"), 400, "{\"error\":\"expired_token\"}", MX_ERROR_EXPIRED },
  { "not-in-time", CODE ("1"), 400, PENDING, MX_ERROR_EXPIRED },
  { "no-tokens", CODE ("600"), 200, "{\"token_type\":\"Bearer\"}", MX_ERROR_BAD_RESPONSE },
};

static void
test_code_refused (MxScene       *scene,
                   gconstpointer  data)
{
  const Refusal *refusal = data;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = NULL;

  offer_codes (scene, refusal->device);
  step = begin (scene, MX_BROWSER_OAUTH_DEVICE, &error);
  g_assert_no_error (error);
  mx_test_server_reply (scene->server, TOKEN, refusal->status, NULL, refusal->answer);
  wait_async (scene, NULL, &result);
  assert_not_signed_in (scene, &result, MX_ERROR, refusal->code);
  assert_forgotten (scene);
}

static const char *const no_codes[] = { "<html>", "{}", "{\"device_code\":7,\"user_code\":\"A\"}",
                                        "{\"device_code\":\"a\",\"user_code\":\"A\",\"verification_uri\":"
                                        "\"file:///etc/passwd\",\"expires_in\":600}" };

/* What is no code is not shown to anybody. */
static void
test_no_code (MxScene       *scene,
              gconstpointer  data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_codes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxBrowserStep) step = NULL;

    g_test_message ("%s", no_codes[i]);
    offer_codes (scene, CODE ("600"));
    mx_test_server_reply (scene->server, DEVICE, 200, NULL, no_codes[i]);
    step = begin (scene, MX_BROWSER_OAUTH_DEVICE, &error);
    g_assert_null (step);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
  assert_forgotten (scene);
}

#define ADD(path, data, func) g_test_add (path, MxScene, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  ADD ("/browser/sso/signed-in", NULL, test_sso);
  ADD ("/browser/sso/early", NULL, test_early);
  ADD ("/browser/sso/without-token", NULL, test_without_token);
  ADD ("/browser/sso/too-late", NULL, test_too_late);
  ADD ("/browser/sso/given-up", NULL, test_given_up);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *path = g_strconcat ("/browser/no-way/", ways[i].name, NULL);

    ADD (path, GUINT_TO_POINTER (i), test_no_way);
  }
  ADD ("/browser/resumed", NULL, test_resumed);
  ADD ("/browser/resumed-offline", NULL, test_resumed_offline);
  ADD ("/browser/code/typed", NULL, test_code);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/browser/code/", refusals[i].name, NULL);

    ADD (path, &refusals[i], test_code_refused);
  }
  ADD ("/browser/code/none", NULL, test_no_code);
  return g_test_run ();
}
