/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a link shows before anybody joins: every state, from a server that says what the
 * test wants, signed in, as a guest and signed out. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"
#include "mx-link.h"

#include <string.h>

#define ALIAS_PATH   "GET /_matrix/client/v3/directory/room/"
#define SUMMARY_PATH "GET /_matrix/client/v1/room_summary/"
#define DIRECTORY    "/_matrix/client/v3/publicRooms"
#define TARGET       "!target:localhost"

typedef enum {
  SIGNED_OUT,
  GUEST,
  SIGNED_IN,
} Who;

typedef struct
{
  MxScript *script;
  MxTestServer *server;
  MxFixture *me;
} Scene;

static void
scene_begin (Scene *scene,
             Who    who)
{
  g_autoptr (GError) error = NULL;

  scene->script = mx_script_new ();
  scene->server = mx_script_get_server (scene->script);
  mx_script_push_room (scene->script);
  mx_test_server_reply (scene->server, "POST /_matrix/client/v3/register", 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"guest\",\"device_id\":\"G\"}");
  mx_test_server_reply (scene->server, ALIAS_PATH, 200, NULL,
                        "{\"room_id\":\"" TARGET "\",\"servers\":[\"localhost\",\"other.example\"]}");
  mx_test_server_reply (scene->server, DIRECTORY, 200, NULL, "{\"chunk\":[]}");
  scene->me = mx_fixture_new (NULL);
  if (who == GUEST)
    mx_fixture_login_guest (scene->me, mx_script_get_url (scene->script), &error);
  else if (who == SIGNED_IN)
    mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "pw", &error);
  g_assert_no_error (error);
  if (who != SIGNED_OUT)
    mx_fixture_wait_live (scene->me);
  mx_test_server_clear_log (scene->server);
}

static void
scene_end (Scene *scene)
{
  mx_fixture_free (scene->me);
  mx_script_free (scene->script);
}

static MxRoomPreview *
look (Scene       *scene,
      const char  *link,
      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_preview_async (scene->me->engine, link, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  return mx_engine_preview_finish (scene->me->engine, result, error);
}

/* The link of a room on the scripted server. */
static char *
dup_alias (Scene      *scene,
           const char *name)
{
  return g_strdup_printf ("#%s:127.0.0.1:%u", name, mx_test_server_get_port (scene->server));
}

static MxRoomPreview *
look_at_alias (Scene *scene)
{
  g_autofree char *alias = dup_alias (scene, "tea");
  g_autoptr (GError) error = NULL;
  MxRoomPreview *preview = look (scene, alias, &error);

  g_assert_no_error (error);
  g_assert_nonnull (preview);
  return preview;
}

/* --- from the summary ---------------------------------------------------------------- */

typedef struct
{
  const char *name;
  Who who;
  int status;
  const char *summary;
  MxPreviewState state;
} Case;

#define COMMON "\"room_id\":\"" TARGET "\",\"name\":\"Tea\",\"num_joined_members\":7"
#define CLOSED ",\"guest_can_join\":false,\"world_readable\":false"
#define OPEN   ",\"guest_can_join\":true,\"world_readable\":false"

static const Case cases[] = {
  { "public", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"public\"}", MX_PREVIEW_JOIN },
  { "no-rule", SIGNED_IN, 200, "{" COMMON CLOSED "}", MX_PREVIEW_JOIN },
  { "restricted", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"restricted\"}", MX_PREVIEW_JOIN },
  { "knock", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"knock\"}", MX_PREVIEW_KNOCK },
  { "knock-restricted", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"knock_restricted\"}", MX_PREVIEW_KNOCK },
  { "invite", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"invite\"}", MX_PREVIEW_NEEDS_INVITE },
  { "rule-of-tomorrow", SIGNED_IN, 200, "{" COMMON CLOSED ",\"join_rule\":\"org.x\"}", MX_PREVIEW_NEEDS_INVITE },
  { "joined", SIGNED_IN, 200, "{" COMMON CLOSED ",\"membership\":\"join\"}", MX_PREVIEW_JOINED },
  { "invited", SIGNED_IN, 200, "{" COMMON CLOSED ",\"membership\":\"invite\"}", MX_PREVIEW_INVITED },
  { "banned", SIGNED_IN, 200, "{" COMMON CLOSED ",\"membership\":\"ban\"}", MX_PREVIEW_BANNED },
  { "left", SIGNED_IN, 200, "{" COMMON CLOSED ",\"membership\":\"leave\"}", MX_PREVIEW_JOIN },
  { "guest-may", GUEST, 200, "{" COMMON OPEN "}", MX_PREVIEW_JOIN },
  { "guest-may-not", GUEST, 200, "{" COMMON CLOSED "}", MX_PREVIEW_NEEDS_ACCOUNT },
  { "guest-may-not-ask", GUEST, 200, "{" COMMON OPEN ",\"join_rule\":\"knock\"}", MX_PREVIEW_NEEDS_ACCOUNT },
  { "stranger-may", SIGNED_OUT, 200, "{" COMMON OPEN "}", MX_PREVIEW_GUEST },
  { "stranger-may-not", SIGNED_OUT, 200, "{" COMMON CLOSED "}", MX_PREVIEW_NEEDS_ACCOUNT },
  { "stranger-invite", SIGNED_OUT, 200, "{" COMMON OPEN ",\"join_rule\":\"invite\"}", MX_PREVIEW_NEEDS_ACCOUNT },
  { "private", SIGNED_IN, 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", MX_PREVIEW_UNKNOWN },
  { "forbidden", SIGNED_IN, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"x\"}", MX_PREVIEW_UNKNOWN },
  { "private-stranger", SIGNED_OUT, 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", MX_PREVIEW_NEEDS_ACCOUNT },
  { "down", SIGNED_IN, 503, "down", MX_PREVIEW_UNREACHABLE },
  { "down-stranger", SIGNED_OUT, 502, "down", MX_PREVIEW_UNREACHABLE },
  { "garbage", SIGNED_IN, 200, "{\"room_id\":5,\"name\":[],\"num_joined_members\":\"x\"}", MX_PREVIEW_UNKNOWN },
  { "no-json", SIGNED_IN, 200, "<html>", MX_PREVIEW_UNKNOWN },
};

static void
test_summary (gconstpointer data)
{
  const Case *wanted = data;
  g_autoptr (MxRoomPreview) preview = NULL;
  Scene scene;

  scene_begin (&scene, wanted->who);
  mx_test_server_reply (scene.server, SUMMARY_PATH, wanted->status, NULL, wanted->summary);
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, wanted->state);
  g_assert_cmpstr (preview->room_id, ==, TARGET);
  g_assert_cmpstr (preview->via[1], ==, "other.example");
  if (strstr (wanted->summary, "Tea")) {
    g_assert_cmpstr (preview->name, ==, "Tea");
    g_assert_cmpuint (preview->members, ==, 7);
  } else {
    /* That a room tells strangers nothing is no fault. */
    g_assert_true ((preview->error == NULL) == (wanted->status == 403 || wanted->status == 404));
  }
  /* Who is not signed in leaves no trace but the questions. */
  g_assert_true (wanted->who != SIGNED_OUT || !mx_test_server_get_request (scene.server, SUMMARY_PATH,
                                                                           0)
                                                 ->authorization);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST /_matrix/client/v3/register"), ==, 0);
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST /_matrix/client/v3/join"), ==, 0);
  scene_end (&scene);
}

/* Servers before the specification had it know it elsewhere. */
static void
test_old_paths (void)
{
  static const char *const paths[] = {
    "GET /_matrix/client/unstable/im.nheko.summary/summary/",
    "GET /_matrix/client/unstable/im.nheko.summary/rooms/",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (MxRoomPreview) preview = NULL;
    Scene scene;

    scene_begin (&scene, SIGNED_IN);
    mx_test_server_reply (scene.server, paths[i], 200, NULL, "{" COMMON OPEN "}");
    preview = look_at_alias (&scene);
    g_assert_cmpint (preview->state, ==, MX_PREVIEW_JOIN);
    scene_end (&scene);
  }
}

static void
test_history (void)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  const MxTimelineEntry *entry;
  const MxMemberInfo *member;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  mx_test_server_reply (scene.server, SUMMARY_PATH, 200, NULL,
                        "{" COMMON ",\"guest_can_join\":true,\"world_readable\":true,\"topic\":\"All of it\","
                        "\"canonical_alias\":\"#real:localhost\",\"avatar_url\":\"mxc://localhost/a\","
                        "\"encryption\":\"m.megolm.v1.aes-sha2\"}");
  mx_test_server_reply (scene.server, "GET /_matrix/client/v3/rooms/" TARGET "/messages", 200, NULL,
                        "{\"start\":\"a\",\"end\":\"b\",\"chunk\":["
                        "{\"type\":\"m.room.message\",\"event_id\":\"$2\",\"sender\":\"@ben:localhost\","
                        "\"origin_server_ts\":6,\"content\":{\"msgtype\":\"m.text\",\"body\":\"second\"}},"
                        "{\"type\":\"broken\"},"
                        "{\"type\":\"m.room.message\",\"event_id\":\"$1\",\"sender\":\"@cleo:localhost\","
                        "\"origin_server_ts\":5,\"content\":{\"msgtype\":\"m.text\",\"body\":\"first\"}}]}");
  mx_test_server_reply (scene.server,
                        "GET /_matrix/client/v3/rooms/" TARGET "/state/m.room.member/@ben:localhost", 200, NULL,
                        "{\"membership\":\"join\",\"displayname\":\"Ben\"}");
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_JOIN);
  g_assert_true (preview->is_world_readable);
  g_assert_true (preview->is_encrypted);
  g_assert_cmpstr (preview->topic, ==, "All of it");
  g_assert_cmpstr (preview->alias, ==, "#real:localhost");
  g_assert_cmpstr (preview->avatar, ==, "mxc://localhost/a");
  g_assert_nonnull (preview->history);
  g_assert_cmpuint (preview->history->entries->len, ==, 2);
  entry = preview->history->entries->pdata[0];
  g_assert_cmpstr (mx_fixture_body (entry), ==, "first");
  entry = preview->history->entries->pdata[1];
  g_assert_cmpstr (mx_fixture_body (entry), ==, "second");
  g_assert_cmpuint (preview->history->members->len, ==, 2);
  member = preview->history->members->pdata[0];
  g_assert_cmpstr (member->name, ==, "cleo");
  member = preview->history->members->pdata[1];
  g_assert_cmpstr (member->name, ==, "Ben");
  scene_end (&scene);
}

static void
test_moved (void)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  mx_test_server_reply (scene.server, SUMMARY_PATH, 200, NULL,
                        "{" COMMON ",\"guest_can_join\":true,\"world_readable\":true}");
  mx_test_server_reply (scene.server, "GET /_matrix/client/v3/rooms/" TARGET "/state/m.room.tombstone", 200, NULL,
                        "{\"body\":\"moved\",\"replacement_room\":\"!new:localhost\"}");
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_MOVED);
  g_assert_cmpstr (preview->replacement, ==, "!new:localhost");
  scene_end (&scene);
}

#define STATE(room, type) "GET /_matrix/client/v3/rooms/" room "/state/" type

/* A tombstone is believed unless the new room says otherwise, and a ring of rooms has an end. */
static void
test_moves (void)
{
  static const struct
  {
    const char *create;
    MxPreviewState state;
    gboolean is_confirmed;
  } moves[] = {
    { "{\"predecessor\":{\"room_id\":\"" TARGET "\"}}", MX_PREVIEW_MOVED, TRUE },
    { "{\"predecessor\":{\"room_id\":\"!other:localhost\"}}", MX_PREVIEW_JOIN, FALSE },
    { "{\"predecessor\":7}", MX_PREVIEW_JOIN, FALSE },
    { "{}", MX_PREVIEW_JOIN, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    g_autoptr (MxRoomPreview) preview = NULL;
    Scene scene;

    scene_begin (&scene, SIGNED_IN);
    mx_test_server_reply (scene.server, SUMMARY_PATH, 200, NULL, "{" COMMON ",\"world_readable\":true}");
    mx_test_server_reply (scene.server, STATE (TARGET, "m.room.tombstone"), 200, NULL,
                          "{\"replacement_room\":\"!new:localhost\"}");
    mx_test_server_reply (scene.server, STATE ("!new:localhost", "m.room.create"), 200, NULL, moves[i].create);
    /* The new room says that it became the old one: a ring. */
    mx_test_server_reply (scene.server, STATE ("!new:localhost", "m.room.tombstone"), 200, NULL,
                          "{\"replacement_room\":\"" TARGET "\"}");
    preview = look_at_alias (&scene);
    g_assert_cmpint (preview->state, ==, moves[i].state);
    g_assert_cmpint (preview->is_confirmed, ==, moves[i].is_confirmed);
    g_assert_cmpstr (preview->replacement, ==, moves[i].state == MX_PREVIEW_MOVED ? "!new:localhost" : NULL);
    scene_end (&scene);
  }
}

/* Whom a restricted room lets in. */
static void
test_restricted (void)
{
  static const struct
  {
    const char *rule;
    const char *allowed;
    MxPreviewState state;
  } rules[] = {
    { "restricted", MX_SCRIPT_ROOM, MX_PREVIEW_JOIN },
    { "restricted", "!far:localhost", MX_PREVIEW_NEEDS_INVITE },
    { "knock_restricted", MX_SCRIPT_ROOM, MX_PREVIEW_JOIN },
    { "knock_restricted", "!far:localhost", MX_PREVIEW_KNOCK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *summary = g_strdup_printf ("{" COMMON CLOSED ","
                                                "\"join_rule\":\"%s\",\"allowed_room_ids\":[\"%s\"]}",
                                                rules[i].rule, rules[i].allowed);
    g_autoptr (MxRoomPreview) preview = NULL;
    Scene scene;

    scene_begin (&scene, SIGNED_IN);
    mx_test_server_reply (scene.server, SUMMARY_PATH, 200, NULL, summary);
    preview = look_at_alias (&scene);
    g_assert_cmpint (preview->state, ==, rules[i].state);
    scene_end (&scene);
  }
}

/* A server that tells no summary under any name: its directory's row goes for it. */
static void
test_directory_row (gconstpointer data)
{
  Who who = GPOINTER_TO_INT (data);
  g_autoptr (MxRoomPreview) preview = NULL;
  Scene scene;

  scene_begin (&scene, who);
  mx_test_server_reply (scene.server, DIRECTORY, 200, NULL,
                        "{\"chunk\":[{\"room_id\":\"!other:localhost\"},{" COMMON OPEN ",\"topic\":\"Leaves\"}]}");
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, who == SIGNED_IN ? MX_PREVIEW_JOIN : MX_PREVIEW_GUEST);
  g_assert_cmpint (preview->with_account, ==, MX_PREVIEW_JOIN);
  g_assert_cmpstr (preview->topic, ==, "Leaves");
  g_assert_null (preview->error);
  scene_end (&scene);
}

/* --- from the store ------------------------------------------------------------------ */

static gboolean
has_invite (MxFixture *me)
{
  return mx_fixture_summary (me, TARGET) != NULL;
}

static void
test_store (void)
{
  g_autoptr (MxRoomPreview) joined = NULL;
  g_autoptr (MxRoomPreview) invited = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  joined = look (&scene, MX_SCRIPT_ROOM, &error);
  g_assert_no_error (error);
  g_assert_cmpint (joined->state, ==, MX_PREVIEW_JOINED);
  g_assert_cmpstr (joined->name, ==, "The room");
  g_assert_cmpuint (joined->members, ==, 2);

  mx_script_push (scene.script,
                  "\"rooms\":{\"invite\":{\"" TARGET "\":{\"invite_state\":{\"events\":["
                  "{\"type\":\"m.room.name\",\"sender\":\"@ben:localhost\",\"state_key\":\"\","
                  "\"content\":{\"name\":\"Secret\"}},"
                  "{\"type\":\"m.room.member\",\"sender\":\"@ben:localhost\",\"state_key\":\"@ben:localhost\","
                  "\"content\":{\"membership\":\"join\",\"displayname\":\"Ben\"}},"
                  "{\"type\":\"m.room.member\",\"sender\":\"@ben:localhost\",\"state_key\":\"" MX_SCRIPT_USER "\","
                  "\"content\":{\"membership\":\"invite\"}}]}}}}");
  mx_test_assert_wait (has_invite, scene.me, 5000);
  invited = look_at_alias (&scene);
  g_assert_cmpint (invited->state, ==, MX_PREVIEW_INVITED);
  g_assert_cmpstr (invited->name, ==, "Secret");
  g_assert_cmpstr (invited->inviter, ==, "Ben");
  g_assert_cmpuint (mx_test_server_count (scene.server, SUMMARY_PATH), ==, 0);
  scene_end (&scene);
}

/* --- what is not there --------------------------------------------------------------- */

static void
test_suggestions (gconstpointer data)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  MxRoomPreview *other;
  Scene scene;

  scene_begin (&scene, GPOINTER_TO_INT (data));
  mx_test_server_reply (scene.server, ALIAS_PATH, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_test_server_reply (scene.server, DIRECTORY, 200, NULL,
                        "{\"chunk\":["
                        "{\"room_id\":\"!cats:localhost\",\"canonical_alias\":\"#cats:localhost\","
                        "\"num_joined_members\":900},"
                        "{\"room_id\":\"bad\",\"canonical_alias\":\"#tea:localhost\"},"
                        "{\"room_id\":\"!tee:localhost\",\"canonical_alias\":\"#tee:localhost\",\"name\":\"Tee\","
                        "\"num_joined_members\":4,\"world_readable\":true,\"guest_can_join\":true}]}");
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_NOT_FOUND);
  g_assert_error (preview->error, MX_ERROR, MX_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (preview->server, "127.0.0.1:"));
  g_assert_cmpuint (preview->suggestions->len, ==, 1);
  other = preview->suggestions->pdata[0];
  g_assert_cmpstr (other->room_id, ==, "!tee:localhost");
  g_assert_cmpstr (other->name, ==, "Tee");
  g_assert_cmpstr (other->link->id, ==, "#tee:localhost");
  g_assert_cmpuint (other->members, ==, 4);
  scene_end (&scene);
}

static void
test_no_suggestions (void)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  mx_test_server_reply (scene.server, ALIAS_PATH, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_NOT_FOUND);
  g_assert_cmpuint (preview->suggestions->len, ==, 0);
  /* By the word, then the whole. */
  g_assert_cmpuint (mx_test_server_count (scene.server, "POST " DIRECTORY), ==, 1);
  g_assert_cmpuint (mx_test_server_count (scene.server, "GET " DIRECTORY), ==, 1);
  scene_end (&scene);
}

static void
test_unreachable (gconstpointer data)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  Scene scene;

  scene_begin (&scene, GPOINTER_TO_INT (data));
  mx_test_server_stop (scene.server);
  preview = look_at_alias (&scene);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_UNREACHABLE);
  g_assert_nonnull (preview->error);
  mx_test_server_start (scene.server);
  scene_end (&scene);
}

/* One's own server is well: the one that the link names does not answer it. */
static void
test_far_server (void)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  mx_test_server_reply (scene.server, ALIAS_PATH, 502, NULL, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"x\"}");
  preview = look (&scene, "#tea:far.example", &error);
  g_assert_no_error (error);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_UNREACHABLE);
  g_assert_cmpstr (preview->server, ==, "far.example");
  g_assert_cmpstr (preview->alias, ==, "#tea:far.example");
  g_assert_error (preview->error, MX_ERROR, MX_ERROR_FAR_SERVER);
  g_assert_cmpstr (mx_error_get_server (preview->error), ==, "far.example");
  scene_end (&scene);
}

/* Room version 12: the id names no server, and nobody who could be asked is known. */
static void
test_no_server (void)
{
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_OUT);
  preview = look (&scene, "!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &error);
  g_assert_no_error (error);
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_NEEDS_ACCOUNT);
  g_assert_cmpint (preview->with_account, ==, MX_PREVIEW_UNKNOWN);
  g_assert_null (preview->server);
  g_assert_no_error (preview->error);
  scene_end (&scene);
}

static void
test_bad_links (void)
{
  static const char *const links[] = {
    "",
    "tea",
    "@ben:localhost",
    "https://example.org/",
    "#:localhost",
    "matrix:r/../x",
    "#tea:",
  };
  Scene scene;
  gsize i;

  scene_begin (&scene, SIGNED_IN);
  mx_test_server_clear_log (scene.server);
  for (i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxRoomPreview) preview = look (&scene, links[i], &error);

    g_assert_null (preview);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
  g_assert_cmpuint (mx_test_server_count (scene.server, ALIAS_PATH), ==, 0);
  g_assert_cmpuint (mx_test_server_count (scene.server, SUMMARY_PATH), ==, 0);
  scene_end (&scene);
}

/* Whoever goes on without waiting is not held. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autofree char *alias = NULL;
  Scene scene;

  scene_begin (&scene, SIGNED_IN);
  alias = dup_alias (&scene, "tea");
  mx_test_server_hold (scene.server, SUMMARY_PATH);
  mx_engine_preview_async (scene.me->engine, alias, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (scene.server, SUMMARY_PATH, 1, 5000));
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, 5000);
  preview = mx_engine_preview_finish (scene.me->engine, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  mx_test_server_release (scene.server, SUMMARY_PATH);
  g_clear_object (&result);
  scene_end (&scene);
}

int
main (int    argc,
      char **argv)
{
  gsize i;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/preview/summary/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_summary);
  }
  g_test_add_func ("/preview/old-paths", test_old_paths);
  g_test_add_func ("/preview/history", test_history);
  g_test_add_func ("/preview/moved", test_moved);
  g_test_add_func ("/security/H11/moves", test_moves);
  g_test_add_func ("/preview/restricted", test_restricted);
  g_test_add_data_func ("/preview/directory-row/signed-in", GINT_TO_POINTER (SIGNED_IN), test_directory_row);
  g_test_add_data_func ("/preview/directory-row/signed-out", GINT_TO_POINTER (SIGNED_OUT), test_directory_row);
  g_test_add_func ("/preview/store", test_store);
  g_test_add_data_func ("/preview/suggestions/signed-in", GINT_TO_POINTER (SIGNED_IN), test_suggestions);
  g_test_add_data_func ("/preview/suggestions/signed-out", GINT_TO_POINTER (SIGNED_OUT), test_suggestions);
  g_test_add_func ("/preview/no-suggestions", test_no_suggestions);
  g_test_add_data_func ("/preview/unreachable/signed-in", GINT_TO_POINTER (SIGNED_IN), test_unreachable);
  g_test_add_data_func ("/preview/unreachable/signed-out", GINT_TO_POINTER (SIGNED_OUT), test_unreachable);
  g_test_add_func ("/preview/far-server", test_far_server);
  g_test_add_func ("/preview/no-server", test_no_server);
  g_test_add_func ("/preview/bad-links", test_bad_links);
  g_test_add_func ("/preview/cancelled", test_cancelled);
  return g_test_run ();
}
