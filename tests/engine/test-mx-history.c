/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading back in a room, its people and single messages, from a server that says no, says nonsense, or answers
 * when the room is gone. Nothing that was missing may be taken for something that is not there. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define ROOM        "/_matrix/client/v3/rooms/" MX_SCRIPT_ROOM
#define MESSAGES    "GET " ROOM "/messages"
#define MEMBERS     "GET " ROOM "/members"
#define EVENT       "GET " ROOM "/event/"
#define FORGET      "POST " ROOM "/forget"

#define MESSAGE(id, body)                                                                                      \
  "{\"type\":\"m.room.message\",\"event_id\":\"" id "\",\"sender\":\"@ben:localhost\",\"origin_server_ts\":4," \
  "\"content\":{\"msgtype\":\"m.text\",\"body\":\"" body "\"}}"

typedef struct
{
  MxScript *script;
  MxTestServer *server; /* (unowned) */
  MxFixture *me;
  gint64 first; /* position of the oldest message that is there */
} Scene;

static void
set_up (Scene         *scene,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  const MxTimelineEntry *first;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_push_room (scene->script);
  scene->me = mx_fixture_new (NULL);
  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  first = g_ptr_array_index (mx_fixture_timeline (scene->me, MX_SCRIPT_ROOM), 0);
  scene->first = first->pos;
}

static void
tear_down (Scene         *scene,
           gconstpointer  data)
{
  mx_fixture_free (scene->me);
  mx_script_free (scene->script);
}

static MxTimelineSlice *
await_slice (Scene         *scene,
             GAsyncResult **result,
             GError       **error)
{
  MxTimelineSlice *slice;

  mx_test_await (result, DEADLINE_MS);
  slice = mx_engine_slice_finish (scene->me->engine, *result, error);
  g_clear_object (result);
  return slice;
}

static void
ask_older (Scene         *scene,
           GAsyncResult **result)
{
  mx_engine_load_older_async (scene->me->engine, MX_SCRIPT_ROOM, scene->first, 20, NULL, mx_test_store_cb, result);
}

static char *
dup_bodies (const MxTimelineSlice *slice)
{
  g_autoptr (GString) bodies = g_string_new (NULL);

  for (guint i = 0; i < slice->entries->len; i++) {
    const char *body = mx_fixture_body (g_ptr_array_index (slice->entries, i));

    g_string_append_printf (bodies, "%s%s", i > 0 ? "," : "", body ? body : "-");
  }
  return g_string_free_and_steal (g_steal_pointer (&bodies));
}

/* What is older is there in the end, and nothing before it. */
static void
assert_older (Scene      *scene,
              const char *wanted,
              gboolean    at_start)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = NULL;
  g_autofree char *bodies = NULL;

  ask_older (scene, &result);
  slice = await_slice (scene, &result, &error);
  g_assert_no_error (error);
  bodies = dup_bodies (slice);
  g_assert_cmpstr (bodies, ==, wanted);
  g_assert_cmpint (slice->at_start, ==, at_start);
}

/* --- older messages ---------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
} Answer;

static const Answer answers[] = {
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
  { "empty", 200, "", MX_ERROR_BAD_RESPONSE },
  { "nothing", 200, "{}", MX_ERROR_BAD_RESPONSE },
  { "no-list", 200, "{\"chunk\":7,\"end\":\"e\"}", MX_ERROR_BAD_RESPONSE },
  { "cut", 200, "{\"chunk\":[" MESSAGE ("$old", "old"), MX_ERROR_BAD_RESPONSE },
  { "refused", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}", MX_ERROR_FORBIDDEN },
  { "not-there", 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", MX_ERROR_NOT_FOUND },
  { "in-trouble", 502, "down", MX_ERROR_SERVER },
  { "slow-down", 429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":50}", MX_ERROR_RATE_LIMITED },
};

#define PAGE "{\"start\":\"p0\",\"chunk\":[" MESSAGE ("$old2", "older2") "," MESSAGE ("$old1", "older1") "]}"

/* Whoever scrolls up is told; what is missing is still missing, also over a restart, and trying again helps. */
static void
test_older (Scene         *scene,
            gconstpointer  data)
{
  const Answer *answer = data;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = NULL;

  mx_test_server_reply (scene->server, MESSAGES, answer->status, NULL, answer->body);
  ask_older (scene, &result);
  slice = await_slice (scene, &result, &error);
  g_assert_error (error, MX_ERROR, (int) answer->code);
  g_assert_null (slice);
  g_clear_error (&error);
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (scene->server, MESSAGES, 200, NULL, PAGE);
  assert_older (scene, "older1,older2", TRUE);
}

/* However many ask for the same, the server is asked once, and all are answered alike. */
static void
test_older_once (Scene         *scene,
                 gconstpointer  data)
{
  GAsyncResult *results[3] = { NULL };

  mx_test_server_reply (scene->server, MESSAGES, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_test_server_hold (scene->server, MESSAGES);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    ask_older (scene, &results[i]);
  g_assert_true (mx_test_server_wait (scene->server, MESSAGES, 1, DEADLINE_MS));
  mx_test_server_release (scene->server, MESSAGES);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxTimelineSlice) slice = await_slice (scene, &results[i], &error);

    g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
    g_assert_null (slice);
  }
  g_assert_cmpuint (mx_test_server_count (scene->server, MESSAGES), ==, 1);
}

#define OLD MESSAGE ("$old", "old")

/* A page of things that are no events, with one that is. */
static void
test_odd_page (Scene         *scene,
               gconstpointer  data)
{
  mx_test_server_reply (scene->server, MESSAGES, 200, NULL,
                        "{\"chunk\":[7,null,{},\"text\",{\"type\":5},{\"type\":\"m.room.message\"}," OLD
                        "],\"state\":[3,{\"type\":\"m.room.member\"}],\"end\":5}");
  assert_older (scene, "old", TRUE);
}

/* A server that gives nothing and the same token again is not asked for ever. */
static void
test_nothing_more (Scene         *scene,
                   gconstpointer  data)
{
  mx_test_server_reply (scene->server, MESSAGES, 200, NULL, "{\"start\":\"p0\",\"end\":\"p0\",\"chunk\":[]}");
  assert_older (scene, "", TRUE);
  assert_older (scene, "", TRUE);
  g_assert_cmpuint (mx_test_server_count (scene->server, MESSAGES), ==, 1);
}

/* --- a room that goes meanwhile ------------------------------------------------------------- */

static gboolean
is_gone (MxFixture *me)
{
  MxRoomSummary *summary = mx_fixture_summary (me, MX_SCRIPT_ROOM);

  return summary == NULL || summary->membership == MX_MEMBERSHIP_LEAVE;
}

static void
leave_and_forget (Scene *scene)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_script_push (scene->script,
                  "\"rooms\":{\"leave\":{\"" MX_SCRIPT_ROOM "\":{\"timeline\":{\"events\":["
                  "{\"type\":\"m.room.member\",\"event_id\":\"$out\",\"sender\":\"" MX_SCRIPT_USER
                  "\",\"state_key\":\"" MX_SCRIPT_USER "\",\"origin_server_ts\":8,"
                  "\"content\":{\"membership\":\"leave\"}}]}}}}");
  mx_test_assert_wait (is_gone, scene->me, DEADLINE_MS);
  mx_test_server_reply (scene->server, FORGET, 200, NULL, "{}");
  mx_engine_forget_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, result, &error));
  g_assert_no_error (error);
}

/* What comes after a room was forgotten does not bring anything of it back. */
static void
test_forgotten (Scene         *scene,
                gconstpointer  data)
{
  GAsyncResult *older = NULL;
  g_autoptr (GAsyncResult) members = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = NULL;
  g_autoptr (GPtrArray) people = NULL;

  mx_test_server_reply (scene->server, MESSAGES, 200, NULL, PAGE);
  mx_test_server_reply (scene->server, MEMBERS, 200, NULL, "{\"chunk\":[]}");
  mx_test_server_hold (scene->server, "GET " ROOM);
  ask_older (scene, &older);
  mx_engine_load_members_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &members);
  g_assert_true (mx_test_server_wait (scene->server, "GET " ROOM, 2, DEADLINE_MS));
  leave_and_forget (scene);
  g_assert_null (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
  mx_test_server_release (scene->server, "GET " ROOM);
  slice = await_slice (scene, &older, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (slice->entries->len, ==, 0);
  mx_test_await (&members, DEADLINE_MS);
  people = mx_engine_load_members_finish (scene->me->engine, members, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 0);
  /* Back in the room one sees what is there now, and what was before is asked for anew. */
  g_hash_table_remove_all (scene->me->timelines);
  mx_script_push_room (scene->script);
  mx_fixture_wait_live (scene->me);
  for (guint i = 0; mx_fixture_summary (scene->me, MX_SCRIPT_ROOM) == NULL && i < 500; i++)
    mx_test_spin (10);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "older1"), ==, 0);
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "first"), ==, 1);
}

/* A room that the server has forgotten already is forgotten; one that it keeps stays. */
static void
test_forget (Scene         *scene,
             gconstpointer  data)
{
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (scene->server, FORGET, 400, NULL, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"you are in it\"}");
  mx_engine_forget_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &one);
  mx_test_await (&one, DEADLINE_MS);
  g_assert_false (mx_engine_boolean_finish (scene->me->engine, one, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_nonnull (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
  mx_test_server_reply (scene->server, FORGET, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_engine_forget_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &two);
  mx_test_await (&two, DEADLINE_MS);
  g_assert_true (mx_engine_boolean_finish (scene->me->engine, two, &error));
  g_assert_no_error (error);
  g_assert_null (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
}

/* --- people ------------------------------------------------------------------------------------ */

static GPtrArray *
load_members (Scene   *scene,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_load_members_async (scene->me->engine, MX_SCRIPT_ROOM, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_load_members_finish (scene->me->engine, result, error);
}

#define CLEO                                                                                               \
  "{\"type\":\"m.room.member\",\"event_id\":\"$c\",\"sender\":\"@cleo:localhost\",\"origin_server_ts\":4," \
  "\"state_key\":\"@cleo:localhost\",\"content\":{\"membership\":\"join\",\"displayname\":\"Cleo\"}}"

/* A list that did not come is asked for again, and one that is no list is none. */
static void
test_members (Scene         *scene,
              gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (GPtrArray) again = NULL;

  mx_test_server_reply (scene->server, MEMBERS, answer->status, NULL, answer->body);
  none = load_members (scene, &error);
  g_assert_null (none);
  g_assert_error (error, MX_ERROR, (int) answer->code);
  g_clear_error (&error);
  mx_test_server_reply (scene->server, MEMBERS, 200, NULL, "{\"chunk\":[5,{}," CLEO "]}");
  members = load_members (scene, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (members->len, ==, 3);
  /* And is then known. */
  again = load_members (scene, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 3);
  g_assert_cmpuint (mx_test_server_count (scene->server, MEMBERS), ==, 2);
}

/* --- one message ----------------------------------------------------------------------------------- */

static const Answer single[] = {
  { "not-there", 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", MX_ERROR_NOT_FOUND },
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
  { "no-event", 200, "{}", MX_ERROR_BAD_RESPONSE },
  { "in-trouble", 502, "down", MX_ERROR_SERVER },
};

static MxEvent *
load_event (Scene       *scene,
            const char  *event_id,
            GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_load_event_async (scene->me->engine, MX_SCRIPT_ROOM, event_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_load_event_finish (scene->me->engine, result, error);
}

static void
test_event (Scene         *scene,
            gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) none = NULL;
  g_autoptr (MxEvent) event = NULL;

  mx_test_server_reply (scene->server, EVENT, answer->status, NULL, answer->body);
  none = load_event (scene, "$far", &error);
  g_assert_null (none);
  g_assert_error (error, MX_ERROR, (int) answer->code);
  g_clear_error (&error);
  mx_test_server_reply (scene->server, EVENT, 200, NULL, MESSAGE ("$far", "far"));
  event = load_event (scene, "$far", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mx_event_get_id (event), ==, "$far");
}

static void
test_known_event (Scene         *scene,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) known = load_event (scene, "$first", &error);
  g_autoptr (MxEvent) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (mx_event_get_id (known), ==, "$first");
  none = load_event (scene, "first", &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_cmpuint (mx_test_server_count (scene->server, EVENT), ==, 0);
}

#define ADD(path, data, func) g_test_add (path, Scene, data, set_up, func, tear_down)

static void
add_answers (const char   *prefix,
             const Answer *rows,
             gsize         n,
             void (*func) (Scene *scene, gconstpointer data))
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat (prefix, rows[i].name, NULL);

    ADD (path, &rows[i], func);
  }
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  add_answers ("/history/older/", answers, G_N_ELEMENTS (answers), test_older);
  ADD ("/history/older/once", NULL, test_older_once);
  ADD ("/history/older/odd-page", NULL, test_odd_page);
  ADD ("/history/older/nothing-more", NULL, test_nothing_more);
  ADD ("/history/forgotten-meanwhile", NULL, test_forgotten);
  ADD ("/history/forget", NULL, test_forget);
  add_answers ("/history/members/", answers, G_N_ELEMENTS (answers), test_members);
  add_answers ("/history/event/", single, G_N_ELEMENTS (single), test_event);
  ADD ("/history/event/known", NULL, test_known_event);
  return g_test_run ();
}
