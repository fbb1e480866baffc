/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox: what waits to be sent, in queues. Only the head of a queue is ever due, so
 * that nothing overtakes within a room; what failed for good or was sent holds up nobody.
 * Thread: the engine's. */

#include "config.h"

#include "mx-store-outbox.h"

#include "mx-store-private.h"

#define COLUMNS                                                                            \
  "id, txn_id, room_id, queue, kind, type, target, content, state, event_id, error_code, " \
  "error_message, attempts, next_try, created"
#define SELECT "SELECT " COLUMNS " FROM outbox "
/* QUEUED is 1 and SENDING 2: see MxSendState. */
#define HEADS "id IN (SELECT min(id) FROM outbox WHERE state IN (1, 2) GROUP BY queue) AND state = 1 "

/* MX_OUTBOX_UPLOAD is 14 in 0002-files.sql. */
G_STATIC_ASSERT (MX_SEND_QUEUED == 1 && MX_SEND_SENDING == 2 && MX_OUTBOX_UPLOAD == 14);

/**
 * mx_store_outbox_item_new:
 * @kind: what it is
 * @room_id: (nullable): its room
 * @txn_id: its transaction id
 *
 * Returns: (transfer full): an item that was not added yet, queued for at once
 */
MxStoreOutboxItem *
mx_store_outbox_item_new (MxOutboxKind  kind,
                          const char   *room_id,
                          const char   *txn_id)
{
  MxStoreOutboxItem *self = g_new0 (MxStoreOutboxItem, 1);

  self->kind = kind;
  self->room_id = g_strdup (room_id);
  self->txn_id = g_strdup (txn_id);
  self->state = MX_SEND_QUEUED;
  return self;
}

/**
 * mx_store_outbox_item_free:
 * @self: (transfer full): an item
 */
void
mx_store_outbox_item_free (MxStoreOutboxItem *self)
{
  g_free (self->txn_id);
  g_free (self->room_id);
  g_free (self->queue);
  g_free (self->type);
  g_free (self->target);
  g_free (self->content);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->event_id);
  g_free (self->error_message);
  g_free (self);
}

static MxStoreOutboxItem *
read_item (MxCursor *cursor)
{
  MxStoreOutboxItem *item = g_new0 (MxStoreOutboxItem, 1);

  item->id = mx_cursor_int (cursor, 0);
  item->txn_id = g_strdup (mx_cursor_text (cursor, 1));
  item->room_id = g_strdup (mx_cursor_text (cursor, 2));
  item->queue = g_strdup (mx_cursor_text (cursor, 3));
  item->kind = mx_cursor_int (cursor, 4);
  item->type = g_strdup (mx_cursor_text (cursor, 5));
  item->target = g_strdup (mx_cursor_text (cursor, 6));
  item->content = g_strdup (mx_cursor_text (cursor, 7));
  item->state = mx_cursor_int (cursor, 8);
  item->event_id = g_strdup (mx_cursor_text (cursor, 9));
  item->error_code = mx_cursor_int (cursor, 10);
  item->error_message = g_strdup (mx_cursor_text (cursor, 11));
  item->attempts = mx_cursor_int (cursor, 12);
  item->next_try = mx_cursor_int (cursor, 13);
  item->created = mx_cursor_int (cursor, 14);
  return item;
}

static const char *
queue_of (const MxStoreOutboxItem *item)
{
  if (item->queue != NULL)
    return item->queue;
  return item->room_id != NULL ? item->room_id : "";
}

static gboolean
insert_item (MxStore            *self,
             MxStoreOutboxItem  *item,
             GError            **error)
{
  if (!mx_sqlite_run (self->db, error,
                      "INSERT INTO outbox (txn_id, room_id, queue, kind, type, target, content, state, event_id, "
                      "error_code, error_message, attempts, next_try, created) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "sssisssisisiII", item->txn_id, item->room_id, queue_of (item), (int) item->kind, item->type,
                      item->target, item->content, (int) item->state, item->event_id, item->error_code,
                      item->error_message, (int) item->attempts, item->next_try, item->created))
    return FALSE;
  item->id = mx_sqlite_last_row (self->db);
  return item->data == NULL || mx_sqlite_run (self->db, error, "INSERT INTO outbox_file (item, bytes) VALUES (?, ?)",
                                              "Ib", item->id, item->data);
}

/**
 * mx_store_outbox_add:
 * @self: a store
 * @item: an item; its id is set, and its time of creation where it has none
 *
 * Returns: whether it succeeded, with the file that it may have
 */
gboolean
mx_store_outbox_add (MxStore            *self,
                     MxStoreOutboxItem  *item,
                     GError            **error)
{
  g_auto (MxTransaction) transaction = { NULL };

  g_return_val_if_fail (item->txn_id != NULL, FALSE);

  if (item->created == 0)
    item->created = g_get_real_time () / 1000;
  if (item->data == NULL)
    return insert_item (self, item, error);
  return mx_transaction_begin (&transaction, self->db, error) && insert_item (self, item, error) &&
         mx_transaction_commit (&transaction, error);
}

/**
 * mx_store_outbox_update:
 * @self: a store
 * @item: an item that was added
 *
 * Writes everything but id, transaction id, file and time of creation. The file goes when the
 * item is no upload any more.
 *
 * Returns: whether it succeeded; also when the item is gone meanwhile
 */
gboolean
mx_store_outbox_update (MxStore                  *self,
                        const MxStoreOutboxItem  *item,
                        GError                  **error)
{
  return mx_sqlite_run (self->db, error,
                        "UPDATE outbox SET room_id = ?, queue = ?, kind = ?, type = ?, target = ?, content = ?, "
                        "state = ?, event_id = ?, error_code = ?, error_message = ?, attempts = ?, "
                        "next_try = ? WHERE id = ?",
                        "ssisssisisiII", item->room_id, queue_of (item), (int) item->kind, item->type, item->target,
                        item->content, (int) item->state, item->event_id, item->error_code,
                        item->error_message, (int) item->attempts, item->next_try, item->id);
}

/**
 * mx_store_outbox_load_file:
 * @self: a store
 * @item: an item; what it has to upload is put in
 *
 * Returns: whether it succeeded; without an error when there is no file
 */
gboolean
mx_store_outbox_load_file (MxStore            *self,
                           MxStoreOutboxItem  *item,
                           GError            **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error, "SELECT bytes FROM outbox_file WHERE item = ?", "I", item->id);
  if (cursor == NULL || !mx_cursor_next (cursor, error))
    return FALSE;
  g_clear_pointer (&item->data, g_bytes_unref);
  item->data = mx_cursor_dup_bytes (cursor, 0);
  return TRUE;
}

/**
 * mx_store_outbox_remove:
 * @self: a store
 * @txn_id: an item's transaction id
 *
 * Returns: whether it succeeded; also when there was none
 */
gboolean
mx_store_outbox_remove (MxStore     *self,
                        const char  *txn_id,
                        GError     **error)
{
  return mx_sqlite_run (self->db, error, "DELETE FROM outbox WHERE txn_id = ?", "s", txn_id);
}

static GPtrArray *
read_items (MxCursor  *cursor,
            GError   **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_store_outbox_item_free);
  GError *failure = NULL;

  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure))
    g_ptr_array_add (items, read_item (cursor));
  if (failure == NULL)
    return g_steal_pointer (&items);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * mx_store_outbox_list_due:
 * @self: a store
 * @now: ms since 1970
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreOutboxItem): the head of every
 *   queue that may be sent now, in order
 */
GPtrArray *
mx_store_outbox_list_due (MxStore  *self,
                          gint64    now,
                          GError  **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE " HEADS "AND next_try <= ? ORDER BY id", "I", now);
  return read_items (cursor, error);
}

/**
 * mx_store_outbox_next_due:
 * @self: a store
 * @when: (out): ms since 1970; %G_MAXINT64 when nothing is queued
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_outbox_next_due (MxStore  *self,
                          gint64   *when,
                          GError  **error)
{
  gint64 value = G_MAXINT64;

  if (!mx_sqlite_query_int (self->db, error, &value, "SELECT min(next_try) FROM outbox WHERE " HEADS, ""))
    return FALSE;
  *when = value;
  return TRUE;
}

/**
 * mx_store_outbox_list:
 * @self: a store
 * @room_id: (nullable): a room; %NULL for everything
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreOutboxItem): in order
 */
GPtrArray *
mx_store_outbox_list (MxStore     *self,
                      const char  *room_id,
                      GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE ?1 IS NULL OR room_id = ?1 ORDER BY id", "s", room_id);
  return read_items (cursor, error);
}

/**
 * mx_store_outbox_find:
 * @self: a store
 * @txn_id: a transaction id
 *
 * Returns: (transfer full) (nullable): %NULL without an error when there is none
 */
MxStoreOutboxItem *
mx_store_outbox_find (MxStore     *self,
                      const char  *txn_id,
                      GError     **error)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_query (self->db, error, SELECT "WHERE txn_id = ?", "s", txn_id);

  return cursor != NULL && mx_cursor_next (cursor, error) ? read_item (cursor) : NULL;
}

/**
 * mx_store_outbox_find_event:
 * @self: a store
 * @room_id: a room
 * @event_id: the id the server gave
 *
 * Returns: (transfer full) (nullable): %NULL without an error when there is none
 */
MxStoreOutboxItem *
mx_store_outbox_find_event (MxStore     *self,
                            const char  *room_id,
                            const char  *event_id,
                            GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room_id = ? AND event_id = ?", "ss", room_id, event_id);
  return cursor != NULL && mx_cursor_next (cursor, error) ? read_item (cursor) : NULL;
}
