/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking for rooms and people on a server that says no, says nonsense or says nothing: what is shown, what is
 * said, and that looking again helps. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-directory.h"
#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-knock-list.h"
#include "mx-person-search.h"
#include "mx-person.h"
#include "mx-room.h"
#include "mx-space.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define PUBLIC      "GET /_matrix/client/v3/publicRooms"
#define SEARCH      "POST /_matrix/client/v3/publicRooms"
#define HIERARCHY   "GET /_matrix/client/v1/rooms/" SPACE "/hierarchy"
#define SPACE       "!space:localhost"
#define PEOPLE      "POST /_matrix/client/v3/user_directory/search"
#define MEMBERS     "GET /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/members"
#define JOIN        "POST /_matrix/client/v3/join/"
#define INVITE      "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/invite"
#define KICK        "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/kick"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"

#define ROW(id, name) "{\"room_id\":\"" id "\",\"name\":\"" name "\",\"num_joined_members\":3}"
#define ROW_A         ROW ("!a:localhost", "A")
#define ROW_B         ROW ("!b:localhost", "B")

static gboolean
is_settled (gpointer rooms)
{
  return !mx_found_rooms_is_loading (rooms);
}

static void
wait_page (gpointer rooms)
{
  mx_test_assert_wait (is_settled, rooms, DEADLINE_MS);
}

static char *
dup_names (gpointer rooms)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (rooms, i);

    g_string_append_printf (names, "%s%s", i > 0 ? "," : "", mx_found_room_get_name (room));
  }
  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
assert_names (gpointer    rooms,
              const char *wanted)
{
  g_autofree char *names = dup_names (rooms);

  g_assert_cmpstr (names, ==, wanted);
}

/* --- directories -------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
} Answer;

static const Answer answers[] = {
  { "refused", 403, FORBIDDEN, MX_ERROR_FORBIDDEN },
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
  { "no-list", 200, "{\"chunk\":{}}", MX_ERROR_BAD_RESPONSE },
  { "in-trouble", 503, "down", MX_ERROR_SERVER },
};

static void
test_directory (MxScripted    *self,
                gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);
  MxFoundRooms *rooms = MX_FOUND_ROOMS (directory);

  mx_test_server_reply (self->server, PUBLIC, answer->status, NULL, answer->body);
  mx_found_rooms_load_more (rooms);
  wait_page (rooms);
  g_assert_error (mx_found_rooms_get_error (rooms), MX_ERROR, (int) answer->code);
  g_assert_true (mx_found_rooms_has_more (rooms));
  assert_names (rooms, "");
  /* Looking again helps, and the reason goes. */
  mx_test_server_reply (self->server, PUBLIC, 200, NULL, "{\"chunk\":[" ROW_A "]}");
  mx_found_rooms_load_more (rooms);
  wait_page (rooms);
  g_assert_no_error (mx_found_rooms_get_error (rooms));
  g_assert_false (mx_found_rooms_has_more (rooms));
  assert_names (rooms, "A");
}

/* Rows that are none are left out, and harm no others. */
static void
test_bad_rows (MxScripted    *self,
               gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);

  mx_test_server_reply (self->server, PUBLIC, 200, NULL,
                        "{\"chunk\":[7,{},{\"room_id\":5},{\"room_id\":\"nothing\"}," ROW_A
                        ",{\"room_id\":\"!b:localhost\",\"num_joined_members\":-4,\"avatar_url\":\"http://x/\"}]}");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  wait_page (directory);
  assert_names (directory, "A,!b:localhost");
}

/* What was found stays when the next page does not come. */
static void
test_second_page (MxScripted    *self,
                  gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);
  MxFoundRooms *rooms = MX_FOUND_ROOMS (directory);

  mx_test_server_reply (self->server, PUBLIC, 200, NULL,
                        "{\"chunk\":[" ROW_A "],\"next_batch\":\"two\"}");
  mx_found_rooms_load_more (rooms);
  wait_page (rooms);
  mx_test_server_reply (self->server, PUBLIC, 502, NULL, "down");
  mx_found_rooms_load_more (rooms);
  wait_page (rooms);
  g_assert_error (mx_found_rooms_get_error (rooms), MX_ERROR, MX_ERROR_SERVER);
  g_assert_true (mx_found_rooms_has_more (rooms));
  assert_names (rooms, "A");
  mx_test_server_reply (self->server, PUBLIC, 200, NULL, "{\"chunk\":[" ROW_B "]}");
  mx_found_rooms_load_more (rooms);
  wait_page (rooms);
  assert_names (rooms, "A,B");
  g_assert_nonnull (strstr (mx_test_server_get_request (self->server, PUBLIC, 2)->query, "since=two"));
}

/* The answer to what is not looked for any more is not shown. */
static void
test_typed_on (MxScripted    *self,
               gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);

  mx_test_server_reply (self->server, SEARCH, 200, NULL, "{\"chunk\":[" ROW_A "]}");
  mx_test_server_hold (self->server, SEARCH);
  mx_directory_set_term (directory, "te");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  g_assert_true (mx_test_server_wait (self->server, SEARCH, 1, DEADLINE_MS));
  mx_directory_set_term (directory, "tea");
  g_assert_true (mx_test_server_wait (self->server, SEARCH, 2, DEADLINE_MS));
  mx_test_server_release (self->server, SEARCH);
  wait_page (directory);
  assert_names (directory, "A");
  mx_test_spin (50);
  assert_names (directory, "A");
}

/* A directory that is forgotten while it loads. */
static void
test_forgotten (MxScripted    *self,
                gconstpointer  data)
{
  MxDirectory *directory = mx_directory_new (self->session);

  mx_test_server_hold (self->server, PUBLIC);
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  g_assert_true (mx_test_server_wait (self->server, PUBLIC, 1, DEADLINE_MS));
  g_object_add_weak_pointer (G_OBJECT (directory), (gpointer *) &directory);
  g_object_unref (directory);
  mx_test_server_release (self->server, PUBLIC);
  for (guint i = 0; directory != NULL && i < 500; i++)
    mx_test_spin (10);
  g_assert_null (directory);
}

/* --- joining many -------------------------------------------------------------------------- */

/* One that says no keeps its reason, and the rest go on. */
static void
test_join_many (MxScripted    *self,
                gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxFoundRoom) bad = NULL;
  g_autoptr (MxFoundRoom) good = NULL;
  g_autoptr (GError) error = NULL;
  guint n_joined = 0;

  mx_test_server_reply (self->server, PUBLIC, 200, NULL,
                        "{\"chunk\":[" ROW ("!bad:localhost", "Bad") "," ROW (MX_SCRIPT_OTHER_ROOM, "Good") "]}");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  wait_page (directory);
  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" MX_SCRIPT_OTHER_ROOM "\"}");
  mx_test_server_reply (self->server, JOIN "!bad:localhost", 403, NULL, FORBIDDEN);
  mx_script_push_other_room (self->script);
  bad = g_list_model_get_item (G_LIST_MODEL (directory), 0);
  good = g_list_model_get_item (G_LIST_MODEL (directory), 1);
  mx_found_room_set_selected (bad, TRUE);
  mx_found_room_set_selected (good, TRUE);
  mx_found_rooms_join_async (MX_FOUND_ROOMS (directory), FALSE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_false (mx_found_rooms_join_finish (MX_FOUND_ROOMS (directory), result, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (mx_found_room_get_error (bad));
  g_assert_true (mx_found_room_is_selected (bad));
  g_assert_false (mx_found_room_is_member (bad));
  g_assert_no_error (mx_found_room_get_error (good));
  g_assert_false (mx_found_room_is_selected (good));
  g_assert_true (mx_found_room_is_member (good));
  g_object_get (directory, "n-joined", &n_joined, NULL);
  g_assert_cmpuint (n_joined, ==, 1);
}

#define PAUSE "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\",\"retry_after_ms\":300}"

/* A pause for the first, then for none. On the server's thread. */
static void
on_join (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  if (g_atomic_int_add ((int *) user_data, 1) == 0)
    mx_test_answer (message, 429, PAUSE);
  else
    mx_test_answer (message, 200, "{\"room_id\":\"" MX_SCRIPT_OTHER_ROOM "\"}");
}

/* A server that wants a pause gets it, and the same room is asked for again; all are those, too, of the next page. */
static void
test_join_all (MxScripted    *self,
               gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxTestRequest *first;
  MxTestRequest *second;
  int n_asked = 0;
  guint n_joined = 0;

  mx_test_server_reply (self->server, PUBLIC, 200, NULL, "{\"chunk\":[" ROW_A "],\"next_batch\":\"p2\"}");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  wait_page (directory);
  mx_test_server_reply (self->server, PUBLIC, 200, NULL, "{\"chunk\":[" ROW_B "]}");
  mx_test_server_handle (self->server, JOIN, on_join, &n_asked, NULL);
  mx_script_push_other_room (self->script);
  mx_found_rooms_join_async (MX_FOUND_ROOMS (directory), TRUE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_found_rooms_join_finish (MX_FOUND_ROOMS (directory), result, &error));
  g_assert_no_error (error);
  g_object_get (directory, "n-joined", &n_joined, NULL);
  g_assert_cmpuint (n_joined, ==, 2);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 3);
  first = mx_test_server_get_request (self->server, JOIN, 0);
  second = mx_test_server_get_request (self->server, JOIN, 1);
  g_assert_cmpstr (first->path, ==, second->path);
  g_assert_cmpint (second->time - first->time, >=, 300 * 1000);
}

/* Given up half-way: the next one is not asked for. */
static void
test_join_given_up (MxScripted    *self,
                    gconstpointer  data)
{
  g_autoptr (MxDirectory) directory = mx_directory_new (self->session);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_joining = TRUE;

  mx_test_server_reply (self->server, PUBLIC, 200, NULL,
                        "{\"chunk\":[" ROW_A "," ROW_B "]}");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (directory));
  wait_page (directory);
  mx_test_server_hold (self->server, JOIN);
  mx_found_rooms_join_async (MX_FOUND_ROOMS (directory), TRUE, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, JOIN, 1, DEADLINE_MS));
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_false (mx_found_rooms_join_finish (MX_FOUND_ROOMS (directory), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_get (directory, "is-joining", &is_joining, NULL);
  g_assert_false (is_joining);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 1);
}

/* --- spaces ---------------------------------------------------------------------------------- */

#define CHILD(id, order)                                                                                       \
  "{\"type\":\"m.space.child\",\"state_key\":\"" id "\",\"sender\":\"@ben:localhost\",\"origin_server_ts\":1," \
  "\"content\":{\"via\":[\"localhost\"],\"order\":\"" order "\"}}"
#define CHILD_A CHILD ("!a:localhost", "2")
#define CHILD_B CHILD ("!b:localhost", "1")

/* The space's order, each room once; what the space does not name is not in it. */
static void
test_space (MxScripted    *self,
            gconstpointer  data)
{
  g_autoptr (MxSpace) space = mx_space_new (self->session, SPACE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  mx_test_server_reply (self->server, HIERARCHY, 200, NULL,
                        "{\"rooms\":[{\"room_id\":\"" SPACE "\",\"name\":\"House\",\"room_type\":\"m.space\","
                        "\"num_joined_members\":9,\"children_state\":[" CHILD_B "," CHILD_A
                        ",7,{\"type\":\"m.space.child\"}]}," ROW_A "," ROW_B "," ROW_B "]}");
  mx_found_rooms_load_more (MX_FOUND_ROOMS (space));
  wait_page (space);
  g_assert_no_error (mx_found_rooms_get_error (MX_FOUND_ROOMS (space)));
  assert_names (space, "B,A");
  g_object_get (space, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "House");
  /* Who may not change it is told so by the server; the list stays. */
  g_assert_false (mx_space_can_change (space));
  mx_test_server_reply (self->server, "PUT /_matrix/client/v3/rooms/" SPACE "/state/", 403, NULL, FORBIDDEN);
  mx_space_add_async (space, "!c:localhost", FALSE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_false (mx_space_change_finish (space, result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  assert_names (space, "B,A");
}

static void
test_space_refused (MxScripted    *self,
                    gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (MxSpace) space = mx_space_new (self->session, SPACE);

  mx_test_server_reply (self->server, HIERARCHY, answer->status, NULL, answer->body);
  mx_found_rooms_load_more (MX_FOUND_ROOMS (space));
  wait_page (space);
  g_assert_error (mx_found_rooms_get_error (MX_FOUND_ROOMS (space)), MX_ERROR, (int) answer->code);
  assert_names (space, "");
}

/* --- people ------------------------------------------------------------------------------------ */

static gboolean
has_looked (gpointer search)
{
  return !mx_person_search_is_loading (search);
}

static char *
dup_people (gpointer list)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxPerson) person = g_list_model_get_item (list, i);

    g_string_append_printf (names, "%s%s", i > 0 ? "," : "", mx_person_get_user_id (person));
  }
  return g_string_free_and_steal (g_steal_pointer (&names));
}

static void
assert_people (gpointer    list,
               const char *wanted)
{
  g_autofree char *people = dup_people (list);

  g_assert_cmpstr (people, ==, wanted);
}

/* Whom one names in full is found, whatever the server says. */
static void
test_people (MxScripted    *self,
             gconstpointer  data)
{
  const Answer *answer = data;
  g_autoptr (MxPersonSearch) search = mx_person_search_new (self->session);

  mx_test_server_reply (self->server, PEOPLE, answer->status, NULL,
                        g_str_equal (answer->name, "no-list") ? "{\"results\":7}" : answer->body);
  mx_person_search_set_term (search, "@cleo:localhost");
  mx_test_assert_wait (has_looked, search, DEADLINE_MS);
  g_assert_error (mx_person_search_get_error (search), MX_ERROR, (int) answer->code);
  assert_people (search, "@cleo:localhost");
  mx_test_server_reply (self->server, PEOPLE, 200, NULL,
                        "{\"results\":[{\"user_id\":\"@dan:localhost\"},{\"user_id\":\"nobody\"},7,"
                        "{\"user_id\":\"@cleo:localhost\",\"display_name\":\"Cleo\"}],\"limited\":false}");
  mx_person_search_set_term (search, "cle");
  mx_test_assert_wait (has_looked, search, DEADLINE_MS);
  g_assert_no_error (mx_person_search_get_error (search));
  assert_people (search, "@dan:localhost,@cleo:localhost");
  /* As typed, they come first. */
  mx_person_search_set_term (search, "@cleo:localhost");
  mx_test_assert_wait (has_looked, search, DEADLINE_MS);
  assert_people (search, "@cleo:localhost,@dan:localhost");
  mx_person_search_set_term (search, "");
  assert_people (search, "");
}

/* --- who asks to be let in ------------------------------------------------------------------------ */

static gboolean
is_asked (gpointer knocks)
{
  gboolean is_loading = TRUE;

  g_object_get (knocks, "is-loading", &is_loading, NULL);
  return !is_loading;
}

#define KNOCK(id, ts)                                                                                    \
  "{\"type\":\"m.room.member\",\"event_id\":\"$" ts "\",\"sender\":\"" id "\",\"state_key\":\"" id "\"," \
  "\"origin_server_ts\":" ts ",\"content\":{\"membership\":\"knock\"}}"
#define KNOCK_EARLY KNOCK ("@early:localhost", "5")
#define KNOCK_LATE  KNOCK ("@late:localhost", "9")

static void
assert_answer (MxKnockList *knocks,
               gboolean     accepts,
               const char  *user_id,
               int          code)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (accepts)
    mx_knock_list_accept_async (knocks, user_id, NULL, mx_test_store_cb, &result);
  else
    mx_knock_list_deny_async (knocks, user_id, "no place", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_cmpint (mx_knock_list_answer_finish (knocks, result, &error), ==, code < 0);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, MX_ERROR, code);
}

/* Who could not be answered still asks. */
static void
test_knocks (MxScripted    *self,
             gconstpointer  data)
{
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);
  g_autoptr (MxKnockList) knocks = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, MEMBERS, 200, NULL,
                        "{\"chunk\":[" KNOCK_LATE "," KNOCK_EARLY ",7,{\"type\":\"m.room.member\"}]}");
  knocks = mx_knock_list_new (room);
  mx_test_assert_wait (is_asked, knocks, DEADLINE_MS);
  assert_people (knocks, "@early:localhost,@late:localhost");
  mx_test_server_reply (self->server, INVITE, 403, NULL, FORBIDDEN);
  assert_answer (knocks, TRUE, "@early:localhost", MX_ERROR_FORBIDDEN);
  assert_people (knocks, "@early:localhost,@late:localhost");
  mx_test_server_reply (self->server, INVITE, 200, NULL, "{}");
  assert_answer (knocks, TRUE, "@early:localhost", -1);
  assert_people (knocks, "@late:localhost");
  mx_test_server_reply (self->server, KICK, 200, NULL, "{}");
  assert_answer (knocks, FALSE, "@late:localhost", -1);
  assert_people (knocks, "");
  body = mx_scripted_dup_body (self, KICK, 0);
  g_assert_nonnull (strstr (body, "\"reason\":\"no place\""));
}

/* A list that did not come is asked for again; who asked before stays meanwhile. */
static void
test_knocks_refused (MxScripted    *self,
                     gconstpointer  data)
{
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);
  g_autoptr (MxKnockList) knocks = NULL;

  mx_test_server_reply (self->server, MEMBERS, 403, NULL, FORBIDDEN);
  knocks = mx_knock_list_new (room);
  mx_test_assert_wait (is_asked, knocks, DEADLINE_MS);
  assert_people (knocks, "");
  mx_test_server_reply (self->server, MEMBERS, 200, NULL, "{\"chunk\":[" KNOCK_LATE "]}");
  mx_knock_list_reload (knocks);
  mx_test_assert_wait (is_asked, knocks, DEADLINE_MS);
  assert_people (knocks, "@late:localhost");
  mx_test_server_reply (self->server, MEMBERS, 200, NULL, "{\"chunk\":7}");
  mx_knock_list_reload (knocks);
  mx_test_assert_wait (is_asked, knocks, DEADLINE_MS);
  assert_people (knocks, "@late:localhost");
}

#define ADD(path, data, func) g_test_add (path, MxScripted, data, mx_scripted_set_up, func, mx_scripted_tear_down)

static void
add_answers (const char *prefix,
             void (*func) (MxScripted *self, gconstpointer data))
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strconcat (prefix, answers[i].name, NULL);

    ADD (path, &answers[i], func);
  }
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  add_answers ("/find/directory/", test_directory);
  ADD ("/find/directory/bad-rows", NULL, test_bad_rows);
  ADD ("/find/directory/second-page", NULL, test_second_page);
  ADD ("/find/directory/typed-on", NULL, test_typed_on);
  ADD ("/find/directory/forgotten", NULL, test_forgotten);
  ADD ("/find/join/one-says-no", NULL, test_join_many);
  ADD ("/find/join/all-with-a-pause", NULL, test_join_all);
  ADD ("/find/join/given-up", NULL, test_join_given_up);
  ADD ("/find/space/in-its-order", NULL, test_space);
  add_answers ("/find/space/", test_space_refused);
  add_answers ("/find/people/", test_people);
  ADD ("/find/knocks/answered", NULL, test_knocks);
  ADD ("/find/knocks/refused", NULL, test_knocks_refused);
  return g_test_run ();
}
