/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding rooms and people on the real homeserver: directories, spaces, persons, and the
 * conversation with one. */

#include "config.h"

#include "mx-somebody.h"

#include "mx-error.h"
#include "mx-json.h"
#include "mx-room-options.h"

#define N_CHILDREN 5

static MxHomeserver *server;
static MxSomebody *ann;

static MxFixture *
sign_in (const char *name)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  mx_fixture_login (me, server->url, name, name, &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  return me;
}

static MxRoomPage *
search (MxFixture   *me,
        const char  *host,
        const char  *term,
        const char  *type,
        const char  *from,
        guint        limit,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_search_rooms_async (me->engine, host, term, type, from, limit, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  return mx_engine_room_page_finish (me->engine, result, error);
}

static MxRoomPage *
children (MxFixture  *me,
          const char *space,
          const char *from,
          guint       limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxRoomPage *page;

  mx_engine_load_children_async (me->engine, space, from, limit, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  page = mx_engine_room_page_finish (me->engine, result, &error);
  g_assert_no_error (error);
  return page;
}

#define PUBLISHED ",\"preset\":\"public_chat\",\"visibility\":\"public\""

static void
test_directory (void)
{
  g_autofree char *one = mx_somebody_create (ann, "green-tea", PUBLISHED);
  g_autofree char *two = mx_somebody_create (ann, "black-tea", PUBLISHED);
  g_autofree char *three = mx_somebody_create (ann, "coffee", PUBLISHED);
  MxFixture *ben = sign_in ("ben");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRoomPage) found = search (ben, NULL, "tea", NULL, NULL, 10, &error);
  g_autoptr (MxRoomPage) named = search (ben, server->name, "coffee", NULL, NULL, 10, &error);
  g_autoptr (MxRoomPage) first = search (ben, NULL, NULL, NULL, NULL, 2, &error);
  g_autoptr (MxRoomPage) second = NULL;
  const MxRoomPreview *room;

  g_assert_no_error (error);
  g_assert_cmpuint (found->rooms->len, ==, 2);
  g_assert_cmpuint (named->rooms->len, ==, 1);
  room = named->rooms->pdata[0];
  g_assert_cmpstr (room->room_id, ==, three);
  g_assert_cmpstr (room->name, ==, "Room coffee");
  g_assert_cmpstr (room->join_rule, ==, "public");
  g_assert_cmpuint (room->members, ==, 1);
  g_assert_cmpuint (first->rooms->len, ==, 2);
  g_assert_nonnull (first->next);
  second = search (ben, NULL, NULL, NULL, first->next, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->rooms->len, ==, 1);
  g_assert_null (second->next);
  g_assert_null (search (ben, "far.example", NULL, NULL, NULL, 2, &error));
  g_assert_nonnull (error);
  mx_fixture_free (ben);
}

static void
set_child (MxFixture  *me,
           const char *space,
           const char *room_id,
           gboolean    present)
{
  const char *const via[] = { server->name, NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_set_child_async (me->engine, space, room_id, present ? via : NULL, TRUE, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_engine_boolean_finish (me->engine, result, &error));
  g_assert_no_error (error);
}

static char *
make_space (MxFixture     *me,
            MxRoomOptions *options)
{
  g_autofree char *json = NULL;

  options->is_space = TRUE;
  json = mx_room_options_to_json (options);
  return mx_fixture_create_room (me, json);
}

static void
test_space (void)
{
  MxRoomOptions options = { .name = "Commons", .alias = "commons", .is_public = TRUE, .is_published = TRUE };
  MxFixture *host = sign_in ("ann");
  MxFixture *ben = sign_in ("ben");
  g_autofree char *space = make_space (host, &options);
  g_auto (GStrv) rooms = g_new0 (char *, N_CHILDREN + 1);
  g_autoptr (MxRoomPage) first = NULL;
  g_autoptr (MxRoomPage) second = NULL;
  g_autoptr (MxRoomPage) spaces = NULL;
  g_autoptr (MxRoomPage) without = NULL;

  for (guint i = 0; i < N_CHILDREN; i++) {
    g_autofree char *alias = g_strdup_printf ("child-%u", i);

    rooms[i] = mx_somebody_create (ann, alias, ",\"preset\":\"public_chat\"");
    set_child (host, space, rooms[i], TRUE);
  }
  first = children (ben, space, NULL, 3);
  g_assert_nonnull (first->space);
  g_assert_cmpstr (first->space->type, ==, "m.space");
  g_assert_cmpstr (first->space->name, ==, "Commons");
  g_assert_cmpuint (first->rooms->len, ==, 2);
  g_assert_cmpuint (first->links->len, ==, N_CHILDREN);
  for (guint i = 0; i < N_CHILDREN; i++) {
    const MxRoomPreview *link = first->links->pdata[i];

    g_assert_cmpstr (link->room_id, ==, rooms[i]);
    g_assert_true (link->is_suggested);
    g_assert_cmpstr (link->via[0], ==, server->name);
  }
  g_assert_nonnull (first->next);
  second = children (ben, space, first->next, 10);
  g_assert_cmpuint (second->rooms->len, ==, 3);
  g_assert_null (second->next);
  g_assert_null (second->space);
  set_child (host, space, rooms[1], FALSE);
  without = children (ben, space, NULL, 10);
  g_assert_cmpuint (without->rooms->len, ==, 4);
  spaces = search (ben, NULL, NULL, "m.space", NULL, 10, NULL);
  g_assert_cmpuint (spaces->rooms->len, ==, 1);
  mx_fixture_free (host);
  mx_fixture_free (ben);
}

static void
test_people (void)
{
  MxFixture *ben = sign_in ("ben");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autofree char *who = g_strdup_printf ("@cleo:%s", server->name);

  mx_engine_find_people_async (ben->engine, "cleo", 10, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  people = mx_engine_people_finish (ben->engine, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_cmpstr (((MxMemberInfo *) people->pdata[0])->user_id, ==, who);
  g_assert_cmpstr (((MxMemberInfo *) people->pdata[0])->name, ==, "cleo");
  mx_fixture_free (ben);
}

static char *
start_direct (MxFixture   *me,
              const char  *user_id,
              GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_start_direct_async (me->engine, user_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 40000);
  return mx_engine_string_finish (me->engine, result, error);
}

typedef struct
{
  MxFixture *me;
  const char *room_id;
  const char *user_id;
} Direct;

static gboolean
is_direct (Direct *direct)
{
  MxRoomSummary *summary = mx_fixture_summary (direct->me, direct->room_id);

  return summary && g_strcmp0 (summary->direct_user, direct->user_id) == 0;
}

/* One conversation, however often it is begun, here and on the next device. */
static void
test_direct (void)
{
  MxFixture *ben = sign_in ("ben");
  g_autofree char *cleo = g_strdup_printf ("@cleo:%s", server->name);
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = start_direct (ben, cleo, &error);
  g_autofree char *again = NULL;
  Direct direct = { ben, room_id, cleo };

  g_assert_no_error (error);
  mx_test_assert_wait (is_direct, &direct, 10000);
  again = start_direct (ben, cleo, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, room_id);
  g_assert_null (start_direct (ben, ben->account->user_id, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_clear_error (&error);
  g_assert_null (start_direct (ben, "nobody", &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  mx_fixture_free (ben);
  ben = sign_in ("ben");
  direct.me = ben;
  mx_test_assert_wait (is_direct, &direct, 10000);
  mx_fixture_free (ben);
}

static char *
dup_state (MxFixture  *me,
           const char *room_id,
           const char *type,
           const char *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonObject) content = NULL;

  mx_engine_get_state_async (me->engine, room_id, type, "", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  json = mx_engine_string_finish (me->engine, result, &error);
  g_assert_no_error (error);
  content = mx_json_parse_object (json, strlen (json), 65536, NULL);
  return g_strdup (mx_json_get_string (content, member));
}

static gboolean
has_invited (Direct *wanted)
{
  return mx_fixture_summary (wanted->me, wanted->room_id)->invited_count == 1;
}

/* "Only the people here can read this." */
static void
test_private_group (void)
{
  MxFixture *ben = sign_in ("ben");
  g_autofree char *cleo = g_strdup_printf ("@cleo:%s", server->name);
  char *invite[] = { cleo, NULL };
  MxRoomOptions options = { .name = "Few", .invite = invite, .hides_past = TRUE };
  g_autofree char *json = mx_room_options_to_json (&options);
  g_autofree char *room_id = mx_fixture_create_room (ben, json);
  g_autofree char *rule = dup_state (ben, room_id, "m.room.join_rules", "join_rule");
  g_autofree char *seen = dup_state (ben, room_id, "m.room.history_visibility", "history_visibility");
  g_autofree char *guests = dup_state (ben, room_id, "m.room.guest_access", "guest_access");
  Direct invited = { ben, room_id, cleo };

  g_assert_cmpstr (rule, ==, "invite");
  g_assert_cmpstr (seen, ==, "invited");
  g_assert_cmpstr (guests, ==, "forbidden");
  mx_test_assert_wait (has_invited, &invited, 10000);
  mx_fixture_free (ben);
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
  g_test_add_func ("/find/live/directory", test_directory);
  g_test_add_func ("/find/live/space", test_space);
  g_test_add_func ("/find/live/people", test_people);
  g_test_add_func ("/find/live/direct", test_direct);
  g_test_add_func ("/find/live/private-group", test_private_group);
  result = g_test_run ();
  mx_somebody_free (ann);
  mx_homeserver_free (server);
  return result;
}
