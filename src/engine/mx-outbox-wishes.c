/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people want of the outbox: to keep something and send it, to wait for what becomes of it, to try
 * it again, to give it up. Each wish is durable before the pump, in mx-outbox.c, hears of it; what the
 * disk refuses stays in memory as a failed message. Engine thread. */

#include "config.h"

#include "mx-outbox-private.h"

#include "mx-error.h"
#include "mx-outbox-request.h"
#include "mx-store.h"

/* What the disk did not take is shown as failed, and can be tried again or given up. */
static void
item_unsaved (MxOutbox          *self,
              MxStoreOutboxItem *item,
              const GError      *error)
{
  _mx_outbox_set_failed (item, error);
  _mx_outbox_show (self, item, MX_OUTBOX_NEW);
  mx_waiting_end (self->waiting, item->txn_id, NULL, error);
  if (mx_outbox_get_event_type (item))
    g_hash_table_replace (self->unsaved, item->txn_id, item);
  else
    mx_store_outbox_item_free (item);
}

/* Takes @item and @task (nullable); @with (nullable) is committed with the item. */
static gboolean
add (MxOutbox           *self,
     MxStoreOutboxItem  *item,
     MxStoreTransaction *with,
     GTask              *task)
{
  g_autoptr (MxStoreOutboxItem) owned = item;
  g_autoptr (GError) error = NULL;
  MxStore *store = self->core->store;

  if (task)
    mx_waiting_add (self->waiting, item, task);
  if (!mx_store_outbox_add (store, item, &error) || (with && !mx_store_transaction_commit (with, &error))) {
    item_unsaved (self, g_steal_pointer (&owned), error);
    return FALSE;
  }
  _mx_outbox_show (self, item, MX_OUTBOX_NEW);
  if (self->troubled)
    _mx_outbox_tell_delay (self, item);
  mx_engine_pump (self->core);
  return TRUE;
}

/**
 * mx_outbox_add:
 * @core: the engine
 * @item: (transfer full): what is to be sent
 * @task: (transfer full) (nullable): ends when it was
 *
 * Writes the item down first. When even that is not possible (the disk is full), the person
 * sees a failed message, and @task fails.
 */
void
mx_outbox_add (MxCore            *core,
               MxStoreOutboxItem *item,
               GTask             *task)
{
  mx_assert_engine (core);

  add (core->outbox, item, NULL, task);
}

/**
 * mx_outbox_replace:
 * @core: the engine
 * @item: (transfer full): the newest of its kind in a queue, which says all
 * @with: (nullable): an open transaction that is committed with the item
 * @task: (transfer full) (nullable): ends when it was sent
 *
 * Puts the item into its queue, alone of its kind: who waited for the others waits for it. What is on
 * its way already cannot be called back.
 *
 * Returns: whether the item, and all else in @with, is durable
 */
gboolean
mx_outbox_replace (MxCore             *core,
                   MxStoreOutboxItem  *item,
                   MxStoreTransaction *with,
                   GTask              *task)
{
  MxOutbox *self = core->outbox;
  g_autoptr (GPtrArray) items = mx_store_outbox_list (core->store, item->room_id, NULL);

  for (guint i = 0; items && i < items->len; i++) {
    const MxStoreOutboxItem *other = g_ptr_array_index (items, i);

    if (g_strcmp0 (other->queue, item->queue) != 0 || other->kind != item->kind ||
        g_hash_table_contains (self->running, other->txn_id))
      continue;
    mx_waiting_move (self->waiting, other->txn_id, item);
    _mx_outbox_remove (self, other);
  }
  return add (self, item, with, task);
}

/**
 * mx_outbox_wait:
 * @core: the engine
 * @room_id: a room
 * @txn_id: of an event that was added there
 * @until: when to end
 * @task: (transfer full): ends with the event id, with %TRUE, or with why it failed
 *
 * Waits for what becomes of an item.
 */
void
mx_outbox_wait (MxCore      *core,
                const char  *room_id,
                const char  *txn_id,
                MxWaitUntil  until,
                GTask       *task)
{
  MxOutbox *self = core->outbox;
  const MxStoreOutboxItem *unsaved = g_hash_table_lookup (self->unsaved, txn_id);
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (core->store, txn_id, NULL);
  g_autofree char *event_id = item ? g_strdup (item->event_id) : mx_waiting_dup_echo_id (core->store, room_id, txn_id);

  if (unsaved)
    mx_port_return_error (core->port, task, _mx_outbox_error_of (unsaved));
  else if (!item && !event_id)
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "no such message waits to be sent"));
  else if (until == MX_WAIT_KEPT)
    mx_port_return_boolean (core->port, task, TRUE);
  else if (event_id)
    mx_port_return_pointer (core->port, task, g_steal_pointer (&event_id), g_free);
  else if (item->state == MX_SEND_FAILED)
    mx_port_return_error (core->port, task, _mx_outbox_error_of (item));
  else
    mx_waiting_add (self->waiting, item, task);
}

static void
queue_again (MxStoreOutboxItem *item)
{
  item->state = MX_SEND_QUEUED;
  item->attempts = 0;
  g_clear_pointer (&item->error_message, g_free);
}

/**
 * mx_outbox_retry:
 * @core: the engine
 * @txn_id: of an item that failed
 *
 * Queues it again, under the same transaction id.
 */
void
mx_outbox_retry (MxCore     *core,
                 const char *txn_id)
{
  MxOutbox *self = core->outbox;
  g_autoptr (MxStoreOutboxItem) item = NULL;

  if (g_hash_table_steal_extended (self->unsaved, txn_id, NULL, (gpointer *) &item)) {
    queue_again (item);
    add (self, g_steal_pointer (&item), NULL, NULL);
    return;
  }
  item = mx_store_outbox_find (core->store, txn_id, NULL);
  if (!item || item->state != MX_SEND_FAILED)
    return;
  queue_again (item);
  if (_mx_outbox_store (self, item))
    _mx_outbox_show (self, item, MX_OUTBOX_CHANGED);
  mx_engine_pump (core);
}

/**
 * mx_outbox_discard:
 * @core: the engine
 * @txn_id: of an item that failed or waits
 *
 * Forgets it. What is on its way cannot be called back, but for a file that is not there yet.
 */
void
mx_outbox_discard (MxCore     *core,
                   const char *txn_id)
{
  MxOutbox *self = core->outbox;
  const MxSending *sending = g_hash_table_lookup (self->running, txn_id);
  g_autoptr (MxStoreOutboxItem) item = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_hash_table_steal_extended (self->unsaved, txn_id, NULL, (gpointer *) &item))
    item = mx_store_outbox_find (core->store, txn_id, NULL);
  if (!item || item->state == MX_SEND_SENT || (sending && !sending->upload))
    return;
  if (sending)
    mx_upload_cancel (sending->upload);
  _mx_outbox_remove (self, item);
  _mx_outbox_show (self, item, MX_OUTBOX_DISCARDED);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "it was discarded");
  mx_waiting_end (self->waiting, txn_id, NULL, error);
  mx_engine_pump (core);
}
