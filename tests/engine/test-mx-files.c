/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Messages with a file: the file goes up first and once, whatever ends in between; a server that
 * does not take it, or loses the answer; how large it may be. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define SEND    "PUT /_matrix/client/v3/rooms/"
#define UPLOAD  "POST /_matrix/media/v3/upload"
#define CONFIG  "GET /_matrix/client/v1/media/config"
#define MXC     "mxc://localhost/abc"
#define CONTENT "{\"msgtype\":\"m.file\",\"body\":\"notes.txt\",\"filename\":\"notes.txt\",\"info\":{\"size\":5}}"

typedef struct
{
  MxScript *script;
  MxTestServer *server;
  MxFixture *me;
} Scene;

static void
scene_begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_set_echo (scene->script, TRUE);
  mx_script_push_room (scene->script);
  mx_test_server_reply (scene->server, UPLOAD, 200, NULL, "{\"content_uri\":\"" MXC "\"}");
  mx_test_server_reply (scene->server, CONFIG, 200, NULL, "{\"m.upload.size\":50000000}");
  scene->me = mx_fixture_new (NULL);
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "pw", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 50);
}

static void
scene_end (Scene *scene)
{
  mx_fixture_free (scene->me);
  mx_script_free (scene->script);
}

static void
scene_restart (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  mx_fixture_restart (scene->me);
  mx_fixture_open (scene->me, &error);
  g_assert_no_error (error);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 50);
}

static char *
send_file (Scene *scene)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *txn_id = mx_engine_new_txn_id (scene->me->engine);

  mx_engine_send_file (scene->me->engine, MX_SCRIPT_ROOM, txn_id, CONTENT, "text/plain", bytes);
  mx_engine_wait_kept_async (scene->me->engine, MX_SCRIPT_ROOM, txn_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, result, &error));
  g_assert_no_error (error);
  return txn_id;
}

static const MxTimelineEntry *
find_txn (Scene      *scene,
          const char *txn_id)
{
  GPtrArray *timeline = mx_fixture_timeline (scene->me, MX_SCRIPT_ROOM);

  for (guint i = 0; i < timeline->len; i++) {
    const MxTimelineEntry *entry = timeline->pdata[i];

    if (g_strcmp0 (entry->txn_id, txn_id) == 0)
      return entry;
  }
  return NULL;
}

typedef struct
{
  Scene *scene;
  const char *txn_id;
} Wanted;

static gboolean
is_failed (Wanted *wanted)
{
  const MxTimelineEntry *entry = find_txn (wanted->scene, wanted->txn_id);

  return entry && entry->send_state == MX_SEND_FAILED;
}

static gboolean
is_uploading (Wanted *wanted)
{
  const MxTimelineEntry *entry = find_txn (wanted->scene, wanted->txn_id);

  return entry && entry->send_state == MX_SEND_SENDING && entry->is_upload;
}

static gboolean
is_gone (Wanted *wanted)
{
  return !find_txn (wanted->scene, wanted->txn_id);
}

static void
wait_for (Scene      *scene,
          const char *txn_id,
          gboolean (*condition) (Wanted *wanted))
{
  Wanted wanted = { scene, txn_id };

  mx_test_assert_wait (condition, &wanted, 20000);
}

static void
assert_sent_once (Scene      *scene,
                  const char *txn_id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *event_id = mx_fixture_wait_sent (scene->me, MX_SCRIPT_ROOM, txn_id, &error);
  g_autofree char *body = NULL;
  MxTestRequest *request = mx_test_server_get_request (scene->server, SEND, 0);

  g_assert_no_error (error);
  g_assert_nonnull (event_id);
  body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_assert_nonnull (strstr (body, "\"url\":\"" MXC "\""));
  g_assert_nonnull (strstr (body, "\"filename\":\"notes.txt\""));
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, "notes.txt");
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "notes.txt"), ==, 1);
}

static void
test_sent (void)
{
  g_autofree char *txn = NULL;
  MxTestRequest *request;
  Scene scene;

  scene_begin (&scene);
  txn = send_file (&scene);
  assert_sent_once (&scene, txn);
  g_assert_cmpuint (mx_test_server_count (scene.server, UPLOAD), ==, 1);
  request = mx_test_server_get_request (scene.server, UPLOAD, 0);
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "hello", 5);
  g_assert_nonnull (strstr (request->headers, "text/plain"));
  g_assert_nonnull (strstr (request->query, "filename=notes.txt"));
  scene_end (&scene);
}

/* The file is there, its message is not: the program ends; the file does not go up again. */
static void
test_ended_between (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, SEND);
  txn = send_file (&scene);
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 10000));
  mx_test_server_remove (scene.server, SEND);
  scene_restart (&scene);
  assert_sent_once (&scene, txn);
  g_assert_cmpuint (mx_test_server_count (scene.server, UPLOAD), ==, 1);
  g_assert_cmpstr (mx_test_server_get_request (scene.server, SEND, 0)->path, ==,
                   mx_test_server_get_request (scene.server, SEND, 1)->path);
  scene_end (&scene);
}

/* Nobody knows whether the file is there: it goes up again; the message is one. */
static void
test_answer_lost (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, UPLOAD);
  txn = send_file (&scene);
  g_assert_true (mx_test_server_wait (scene.server, UPLOAD, 1, 10000));
  wait_for (&scene, txn, is_uploading);
  mx_test_server_remove (scene.server, UPLOAD);
  scene_restart (&scene);
  assert_sent_once (&scene, txn);
  g_assert_cmpuint (mx_test_server_count (scene.server, UPLOAD), ==, 2);
  scene_end (&scene);
}

/* Not a word of the message leaves; it can be tried again, and given up. */
static void
test_too_large (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *other = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, UPLOAD, 413, NULL, "{\"errcode\":\"M_TOO_LARGE\",\"error\":\"no\"}");
  txn = send_file (&scene);
  other = send_file (&scene);
  wait_for (&scene, txn, is_failed);
  wait_for (&scene, other, is_failed);
  g_assert_error (find_txn (&scene, txn)->error, MX_ERROR, MX_ERROR_TOO_LARGE);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 0);
  mx_engine_discard (scene.me->engine, other);
  wait_for (&scene, other, is_gone);
  scene_restart (&scene);
  mx_test_server_reply (scene.server, UPLOAD, 200, NULL, "{\"content_uri\":\"" MXC "\"}");
  mx_engine_retry (scene.me->engine, txn);
  assert_sent_once (&scene, txn);
  scene_end (&scene);
}

static void
test_cancelled (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *text = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, UPLOAD);
  txn = send_file (&scene);
  g_assert_true (mx_test_server_wait (scene.server, UPLOAD, 1, 10000));
  mx_engine_discard (scene.me->engine, txn);
  wait_for (&scene, txn, is_gone);
  text = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "never mind");
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, text, &error);
  g_assert_no_error (error);
  mx_test_server_release (scene.server, UPLOAD);
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 1);
  scene_end (&scene);
}

static gint64
find_limit (Scene   *scene,
            GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_find_upload_limit_async (scene->me->engine, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 40000);
  return mx_engine_find_upload_limit_finish (scene->me->engine, result, error);
}

static void
test_limit (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  g_assert_cmpint (find_limit (&scene, &error), ==, 50000000);
  mx_test_server_reply (scene.server, CONFIG, 404, NULL, "{\"errcode\":\"M_UNRECOGNIZED\"}");
  g_assert_cmpint (find_limit (&scene, &error), ==, 50000000);
  mx_test_server_stop (scene.server);
  scene_restart (&scene);
  g_assert_cmpint (find_limit (&scene, &error), ==, 50000000);
  g_assert_no_error (error);
  mx_test_server_start (scene.server);
  scene_end (&scene);
}

static void
test_guest (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_fixture_free (scene.me);
  mx_test_server_reply (scene.server, "POST /_matrix/client/v3/register", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"guest\",\"device_id\":\"G\"}");
  scene.me = mx_fixture_new (NULL);
  mx_fixture_login_guest (scene.me, mx_script_get_url (scene.script), &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_limit (&scene, &error), ==, -1);
  g_assert_error (error, MX_ERROR, MX_ERROR_GUEST_FORBIDDEN);
  scene_end (&scene);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/files/sent", test_sent);
  g_test_add_func ("/files/ended-between-upload-and-message", test_ended_between);
  g_test_add_func ("/files/answer-lost", test_answer_lost);
  g_test_add_func ("/files/too-large", test_too_large);
  g_test_add_func ("/files/cancelled", test_cancelled);
  g_test_add_func ("/files/limit", test_limit);
  g_test_add_func ("/files/guest", test_guest);
  return g_test_run ();
}
