/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine against a scripted server: what goes wrong on the wire. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"
#include "mx-pace.h"

#include <string.h>

#define SEND "PUT /_matrix/client/v3/rooms/"

typedef struct
{
  MxScript *script;
  MxFixture *me;
} Scene;

static void
scene_begin (Scene *scene)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  mx_script_set_echo (scene->script, TRUE);
  mx_script_push_room (scene->script);
  scene->me = mx_fixture_new (NULL);
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
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
assert_sent (MxScript *script,
             guint     n,
             ...)
{
  g_autoptr (GPtrArray) sent = mx_script_dup_sent (script);
  va_list args;
  guint i;

  g_assert_cmpuint (sent->len, ==, n);
  va_start (args, n);
  for (i = 0; i < n; i++)
    g_assert_cmpstr (sent->pdata[i], ==, va_arg (args, const char *));
  va_end (args);
}

/* --- N01 ----------------------------------------------------------------------------- */

typedef struct
{
  const char *headers;
  const char *body;
  gint64 least_ms;
  gint64 most_ms;
} RateLimit;

static const RateLimit rate_limits[] = {
  { "Retry-After: 1", "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\"}", 1000, 4000 },
  { NULL, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\",\"retry_after_ms\":700}", 700, 3700 },
  { NULL, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\"}", 1000, 5000 },
};

static void
assert_waits (MxFixture  *me,
              const char *txn)
{
  GPtrArray *timeline = mx_fixture_timeline (me, MX_SCRIPT_ROOM);
  const MxTimelineEntry *entry;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (g_strcmp0 (entry->txn_id, txn) != 0)
      continue;
    g_assert_true (entry->send_state == MX_SEND_QUEUED || entry->send_state == MX_SEND_SENDING);
    return;
  }
  g_assert_not_reached ();
}

static void
test_rate_limited (gconstpointer data)
{
  const RateLimit *limit = data;
  Scene scene;
  MxTestServer *server;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  gint64 begin, end;

  scene_begin (&scene);
  server = mx_script_get_server (scene.script);
  mx_test_server_reply (server, SEND, 429, limit->headers, limit->body);
  one = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  two = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "two");
  g_assert_true (mx_test_server_wait (server, SEND, 1, 5000));
  begin = mx_test_server_get_request (server, SEND, 0)->time;
  mx_test_server_remove (server, SEND);
  /* Meanwhile it is shown as waiting, and not as failed. */
  mx_test_spin (200);
  assert_waits (scene.me, one);
  assert_waits (scene.me, two);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "two");
  end = mx_test_server_get_request (server, SEND, 1)->time;
  g_assert_cmpint ((end - begin) / 1000, >=, limit->least_ms);
  g_assert_cmpint ((end - begin) / 1000, <=, limit->most_ms);
  /* In order, and nothing before its time. */
  assert_sent (scene.script, 2, "one", "two");
  g_assert_cmpuint (mx_script_count_puts (scene.script), ==, 2);
  scene_end (&scene);
}

/* A wait of 1e9 seconds is not believed: net caps it at five minutes. */
static void
test_rate_limited_for_ever (void)
{
  g_autoptr (GError) error = mx_error_new_server (MX_ERROR_RATE_LIMITED, 429, "M_LIMIT_EXCEEDED", "x",
                                                  5 * 60 * 1000, "slow");
  g_autoptr (MxPace) pace = mx_pace_new (1);

  mx_pace_fail (pace, error, 1000);
  g_assert_cmpint (mx_pace_get_due (pace), ==, 1000 + 5 * 60 * G_USEC_PER_SEC);
  mx_pace_hurry (pace);
  g_assert_false (mx_pace_is_due (pace, 1000 + 299 * G_USEC_PER_SEC));
  g_assert_true (mx_pace_is_due (pace, 1000 + 300 * G_USEC_PER_SEC));
}

/* --- N02 ----------------------------------------------------------------------------- */

static void
test_ten_minutes (void)
{
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, MX_ERROR_SERVER, "502");
  guint32 seed;

  for (seed = 0; seed < 200; seed++) {
    g_autoptr (MxPace) pace = mx_pace_new (seed);
    gint64 now = 1;
    guint tries = 0;

    while (now < 600 * G_USEC_PER_SEC) {
      g_assert_true (mx_pace_is_due (pace, now));
      tries++;
      mx_pace_fail (pace, error, now);
      /* Whenever the server recovers, we are back within half a minute. */
      g_assert_cmpint (mx_pace_get_due (pace) - now, <=, 30 * G_USEC_PER_SEC);
      g_assert_cmpint (mx_pace_get_due (pace) - now, >=, G_USEC_PER_SEC / 2);
      now = mx_pace_get_due (pace);
    }
    g_assert_cmpuint (tries, <=, 30);
    mx_pace_succeed (pace);
    g_assert_true (mx_pace_is_due (pace, now));
  }
}

static gboolean
is_offline (MxFixture *me)
{
  return me->state == MX_SYNC_OFFLINE;
}

static void
test_server_down (void)
{
  Scene scene;
  MxTestServer *server;
  g_autofree char *txn = NULL;
  guint n;

  scene_begin (&scene);
  server = mx_script_get_server (scene.script);
  mx_test_server_reply (server, "/_matrix/", 503, NULL, "down");
  mx_script_push_events (scene.script, "{\"type\":\"m.dummy\",\"event_id\":\"$d\",\"sender\":\"@ben:localhost\","
                                       "\"origin_server_ts\":9,\"content\":{}}",
                         FALSE, NULL);
  mx_test_assert_wait (is_offline, scene.me, 10000);
  g_assert_error (scene.me->error, MX_ERROR, MX_ERROR_SERVER);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "later");
  n = mx_test_server_count (server, "");
  mx_test_spin (3000);
  g_assert_cmpuint (mx_test_server_count (server, "") - n, <=, 6);
  mx_test_server_remove (server, "/_matrix/");
  mx_engine_try_now (scene.me->engine);
  mx_fixture_wait_live (scene.me);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "later");
  assert_sent (scene.script, 1, "later");
  scene_end (&scene);
}

/* --- N04 ----------------------------------------------------------------------------- */

#define SYNC "GET /_matrix/client/v3/sync"

static void
add_file (GChecksum  *sum,
          const char *dir,
          const char *name)
{
  g_autofree char *path = g_build_filename (dir, "store", name, NULL);
  g_autofree char *data = NULL;
  gsize len;

  if (g_file_get_contents (path, &data, &len, NULL))
    g_checksum_update (sum, (const guint8 *) data, (gssize) len);
}

/* Of everything the store has written. */
static char *
store_hash (MxFixture *me)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *folder = g_build_filename (me->dir, "store", "store.db", NULL);

  g_assert_true (g_file_test (folder, G_FILE_TEST_EXISTS));
  add_file (sum, me->dir, "store.db");
  add_file (sum, me->dir, "store.db-wal");
  return g_strdup (g_checksum_get_string (sum));
}

typedef struct
{
  Scene *scene;
  guint n; /* requests for /sync so far */
} Cut;

/* The cut answer was taken, and the next attempt waits for its time. */
static gboolean
is_refused (Cut *cut)
{
  return mx_test_server_count (mx_script_get_server (cut->scene->script), SYNC) > cut->n &&
         cut->scene->me->state == MX_SYNC_OFFLINE;
}

/* However a sync is cut: its token and its events are as if it had not been sent. */
static void
test_cut_sync (void)
{
  static const char *const framings[] = { "length", "chunked", "close" };
  g_autofree char *half = mx_script_message ("$half", "@ben:localhost", "half");
  g_autofree char *body = g_strdup_printf ("{\"next_batch\":\"s99\",\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{"
                                           "\"timeline\":{\"events\":[%s]}}}}}",
                                           half);
  g_autofree char *before = NULL;
  Scene scene;
  Cut cut = { &scene, 0 };
  MxTestServer *server;
  gsize i;

  scene_begin (&scene);
  server = mx_script_get_server (scene.script);
  mx_test_server_reply (server, SYNC, 503, NULL, "");
  mx_script_push (scene.script, "\"presence\":{}");
  mx_test_assert_wait (is_offline, scene.me, 10000);
  before = store_hash (scene.me);
  for (i = 0; i < G_N_ELEMENTS (framings) * 16; i++) {
    g_autoptr (GBytes) answer = mx_test_cut_answer (framings[i / 16], body, i % 16);
    g_autofree char *after = NULL;

    cut.n = mx_test_server_count (server, SYNC);
    mx_test_server_raw (server, SYNC, answer, NULL, 0, 0, MX_TEST_END_CLOSE);
    mx_engine_try_now (scene.me->engine);
    mx_test_assert_wait (is_refused, &cut, 10000);
    after = store_hash (scene.me);
    g_assert_cmpstr (after, ==, before);
    g_assert_cmpuint (mx_fixture_count_body (scene.me, MX_SCRIPT_ROOM, "half"), ==, 0);
  }
  mx_script_push_events (scene.script, half, FALSE, NULL);
  /* The cuts, and what came before them. */
  for (i = 0; i < G_N_ELEMENTS (framings) * 16 + 1; i++)
    mx_test_server_remove (server, SYNC);
  cut.n = mx_test_server_count (server, SYNC);
  mx_engine_try_now (scene.me->engine);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "half");
  g_assert_null (strstr (mx_test_server_get_request (server, SYNC, cut.n)->query, "since=s99"));
  g_assert_cmpuint (mx_fixture_count_body (scene.me, MX_SCRIPT_ROOM, "half"), ==, 1);
  scene_end (&scene);
}

/* --- N06 ----------------------------------------------------------------------------- */

static guint
count_gaps (GPtrArray *timeline)
{
  const MxTimelineEntry *entry;
  guint n = 0;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    n += entry->kind == MX_ENTRY_GAP;
  }
  return n;
}

static void
test_gap (void)
{
  Scene scene;
  g_autofree char *after = mx_script_message ("$after", "@ben:localhost", "after");
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxTimelineSlice) slice = NULL;
  GPtrArray *timeline;
  gint64 pos = 0;
  guint i;

  scene_begin (&scene);
  mx_test_server_reply (mx_script_get_server (scene.script), "GET /_matrix/client/v3/rooms/", 200, NULL,
                        "{\"start\":\"g1\",\"end\":\"g0\",\"chunk\":["
                        "{\"type\":\"m.room.message\",\"event_id\":\"$mid2\",\"sender\":\"@ben:localhost\","
                        "\"origin_server_ts\":7,\"content\":{\"msgtype\":\"m.text\",\"body\":\"mid2\"}},"
                        "{\"type\":\"m.room.message\",\"event_id\":\"$mid1\",\"sender\":\"@ben:localhost\","
                        "\"origin_server_ts\":6,\"content\":{\"msgtype\":\"m.text\",\"body\":\"mid1\"}},"
                        "{\"type\":\"m.room.message\",\"event_id\":\"$first\",\"sender\":\"@ben:localhost\","
                        "\"origin_server_ts\":5,\"content\":{\"msgtype\":\"m.text\",\"body\":\"first\"}}]}");
  mx_script_push_events (scene.script, after, TRUE, "g1");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "after");
  timeline = mx_fixture_timeline (scene.me, MX_SCRIPT_ROOM);
  g_assert_cmpuint (count_gaps (timeline), ==, 1);

  /* The gap is still there after a restart. */
  mx_fixture_restart (scene.me);
  mx_fixture_open (scene.me, &error);
  g_assert_no_error (error);
  mx_fixture_open_room (scene.me, MX_SCRIPT_ROOM, 50);
  timeline = mx_fixture_timeline (scene.me, MX_SCRIPT_ROOM);
  for (i = 0; i < timeline->len; i++)
    if (((MxTimelineEntry *) timeline->pdata[i])->kind == MX_ENTRY_GAP && i > 0)
      pos = ((MxTimelineEntry *) timeline->pdata[i])->pos;
  g_assert_cmpint (pos, !=, 0);

  mx_engine_load_older_async (scene.me->engine, MX_SCRIPT_ROOM, pos, 20, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 5000);
  slice = mx_engine_slice_finish (scene.me->engine, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_assert_cmpuint (slice->entries->len, >=, 3);
  g_assert_cmpstr (mx_fixture_body (slice->entries->pdata[slice->entries->len - 1]), ==, "mid2");
  g_assert_cmpstr (mx_fixture_body (slice->entries->pdata[slice->entries->len - 2]), ==, "mid1");
  g_assert_cmpstr (mx_fixture_body (slice->entries->pdata[slice->entries->len - 3]), ==, "first");
  scene_end (&scene);
}

/* --- N07, N08, N09 ------------------------------------------------------------------- */

static void
test_twice (void)
{
  Scene scene;
  g_autofree char *one = mx_script_message ("$one", "@ben:localhost", "one");
  g_autofree char *two = mx_script_message ("$two", "@ben:localhost", "two");
  g_autofree char *both = g_strdup_printf ("%s,%s", one, one);
  g_autofree char *again = g_strdup_printf ("%s,%s", one, two);

  scene_begin (&scene);
  mx_script_push_events (scene.script, both, FALSE, NULL);
  mx_script_push_events (scene.script, again, FALSE, NULL);
  mx_script_push (scene.script,
                  "\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{"
                  "\"state\":{\"events\":[{\"type\":\"m.room.topic\",\"event_id\":\"$t\",\"sender\":\"@ben:localhost\","
                  "\"state_key\":\"\",\"origin_server_ts\":9,\"content\":{\"topic\":\"T\"}}]},"
                  "\"timeline\":{\"events\":[{\"type\":\"m.room.topic\",\"event_id\":\"$t\","
                  "\"sender\":\"@ben:localhost\","
                  "\"state_key\":\"\",\"origin_server_ts\":9,\"content\":{\"topic\":\"T\"}},"
                  "{\"type\":\"m.room.message\",\"event_id\":\"$end\",\"sender\":\"@ben:localhost\","
                  "\"origin_server_ts\":9,\"content\":{\"msgtype\":\"m.text\",\"body\":\"end\"}}]}}}}");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "end");
  g_assert_cmpuint (mx_fixture_count_body (scene.me, MX_SCRIPT_ROOM, "one"), ==, 1);
  g_assert_cmpuint (mx_fixture_count_body (scene.me, MX_SCRIPT_ROOM, "two"), ==, 1);
  /* first, one, two, topic, end, and the gap before them. */
  g_assert_cmpuint (mx_fixture_timeline (scene.me, MX_SCRIPT_ROOM)->len -
                      count_gaps (mx_fixture_timeline (scene.me, MX_SCRIPT_ROOM)),
                    ==, 5);
  g_assert_cmpstr (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->topic, ==, "T");
  scene_end (&scene);
}

static guint
count_all (GPtrArray  *timeline,
           const char *body)
{
  guint n = 0;
  guint i;

  for (i = 0; i < timeline->len; i++)
    n += g_strcmp0 (mx_fixture_body (timeline->pdata[i]), body) == 0;
  return n;
}

static void
on_slow_send (MxTestServer      *server,
              SoupServerMessage *message,
              gpointer           user_data)
{
  MxScript *script = user_data;
  g_autofree char *event_id = mx_script_take (script, message);
  g_autoptr (GIOStream) stream = NULL;

  /* The event is at the server, and in sync; the answer never comes. */
  stream = soup_server_message_steal_connection (message);
  g_io_stream_close (stream, NULL, NULL);
}

/* The echo is in sync although the answer was lost; the message is neither sent again nor shown twice. */
static void
test_echo_first (void)
{
  Scene scene;
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  scene_begin (&scene);
  mx_test_server_handle (mx_script_get_server (scene.script), SEND, on_slow_send, scene.script, NULL);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "hello");
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event_id, ==, "$sent0");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "hello");
  mx_test_spin (3000);
  g_assert_cmpuint (count_all (mx_fixture_timeline (scene.me, MX_SCRIPT_ROOM), "hello"), ==, 1);
  assert_sent (scene.script, 1, "hello");
  scene_end (&scene);
}

static void
test_answer_lost (void)
{
  Scene scene;
  MxTestServer *server;
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autofree char *suffix = NULL;
  g_autoptr (GError) error = NULL;

  scene_begin (&scene);
  server = mx_script_get_server (scene.script);
  mx_script_set_echo (scene.script, FALSE);
  mx_test_server_handle (server, SEND, on_slow_send, scene.script, NULL);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "hello");
  g_assert_true (mx_test_server_wait (server, SEND, 1, 5000));
  mx_test_server_remove (server, SEND);
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event_id, ==, "$sent0");
  g_assert_cmpuint (mx_script_count_puts (scene.script), >=, 2);
  g_assert_cmpstr (mx_test_server_get_request (server, SEND, 0)->path, ==,
                   mx_test_server_get_request (server, SEND, 1)->path);
  suffix = g_strdup_printf ("/%s", txn);
  g_assert_true (g_str_has_suffix (mx_test_server_get_request (server, SEND, 0)->path, suffix));
  assert_sent (scene.script, 1, "hello");
  scene_end (&scene);
}

/* --- C07 ----------------------------------------------------------------------------- */

static void
test_encrypted_for_ever (void)
{
  Scene scene;
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  scene_begin (&scene);
  mx_script_push_events (scene.script,
                         "{\"type\":\"m.room.encryption\",\"event_id\":\"$e\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":6,"
                         "\"content\":{\"algorithm\":\"m.megolm.v1.aes-sha2\"}},"
                         "{\"type\":\"m.room.encryption\",\"event_id\":\"$e2\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":7,\"content\":{}},"
                         "{\"type\":\"m.room.message\",\"event_id\":\"$m\",\"sender\":\"@ben:localhost\","
                         "\"origin_server_ts\":8,\"content\":{\"msgtype\":\"m.text\",\"body\":\"plain\"}}",
                         FALSE, NULL);
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "plain");
  g_assert_true (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->is_encrypted);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "secret");
  event_id = mx_fixture_wait_sent (scene.me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_REFUSED);
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (scene.script), SEND), ==, 0);
  scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_data_func ("/security/N01/retry-after", &rate_limits[0], test_rate_limited);
  g_test_add_data_func ("/security/N01/retry-after-ms", &rate_limits[1], test_rate_limited);
  g_test_add_data_func ("/security/N01/neither", &rate_limits[2], test_rate_limited);
  g_test_add_func ("/security/N01/for-ever", test_rate_limited_for_ever);
  g_test_add_func ("/security/N02/ten-minutes", test_ten_minutes);
  g_test_add_func ("/security/N02/server-down", test_server_down);
  g_test_add_func ("/security/N04/sync-cut", test_cut_sync);
  g_test_add_func ("/security/N06/gap-over-restart", test_gap);
  g_test_add_func ("/security/N07/one-row-each", test_twice);
  g_test_add_func ("/security/N08/echo-before-answer", test_echo_first);
  g_test_add_func ("/security/N09/answer-lost", test_answer_lost);
  g_test_add_func ("/security/C07/encrypted-for-ever", test_encrypted_for_ever);
  return g_test_run ();
}
