/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading a room: opening it, going back in it, filling its gaps. Engine thread.
 *
 * Everything shown comes from the store. Where the store has a gap next to what is asked
 * for, the server fills it first, once however many ask, and the answer is then read from the
 * store as if it had always been there. See Client-Server API, "Syncing events in rooms". */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-outbox.h"
#include "mx-request.h"
#include "mx-store-receipt.h"
#include "mx-store-room.h"
#include "mx-store-state.h"
#include "mx-store-timeline.h"
#include "mx-store.h"
#include "mx-summary.h"

#define LEAST_PAGE    20
#define MOST_RECEIPTS 200
#define LAZY_FILTER   "{\"lazy_load_members\":true}"

typedef struct
{
  char *key;     /* (owned): in the table of fillings */
  char *room_id; /* (owned) */
  gint64 gap;
} Filling;

static void
filling_free (Filling *filling)
{
  g_free (filling->key);
  g_free (filling->room_id);
  g_free (filling);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Filling, filling_free)

static MxTimelineEntry *
entry_new (MxStoreEntry *stored)
{
  MxTimelineEntry *entry = g_new0 (MxTimelineEntry, 1);

  entry->kind = stored->event ? MX_ENTRY_EVENT : MX_ENTRY_GAP;
  entry->pos = stored->pos;
  entry->event = stored->event ? mx_event_ref (stored->event) : NULL;
  entry->txn_id = g_strdup (stored->txn_id);
  return entry;
}

/* Takes over nothing; @stored (element-type MxStoreEntry) is oldest first. */
static MxTimelineSlice *
slice_new (GPtrArray *stored,
           gboolean   at_start)
{
  MxTimelineSlice *slice = g_new0 (MxTimelineSlice, 1);

  slice->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (slice->entries, entry_new (g_ptr_array_index (stored, i)));
  slice->at_start = at_start;
  return slice;
}

/* The gap below everything is the past that was not asked for yet: at_start says it, not a row. */
static void
drop_lowest_gap (MxCore          *core,
                 const char      *room_id,
                 MxTimelineSlice *slice)
{
  MxTimelineEntry *oldest = slice->entries->len > 0 ? g_ptr_array_index (slice->entries, 0) : NULL;
  g_autoptr (GPtrArray) before = NULL;

  if (!oldest || oldest->kind != MX_ENTRY_GAP)
    return;
  before = mx_store_list_before (core->store, room_id, oldest->pos, 1, NULL, NULL);
  if (before && before->len == 0) {
    g_ptr_array_remove_index (slice->entries, 0);
    slice->at_start = FALSE;
  }
}

static void
return_slice (MxCore          *core,
              GTask           *task,
              const char      *room_id,
              MxTimelineSlice *slice)
{
  drop_lowest_gap (core, room_id, slice);
  slice->members = mx_member_list_of (core->store, room_id, slice->entries);
  mx_port_return_pointer (core->port, task, slice, (GDestroyNotify) mx_timeline_slice_free);
}

/* Opening. */

static void
add_waiting (MxCore          *core,
             const char      *room_id,
             MxTimelineSlice *slice)
{
  g_autoptr (GPtrArray) items = mx_store_outbox_list (core->store, room_id, NULL);

  for (guint i = 0; items && i < items->len; i++) {
    MxTimelineEntry *entry = mx_outbox_entry (core->outbox, g_ptr_array_index (items, i));

    if (entry)
      g_ptr_array_add (slice->entries, entry);
  }
}

static void
publish_opened (MxCore      *core,
                MxStoreRoom *room)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomDelta *room_delta = mx_delta_get_room (delta, room->room_id);
  g_autoptr (GPtrArray) receipts = mx_store_list_receipts (core->store, room->room_id, MOST_RECEIPTS, NULL);

  room_delta->summary = mx_summary_from_row (core->store, room, TRUE);
  room_delta->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_read_receipt_free);
  for (guint i = 0; receipts && i < receipts->len; i++) {
    MxStoreReceipt *stored = g_ptr_array_index (receipts, i);
    MxReadReceipt *receipt = g_new0 (MxReadReceipt, 1);

    receipt->user_id = g_strdup (stored->user_id);
    receipt->event_id = g_strdup (stored->event_id);
    receipt->ts = stored->ts;
    g_ptr_array_add (room_delta->receipts, receipt);
  }
  mx_port_publish (core->port, g_steal_pointer (&delta));
}

/**
 * mx_rooms_open:
 * @core: the engine
 * @task: (transfer full): ends with an #MxTimelineSlice
 * @wish: room and limit
 *
 * From now on the room's deltas carry entries. Never asks the server.
 */
void
mx_rooms_open (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  GError *error = NULL;
  g_autoptr (GPtrArray) stored = NULL;
  g_autoptr (MxStoreRoom) room = NULL;
  MxTimelineSlice *slice;
  gboolean at_start = FALSE;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, &error);
  if (room)
    stored = mx_store_list_before (core->store, wish->room_id, MX_STORE_NEWEST, wish->limit, &at_start, &error);
  if (!stored) {
    if (!error)
      error = g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "you are not in this room");
    mx_port_return_error (core->port, task, error);
    return;
  }
  g_hash_table_add (core->open_rooms, g_strdup (wish->room_id));
  publish_opened (core, room);
  slice = slice_new (stored, at_start);
  add_waiting (core, wish->room_id, slice);
  return_slice (core, task, wish->room_id, slice);
}

/**
 * mx_rooms_close:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: the room
 *
 * Nobody looks at the room any more.
 */
void
mx_rooms_close (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  mx_assert_engine (core);
  g_hash_table_remove (core->open_rooms, wish->room_id);
}

/* Going back. */

/* The gap that stands in the way, if one does: at @pos itself, or right before it. */
static gboolean
find_gap (MxCore     *core,
          const char *room_id,
          gint64      pos,
          gint64     *gap)
{
  g_autoptr (MxStoreEntry) at = mx_store_find_gap (core->store, room_id, pos, NULL);
  g_autoptr (GPtrArray) before = NULL;
  MxStoreEntry *newest;

  if (at) {
    *gap = pos;
    return TRUE;
  }
  before = mx_store_list_before (core->store, room_id, pos, 1, NULL, NULL);
  if (!before || before->len == 0)
    return FALSE;
  newest = g_ptr_array_index (before, before->len - 1);
  *gap = newest->pos;
  return newest->event == NULL;
}

/* Ends @task with up to @limit entries before @pos, from the store. */
static void
answer_older (MxCore     *core,
              GTask      *task,
              const char *room_id,
              gint64      pos,
              guint       limit)
{
  GError *error = NULL;
  gboolean at_start = FALSE;
  g_autoptr (GPtrArray) stored = mx_store_list_before (core->store, room_id, pos, limit, &at_start, &error);

  if (stored)
    return_slice (core, task, room_id, slice_new (stored, at_start));
  else
    mx_port_return_error (core->port, task, error);
}

/* The page's events, newest first. What is no event is left out: the others are not harmed. */
static GPtrArray *
events_of (MxEventPage *page,
           const char  *room_id)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);

  for (guint i = 0; i < page->chunk->len; i++) {
    const char *json = g_ptr_array_index (page->chunk, i);
    g_autoptr (GError) error = NULL;
    MxEvent *event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, room_id, &error);

    if (event)
      g_ptr_array_add (events, event);
    else
      g_debug ("an old event is left out: %s", error->message);
  }
  return events;
}

/* Names of those who wrote long ago. Who is known stays as they are: that is the present. */
static gboolean
store_senders (MxCore      *core,
               const char  *room_id,
               GPtrArray   *state,
               GError     **error)
{
  for (guint i = 0; state && i < state->len; i++) {
    const char *json = g_ptr_array_index (state, i);
    g_autoptr (MxEvent) event = mx_event_new (json, strlen (json), MX_EVENT_STATE, room_id, NULL);
    g_autoptr (MxStoreMember) known = NULL;

    if (!event || g_strcmp0 (mx_event_get_type_name (event), "m.room.member") != 0)
      continue;
    known = mx_store_get_member (core->store, room_id, mx_event_get_state_key (event), NULL);
    if (!known && !mx_store_set_state (core->store, room_id, event, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
store_page (MxCore       *core,
            Filling      *filling,
            MxEventPage  *page,
            GError      **error)
{
  g_auto (MxStoreTransaction) transaction = { NULL };
  g_autoptr (GPtrArray) events = events_of (page, filling->room_id);
  const char *next = page->end;

  /* A server that answers with the same token and nothing would be asked for ever. */
  if (page->chunk->len == 0 && g_strcmp0 (page->start, page->end) == 0)
    next = NULL;
  return mx_store_transaction_begin (&transaction, core->store, error) &&
         store_senders (core, filling->room_id, page->state, error) &&
         mx_store_fill_gap (core->store, filling->room_id, filling->gap, events, next, NULL, NULL, error) &&
         mx_store_transaction_commit (&transaction, error);
}

static void
on_page (MxCore       *core,
         MxResponse   *response,
         const GError *error,
         gpointer      data)
{
  g_autoptr (Filling) filling = data;
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (MxEventPage) page = NULL;

  if (!core->rooms ||
      !g_hash_table_steal_extended (core->rooms->fillings, filling->key, (gpointer *) &key, (gpointer *) &tasks))
    return;
  if (response)
    page = mx_api_event_page_parse (response, &own_error);
  /* What sync has filled meanwhile, or what went with its room, is no gap any more. */
  if (page && !store_page (core, filling, page, &own_error) &&
      g_error_matches (own_error, MX_ERROR, MX_ERROR_NOT_FOUND))
    g_clear_error (&own_error);
  if (own_error) {
    _mx_rooms_fail_all (core, tasks, own_error);
    return;
  }
  while (tasks->len > 0) {
    GTask *task = g_ptr_array_steal_index (tasks, 0);
    MxWish *wish = g_task_get_task_data (task);

    answer_older (core, task, filling->room_id, MAX (filling->gap + 1, wish->pos), MAX (wish->limit, LEAST_PAGE) + 1);
  }
}

static void
fill_gap (MxCore     *core,
          GTask      *task,
          const char *room_id,
          gint64      gap,
          guint       limit)
{
  g_autofree char *key = g_strdup_printf ("%s %" G_GINT64_FORMAT, room_id, gap);
  GPtrArray *tasks = g_hash_table_lookup (core->rooms->fillings, key);
  g_autoptr (MxStoreEntry) entry = NULL;
  g_autoptr (MxRequest) request = NULL;
  GError *error = NULL;
  Filling *filling;

  if (tasks) {
    g_ptr_array_add (tasks, task);
    return;
  }
  entry = mx_store_find_gap (core->store, room_id, gap, NULL);
  request = mx_api_messages (room_id, entry ? entry->token : NULL, NULL, TRUE, MAX (limit, LEAST_PAGE), &error);
  if (!request) {
    mx_port_return_error (core->port, task, error);
    return;
  }
  mx_request_add_query (request, "filter", LAZY_FILTER);
  tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (tasks, task);
  g_hash_table_insert (core->rooms->fillings, g_strdup (key), tasks);
  filling = g_new0 (Filling, 1);
  filling->key = g_steal_pointer (&key);
  filling->room_id = g_strdup (room_id);
  filling->gap = gap;
  mx_core_send (core, request, core->session_cancel, on_page, filling);
}

/**
 * mx_rooms_load_older:
 * @core: the engine
 * @task: (transfer full): ends with an #MxTimelineSlice
 * @wish: room, position and limit
 *
 * Loads what is older than a position; at a gap, what is missing there.
 */
void
mx_rooms_load_older (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  gint64 gap;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (find_gap (core, wish->room_id, wish->pos, &gap))
    fill_gap (core, task, wish->room_id, gap, wish->limit);
  else
    answer_older (core, task, wish->room_id, wish->pos, wish->limit);
}

/* One event. */

static void
on_event (MxCore       *core,
          MxResponse   *response,
          const GError *error,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  MxWish *wish = g_task_get_task_data (task);
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  MxEvent *event = NULL;

  if (response)
    event = mx_event_new (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body),
                          MX_EVENT_MESSAGE, wish->room_id, &own_error);
  if (event)
    mx_port_return_pointer (core->port, g_steal_pointer (&task), event, (GDestroyNotify) mx_event_unref);
  else
    mx_port_return_error (core->port, g_steal_pointer (&task), g_steal_pointer (&own_error));
}

/**
 * mx_rooms_load_event:
 * @core: the engine
 * @task: (transfer full): ends with an #MxEvent
 * @wish: room and event
 *
 * From the store, else from the server.
 */
void
mx_rooms_load_event (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  g_autoptr (MxStoreEntry) entry = NULL;
  g_autoptr (MxRequest) request = NULL;
  GError *error = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  entry = mx_store_find_event (core->store, wish->room_id, wish->event_id, NULL);
  if (entry) {
    mx_port_return_pointer (core->port, task, mx_event_ref (entry->event), (GDestroyNotify) mx_event_unref);
    return;
  }
  request = mx_api_get_event (wish->room_id, wish->event_id, &error);
  if (request)
    mx_core_send (core, request, g_task_get_cancellable (task), on_event, task);
  else
    mx_port_return_error (core->port, task, error);
}
