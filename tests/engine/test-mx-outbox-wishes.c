/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of what else a person wants: reports, read markers, tags, hidden people; and
 * what of it a guest's server is never asked. */

#include "config.h"

#include "mx-scene.h"

#include "mx-error.h"

typedef struct
{
  const char *event_id;
  const char *user_id;
  const char *path;
} Report;

static const Report reports[] = {
  { "$first", NULL, SCENE_ROOM "/report/$first" },
  { "$first", "@ben:localhost", SCENE_ROOM "/report/$first" },
  { NULL, "@ben:localhost", "/_matrix/client/v3/users/@ben:localhost/report" },
  { NULL, NULL, SCENE_ROOM "/report" },
};

static void
test_report (gconstpointer data)
{
  const Report *report = data;
  g_autofree char *prefix = g_strconcat ("POST ", report->path, NULL);
  g_autoptr (GError) error = NULL;
  MxTestRequest *request;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  g_assert_true (mx_fixture_report (scene.me, report->user_id && !report->event_id ? NULL : MX_SCRIPT_ROOM,
                                    report->event_id, report->user_id, &error));
  g_assert_no_error (error);
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (scene.server, prefix), ==, 1);
  request = mx_test_server_get_request (scene.server, prefix, 0);
  g_assert_cmpstr (request->path, ==, report->path);
  mx_scene_assert_body (request, "{\"reason\":\"spam\"}");
  mx_scene_end (&scene);
}

/* Without the network the person hears at once that it goes later; and it goes, once. */
static void
test_report_offline (void)
{
  const char *prefix = "POST " SCENE_ROOM "/report/";
  g_autoptr (GError) error = NULL;
  gint64 begin;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
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
  g_assert_true (mx_test_server_wait (scene.server, "POST " SCENE_ROOM "/report", 2, 30000));
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, prefix), ==, 1);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST " SCENE_ROOM "/report"), ==, 2);
  mx_scene_end (&scene);
}

/* A server may know no messages of people who are hidden: the report arrives before. */
static void
test_report_before_hiding (void)
{
  const char *report = "POST " SCENE_ROOM "/report/$first";
  const char *hiding = SCENE_USER_DATA "@me:localhost/account_data/m.ignored_user_list";
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
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
  mx_scene_end (&scene);
}

static void
test_report_refused (void)
{
  g_autoptr (GError) error = NULL;
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_test_server_reply (scene.server, "POST " SCENE_ROOM "/report", 404, NULL,
                        "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no such endpoint\"}");
  g_assert_false (mx_fixture_report (scene.me, MX_SCRIPT_ROOM, NULL, NULL, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNRECOGNIZED);
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST " SCENE_ROOM "/report"), ==, 1);
  mx_scene_end (&scene);
}

/* --- read markers and account data --------------------------------------------------- */

static gboolean
is_read (MxScene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->unread_count == 0;
}

static void
push_unread (MxScene *scene)
{
  mx_script_push (scene->script,
                  "\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{\"unread_notifications\":"
                  "{\"notification_count\":1,\"highlight_count\":1}}}}");
}

static gboolean
is_unread (MxScene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->unread_count > 0;
}

static void
test_mark_read (void)
{
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_scene_say (&scene, "$a", "a");
  mx_scene_say (&scene, "$b", "b");
  mx_scene_say (&scene, "$c", "c");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  g_assert_true (mx_test_server_wait (scene.server, SCENE_MARKERS, 1, 5000));
  mx_scene_assert_body (mx_test_server_get_request (scene.server, SCENE_MARKERS, 0),
                        "{\"m.fully_read\":\"$b\",\"m.read\":\"$b\"}");
  push_unread (&scene);
  mx_test_assert_wait (is_unread, &scene, 5000);

  /* Never backwards, nor to what nobody knows; and what is unread stays so. */
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$a");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$unknown");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, SCENE_MARKERS), ==, 1);
  g_assert_cmpstr (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->fully_read, ==, "$b");
  g_assert_true (is_unread (&scene));

  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  g_assert_true (mx_test_server_wait (scene.server, SCENE_MARKERS, 2, 5000));
  mx_scene_assert_body (mx_test_server_get_request (scene.server, SCENE_MARKERS, 1),
                        "{\"m.fully_read\":\"$c\",\"m.read\":\"$c\"}");
  mx_test_assert_wait (is_read, &scene, 5000);
  g_assert_cmpuint (mx_fixture_summary (scene.me, MX_SCRIPT_ROOM)->highlight_count, ==, 0);

  /* A count that the server did not take back goes with the newest message, without a request. */
  push_unread (&scene);
  mx_test_assert_wait (is_unread, &scene, 5000);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  mx_test_assert_wait (is_read, &scene, 5000);
  g_assert_cmpuint (mx_test_server_count (scene.server, SCENE_MARKERS), ==, 2);
  mx_scene_end (&scene);
}

/* Scrolling through many messages while one marker is on its way sends one more, the last. */
static void
test_mark_read_coalesced (void)
{
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_scene_say (&scene, "$a", "a");
  mx_scene_say (&scene, "$b", "b");
  mx_scene_say (&scene, "$c", "c");
  mx_test_server_hold (scene.server, SCENE_MARKERS);
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$first");
  g_assert_true (mx_test_server_wait (scene.server, SCENE_MARKERS, 1, 5000));
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$a");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$b");
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, "$c");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, SCENE_MARKERS), ==, 1);
  mx_test_server_release (scene.server, SCENE_MARKERS);
  g_assert_true (mx_test_server_wait (scene.server, SCENE_MARKERS, 2, 5000));
  mx_scene_assert_body (mx_test_server_get_request (scene.server, SCENE_MARKERS, 1),
                        "{\"m.fully_read\":\"$c\",\"m.read\":\"$c\"}");
  mx_test_spin (300);
  g_assert_cmpuint (mx_test_server_count (scene.server, SCENE_MARKERS), ==, 2);
  mx_scene_end (&scene);
}

static gboolean
is_favourite (MxScene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->is_favourite;
}

static gboolean
is_marked (MxScene *scene)
{
  return mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->is_marked_unread;
}

static void
set_ignored (MxScene    *scene,
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
  const char *ignored = SCENE_USER_DATA "@me:localhost/account_data/m.ignored_user_list";
  const char *marked = SCENE_USER_DATA "@me:localhost/rooms/!room:localhost/account_data/m.marked_unread";
  const char *tag = "/_matrix/client/v3/user/@me:localhost/rooms/!room:localhost/tags/m.favourite";
  g_autofree char *put_tag = g_strconcat ("PUT ", tag, NULL);
  g_autofree char *delete_tag = g_strconcat ("DELETE ", tag, NULL);
  MxScene scene;

  mx_scene_begin (&scene, FALSE);
  mx_script_push (scene.script,
                  "\"account_data\":{\"events\":[{\"type\":\"m.ignored_user_list\",\"content\":"
                  "{\"ignored_users\":{\"@old:localhost\":{\"x\":1}},\"other\":2}}]}");
  mx_scene_say (&scene, "$a", "a");
  set_ignored (&scene, "@ben:localhost", TRUE);
  mx_scene_assert_body (mx_test_server_get_request (scene.server, ignored, 0),
                        "{\"ignored_users\":{\"@old:localhost\":{\"x\":1},\"@ben:localhost\":{}},\"other\":2}");
  g_assert_true (g_strv_contains ((const char *const *) scene.me->ignored, "@ben:localhost"));
  set_ignored (&scene, "@old:localhost", FALSE);
  mx_scene_assert_body (mx_test_server_get_request (scene.server, ignored, 1),
                        "{\"ignored_users\":{\"@ben:localhost\":{}},\"other\":2}");

  mx_engine_set_tag (scene.me->engine, MX_SCRIPT_ROOM, "m.favourite", TRUE);
  mx_test_assert_wait (is_favourite, &scene, 5000);
  g_assert_true (mx_test_server_wait (scene.server, put_tag, 1, 5000));
  mx_engine_set_tag (scene.me->engine, MX_SCRIPT_ROOM, "m.favourite", FALSE);
  g_assert_true (mx_test_server_wait (scene.server, delete_tag, 1, 5000));

  mx_engine_set_marked_unread (scene.me->engine, MX_SCRIPT_ROOM, TRUE);
  mx_test_assert_wait (is_marked, &scene, 5000);
  g_assert_true (mx_test_server_wait (scene.server, marked, 1, 5000));
  mx_scene_assert_body (mx_test_server_get_request (scene.server, marked, 0), "{\"unread\":true}");
  /* Reading it takes the mark away. */
  mx_engine_mark_read (scene.me->engine, MX_SCRIPT_ROOM, NULL);
  g_assert_true (mx_test_server_wait (scene.server, marked, 2, 5000));
  mx_scene_assert_body (mx_test_server_get_request (scene.server, marked, 1), "{\"unread\":false}");
  mx_scene_end (&scene);
}

/* A guest's server refuses all of this; what is read is kept here. */
static void
test_guest (void)
{
  g_autofree char *txn = NULL;
  MxScene scene;

  mx_scene_begin (&scene, TRUE);
  g_assert_true (scene.me->account->is_guest);
  mx_scene_say (&scene, "$a", "a");
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
  g_assert_cmpuint (mx_test_server_count (scene.server, SCENE_USER_DATA), ==, 0);
  mx_scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
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
