/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of messages: those that are refused, that wait, that are given up; and what is
 * said of them meanwhile. */

#include "config.h"

#include "mx-scene.h"

#include "mx-error.h"

#define SEND "PUT /_matrix/client/v3/rooms/"

static const MxTimelineEntry *
find_txn (MxScene    *scene,
          const char *txn_id)
{
  GPtrArray *timeline = mx_fixture_timeline (scene->me, MX_SCRIPT_ROOM);
  const MxTimelineEntry *entry;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (g_strcmp0 (entry->txn_id, txn_id) == 0)
      return entry;
  }
  return NULL;
}

typedef struct
{
  MxScene *scene;
  const char *txn_id;
} Wanted;

static gboolean
is_failed (Wanted *wanted)
{
  const MxTimelineEntry *entry = find_txn (wanted->scene, wanted->txn_id);

  return entry && entry->send_state == MX_SEND_FAILED;
}

static gboolean
is_told_to_wait (Wanted *wanted)
{
  const MxTimelineEntry *entry = find_txn (wanted->scene, wanted->txn_id);

  return entry && entry->send_state == MX_SEND_QUEUED &&
         g_error_matches (entry->error, MX_ERROR, MX_ERROR_RATE_LIMITED);
}

static gboolean
is_gone (Wanted *wanted)
{
  return !find_txn (wanted->scene, wanted->txn_id);
}

static void
wait_for (MxScene    *scene,
          const char *txn_id,
          gboolean (*condition) (Wanted *wanted))
{
  Wanted wanted = { scene, txn_id };

  mx_test_assert_wait (condition, &wanted, 10000);
}

static void
assert_sent (MxScene    *scene,
             const char *wanted)
{
  g_autoptr (GPtrArray) sent = mx_script_dup_sent (scene->script);
  g_autofree char *all = NULL;

  g_ptr_array_add (sent, NULL);
  all = g_strjoinv (" ", (char **) sent->pdata);
  g_assert_cmpstr (all, ==, wanted);
}

/* What is refused says why and stands in nobody's way; then it is sent after all, as the
 * same transaction, or forgotten. */
static void
test_refused (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *event_id = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  wait_for (&scene, one, is_failed);
  g_assert_error (find_txn (&scene, one)->error, MX_ERROR, MX_ERROR_FORBIDDEN);
  lost = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, one, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_clear_error (&error);
  mx_test_server_remove (scene.server, SEND);

  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "two");
  g_assert_cmpint (find_txn (&scene, one)->send_state, ==, MX_SEND_FAILED);

  /* It is still there, and still failed, after a restart. */
  mx_fixture_restart (scene.me);
  mx_fixture_open (scene.me, &error);
  g_assert_no_error (error);
  mx_fixture_open_room (scene.me, MX_SCRIPT_ROOM, 50);
  g_assert_error (find_txn (&scene, one)->error, MX_ERROR, MX_ERROR_FORBIDDEN);
  assert_sent (&scene, "two");

  mx_engine_retry (scene.me->engine, one);
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, one, &error);
  g_assert_no_error (error);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  assert_sent (&scene, "two one");
  g_assert_cmpstr (mx_test_server_get_request (scene.server, SEND, 0)->path, ==,
                   mx_test_server_get_request (scene.server, SEND, 2)->path);
  mx_scene_end (&scene);
}

static void
test_discarded (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  wait_for (&scene, one, is_failed);
  mx_engine_discard (scene.me->engine, one);
  wait_for (&scene, one, is_gone);
  mx_test_server_remove (scene.server, SEND);
  lost = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, one, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  g_clear_error (&error);

  mx_fixture_restart (scene.me);
  mx_fixture_open (scene.me, &error);
  g_assert_no_error (error);
  mx_fixture_open_room (scene.me, MX_SCRIPT_ROOM, 50);
  g_assert_null (find_txn (&scene, one));
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "two");
  assert_sent (&scene, "two");
  mx_scene_end (&scene);
}

/* One after another in a room: the second is not on its way before the first has arrived. */
static void
test_order (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_hold (scene.server, SEND);
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 5000));
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 1);
  g_assert_cmpint (find_txn (&scene, one)->send_state, ==, MX_SEND_SENDING);
  g_assert_cmpint (find_txn (&scene, two)->send_state, ==, MX_SEND_QUEUED);
  mx_test_server_release (scene.server, SEND);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "two");
  assert_sent (&scene, "one two");
  mx_scene_end (&scene);
}

/* A server that answers all but this message is not down: after ten tries the person is asked. */
static void
test_hopeless (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  guint i;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 500, NULL, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"bug\"}");
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  for (i = 1; i <= 10; i++) {
    g_assert_true (mx_test_server_wait (scene.server, SEND, i, 5000));
    mx_test_spin (50);
    mx_engine_try_now (scene.me->engine);
  }
  wait_for (&scene, one, is_failed);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 10);
  mx_test_server_remove (scene.server, SEND);
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "two");
  assert_sent (&scene, "two");
  mx_scene_end (&scene);
}

/* Written while the room was open, not sent before it was encrypted: it stays here. */
static void
test_encrypted_meanwhile (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *lost = NULL;
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 429, NULL,
                        "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\",\"retry_after_ms\":1500}");
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 5000));
  /* Meanwhile it is said why it waits. */
  wait_for (&scene, one, is_told_to_wait);
  mx_script_push_events (scene.script,
                         "{\"type\":\"m.room.encryption\",\"event_id\":\"$e\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":6,\"content\":{\"algorithm\":7}},"
                         "{\"type\":\"m.room.message\",\"event_id\":\"$m\",\"sender\":\"@ben:localhost\","
                         "\"origin_server_ts\":8,\"content\":{\"msgtype\":\"m.text\",\"body\":\"locked\"}}",
                         FALSE, NULL);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "locked");
  mx_test_server_remove (scene.server, SEND);
  lost = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, two, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpint (find_txn (&scene, one)->send_state, ==, MX_SEND_FAILED);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 1);
  /* Trying again does not make it go out in clear. */
  mx_engine_retry (scene.me->engine, one);
  mx_test_spin (300);
  wait_for (&scene, one, is_failed);
  g_assert_cmpuint (mx_test_server_count (scene.server, SEND), ==, 1);
  /* What the specification leaves in clear goes. */
  txn = mx_engine_new_txn_id (scene.me->engine);
  mx_engine_send (scene.me->engine, MX_SCRIPT_ROOM, "m.reaction", txn,
                  "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$first\",\"key\":\"+\"}}");
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_no_error (error);
  assert_sent (&scene, "");
  mx_scene_end (&scene);
}

/* The server has this reaction already: that is what was wanted. */
static void
test_duplicate_reaction (void)
{
  g_autofree char *txn = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 400, NULL,
                        "{\"errcode\":\"M_DUPLICATE_ANNOTATION\",\"error\":\"Can't send same reaction twice\"}");
  txn = mx_engine_new_txn_id (scene.me->engine);
  mx_engine_send (scene.me->engine, MX_SCRIPT_ROOM, "m.reaction", txn,
                  "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$first\",\"key\":\"+\"}}");
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 5000));
  wait_for (&scene, txn, is_gone);
  mx_scene_end (&scene);
}

static void
test_redact (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *path = NULL;
  MxTestRequest *request;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, "PUT " SCENE_ROOM "/redact/", 200, NULL, "{\"event_id\":\"$red\"}");
  txn = mx_engine_new_txn_id (scene.me->engine);
  path = g_strconcat (SCENE_ROOM "/redact/$first/", txn, NULL);
  mx_engine_redact (scene.me->engine, MX_SCRIPT_ROOM, "$first", "spam", txn);
  g_assert_true (mx_test_server_wait (scene.server, "PUT " SCENE_ROOM "/redact/", 1, 5000));
  request = mx_test_server_get_request (scene.server, "PUT " SCENE_ROOM "/redact/", 0);
  g_assert_cmpstr (request->path, ==, path);
  mx_scene_assert_body (request, "{\"reason\":\"spam\"}");
  mx_scene_end (&scene);
}

/* A read marker that cannot be sent does not keep a message back. */
static void
test_queues (void)
{
  g_autofree char *txn = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_hold (scene.server, SCENE_MARKERS);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$first");
  g_assert_true (mx_test_server_wait (scene.server, SCENE_MARKERS, 1, 5000));
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  mx_test_server_release (scene.server, SCENE_MARKERS);
  mx_scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/outbox/refused", test_refused);
  g_test_add_func ("/outbox/discarded", test_discarded);
  g_test_add_func ("/outbox/order", test_order);
  g_test_add_func ("/outbox/queues", test_queues);
  g_test_add_func ("/security/N02/hopeless", test_hopeless);
  g_test_add_func ("/security/C07/encrypted-meanwhile", test_encrypted_meanwhile);
  g_test_add_func ("/outbox/duplicate-reaction", test_duplicate_reaction);
  g_test_add_func ("/outbox/redact", test_redact);
  return g_test_run ();
}
