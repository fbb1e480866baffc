/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxWaiting: who wants to hear what becomes of an item of the outbox. Engine thread.
 *
 * A task ends once: with the event id, with TRUE where there is none, or with why it was
 * given up. It owns the tasks and knows items by their transaction ids alone. */

#include "config.h"

#include "mx-outbox-waiting.h"

#include "mx-event.h"
#include "mx-store-timeline.h"

typedef struct
{
  char *room_id;    /* (owned) (nullable)           */
  GPtrArray *tasks; /* (owned) (element-type GTask) */
} Waiter;

struct _MxWaiting {
  MxPort *port;        /* (unowned): outlives us                                 */
  GHashTable *waiters; /* (owned) (element-type utf8 Waiter): by transaction id  */
};

static void
waiter_free (Waiter *waiter)
{
  g_free (waiter->room_id);
  g_ptr_array_unref (waiter->tasks);
  g_free (waiter);
}

/**
 * mx_waiting_new:
 * @port: where tasks return
 *
 * Returns: (transfer full): nobody waits
 */
MxWaiting *
mx_waiting_new (MxPort *port)
{
  MxWaiting *self = g_new0 (MxWaiting, 1);

  self->port = port;
  self->waiters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) waiter_free);
  return self;
}

static char **
dup_txn_ids (MxWaiting *self)
{
  g_autofree const char **keys = (const char **) g_hash_table_get_keys_as_array (self->waiters, NULL);

  return g_strdupv ((char **) keys);
}

/**
 * mx_waiting_free:
 * @self: (transfer full): who waits
 *
 * Whoever still waits is told that it was cancelled.
 */
void
mx_waiting_free (MxWaiting *self)
{
  g_auto (GStrv) txn_ids = dup_txn_ids (self);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine closes");

  for (guint i = 0; txn_ids[i]; i++)
    mx_waiting_end (self, txn_ids[i], NULL, error);
  g_hash_table_unref (self->waiters);
  g_free (self);
}

static Waiter *
ensure_waiter (MxWaiting               *self,
               const MxStoreOutboxItem *item)
{
  Waiter *waiter = g_hash_table_lookup (self->waiters, item->txn_id);

  if (waiter)
    return waiter;
  waiter = g_new0 (Waiter, 1);
  waiter->room_id = g_strdup (item->room_id);
  waiter->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_insert (self->waiters, g_strdup (item->txn_id), waiter);
  return waiter;
}

/**
 * mx_waiting_add:
 * @self: who waits
 * @item: for what
 * @task: (transfer full): ends when the item does
 */
void
mx_waiting_add (MxWaiting               *self,
                const MxStoreOutboxItem *item,
                GTask                   *task)
{
  g_ptr_array_add (ensure_waiter (self, item)->tasks, task);
}

/**
 * mx_waiting_move:
 * @self: who waits
 * @txn_id: an item that another one stands for now
 * @item: that other one
 */
void
mx_waiting_move (MxWaiting               *self,
                 const char              *txn_id,
                 const MxStoreOutboxItem *item)
{
  Waiter *waiter = g_hash_table_lookup (self->waiters, txn_id);

  if (!waiter)
    return;
  g_ptr_array_extend_and_steal (ensure_waiter (self, item)->tasks, g_steal_pointer (&waiter->tasks));
  waiter->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_hash_table_remove (self->waiters, txn_id);
}

/**
 * mx_waiting_end:
 * @self: who waits
 * @txn_id: an item
 * @event_id: (nullable): the event it has become
 * @error: (nullable): why it was given up
 */
void
mx_waiting_end (MxWaiting    *self,
                const char   *txn_id,
                const char   *event_id,
                const GError *error)
{
  g_autofree char *key = NULL;
  Waiter *waiter = NULL;

  if (!g_hash_table_steal_extended (self->waiters, txn_id, (gpointer *) &key, (gpointer *) &waiter))
    return;
  while (waiter->tasks->len > 0) {
    GTask *task = g_ptr_array_steal_index (waiter->tasks, 0);

    if (error)
      mx_port_return_error (self->port, task, g_error_copy (error));
    else if (event_id)
      mx_port_return_pointer (self->port, task, g_strdup (event_id), g_free);
    else
      mx_port_return_boolean (self->port, task, TRUE);
  }
  waiter_free (waiter);
}

/**
 * mx_waiting_dup_echo_id:
 * @store: the store
 * @room_id: a room
 * @txn_id: a transaction id
 *
 * A sync may have brought an event back before the answer to its request came, or instead
 * of it: the row is gone then, and the timeline has the event.
 *
 * Returns: (transfer full) (nullable): its id
 */
char *
mx_waiting_dup_echo_id (MxStore    *store,
                        const char *room_id,
                        const char *txn_id)
{
  g_autoptr (MxStoreEntry) entry = mx_store_find_txn (store, room_id, txn_id, NULL);

  return entry && entry->event ? g_strdup (mx_event_get_id (entry->event)) : NULL;
}

/**
 * mx_waiting_look:
 * @self: who waits
 * @store: the store
 *
 * Ends what has come back by sync.
 */
void
mx_waiting_look (MxWaiting *self,
                 MxStore   *store)
{
  g_auto (GStrv) txn_ids = dup_txn_ids (self);

  for (guint i = 0; txn_ids[i]; i++) {
    const Waiter *waiter = g_hash_table_lookup (self->waiters, txn_ids[i]);
    g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (store, txn_ids[i], NULL);
    g_autofree char *event_id = NULL;

    if (!item && waiter->room_id)
      event_id = mx_waiting_dup_echo_id (store, waiter->room_id, txn_ids[i]);
    if (event_id)
      mx_waiting_end (self, txn_ids[i], event_id, NULL);
  }
}
