/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words of the account, account data, and the numbers that rooms have inside the store.
 * Thread: the engine's. */

#include "config.h"

#include "mx-store-private.h"

/* The room's row, 0 without one. */
gboolean
_mx_store_find_row (MxStore     *self,
                    const char  *room_id,
                    gint64      *row,
                    GError     **error)
{
  const gint64 *known = g_hash_table_lookup (self->rows, room_id);

  *row = known != NULL ? *known : 0;
  if (known != NULL)
    return TRUE;
  if (!mx_sqlite_query_int (self->db, error, row, "SELECT id FROM room WHERE room_id = ?", "s", room_id))
    return FALSE;
  if (*row != 0)
    g_hash_table_insert (self->rows, g_strdup (room_id), g_memdup2 (row, sizeof *row));
  return TRUE;
}

/* The room's row, made when missing. */
gboolean
_mx_store_need_row (MxStore     *self,
                    const char  *room_id,
                    gint64      *row,
                    GError     **error)
{
  if (!_mx_store_find_row (self, room_id, row, error))
    return FALSE;
  if (*row != 0)
    return TRUE;
  return mx_sqlite_run (self->db, error, "INSERT INTO room (room_id) VALUES (?)", "s", room_id) &&
         _mx_store_find_row (self, room_id, row, error);
}

void
_mx_store_forget_row (MxStore    *self,
                      const char *room_id)
{
  g_hash_table_remove (self->rows, room_id);
}

/* The first column of the first row. */
static char *
first_text (MxCursor  *cursor,
            GError   **error)
{
  return cursor != NULL && mx_cursor_next (cursor, error) ? g_strdup (mx_cursor_text (cursor, 0)) : NULL;
}

/**
 * mx_store_get_value:
 * @self: a store
 * @key: a word of ours
 *
 * Returns: (transfer full) (nullable): its value; %NULL without an error when it has none
 */
char *
mx_store_get_value (MxStore     *self,
                    const char  *key,
                    GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error, "SELECT value FROM account_value WHERE key = ?", "s", key);
  return first_text (cursor, error);
}

/**
 * mx_store_set_value:
 * @self: a store
 * @key: a word of ours
 * @value: (nullable): %NULL removes it
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_set_value (MxStore     *self,
                    const char  *key,
                    const char  *value,
                    GError     **error)
{
  if (value == NULL)
    return mx_sqlite_run (self->db, error, "DELETE FROM account_value WHERE key = ?", "s", key);
  return mx_sqlite_run (self->db, error,
                        "INSERT INTO account_value (key, value) VALUES (?, ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                        "ss", key, value);
}

/**
 * mx_store_get_account_data:
 * @self: a store
 * @room_id: (nullable): %NULL for the global one
 * @type: its type
 *
 * Returns: (transfer full) (nullable): the content as JSON text; %NULL without an error
 *   when there is none
 */
char *
mx_store_get_account_data (MxStore     *self,
                           const char  *room_id,
                           const char  *type,
                           GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row = 0;

  if (room_id != NULL && (!_mx_store_find_row (self, room_id, &row, error) || row == 0))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, "SELECT content FROM account_data WHERE room = ? AND type = ?",
                            "Is", row, type);
  return first_text (cursor, error);
}

/**
 * mx_store_set_account_data:
 * @self: a store
 * @room_id: (nullable): %NULL for the global one
 * @type: its type
 * @content_json: (nullable): the content; %NULL removes it
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_set_account_data (MxStore     *self,
                           const char  *room_id,
                           const char  *type,
                           const char  *content_json,
                           GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gint64 row = 0;

  if (!mx_transaction_begin (&transaction, self->db, error) ||
      (room_id != NULL && !_mx_store_need_row (self, room_id, &row, error)))
    return FALSE;
  if (content_json == NULL) {
    if (!mx_sqlite_run (self->db, error, "DELETE FROM account_data WHERE room = ? AND type = ?", "Is", row, type))
      return FALSE;
  } else if (!mx_sqlite_run (self->db, error,
                             "INSERT INTO account_data (room, type, content) VALUES (?, ?, ?) "
                             "ON CONFLICT (room, type) DO UPDATE SET content = excluded.content",
                             "Iss", row, type, content_json)) {
    return FALSE;
  }
  return mx_transaction_commit (&transaction, error);
}

/**
 * mx_store_list_account_data:
 * @self: a store
 * @room_id: (nullable): %NULL for the global one
 *
 * Returns: (transfer full) (nullable) (element-type utf8 utf8): type to content
 */
GHashTable *
mx_store_list_account_data (MxStore     *self,
                            const char  *room_id,
                            GError     **error)
{
  g_autoptr (GHashTable) table = NULL;
  g_autoptr (MxCursor) cursor = NULL;
  GError *failure = NULL;
  gint64 row = 0;

  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (room_id != NULL && !_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  if (room_id != NULL && row == 0)
    return g_steal_pointer (&table);
  cursor = mx_sqlite_query (self->db, error, "SELECT type, content FROM account_data WHERE room = ?", "I", row);
  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure))
    g_hash_table_insert (table, g_strdup (mx_cursor_text (cursor, 0)), g_strdup (mx_cursor_text (cursor, 1)));
  if (failure == NULL)
    return g_steal_pointer (&table);
  g_propagate_error (error, failure);
  return NULL;
}
