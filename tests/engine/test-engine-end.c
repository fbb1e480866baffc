/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a session ends while something is under way: signing out, closing, a keyring that says no, a sign-in that
 * was given up too late. Whatever happens, whoever asked is told once, and what the person wanted gone is gone. */

#include "config.h"

#include "mx-scene.h"

#include "mx-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS (15000 * MX_TEST_SLOWER)
#define SYNC        "GET /_matrix/client/v3/sync"
#define LOGIN       "POST /_matrix/client/v3/login"
#define LOGOUT      "POST /_matrix/client/v3/logout"
#define REFRESH     "POST /_matrix/client/v3/refresh"
#define JOIN        "POST /_matrix/client/v3/join/"
#define MEDIA       "GET /_matrix/client/v1/media/"
#define MESSAGES    "GET /_matrix/client/v3/rooms/"
#define PICTURE     "mxc://localhost/picture"

static void
set_up (MxScene       *scene,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  mx_scene_prepare (scene);
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
}

static void
tear_down (MxScene       *scene,
           gconstpointer  data)
{
  mx_scene_end (scene);
}

static void
assert_here (MxScene  *scene,
             gboolean  is_here)
{
  g_autofree char *store = g_build_filename (scene->me->dir, "store", NULL);
  g_autofree char *account = g_build_filename (scene->me->dir, "account.json", NULL);

  g_assert_cmpint (g_file_test (store, G_FILE_TEST_EXISTS), ==, is_here);
  g_assert_cmpint (g_file_test (account, G_FILE_TEST_EXISTS), ==, is_here);
}

/* A call that has ended, and how. */
static void
assert_told (GAsyncResult **result)
{
  g_autoptr (GError) error = NULL;
  gpointer value;

  mx_test_await (result, DEADLINE_MS);
  value = g_task_propagate_pointer (G_TASK (*result), &error);
  g_assert_null (value);
  g_assert_nonnull (error);
  g_assert_true (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                 g_error_matches (error, MX_ERROR, MX_ERROR_SIGNED_OUT));
}

/* Of the oldest message that is there: what comes before it is asked of the server. */
static gint64
first_pos (MxScene *scene)
{
  const MxTimelineEntry *first;

  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  first = g_ptr_array_index (mx_fixture_timeline (scene->me, MX_SCRIPT_ROOM), 0);
  return first->pos;
}

/* --- signing out ------------------------------------------------------------------------- */

/* Whatever was asked for and not answered yet ends with the session. */
static void
test_under_way (MxScene       *scene,
                gconstpointer  data)
{
  MxEngine *engine = scene->me->engine;
  g_autoptr (GAsyncResult) join = NULL;
  g_autoptr (GAsyncResult) media = NULL;
  g_autoptr (GAsyncResult) older = NULL;
  g_autoptr (GAsyncResult) members = NULL;
  g_autoptr (GAsyncResult) sent = NULL;
  g_autofree char *txn = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (scene->server, JOIN);
  mx_test_server_hold (scene->server, MEDIA);
  mx_test_server_hold (scene->server, MESSAGES);
  mx_test_server_hold (scene->server, "PUT /_matrix/client/v3/rooms/");
  mx_engine_join_async (engine, "#tea:localhost", NULL, NULL, mx_test_store_cb, &join);
  mx_engine_load_media_async (engine, PICTURE, 32, 32, 0, NULL, mx_test_store_cb, &media);
  mx_engine_load_older_async (engine, MX_SCRIPT_ROOM, first_pos (scene), 20, NULL, mx_test_store_cb, &older);
  mx_engine_load_members_async (engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &members);
  txn = mx_fixture_send (scene->me, MX_SCRIPT_ROOM, "never");
  mx_engine_wait_sent_async (engine, MX_SCRIPT_ROOM, txn, NULL, mx_test_store_cb, &sent);
  g_assert_true (mx_test_server_wait (scene->server, JOIN, 1, DEADLINE_MS));
  g_assert_true (mx_test_server_wait (scene->server, MEDIA, 1, DEADLINE_MS));
  g_assert_true (mx_test_server_wait (scene->server, MESSAGES, 2, DEADLINE_MS));
  g_assert_true (mx_test_server_wait (scene->server, "PUT /_matrix/client/v3/rooms/", 1, DEADLINE_MS));
  g_assert_true (mx_fixture_logout (scene->me, &error));
  g_assert_no_error (error);
  assert_told (&join);
  assert_told (&media);
  assert_told (&older);
  assert_told (&members);
  assert_told (&sent);
  assert_here (scene, FALSE);
}

/* Twice is once: the second hears that the first is at it. */
static void
test_twice (MxScene       *scene,
            gconstpointer  data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) login = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (scene->server, LOGOUT);
  mx_engine_logout_async (scene->me->engine, NULL, mx_test_store_cb, &first);
  mx_engine_logout_async (scene->me->engine, NULL, mx_test_store_cb, &second);
  mx_test_await (&second, DEADLINE_MS);
  g_assert_false (mx_engine_boolean_finish (scene->me->engine, second, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FAILED);
  g_clear_error (&error);
  mx_engine_login_password_async (scene->me->engine, mx_script_get_url (scene->script), "me", "x", NULL,
                                  mx_test_store_cb, &login);
  mx_test_await (&login, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, login, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (first);
  mx_test_server_release (scene->server, LOGOUT);
  mx_test_await (&first, DEADLINE_MS);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, first, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (scene->server, LOGOUT), ==, 1);
}

/* Who signs out and closes the window at once is signed out, whether or not the server has heard of it. */
static void
test_closed_meanwhile (MxScene       *scene,
                       gconstpointer  data)
{
  g_autoptr (GAsyncResult) out = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (scene->server, LOGOUT);
  mx_engine_logout_async (scene->me->engine, NULL, mx_test_store_cb, &out);
  g_assert_true (mx_test_server_wait (scene->server, LOGOUT, 1, DEADLINE_MS));
  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &closed);
  mx_test_await (&closed, DEADLINE_MS);
  mx_test_await (&out, DEADLINE_MS);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, out, &error));
  g_assert_no_error (error);
  assert_here (scene, FALSE);
}

static gboolean
is_refused (MxFixture *me)
{
  return me->state == MX_SYNC_REFUSED;
}

/* The same where the server has ended the session before, and a picture is still on its way. */
static void
test_closed_at_once (MxScene       *scene,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) media = NULL;
  g_autoptr (GAsyncResult) out = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (scene->server, MEDIA);
  mx_engine_load_media_async (scene->me->engine, PICTURE, 0, 0, 0, NULL, mx_test_store_cb, &media);
  g_assert_true (mx_test_server_wait (scene->server, MEDIA, 1, DEADLINE_MS));
  mx_script_set_token (scene->script, "another");
  mx_script_push_events (scene->script, "", FALSE, NULL);
  mx_test_assert_wait (is_refused, scene->me, DEADLINE_MS);
  mx_engine_logout_async (scene->me->engine, NULL, mx_test_store_cb, &out);
  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &closed);
  mx_test_await (&closed, DEADLINE_MS);
  mx_test_await (&out, DEADLINE_MS);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, out, &error));
  g_assert_no_error (error);
  assert_told (&media);
  assert_here (scene, FALSE);
}

static char *keyring_path;

/* Nothing can be read from the keyring or written to it, as where the folder is gone. */
static void
break_keyring (gboolean broken)
{
  g_autofree char *aside = g_strconcat (keyring_path, ".aside", NULL);

  if (broken) {
    g_assert_cmpint (g_rename (keyring_path, aside), ==, 0);
    g_assert_cmpint (g_mkdir (keyring_path, 0700), ==, 0);
  } else {
    g_assert_cmpint (g_rmdir (keyring_path), ==, 0);
    g_assert_cmpint (g_rename (aside, keyring_path), ==, 0);
  }
}

/* --- closing ------------------------------------------------------------------------------- */

/* Requests that wait for a better token when the engine ends are told, before what they belong to goes. */
static void
test_closed_while_renewing (MxScene       *scene,
                            gconstpointer  data)
{
  g_autoptr (GAsyncResult) media = NULL;
  g_autoptr (GAsyncResult) older = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mx_fixture_logout (scene->me, &error));
  mx_test_server_reply (scene->server, LOGIN, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"one\",\"refresh_token\":\"again\","
                        "\"device_id\":\"DEVICE\"}");
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_test_server_hold (scene->server, REFRESH);
  mx_test_server_reply (scene->server, MEDIA, 401, NULL, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\"}");
  mx_test_server_reply (scene->server, MESSAGES, 401, NULL, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\"}");
  mx_engine_load_media_async (scene->me->engine, PICTURE, 0, 0, 0, NULL, mx_test_store_cb, &media);
  mx_engine_load_older_async (scene->me->engine, MX_SCRIPT_ROOM, first_pos (scene), 20, NULL, mx_test_store_cb, &older);
  g_assert_true (mx_test_server_wait (scene->server, REFRESH, 1, DEADLINE_MS));
  g_assert_true (mx_test_server_wait (scene->server, MESSAGES, 1, DEADLINE_MS));
  g_assert_true (mx_test_server_wait (scene->server, MEDIA, 1, DEADLINE_MS));
  mx_test_spin (50);
  g_assert_null (media);
  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &closed);
  mx_test_await (&closed, DEADLINE_MS);
  assert_told (&media);
  assert_told (&older);
  g_clear_object (&media);
  g_clear_object (&older);
  g_clear_object (&closed);
  /* It was no sign-out. */
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
}

/* After the end every call is answered. */
static void
test_closed_for_good (MxScene       *scene,
                      gconstpointer  data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) media = NULL;
  g_autoptr (GAsyncResult) join = NULL;

  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &first);
  mx_engine_load_media_async (scene->me->engine, PICTURE, 0, 0, 0, NULL, mx_test_store_cb, &media);
  mx_engine_send (scene->me->engine, MX_SCRIPT_ROOM, "m.room.message", "txn", "{}");
  mx_test_await (&first, DEADLINE_MS);
  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &second);
  mx_engine_join_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, NULL, mx_test_store_cb, &join);
  mx_test_await (&second, DEADLINE_MS);
  assert_told (&media);
  assert_told (&join);
  g_assert_cmpuint (mx_test_server_count (scene->server, MEDIA), ==, 0);
}

/* --- the keyring ---------------------------------------------------------------------------- */

/* Whoever signs out is out, and hears that a key may be left; nothing of the account is there any more. */
static void
test_out_without_keyring (MxScene       *scene,
                          gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  break_keyring (TRUE);
  g_assert_false (mx_fixture_logout (scene->me, &error));
  g_assert_nonnull (error);
  break_keyring (FALSE);
  assert_here (scene, FALSE);
  g_assert_cmpint (scene->me->state, ==, MX_SYNC_STOPPED);
  g_clear_error (&error);
  /* One can sign in again, and starts from the beginning. */
  g_assert_false (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  g_assert_true (mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error));
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  assert_here (scene, TRUE);
}

/* A keyring that takes nothing: nobody is signed in, and the device that was made is given back. */
static void
test_in_without_keyring (MxScene       *scene,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mx_fixture_logout (scene->me, &error));
  mx_test_server_clear_log (scene->server);
  break_keyring (TRUE);
  g_assert_false (mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (mx_test_server_count (scene->server, LOGIN), ==, 1);
  g_assert_true (mx_test_server_wait (scene->server, LOGOUT, 1, DEADLINE_MS));
  g_assert_cmpstr (mx_test_server_get_request (scene->server, LOGOUT, 0)->authorization, ==,
                   "Bearer canary-token-one");
  break_keyring (FALSE);
  assert_here (scene, FALSE);
  g_clear_error (&error);
  g_assert_false (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
}

/* The renewed token cannot be stored: that ends nothing while the program runs. */
static void
test_renewed_without_keyring (MxScene       *scene,
                              gconstpointer  data)
{
  g_autofree char *txn = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mx_fixture_logout (scene->me, &error));
  mx_test_server_reply (scene->server, LOGIN, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"one\",\"refresh_token\":\"again\","
                        "\"device_id\":\"DEVICE\"}");
  mx_test_server_reply (scene->server, REFRESH, 200, NULL, "{\"access_token\":\"two\",\"refresh_token\":\"third\"}");
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  break_keyring (TRUE);
  mx_script_set_echo (scene->script, TRUE);
  mx_script_set_token (scene->script, "two");
  txn = mx_fixture_send (scene->me, MX_SCRIPT_ROOM, "after");
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, "after");
  mx_fixture_wait_live (scene->me);
  break_keyring (FALSE);
  g_assert_cmpuint (mx_test_server_count (scene->server, REFRESH), ==, 1);
}

/* --- signing in -------------------------------------------------------------------------------- */

/* Given up when the account was there already: whoever asked is told who is signed in. */
static void
test_given_up_too_late (MxScene       *scene,
                        gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *file = g_build_filename (scene->me->dir, "account.json", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;

  g_assert_true (mx_fixture_logout (scene->me, &error));
  mx_engine_login_password_async (scene->me->engine, mx_script_get_url (scene->script), "me", "canary-password",
                                  cancellable, mx_test_store_cb, &result);
  /* The answer is on its way to this thread, which does not look. */
  while (!g_file_test (file, G_FILE_TEST_EXISTS) && g_get_monotonic_time () < deadline)
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->user_id, ==, MX_SCRIPT_USER);
  mx_fixture_wait_live (scene->me);
}

/* Given up in time: nobody is signed in, and somebody can. */
static void
test_given_up (MxScene       *scene,
               gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mx_fixture_logout (scene->me, &error));
  mx_test_server_clear_log (scene->server);
  mx_test_server_hold (scene->server, LOGIN);
  mx_engine_login_password_async (scene->me->engine, mx_script_get_url (scene->script), "me", "canary-password",
                                  cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (scene->server, LOGIN, 1, DEADLINE_MS));
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (account);
  g_clear_error (&error);
  assert_here (scene, FALSE);
  mx_test_server_release (scene->server, LOGIN);
  g_assert_true (mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error));
  g_assert_no_error (error);
}

/* The window is closed while an account is being taken into use: it is there at the next start. */
static void
test_closed_while_signing_in (MxScene       *scene,
                              gconstpointer  data)
{
  g_autoptr (GAsyncResult) media = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (scene->server, MEDIA);
  mx_engine_load_media_async (scene->me->engine, PICTURE, 0, 0, 0, NULL, mx_test_store_cb, &media);
  g_assert_true (mx_test_server_wait (scene->server, MEDIA, 1, DEADLINE_MS));
  mx_script_set_token (scene->script, "another");
  mx_script_push_events (scene->script, "", FALSE, NULL);
  mx_test_assert_wait (is_refused, scene->me, DEADLINE_MS);
  mx_script_set_token (scene->script, NULL);
  mx_test_server_hold (scene->server, LOGIN);
  mx_engine_login_password_async (scene->me->engine, mx_script_get_url (scene->script), "me", "canary-password", NULL,
                                  mx_test_store_cb, &again);
  g_assert_true (mx_test_server_wait (scene->server, LOGIN, 2, DEADLINE_MS));
  mx_test_server_release (scene->server, LOGIN);
  mx_engine_close_async (scene->me->engine, mx_test_store_cb, &closed);
  mx_test_await (&closed, DEADLINE_MS);
  mx_test_await (&again, DEADLINE_MS);
  account = mx_engine_login_finish (scene->me->engine, again, &error);
  if (error)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_told (&media);
  /* Whichever was first: the person's rooms and what waits to be sent are still theirs. */
  g_clear_error (&error);
  g_clear_object (&media);
  g_clear_object (&again);
  g_clear_object (&closed);
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  g_assert_nonnull (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
}

#define ADD(path, func) g_test_add (path, MxScene, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  keyring_path = g_strdup (g_getenv ("SECRET_FILE_TEST_PATH"));
  ADD ("/engine/end/signing-out/under-way", test_under_way);
  ADD ("/engine/end/signing-out/twice", test_twice);
  ADD ("/engine/end/signing-out/closed-meanwhile", test_closed_meanwhile);
  ADD ("/engine/end/signing-out/closed-at-once", test_closed_at_once);
  ADD ("/engine/end/closing/while-renewing", test_closed_while_renewing);
  ADD ("/engine/end/closing/for-good", test_closed_for_good);
  ADD ("/engine/end/keyring/signing-out", test_out_without_keyring);
  ADD ("/engine/end/keyring/signing-in", test_in_without_keyring);
  ADD ("/engine/end/keyring/renewing", test_renewed_without_keyring);
  ADD ("/engine/end/signing-in/given-up-too-late", test_given_up_too_late);
  ADD ("/engine/end/signing-in/given-up", test_given_up);
  ADD ("/engine/end/signing-in/closed", test_closed_while_signing_in);
  return g_test_run ();
}
