/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was written here and is not known to be at the server yet. Engine thread.
 *
 *   QUEUED ──► SENDING ──► SENT ──► (gone: sync brought it back)
 *     ▲           │  └───► FAILED ──► retry: QUEUED, discard: gone
 *     └───────────┘ the network, 5xx, 429: the same transaction id goes out again
 *
 * A message with a file is an UPLOAD first: the same row, which becomes the message once the
 * server has the file; its address is stored before the message leaves.
 *
 * The store has every item before the first byte leaves, so nothing is lost; an item keeps
 * its transaction id for ever, so nothing is sent twice. SENDING is never stored: after a
 * crash such an item is simply queued. Items of one queue (a room's messages) go one after
 * another; while the server does not answer one item alone is tried, at a growing pace. */

#include "config.h"

#include "mx-outbox-private.h"

#include "mx-api-media.h"
#include "mx-api-room.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-outbox-request.h"
#include "mx-outbox-upload.h"
#include "mx-outbox-waiting.h"
#include "mx-request.h"
#include "mx-rooms.h"
#include "mx-store-timeline.h"
#include "mx-store.h"
#include "mx-sync.h"

#define MAX_RUNNING  4
#define MAX_ATTEMPTS 10

static void
sending_free (MxSending *sending)
{
  g_clear_pointer (&sending->upload, mx_upload_free);
  mx_store_outbox_item_free (sending->item);
  g_free (sending);
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
  self->unsaved = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mx_store_outbox_item_free);
  self->waiting = mx_waiting_new (core->port);
  self->pace = mx_core_new_pace (core);
  return self;
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
  mx_waiting_free (self->waiting);
  g_hash_table_unref (self->unsaved);
  g_hash_table_unref (self->running);
  mx_pace_free (self->pace);
  g_clear_error (&self->delay);
  g_free (self->delayed);
  g_free (self);
}

/* Items as the timeline shows them. */

GError *
_mx_outbox_error_of (const MxStoreOutboxItem *item)
{
  return g_error_new_literal (MX_ERROR, item->error_code, item->error_message ? item->error_message : "not sent");
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
  const MxSending *sending = g_hash_table_lookup (self->running, item->txn_id);
  g_autofree char *content = NULL;
  MxTimelineEntry *entry;

  if (!mx_outbox_get_event_type (item))
    return NULL;
  content = mx_outbox_dup_echo_content (item);
  entry = g_new0 (MxTimelineEntry, 1);
  entry->kind = MX_ENTRY_EVENT;
  entry->pos = G_MAXINT64 / 2 + item->id;
  entry->event = mx_event_new_local (item->room_id, mx_outbox_get_event_type (item), self->core->account->user_id,
                                     item->txn_id, item->created, content);
  entry->txn_id = g_strdup (item->txn_id);
  entry->send_state = sending ? MX_SEND_SENDING : item->state;
  entry->is_upload = item->kind == MX_OUTBOX_UPLOAD;
  entry->progress = sending && sending->upload ? mx_upload_get_progress (sending->upload) : 0;
  if (item->state == MX_SEND_FAILED)
    entry->error = _mx_outbox_error_of (item);
  else if (!sending && self->delay && g_strcmp0 (item->txn_id, self->delayed) == 0)
    entry->error = g_error_copy (self->delay);
  return entry;
}

/* Tells an open room what became of an item. */
void
_mx_outbox_show (MxOutbox                *self,
                 const MxStoreOutboxItem *item,
                 MxOutboxChange           what)
{
  g_autoptr (MxDelta) delta = NULL;
  MxRoomDelta *room;
  GPtrArray **list;

  if (!mx_outbox_get_event_type (item) || !item->room_id || !mx_rooms_is_open (self->core->rooms, item->room_id))
    return;
  delta = mx_delta_new ();
  room = mx_delta_get_room (delta, item->room_id);
  if (what == MX_OUTBOX_DISCARDED) {
    room->discarded = g_ptr_array_new_with_free_func (g_free);
    g_ptr_array_add (room->discarded, g_strdup (item->txn_id));
  } else {
    list = what == MX_OUTBOX_NEW ? &room->appended : &room->changed;
    *list = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
    g_ptr_array_add (*list, mx_outbox_entry (self, item));
  }
  mx_port_publish (self->core->port, g_steal_pointer (&delta));
}

gboolean
_mx_outbox_store (MxOutbox                *self,
                  const MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;

  if (mx_store_outbox_update (self->core->store, item, &error))
    return TRUE;
  g_debug ("the outbox cannot be written: %s", error->message);
  return FALSE;
}

void
_mx_outbox_remove (MxOutbox                *self,
                   const MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;

  if (!mx_store_outbox_remove (self->core->store, item->txn_id, &error))
    g_debug ("the outbox cannot be written: %s", error->message);
}

/* What came of an item. */

static void
end_trouble (MxOutbox *self)
{
  self->troubled = FALSE;
  g_clear_error (&self->delay);
  g_clear_pointer (&self->delayed, g_free);
  mx_pace_succeed (self->pace);
}

static void
item_sent (MxOutbox          *self,
           MxStoreOutboxItem *item,
           const char        *event_id)
{
  g_autoptr (MxStoreOutboxItem) stored = mx_store_outbox_find (self->core->store, item->txn_id, NULL);

  end_trouble (self);
  if (stored && event_id) {
    stored->state = MX_SEND_SENT;
    stored->event_id = g_strdup (event_id);
    /* Of what is sent: when, and whether it may lie in a gap. See _mx_sync_apply_sent (). */
    stored->next_try = g_get_real_time () / 1000;
    stored->attempts = 0;
    _mx_outbox_store (self, stored);
    _mx_outbox_show (self, stored, MX_OUTBOX_CHANGED);
  } else if (stored) {
    _mx_outbox_remove (self, stored);
  }
  mx_waiting_end (self->waiting, item->txn_id, event_id, NULL);
}

/* The file is at the server: that is kept before anything else, so that it goes up once. */
static void
item_uploaded (MxOutbox          *self,
               MxStoreOutboxItem *item,
               const char        *mxc)
{
  g_autoptr (MxStoreOutboxItem) stored = mx_store_outbox_find (self->core->store, item->txn_id, NULL);
  g_autoptr (GError) error = NULL;

  if (!stored)
    return;
  mx_outbox_take_address (stored, mxc);
  if (!mx_store_outbox_update (self->core->store, stored, &error)) {
    g_debug ("the outbox cannot be written: %s", error->message);
    mx_pace_fail (self->pace, error, mx_core_now (self->core));
    return;
  }
  end_trouble (self);
  _mx_outbox_show (self, stored, MX_OUTBOX_CHANGED);
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
  _mx_outbox_store (self, item);
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
void
_mx_outbox_tell_delay (MxOutbox                *self,
                       const MxStoreOutboxItem *item)
{
  g_autoptr (GError) told = NULL;

  if (mx_outbox_get_event_type (item))
    return;
  told = g_error_new_literal (MX_ERROR, MX_ERROR_UNREACHABLE, "it is sent as soon as the server answers");
  mx_waiting_end (self->waiting, item->txn_id, NULL, told);
}

static void
item_delayed (MxOutbox          *self,
              MxStoreOutboxItem *item,
              const GError      *error)
{
  self->troubled = TRUE;
  g_set_str (&self->delayed, item->txn_id);
  g_clear_error (&self->delay);
  self->delay = g_error_copy (error);
  mx_pace_fail (self->pace, error, mx_core_now (self->core));
  _mx_outbox_show (self, item, MX_OUTBOX_CHANGED);
  _mx_outbox_tell_delay (self, item);
}

void
_mx_outbox_set_failed (MxStoreOutboxItem *item,
                       const GError      *error)
{
  item->state = MX_SEND_FAILED;
  item->error_code = error->domain == MX_ERROR ? error->code : MX_ERROR_FAILED;
  g_set_str (&item->error_message, error->message);
}

static void
item_failed (MxOutbox          *self,
             MxStoreOutboxItem *item,
             const GError      *error)
{
  if (mx_outbox_get_event_type (item)) {
    _mx_outbox_set_failed (item, error);
    _mx_outbox_store (self, item);
    _mx_outbox_show (self, item, MX_OUTBOX_CHANGED);
  } else {
    g_debug ("given up: %s", error->message);
    _mx_outbox_remove (self, item);
  }
  mx_waiting_end (self->waiting, item->txn_id, NULL, error);
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
  MxSending *sending = data;
  MxOutbox *self = sending->outbox;
  g_autoptr (GError) garbled = NULL;
  g_autofree char *event_id = NULL;
  g_autofree char *mxc = NULL;

  g_hash_table_steal (self->running, sending->item->txn_id);
  if (response && sending->upload)
    mxc = mx_api_media_upload_parse (response, &garbled);
  else if (response && mx_outbox_get_event_type (sending->item))
    event_id = mx_api_event_id_parse (response, &garbled);
  if (garbled)
    error = garbled;
  if (mxc) {
    item_uploaded (self, sending->item, mxc);
  } else if (!error) {
    item_sent (self, sending->item, event_id);
  } else if (is_settled (self, sending->item)) {
    g_debug ("the answer to what sync has brought already is not needed: %s", error->message);
  } else if (is_done_before (error)) {
    _mx_outbox_show (self, sending->item, MX_OUTBOX_DISCARDED);
    _mx_outbox_remove (self, sending->item);
    mx_waiting_end (self->waiting, sending->item->txn_id, NULL, NULL);
  } else if (is_session_trouble (error)) {
    _mx_outbox_show (self, sending->item, MX_OUTBOX_CHANGED);
  } else if (is_delay (error) && !is_hopeless (self, sending->item, error)) {
    item_delayed (self, sending->item, error);
  } else {
    item_failed (self, sending->item, error);
  }
  sending_free (sending);
  mx_engine_pump (core);
}

static void
on_progress (gpointer data)
{
  MxSending *sending = data;

  _mx_outbox_show (sending->outbox, sending->item, MX_OUTBOX_CHANGED);
}

static void
start (MxOutbox          *self,
       MxStoreOutboxItem *item)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRequest) request = NULL;
  MxSending *sending;

  if (item->kind == MX_OUTBOX_UPLOAD && !mx_store_outbox_load_file (self->core->store, item, &error))
    g_debug ("no file to upload: %s", error ? error->message : "there is none");
  if (!error)
    request = mx_outbox_make_request (self->core, item, &error);
  if (!request) {
    item_failed (self, item, error);
    mx_store_outbox_item_free (item);
    mx_engine_pump (self->core);
    return;
  }
  sending = g_new0 (MxSending, 1);
  sending->outbox = self;
  sending->item = item;
  if (item->kind == MX_OUTBOX_UPLOAD)
    sending->upload = mx_upload_new (request, self->core->session_cancel, on_progress, sending);
  g_hash_table_insert (self->running, item->txn_id, sending);
  _mx_outbox_show (self, item, MX_OUTBOX_CHANGED);
  mx_core_send (self->core, request,
                sending->upload ? mx_upload_get_cancellable (sending->upload) : self->core->session_cancel, on_answer,
                sending);
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

  mx_waiting_look (self->waiting, core->store);
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
