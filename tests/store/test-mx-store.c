/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store's life, its words, rooms, state, members and receipts. */

#include "config.h"

#include "mx-error.h"
#include "mx-media-cache.h"
#include "mx-secret.h"
#include "mx-sqlite.h"
#include "mx-store-outbox.h"
#include "mx-store-receipt.h"
#include "mx-store-room.h"
#include "mx-store-state.h"
#include "mx-store-test.h"
#include "mx-store-timeline.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANARY "canary-6d1f2a"

static void
check_mode (const char *path,
            gpointer    data)
{
  guint *n_files = data;
  struct stat st;

  g_assert_cmpint (lstat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 07777, ==, S_ISDIR (st.st_mode) ? 0700 : 0600);
  *n_files += S_ISREG (st.st_mode);
}

/* Something of everything, with @word wherever a person's words can be. */
static void
fill_store (MxStore    *store,
            const char *word)
{
  g_autoptr (MxStoreRoom) room = mx_store_room_new (ROOM);
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_item_new (MX_OUTBOX_MESSAGE, ROOM, "t1");
  g_autoptr (MxEvent) message = mx_store_test_message ("e1", BOB, word);
  g_autoptr (MxEvent) member = mx_store_test_member (BOB, "join", word);
  g_autoptr (GBytes) bytes = g_bytes_new (word, strlen (word));
  MxStoreReceipt receipt = { (char *) BOB, (char *) "m.read", NULL, (char *) "$e1:example.org", 7 };

  room->name = g_strdup (word);
  item->content = g_strdup_printf ("{\"body\":\"%s\"}", word);
  g_assert_true (mx_store_begin (store, NULL));
  g_assert_true (mx_store_save_room (store, room, NULL));
  g_assert_true (mx_store_set_draft (store, ROOM, word, NULL));
  g_assert_true (mx_store_outbox_add (store, item, NULL));
  g_assert_true (mx_store_append_event (store, ROOM, message, NULL, NULL, NULL, NULL));
  g_assert_true (mx_store_set_state (store, ROOM, member, NULL));
  g_assert_true (mx_store_set_receipt (store, ROOM, &receipt, NULL));
  g_assert_true (mx_store_set_value (store, "since", word, NULL));
  g_assert_true (mx_store_set_account_data (store, NULL, "m.direct", word, NULL));
  g_assert_true (mx_store_set_account_data (store, ROOM, "m.tag", word, NULL));
  g_assert_true (mx_store_commit (store, NULL));
  g_assert_true (mx_media_cache_insert (mx_store_get_media (store), "mxc://example.org/canary", NULL, bytes, NULL));
}

static void
test_modes (void)
{
  g_autofree char *base = mx_store_test_dir ();
  g_autofree char *dir = g_build_filename (base, "store", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  mode_t old = umask (0);
  MxStore *store = mx_store_test_open (dir, key);
  guint n_files = 0;

  fill_store (store, CANARY);
  mx_store_test_walk (dir, check_mode, &n_files);
  /* lock, database, its log, header, one file of the cache */
  g_assert_cmpuint (n_files, >=, 5);
  mx_store_close (store);
  umask (old);
  mx_store_test_walk (dir, check_mode, &n_files);
  mx_store_test_remove (base);
}

static void
check_no_canary (const char *path,
                 gpointer    data)
{
  g_autofree char *bytes = NULL;
  guint *n_bytes = data;
  gsize len;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_null (g_strstr_len (bytes, len, CANARY));
  g_assert_null (g_strstr_len (bytes, len, "example.org"));
  g_assert_null (g_strstr_len (bytes, len, "SQLite format 3"));
  g_assert_null (g_strstr_len (path, -1, "canary"));
  *n_bytes += len;
}

static void
test_no_canary (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  MxStore *store = mx_store_test_open (dir, key);
  guint n_bytes = 0;

  fill_store (store, CANARY);
  mx_store_test_walk (dir, check_no_canary, &n_bytes);
  mx_store_close (store);
  mx_store_test_walk (dir, check_no_canary, &n_bytes);
  g_assert_cmpuint (n_bytes, >, 8192);
  mx_store_test_remove (dir);
}

/* Row L03: a missing or other key is never a first run, and changes nothing. */
static void
test_other_key (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  g_autoptr (MxSecret) other = mx_store_test_key (2);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *word = NULL;
  gsize n_before, n_after;
  MxStore *store;

  g_assert_false (mx_store_exists (dir));
  store = mx_store_test_open (dir, key);
  fill_store (store, CANARY);
  mx_store_close (store);
  g_assert_true (mx_store_exists (dir));
  g_assert_true (g_file_get_contents (db, &before, &n_before, NULL));
  g_assert_null (mx_store_open (dir, other, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_KEY);
  g_assert_true (g_file_get_contents (db, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  store = mx_store_test_open (dir, key);
  word = mx_store_get_value (store, "since", NULL);
  g_assert_cmpstr (word, ==, CANARY);
  mx_store_close (store);
  mx_store_test_remove (dir);
}

static void
test_lost_header (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *header = g_build_filename (dir, "header", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  g_autoptr (MxSecret) other = mx_store_test_key (2);
  g_autoptr (GError) error = NULL;

  mx_store_close (mx_store_test_open (dir, key));
  g_assert_cmpint (g_unlink (header), ==, 0);
  g_assert_true (mx_store_exists (dir));
  g_assert_null (mx_store_open (dir, other, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_KEY);
  g_assert_false (g_file_test (header, G_FILE_TEST_EXISTS));
  mx_store_close (mx_store_test_open (dir, key));
  g_assert_true (g_file_test (header, G_FILE_TEST_EXISTS));
  mx_store_test_remove (dir);
}

static void
test_newer_schema (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *db = g_build_filename (dir, "store.db", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  g_autoptr (MxSecret) db_key = mx_secret_derive (key, "db");
  g_autoptr (GError) error = NULL;
  MxSqlite *sqlite;

  mx_store_close (mx_store_test_open (dir, key));
  sqlite = mx_sqlite_open (db, db_key, NULL);
  g_assert_true (mx_sqlite_exec (sqlite, "PRAGMA user_version = 99", NULL));
  mx_sqlite_close (sqlite);
  g_assert_null (mx_store_open (dir, key, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_NEWER);
  mx_store_test_remove (dir);
}

static void
test_delete (void)
{
  g_autofree char *base = mx_store_test_dir ();
  g_autofree char *dir = g_build_filename (base, "store", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  g_autoptr (GError) error = NULL;
  MxStore *store = mx_store_test_open (dir, key);

  fill_store (store, CANARY);
  g_assert_false (mx_store_delete (dir, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_BUSY);
  mx_store_close (store);
  g_assert_true (mx_store_delete (dir, NULL));
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
  g_assert_true (mx_store_delete (dir, NULL));
  mx_store_test_remove (base);
}

/* Runs in a child: another process, not only another descriptor. */
static int
open_in_child (const char *dir,
               MxSecret   *key)
{
  int status = -1;
  pid_t pid = fork ();

  if (pid == 0) {
    GError *error = NULL;
    MxStore *store = mx_store_open (dir, key, &error);

    if (store != NULL)
      mx_store_close (store);
    _exit (store != NULL ? 0 : 100 + error->code);
  }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_two_processes (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  MxStore *store = mx_store_test_open (dir, key);

  g_assert_cmpint (open_in_child (dir, key), ==, 100 + MX_ERROR_STORE_BUSY);
  fill_store (store, CANARY);
  mx_store_close (store);
  g_assert_cmpint (open_in_child (dir, key), ==, 0);
  mx_store_test_remove (dir);
}

/* Without the lock file the database's own lock still holds. */
static void
test_lock_file_removed (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *lock = g_build_filename (dir, "lock", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  MxStore *store = mx_store_test_open (dir, key);

  g_assert_cmpint (g_unlink (lock), ==, 0);
  g_assert_cmpint (open_in_child (dir, key), ==, 100 + MX_ERROR_STORE_BUSY);
  mx_store_close (store);
  mx_store_test_remove (dir);
}

static void
test_transactions (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (GError) error = NULL;

  {
    g_auto (MxStoreTransaction) transaction = { NULL };

    g_assert_true (mx_store_transaction_begin (&transaction, store, NULL));
    g_assert_false (mx_store_begin (store, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_FAILED);
    mx_store_test_append (store, "e", 1, 2);
  }
  g_assert_false (mx_store_in_transaction (store));
  g_assert_null (mx_store_find_newest (store, ROOM, NULL));
  /* The room's row went with it and is made again. */
  mx_store_test_append (store, "e", 1, 2);
  g_assert_true (mx_store_begin (store, NULL));
  g_assert_true (mx_store_set_value (store, "since", "s2", NULL));
  g_assert_true (mx_store_commit (store, NULL));
  g_clear_error (&error);
  g_assert_false (mx_store_commit (store, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FAILED);
}

static void
test_values (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autofree char *value = NULL;
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mx_store_get_value (store, "since", &error));
  g_assert_no_error (error);
  g_assert_true (mx_store_set_value (store, "since", "a", NULL));
  g_assert_true (mx_store_set_value (store, "since", "b", NULL));
  value = mx_store_get_value (store, "since", NULL);
  g_assert_cmpstr (value, ==, "b");
  g_assert_true (mx_store_set_value (store, "since", NULL, NULL));
  g_assert_null (mx_store_get_value (store, "since", NULL));

  g_assert_true (mx_store_set_account_data (store, NULL, "m.direct", "{}", NULL));
  g_assert_true (mx_store_set_account_data (store, ROOM, "m.tag", "{\"tags\":{}}", NULL));
  g_assert_null (mx_store_get_account_data (store, NULL, "m.tag", NULL));
  table = mx_store_list_account_data (store, ROOM, NULL);
  g_assert_cmpuint (g_hash_table_size (table), ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (table, "m.tag"), ==, "{\"tags\":{}}");
}

/* Row H17: whatever stands in an id stays an id. */
static void
test_metacharacters (void)
{
  static const char *const words[] = {
    "'; DROP TABLE room; --",
    "\" OR 1=1 --",
    "%_*?[]",
    "NEAR(a b)",
    "x'00'",
    "\\",
    "?1 :a @b $c",
  };
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (MxStoreRoom) room = mx_store_room_new (words[i]);
    g_autoptr (MxStoreRoom) loaded = NULL;
    g_autofree char *value = NULL;
    guint count = 9;

    room->name = g_strdup (words[i]);
    g_assert_true (mx_store_save_room (store, room, NULL));
    loaded = mx_store_load_room (store, words[i], NULL);
    g_assert_cmpstr (loaded->name, ==, words[i]);
    g_assert_true (mx_store_set_value (store, words[i], words[i], NULL));
    value = mx_store_get_value (store, words[i], NULL);
    g_assert_cmpstr (value, ==, words[i]);
    g_assert_true (mx_store_count_members_named (store, words[i], words[i], &count, NULL));
    g_assert_cmpuint (count, ==, 0);
    g_assert_null (mx_store_find_event (store, words[i], words[i], NULL));
  }
}

static void
test_rooms (void)
{
  const char *heroes[] = { ALICE, BOB, NULL };
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxStoreRoom) room = mx_store_room_new (ROOM);
  g_autoptr (MxStoreRoom) copy = NULL;
  g_autoptr (MxStoreRoom) loaded = NULL;
  g_autoptr (GPtrArray) rooms = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mx_store_load_room (store, ROOM, &error));
  g_assert_no_error (error);
  room->membership = MX_MEMBERSHIP_JOIN;
  room->is_encrypted = TRUE;
  room->heroes = g_strdupv ((char **) heroes);
  room->joined_count = 4000000000u;
  room->tag_order = 0.25;
  room->sort_ts = G_GINT64_CONSTANT (1) << 50;
  room->reason = g_strdup ("{}");
  room->last_type = g_strdup ("m.room.message");
  copy = mx_store_room_copy (room);
  g_assert_true (mx_store_save_room (store, copy, NULL));
  g_assert_true (mx_store_set_draft (store, ROOM, "half a sent", NULL));
  copy->is_encrypted = FALSE;
  copy->is_favourite = TRUE;
  g_assert_true (mx_store_save_room (store, copy, NULL));

  loaded = mx_store_load_room (store, ROOM, NULL);
  g_assert_cmpint (loaded->membership, ==, MX_MEMBERSHIP_JOIN);
  g_assert_true (loaded->is_encrypted);
  g_assert_true (loaded->is_favourite);
  g_assert_true (g_strv_equal ((const char *const *) loaded->heroes, heroes));
  g_assert_cmpuint (loaded->joined_count, ==, 4000000000u);
  g_assert_cmpfloat (loaded->tag_order, ==, 0.25);
  g_assert_cmpint (loaded->sort_ts, ==, G_GINT64_CONSTANT (1) << 50);
  g_assert_cmpstr (loaded->draft, ==, "half a sent");
  g_assert_cmpstr (loaded->reason, ==, "{}");
  g_assert_cmpstr (loaded->last_type, ==, "m.room.message");
  g_assert_null (loaded->name);

  fill_store (store, "word");
  g_assert_true (mx_store_delete_room (store, ROOM, NULL));
  rooms = mx_store_list_rooms (store, NULL);
  g_assert_cmpuint (rooms->len, ==, 0);
  g_assert_null (mx_store_outbox_find (store, "t1", NULL));
  g_assert_null (mx_store_find_newest (store, ROOM, NULL));
}

/* A room of which only state came so far does not stand in the list. */
static void
test_state_alone_lists_nothing (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxEvent) event = mx_store_test_state ("m.room.name", "", "{\"name\":\"n\"}");
  g_autoptr (GPtrArray) rooms = NULL;

  g_assert_true (mx_store_set_state (store, ROOM, event, NULL));
  rooms = mx_store_list_rooms (store, NULL);
  g_assert_cmpuint (rooms->len, ==, 0);
}

static void
test_state (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxEvent) first = mx_store_test_state ("m.room.name", "", "{\"name\":\"one\"}");
  g_autoptr (MxEvent) second = mx_store_test_state ("m.room.name", "", "{\"name\":\"two\"}");
  g_autoptr (MxEvent) child = mx_store_test_state ("m.space.child", "!c:example.org", "{}");
  g_autoptr (MxEvent) alice = mx_store_test_member (ALICE, "join", "Alice");
  g_autoptr (MxEvent) got = NULL;
  g_autoptr (MxEvent) member = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_assert_true (mx_store_set_state (store, ROOM, first, NULL));
  g_assert_true (mx_store_set_state (store, ROOM, second, NULL));
  g_assert_true (mx_store_set_state (store, ROOM, child, NULL));
  g_assert_true (mx_store_set_state (store, ROOM, alice, NULL));
  got = mx_store_get_state (store, ROOM, "m.room.name", "", NULL);
  g_assert_cmpstr (mx_event_get_source (got), ==, mx_event_get_source (second));
  member = mx_store_get_state (store, ROOM, "m.room.member", ALICE, NULL);
  g_assert_cmpstr (mx_event_get_state_key (member), ==, ALICE);
  all = mx_store_list_state (store, ROOM, NULL, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  names = mx_store_list_state_of_rooms (store, "m.room.name", "", NULL);
  g_assert_cmpuint (names->len, ==, 1);
  g_assert_cmpstr (mx_event_get_room_id (names->pdata[0]), ==, ROOM);
  g_assert_true (mx_store_clear_state (store, ROOM, NULL));
  g_assert_null (mx_store_get_state (store, ROOM, "m.room.member", ALICE, NULL));
}

static void
add_member (MxStore    *store,
            const char *user,
            const char *membership,
            const char *name)
{
  g_autoptr (MxEvent) event = mx_store_test_member (user, membership, name);

  g_assert_true (mx_store_set_state (store, ROOM, event, NULL));
}

static void
test_members (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (GPtrArray) present = NULL;
  g_autoptr (GPtrArray) heroes = NULL;
  g_autoptr (MxStoreMember) zoe = NULL;
  guint count = 0;

  add_member (store, ALICE, "join", "Sam");
  add_member (store, BOB, "invite", "Sam");
  add_member (store, "@carol:example.org", "leave", "Sam");
  add_member (store, "@zoe:example.org", "join", NULL);
  g_assert_true (mx_store_count_members_named (store, ROOM, "Sam", &count, NULL));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (mx_store_count_members (store, ROOM, MX_MEMBERS_PRESENT, &count, NULL));
  g_assert_cmpuint (count, ==, 3);
  present = mx_store_list_members (store, ROOM, MX_MEMBERS_PRESENT, 1, 2, NULL);
  g_assert_cmpuint (present->len, ==, 2);
  g_assert_cmpstr (((MxStoreMember *) present->pdata[1])->user_id, ==, "@zoe:example.org");
  zoe = mx_store_get_member (store, ROOM, "@zoe:example.org", NULL);
  g_assert_null (zoe->name);
  heroes = mx_store_list_heroes (store, ROOM, ALICE, 5, NULL);
  g_assert_cmpuint (heroes->len, ==, 2);

  add_member (store, BOB, "join", "Bob");
  g_assert_true (mx_store_count_members_named (store, ROOM, "Sam", &count, NULL));
  g_assert_cmpuint (count, ==, 1);
}

/* Row H11: a malformed name does not hide that somebody joined. */
static void
test_malformed_member (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  g_autoptr (MxEvent) event = NULL;
  g_autoptr (MxStoreMember) member = NULL;

  event = mx_store_test_state ("m.room.member", BOB, "{\"membership\":\"join\",\"displayname\":[1]}");
  g_assert_true (mx_store_set_state (store, ROOM, event, NULL));
  member = mx_store_get_member (store, ROOM, BOB, NULL);
  g_assert_cmpint (member->membership, ==, MX_MEMBERSHIP_JOIN);
  g_assert_null (member->name);
}

static void
test_receipts (void)
{
  g_autoptr (MxStore) store = mx_store_test_open (NULL, NULL);
  MxStoreReceipt receipt = { (char *) BOB, (char *) "m.read", NULL, (char *) "$a:example.org", 1 };
  g_autoptr (MxStoreReceipt) got = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) here = NULL;

  g_assert_true (mx_store_set_receipt (store, ROOM, &receipt, NULL));
  receipt.event_id = (char *) "$b:example.org";
  g_assert_true (mx_store_set_receipt (store, ROOM, &receipt, NULL));
  receipt.thread_id = (char *) "main";
  receipt.ts = 5;
  g_assert_true (mx_store_set_receipt (store, ROOM, &receipt, NULL));
  got = mx_store_get_receipt (store, ROOM, BOB, "m.read", NULL, NULL);
  g_assert_cmpstr (got->event_id, ==, "$b:example.org");
  g_assert_null (got->thread_id);
  all = mx_store_list_receipts (store, ROOM, 0, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((MxStoreReceipt *) all->pdata[0])->thread_id, ==, "main");
  here = mx_store_list_receipts_for (store, ROOM, "$a:example.org", NULL);
  g_assert_cmpuint (here->len, ==, 0);
}

/* Figures, not judged: 20,000 events and 2,000 rooms. */
static void
test_figures (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (1);
  MxStore *store = mx_store_test_open (dir, key);
  g_autoptr (GPtrArray) rooms = NULL;
  gint64 start = g_get_monotonic_time ();
  guint i;

  g_assert_true (mx_store_begin (store, NULL));
  mx_store_test_append (store, "e", 0, 20000);
  g_assert_true (mx_store_commit (store, NULL));
  g_test_message ("20,000 events appended in %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - start) / 1000);
  g_assert_true (mx_store_begin (store, NULL));
  for (i = 0; i < 2000; i++) {
    g_autofree char *id = g_strdup_printf ("!%u:example.org", i);
    g_autoptr (MxStoreRoom) room = mx_store_room_new (id);

    room->name = g_strdup_printf ("Room number %u", i);
    room->topic = g_strdup ("What a room of this kind is about, in a sentence or two that are not short.");
    room->last_text = g_strdup ("The last thing that somebody said here, cut to a line");
    g_assert_true (mx_store_save_room (store, room, NULL));
  }
  g_assert_true (mx_store_commit (store, NULL));
  mx_store_close (store);
  start = g_get_monotonic_time ();
  store = mx_store_test_open (dir, key);
  g_test_message ("opened in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  start = g_get_monotonic_time ();
  rooms = mx_store_list_rooms (store, NULL);
  g_test_message ("2,000 rooms in %" G_GINT64_FORMAT " us", g_get_monotonic_time () - start);
  g_assert_cmpuint (rooms->len, ==, 2000);
  mx_store_close (store);
  mx_store_test_remove (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/L01/modes-despite-umask", test_modes);
  g_test_add_func ("/security/L02/no-canary-in-any-file", test_no_canary);
  g_test_add_func ("/security/L03/other-key-is-not-a-first-run", test_other_key);
  g_test_add_func ("/security/L03/lost-header", test_lost_header);
  g_test_add_func ("/security/L09/delete-leaves-nothing", test_delete);
  g_test_add_func ("/security/N17/two-processes", test_two_processes);
  g_test_add_func ("/security/N17/lock-file-removed", test_lock_file_removed);
  g_test_add_func ("/security/H17/metacharacters", test_metacharacters);
  g_test_add_func ("/security/H11/malformed-member", test_malformed_member);
  g_test_add_func ("/store/newer-schema", test_newer_schema);
  g_test_add_func ("/store/transactions", test_transactions);
  g_test_add_func ("/store/values", test_values);
  g_test_add_func ("/store/rooms", test_rooms);
  g_test_add_func ("/store/state-alone-lists-nothing", test_state_alone_lists_nothing);
  g_test_add_func ("/store/state", test_state);
  g_test_add_func ("/store/members", test_members);
  g_test_add_func ("/store/receipts", test_receipts);
  g_test_add_func ("/store/figures", test_figures);
  return g_test_run ();
}
