/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The connection: encryption, keys, transactions, and that the library is our own. */

#include "config.h"

#include "mx-error.h"
#include "mx-secret.h"
#include "mx-sqlite.h"
#include "mx-store-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
make_table (MxSqlite *db)
{
  g_assert_true (mx_sqlite_exec (db, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT", NULL));
}

static gint64
count_rows (MxSqlite *db)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  g_assert_true (mx_sqlite_query_int (db, &error, &n, "SELECT count(*) FROM t", ""));
  g_assert_no_error (error);
  return n;
}

static gboolean
insert (MxSqlite    *db,
        const char  *text,
        GError     **error)
{
  return mx_sqlite_run (db, error, "INSERT INTO t (b) VALUES (?)", "s", text);
}

static void
test_file_is_encrypted (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (dir, "db", NULL);
  g_autoptr (MxSecret) key = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  MxSqlite *db = mx_sqlite_open (path, key, &error);
  gsize len;

  g_assert_no_error (error);
  make_table (db);
  g_assert_true (insert (db, "canary-1f7c", &error));
  mx_sqlite_close (db);

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_cmpuint (len, >=, 4096);
  g_assert_cmpint (memcmp (bytes, "SQLite format 3", 16), !=, 0);
  g_assert_null (g_strstr_len (bytes, len, "canary-1f7c"));
  g_assert_false (mx_sqlite_is_plaintext (path));
  mx_store_test_remove (dir);
}

static void
test_wrong_key (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (dir, "db", NULL);
  g_autoptr (MxSecret) key = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (MxSecret) other = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  MxSqlite *db = mx_sqlite_open (path, key, NULL);
  gsize n_before, n_after;

  make_table (db);
  mx_sqlite_close (db);
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));

  g_assert_null (mx_sqlite_open (path, other, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  mx_store_test_remove (dir);
}

static void
test_plaintext_is_refused (void)
{
  static const char plain[32] = "SQLite format 3";
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (dir, "db", NULL);
  g_autoptr (MxSecret) key = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, plain, sizeof plain, NULL));
  g_assert_true (mx_sqlite_is_plaintext (path));
  g_assert_null (mx_sqlite_open (path, key, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
  mx_store_test_remove (dir);
}

static void
test_transaction_rolls_back (void)
{
  g_autoptr (MxSqlite) db = mx_sqlite_open (NULL, NULL, NULL);

  make_table (db);
  {
    g_auto (MxTransaction) transaction = { NULL };

    g_assert_true (mx_transaction_begin (&transaction, db, NULL));
    g_assert_true (insert (db, "x", NULL));
    g_assert_true (mx_sqlite_in_transaction (db));
  }
  g_assert_false (mx_sqlite_in_transaction (db));
  g_assert_cmpint (count_rows (db), ==, 0);
}

static void
test_transaction_commits (void)
{
  g_autoptr (MxSqlite) db = mx_sqlite_open (NULL, NULL, NULL);
  g_auto (MxTransaction) outer = { NULL };
  g_auto (MxTransaction) inner = { NULL };

  make_table (db);
  g_assert_true (mx_transaction_begin (&outer, db, NULL));
  g_assert_true (mx_transaction_begin (&inner, db, NULL));
  g_assert_true (insert (db, "x", NULL));
  g_assert_true (mx_transaction_commit (&inner, NULL));
  g_assert_true (mx_transaction_commit (&outer, NULL));
  g_assert_cmpint (count_rows (db), ==, 1);
}

/* An error that the caller overlooks keeps the whole from committing. */
static void
test_overlooked_error (void)
{
  g_autoptr (MxSqlite) db = mx_sqlite_open (NULL, NULL, NULL);
  g_auto (MxTransaction) transaction = { NULL };
  g_autoptr (GError) error = NULL;

  make_table (db);
  g_assert_true (mx_transaction_begin (&transaction, db, NULL));
  g_assert_true (insert (db, "x", NULL));
  g_assert_false (insert (db, NULL, NULL));
  g_assert_false (insert (db, "y", NULL));
  g_assert_false (mx_transaction_commit (&transaction, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FAILED);
  g_assert_cmpint (count_rows (db), ==, 0);
  g_assert_true (insert (db, "z", NULL));
  g_assert_cmpint (count_rows (db), ==, 1);
}

static void
test_abandoned_part (void)
{
  g_autoptr (MxSqlite) db = mx_sqlite_open (NULL, NULL, NULL);
  g_auto (MxTransaction) outer = { NULL };

  make_table (db);
  g_assert_true (mx_transaction_begin (&outer, db, NULL));
  {
    g_auto (MxTransaction) inner = { NULL };

    g_assert_true (mx_transaction_begin (&inner, db, NULL));
    g_assert_true (insert (db, "x", NULL));
  }
  g_assert_false (mx_transaction_commit (&outer, NULL));
  g_assert_cmpint (count_rows (db), ==, 0);
}

/* The same statement inside itself gets one of its own. */
static void
test_statement_within_itself (void)
{
  g_autoptr (MxSqlite) db = mx_sqlite_open (NULL, NULL, NULL);
  const char *sql = "SELECT a FROM t ORDER BY a";
  guint n = 0;
  MxCursor *outer;

  make_table (db);
  g_assert_true (insert (db, "x", NULL));
  g_assert_true (insert (db, "y", NULL));
  outer = mx_sqlite_query (db, NULL, sql, "");
  while (mx_cursor_next (outer, NULL)) {
    g_autoptr (MxCursor) inner = mx_sqlite_query (db, NULL, sql, "");

    while (mx_cursor_next (inner, NULL))
      n += mx_cursor_int (inner, 0);
  }
  mx_cursor_free (outer);
  g_assert_cmpuint (n, ==, 6);
}

static char *
readelf (const char *option)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { "readelf", "--wide", option, self, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* No SQLCipher is loaded at run time, and none of our sqlite3_ functions is offered to others. */
static void
test_library_is_hidden (void)
{
  g_autofree char *needed = readelf ("--dynamic");
  g_autofree char *symbols = readelf ("--dyn-syms");

  g_assert_nonnull (strstr (needed, "NEEDED"));
  g_assert_null (strstr (needed, "sqlcipher"));
  g_assert_null (strstr (needed, "sqlite"));
  g_assert_nonnull (strstr (symbols, "g_free"));
  g_assert_null (strstr (symbols, "sqlite3_"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/L02/file-is-encrypted", test_file_is_encrypted);
  g_test_add_func ("/security/L02/plaintext-is-refused", test_plaintext_is_refused);
  g_test_add_func ("/security/L02/library-is-hidden", test_library_is_hidden);
  g_test_add_func ("/sqlite/wrong-key", test_wrong_key);
  g_test_add_func ("/sqlite/transaction/rolls-back", test_transaction_rolls_back);
  g_test_add_func ("/sqlite/transaction/commits", test_transaction_commits);
  g_test_add_func ("/sqlite/transaction/overlooked-error", test_overlooked_error);
  g_test_add_func ("/sqlite/transaction/abandoned-part", test_abandoned_part);
  g_test_add_func ("/sqlite/statement-within-itself", test_statement_within_itself);
  return g_test_run ();
}
