/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pages for finding rooms bind to, against the real homeserver: the join flow that
 * follows its room, directory, space, people, requests, communities. */

#include "config.h"

#include "mx-somebody.h"

#include "mx-community.h"
#include "mx-directory.h"
#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-join-flow.h"
#include "mx-knock-list.h"
#include "mx-link.h"
#include "mx-person-search.h"
#include "mx-person.h"
#include "mx-room-group.h"
#include "mx-room-list.h"
#include "mx-room-options.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-space.h"
#include "mx-timeline.h"

static MxHomeserver *server;
static MxSomebody *ann;

/* A session of @name; NULL is nobody. */
static MxSession *
enter (const char *name)
{
  MxSession *session = mx_session_new (mx_test_temp_dir ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_open_async (session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_false (mx_session_open_finish (session, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  if (name != NULL) {
    mx_session_login_password_async (session, server->url, name, name, NULL, mx_test_store_cb, &result);
    mx_test_await (&result, 20000);
    g_assert_true (mx_session_login_finish (session, result, &error));
    g_assert_no_error (error);
  }
  return session;
}

static void
leave (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_session_close_finish (session, result, NULL));
  g_clear_object (&result);
  g_assert_finalize_object (session);
}

static char *
dup_alias (const char *name)
{
  return g_strdup_printf ("#%s:%s", name, server->name);
}

typedef struct
{
  MxJoinFlow *flow;
  MxPreviewState state;
} Shown;

static gboolean
is_shown (Shown *shown)
{
  return mx_join_flow_get_state (shown->flow) == MX_JOIN_PREVIEW &&
         mx_join_flow_get_preview (shown->flow) == shown->state;
}

static void
wait_shown (MxJoinFlow     *flow,
            MxPreviewState  state)
{
  Shown shown = { flow, state };

  mx_test_assert_wait (is_shown, &shown, 30000);
}

static MxJoinFlow *
look (MxSession  *session,
      const char *alias)
{
  g_autofree char *link = dup_alias (alias);
  MxJoinFlow *flow = mx_join_flow_new (session, link);

  mx_join_flow_start (flow);
  return flow;
}

#define KNOCK ",\"preset\":\"private_chat\",\"initial_state\":[{\"type\":\"m.room.join_rules\"," \
              "\"state_key\":\"\",\"content\":{\"join_rule\":\"knock\"}}]"

static char *
dup_text (gpointer    object,
          const char *property)
{
  char *text = NULL;

  g_object_get (object, property, &text, NULL);
  return text;
}

/* One page through all of it: nobody presses anything between asking and being let in. */
static void
test_knock (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "asking", KNOCK);
  MxSession *session = enter ("ben");
  MxJoinFlow *flow = look (session, "asking");
  gboolean is_denied = FALSE;
  g_autofree char *reason = NULL;
  g_autofree char *actor = NULL;

  wait_shown (flow, MX_PREVIEW_KNOCK);
  mx_join_flow_knock (flow, "May I?");
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_ASKING);
  wait_shown (flow, MX_PREVIEW_KNOCKED);
  mx_join_flow_withdraw (flow);
  wait_shown (flow, MX_PREVIEW_KNOCK);
  g_object_get (flow, "is-denied", &is_denied, NULL);
  g_assert_false (is_denied);

  mx_join_flow_knock (flow, NULL);
  wait_shown (flow, MX_PREVIEW_KNOCKED);
  mx_somebody_treat (ann, room_id, "kick", "ben", "not today");
  wait_shown (flow, MX_PREVIEW_KNOCK);
  g_object_get (flow, "is-denied", &is_denied, NULL);
  g_assert_true (is_denied);
  reason = dup_text (flow, "reason");
  actor = dup_text (flow, "actor-name");
  g_assert_cmpstr (reason, ==, "not today");
  g_assert_nonnull (g_strstr_len (actor, -1, "ann"));

  mx_join_flow_knock (flow, "Please");
  wait_shown (flow, MX_PREVIEW_KNOCKED);
  mx_somebody_treat (ann, room_id, "invite", "ben", "");
  wait_shown (flow, MX_PREVIEW_INVITED);
  mx_join_flow_decline (flow);
  wait_shown (flow, MX_PREVIEW_KNOCK);
  g_assert_finalize_object (flow);
  leave (session);
}

/* Trying shows what a private room does not tell. */
static void
test_needs_invite (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "private", ",\"preset\":\"private_chat\"");
  MxSession *session = enter ("ben");
  MxJoinFlow *flow = look (session, "private");

  wait_shown (flow, MX_PREVIEW_UNKNOWN);
  mx_join_flow_join (flow);
  wait_shown (flow, MX_PREVIEW_NEEDS_INVITE);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_NEEDS_INVITE);
  mx_somebody_treat (ann, room_id, "invite", "ben", "");
  wait_shown (flow, MX_PREVIEW_INVITED);
  g_assert_finalize_object (flow);
  leave (session);
}

static gboolean
has_one (GListModel *list)
{
  return g_list_model_get_n_items (list) == 1;
}

static gboolean
is_empty (GListModel *list)
{
  return g_list_model_get_n_items (list) == 0;
}

static gboolean
can_answer (MxKnockList *list)
{
  return mx_knock_list_can_answer (list);
}

static void
answer (MxKnockList *list,
        gboolean     accept)
{
  g_autoptr (MxPerson) person = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (accept)
    mx_knock_list_accept_async (list, mx_person_get_user_id (person), NULL, mx_test_store_cb, &result);
  else
    mx_knock_list_deny_async (list, mx_person_get_user_id (person), "no", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_knock_list_answer_finish (list, result, &error));
  g_assert_no_error (error);
}

typedef struct
{
  MxSession *session;
  const char *room_id;
} Wanted;

static gboolean
is_there (Wanted *wanted)
{
  return mx_session_get_room (wanted->session, wanted->room_id) != NULL;
}

/* The other side of the door: who asks comes into the list by itself. */
static void
test_requests (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "door", KNOCK);
  g_autofree char *path = g_strdup_printf ("knock/%%23door%%3Alocalhost%%3A%s", strchr (server->name, ':') + 1);
  MxSomebody *ben = mx_somebody_new (server, "ben");
  MxSession *session = enter ("ann");
  Wanted wanted = { session, room_id };
  g_autoptr (MxPerson) person = NULL;
  MxTimeline *timeline;
  MxKnockList *list;

  mx_test_assert_wait (is_there, &wanted, 20000);
  timeline = mx_room_get_timeline (mx_session_get_room (session, room_id));
  list = mx_knock_list_new (mx_session_get_room (session, room_id));
  mx_test_assert_wait (can_answer, list, 20000);
  g_assert_true (is_empty (G_LIST_MODEL (list)));
  mx_somebody_do (ben, "POST", path, "{\"reason\":\"It is me\"}");
  mx_test_assert_wait (has_one, list, 20000);
  person = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (mx_person_get_name (person), ==, "ben");
  g_assert_cmpstr (mx_person_get_reason (person), ==, "It is me");
  answer (list, FALSE);
  mx_test_assert_wait (is_empty, list, 20000);
  mx_somebody_do (ben, "POST", path, "{}");
  mx_test_assert_wait (has_one, list, 20000);
  answer (list, TRUE);
  mx_test_assert_wait (is_empty, list, 20000);
  mx_somebody_do_in (ben, "POST", room_id, "join", "{}");
  mx_somebody_free (ben);
  g_object_unref (list);
  g_object_unref (timeline);
  leave (session);
}

static gboolean
is_loaded (MxFoundRooms *rooms)
{
  return !mx_found_rooms_is_loading (rooms);
}

static void
load (MxFoundRooms *rooms)
{
  mx_found_rooms_load_more (rooms);
  mx_test_assert_wait (is_loaded, rooms, 20000);
  g_assert_no_error (mx_found_rooms_get_error (rooms));
}

static char *
make_room (MxSession           *session,
           const MxRoomOptions *options)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *room_id;

  mx_session_make_room_async (session, options, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 40000);
  room_id = mx_session_string_finish (session, result, &error);
  g_assert_no_error (error);
  return room_id;
}

static void
add_child (MxSpace    *space,
           const char *room_id,
           gboolean    suggested)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_space_add_async (space, room_id, suggested, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_space_change_finish (space, result, &error));
  g_assert_no_error (error);
}

static void
assert_children (MxSpace           *space,
                 const char *const *names,
                 guint              n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (space)), ==, n);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (space), i);

    g_assert_cmpstr (mx_found_room_get_name (room), ==, names[i]);
  }
}

static void
join_selected (MxFoundRooms *rooms)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_selected = 0;

  g_object_get (rooms, "n-selected", &n_selected, NULL);
  g_assert_cmpuint (n_selected, ==, 2);
  mx_found_rooms_join_async (rooms, FALSE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_found_rooms_join_finish (rooms, result, &error));
  g_assert_no_error (error);
}

/* The sidebar's group of a space that has @data->child, once sync has brought it. */
typedef struct
{
  MxSession *session;
  const char *child;
} GroupWanted;

static gboolean
has_group (gpointer data)
{
  GroupWanted *wanted = data;
  GListModel *groups = mx_room_list_get_groups (mx_session_get_rooms (wanted->session));
  g_autoptr (MxRoomGroup) group = g_list_model_get_item (groups, 1);

  return g_list_model_get_n_items (groups) == 2 && mx_room_group_contains (group, wanted->child);
}

/* Made, filled, read page by page, joined in part; a space within opens below. */
static void
test_space (void)
{
  static const char *const names[] = { "Room s0", "Room s1", "Room s2", "Inner" };
  MxRoomOptions outer_options = { .name = "Outer", .is_public = TRUE, .is_space = TRUE };
  MxRoomOptions inner_options = { .name = "Inner", .is_public = TRUE, .is_space = TRUE };
  MxSession *host = enter ("ann");
  MxSession *session = enter ("ben");
  g_autofree char *outer = make_room (host, &outer_options);
  g_autofree char *inner = make_room (host, &inner_options);
  MxSpace *mine = mx_space_new (host, outer);
  MxSpace *space = mx_space_new (session, outer);
  GroupWanted wanted = { host, inner };
  guint n_joined = 0;

  g_assert_cmpuint (g_list_model_get_n_items (mx_room_list_get_spaces (mx_session_get_rooms (host))), ==, 2);
  for (guint i = 0; i < 3; i++) {
    g_autofree char *alias = g_strdup_printf ("s%u", i);
    g_autofree char *room_id = mx_somebody_create (ann, alias, ",\"preset\":\"public_chat\"");

    add_child (mine, room_id, i == 0);
  }
  add_child (mine, inner, FALSE);
  mx_test_assert_wait (has_group, &wanted, 20000);
  mx_found_rooms_set_page (MX_FOUND_ROOMS (space), 2, NULL);
  load (MX_FOUND_ROOMS (space));
  assert_children (space, names, 1);
  while (mx_found_rooms_has_more (MX_FOUND_ROOMS (space)))
    load (MX_FOUND_ROOMS (space));
  assert_children (space, names, G_N_ELEMENTS (names));
  for (guint i = 0; i < 4; i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (space), i);
    g_autoptr (GListModel) below = mx_space_list_below (space, room);

    g_assert_cmpint (mx_found_room_is_suggested (room), ==, i == 0);
    g_assert_cmpint (below != NULL, ==, i == 3);
    mx_found_room_set_selected (room, i == 0 || i == 2);
    if (below != NULL)
      mx_test_assert_wait (is_loaded, below, 20000);
  }
  join_selected (MX_FOUND_ROOMS (space));
  g_object_get (space, "n-joined", &n_joined, NULL);
  g_assert_cmpuint (n_joined, ==, 2);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (space), i);

    g_assert_cmpint (mx_found_room_is_member (room), ==, i == 0 || i == 2);
    g_assert_false (mx_found_room_is_selected (room));
  }
  g_object_unref (mine);
  g_object_unref (space);
  leave (host);
  leave (session);
}

static gboolean
found_tea (MxFoundRooms *rooms)
{
  g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), 0);

  return is_loaded (rooms) && g_list_model_get_n_items (G_LIST_MODEL (rooms)) == 1 &&
         g_str_equal (mx_found_room_get_name (room), "Room oolong");
}

/* What is typed last counts, however fast. */
static void
test_directory (void)
{
  g_autofree char *one = mx_somebody_create (ann, "oolong", ",\"preset\":\"public_chat\",\"visibility\":\"public\"");
  g_autofree char *two = mx_somebody_create (ann, "sencha", ",\"preset\":\"public_chat\",\"visibility\":\"public\"");
  MxSession *session = enter ("ben");
  MxDirectory *directory = mx_directory_new (session);

  load (MX_FOUND_ROOMS (directory));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (directory)), >=, 2);
  mx_directory_set_term (directory, "s");
  mx_directory_set_term (directory, "sencha");
  mx_directory_set_term (directory, "oolong");
  mx_test_assert_wait (found_tea, directory, 20000);
  g_object_unref (directory);
  leave (session);
}

static gboolean
found_people (MxPersonSearch *people)
{
  return !mx_person_search_is_loading (people) && has_one (G_LIST_MODEL (people));
}

static void
test_people (void)
{
  MxSession *session = enter ("ben");
  MxPersonSearch *people = mx_person_search_new (session);
  g_autofree char *cleo = g_strdup_printf ("@cleo:%s", server->name);
  g_autofree char *nobody = g_strdup_printf ("@unheard-of:%s", server->name);
  g_autoptr (MxPerson) person = NULL;
  g_autoptr (MxPerson) typed = NULL;

  mx_person_search_set_term (people, "c");
  mx_person_search_set_term (people, "cleo");
  mx_test_assert_wait (found_people, people, 20000);
  person = g_list_model_get_item (G_LIST_MODEL (people), 0);
  g_assert_cmpstr (mx_person_get_user_id (person), ==, cleo);
  mx_person_search_set_term (people, nobody);
  mx_test_assert_wait (found_people, people, 20000);
  typed = g_list_model_get_item (G_LIST_MODEL (people), 0);
  g_assert_cmpstr (mx_person_get_user_id (typed), ==, nobody);
  mx_person_search_set_term (people, "");
  g_assert_true (is_empty (G_LIST_MODEL (people)));
  g_object_unref (people);
  leave (session);
}

/* Before anything reads them. */
static void
install_preset (void)
{
  g_autofree char *data = mx_test_fixture ("presets/good/wiki.json", NULL);
  g_autofree char *bad = mx_test_fixture ("presets/bad/misspelt.json", NULL);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "teahouse", "presets", NULL);
  g_autofree char *path = g_build_filename (folder, "wiki.json", NULL);
  g_autofree char *bad_path = g_build_filename (folder, "misspelt.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, data, -1, NULL));
  g_assert_true (g_file_set_contents (bad_path, bad, -1, NULL));
}

/* A person's preset: its IRC links, its wiki's form, its rooms where a link is dead. */
static void
test_community (void)
{
  g_autofree char *dead = dup_alias ("helpp");
  g_autofree char *wiki = NULL;
  g_autoptr (GListModel) suggested = NULL;
  g_autoptr (MxFoundRoom) room = NULL;
  g_autoptr (MxLink) irc = NULL;
  MxCommunity *theirs;
  MxSession *session;
  MxJoinFlow *flow;

  install_preset ();
  session = enter ("ben");
  irc = mx_session_parse_link (session, "ircs://irc.example.net/wikipedia-en-help", NULL);
  theirs = mx_session_find_community (session, irc);
  flow = mx_join_flow_new (session, dead);
  g_assert_nonnull (irc);
  g_assert_cmpstr (irc->id, ==, "#help:example.org");
  g_assert_nonnull (theirs);
  wiki = mx_community_dup_wiki_link (theirs, "#help:example.org", "Help");
  g_assert_cmpstr (wiki, ==, "[https://matrix.to/#/%23help%3Aexample.org Help]");
  g_assert_true (mx_session_find_community (session, NULL) == theirs);
  g_assert_cmpuint (mx_session_get_link_rules (session, "!help:example.org")->len, ==, 5);
  /* A room of nobody's follows the welcome page's community. */
  g_assert_cmpuint (mx_session_get_link_rules (session, "!elsewhere")->len, ==, 5);
  mx_join_flow_start (flow);
  wait_shown (flow, MX_PREVIEW_NOT_FOUND);
  g_object_get (flow, "suggested-rooms", &suggested, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (suggested), ==, 1);
  room = g_list_model_get_item (suggested, 0);
  g_assert_cmpstr (mx_found_room_get_alias (room), ==, "#help:example.org");
  g_clear_object (&room);
  g_clear_object (&suggested);
  g_assert_finalize_object (flow);
  leave (session);
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  ann = mx_somebody_new (server, "ann");
  g_test_add_func ("/find/model/knock", test_knock);
  g_test_add_func ("/find/model/needs-invite", test_needs_invite);
  g_test_add_func ("/find/model/requests", test_requests);
  g_test_add_func ("/find/model/space", test_space);
  g_test_add_func ("/find/model/directory", test_directory);
  g_test_add_func ("/find/model/people", test_people);
  g_test_add_func ("/find/model/community", test_community);
  result = g_test_run ();
  mx_somebody_free (ann);
  mx_homeserver_free (server);
  return result;
}
