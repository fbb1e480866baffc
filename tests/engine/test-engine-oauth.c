/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session of OAuth 2.0 whose authorization server is scripted: tokens that run out, refreshes
 * that are lost or refused, another issuer, a revocation that fails. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define METADATA "GET /_matrix/client/v1/auth_metadata"
#define SYNC     "GET /_matrix/client/v3/sync"
#define TOKEN    "POST /oauth/token"
#define REVOKE   "POST /oauth/revoke"
#define FIRST \
  "{\"access_token\":\"canary-token-one\",\"refresh_token\":\"canary-refresh-one\",\"token_type\":\"Bearer\"}"
#define SECOND \
  "{\"access_token\":\"canary-token-two\",\"refresh_token\":\"canary-refresh-two\",\"token_type\":\"Bearer\"}"

static void
name_issuer_with (MxScript   *script,
                  const char *issuer,
                  const char *more)
{
  g_autofree char *json = g_strdup_printf ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/oauth/auth\","
                                           "\"token_endpoint\":\"%s/oauth/token\","
                                           "\"registration_endpoint\":\"%s/oauth/reg\","
                                           "\"revocation_endpoint\":\"%s/oauth/revoke\"%s}",
                                           issuer, issuer, issuer, issuer, issuer, more);

  mx_test_server_reply (mx_script_get_server (script), METADATA, 200, NULL, json);
}

static void
name_issuer (MxScript   *script,
             const char *issuer)
{
  name_issuer_with (script, issuer, "");
}

static MxScript *
new_script (void)
{
  MxScript *script = mx_script_new ();
  MxTestServer *server = mx_script_get_server (script);

  mx_script_set_echo (script, TRUE);
  mx_script_push_room (script);
  mx_script_set_token (script, "canary-token-one");
  name_issuer (script, mx_script_get_url (script));
  mx_test_server_reply (server, "POST /oauth/reg", 201, NULL, "{\"client_id\":\"program\"}");
  mx_test_server_reply (server, TOKEN, 200, NULL, FIRST);
  mx_test_server_reply (server, "GET /_matrix/client/v3/account/whoami", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"device_id\":\"DEVICE\"}");
  return script;
}

/* What a browser does at the end. */
static void
come_back (const char *url,
           const char *more)
{
  g_autoptr (GUri) asked = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GHashTable) query = g_uri_parse_params (g_uri_get_query (asked), -1, "&", G_URI_PARAMS_NONE, NULL);
  g_autoptr (GUri) back = g_uri_parse (g_hash_table_lookup (query, "redirect_uri"), G_URI_FLAGS_NONE, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *request = NULL;
  char buffer[4096];
  gsize n = 0;

  request = g_strdup_printf ("GET %s?code=canary-code&state=%s%s HTTP/1.1\r\n"
                             "Host: 127.0.0.1:%d\r\nConnection: close\r\n\r\n",
                             g_uri_get_path (back), (char *) g_hash_table_lookup (query, "state"), more,
                             g_uri_get_port (back));
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (back), NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                            strlen (request), NULL, NULL, NULL));
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer - 1, &n,
                           NULL, NULL);
  buffer[n] = '\0';
  g_assert_true (g_str_has_prefix (buffer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (buffer, "Well done"));
}

static gboolean
sign_in_with (MxFixture   *me,
              MxScript    *script,
              const char  *more,
              GError     **error)
{
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (MxBrowserStep) step = NULL;

  mx_engine_browser_begin_async (me->engine, mx_script_get_url (script), MX_BROWSER_OAUTH, NULL, NULL, "Well done", "",
                                 NULL, mx_test_store_cb, &begun);
  mx_test_await (&begun, 20000);
  step = mx_engine_browser_step_finish (me->engine, begun, error);
  if (step == NULL)
    return FALSE;
  mx_engine_browser_wait_async (me->engine, NULL, mx_test_store_cb, &waited);
  come_back (step->url, more);
  mx_test_await (&waited, 20000);
  me->account = mx_engine_login_finish (me->engine, waited, error);
  return me->account != NULL;
}

static MxFixture *
sign_in (MxScript *script)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  sign_in_with (me, script, "", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (me->account->client_id, ==, "program");
  mx_fixture_wait_live (me);
  return me;
}

static void
assert_body (MxScript   *script,
             const char *prefix,
             guint       n,
             const char *part)
{
  MxTestRequest *request = mx_test_server_get_request (mx_script_get_server (script), prefix, n);
  g_autofree char *body = NULL;
  gsize len;
  const char *data;

  g_assert_nonnull (request);
  data = g_bytes_get_data (request->body, &len);
  body = g_strndup (data, len);
  if (strstr (body, part) == NULL)
    g_error ("»%s« is not in »%s«", part, body);
}

static gboolean
is_refused (gpointer user_data)
{
  return ((MxFixture *) user_data)->state == MX_SYNC_REFUSED;
}

static void
test_refresh (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  g_autoptr (GError) error = NULL;
  g_autofree char *txn = NULL;

  assert_body (script, TOKEN, 0, "code=canary-code");
  assert_body (script, TOKEN, 0, "code_verifier=");
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (server, TOKEN, 200, NULL, SECOND);
  /* Says soft_logout:false, as servers with OAuth do; it is refreshed all the same. */
  mx_script_set_token (script, "canary-token-two");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "after");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "after");
  g_assert_cmpuint (mx_test_server_count (server, TOKEN), ==, 2);
  assert_body (script, TOKEN, 1, "refresh_token=canary-refresh-one");
  assert_body (script, TOKEN, 1, "client_id=program");
  mx_fixture_restart (me);
  mx_fixture_open (me, &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  g_assert_cmpuint (mx_test_server_count (server, TOKEN), ==, 2);
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
on_lost (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
test_refresh_lost (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  g_autofree char *txn = NULL;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_clear_log (server);
  mx_test_server_handle (server, TOKEN, on_lost, NULL, NULL);
  mx_script_set_token (script, "canary-token-two");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "after");
  g_assert_true (mx_test_server_wait (server, TOKEN, 1, 20000));
  mx_test_server_reply (server, TOKEN, 200, NULL, SECOND);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "after");
  assert_body (script, TOKEN, 0, "refresh_token=canary-refresh-one");
  assert_body (script, TOKEN, mx_test_server_count (server, TOKEN) - 1, "refresh_token=canary-refresh-one");
  g_assert_cmpint (me->state, !=, MX_SYNC_REFUSED);
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
test_refresh_refused (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);

  mx_test_server_reply (server, TOKEN, 400, NULL, "{\"error\":\"invalid_grant\"}");
  mx_script_set_token (script, "canary-token-two");
  mx_engine_try_now (me->engine);
  mx_script_push (script, "\"rooms\":{}");
  mx_test_assert_wait (is_refused, me, 20000);
  g_assert_error (me->error, MX_ERROR, MX_ERROR_SOFT_LOGOUT);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* No sign-out, and nothing is renewed for it: the session goes on when the account does. */
static void
test_locked (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  guint n = mx_test_server_count (server, TOKEN);

  mx_test_server_reply (server, SYNC, 401, NULL,
                        "{\"errcode\":\"M_USER_LOCKED\",\"error\":\"locked\",\"soft_logout\":true}");
  mx_script_push (script, "\"rooms\":{}");
  mx_engine_try_now (me->engine);
  mx_test_assert_wait (is_refused, me, 20000);
  g_assert_error (me->error, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED);
  mx_test_server_remove (server, SYNC);
  mx_engine_try_now (me->engine);
  mx_fixture_wait_live (me);
  g_assert_cmpuint (mx_test_server_count (server, TOKEN), ==, n);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* An answer that the right state brings may still be of another authorization server (RFC 9207), or be a no. No code
 * of such an answer goes anywhere. */
static void
test_answers (void)
{
  static const struct
  {
    const char *more; /* "{}" is the issuer */
    gboolean is_promised;
    int code; /* -1: good */
  } rows[] = {
    { "&iss=https%3A%2F%2Fother.example%2F", FALSE, MX_ERROR_BAD_RESPONSE },
    { "&iss=https%3A%2F%2Fother.example%2F", TRUE, MX_ERROR_BAD_RESPONSE },
    { "&iss=", FALSE, MX_ERROR_BAD_RESPONSE },
    { "&iss={}/", TRUE, MX_ERROR_BAD_RESPONSE },
    { "", TRUE, MX_ERROR_BAD_RESPONSE },
    { "&error=access_denied", FALSE, MX_ERROR_DENIED },
    { "&error=%3Cscript%3E", FALSE, MX_ERROR_REFUSED },
    { "&iss={}", TRUE, -1 },
  };

  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = mx_fixture_new (NULL);

  me->mode = MX_KEY_MEMORY;
  mx_fixture_restart (me);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *promise = rows[i].is_promised ? ",\"authorization_response_iss_parameter_supported\":true" : "";
    g_autoptr (GString) more = g_string_new (rows[i].more);
    g_autoptr (GError) error = NULL;

    g_string_replace (more, "{}", mx_script_get_url (script), 0);
    name_issuer_with (script, mx_script_get_url (script), promise);
    if (sign_in_with (me, script, more->str, &error)) {
      g_assert_cmpint (rows[i].code, ==, -1);
    } else {
      g_assert_error (error, MX_ERROR, rows[i].code);
      g_assert_cmpuint (mx_test_server_count (server, TOKEN), ==, 0);
    }
  }
  g_assert_cmpuint (mx_test_server_count (server, TOKEN), ==, 1);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* Codes, verifiers, states and tokens are in no log, however much is logged. */
static void
test_log (void)
{
  static const char *const everything[] = { "all", NULL };
  static const char *const secrets[] = { "*canary-*", "*&state=*", "*code_verifier*", "*code_challenge*",
                                         "*refresh_token=*" };
  MxScript *script;
  MxFixture *me;
  g_autofree char *txn = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    g_test_trap_assert_stdout ("*mx-net-DEBUG*POST : 200*");
    for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++) {
      g_test_trap_assert_stdout_unmatched (secrets[i]);
      g_test_trap_assert_stderr_unmatched (secrets[i]);
    }
    return;
  }
  g_log_writer_default_set_debug_domains (everything);
  script = new_script ();
  me = sign_in (script);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (mx_script_get_server (script), TOKEN, 200, NULL, SECOND);
  mx_script_set_token (script, "canary-token-two");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "after");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "after");
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (script), TOKEN), ==, 2);
  g_assert_true (mx_fixture_logout (me, &error));
  g_assert_no_error (error);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* Whoever begins to sign in again and thinks better of it has lost nothing. */
static void
test_begun_and_left (void)
{
  MxScript *script = new_script ();
  MxFixture *me = sign_in (script);
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (mx_script_get_server (script), TOKEN, 400, NULL, "{\"error\":\"invalid_grant\"}");
  mx_script_set_token (script, "canary-token-two");
  mx_engine_try_now (me->engine);
  mx_script_push (script, "\"rooms\":{}");
  mx_test_assert_wait (is_refused, me, 20000);
  mx_engine_browser_begin_async (me->engine, mx_script_get_url (script), MX_BROWSER_OAUTH, NULL, NULL, "", "", NULL,
                                 mx_test_store_cb, &begun);
  mx_engine_browser_cancel (me->engine);
  mx_test_await (&begun, 20000);
  g_clear_object (&begun);
  mx_fixture_restart (me);
  g_assert_true (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (me->account->user_id, ==, MX_SCRIPT_USER);
  mx_test_assert_wait (is_refused, me, 20000);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* Tokens go to the issuer that gave them. */
static void
test_another_issuer (void)
{
  MxScript *script = new_script ();
  MxFixture *me = sign_in (script);
  g_autoptr (MxTestServer) other = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (other, "", 200, NULL, SECOND);
  name_issuer (script, mx_test_server_get_url (other));
  mx_script_set_token (script, "canary-token-two");
  mx_test_server_clear_log (mx_script_get_server (script));
  mx_fixture_restart (me);
  mx_fixture_open (me, &error);
  g_assert_no_error (error);
  g_assert_true (mx_test_server_wait (mx_script_get_server (script), METADATA, 2, 30000));
  g_assert_cmpuint (mx_test_server_count (other, ""), ==, 0);
  g_assert_cmpint (me->state, !=, MX_SYNC_REFUSED);
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
test_sign_out (gconstpointer data)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  g_autoptr (GError) error = NULL;
  g_autofree char *store = g_build_filename (me->dir, "store", NULL);

  mx_test_server_reply (server, REVOKE, GPOINTER_TO_INT (data), NULL, "{}");
  g_assert_true (mx_fixture_logout (me, &error));
  g_assert_no_error (error);
  assert_body (script, REVOKE, 0, "token=canary-refresh-one");
  assert_body (script, REVOKE, 0, "token_type_hint=refresh_token");
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (mx_test_server_count (server, "POST /_matrix/client/v3/logout"), ==, 0);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* A sign-in that comes to nothing; @cancellable: given up while the code is exchanged. */
static void
fail_to_sign_in (MxFixture    *me,
                 MxScript     *script,
                 GCancellable *cancellable)
{
  MxTestServer *server = mx_script_get_server (script);
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) waited = NULL;
  g_autoptr (MxBrowserStep) step = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_browser_begin_async (me->engine, mx_script_get_url (script), MX_BROWSER_OAUTH, NULL, NULL, "Well done", "",
                                 NULL, mx_test_store_cb, &begun);
  mx_test_await (&begun, 20000);
  step = mx_engine_browser_step_finish (me->engine, begun, &error);
  g_assert_no_error (error);
  mx_engine_browser_wait_async (me->engine, cancellable, mx_test_store_cb, &waited);
  come_back (step->url, "");
  g_assert_true (mx_test_server_wait (server, TOKEN, 1, 20000));
  if (cancellable)
    g_cancellable_cancel (cancellable);
  mx_test_await (&waited, 20000);
  g_assert_null (mx_engine_login_finish (me->engine, waited, &error));
  g_assert_nonnull (error);
}

/* Whoever gives up while the code is exchanged leaves no device behind. */
static void
test_given_up (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  me->mode = MX_KEY_MEMORY;
  mx_fixture_restart (me);
  mx_test_server_reply (server, REVOKE, 200, NULL, "{}");
  mx_test_server_hold (server, TOKEN);
  fail_to_sign_in (me, script, cancellable);
  g_assert_cmpuint (mx_test_server_count (server, REVOKE), ==, 0);
  mx_test_server_release (server, TOKEN);
  g_assert_true (mx_test_server_wait (server, REVOKE, 1, 20000));
  assert_body (script, REVOKE, 0, "token=canary-refresh-one");
  mx_fixture_free (me);
  mx_script_free (script);
}

/* The same where the homeserver does not know the tokens. */
static void
test_unknown_tokens (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = mx_fixture_new (NULL);

  me->mode = MX_KEY_MEMORY;
  mx_fixture_restart (me);
  mx_test_server_reply (server, REVOKE, 200, NULL, "{}");
  mx_test_server_reply (server, "GET /_matrix/client/v3/account/whoami", 403, NULL, "{\"errcode\":\"M_FORBIDDEN\"}");
  fail_to_sign_in (me, script, NULL);
  g_assert_true (mx_test_server_wait (server, REVOKE, 1, 20000));
  assert_body (script, REVOKE, 0, "token=canary-refresh-one");
  mx_fixture_free (me);
  mx_script_free (script);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  /* First: its other process writes into the same keyring. */
  g_test_add_func ("/security/L04/oauth-log", test_log);
  g_test_add_func ("/security/N18/oauth-refresh", test_refresh);
  g_test_add_func ("/security/N18/oauth-refresh-lost", test_refresh_lost);
  g_test_add_func ("/security/N18/oauth-refresh-refused", test_refresh_refused);
  g_test_add_func ("/security/N18/oauth-locked", test_locked);
  g_test_add_func ("/security/P07/oauth-answers", test_answers);
  g_test_add_func ("/security/P07/oauth-another-issuer", test_another_issuer);
  g_test_add_func ("/oauth/given-up", test_given_up);
  g_test_add_func ("/oauth/unknown-tokens", test_unknown_tokens);
  g_test_add_data_func ("/security/L09/oauth-sign-out", GINT_TO_POINTER (200), test_sign_out);
  g_test_add_data_func ("/security/L09/oauth-sign-out-server-in-trouble", GINT_TO_POINTER (500), test_sign_out);
  /* Last: it leaves the keyring while that is being read, which the file of the test does not like. */
  g_test_add_func ("/security/N18/oauth-begun-and-left", test_begun_and_left);
  return g_test_run ();
}
