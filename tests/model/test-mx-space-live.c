/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A group of forty rooms against the real homeserver, which allows fewer joins a second than the
 * program could ask for: pages that come when they are wanted, joining some, joining all. */

#include "config.h"

#include "mx-somebody.h"

#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-session.h"
#include "mx-space.h"

static MxHomeserver *server;
static MxSomebody *ann;

static MxSession *
enter (const char *name)
{
  MxSession *session = mx_session_new (mx_test_temp_dir ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_login_password_async (session, server->url, name, name, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_session_login_finish (session, result, &error));
  g_assert_no_error (error);
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

#define N_MANY   40
#define N_CHOSEN 12

/* Forty rooms, of which one lets nobody in; (transfer full): the space. */
static char *
make_many (void)
{
  g_autoptr (GString) more = g_string_new (",\"preset\":\"public_chat\",\"creation_content\":{\"type\":\"m.space\"},"
                                           "\"initial_state\":[");

  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *alias = g_strdup_printf ("many%02u", i);
    g_autofree char *room_id = mx_somebody_create (ann, alias,
                                                   i == 3 ? ",\"preset\":\"private_chat\",\"initial_state\":[{"
                                                            "\"type\":\"m.room.history_visibility\",\"state_key\":\"\","
                                                            "\"content\":{\"history_visibility\":\"world_readable\"}}]"
                                                          : ",\"preset\":\"public_chat\"");

    g_string_append_printf (more,
                            "%s{\"type\":\"m.space.child\",\"state_key\":\"%s\",\"content\":"
                            "{\"via\":[\"%s\"],\"order\":\"%02u\"}}",
                            i > 0 ? "," : "", room_id, server->name, i);
  }
  g_string_append (more, "]");
  return mx_somebody_create (ann, "many", more->str);
}

static guint
count_members (MxFoundRooms *rooms)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rooms)); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);

    n += mx_found_room_is_member (room);
  }
  return n;
}

static gboolean
are_members (MxFoundRooms *rooms)
{
  return count_members (rooms) == N_CHOSEN - 1;
}

/* Joins, and checks that nothing but the room that lets nobody in was refused: not for the server's limit either. */
static void
join_but_one (MxFoundRooms *rooms,
              gboolean      all,
              guint         wanted)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_joined = 0;

  mx_found_rooms_join_async (rooms, all, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 120000);
  g_assert_false (mx_found_rooms_join_finish (rooms, result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NEEDS_INVITE);
  g_object_get (rooms, "n-joined", &n_joined, NULL);
  g_assert_cmpuint (n_joined, ==, wanted);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rooms)); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);
    gboolean is_shut = g_str_equal (mx_found_room_get_name (room), "Room many03");

    g_assert_cmpint (mx_found_room_get_error (room) != NULL, ==, is_shut);
  }
}

/* A space of forty rooms comes page by page; twelve of them are chosen, then all, those too that nobody scrolled to. */
static void
test_many (void)
{
  g_autofree char *outer = make_many ();
  MxSession *session = enter ("ben");
  MxSpace *space = mx_space_new (session, outer);
  MxFoundRooms *rooms = MX_FOUND_ROOMS (space);

  mx_found_rooms_set_page (rooms, 16, NULL);
  load (rooms);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (space)), <, 20);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (space)), >=, N_CHOSEN);
  g_assert_true (mx_found_rooms_has_more (rooms));
  for (guint i = 0; i < N_CHOSEN; i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (space), i);

    mx_found_room_set_selected (room, TRUE);
  }
  join_but_one (rooms, FALSE, N_CHOSEN - 1);
  g_assert_true (mx_found_rooms_has_more (rooms));
  mx_test_assert_wait (are_members, rooms, 20000);
  join_but_one (rooms, TRUE, N_MANY - N_CHOSEN);
  g_assert_false (mx_found_rooms_has_more (rooms));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (space)), ==, N_MANY);
  g_object_unref (space);
  leave (session);
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start ("{\"rc_joins\":{\"local\":{\"per_second\":8,\"burst_count\":5}}}");
  ann = mx_somebody_new (server, "ann");
  g_test_add_func ("/space/forty-rooms", test_many);
  result = g_test_run ();
  mx_somebody_free (ann);
  mx_homeserver_free (server);
  return result;
}
