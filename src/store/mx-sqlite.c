/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A connection to an SQLCipher database. Every page is encrypted and authenticated with a
 * raw 32-byte key; there is no way to open a file without one, and none to open a file of
 * plain SQLite. The library is linked statically and hidden, so that nobody else's calls
 * reach it and ours reach no other; a build where they do is found out by asking for
 * `PRAGMA cipher_version`, and refused.
 *
 * Thread: the engine's, alone. Invariant: while a transaction is open, a statement that
 * fails makes its commit fail, also when the caller overlooked the error, and nothing runs
 * any more once SQLite itself has rolled back (a full disk does that). */

#include "config.h"

#include "mx-sqlite-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC     "SQLite format 3"
#define KEY_CHARS (2 + 2 * MX_SECRET_KEY_BYTES + 1) /* x'…' */

/* What holds for every connection. The lock is taken by the first read; WAL with an
 * exclusive lock needs no file of shared memory. A commit is on the disk when it returns
 * (synchronous): what was answered for outlives a power cut too. */
static const char PRAGMAS_FIRST[] = "PRAGMA locking_mode = EXCLUSIVE;"
                                    "PRAGMA temp_store = MEMORY;"
                                    "PRAGMA mmap_size = 0;"
                                    "PRAGMA cache_size = -8192;"
                                    "PRAGMA trusted_schema = OFF;"
                                    "PRAGMA cell_size_check = ON;"
                                    "PRAGMA busy_timeout = 0;";
static const char PRAGMAS_THEN[] = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA journal_size_limit = 4194304;";

static gboolean
is_full (sqlite3 *db,
         int      rc)
{
  int system;

  if ((rc & 0xff) == SQLITE_FULL)
    return TRUE;
  if ((rc & 0xff) != SQLITE_IOERR)
    return FALSE;
  system = sqlite3_system_errno (db);
  return system == ENOSPC || system == EDQUOT || system == EFBIG;
}

static MxError
error_code (sqlite3 *db,
            int      rc)
{
  if (is_full (db, rc))
    return MX_ERROR_STORE_FULL;
  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return MX_ERROR_STORE_BUSY;
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
  case SQLITE_FORMAT:
  case SQLITE_SCHEMA:
    return MX_ERROR_STORE_DAMAGED;
  /* A page whose authentication fails reports itself as a plain error; so would a
     * mistake in our SQL, which the tests would have found. */
  case SQLITE_ERROR:
    return MX_ERROR_STORE_DAMAGED;
  default:
    break;
  }
  if (rc == SQLITE_IOERR_SHORT_READ || rc == SQLITE_IOERR_CORRUPTFS || rc == SQLITE_IOERR_DATA)
    return MX_ERROR_STORE_DAMAGED;
  return MX_ERROR_FAILED;
}

/* Sets @error from the connection's state; always %FALSE. Breaks the open transaction. */
gboolean
_mx_sqlite_fail (MxSqlite    *self,
                 int          rc,
                 const char  *doing,
                 GError     **error)
{
  g_autoptr (GError) failure = NULL;

  failure = g_error_new (MX_ERROR, error_code (self->db, rc), "%s: %s (%d)", doing,
                         self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (rc), rc);
  if (self->depth > 0 && self->broken == NULL)
    self->broken = g_error_copy (failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Whether statements may run: not once the open transaction is broken. */
gboolean
_mx_sqlite_alive (MxSqlite  *self,
                  GError   **error)
{
  if (self->depth == 0)
    return TRUE;
  if (self->broken == NULL && sqlite3_get_autocommit (self->db))
    self->broken = g_error_new_literal (MX_ERROR, MX_ERROR_FAILED, "the transaction was rolled back");
  if (self->broken == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->broken));
  return FALSE;
}

/**
 * mx_sqlite_is_plaintext:
 * @path: a file
 *
 * Returns: whether @path is a database of plain SQLite
 */
gboolean
mx_sqlite_is_plaintext (const char *path)
{
  char head[sizeof MAGIC] = { 0 };
  g_autofd int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  return fd >= 0 && read (fd, head, sizeof MAGIC) == sizeof MAGIC &&
         memcmp (head, MAGIC, sizeof MAGIC) == 0;
}

static gboolean
set_key (MxSqlite  *self,
         MxSecret  *key,
         GError   **error)
{
  char text[KEY_CHARS + 1];
  const guint8 *data;
  gsize len;
  int rc;

  data = mx_secret_get_data (key, &len);
  g_assert (len == MX_SECRET_KEY_BYTES);
  memcpy (text, "x'", 2);
  sodium_bin2hex (text + 2, sizeof text - 2, data, len);
  memcpy (text + KEY_CHARS - 1, "'", 2);
  rc = sqlite3_key (self->db, text, KEY_CHARS);
  sodium_memzero (text, sizeof text);
  return rc == SQLITE_OK || _mx_sqlite_fail (self, rc, "setting the key", error);
}

/* Were another library's functions reached, the key would be ignored without a word. */
static gboolean
check_cipher (MxSqlite  *self,
              GError   **error)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_query (self, error, "PRAGMA cipher_version", "");

  if (cursor == NULL)
    return FALSE;
  if (mx_cursor_next (cursor, error) && mx_cursor_text (cursor, 0) != NULL &&
      *mx_cursor_text (cursor, 0) != '\0')
    return TRUE;
  g_clear_error (error);
  g_set_error_literal (error, MX_ERROR, MX_ERROR_FAILED, "the database library cannot encrypt");
  return FALSE;
}

/* A key that does not fit shows here first. */
static gboolean
check_readable (MxSqlite  *self,
                GError   **error)
{
  gint64 n_tables;

  return mx_sqlite_query_int (self, error, &n_tables, "SELECT count(*) FROM sqlite_master", "");
}

/* Not g_file_set_contents (): the file is there to be locked and written by SQLite. Made
 * by us so that its mode, and so that of the files beside it, does not hang on the umask. */
static gboolean
make_file (const char  *path,
           GError     **error)
{
  g_autofd int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0 && fchmod (fd, 0600) == 0)
    return TRUE;
  g_set_error (error, MX_ERROR, errno == ENOSPC ? MX_ERROR_STORE_FULL : MX_ERROR_FAILED,
               "making the database: %s", g_strerror (errno));
  return FALSE;
}

static gboolean
set_up (MxSqlite    *self,
        const char  *path,
        MxSecret    *key,
        GError     **error)
{
  int rc = sqlite3_open_v2 (path != NULL ? path : ":memory:", &self->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                              (path != NULL ? SQLITE_OPEN_NOFOLLOW : SQLITE_OPEN_MEMORY),
                            NULL);

  if (rc != SQLITE_OK)
    return _mx_sqlite_fail (self, rc, "opening the database", error);
  /* What it would print about a page on stderr, we say as an error. */
  if (!mx_sqlite_exec (self, "PRAGMA cipher_log_level = NONE", error))
    return FALSE;
  if (path != NULL && !set_key (self, key, error))
    return FALSE;
  return check_cipher (self, error) &&
         mx_sqlite_exec (self, PRAGMAS_FIRST, error) &&
         check_readable (self, error) &&
         mx_sqlite_exec (self, PRAGMAS_THEN, error);
}

/**
 * mx_sqlite_open:
 * @path: (nullable): the file; %NULL for a database in memory
 * @key: (nullable): 32 bytes; needed with a @path
 *
 * Opens or makes an encrypted database. An existing file that cannot be read stays as it is.
 *
 * Returns: (transfer full) (nullable): the connection
 */
MxSqlite *
mx_sqlite_open (const char  *path,
                MxSecret    *key,
                GError     **error)
{
  g_autoptr (MxSqlite) self = NULL;

  g_return_val_if_fail (path == NULL || key != NULL, NULL);

  if (path != NULL && mx_sqlite_is_plaintext (path)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "the database is not encrypted");
    return NULL;
  }
  if (path != NULL && !make_file (path, error))
    return NULL;
  self = g_new0 (MxSqlite, 1);
  self->statements = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);
  if (!set_up (self, path, key, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mx_sqlite_dup_cipher_version:
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): the version of the library that encrypts
 */
char *
mx_sqlite_dup_cipher_version (GError **error)
{
  g_autoptr (MxSqlite) self = mx_sqlite_open (NULL, NULL, error);
  g_autoptr (MxCursor) cursor = NULL;

  if (self == NULL)
    return NULL;
  cursor = mx_sqlite_query (self, error, "PRAGMA cipher_version", "");
  return cursor != NULL && mx_cursor_next (cursor, error) ? g_strdup (mx_cursor_text (cursor, 0)) : NULL;
}

/**
 * mx_sqlite_close:
 * @self: (transfer full): a connection without open cursors
 */
void
mx_sqlite_close (MxSqlite *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_warning ("a statement outlives its database");
  g_clear_error (&self->broken);
  g_free (self);
}

/**
 * mx_sqlite_exec:
 * @self: a connection
 * @sql: statements of our own
 *
 * Returns: whether all of them succeeded
 */
gboolean
mx_sqlite_exec (MxSqlite    *self,
                const char  *sql,
                GError     **error)
{
  int rc;

  if (!_mx_sqlite_alive (self, error))
    return FALSE;
  rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK || _mx_sqlite_fail (self, rc, "running a script", error);
}

/**
 * mx_sqlite_on_rollback:
 * @self: a connection
 * @func: what to call after every rollback, also after one that SQLite decided on
 * @user_data: for @func
 */
void
mx_sqlite_on_rollback (MxSqlite *self,
                       void (*func) (gpointer),
                       gpointer  user_data)
{
  sqlite3_rollback_hook (self->db, func, user_data);
}

/**
 * mx_sqlite_last_row:
 * @self: a connection
 *
 * Returns: the row id of the newest insert
 */
gint64
mx_sqlite_last_row (MxSqlite *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

/**
 * mx_sqlite_changes:
 * @self: a connection
 *
 * Returns: how many rows the last statement changed
 */
int
mx_sqlite_changes (MxSqlite *self)
{
  return sqlite3_changes (self->db);
}

/**
 * mx_sqlite_in_transaction:
 * @self: a connection
 *
 * Returns: whether a transaction is open
 */
gboolean
mx_sqlite_in_transaction (MxSqlite *self)
{
  return self->depth > 0;
}

/**
 * mx_transaction_begin:
 * @self: zeroed memory
 * @db: a connection
 *
 * Returns: whether it is open
 */
gboolean
mx_transaction_begin (MxTransaction  *self,
                      MxSqlite       *db,
                      GError        **error)
{
  g_return_val_if_fail (self->db == NULL, FALSE);

  if (!_mx_sqlite_alive (db, error))
    return FALSE;
  if (db->depth == 0 && !mx_sqlite_run (db, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  db->depth++;
  self->db = db;
  return TRUE;
}

static void
roll_back (MxSqlite *db)
{
  g_clear_error (&db->broken);
  if (sqlite3_get_autocommit (db->db))
    return;
  if (sqlite3_exec (db->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
    g_debug ("rolling back: %s", sqlite3_errmsg (db->db));
}

/**
 * mx_transaction_commit:
 * @self: an open transaction
 *
 * Closes it either way.
 *
 * Returns: whether everything since the beginning is stored; nothing of it is otherwise
 */
gboolean
mx_transaction_commit (MxTransaction  *self,
                       GError        **error)
{
  MxSqlite *db = self->db;
  gboolean committed;

  g_return_val_if_fail (db != NULL, FALSE);

  self->db = NULL;
  if (--db->depth > 0) {
    db->depth++;
    committed = _mx_sqlite_alive (db, error);
    db->depth--;
    return committed;
  }
  db->depth = 1;
  committed = _mx_sqlite_alive (db, error) && mx_sqlite_run (db, error, "COMMIT", "");
  db->depth = 0;
  if (!committed)
    roll_back (db);
  return committed;
}

/**
 * mx_transaction_clear:
 * @self: a transaction, open or not
 *
 * Rolls back what was not committed.
 */
void
mx_transaction_clear (MxTransaction *self)
{
  MxSqlite *db = g_steal_pointer (&self->db);

  if (db == NULL)
    return;
  if (--db->depth == 0)
    roll_back (db);
  else if (db->broken == NULL)
    db->broken = g_error_new_literal (MX_ERROR, MX_ERROR_FAILED, "a part of the transaction was given up");
}
