/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room on a server that says no, nonsense or nothing: its timeline while older messages do not come, the room
 * that goes while they are on their way, files and messages that do not leave, and what one may do there. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-attachment.h"
#include "mx-error.h"
#include "mx-room.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define ROOM        "/_matrix/client/v3/rooms/" MX_SCRIPT_ROOM
#define MESSAGES    "GET " ROOM "/messages"
#define UPLOAD      "POST /_matrix/media/v3/upload"
#define SEND        "PUT " ROOM "/send/"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"

#define MESSAGE(id, body)                                                                                      \
  "{\"type\":\"m.room.message\",\"event_id\":\"" id "\",\"sender\":\"@ben:localhost\",\"origin_server_ts\":4," \
  "\"content\":{\"msgtype\":\"m.text\",\"body\":\"" body "\"}}"
#define OLD MESSAGE ("$old", "old")
#define MID MESSAGE ("$mid", "mid")

static MxRoom *
get_room (MxScripted *self)
{
  return mx_session_get_room (self->session, MX_SCRIPT_ROOM);
}

static gboolean
is_idle (gpointer timeline)
{
  return !mx_timeline_is_loading (timeline);
}

static gboolean
has_first (gpointer timeline)
{
  return mx_timeline_find_event (timeline, "$first") != G_MAXUINT && is_idle (timeline);
}

static MxTimeline *
open_timeline (MxScripted *self)
{
  MxTimeline *timeline = mx_room_get_timeline (get_room (self));

  mx_test_assert_wait (has_first, timeline, DEADLINE_MS);
  return timeline;
}

static GError *
dup_error (MxTimeline *timeline)
{
  GError *error = NULL;

  g_object_get (timeline, "error", &error, NULL);
  return error;
}

static void
load_older (MxTimeline *timeline)
{
  mx_timeline_load_older (timeline, 20);
  mx_test_assert_wait (is_idle, timeline, DEADLINE_MS);
}

/* --- older messages ------------------------------------------------------------------------ */

/* Why they did not come is said, and is not said any more when they have. */
static void
test_older (MxScripted    *self,
            gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) after = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (timeline));

  mx_test_server_reply (self->server, MESSAGES, 502, NULL, "down");
  load_older (timeline);
  error = dup_error (timeline);
  g_assert_error (error, MX_ERROR, MX_ERROR_SERVER);
  g_assert_false (mx_timeline_is_at_start (timeline));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), ==, n);
  mx_test_server_reply (self->server, MESSAGES, 200, NULL, "{\"chunk\":[" OLD "]}");
  load_older (timeline);
  after = dup_error (timeline);
  g_assert_no_error (after);
  g_assert_true (mx_timeline_is_at_start (timeline));
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$old"), !=, G_MAXUINT);
}

/* Pages without a row to show are asked for on, but not for ever. */
static void
test_empty_pages (MxScripted    *self,
                  gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  guint n;

  mx_test_server_reply (self->server, MESSAGES, 200, NULL,
                        "{\"start\":\"a\",\"end\":\"b\",\"chunk\":[{\"type\":\"m.reaction\",\"event_id\":\"$r\","
                        "\"sender\":\"@ben:localhost\",\"origin_server_ts\":4,\"content\":{\"m.relates_to\":"
                        "{\"rel_type\":\"m.annotation\",\"event_id\":\"$gone\",\"key\":\"+\"}}}]}");
  load_older (timeline);
  n = mx_test_server_count (self->server, MESSAGES);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, 10);
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->server, MESSAGES), ==, n);
  g_assert_true (is_idle (timeline));
}

static gboolean
has_after (gpointer timeline)
{
  return mx_timeline_find_event (timeline, "$after") != G_MAXUINT && is_idle (timeline);
}

static MxTimelineItem *
find_gap (MxTimeline *timeline)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);

    if (mx_timeline_item_get_kind (item) == MX_ITEM_GAP)
      return g_steal_pointer (&item);
  }
  return NULL;
}

/* A gap in sight asks again and again; after a no, the server is left in peace for a while. */
static void
test_gap (MxScripted    *self,
          gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  g_autofree char *after = mx_script_message ("$after", "@ben:localhost", "after");
  g_autoptr (MxTimelineItem) gap = NULL;
  g_autoptr (GError) error = NULL;

  mx_script_push_events (self->script, after, TRUE, "g1");
  mx_test_assert_wait (has_after, timeline, DEADLINE_MS);
  gap = find_gap (timeline);
  g_assert_nonnull (gap);
  mx_test_server_reply (self->server, MESSAGES, 403, NULL, FORBIDDEN);
  for (guint i = 0; i < 5; i++) {
    mx_timeline_fill_gap (timeline, gap);
    mx_test_assert_wait (is_idle, timeline, DEADLINE_MS);
  }
  g_assert_cmpuint (mx_test_server_count (self->server, MESSAGES), ==, 1);
  error = dup_error (timeline);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$first"), !=, G_MAXUINT);
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$after"), !=, G_MAXUINT);
}

static void
test_gap_filled (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  g_autofree char *after = mx_script_message ("$after", "@ben:localhost", "after");
  g_autoptr (MxTimelineItem) gap = NULL;
  g_autoptr (MxTimelineItem) none = NULL;

  mx_script_push_events (self->script, after, TRUE, "g1");
  mx_test_assert_wait (has_after, timeline, DEADLINE_MS);
  gap = find_gap (timeline);
  mx_test_server_reply (self->server, MESSAGES, 200, NULL, "{\"chunk\":[" MID "," MESSAGE ("$first", "first") "]}");
  mx_timeline_fill_gap (timeline, gap);
  mx_test_assert_wait (is_idle, timeline, DEADLINE_MS);
  none = find_gap (timeline);
  g_assert_null (none);
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$mid"), <, mx_timeline_find_event (timeline, "$after"));
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$mid"), >, mx_timeline_find_event (timeline, "$first"));
}

static gboolean
has_left (gpointer room)
{
  return mx_room_get_membership (room) == MX_MEMBERSHIP_LEAVE;
}

static void
push_left (MxScripted *self)
{
  mx_script_push (self->script,
                  "\"rooms\":{\"leave\":{\"" MX_SCRIPT_ROOM "\":{\"timeline\":{\"events\":["
                  "{\"type\":\"m.room.member\",\"event_id\":\"$out\",\"sender\":\"@ben:localhost\",\"state_key\":"
                  "\"" MX_SCRIPT_USER "\",\"origin_server_ts\":8,\"content\":{\"membership\":\"leave\","
                  "\"reason\":\"too loud\"}}]}}}}");
}

/* Put out of a room while one scrolls up in it, which then is forgotten: nothing comes back, nothing breaks. */
static void
test_put_out (MxScripted    *self,
              gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  g_autoptr (MxRoom) room = g_object_ref (get_room (self));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, MESSAGES, 200, NULL, "{\"chunk\":[" OLD "]}");
  mx_test_server_hold (self->server, MESSAGES);
  mx_timeline_load_older (timeline, 20);
  g_assert_true (mx_test_server_wait (self->server, MESSAGES, 1, DEADLINE_MS));
  push_left (self);
  mx_test_assert_wait (has_left, room, DEADLINE_MS);
  g_assert_cmpstr (mx_room_get_leave_reason (room), ==, "too loud");
  g_assert_false (mx_room_can_send (room));
  mx_test_server_reply (self->server, "POST " ROOM "/forget", 200, NULL, "{}");
  mx_room_forget_async (room, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_room_boolean_finish (room, result, &error));
  g_assert_no_error (error);
  g_assert_null (get_room (self));
  mx_test_server_release (self->server, MESSAGES);
  mx_test_assert_wait (is_idle, timeline, DEADLINE_MS);
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$old"), ==, G_MAXUINT);
}

/* The window goes to another room while this one's history is on its way. */
static void
test_let_go (MxScripted    *self,
             gconstpointer  data)
{
  MxTimeline *timeline = open_timeline (self);

  mx_test_server_reply (self->server, MESSAGES, 200, NULL, "{\"chunk\":[" OLD "]}");
  mx_test_server_hold (self->server, MESSAGES);
  mx_timeline_load_older (timeline, 20);
  g_assert_true (mx_test_server_wait (self->server, MESSAGES, 1, DEADLINE_MS));
  g_assert_finalize_object (timeline);
  mx_test_server_release (self->server, MESSAGES);
  /* And comes back. */
  timeline = open_timeline (self);
  load_older (timeline);
  g_assert_cmpuint (mx_timeline_find_event (timeline, "$old"), !=, G_MAXUINT);
  g_object_unref (timeline);
}

/* --- what is sent -------------------------------------------------------------------------------- */

static char *
await_sent (MxRoom      *room,
            const char  *txn_id,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_room_wait_sent_async (room, txn_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_room_wait_sent_finish (room, result, error);
}

/* A file with words goes up, then the message that shows it; the server's no to either is told. */
static void
test_file (MxScripted    *self,
           gconstpointer  data)
{
  MxRoom *room = get_room (self);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("leaves", 6);
  g_autoptr (MxAttachment) file = mx_attachment_new (bytes, "tea.txt");
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *none = NULL;
  g_autofree char *event_id = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, UPLOAD, 413, NULL, "{\"errcode\":\"M_TOO_LARGE\",\"error\":\"x\"}");
  first = mx_room_send_file (room, file, NULL);
  none = await_sent (room, first, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_TOO_LARGE);
  g_assert_cmpuint (mx_test_server_count (self->server, SEND), ==, 0);
  g_clear_error (&error);
  mx_test_server_reply (self->server, UPLOAD, 200, NULL, "{\"content_uri\":\"mxc://localhost/tea\"}");
  second = mx_room_send_file (room, file, "what I drink");
  event_id = await_sent (room, second, &error);
  g_assert_no_error (error);
  g_assert_nonnull (event_id);
  body = mx_scripted_dup_body (self, SEND, 0);
  g_assert_nonnull (strstr (body, "\"url\":\"mxc://localhost/tea\""));
  g_assert_nonnull (strstr (body, "\"body\":\"what I drink\""));
  g_assert_nonnull (strstr (body, "\"filename\":\"tea.txt\""));
  g_assert_nonnull (strstr (body, "\"size\":6"));
}

static void
test_refused (MxScripted    *self,
              gconstpointer  data)
{
  MxRoom *room = get_room (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *txn_id = NULL;
  g_autofree char *none = NULL;

  mx_test_server_reply (self->server, SEND, 403, NULL, FORBIDDEN);
  txn_id = mx_room_send_text (room, "m.text", "hello", NULL, NULL, NULL, NULL);
  none = await_sent (room, txn_id, &error);
  g_assert_null (none);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
}

static void
test_invite_refused (MxScripted    *self,
                     gconstpointer  data)
{
  MxRoom *room = get_room (self);
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, "POST " ROOM "/invite", 403, NULL, FORBIDDEN);
  mx_room_invite_async (room, "@cleo:localhost", NULL, mx_test_store_cb, &one);
  mx_test_await (&one, DEADLINE_MS);
  g_assert_false (mx_room_boolean_finish (room, one, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_clear_error (&error);
  mx_room_invite_async (room, "cleo", NULL, mx_test_store_cb, &two);
  mx_test_await (&two, DEADLINE_MS);
  g_assert_false (mx_room_boolean_finish (room, two, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (self->server, "POST " ROOM "/invite"), ==, 1);
}

/* A guest sends no files, whatever a menu offers. */
static void
test_guest_file (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("leaves", 6);
  g_autoptr (MxAttachment) file = mx_attachment_new (bytes, "tea.txt");
  g_autofree char *txn_id = mx_room_send_file (get_room (self), file, NULL);

  g_assert_null (txn_id);
  mx_test_spin (50);
  g_assert_cmpuint (mx_test_server_count (self->server, UPLOAD), ==, 0);
}

/* Signed out while a message is on its way: whoever waits is told, and holds a room that is no more. */
static void
test_signed_out (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (MxTimeline) timeline = open_timeline (self);
  g_autoptr (MxRoom) room = g_object_ref (get_room (self));
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) out = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *txn_id = NULL;
  g_autofree char *after = NULL;
  g_autofree char *none = NULL;

  mx_test_server_hold (self->server, SEND);
  txn_id = mx_room_send_text (room, "m.text", "hello", NULL, NULL, NULL, NULL);
  mx_room_wait_sent_async (room, txn_id, NULL, mx_test_store_cb, &sent);
  g_assert_true (mx_test_server_wait (self->server, SEND, 1, DEADLINE_MS));
  mx_session_logout_async (self->session, NULL, mx_test_store_cb, &out);
  mx_test_await (&out, DEADLINE_MS);
  g_assert_true (mx_session_boolean_finish (self->session, out, &error));
  g_assert_no_error (error);
  mx_test_await (&sent, DEADLINE_MS);
  none = mx_room_wait_sent_finish (room, sent, &error);
  g_assert_null (none);
  g_assert_nonnull (error);
  g_assert_null (get_room (self));
  /* What is still held of it does nothing more. */
  mx_timeline_load_older (timeline, 20);
  after = mx_room_send_text (room, "m.text", "after", NULL, NULL, NULL, NULL);
  mx_room_set_draft (room, "x");
  mx_room_mark_read (room);
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->server, SEND), ==, 1);
  g_assert_cmpuint (mx_test_server_count (self->server, MESSAGES), ==, 0);
}

#define ADD(path, func) g_test_add (path, MxScripted, NULL, mx_scripted_set_up, func, mx_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  ADD ("/room/older/refused", test_older);
  ADD ("/room/older/empty-pages", test_empty_pages);
  ADD ("/room/gap/refused", test_gap);
  ADD ("/room/gap/filled", test_gap_filled);
  ADD ("/room/put-out-meanwhile", test_put_out);
  ADD ("/room/let-go-meanwhile", test_let_go);
  ADD ("/room/file", test_file);
  ADD ("/room/message-refused", test_refused);
  ADD ("/room/invite-refused", test_invite_refused);
  g_test_add ("/room/file-of-a-guest", MxScripted, NULL, mx_scripted_set_up_guest, test_guest_file,
              mx_scripted_tear_down);
  ADD ("/room/signed-out-meanwhile", test_signed_out);
  return g_test_run ();
}
