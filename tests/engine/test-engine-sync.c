/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Syncs that are large, garbled, refused or cannot be written, and profiles that cannot be opened: what the person
 * is told meanwhile, and that everything is there once it can be. */

#include "config.h"

#include "mx-scene.h"

#include "mx-error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define DEADLINE_MS (20000 * MX_TEST_SLOWER)
#define SYNC        "GET /_matrix/client/v3/sync"
#define FILTER      "POST /_matrix/client/v3/user/"
#define N_ROOMS     300

static void
set_up (MxScene       *scene,
        gconstpointer  data)
{
  mx_scene_prepare (scene);
}

static void
tear_down (MxScene       *scene,
           gconstpointer  data)
{
  mx_scene_end (scene);
}

static void
sign_in (MxScene *scene)
{
  g_autoptr (GError) error = NULL;

  mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (scene->me);
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
}

static gboolean
is_offline (gpointer me)
{
  return ((MxFixture *) me)->state == MX_SYNC_OFFLINE;
}

/* --- large ------------------------------------------------------------------------------- */

/* More than a megabyte: many rooms, each with a long topic, and one in the middle that is none. */
static char *
dup_many_rooms (void)
{
  g_autoptr (GString) text = g_string_new ("\"rooms\":{\"join\":{");
  g_autofree char *topic = g_strnfill (4000, 't');

  for (guint i = 0; i < N_ROOMS; i++) {
    if (i == N_ROOMS / 2)
      g_string_append (text, "\"!none:localhost\":{\"state\":7,\"timeline\":[]},\"nothing\":5,");
    g_string_append_printf (text,
                            "\"!room%u:localhost\":{\"state\":{\"events\":["
                            "{\"type\":\"m.room.topic\",\"event_id\":\"$t%u\",\"sender\":\"@ben:localhost\","
                            "\"state_key\":\"\",\"origin_server_ts\":2,\"content\":{\"topic\":\"%s\"}},"
                            "{\"type\":\"m.room.member\",\"event_id\":\"$m%u\",\"sender\":\"" MX_SCRIPT_USER
                            "\",\"state_key\":\"" MX_SCRIPT_USER "\",\"origin_server_ts\":2,"
                            "\"content\":{\"membership\":\"join\"}}]}}%s",
                            i, i, topic, i, i + 1 < N_ROOMS ? "," : "");
  }
  g_string_append (text, "}}");
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
has_many (gpointer me)
{
  return g_hash_table_size (((MxFixture *) me)->summaries) > N_ROOMS;
}

/* Every room of it is there, in order, and still is after a restart. */
static void
test_large (MxScene       *scene,
            gconstpointer  data)
{
  g_autofree char *many = dup_many_rooms ();
  g_autoptr (GError) error = NULL;

  sign_in (scene);
  g_assert_cmpuint (strlen (many), >, 1024 * 1024);
  mx_script_push (scene->script, many);
  mx_test_assert_wait (has_many, scene->me, DEADLINE_MS);
  g_assert_nonnull (mx_fixture_summary (scene->me, "!room0:localhost"));
  g_assert_nonnull (mx_fixture_summary (scene->me, "!room299:localhost"));
  g_assert_nonnull (mx_fixture_summary (scene->me, "!room151:localhost"));
  g_assert_null (mx_fixture_summary (scene->me, "nothing"));
  mx_fixture_wait_live (scene->me);
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  g_assert_true (has_many (scene->me));
  mx_fixture_wait_live (scene->me);
}

/* Cut at its end: nothing of it is taken, and all of it when it comes whole. */
static void
test_large_cut (MxScene       *scene,
                gconstpointer  data)
{
  g_autofree char *many = dup_many_rooms ();
  g_autofree char *cut = g_strdup_printf ("{\"next_batch\":\"s99\",%.*s", (int) strlen (many) - 1, many);

  sign_in (scene);
  mx_test_server_reply (scene->server, SYNC, 200, NULL, cut);
  /* Ends the question that waits. */
  mx_script_push (scene->script, "\"presence\":{}");
  mx_test_assert_wait (is_offline, scene->me, DEADLINE_MS);
  g_assert_error (scene->me->error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_assert_false (has_many (scene->me));
  mx_script_push (scene->script, many);
  mx_test_server_remove (scene->server, SYNC);
  mx_engine_try_now (scene->me->engine);
  mx_test_assert_wait (has_many, scene->me, DEADLINE_MS);
  mx_fixture_wait_live (scene->me);
  for (guint i = 0; i < mx_test_server_count (scene->server, SYNC); i++)
    g_assert_null (strstr (mx_test_server_get_request (scene->server, SYNC, i)->query, "since=s99"));
}

/* The program ends while a large answer is being taken apart: all of it is there next time. */
static void
test_large_closed (MxScene       *scene,
                   gconstpointer  data)
{
  g_autofree char *many = dup_many_rooms ();
  g_autoptr (GError) error = NULL;

  sign_in (scene);
  for (guint i = 0; i < 4; i++) {
    guint n = mx_test_server_count (scene->server, SYNC);

    mx_script_push (scene->script, many);
    g_assert_true (mx_test_server_wait (scene->server, SYNC, n, DEADLINE_MS));
    for (guint j = 0; j < i * 2000; j++)
      g_thread_yield ();
    mx_fixture_restart (scene->me);
    g_assert_true (mx_fixture_open (scene->me, &error));
    g_assert_no_error (error);
  }
  mx_test_assert_wait (has_many, scene->me, DEADLINE_MS);
}

/* --- refused -------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int status;
  const char *body;
  int code;
} Answer;

static const Answer answers[] = {
  /* A proxy's or a gateway's, which says nothing of the session. */
  { "proxy", 401, "<html>Who are you?</html>", MX_ERROR_REFUSED },
  { "gateway", 403, "<html>Forbidden</html>", MX_ERROR_FORBIDDEN },
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
  { "empty", 200, "", MX_ERROR_BAD_RESPONSE },
  { "no-token", 200, "{\"rooms\":{}}", MX_ERROR_BAD_RESPONSE },
  { "token-of-a-number", 200, "{\"next_batch\":7}", MX_ERROR_BAD_RESPONSE },
};

/* One is offline, not signed out; nothing was taken, and it goes on as if it had not been. */
static void
test_refused (MxScene       *scene,
              gconstpointer  data)
{
  const Answer *answer = data;
  g_autofree char *after = mx_script_message ("$after", "@ben:localhost", "after");
  g_autofree char *wake = mx_script_message ("$wake", "@ben:localhost", "wake");

  sign_in (scene);
  mx_test_server_reply (scene->server, SYNC, answer->status, NULL, answer->body);
  mx_script_push_events (scene->script, wake, FALSE, NULL);
  mx_test_assert_wait (is_offline, scene->me, DEADLINE_MS);
  g_assert_error (scene->me->error, MX_ERROR, answer->code);
  mx_script_push_events (scene->script, after, FALSE, NULL);
  mx_test_server_remove (scene->server, SYNC);
  mx_engine_try_now (scene->me->engine);
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, "after");
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "wake"), ==, 1);
  mx_fixture_wait_live (scene->me);
}

static const Answer filters[] = {
  { "refused", 400, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"no\"}", 0 },
  { "no-json", 200, "<html>", 0 },
  { "no-id", 200, "{\"filter_id\":7}", 0 },
};

/* A server that keeps no filter is told it with each question; it is no reason to stay offline. */
static void
test_filter (MxScene       *scene,
             gconstpointer  data)
{
  const Answer *answer = data;
  MxTestRequest *request;

  mx_test_server_reply (scene->server, FILTER, answer->status, NULL, answer->body);
  sign_in (scene);
  request = mx_test_server_get_request (scene->server, SYNC, 0);
  g_assert_nonnull (strstr (request->query, "filter=%7B"));
  g_assert_cmpuint (mx_test_server_count (scene->server, FILTER), ==, 1);
}

/* --- what account data means ------------------------------------------------------------------- */

static gboolean
is_conversation (gpointer me)
{
  MxRoomSummary *summary = mx_fixture_summary (me, MX_SCRIPT_ROOM);

  return summary->direct_user != NULL && summary->is_muted;
}

static gboolean
is_plain (gpointer me)
{
  MxRoomSummary *summary = mx_fixture_summary (me, MX_SCRIPT_ROOM);

  return summary->direct_user == NULL && !summary->is_muted;
}

#define DIRECT "{\"@ben:localhost\":[7,\"" MX_SCRIPT_ROOM "\"]}"
#define MUTED                                                                                         \
  "{\"global\":{\"override\":[{\"rule_id\":\"mute\",\"enabled\":true,\"actions\":[],\"conditions\":[" \
  "{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"" MX_SCRIPT_ROOM "\"}]}]}}"

/* Rooms of which nothing else is told change when the account's data says so, and change back. */
static void
test_account_data (MxScene       *scene,
                   gconstpointer  data)
{
  sign_in (scene);
  g_assert_true (is_plain (scene->me));
  mx_script_push (scene->script, "\"account_data\":{\"events\":[{\"type\":\"m.direct\",\"content\":" DIRECT "},"
                                 "{\"type\":\"m.push_rules\",\"content\":" MUTED "}]}");
  mx_test_assert_wait (is_conversation, scene->me, DEADLINE_MS);
  g_assert_cmpstr (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->direct_user, ==, "@ben:localhost");
  mx_script_push (scene->script, "\"account_data\":{\"events\":[{\"type\":\"m.direct\",\"content\":{}},"
                                 "{\"type\":\"m.push_rules\",\"content\":{\"global\":{}}}]}");
  mx_test_assert_wait (is_plain, scene->me, DEADLINE_MS);
}

/* --- the disk -------------------------------------------------------------------------------------- */

/* No byte more goes into any file of this process. */
static void
set_disk_full (gboolean is_full)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? 0 : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What cannot be kept is not shown either, and comes when it can: once. */
static void
test_disk_full (MxScene       *scene,
                gconstpointer  data)
{
  g_autofree char *one = mx_script_message ("$one", "@ben:localhost", "one");
  g_autofree char *two = mx_script_message ("$two", "@ben:localhost", "two");
  g_autoptr (GError) error = NULL;

  sign_in (scene);
  set_disk_full (TRUE);
  mx_script_push_events (scene->script, one, FALSE, NULL);
  mx_test_assert_wait (is_offline, scene->me, DEADLINE_MS);
  g_assert_error (scene->me->error, MX_ERROR, MX_ERROR_STORE_FULL);
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "one"), ==, 0);
  mx_script_push_events (scene->script, two, FALSE, NULL);
  set_disk_full (FALSE);
  mx_engine_try_now (scene->me->engine);
  mx_fixture_wait_body (scene->me, MX_SCRIPT_ROOM, "two");
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "one"), ==, 1);
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  mx_fixture_open_room (scene->me, MX_SCRIPT_ROOM, 20);
  g_assert_cmpuint (mx_fixture_count_body (scene->me, MX_SCRIPT_ROOM, "one"), ==, 1);
}

/* Nobody is signed in half: what was there before is there, and one can try again. */
static void
test_no_place (MxScene       *scene,
               gconstpointer  data)
{
  g_autofree char *account = g_build_filename (scene->me->dir, "account.json", NULL);
  g_autoptr (GError) error = NULL;

  scene->me->mode = MX_KEY_PASSPHRASE;
  mx_fixture_restart (scene->me);
  set_disk_full (TRUE);
  g_assert_false (mx_fixture_login (scene->me, mx_script_get_url (scene->script), "me", "canary-password", &error));
  set_disk_full (FALSE);
  g_assert_nonnull (error);
  g_assert_false (g_file_test (account, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_false (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  sign_in (scene);
}

/* --- the profile ------------------------------------------------------------------------------------ */

static const char *const damaged[] = { "", "{", "[]", "{\"user_id\":7}", "{\"user_id\":\"me\",\"device_id\":\"D\"}" };

/* Who was signed in cannot be read: that is said, and nothing is overwritten. */
static void
test_damaged (MxScene       *scene,
              gconstpointer  data)
{
  g_autofree char *account = g_build_filename (scene->me->dir, "account.json", NULL);
  g_autofree char *good = NULL;
  g_autoptr (GError) error = NULL;
  gsize len;

  sign_in (scene);
  mx_fixture_restart (scene->me);
  g_assert_true (g_file_get_contents (account, &good, &len, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (damaged); i++) {
    g_autofree char *after = NULL;

    g_test_message ("%s", damaged[i]);
    g_assert_true (g_file_set_contents (account, damaged[i], -1, NULL));
    g_assert_false (mx_fixture_open (scene->me, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
    g_clear_error (&error);
    g_assert_true (g_file_get_contents (account, &after, NULL, NULL));
    g_assert_cmpstr (after, ==, damaged[i]);
  }
  g_assert_true (g_file_set_contents (account, good, (gssize) len, NULL));
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  g_assert_nonnull (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
  /* Who asks again gets the same answer. */
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_cmpstr (scene->me->account->user_id, ==, MX_SCRIPT_USER);
}

static MxAccountInfo *
load_again (MxScene  *scene,
            GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_load_again_async (scene->me->engine, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_engine_open_finish (scene->me->engine, result, error);
}

static char *
find_kept (const char *dir)
{
  g_autoptr (GDir) folder = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)))
    if (g_str_has_prefix (name, "damaged-"))
      return g_build_filename (dir, name, "store.db", NULL);
  return NULL;
}

/* A store that cannot be read: nothing happens to it until the person says so; then everything comes from the server
 * again, and what could not be read is kept. */
static void
test_load_again (MxScene       *scene,
                 gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (scene->me->dir, "store", NULL);
  g_autofree char *db = g_build_filename (folder, "store.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *kept_bytes = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;
  gsize len, kept_len;

  sign_in (scene);
  mx_fixture_restart (scene->me);
  g_assert_true (g_file_get_contents (db, &bytes, &len, NULL));
  memset (bytes + len / 4, 'x', len / 2);
  g_assert_true (g_file_set_contents (db, bytes, (gssize) len, NULL));
  for (guint i = 0; i < 2; i++) {
    g_assert_false (mx_fixture_open (scene->me, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
    g_clear_error (&error);
  }
  kept = find_kept (folder);
  g_assert_null (kept);
  account = load_again (scene, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->user_id, ==, MX_SCRIPT_USER);
  mx_fixture_wait_live (scene->me);
  g_assert_nonnull (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
  kept = find_kept (folder);
  g_assert_true (g_file_get_contents (kept, &kept_bytes, &kept_len, NULL));
  g_assert_cmpmem (bytes, len, kept_bytes, kept_len);
  /* And is read at the next start. */
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  g_assert_nonnull (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM));
}

/* A store that can be read is not touched, whatever is pressed. */
static void
test_load_again_in_vain (MxScene       *scene,
                         gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (scene->me->dir, "store", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (MxAccountInfo) account = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (scene);
  mx_engine_set_draft (scene->me->engine, MX_SCRIPT_ROOM, "half a thought");
  mx_fixture_restart (scene->me);
  account = load_again (scene, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mx_fixture_summary (scene->me, MX_SCRIPT_ROOM)->draft, ==, "half a thought");
  kept = find_kept (folder);
  g_assert_null (kept);
}

/* Who was signed in cannot be read: nobody is, and one can sign in again. */
static void
test_nobody_known (MxScene       *scene,
                   gconstpointer  data)
{
  g_autofree char *account = g_build_filename (scene->me->dir, "account.json", NULL);
  g_autofree char *kept = g_strconcat (account, ".damaged", NULL);
  g_autoptr (MxAccountInfo) nobody = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (scene);
  mx_fixture_restart (scene->me);
  g_assert_true (g_file_set_contents (account, "{", 1, NULL));
  nobody = load_again (scene, &error);
  g_assert_no_error (error);
  g_assert_null (nobody);
  g_assert_true (g_file_test (kept, G_FILE_TEST_EXISTS));
  sign_in (scene);
}

#define ADD(path, data, func) g_test_add (path, MxScene, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  ADD ("/engine/sync/large", NULL, test_large);
  ADD ("/engine/sync/large-cut", NULL, test_large_cut);
  ADD ("/engine/sync/large-closed", NULL, test_large_closed);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strconcat ("/engine/sync/refused/", answers[i].name, NULL);

    ADD (path, &answers[i], test_refused);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autofree char *path = g_strconcat ("/engine/sync/filter/", filters[i].name, NULL);

    ADD (path, &filters[i], test_filter);
  }
  ADD ("/engine/sync/account-data", NULL, test_account_data);
  ADD ("/engine/sync/disk-full", NULL, test_disk_full);
  ADD ("/engine/profile/no-place", NULL, test_no_place);
  ADD ("/engine/profile/damaged", NULL, test_damaged);
  ADD ("/engine/profile/load-again", NULL, test_load_again);
  ADD ("/engine/profile/load-again-in-vain", NULL, test_load_again_in_vain);
  ADD ("/engine/profile/nobody-known", NULL, test_nobody_known);
  return g_test_run ();
}
