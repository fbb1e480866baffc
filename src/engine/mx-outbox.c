/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was written here and is not known to be at the server yet. Engine thread.
 *
 *   QUEUED ──► SENDING ──► SENT ──► (gone: sync brought it back)
 *     ▲           │  └───► FAILED ──► retry: QUEUED, discard: gone
 *     └───────────┘ the network, 5xx, 429: the same transaction id goes out again
 *
 * The store has every item before the first byte leaves, so nothing is lost; an item keeps
 * its transaction id for ever, so nothing is sent twice. SENDING is never stored: after a
 * crash such an item is simply queued. Items of one queue (a room's messages) go one after
 * another; while the server does not answer one item alone is tried, at a growing pace. */

#include "config.h"

#include "mx-outbox.h"

#include "mx-api-room.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-outbox-request.h"
#include "mx-request.h"
#include "mx-rooms.h"
#include "mx-store-timeline.h"
#include "mx-store.h"
#include "mx-sync.h"

#define MAX_RUNNING  4
#define MAX_ATTEMPTS 10

typedef struct
{
  MxOutbox *outbox;        /* (unowned) */
  MxStoreOutboxItem *item; /* (owned)   */
} Sending;

typedef struct
{
  char *room_id;    /* (owned) (nullable)                */
  GPtrArray *tasks; /* (owned) (element-type GTask)      */
} Waiting;

struct _MxOutbox {
  MxCore *core;        /* (unowned): owns us                                       */
  GHashTable *running; /* (owned) (element-type utf8 Sending): by transaction id   */
  GHashTable *waiting; /* (owned) (element-type utf8 Waiting): by transaction id   */
  MxPace *pace;        /* (owned)                                                  */
  gboolean troubled;   /* the last answer was none                                */
};

static void
sending_free (Sending *sending)
{
  mx_store_outbox_item_free (sending->item);
  g_free (sending);
}

static void
waiting_free (Waiting *waiting)
{
  g_free (waiting->room_id);
  g_ptr_array_unref (waiting->tasks);
  g_free (waiting);
}

/**
 * mx_outbox_new:
 * @core: the engine
 *
 * Returns: (transfer full): the outbox of a signed-in engine
 */
MxOutbox *
mx_outbox_new (MxCore *core)
{
  MxOutbox *self = g_new0 (MxOutbox, 1);

  self->core = core;
  self->running = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sending_free);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) waiting_free);
  self->pace = mx_core_new_pace (core);
  return self;
}

static void
end_waiting (MxOutbox     *self,
             const char   *txn_id,
             const char   *event_id,
             const GError *error)
{
  g_autofree char *key = NULL;
  Waiting *waiting = NULL;

  if (!g_hash_table_steal_extended (self->waiting, txn_id, (gpointer *) &key, (gpointer *) &waiting))
    return;
  while (waiting->tasks->len > 0) {
    GTask *task = g_ptr_array_steal_index (waiting->tasks, 0);

    if (error)
      mx_port_return_error (self->core->port, task, g_error_copy (error));
    else if (event_id)
      mx_port_return_pointer (self->core->port, task, g_strdup (event_id), g_free);
    else
      mx_port_return_boolean (self->core->port, task, TRUE);
  }
  waiting_free (waiting);
}

/**
 * mx_outbox_free:
 * @self: (transfer full): the outbox
 *
 * Whoever waits is told that it was cancelled; the items stay in the store. Requests under
 * way must have ended.
 */
void
mx_outbox_free (MxOutbox *self)
{
  g_autoptr (GPtrArray) keys = g_hash_table_get_keys_as_ptr_array (self->waiting);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine closes");

  for (guint i = 0; i < keys->len; i++) {
    g_autofree char *txn_id = g_strdup (g_ptr_array_index (keys, i));

    end_waiting (self, txn_id, NULL, error);
  }
  g_hash_table_unref (self->waiting);
  g_hash_table_unref (self->running);
  mx_pace_free (self->pace);
  g_free (self);
}

/* Items as the timeline shows them. */

static const char *
event_type_of (const MxStoreOutboxItem *item)
{
  if (item->kind == MX_OUTBOX_REDACTION)
    return "m.room.redaction";
  if (item->kind == MX_OUTBOX_MESSAGE || item->kind == MX_OUTBOX_REACTION)
    return item->type;
  return NULL;
}

/**
 * mx_outbox_entry:
 * @self: the outbox
 * @item: an item
 *
 * Returns: (transfer full) (nullable): how a timeline shows the item, if it does
 */
MxTimelineEntry *
mx_outbox_entry (MxOutbox                *self,
                 const MxStoreOutboxItem *item)
{
  g_autofree char *content = NULL;
  MxTimelineEntry *entry;

  if (!event_type_of (item))
    return NULL;
  content = mx_outbox_dup_echo_content (item);
  entry = g_new0 (MxTimelineEntry, 1);
  entry->kind = MX_ENTRY_EVENT;
  entry->pos = G_MAXINT64 / 2 + item->id;
  entry->event = mx_event_new_local (item->room_id, event_type_of (item), self->core->account->user_id,
                                     item->txn_id, item->created, content);
  entry->txn_id = g_strdup (item->txn_id);
  entry->send_state = g_hash_table_contains (self->running, item->txn_id) ? MX_SEND_SENDING : item->state;
  if (item->state == MX_SEND_FAILED)
    entry->error = g_error_new_literal (MX_ERROR, item->error_code,
                                        item->error_message ? item->error_message : "not sent");
  return entry;
}

typedef enum {
  SHOW_NEW,
  SHOW_CHANGED,
  SHOW_DISCARDED,
} Show;

/* Tells an open room what became of an item. */
static void
show (MxOutbox                *self,
      const MxStoreOutboxItem *item,
      Show                     what)
{
  g_autoptr (MxDelta) delta = NULL;
  MxRoomDelta *room;
  GPtrArray **list;

  if (!event_type_of (item) || !item->room_id || !mx_rooms_is_open (self->core->rooms, item->room_id))
    return;
  delta = mx_delta_new ();
  room = mx_delta_get_room (delta, item->room_id);
  if (what == SHOW_DISCARDED) {
    room->discarded = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (room->discarded, g_strdup (item->txn_id));
  } else {
    list = what == SHOW_NEW ? &room->appended : &room->changed;
    *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
    g_ptr_array_add (*list, mx_outbox_entry (self, item));
  }
  mx_port_publish (self->core->port, g_steal_pointer (&delta));
}

static gboolean
store_item (MxOutbox                *self,
            const MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;

  if (mx_store_outbox_update (self->core->store, item, &error))
    return TRUE;
  g_debug ("the outbox cannot be written: %s", error->message);
  return FALSE;
}

static void
remove_item (MxOutbox                *self,
             const MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;

  if (!mx_store_outbox_remove (self->core->store, item->txn_id, &error))
    g_debug ("the outbox cannot be written: %s", error->message);
}

/* What came of an item. */

static void
item_sent (MxOutbox          *self,
           MxStoreOutboxItem *item,
           const char        *event_id)
{
  g_autoptr (MxStoreOutboxItem) stored = mx_store_outbox_find (self->core->store, item->txn_id, NULL);

  self->troubled = FALSE;
  mx_pace_succeed (self->pace);
  if (stored && event_id) {
    stored->state = MX_SEND_SENT;
    stored->event_id = g_strdup (event_id);
    /* Of what is sent: when. A sync that was asked later and left it out has it in a gap. */
    stored->next_try = g_get_real_time () / 1000;
    store_item (self, stored);
    show (self, stored, SHOW_CHANGED);
  } else if (stored) {
    remove_item (self, stored);
  }
  end_waiting (self, item->txn_id, event_id, NULL);
}

/* A cut-short or garbled answer leaves open what happened: the same transaction id tells. */
static gboolean
is_delay (const GError *error)
{
  return mx_error_is_transient (error) || g_error_matches (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

/* A server that answers everything but this one is not down: one letter must not stop the others for ever. */
static gboolean
is_hopeless (MxOutbox          *self,
             MxStoreOutboxItem *item,
             const GError      *error)
{
  if (!g_error_matches (error, MX_ERROR, MX_ERROR_SERVER) || !mx_sync_is_live (self->core->sync))
    return FALSE;
  item->attempts++;
  store_item (self, item);
  return item->attempts >= MAX_ATTEMPTS;
}

static gboolean
is_session_trouble (const GError *error)
{
  return g_error_matches (error, MX_ERROR, MX_ERROR_SIGNED_OUT) ||
         g_error_matches (error, MX_ERROR, MX_ERROR_SOFT_LOGOUT) ||
         g_error_matches (error, MX_ERROR, MX_ERROR_ACCOUNT_LOCKED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Who waits for a report hears at once that it goes out later; who waits for a message waits on. */
static void
tell_delay (MxOutbox                *self,
            const MxStoreOutboxItem *item)
{
  g_autoptr (GError) told = NULL;

  if (event_type_of (item))
    return;
  told = g_error_new_literal (MX_ERROR, MX_ERROR_UNREACHABLE, "it is sent as soon as the server answers");
  end_waiting (self, item->txn_id, NULL, told);
}

static void
item_delayed (MxOutbox          *self,
              MxStoreOutboxItem *item,
              const GError      *error)
{
  self->troubled = TRUE;
  mx_pace_fail (self->pace, error, mx_core_now (self->core));
  show (self, item, SHOW_CHANGED);
  tell_delay (self, item);
}

static void
item_failed (MxOutbox          *self,
             MxStoreOutboxItem *item,
             const GError      *error)
{
  if (event_type_of (item)) {
    item->state = MX_SEND_FAILED;
    item->error_code = error->domain == MX_ERROR ? error->code : MX_ERROR_FAILED;
    g_set_str (&item->error_message, error->message);
    store_item (self, item);
    show (self, item, SHOW_CHANGED);
  } else {
    g_debug ("given up: %s", error->message);
    remove_item (self, item);
  }
  end_waiting (self, item->txn_id, NULL, error);
}

/* The server has such a reaction of ours already: nothing is missing. */
static gboolean
is_done_before (const GError *error)
{
  return g_strcmp0 (mx_error_get_errcode (error), "M_DUPLICATE_ANNOTATION") == 0;
}

/* Sync has brought it back before the answer came: there is no row any more. */
static gboolean
is_settled (MxOutbox                *self,
            const MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxStoreOutboxItem) stored = mx_store_outbox_find (self->core->store, item->txn_id, &error);

  return !stored && !error;
}

static void
on_answer (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  Sending *sending = data;
  MxOutbox *self = sending->outbox;
  g_autoptr (GError) garbled = NULL;
  g_autofree char *event_id = NULL;

  g_hash_table_steal (self->running, sending->item->txn_id);
  if (response && event_type_of (sending->item))
    event_id = mx_api_event_id_parse (response, &garbled);
  if (garbled)
    error = garbled;
  if (!error) {
    item_sent (self, sending->item, event_id);
  } else if (is_settled (self, sending->item)) {
    g_debug ("the answer to what sync has brought already is not needed: %s", error->message);
  } else if (is_done_before (error)) {
    show (self, sending->item, SHOW_DISCARDED);
    remove_item (self, sending->item);
    end_waiting (self, sending->item->txn_id, NULL, NULL);
  } else if (is_session_trouble (error)) {
    show (self, sending->item, SHOW_CHANGED);
  } else if (is_delay (error) && !is_hopeless (self, sending->item, error)) {
    item_delayed (self, sending->item, error);
  } else {
    item_failed (self, sending->item, error);
  }
  sending_free (sending);
  mx_engine_pump (core);
}

static void
start (MxOutbox          *self,
       MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRequest) request = mx_outbox_make_request (self->core, item, &error);
  Sending *sending;

  if (!request) {
    item_failed (self, item, error);
    mx_store_outbox_item_free (item);
    mx_engine_pump (self->core);
    return;
  }
  sending = g_new0 (Sending, 1);
  sending->outbox = self;
  sending->item = item;
  g_hash_table_insert (self->running, item->txn_id, sending);
  show (self, item, SHOW_CHANGED);
  mx_core_send (self->core, request, self->core->session_cancel, on_answer, sending);
}

/* A sync may have brought an event back before the answer to its request came, or instead of
 * it: the row is gone then, and the timeline has the event. */
static void
look_after_waiting (MxOutbox *self)
{
  g_autoptr (GPtrArray) keys = g_hash_table_get_keys_as_ptr_array (self->waiting);

  for (guint i = 0; i < keys->len; i++) {
    g_autofree char *txn_id = g_strdup (g_ptr_array_index (keys, i));
    Waiting *waiting = g_hash_table_lookup (self->waiting, txn_id);
    g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (self->core->store, txn_id, NULL);
    g_autoptr (MxStoreEntry) entry = NULL;

    if (!item && waiting->room_id)
      entry = mx_store_find_txn (self->core->store, waiting->room_id, txn_id, NULL);
    if (entry && entry->event)
      end_waiting (self, txn_id, mx_event_get_id (entry->event), NULL);
  }
}

/**
 * mx_outbox_pump:
 * @self: the outbox
 * @now: µs
 *
 * Starts the head of every queue that is due, one alone while the server does not answer.
 *
 * Returns: when to look again in µs, 0 when nothing depends on time
 */
gint64
mx_outbox_pump (MxOutbox *self,
                gint64    now)
{
  MxCore *core = self->core;
  guint at_once = self->troubled ? 1 : MAX_RUNNING;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) due = NULL;

  look_after_waiting (self);
  if (!mx_pace_is_due (self->pace, now))
    return mx_pace_get_due (self->pace);
  if (g_hash_table_size (self->running) >= at_once)
    return 0;
  due = mx_store_outbox_list_due (core->store, g_get_real_time () / 1000, &error);
  if (!due) {
    g_debug ("the outbox cannot be read: %s", error->message);
    return 0;
  }
  g_ptr_array_set_free_func (due, NULL);
  for (guint i = 0; i < due->len; i++) {
    MxStoreOutboxItem *item = g_ptr_array_index (due, i);

    if (g_hash_table_size (self->running) < at_once && !g_hash_table_contains (self->running, item->txn_id))
      start (self, item);
    else
      mx_store_outbox_item_free (item);
  }
  return 0;
}

/**
 * mx_outbox_hurry:
 * @core: the engine
 *
 * The person asks to try now.
 */
void
mx_outbox_hurry (MxCore *core)
{
  mx_pace_hurry (core->outbox->pace);
}

static void
add_waiting (MxOutbox                *self,
             const MxStoreOutboxItem *item,
             GTask                   *task)
{
  Waiting *waiting = g_hash_table_lookup (self->waiting, item->txn_id);

  if (!waiting) {
    waiting = g_new0 (Waiting, 1);
    waiting->room_id = g_strdup (item->room_id);
    waiting->tasks = g_ptr_array_new_with_free_func (g_object_unref);
    g_hash_table_insert (self->waiting, g_strdup (item->txn_id), waiting);
  }
  g_ptr_array_add (waiting->tasks, task);
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
  g_autoptr (MxStoreOutboxItem) owned = item;
  g_autoptr (GError) error = NULL;

  mx_assert_engine (core);
  if (task)
    add_waiting (core->outbox, item, task);
  if (mx_store_outbox_add (core->store, item, &error)) {
    show (core->outbox, item, SHOW_NEW);
    if (core->outbox->troubled)
      tell_delay (core->outbox, item);
    mx_engine_pump (core);
    return;
  }
  item->state = MX_SEND_FAILED;
  item->error_code = error->code;
  g_set_str (&item->error_message, error->message);
  show (core->outbox, item, SHOW_NEW);
  end_waiting (core->outbox, item->txn_id, NULL, error);
}

/**
 * mx_outbox_wait:
 * @core: the engine
 * @txn_id: of an item that was added
 * @task: (transfer full): ends with the event id or with why it failed
 *
 * Waits for what becomes of an item.
 */
void
mx_outbox_wait (MxCore     *core,
                const char *txn_id,
                GTask      *task)
{
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (core->store, txn_id, NULL);

  if (item && item->event_id)
    mx_port_return_pointer (core->port, task, g_strdup (item->event_id), g_free);
  else if (item && item->state == MX_SEND_FAILED)
    mx_port_return_error (core->port, task, g_error_new_literal (MX_ERROR, item->error_code, item->error_message));
  else if (item)
    add_waiting (core->outbox, item, task);
  else
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "no such message waits to be sent"));
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
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (core->store, txn_id, NULL);

  if (!item || item->state != MX_SEND_FAILED)
    return;
  item->state = MX_SEND_QUEUED;
  g_clear_pointer (&item->error_message, g_free);
  if (store_item (core->outbox, item))
    show (core->outbox, item, SHOW_CHANGED);
  mx_engine_pump (core);
}

/**
 * mx_outbox_discard:
 * @core: the engine
 * @txn_id: of an item that failed or waits
 *
 * Forgets it. What is on its way cannot be called back.
 */
void
mx_outbox_discard (MxCore     *core,
                   const char *txn_id)
{
  g_autoptr (MxStoreOutboxItem) item = mx_store_outbox_find (core->store, txn_id, NULL);
  g_autoptr (GError) error = NULL;

  if (!item || item->state == MX_SEND_SENT || g_hash_table_contains (core->outbox->running, txn_id))
    return;
  remove_item (core->outbox, item);
  show (core->outbox, item, SHOW_DISCARDED);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "it was discarded");
  end_waiting (core->outbox, txn_id, NULL, error);
  mx_engine_pump (core);
}
