/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in and out, tokens that run out, what lies on disk and in the log. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"
#include "mx-keyring.h"
#include "mx-text.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define LOGIN   "POST /_matrix/client/v3/login"
#define REFRESH "POST /_matrix/client/v3/refresh"
#define SYNC    "GET /_matrix/client/v3/sync"
#define SEND    "PUT /_matrix/client/v3/rooms/"

static MxFixture *
sign_in (MxScript  *script,
         MxKeyMode  mode)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  if (mode != MX_KEY_SERVICE) {
    me->mode = mode;
    mx_fixture_restart (me);
  }
  mx_fixture_login (me, mx_script_get_url (script), "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  return me;
}

static MxScript *
new_script (gboolean with_refresh)
{
  MxScript *script = mx_script_new ();

  mx_script_set_echo (script, TRUE);
  mx_script_push_room (script);
  mx_script_set_token (script, "canary-token-one");
  if (with_refresh)
    mx_test_server_reply (mx_script_get_server (script), LOGIN, 200, NULL,
                          "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-token-one\","
                          "\"refresh_token\":\"canary-refresh-one\",\"device_id\":\"DEVICE\"}");
  return script;
}

static char *
body_of (MxScript   *script,
         const char *prefix,
         guint       n)
{
  MxTestRequest *request = mx_test_server_get_request (mx_script_get_server (script), prefix, n);
  gsize len;
  const char *data;

  g_assert_nonnull (request);
  data = g_bytes_get_data (request->body, &len);
  return g_strndup (data, len);
}

static void
assert_contains (const char *text,
                 const char *part)
{
  if (!strstr (text, part))
    g_error ("»%s« is not in »%s«", part, text);
}

static void
send_many (MxFixture *me,
           guint      n)
{
  guint i;

  for (i = 0; i < n; i++) {
    g_autofree char *body = g_strdup_printf ("many-%u", i);
    g_autofree char *txn = mx_fixture_send (me, MX_SCRIPT_ROOM, body);
  }
}

/* --- N18 ----------------------------------------------------------------------------- */

static void
test_refresh (void)
{
  MxScript *script = new_script (TRUE);
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  g_autoptr (GError) error = NULL;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (server, REFRESH, 200, NULL,
                        "{\"access_token\":\"canary-token-two\",\"refresh_token\":\"canary-refresh-two\"}");
  mx_script_set_token (script, "canary-token-two");
  send_many (me, 10);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "many-9");
  /* However many requests met the old token, one was renewed. */
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 1);
  /* The new one is what the keyring has. */
  mx_fixture_restart (me);
  g_assert_true (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 1);
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
on_lost (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

  g_io_stream_close (stream, NULL, NULL);
}

static void
test_refresh_lost (void)
{
  MxScript *script = new_script (TRUE);
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (server, REFRESH, 200, NULL,
                        "{\"access_token\":\"canary-token-two\",\"refresh_token\":\"canary-refresh-two\"}");
  mx_test_server_handle (server, REFRESH, on_lost, NULL, NULL);
  mx_script_set_token (script, "canary-token-two");
  send_many (me, 1);
  g_assert_true (mx_test_server_wait (server, REFRESH, 1, 10000));
  mx_test_server_remove (server, REFRESH);
  mx_test_server_reply (server, REFRESH, 200, NULL,
                        "{\"access_token\":\"canary-token-two\",\"refresh_token\":\"canary-refresh-two\"}");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "many-0");
  one = body_of (script, REFRESH, 0);
  two = body_of (script, REFRESH, 1);
  assert_contains (one, "canary-refresh-one");
  assert_contains (two, "canary-refresh-one");
  mx_fixture_free (me);
  mx_script_free (script);
}

static gboolean
is_refused (MxFixture *me)
{
  return me->state == MX_SYNC_REFUSED;
}

static void
sign_in_again (MxScript   *script,
               MxFixture  *me,
               gboolean    same_device,
               const char *room_body)
{
  MxTestServer *server = mx_script_get_server (script);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  mx_test_server_clear_log (server);
  mx_script_set_token (script, "canary-token-three");
  mx_test_server_reply (server, LOGIN, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-token-three\","
                        "\"device_id\":\"DEVICE\"}");
  mx_fixture_login (me, mx_script_get_url (script), "me", "canary-password", &error);
  g_assert_no_error (error);
  body = body_of (script, LOGIN, 0);
  g_assert_cmpint (strstr (body, "\"DEVICE\"") != NULL, ==, same_device);
  mx_fixture_wait_live (me);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  /* What was written meanwhile goes out. */
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, room_body);
}

static void
test_soft_logout (void)
{
  MxScript *script = new_script (FALSE);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_script_set_token (script, "canary-token-three");
  send_many (me, 1);
  mx_test_assert_wait (is_refused, me, 10000);
  g_assert_error (me->error, MX_ERROR, MX_ERROR_SOFT_LOGOUT);
  sign_in_again (script, me, TRUE, "many-0");
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
refuse_with (MxScript   *script,
             int         status,
             const char *body)
{
  mx_test_server_reply (mx_script_get_server (script), SYNC, status, NULL, body);
  mx_test_server_reply (mx_script_get_server (script), SEND, status, NULL, body);
}

static void
unrefuse (MxScript *script)
{
  mx_test_server_remove (mx_script_get_server (script), SYNC);
  mx_test_server_remove (mx_script_get_server (script), SEND);
}

static void
test_hard_logout (void)
{
  MxScript *script = new_script (FALSE);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  guint n;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  refuse_with (script, 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"gone\",\"soft_logout\":false}");
  send_many (me, 1);
  mx_test_assert_wait (is_refused, me, 10000);
  g_assert_error (me->error, MX_ERROR, MX_ERROR_SIGNED_OUT);
  /* The person is told; nothing is asked any more, nothing is thrown away yet. */
  n = mx_test_server_count (mx_script_get_server (script), "");
  mx_test_spin (1500);
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (script), ""), ==, n);
  unrefuse (script);
  sign_in_again (script, me, FALSE, "many-0");
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
test_locked (void)
{
  MxScript *script = new_script (FALSE);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  guint n;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  refuse_with (script, 401, "{\"errcode\":\"M_USER_LOCKED\",\"error\":\"locked\",\"soft_logout\":true}");
  send_many (me, 1);
  mx_test_assert_wait (is_refused, me, 10000);
  g_assert_error (me->error, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED);
  n = mx_test_server_count (mx_script_get_server (script), "");
  mx_test_spin (1500);
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (script), ""), <=, n + 1);
  unrefuse (script);
  /* It is no sign-out: the session goes on when the account does. */
  mx_script_push_events (script, "", FALSE, NULL);
  mx_engine_try_now (me->engine);
  mx_fixture_wait_live (me);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "many-0");
  mx_fixture_free (me);
  mx_script_free (script);
}

static const MxTimelineEntry *
find_sent (MxFixture  *me,
           const char *txn)
{
  GPtrArray *timeline = mx_fixture_timeline (me, MX_SCRIPT_ROOM);
  const MxTimelineEntry *entry;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (g_strcmp0 (entry->txn_id, txn) == 0)
      return entry;
  }
  return NULL;
}

/* Who is suspended reads on, is told why nothing is sent, stays signed in, and writes again when it is over. */
static void
test_suspended (void)
{
  MxScript *script = new_script (TRUE);
  MxTestServer *server = mx_script_get_server (script);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  g_autofree char *read = mx_script_message ("$read", "@ben:localhost", "still read");
  g_autofree char *txn = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_test_server_reply (server, SEND, 403, NULL, "{\"errcode\":\"M_USER_SUSPENDED\",\"error\":\"suspended\"}");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "many-0");
  event_id = mx_fixture_wait_sent (me, MX_SCRIPT_ROOM, txn, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_ACCOUNT_SUSPENDED);
  mx_script_push_events (script, read, FALSE, NULL);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "still read");
  g_assert_cmpint (me->state, ==, MX_SYNC_LIVE);
  g_assert_cmpuint (mx_test_server_count (server, REFRESH), ==, 0);
  /* Told once, and kept for whoever wrote it. */
  g_assert_cmpuint (mx_test_server_count (server, SEND), ==, 1);
  g_assert_cmpint (find_sent (me, txn)->send_state, ==, MX_SEND_FAILED);
  mx_test_server_remove (server, SEND);
  mx_engine_retry (me->engine, txn);
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "many-0");
  mx_fixture_free (me);
  mx_script_free (script);
}

/* --- what lies on disk --------------------------------------------------------------- */

typedef void (*FileFunc) (const char *path,
                          gpointer user_data);

static void
walk (const char *path,
      FileFunc    func,
      gpointer    user_data)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  func (path, user_data);
  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    walk (child, func, user_data);
  }
}

static const char *const canaries[] = {
  "canary-password",
  "canary-token",
  "canary-refresh",
  "canary-passphrase",
  "canary-body",
  "canary-draft",
};

static void
assert_clean (const char *path,
              gpointer    user_data)
{
  g_autofree char *data = NULL;
  guint *n = user_data;
  gsize len;
  gsize i;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) || !g_file_get_contents (path, &data, &len, NULL))
    return;
  (*n)++;
  for (i = 0; i < G_N_ELEMENTS (canaries); i++)
    if (memmem (data, len, canaries[i], strlen (canaries[i])))
      g_error ("%s lies readable in %s", canaries[i], path);
}

static void
assert_private (const char *path,
                gpointer    user_data)
{
  struct stat info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, S_ISDIR (info.st_mode) ? 0700 : 0600);
}

static void
count (const char *path,
       gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
do_everything (MxScript  *script,
               MxFixture *me)
{
  g_autofree char *txn = NULL;

  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_engine_set_draft (me->engine, MX_SCRIPT_ROOM, "canary-draft");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "canary-body");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "canary-body");
}

static void
test_on_disk (gconstpointer data)
{
  MxKeyMode mode = GPOINTER_TO_INT (data);
  MxScript *script = new_script (TRUE);
  MxFixture *me = sign_in (script, mode);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  do_everything (script, me);
  walk (me->dir, assert_clean, &n);
  walk (me->dir, assert_private, NULL);
  g_assert_cmpuint (n, >=, 2);
  mx_fixture_restart (me);
  g_assert_true (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (me->account->user_id, ==, MX_SCRIPT_USER);
  g_assert_cmpstr (mx_fixture_summary (me, MX_SCRIPT_ROOM)->draft, ==, "canary-draft");
  mx_fixture_free (me);
  mx_script_free (script);
}

static void
test_memory (void)
{
  MxScript *script = new_script (TRUE);
  MxFixture *me = sign_in (script, MX_KEY_MEMORY);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  do_everything (script, me);
  mx_fixture_restart (me);
  walk (me->dir, count, &n);
  /* The folder that the test made, and nothing in it. */
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* The keyring was reset: there is an account, its key is gone. Nobody is signed in, and what lies there stays as it
 * is. */
static void
test_keyring_reset (void)
{
  MxScript *script = new_script (TRUE);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  g_autofree char *db = g_build_filename (me->dir, "store", "store.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (MxKeyring) keyring = mx_keyring_new (me->dir);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;

  do_everything (script, me);
  mx_fixture_restart (me);
  mx_keyring_delete_async (keyring, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_keyring_delete_finish (keyring, result, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (db, &before, &n_before, NULL));
  g_assert_false (mx_fixture_open (me, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_KEY);
  g_assert_true (g_file_get_contents (db, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* --- L09 ----------------------------------------------------------------------------- */

static void
test_logout (gconstpointer data)
{
  gboolean reachable = GPOINTER_TO_INT (data);
  MxScript *script = new_script (TRUE);
  MxFixture *me = sign_in (script, MX_KEY_SERVICE);
  g_autofree char *store = g_build_filename (me->dir, "store", NULL);
  g_autofree char *account = g_build_filename (me->dir, "account.json", NULL);
  g_autoptr (GError) error = NULL;

  do_everything (script, me);
  g_assert_true (g_file_test (account, G_FILE_TEST_EXISTS));
  if (!reachable)
    mx_test_server_stop (mx_script_get_server (script));
  g_assert_true (mx_fixture_logout (me, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (mx_script_get_server (script), "POST /_matrix/client/v3/logout"), ==,
                    reachable ? 1 : 0);
  g_assert_false (g_file_test (account, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  g_assert_cmpint (me->state, ==, MX_SYNC_STOPPED);
  mx_fixture_restart (me);
  g_assert_false (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  mx_fixture_free (me);
  mx_script_free (script);
}

/* --- L04 ----------------------------------------------------------------------------- */

/* Everything that is ever logged, at every level. */
static int
child (char **argv)
{
  g_autoptr (GError) error = NULL;
  MxFixture *me = mx_fixture_new (argv[2]);
  g_autofree char *txn = NULL;

  me->mode = MX_KEY_PASSPHRASE;
  mx_fixture_restart (me);
  mx_fixture_login (me, argv[3], "me", "canary-password", &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 20);
  mx_engine_set_draft (me->engine, MX_SCRIPT_ROOM, "canary-draft");
  txn = mx_fixture_send (me, MX_SCRIPT_ROOM, "canary-body");
  mx_fixture_wait_body (me, MX_SCRIPT_ROOM, "canary-body");
  mx_fixture_restart (me);
  mx_fixture_open (me, &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (me);
  mx_fixture_logout (me, &error);
  g_assert_no_error (error);
  mx_fixture_free (me);
  g_print ("done\n");
  return 0;
}

static char *program;

static void
test_log (void)
{
  MxScript *script = new_script (TRUE);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  gsize i;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--child", mx_test_temp_dir (),
                                         mx_script_get_url (script), NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  assert_contains (output, "done");
  /* The log is there at all. */
  assert_contains (output, "mx-net-DEBUG");
  for (i = 0; i < G_N_ELEMENTS (canaries); i++)
    if (strstr (output, canaries[i]))
      g_error ("%s is in the log", canaries[i]);
  mx_script_free (script);
}

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc > 3 && g_str_equal (argv[1], "--child"))
    return child (argv);
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/security/N18/refresh", test_refresh);
  g_test_add_func ("/security/N18/refresh-lost", test_refresh_lost);
  g_test_add_func ("/security/N18/soft-logout", test_soft_logout);
  g_test_add_func ("/security/N18/hard-logout", test_hard_logout);
  g_test_add_func ("/security/N18/locked", test_locked);
  g_test_add_func ("/security/N18/suspended", test_suspended);
  g_test_add_data_func ("/security/L01/service", GINT_TO_POINTER (MX_KEY_SERVICE), test_on_disk);
  g_test_add_data_func ("/security/L01/passphrase", GINT_TO_POINTER (MX_KEY_PASSPHRASE), test_on_disk);
  g_test_add_func ("/security/L03/memory-leaves-nothing", test_memory);
  g_test_add_func ("/security/L03/keyring-reset", test_keyring_reset);
  g_test_add_func ("/security/L04/log", test_log);
  g_test_add_data_func ("/security/L09/logout", GINT_TO_POINTER (TRUE), test_logout);
  g_test_add_data_func ("/security/L09/logout-offline", GINT_TO_POINTER (FALSE), test_logout);
  return g_test_run ();
}
