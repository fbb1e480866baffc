/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Read receipts: one a person, type and thread; the newest that came replaces the others.
 * Thread: the engine's. */

#include "config.h"

#include "mx-store-receipt.h"

#include "mx-store-private.h"

#define SELECT "SELECT user, type, thread, event_id, ts FROM receipt "

/**
 * mx_store_receipt_free:
 * @self: (transfer full): a receipt
 */
void
mx_store_receipt_free (MxStoreReceipt *self)
{
  g_free (self->user_id);
  g_free (self->type);
  g_free (self->thread_id);
  g_free (self->event_id);
  g_free (self);
}

static MxStoreReceipt *
read_receipt (MxCursor *cursor)
{
  MxStoreReceipt *receipt = g_new0 (MxStoreReceipt, 1);
  const char *thread = mx_cursor_text (cursor, 2);

  receipt->user_id = g_strdup (mx_cursor_text (cursor, 0));
  receipt->type = g_strdup (mx_cursor_text (cursor, 1));
  receipt->thread_id = *thread != '\0' ? g_strdup (thread) : NULL;
  receipt->event_id = g_strdup (mx_cursor_text (cursor, 3));
  receipt->ts = mx_cursor_int (cursor, 4);
  return receipt;
}

static GPtrArray *
read_receipts (MxCursor  *cursor,
               GError   **error)
{
  g_autoptr (GPtrArray) receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_store_receipt_free);
  GError *failure = NULL;

  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure))
    g_ptr_array_add (receipts, read_receipt (cursor));
  if (failure == NULL)
    return g_steal_pointer (&receipts);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * mx_store_set_receipt:
 * @self: a store
 * @room_id: a room; its row is made when missing
 * @receipt: the receipt
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_set_receipt (MxStore               *self,
                      const char            *room_id,
                      const MxStoreReceipt  *receipt,
                      GError               **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gint64 row;

  return mx_transaction_begin (&transaction, self->db, error) &&
         _mx_store_need_row (self, room_id, &row, error) &&
         mx_sqlite_run (self->db, error,
                        "INSERT INTO receipt (room, user, type, thread, event_id, ts) VALUES (?, ?, ?, ?, ?, ?) "
                        "ON CONFLICT (room, user, type, thread) DO UPDATE SET event_id = excluded.event_id, "
                        "ts = excluded.ts",
                        "IssssI", row, receipt->user_id, receipt->type,
                        receipt->thread_id != NULL ? receipt->thread_id : "", receipt->event_id, receipt->ts) &&
         mx_transaction_commit (&transaction, error);
}

/**
 * mx_store_get_receipt:
 * @self: a store
 * @room_id: a room
 * @user_id: a person
 * @type: "m.read" or "m.read.private"
 * @thread_id: (nullable): %NULL for the one that is not of a thread
 *
 * Returns: (transfer full) (nullable): %NULL without an error when there is none
 */
MxStoreReceipt *
mx_store_get_receipt (MxStore     *self,
                      const char  *room_id,
                      const char  *user_id,
                      const char  *type,
                      const char  *thread_id,
                      GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND user = ? AND type = ? AND thread = ?",
                            "Isss", row, user_id, type, thread_id != NULL ? thread_id : "");
  return cursor != NULL && mx_cursor_next (cursor, error) ? read_receipt (cursor) : NULL;
}

/**
 * mx_store_list_receipts:
 * @self: a store
 * @room_id: a room
 * @limit: how many at most; 0 is all
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreReceipt): newest first
 */
GPtrArray *
mx_store_list_receipts (MxStore     *self,
                        const char  *room_id,
                        guint        limit,
                        GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? ORDER BY ts DESC, user LIMIT ?",
                            "II", row, limit > 0 ? (gint64) limit : (gint64) -1);
  return read_receipts (cursor, error);
}

/**
 * mx_store_list_receipts_for:
 * @self: a store
 * @room_id: a room
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreReceipt): those on this event, newest first
 */
GPtrArray *
mx_store_list_receipts_for (MxStore     *self,
                            const char  *room_id,
                            const char  *event_id,
                            GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND event_id = ? ORDER BY ts DESC, user",
                            "Is", row, event_id);
  return read_receipts (cursor, error);
}
