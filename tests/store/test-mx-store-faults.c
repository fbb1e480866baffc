/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Killed processes, damaged files, full disks: all or nothing, a typed error, and nothing
 * overwritten. Children are this program's own forks. The seed of what is random is printed
 * by GLib's test framework. */

#include "config.h"

#include "mx-error.h"
#include "mx-secret.h"
#include "mx-store-outbox.h"
#include "mx-store-test.h"
#include "mx-store-timeline.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_EVENTS 6 /* in a round of the busy child */
#define N_KILLS  100
#define N_PAGES  200

/* What a child that writes tells of it. */
#define STEP      'e' /* an event is written, in a transaction */
#define COMMITTED 'c'

static gboolean
tell (int  report,
      char what)
{
  return report < 0 || write (report, &what, 1) == 1;
}

/* One "sync response": events, an outbox row and the token, or nothing of them. @report: -1, or who hears of it. */
static gboolean
write_round (MxStore  *store,
             guint     round,
             int       report,
             GError  **error)
{
  g_auto (MxStoreTransaction) transaction = { NULL };
  g_autofree char *token = g_strdup_printf ("%u", round);
  g_autofree char *txn = g_strdup_printf ("txn%u", round);
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_item_new (MX_OUTBOX_MESSAGE, ROOM, txn);
  guint i;

  if (!mx_store_transaction_begin (&transaction, store, error))
    return FALSE;
  for (i = 0; i < N_EVENTS; i++) {
    g_autofree char *id = g_strdup_printf ("r%u-%u", round, i);
    g_autoptr (MxEvent) event = mx_store_test_message (id, BOB, "a message that takes some room on the page");

    if (!mx_store_append_event (store, ROOM, event, NULL, NULL, NULL, error) || !tell (report, STEP))
      return FALSE;
  }
  return mx_store_outbox_add (store, item, error) &&
         mx_store_set_value (store, "since", token, error) &&
         mx_store_transaction_commit (&transaction, error) &&
         tell (report, COMMITTED);
}

/* Everything that belongs to the token is there, and nothing beyond it. */
static guint
check_rounds (MxStore *store)
{
  g_autofree char *token = mx_store_get_value (store, "since", NULL);
  guint n_rounds = token != NULL ? atoi (token) : 0;
  g_autoptr (GPtrArray) outbox = mx_store_outbox_list (store, NULL, NULL);
  guint n_events = 0;

  g_assert_true (mx_store_count_after (store, ROOM, MX_STORE_OLDEST, NULL, &n_events, NULL));
  g_assert_cmpuint (n_events, ==, n_rounds * N_EVENTS);
  g_assert_cmpuint (outbox->len, ==, n_rounds);
  return n_rounds;
}

/* Writes rounds for ever, and tells @report of each step. */
static void
busy_child (const char *dir,
            MxSecret   *key,
            int         report)
{
  MxStore *store = mx_store_open (dir, key, NULL);
  char *token;
  guint round;

  if (store == NULL)
    _exit (3);
  token = mx_store_get_value (store, "since", NULL);
  round = token != NULL ? atoi (token) : 0;
  for (;;)
    if (!write_round (store, ++round, report, NULL))
      _exit (4);
}

/* Kills the child after one of its steps, whichever; how many rounds it told to be committed. */
static guint
kill_one (const char *dir,
          MxSecret   *key)
{
  guint wanted = g_test_rand_int_range (1, 8 * (N_EVENTS + 1));
  guint n_committed = 0;
  guint n_steps = 0;
  int status = 0;
  int pipes[2];
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (pipes), ==, 0);
  pid = fork ();
  if (pid == 0) {
    close (pipes[0]);
    busy_child (dir, key, pipes[1]);
  }
  close (pipes[1]);
  for (; n_steps < wanted && read (pipes[0], &byte, 1) == 1; n_steps++)
    n_committed += byte == COMMITTED;
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  while (read (pipes[0], &byte, 1) == 1)
    n_committed += byte == COMMITTED;
  close (pipes[0]);
  return n_committed;
}

static void
test_killed (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  g_autoptr (GError) error = NULL;
  guint n_known = 0;
  guint i;

  mx_store_close (mx_store_test_open (dir, key));
  for (i = 0; i < N_KILLS; i++) {
    guint n_reported = kill_one (dir, key);
    MxStore *store = mx_store_test_open (dir, key);
    guint n_rounds = check_rounds (store);

    /* What was reported is there; at most the round of the kill itself is there too. */
    g_assert_cmpuint (n_rounds, >=, n_known + n_reported);
    g_assert_cmpuint (n_rounds, <=, n_known + n_reported + 1);
    n_known = n_rounds;
    if (i % 10 == 0) {
      mx_store_integrity_check (store, &error);
      g_assert_no_error (error);
    }
    mx_store_close (store);
  }
  mx_store_test_remove (dir);
}

/* Opens and reads everything; what fails must fail with @error set. */
static gboolean
read_all (const char  *dir,
          MxSecret    *key,
          GError     **error)
{
  g_autoptr (MxStore) store = mx_store_open (dir, key, error);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  if (store == NULL)
    return FALSE;
  entries = mx_store_list_before (store, ROOM, MX_STORE_NEWEST, 100000, NULL, error);
  if (entries == NULL)
    return FALSE;
  outbox = mx_store_outbox_list (store, NULL, error);
  return outbox != NULL && mx_store_integrity_check (store, error);
}

static char *
make_store (const char *dir,
            MxSecret   *key,
            guint       n_rounds,
            gsize      *len)
{
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  MxStore *store = mx_store_test_open (dir, key);
  char *bytes = NULL;
  guint round;

  for (round = 1; round <= n_rounds; round++)
    g_assert_true (write_round (store, round, -1, NULL));
  mx_store_close (store);
  g_assert_true (g_file_get_contents (db, &bytes, len, NULL));
  g_assert_cmpuint (*len % 4096, ==, 0);
  return bytes;
}

static void
put_db (const char *dir,
        const char *bytes,
        gsize       len)
{
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  FILE *file = g_fopen (db, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes, 1, len, file), ==, len);
  fclose (file);
}

static void
test_flipped_byte (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  g_autofree char *bytes = NULL;
  gsize len;
  guint i;

  bytes = make_store (dir, key, 40, &len);
  for (i = 0; i < N_PAGES; i++) {
    gsize at = g_test_rand_int_range (0, len / 4096) * 4096 + g_test_rand_int_range (0, 4096);
    char bit = 1 << g_test_rand_int_range (0, 8);
    g_autoptr (GError) error = NULL;
    g_autofree char *after = NULL;
    gsize n_after;

    bytes[at] ^= bit;
    put_db (dir, bytes, len);
    g_assert_false (read_all (dir, key, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
    g_assert_true (g_file_get_contents (db, &after, &n_after, NULL));
    g_assert_cmpmem (after, n_after, bytes, len);
    bytes[at] ^= bit;
  }
  put_db (dir, bytes, len);
  g_assert_true (read_all (dir, key, NULL));
  mx_store_test_remove (dir);
}

static void
test_truncated (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  g_autofree char *bytes = NULL;
  gsize len, cut;

  bytes = make_store (dir, key, 40, &len);
  for (cut = 0; cut < len; cut += len / 16 + 11) {
    g_autoptr (GError) error = NULL;

    put_db (dir, bytes, cut);
    g_assert_false (read_all (dir, key, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
  }
  put_db (dir, bytes, len);
  {
    g_autoptr (GError) error = NULL;

    g_assert_true (read_all (dir, key, &error));
    g_assert_no_error (error);
  }
  mx_store_test_remove (dir);
}

/* A header without its database is no first run. */
static void
test_missing (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  g_autoptr (GError) error = NULL;

  mx_store_close (mx_store_test_open (dir, key));
  g_assert_cmpint (g_unlink (db), ==, 0);
  g_assert_true (mx_store_exists (dir));
  g_assert_null (mx_store_open (dir, key, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
  g_assert_false (g_file_test (db, G_FILE_TEST_EXISTS));
  mx_store_test_remove (dir);
}

static void
test_kept_aside (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  g_autofree char *bytes = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *kept_db = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  MxStore *store;
  gsize len, n_after;

  bytes = make_store (dir, key, 3, &len);
  bytes[5000] ^= 1;
  put_db (dir, bytes, len);
  kept = mx_store_keep_damaged (dir, &error);
  g_assert_no_error (error);
  kept_db = g_build_filename (kept, "store.db", NULL);
  g_assert_true (g_file_get_contents (kept_db, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, bytes, len);
  g_assert_false (mx_store_exists (dir));
  store = mx_store_test_open (dir, key);
  g_assert_cmpuint (check_rounds (store), ==, 0);
  mx_store_close (store);
  mx_store_test_remove (dir);
}

/* The child may write files of @limit bytes at most: writes beyond fail, as on a full disk. */
static int
write_with_limit (const char *dir,
                  MxSecret   *key,
                  gsize       limit)
{
  int status = -1;
  pid_t pid = fork ();

  if (pid == 0) {
    struct rlimit rlimit = { limit, limit };
    GError *error = NULL;
    MxStore *store;
    guint round;

    signal (SIGXFSZ, SIG_IGN);
    setrlimit (RLIMIT_FSIZE, &rlimit);
    store = mx_store_open (dir, key, &error);
    for (round = 1; store != NULL && round <= 60 && write_round (store, round, -1, &error); round++)
      ;
    /* Whatever happened: what the store says now is whole. */
    if (store != NULL)
      check_rounds (store);
    _exit (error != NULL ? 100 + error->code : 0);
  }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_full_disk (void)
{
  g_autoptr (MxSecret) key = mx_store_test_key (5);
  guint n_full = 0;
  gsize limit;

  for (limit = 0; limit < 900 * 1024; limit += 1024 + limit / 8) {
    g_autofree char *dir = mx_store_test_dir ();
    int code = write_with_limit (dir, key, limit);
    MxStore *store;
    guint before;

    g_test_message ("limit %" G_GSIZE_FORMAT ": %d", limit, code);
    g_assert_true (code == 0 || code == 100 + MX_ERROR_STORE_FULL);
    n_full += code != 0;
    store = mx_store_test_open (dir, key);
    before = check_rounds (store);
    /* Space returned: it goes on where it stopped. */
    g_assert_true (write_round (store, before + 1, -1, NULL));
    g_assert_cmpuint (check_rounds (store), ==, before + 1);
    mx_store_close (store);
    mx_store_test_remove (dir);
  }
  g_assert_cmpuint (n_full, >, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/N12/killed-at-random", test_killed);
  g_test_add_func ("/security/N15/flipped-byte", test_flipped_byte);
  g_test_add_func ("/security/N15/truncated", test_truncated);
  g_test_add_func ("/security/N15/missing", test_missing);
  g_test_add_func ("/security/N15/kept-aside", test_kept_aside);
  g_test_add_func ("/security/N16/full-disk", test_full_disk);
  return g_test_run ();
}
