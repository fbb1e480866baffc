/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of what a person wants: messages that are refused, reports, read markers,
 * tags, hidden people; and what of it a guest's server is never asked. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define ROOM_PATH "/_matrix/client/v3/rooms/!room:localhost"
#define SEND      "PUT /_matrix/client/v3/rooms/"
#define MARKERS   "POST " ROOM_PATH "/read_markers"
#define USER_DATA "PUT /_matrix/client/v3/user/"

typedef struct
{
  MxScript *script;
  MxTestServer *server;
  MxFixture *me;
} Scene;

static void
scene_begin (Scene    *scene,
             gboolean  as_guest)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_set_echo (scene->script, TRUE);
  mx_script_push_room (scene->script);
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/rooms/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/users/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, USER_DATA, 200, NULL, "{}");
  mx_test_server_reply (scene->server, "DELETE /_matrix/client/v3/user/", 200, NULL, "{}");
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/register", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"guest\",\"device_id\":\"G\"}");
  scene->me = mx_fixture_new (NULL);
  if (as_guest)
    mx_fixture_login_guest (scene->me, mx_script_get_url (scene->script), &error);
  else
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
say (Scene      *scene,
     const char *event_id,
     const char *body)
{
  g_autofree char *event = mx_script_message (event_id, "@ben:localhost", body);

  mx_script_push_events (scene->script, event, FALSE, NULL);
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, body);
}

static const MxTimelineEntry *
find_txn (Scene      *scene,
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
wait_for (Scene      *scene,
          const char *txn_id,
          gboolean (*condition) (Wanted *wanted))
{
  Wanted wanted = { scene, txn_id };

  mx_test_assert_wait (condition, &wanted, 10000);
}

static void
assert_body (MxTestRequest *request,
             const char    *wanted)
{
  gsize len;
  const char *data = g_bytes_get_data (request->body, &len);
  g_autofree char *text = g_strndup (data, len);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_sent (Scene      *scene,
             const char *wanted)
{
  g_autoptr (GPtrArray) sent = mx_script_dup_sent (scene->script);
  g_autofree char *all = NULL;

  g_ptr_array_add (sent, NULL);
  all = g_strjoinv (" ", (char **) sent->pdata);
  g_assert_cmpstr (all, ==, wanted);
}

/* --- messages ------------------------------------------------------------------------ */

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
  Scene scene;

  scene_begin (&scene, FALSE);
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
  scene_end (&scene);
}

static void
test_discarded (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene, FALSE);
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
  scene_end (&scene);
}

/* One after another in a room: the second is not on its way before the first has arrived. */
static void
test_order (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  Scene scene;

  scene_begin (&scene, FALSE);
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
  scene_end (&scene);
}

/* A server that answers all but this message is not down: after ten tries the person is asked. */
static void
test_hopeless (void)
{
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  guint i;
  Scene scene;

  scene_begin (&scene, FALSE);
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
  scene_end (&scene);
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
  Scene scene;

  scene_begin (&scene, FALSE);
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
  scene_end (&scene);
}

/* The server has this reaction already: that is what was wanted. */
static void
test_duplicate_reaction (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, SEND, 400, NULL,
                        "{\"errcode\":\"M_DUPLICATE_ANNOTATION\",\"error\":\"Can't send same reaction twice\"}");
  txn = mx_engine_new_txn_id (scene.me->engine);
  mx_engine_send (scene.me->engine, MX_SCRIPT_ROOM, "m.reaction", txn,
                  "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$first\",\"key\":\"+\"}}");
  g_assert_true (mx_test_server_wait (scene.server, SEND, 1, 5000));
  wait_for (&scene, txn, is_gone);
  scene_end (&scene);
}

static void
test_redact (void)
{
  g_autofree char *txn = NULL;
  g_autofree char *path = NULL;
  MxTestRequest *request;
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, "PUT " ROOM_PATH "/redact/", 200, NULL, "{\"event_id\":\"$red\"}");
  txn = mx_engine_new_txn_id (scene.me->engine);
  path = g_strconcat (ROOM_PATH "/redact/$first/", txn, NULL);
  mx_engine_redact (scene.me->engine, MX_SCRIPT_ROOM, "$first", "spam", txn);
  g_assert_true (mx_test_server_wait (scene.server, "PUT " ROOM_PATH "/redact/", 1, 5000));
  request = mx_test_server_get_request (scene.server, "PUT " ROOM_PATH "/redact/", 0);
  g_assert_cmpstr (request->path, ==, path);
  assert_body (request, "{\"reason\":\"spam\"}");
  scene_end (&scene);
}

/* --- reports ------------------------------------------------------------------------- */

typedef struct
{
  const char *event_id;
  const char *user_id;
  const char *path;
} Report;

static const Report reports[] = {
  { "$first", NULL, ROOM_PATH "/report/$first" },
  { "$first", "@ben:localhost", ROOM_PATH "/report/$first" },
  { NULL, "@ben:localhost", "/_matrix/client/v3/users/@ben:localhost/report" },
  { NULL, NULL, ROOM_PATH "/report" },
};

static void
test_report (gconstpointer data)
{
  const Report *report = data;
  g_autofree char *prefix = g_strconcat ("POST ", report->path, NULL);
  g_autoptr (GError) error = NULL;
  MxTestRequest *request;
  Scene scene;

  scene_begin (&scene, FALSE);
  g_assert_true (mx_fixture_report (scene.me, report->user_id && !report->event_id ? NULL : MX_SCRIPT_ROOM,
                                    report->event_id, report->user_id, &error));
  g_assert_no_error (error);
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (scene.server, prefix), ==, 1);
  request = mx_test_server_get_request (scene.server, prefix, 0);
  g_assert_cmpstr (request->path, ==, report->path);
  assert_body (request, "{\"reason\":\"spam\"}");
  scene_end (&scene);
}

/* Without the network the person hears at once that it goes later; and it goes, once. */
static void
test_report_offline (void)
{
  const char *prefix = "POST " ROOM_PATH "/report/";
  g_autoptr (GError) error = NULL;
  gint64 begin;
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_stop (scene.server);
  g_assert_false (mx_fixture_report (scene.me, MX_SCRIPT_ROOM, "$first", NULL, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNREACHABLE);
  g_clear_error (&error);
  /* The second does not wait for the back-off of the first. */
  begin = g_get_monotonic_time ();
  g_assert_false (mx_fixture_report (scene.me, MX_SCRIPT_ROOM, NULL, NULL, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC / 2);
  g_clear_error (&error);

  mx_fixture_restart (scene.me);
  mx_test_server_start (scene.server);
  mx_fixture_open (scene.me, &error);
  g_assert_no_error (error);
  g_assert_true (mx_test_server_wait (scene.server, "POST " ROOM_PATH "/report", 2, 30000));
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, prefix), ==, 1);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST " ROOM_PATH "/report"), ==, 2);
  scene_end (&scene);
}

/* A server may know no messages of people who are hidden: the report arrives before. */
static void
test_report_before_hiding (void)
{
  const char *report = "POST " ROOM_PATH "/report/$first";
  const char *hiding = USER_DATA "@me:localhost/account_data/m.ignored_user_list";
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_hold (scene.server, report);
  mx_engine_report_async (scene.me->engine, MX_SCRIPT_ROOM, "$first", NULL, "spam", NULL, NULL, NULL);
  mx_engine_report_async (scene.me->engine, MX_SCRIPT_ROOM, "$first", NULL, "spam again", NULL, NULL, NULL);
  /* Of the list only the newest is sent; no report goes with the older one. */
  mx_engine_set_ignored_async (scene.me->engine, "@ann:localhost", TRUE, NULL, NULL, NULL);
  mx_engine_set_ignored_async (scene.me->engine, "@ben:localhost", TRUE, NULL, NULL, NULL);
  g_assert_true (mx_test_server_wait (scene.server, report, 1, 5000));
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, hiding), ==, 0);
  mx_test_server_release (scene.server, report);
  g_assert_true (mx_test_server_wait (scene.server, hiding, 1, 5000));
  g_assert_cmpuint (mx_test_server_count (scene.server, report), ==, 2);
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, hiding), ==, 1);
  scene_end (&scene);
}

static void
test_report_refused (void)
{
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, "POST " ROOM_PATH "/report", 404, NULL,
                        "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no such endpoint\"}");
  g_assert_false (mx_fixture_report (scene.me, MX_SCRIPT_ROOM, NULL, NULL, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNRECOGNIZED);
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST " ROOM_PATH "/report"), ==, 1);
  scene_end (&scene);
}

/* --- read markers and account data --------------------------------------------------- */

static gboolean
is_read (Scene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->unread_count == 0;
}

static void
push_unread (Scene *scene)
{
  mx_script_push (scene->script,
                  "\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{\"unread_notifications\":"
                  "{\"notification_count\":1,\"highlight_count\":1}}}}");
}

static gboolean
is_unread (Scene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->unread_count > 0;
}

static void
test_mark_read (void)
{
  Scene scene;

  scene_begin (&scene, FALSE);
  say (&scene, "$a", "a");
  say (&scene, "$b", "b");
  say (&scene, "$c", "c");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 1, 5000));
  assert_body (mx_test_server_get_request (scene.server, MARKERS, 0),
               "{\"m.fully_read\":\"$b\",\"m.read\":\"$b\"}");
  push_unread (&scene);
  mx_test_assert_wait (is_unread, &scene, 5000);

  /* Never backwards, nor to what nobody knows; and what is unread stays so. */
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$a");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$unknown");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, MARKERS), ==, 1);
  g_assert_cmpstr (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->fully_read, ==, "$b");
  g_assert_true (is_unread (&scene));

  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 2, 5000));
  assert_body (mx_test_server_get_request (scene.server, MARKERS, 1),
               "{\"m.fully_read\":\"$c\",\"m.read\":\"$c\"}");
  mx_test_assert_wait (is_read, &scene, 5000);
  g_assert_cmpuint (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->highlight_count, ==, 0);

  /* A count that the server did not take back goes with the newest message, without a request. */
  push_unread (&scene);
  mx_test_assert_wait (is_unread, &scene, 5000);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  mx_test_assert_wait (is_read, &scene, 5000);
  g_assert_cmpuint (mx_test_server_count (scene.server, MARKERS), ==, 2);
  scene_end (&scene);
}

/* Scrolling through many messages while one marker is on its way sends one more, the last. */
static void
test_mark_read_coalesced (void)
{
  Scene scene;

  scene_begin (&scene, FALSE);
  say (&scene, "$a", "a");
  say (&scene, "$b", "b");
  say (&scene, "$c", "c");
  mx_test_server_hold (scene.server, MARKERS);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$first");
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 1, 5000));
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$a");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$c");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, MARKERS), ==, 1);
  mx_test_server_release (scene.server, MARKERS);
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 2, 5000));
  assert_body (mx_test_server_get_request (scene.server, MARKERS, 1),
               "{\"m.fully_read\":\"$c\",\"m.read\":\"$c\"}");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, MARKERS), ==, 2);
  scene_end (&scene);
}

/* A read marker that cannot be sent does not keep a message back. */
static void
test_queues (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_test_server_hold (scene.server, MARKERS);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$first");
  g_assert_true (mx_test_server_wait (scene.server, MARKERS, 1, 5000));
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  mx_test_server_release (scene.server, MARKERS);
  scene_end (&scene);
}

static gboolean
is_favourite (Scene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->is_favourite;
}

static gboolean
is_marked (Scene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->is_marked_unread;
}

static void
set_ignored (Scene      *scene,
             const char *user_id,
             gboolean    ignored)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_set_ignored_async (scene->me->engine, user_id, ignored, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 5000);
  mx_engine_boolean_finish (scene->me->engine, result, &error);
  g_assert_no_error (error);
}

static void
test_account_data (void)
{
  const char *ignored = USER_DATA "@me:localhost/account_data/m.ignored_user_list";
  const char *marked = USER_DATA "@me:localhost/rooms/!room:localhost/account_data/m.marked_unread";
  const char *tag = "/_matrix/client/v3/user/@me:localhost/rooms/!room:localhost/tags/m.favourite";
  g_autofree char *put_tag = g_strconcat ("PUT ", tag, NULL);
  g_autofree char *delete_tag = g_strconcat ("DELETE ", tag, NULL);
  Scene scene;

  scene_begin (&scene, FALSE);
  mx_script_push (scene.script,
                  "\"account_data\":{\"events\":[{\"type\":\"m.ignored_user_list\",\"content\":"
                  "{\"ignored_users\":{\"@old:localhost\":{\"x\":1}},\"other\":2}}]}");
  say (&scene, "$a", "a");
  set_ignored (&scene, "@ben:localhost", TRUE);
  assert_body (mx_test_server_get_request (scene.server, ignored, 0),
               "{\"ignored_users\":{\"@old:localhost\":{\"x\":1},\"@ben:localhost\":{}},\"other\":2}");
  g_assert_true (g_strv_contains ((const char *const *) scene.me->ignored, "@ben:localhost"));
  set_ignored (&scene, "@old:localhost", FALSE);
  assert_body (mx_test_server_get_request (scene.server, ignored, 1), "{\"ignored_users\":{\"@ben:localhost\":{}},"
                                                                      "\"other\":2}");

  mx_engine_set_tag (scene.me->engine, MX_SCRIPT_ROOM, "m.favourite", TRUE);
  mx_test_assert_wait (is_favourite, &scene, 5000);
  g_assert_true (mx_test_server_wait (scene.server, put_tag, 1, 5000));
  mx_engine_set_tag (scene.me->engine, MX_SCRIPT_ROOM, "m.favourite", FALSE);
  g_assert_true (mx_test_server_wait (scene.server, delete_tag, 1, 5000));

  mx_engine_set_marked_unread (scene.me->engine, MX_SCRIPT_ROOM, TRUE);
  mx_test_assert_wait (is_marked, &scene, 5000);
  g_assert_true (mx_test_server_wait (scene.server, marked, 1, 5000));
  assert_body (mx_test_server_get_request (scene.server, marked, 0), "{\"unread\":true}");
  /* Reading it takes the mark away. */
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  g_assert_true (mx_test_server_wait (scene.server, marked, 2, 5000));
  assert_body (mx_test_server_get_request (scene.server, marked, 1), "{\"unread\":false}");
  scene_end (&scene);
}

/* A guest's server refuses all of this; what is read is kept here. */
static void
test_guest (void)
{
  g_autofree char *txn = NULL;
  Scene scene;

  scene_begin (&scene, TRUE);
  g_assert_true (scene.me->account->is_guest);
  say (&scene, "$a", "a");
  mx_test_assert_wait (is_unread, &scene, 5000);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  mx_test_assert_wait (is_read, &scene, 5000);
  mx_engine_set_tag (scene.me->engine, MX_SCRIPT_ROOM, "m.favourite", TRUE);
  mx_test_assert_wait (is_favourite, &scene, 5000);
  mx_engine_set_marked_unread (scene.me->engine, MX_SCRIPT_ROOM, TRUE);
  mx_test_assert_wait (is_marked, &scene, 5000);
  set_ignored (&scene, "@ben:localhost", TRUE);
  txn = mx_fixture_send (scene.me, MX_SCRIPT_ROOM, "one");
  mx_fixture_wait_body (scene.me, MX_SCRIPT_ROOM, "one");
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST /_matrix/client/v3/rooms/"), ==, 0);
  g_assert_cmpuint (mx_test_server_count (scene.server, USER_DATA), ==, 0);
  scene_end (&scene);
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
  g_test_add_data_func ("/outbox/report/event", &reports[0], test_report);
  g_test_add_data_func ("/outbox/report/event-of-person", &reports[1], test_report);
  g_test_add_data_func ("/outbox/report/person", &reports[2], test_report);
  g_test_add_data_func ("/outbox/report/room", &reports[3], test_report);
  g_test_add_func ("/outbox/report/offline", test_report_offline);
  g_test_add_func ("/outbox/report/refused", test_report_refused);
  g_test_add_func ("/outbox/report/before-hiding", test_report_before_hiding);
  g_test_add_func ("/outbox/mark-read", test_mark_read);
  g_test_add_func ("/outbox/mark-read-coalesced", test_mark_read_coalesced);
  g_test_add_func ("/outbox/account-data", test_account_data);
  g_test_add_func ("/outbox/guest", test_guest);
  return g_test_run ();
}
