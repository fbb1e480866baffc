/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxStore: everything that is remembered about one account, in one encrypted database.
 * This file has its life, its transactions and its small words; mx-store-files.c the
 * directory; mx-store-schema.c the migrations; the others a topic each.
 *
 * Thread: the engine's, alone; every function may block on the disk.
 * Invariants: one process has a store open; a call that writes is atomic by itself, and
 * part of the caller's transaction where one is open; what a failed call would have
 * written keeps that transaction from committing. The cache of row numbers is dropped
 * with every rollback. */

#include "config.h"

#include "mx-store-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEDIA_IN_MEMORY (32 * 1024 * 1024)

G_STATIC_ASSERT (MX_STORE_HASH_KEY_BYTES == crypto_shorthash_KEYBYTES);

static gboolean
load_hash_key (MxStore  *self,
               GError  **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *failure = NULL;

  cursor = mx_sqlite_query (self->db, error, "SELECT value FROM meta WHERE key = 'hash'", "");
  if (cursor == NULL)
    return FALSE;
  if (mx_cursor_next (cursor, &failure))
    bytes = mx_cursor_dup_bytes (cursor, 0);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  if (bytes != NULL && g_bytes_get_size (bytes) == sizeof self->hash_key) {
    memcpy (self->hash_key, g_bytes_get_data (bytes, NULL), sizeof self->hash_key);
    return TRUE;
  }
  g_clear_pointer (&bytes, g_bytes_unref);
  randombytes_buf (self->hash_key, sizeof self->hash_key);
  bytes = g_bytes_new (self->hash_key, sizeof self->hash_key);
  return mx_sqlite_run (self->db, error, "INSERT INTO meta (key, value) VALUES ('hash', ?)", "b", bytes);
}

/* Rooms made in what was rolled back have no row any more. */
static void
forget_rows (gpointer user_data)
{
  MxStore *self = user_data;

  g_hash_table_remove_all (self->rows);
}

/* What was on its way when the last process ended is on its way again. */
static gboolean
revive_outbox (MxStore  *self,
               GError  **error)
{
  return mx_sqlite_run (self->db, error,
                        "UPDATE outbox SET state = 1, next_try = 0 "
                        "WHERE state = 2 OR (state = 1 AND next_try <> 0)",
                        "");
}

/* Where the key fits the header and the database still refuses, the key is not to blame. */
static void
blame (GError   **error,
       gboolean   has_header)
{
  if (error != NULL && !has_header && g_error_matches (*error, MX_ERROR, MX_ERROR_STORE_DAMAGED))
    (*error)->code = MX_ERROR_STORE_KEY;
}

static gboolean
open_file (MxStore   *self,
           MxSecret  *master,
           GError   **error)
{
  g_autoptr (MxSecret) key = mx_secret_derive (master, "db");
  g_autofree char *path = _mx_store_db_path (self->dir);
  gboolean has_header = FALSE;
  gboolean is_plain = mx_sqlite_is_plaintext (path);
  struct stat st;

  if (!_mx_store_check_key (self->dir, master, &has_header, error))
    return FALSE;
  if (has_header && (g_stat (path, &st) != 0 || st.st_size == 0)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "the database is gone");
    return FALSE;
  }
  self->db = mx_sqlite_open (path, key, error);
  if (self->db == NULL) {
    blame (error, has_header || is_plain);
    return FALSE;
  }
  return _mx_store_migrate (self->db, error) &&
         load_hash_key (self, error) &&
         revive_outbox (self, error) &&
         (has_header || _mx_store_write_header (self->dir, master, error));
}

static gboolean
open_memory (MxStore  *self,
             GError  **error)
{
  self->db = mx_sqlite_open (NULL, NULL, error);
  return self->db != NULL && _mx_store_migrate (self->db, error) && load_hash_key (self, error);
}

static gboolean
open_media (MxStore   *self,
            MxSecret  *master,
            GError   **error)
{
  g_autoptr (MxSecret) key = NULL;
  g_autofree char *path = NULL;

  if (self->dir == NULL) {
    self->media = mx_media_cache_new (NULL, NULL, MEDIA_IN_MEMORY);
    return TRUE;
  }
  key = mx_secret_derive (master, "media");
  path = _mx_store_media_path (self->dir);
  if (!_mx_store_make_dir (path, error))
    return FALSE;
  self->media = mx_media_cache_new (path, key, 0);
  return TRUE;
}

/**
 * mx_store_open:
 * @dir: (nullable): the store's own directory, made when missing; %NULL: in memory
 * @master: (nullable): the account's master key; needed with a @dir
 *
 * %MX_ERROR_STORE_BUSY: another process has it. %MX_ERROR_STORE_KEY: the key does not
 * fit. %MX_ERROR_STORE_DAMAGED: the key fits and the file cannot be read; see
 * mx_store_keep_damaged (). %MX_ERROR_STORE_FULL. Whatever fails, what is there stays.
 *
 * Returns: (transfer full) (nullable): the store
 */
MxStore *
mx_store_open (const char  *dir,
               MxSecret    *master,
               GError     **error)
{
  g_autoptr (MxStore) self = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean opened;

  g_return_val_if_fail (dir == NULL || master != NULL, NULL);

  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  self = g_new0 (MxStore, 1);
  self->dir = g_strdup (dir);
  self->lock_fd = -1;
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (dir != NULL) {
    if (!_mx_store_make_dir (dir, error))
      return NULL;
    self->lock_fd = _mx_store_lock (dir, error);
    if (self->lock_fd < 0)
      return NULL;
  }
  opened = dir != NULL ? open_file (self, master, &failure) : open_memory (self, &failure);
  if (!opened) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  mx_sqlite_on_rollback (self->db, forget_rows, self);
  if (!open_media (self, master, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * mx_store_close:
 * @self: (transfer full): a store; an open transaction is rolled back
 */
void
mx_store_close (MxStore *self)
{
  g_return_if_fail (self != NULL);

  mx_transaction_clear (&self->transaction);
  g_clear_pointer (&self->media, mx_media_cache_free);
  g_clear_pointer (&self->db, mx_sqlite_close);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_fd (&self->lock_fd, NULL);
  g_free (self->dir);
  g_free (self);
}

/**
 * mx_store_get_media:
 * @self: a store
 *
 * Returns: (transfer none): its media cache
 */
MxMediaCache *
mx_store_get_media (MxStore *self)
{
  return self->media;
}

/* Every row of a check's answer but "ok" is a complaint. */
static gboolean
run_check (MxStore     *self,
           const char  *sql,
           GError     **error)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_query (self->db, error, sql, "");
  GError *failure = NULL;

  if (cursor == NULL)
    return FALSE;
  while (mx_cursor_next (cursor, &failure))
    if (g_strcmp0 (mx_cursor_text (cursor, 0), "ok") != 0) {
      g_set_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED, "%s", mx_cursor_text (cursor, 0));
      return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * mx_store_integrity_check:
 * @self: a store
 *
 * Returns: whether all is well, indices included
 */
gboolean
mx_store_integrity_check (MxStore  *self,
                          GError  **error)
{
  return (self->dir == NULL || run_check (self, "PRAGMA cipher_integrity_check", error)) &&
         run_check (self, "PRAGMA integrity_check", error);
}

/**
 * mx_store_begin:
 * @self: a store without an open transaction
 *
 * Returns: whether a transaction is open
 */
gboolean
mx_store_begin (MxStore  *self,
                GError  **error)
{
  if (self->transaction.db != NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_FAILED, "a transaction is open already");
    return FALSE;
  }
  return mx_transaction_begin (&self->transaction, self->db, error);
}

/**
 * mx_store_commit:
 * @self: a store with an open transaction
 *
 * Closes the transaction either way.
 *
 * Returns: whether everything since mx_store_begin () is stored; nothing of it is otherwise
 */
gboolean
mx_store_commit (MxStore  *self,
                 GError  **error)
{
  if (self->transaction.db == NULL) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_FAILED, "no transaction is open");
    return FALSE;
  }
  return mx_transaction_commit (&self->transaction, error);
}

/**
 * mx_store_rollback:
 * @self: a store
 *
 * Undoes everything since mx_store_begin (); nothing when no transaction is open.
 */
void
mx_store_rollback (MxStore *self)
{
  mx_transaction_clear (&self->transaction);
}

/**
 * mx_store_in_transaction:
 * @self: a store
 *
 * Returns: whether the caller has a transaction open
 */
gboolean
mx_store_in_transaction (MxStore *self)
{
  return self->transaction.db != NULL;
}

/**
 * mx_store_transaction_begin:
 * @self: zeroed memory
 * @store: a store without an open transaction
 *
 * Returns: whether it is open
 */
gboolean
mx_store_transaction_begin (MxStoreTransaction  *self,
                            MxStore             *store,
                            GError             **error)
{
  if (!mx_store_begin (store, error))
    return FALSE;
  self->store = store;
  return TRUE;
}

/**
 * mx_store_transaction_commit:
 * @self: an open transaction
 *
 * Returns: as mx_store_commit ()
 */
gboolean
mx_store_transaction_commit (MxStoreTransaction  *self,
                             GError             **error)
{
  g_return_val_if_fail (self->store != NULL, FALSE);

  return mx_store_commit (g_steal_pointer (&self->store), error);
}

/**
 * mx_store_transaction_clear:
 * @self: a transaction, open or not
 */
void
mx_store_transaction_clear (MxStoreTransaction *self)
{
  MxStore *store = g_steal_pointer (&self->store);

  if (store != NULL)
    mx_store_rollback (store);
}

/* Keyed, so that nobody can send events whose ids collide. */
gint64
_mx_store_hash (MxStore    *self,
                const char *id)
{
  guint8 hash[crypto_shorthash_BYTES];
  gint64 value;

  crypto_shorthash (hash, (const guint8 *) id, strlen (id), self->hash_key);
  memcpy (&value, hash, sizeof value);
  return value;
}
