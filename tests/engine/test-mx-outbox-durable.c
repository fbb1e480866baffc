/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was promised is kept: durable before it is answered for, the same request until the
 * server has it, nothing given up because of a full disk, and of several changes of one
 * thing the last with everybody answered. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#define ROOM_PATH "/_matrix/client/v3/rooms/!room:localhost"
#define SEND      "PUT /_matrix/client/v3/rooms/"
#define REDACT    "PUT " ROOM_PATH "/redact/"
#define MARKERS   "POST " ROOM_PATH "/read_markers"
#define IGNORED   "PUT /_matrix/client/v3/user/@me:localhost/account_data/m.ignored_user_list"

typedef struct
{
  MxScript *script;
  MxTestServer *server;
  MxFixture *me;
  const char *wanted;
} Scene;

static void
scene_begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_set_echo (scene->script, TRUE);
  mx_script_push_room (scene->script);
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/rooms/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, "PUT /_matrix/client/v3/user/", 200, NULL, "{}");
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

static gboolean
wait_kept (Scene       *scene,
           const char  *txn_id,
           GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_wait_kept_async (scene->me->engine, MX_SCRIPT_ROOM, txn_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  return mx_engine_boolean_finish (scene->me->engine, result, error);
}

static const MxTimelineEntry *
find_txn (Scene      *scene,
          const char *txn_id)
{
  GPtrArray *timeline = mx_fixture_timeline (scene->me, MX_SCRIPT_ROOM);
  guint i;

  for (i = 0; i < timeline->len; i++) {
    const MxTimelineEntry *entry = timeline->pdata[i];

    if (g_strcmp0 (entry->txn_id, txn_id) == 0)
      return entry;
  }
  return NULL;
}

static void
assert_same_paths (Scene      *scene,
                   const char *prefix,
                   guint       n)
{
  guint i;

  g_assert_true (mx_test_server_wait (scene->server, prefix, n, 30000));
  for (i = 1; i < n; i++)
    g_assert_cmpstr (mx_test_server_get_request (scene->server, prefix, i)->path, ==,
                     mx_test_server_get_request (scene->server, prefix, 0)->path);
}

/* Durable without the server; afterwards one may still ask, whatever became of it. */
static void
test_kept (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_stop (scene.server);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  g_assert_true (wait_kept (&scene, txn, &error));
  g_assert_no_error (error);
  scene_restart (&scene);
  g_assert_true (wait_kept (&scene, txn, &error));
  mx_test_server_start (scene.server);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  g_assert_true (wait_kept (&scene, txn, &error));
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event_id, ==, "$sent0");
  g_assert_false (wait_kept (&scene, "unknown", &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  scene_end (&scene);
}

/* No byte more goes into any file of this process. */
static void
set_disk_full (gboolean is_full)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? 0 : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* The message is not lost and not said to be kept: it stands there as failed until it can be. */
static void
test_disk_full (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  set_disk_full (TRUE);
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  g_assert_false (wait_kept (&scene, one, &error));
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  g_clear_error (&error);
  g_assert_false (wait_kept (&scene, two, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_FULL);
  g_clear_error (&error);
  g_assert_cmpint (find_txn (&scene, one)->send_state, ==, MX_SEND_FAILED);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 0);
  set_disk_full (FALSE);
  mx_engine_discard (scene.me->engine, two);
  mx_engine_retry (scene.me->engine, one);
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, one, &error);
  g_assert_no_error (error);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  g_assert_null (find_txn (&scene, two));
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 1);
  scene_end (&scene);
}

/* The answer does not come; the program ends; the same request goes out, under the same id. */
static void
test_redaction_lost (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, REDACT);
  txn = mx_engine_new_txn_id (scene.me->engine);
  mx_engine_redact (scene.me->engine, MX_SCRIPT_ROOM, "$first", "spam", txn);
  g_assert_true (mx_test_server_wait (scene.server, REDACT, 1, 5000));
  scene_restart (&scene);
  mx_test_server_remove (scene.server, REDACT);
  mx_test_server_reply (scene.server, REDACT, 200, NULL, "{\"event_id\":\"$red\"}");
  assert_same_paths (&scene, REDACT, 2);
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, REDACT), ==, 2);
  scene_end (&scene);
}

static void
test_reaction_lost (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_reply (scene.server, SEND, 502, NULL, "");
  txn = mx_engine_new_txn_id (scene.me->engine);
  mx_engine_send (scene.me->engine, MX_SCRIPT_ROOM, "m.reaction", txn,
                  "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$first\",\"key\":\"+\"}}");
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 5000));
  mx_test_server_remove (scene.server, SEND);
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_no_error (error);
  assert_same_paths (&scene, SEND, 2);
  scene_end (&scene);
}

/* A read marker, written without the network, goes out once after a restart. */
static void
test_marker_over_restart (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_stop (scene.server);
  mx_engine_mark_read_async (scene.me->engine, MX_SCRIPT_ROOM, "$first", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (scene.me->engine, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  scene_restart (&scene);
  mx_test_server_start (scene.server);
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 1, 30000));
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, MARKERS), ==, 1);

  mx_engine_mark_read_async (scene.me->engine, MX_SCRIPT_ROOM, "$unknown", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_false (mx_engine_boolean_finish (scene.me->engine, result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  g_clear_object (&result);
  scene_end (&scene);
}

/* While one list is on its way the next ones become one; everybody is answered when it has arrived. */
static void
test_ignored_coalesced (void)
{
  const char *people[] = { "@a:localhost", "@b:localhost", "@c:localhost", "@d:localhost" };
  GAsyncResult *results[4] = { NULL };
  g_autoptr (GError) error = NULL;
  const char *body;
  gsize len;
  guint i;
  Scene scene;

  scene_begin (&scene);
  mx_test_server_hold (scene.server, IGNORED);
  for (i = 0; i < G_N_ELEMENTS (people); i++) {
    mx_engine_set_ignored_async (scene.me->engine, people[i], TRUE, NULL, mx_test_store_cb, &results[i]);
    g_assert_true (mx_test_server_wait (scene.server, IGNORED, 1, 5000));
  }
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (scene.server, IGNORED), ==, 1);
  mx_test_server_release (scene.server, IGNORED);
  for (i = 0; i < G_N_ELEMENTS (people); i++) {
    mx_test_await (&results[i], 10000);
    g_assert_true (mx_engine_boolean_finish (scene.me->engine, results[i], &error));
    g_assert_no_error (error);
    g_object_unref (results[i]);
  }
  g_assert_cmpuint (mx_test_server_count (scene.server, IGNORED), ==, 2);
  body = g_bytes_get_data (mx_test_server_get_request (scene.server, IGNORED, 1)->body, &len);
  for (i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_nonnull (g_strstr_len (body, (gssize) len, people[i]));
  scene_end (&scene);
}

static gboolean
last_text_is (gpointer data)
{
  const MxRoomSummary *summary = mx_fixture_summary (((Scene *) data)->me, MX_SCRIPT_ROOM);

  return g_strcmp0 (summary->last_text, ((Scene *) data)->wanted) == 0;
}

static void
await_last (Scene      *scene,
            const char *text)
{
  scene->wanted = text;
  mx_test_assert_wait (last_text_is, scene, 5000);
}

/* Messages of the room in one answer: of whom, and what; the times count on. */
static void
say (Scene      *scene,
     const char *first_sender,
     const char *first_body,
     const char *second_sender,
     const char *second_body)
{
  static guint n = 0;
  static const char format[] = "{\"type\":\"m.room.message\",\"event_id\":\"$s%u\",\"sender\":\"%s\","
                               "\"origin_server_ts\":%u,\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}}";
  g_autoptr (GString) events = g_string_new (NULL);

  g_string_append_printf (events, format, n, first_sender, 1000 + n, first_body);
  n++;
  g_string_append_c (events, ',');
  g_string_append_printf (events, format, n, second_sender, 1000 + n, second_body);
  n++;
  mx_script_push_events (scene->script, events->str, FALSE, NULL);
}

/* What somebody wrote who was hidden, here or elsewhere, is not the last message any more, nor
 * is what they write then. */
static void
test_ignored_is_not_last (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene);
  say (&scene, "@cem:localhost", "one", "@dan:localhost", "two");
  say (&scene, "@eva:localhost", "three", "@eva:localhost", "four");
  await_last (&scene, "four");
  mx_engine_set_ignored_async (scene.me->engine, "@eva:localhost", TRUE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (scene.me->engine, result, &error));
  await_last (&scene, "two");
  mx_script_push (scene.script, "\"account_data\":{\"events\":[{\"type\":\"m.ignored_user_list\",\"content\":"
                                "{\"ignored_users\":{\"@dan:localhost\":{},\"@eva:localhost\":{}}}}]}");
  await_last (&scene, "one");
  say (&scene, "@cem:localhost", "five", "@dan:localhost", "six");
  await_last (&scene, "five");
  g_clear_object (&result);
  scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/outbox/kept", test_kept);
  g_test_add_func ("/outbox/ignored-coalesced", test_ignored_coalesced);
  g_test_add_func ("/outbox/ignored-is-not-last", test_ignored_is_not_last);
  g_test_add_func ("/security/N16/message-on-a-full-disk", test_disk_full);
  g_test_add_func ("/security/N09/redaction-answer-lost", test_redaction_lost);
  g_test_add_func ("/security/N09/reaction-answer-lost", test_reaction_lost);
  g_test_add_func ("/security/N10/read-marker-over-restart", test_marker_over_restart);
  return g_test_run ();
}
