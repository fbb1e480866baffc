/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session that the server has ended, or will not go on with: what it is told, what is kept,
 * and who may come back to it. tests/ctl/test_again.py has the same with the real server. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define JOIN     "POST /_matrix/client/v3/join/"
#define LOGIN    "POST /_matrix/client/v3/login"
#define LOGOUT   "POST /_matrix/client/v3/logout"
#define REFRESH  "POST /_matrix/client/v3/refresh"
#define SYNC     "GET /_matrix/client/v3/sync"
#define SEND     "PUT /_matrix/client/v3/rooms/"
#define VERSIONS "GET /_matrix/client/versions"
#define LOCKED   "{\"errcode\":\"M_USER_LOCKED\",\"error\":\"locked\",\"soft_logout\":true}"
#define HARD     "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"gone\",\"soft_logout\":false}"
#define SOFT     "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"gone\",\"soft_logout\":true}"

static void
name_login (MxScript   *script,
            const char *user_id,
            const char *token)
{
  g_autofree char *body = g_strdup_printf ("{\"user_id\":\"%s\",\"access_token\":\"%s\",\"refresh_token\":\"renew\","
                                           "\"device_id\":\"DEVICE\"}",
                                           user_id, token);

  mx_test_server_reply (mx_script_get_server (script), LOGIN, 200, NULL, body);
}

static MxScript *
new_script (void)
{
  MxScript *script = mx_script_new ();

  mx_script_set_echo (script, TRUE);
  mx_script_push_room (script);
  mx_script_set_token (script, "one");
  name_login (script, MX_SCRIPT_USER, "one");
  return script;
}

static MxFixture *
sign_in (MxScript *script)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  mx_fixture_login (me, mx_script_get_url (script), "me", "password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  return me;
}

static gboolean
has_error (MxFixture *me,
           int        code)
{
  return me->state == MX_SYNC_REFUSED && g_error_matches (me->error, MX_ERROR, code);
}

static gboolean
is_soft (gpointer data)
{
  return has_error (data, MX_ERROR_SOFT_LOGOUT);
}

static gboolean
is_hard (gpointer data)
{
  return has_error (data, MX_ERROR_SIGNED_OUT);
}

static gboolean
is_locked (gpointer data)
{
  return has_error (data, MX_ERROR_ACCOUNT_LOCKED);
}

/* Every request is answered so; something is asked at once. */
static void
refuse_with (MxScript   *script,
             MxFixture  *me,
             const char *body)
{
  mx_test_server_reply (mx_script_get_server (script), SYNC, 401, NULL, body);
  mx_script_push (script, "\"rooms\":{}");
  mx_engine_try_now (me->engine);
}

static void
end_session (MxScript  *script,
             MxFixture *me)
{
  mx_test_server_reply (mx_script_get_server (script), REFRESH, 403, NULL,
                        "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"The session has expired\"}");
  refuse_with (script, me, SOFT);
  mx_test_assert_wait (is_soft, me, 20000);
  mx_test_server_remove (mx_script_get_server (script), SYNC);
}

static gboolean
names_device (MxScript *script,
              guint     n)
{
  MxTestRequest *request = mx_test_server_get_request (mx_script_get_server (script), LOGIN, n);
  gsize len;
  const char *data;

  g_assert_nonnull (request);
  data = g_bytes_get_data (request->body, &len);
  return g_strstr_len (data, (gssize) len, "\"DEVICE\"") != NULL;
}

typedef struct
{
  const char *refusal; /* of the access token                 */
  int status;          /* of the refresh that follows         */
  const char *answer;
  gboolean is_soft;
} Refused;

/* How the refresh is refused does not matter; how the access token was does. */
static const Refused refused[] = {
  { SOFT, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}", TRUE },
  { SOFT, 401, HARD, TRUE },
  { HARD, 401, SOFT, TRUE },
  { HARD, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}", FALSE },
  { HARD, 401, HARD, FALSE },
};

static void
test_refresh_refused (gconstpointer data)
{
  const Refused *row = data;
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (server, REFRESH, row->status, NULL, row->answer);
  refuse_with (script, me, row->refusal);
  mx_test_assert_wait (row->is_soft ? is_soft : is_hard, me, 20000);
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 1);
  mx_test_server_remove (server, SYNC);
  mx_fixture_login (me, mx_script_get_url (script), "me", "password", &error);
  g_assert_no_error (error);
  g_assert_cmpint (names_device (script, 1), ==, row->is_soft);
  mx_fixture_wait_live (me);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* The token is refused when nine tenths of its life are over: it is good to its end. */
static void
test_refused_early (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  g_autofree char *txn = NULL;
  MxFixture *me;

  mx_test_server_reply (server, LOGIN, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"one\",\"refresh_token\":\"renew\","
                        "\"expires_in_ms\":1,\"device_id\":\"DEVICE\"}");
  mx_test_server_reply (server, REFRESH, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  me = sign_in (script);
  g_assert_true (mx_test_server_wait (server, REFRESH, 1, 20000));
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "still here");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "still here");
  g_assert_cmpint (me->state, ==, MX_SYNC_LIVE);
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 1);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* The token of an account that is locked runs out meanwhile: it is renewed, and the account goes on. */
static void
test_locked_and_expired (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);

  refuse_with (script, me, LOCKED);
  mx_test_assert_wait (is_locked, me, 20000);
  mx_test_server_reply (server, REFRESH, 200, NULL, "{\"access_token\":\"two\",\"refresh_token\":\"renew\"}");
  mx_script_set_token (script, "two");
  mx_test_server_remove (server, SYNC);
  mx_engine_try_now (me->engine);
  mx_fixture_wait_live (me);
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 1);
  mx_fixture_free (me);
  mx_script_free (script);
}

static gboolean
is_live (gpointer data)
{
  return ((MxFixture *) data)->state == MX_SYNC_LIVE;
}

/* Another request than sync was told of the lock: whoever tries again need not wait until sync has waited enough. */
static void
test_locked_while_waiting (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  guint n = mx_test_server_count (server, SYNC);
  g_autofree char *txn = NULL;

  g_assert_true (mx_test_server_wait (server, SYNC, n, 20000));
  mx_test_server_reply (server, SEND, 401, NULL, LOCKED);
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "waits");
  mx_test_assert_wait (is_locked, me, 20000);
  mx_test_server_remove (server, SEND);
  mx_engine_try_now (me->engine);
  mx_test_assert_wait (is_live, me, 10000);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "waits");
  mx_fixture_free (me);
  mx_script_free (script);
}

/* It is ended for good meanwhile: told, and no longer called locked. */
static void
test_locked_and_ended (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);

  refuse_with (script, me, LOCKED);
  mx_test_assert_wait (is_locked, me, 20000);
  mx_test_server_reply (server, REFRESH, 401, NULL, HARD);
  refuse_with (script, me, HARD);
  mx_test_assert_wait (is_hard, me, 20000);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* Whoever mistypes, or comes back as somebody else, has lost nothing, and the device that was made is given back. */
static void
test_others_are_turned_away (void)
{
  MxScript *script = new_script ();
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script);
  MxTestRequest *request;
  g_autofree char *txn = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) other = NULL;
  g_autoptr (GError) error = NULL;

  end_session (script, me);
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "meanwhile");
  mx_test_server_reply (server, LOGIN, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_fixture_login (me, mx_script_get_url (script), "me", "typo", &wrong);
  g_assert_error (wrong, MX_ERROR, MX_ERROR_WRONG_PASSWORD);
  mx_test_server_reply (server, LOGOUT, 200, NULL, "{}");
  name_login (script, "@eve:localhost", "eves");
  mx_script_set_token (script, "eves");
  mx_fixture_login (me, mx_script_get_url (script), "eve", "password", &other);
  g_assert_error (other, MX_ERROR, MX_ERROR_OTHER_ACCOUNT);
  g_assert_true (mx_test_server_wait (server, LOGOUT, 1, 20000));
  request = mx_test_server_get_request (server, LOGOUT, 0);
  g_assert_nonnull (strstr (request->headers, "Authorization: Bearer eves\n"));
  mx_script_set_token (script, "three");
  name_login (script, MX_SCRIPT_USER, "three");
  mx_fixture_login (me, mx_script_get_url (script), "me", "password", &error);
  g_assert_no_error (error);
  g_assert_true (names_device (script, 3));
  mx_fixture_wait_live (me);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "meanwhile");
  g_assert_cmpuint (mx_script_count_puts (script), ==, 1);
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
assert_no_token (MxTestServer *server)
{
  MxTestRequest *request;
  guint i;

  for (i = 0; (request = mx_test_server_get_request (server, "", i)) != NULL; i++)
    g_assert_null (strstr (request->headers, "Authorization"));
}

/* What the session had is not for another server, also while that is asked for a way in. */
static void
test_another_server (void)
{
  MxScript *script = new_script ();
  MxFixture *me = sign_in (script);
  g_autoptr (MxTestServer) other = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *txn = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GError) error = NULL;

  end_session (script, me);
  mx_test_server_reply (other, VERSIONS, 200, NULL, "{\"versions\":[\"v1.11\"]}");
  mx_test_server_reply (other, LOGIN, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_fixture_login (me, mx_test_server_get_url (other), "me", "password", &error);
  g_assert_nonnull (error);
  mx_engine_try_now (me->engine);
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "meanwhile");
  g_assert_null (mx_fixture_join (me, MX_SCRIPT_OTHER_ROOM, &refusal));
  g_assert_nonnull (refusal);
  assert_no_token (other);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* The program ends while a sign-out waits for what is under way: whoever comes next finds nobody signed in. */
static void
test_closed_while_signing_out (void)
{
  MxScript *script = new_script ();
  MxFixture *me = sign_in (script);
  g_autofree char *file = g_build_filename (me->dir, "account.json", NULL);
  g_autoptr (GAsyncResult) joined = NULL;
  g_autoptr (GAsyncResult) signed_out = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  end_session (script, me);
  mx_test_server_hold (mx_script_get_server (script), JOIN);
  mx_engine_join_async (me->engine, MX_SCRIPT_OTHER_ROOM, NULL, NULL, mx_test_store_cb, &joined);
  g_assert_true (mx_test_server_wait (mx_script_get_server (script), JOIN, 1, 20000));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  mx_engine_logout_async (me->engine, NULL, mx_test_store_cb, &signed_out);
  mx_engine_close_async (me->engine, mx_test_store_cb, &closed);
  mx_test_await (&closed, 20000);
  mx_test_await (&signed_out, 20000);
  g_assert_true (mx_engine_boolean_finish (me->engine, signed_out, &error));
  g_assert_no_error (error);
  mx_test_await (&joined, 20000);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_clear_object (&joined);
  g_clear_object (&signed_out);
  g_clear_object (&closed);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* Where keys are kept may be chosen anew while the server is asked: that is where they go. */
static void
test_another_keyring (void)
{
  MxScript *script = new_script ();
  MxFixture *me = mx_fixture_new (NULL);
  g_autofree char *file = g_build_filename (me->dir, "account.json", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxAccountInfo) info = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (mx_script_get_server (script), LOGIN);
  mx_engine_login_password_async (me->engine, mx_script_get_url (script), "me", "password", NULL, mx_test_store_cb,
                                  &result);
  g_assert_true (mx_test_server_wait (mx_script_get_server (script), LOGIN, 1, 20000));
  mx_engine_set_key_mode (me->engine, MX_KEY_MEMORY, NULL);
  mx_test_server_release (mx_script_get_server (script), LOGIN);
  mx_test_await (&result, 20000);
  info = mx_engine_login_finish (me->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (info->user_id, ==, MX_SCRIPT_USER);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  g_clear_object (&result);
  mx_fixture_free (me);
  mx_script_free (script);
}

int
main (int    argc,
      char **argv)
{
  gsize i;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  for (i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *path = g_strdup_printf ("/security/N18/refresh-refused/%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, &refused[i], test_refresh_refused);
  }
  g_test_add_func ("/security/N18/refresh-refused-early", test_refused_early);
  g_test_add_func ("/security/N18/locked-and-expired", test_locked_and_expired);
  g_test_add_func ("/security/N18/locked-while-waiting", test_locked_while_waiting);
  g_test_add_func ("/security/N18/locked-and-ended", test_locked_and_ended);
  g_test_add_func ("/security/N18/others-are-turned-away", test_others_are_turned_away);
  g_test_add_func ("/security/N18/another-server", test_another_server);
  g_test_add_func ("/again/closed-while-signing-out", test_closed_while_signing_out);
  g_test_add_func ("/again/another-keyring", test_another_keyring);
  return g_test_run ();
}
