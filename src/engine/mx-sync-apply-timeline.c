/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room's part of the reducer: the timeline. Events are appended once each, whatever
 * the server repeats; where it left some out, a gap is put before them; our own events
 * come back from the outbox; redactions change what they are aimed at. Engine thread,
 * inside the transaction of the sync. */

#include "config.h"

#include "mx-sync-apply-private.h"

#include "mx-error.h"
#include "mx-event.h"
#include "mx-store-outbox.h"
#include "mx-store-state.h"
#include "mx-store-timeline.h"
#include "mx-summary.h"
#include "types/m-room-create.h"
#include "types/m-room-member.h"
#include "types/m-room-redaction.h"

static GPtrArray *
ensure_entries (GPtrArray **array)
{
  if (!*array)
    *array = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
  return *array;
}

static MxTimelineEntry *
entry_new (MxEntryKind  kind,
           gint64       pos,
           MxEvent     *event,
           const char  *txn_id)
{
  MxTimelineEntry *entry = g_new0 (MxTimelineEntry, 1);

  entry->kind = kind;
  entry->pos = pos;
  entry->event = event ? mx_event_ref (event) : NULL;
  entry->txn_id = g_strdup (txn_id);
  return entry;
}

/* --- gaps ---------------------------------------------------------------------------- */

/* Whether events may be missing between what the store has and this piece. */
static gboolean
needs_gap (MxSyncRoomPass  *pass,
           gboolean        *answer,
           GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  GPtrArray *events = pass->in->timeline;
  gboolean present = FALSE;
  MxEvent *event;
  guint i;

  *answer = FALSE;
  if (!pass->in->prev_batch || !(pass->in->limited || pass->is_new || pass->before != MX_MEMBERSHIP_JOIN))
    return TRUE;
  for (i = 0; i < events->len; i++) {
    event = g_ptr_array_index (events, i);
    if (mx_event_get_content_as (event, &mx_type_room_create))
      return TRUE;
    if (!pass->is_new &&
        !mx_store_has_event (store, pass->row->room_id, mx_event_get_id (event), &present, NULL, error))
      return FALSE;
    if (present)
      return TRUE;
  }
  *answer = TRUE;
  return TRUE;
}

/* What is sent and was not in this piece may lie in the gap before it, or come with the next. Of what is sent,
 * attempts says so. */
static gboolean
mark_sent (MxSyncRoomPass  *pass,
           GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  g_autoptr (GPtrArray) items = mx_store_outbox_list (store, pass->row->room_id, error);
  MxStoreOutboxItem *item;
  guint i;

  for (i = 0; items && i < items->len; i++) {
    item = g_ptr_array_index (items, i);
    if (item->state != MX_SEND_SENT)
      continue;
    item->attempts = 1;
    if (!mx_store_outbox_update (store, item, error))
      return FALSE;
  }
  return items != NULL;
}

static void
discard_echo (MxSyncApply             *apply,
              const MxStoreOutboxItem *item)
{
  MxRoomDelta *room;

  if (!apply->scope->open_rooms || !g_hash_table_contains (apply->scope->open_rooms, item->room_id))
    return;
  room = mx_delta_get_room (apply->delta, item->room_id);
  if (!room->discarded)
    room->discarded = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (room->discarded, g_strdup (item->txn_id));
}

/**
 * _mx_sync_apply_sent:
 * @apply: a response whose rooms were applied
 * @error: a place for an error
 *
 * What was sent before this sync was asked for, may lie in a gap and is not in the sync
 * does lie in the gap: it comes back when that is filled.
 *
 * Returns: whether the store took it
 */
gboolean
_mx_sync_apply_sent (MxSyncApply  *apply,
                     GError      **error)
{
  MxStore *store = apply->scope->store;
  g_autoptr (GPtrArray) items = mx_store_outbox_list (store, NULL, error);
  MxStoreOutboxItem *item;
  guint i;

  for (i = 0; items && i < items->len; i++) {
    item = g_ptr_array_index (items, i);
    if (item->state != MX_SEND_SENT || item->attempts == 0 || item->next_try > apply->scope->asked_ts)
      continue;
    if (!mx_store_outbox_remove (store, item->txn_id, error))
      return FALSE;
    discard_echo (apply, item);
  }
  return items != NULL;
}

static gboolean
apply_gap (MxSyncRoomPass  *pass,
           GError         **error)
{
  gboolean gap;
  gint64 pos;

  if (!needs_gap (pass, &gap, error))
    return FALSE;
  if (!gap)
    return TRUE;
  if (!mx_store_append_gap (pass->apply->scope->store, pass->row->room_id, pass->in->prev_batch, &pos, error))
    return FALSE;
  if (pass->is_open)
    g_ptr_array_add (ensure_entries (&pass->out->appended), entry_new (MX_ENTRY_GAP, pos, NULL, NULL));
  return TRUE;
}

/* --- one event ----------------------------------------------------------------------- */

/* Our own, back from the server: the row of the outbox has done its work. */
static gboolean
take_echo (MxSyncRoomPass  *pass,
           MxEvent         *event,
           char           **txn_id,
           GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  g_autoptr (MxStoreOutboxItem) item = NULL;
  g_autoptr (GError) local = NULL;
  const char *txn = mx_event_get_txn_id (event);

  *txn_id = NULL;
  if (g_strcmp0 (mx_event_get_sender (event), pass->apply->scope->user_id) != 0)
    return TRUE;
  if (txn)
    item = mx_store_outbox_find (store, txn, &local);
  if (!item && !local)
    item = mx_store_outbox_find_event (store, pass->row->room_id, mx_event_get_id (event), &local);
  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (item && g_strcmp0 (item->room_id, pass->row->room_id) == 0) {
    *txn_id = g_strdup (item->txn_id);
    return mx_store_outbox_remove (store, item->txn_id, error);
  }
  *txn_id = g_strdup (txn);
  return TRUE;
}

static gboolean
apply_redaction (MxSyncRoomPass  *pass,
                 MxEvent         *event,
                 GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  const char *target = mx_event_get_target (event);
  g_autoptr (GError) local = NULL;
  g_autoptr (MxStoreEntry) entry = NULL;
  g_autoptr (MxEvent) redacted = NULL;
  g_autoptr (MxEvent) current = NULL;
  const char *key;

  if (!target)
    return TRUE;
  entry = mx_store_find_event (store, pass->row->room_id, target, &local);
  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!entry || !entry->event || mx_event_is_redacted (entry->event))
    return TRUE;
  redacted = mx_event_redact (entry->event, mx_event_get_source (event));
  if (!redacted)
    return TRUE;
  if (!mx_store_update_event (store, pass->row->room_id, redacted, error))
    return FALSE;
  if (pass->is_open)
    g_ptr_array_add (ensure_entries (&pass->out->changed),
                     entry_new (MX_ENTRY_EVENT, entry->pos, redacted, entry->txn_id));
  if (g_strcmp0 (pass->row->last_event, target) == 0 ||
      (pass->last && g_strcmp0 (mx_event_get_id (pass->last), target) == 0))
    pass->lost_last = TRUE;

  key = mx_event_get_state_key (redacted);
  if (!key)
    return TRUE;
  current = mx_store_get_state (store, pass->row->room_id, mx_event_get_type_name (redacted), key, NULL);
  if (current && g_strcmp0 (mx_event_get_id (current), target) == 0)
    return _mx_sync_apply_state (pass, redacted, error);
  return TRUE;
}

static gboolean
apply_edit (MxSyncRoomPass  *pass,
            MxEvent         *event,
            GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  const char *target = mx_event_get_target (event);
  g_autoptr (MxStoreEntry) entry = NULL;
  g_autoptr (MxEvent) edited = NULL;

  if (!target || pass->last || g_strcmp0 (pass->row->last_event, target) != 0)
    return TRUE;
  entry = mx_store_find_event (store, pass->row->room_id, target, NULL);
  edited = entry && entry->event ? mx_event_apply_edit (entry->event, event) : NULL;
  if (edited)
    pass->last = g_steal_pointer (&edited);
  return TRUE;
}

static const MxPushContext *
get_push_room (MxSyncRoomPass *pass)
{
  const MxSyncScope *scope = pass->apply->scope;
  g_autoptr (MxStoreMember) member = NULL;

  if (!pass->has_push_room) {
    member = mx_store_get_member (scope->store, pass->row->room_id, scope->user_id, NULL);
    pass->own_name = member ? g_strdup (member->name) : NULL;
    pass->push_room.power_levels = mx_member_power_levels (scope->store, pass->row->room_id);
    pass->push_room.user_id = scope->user_id;
    pass->push_room.display_name = pass->own_name;
    pass->has_push_room = TRUE;
  }
  pass->push_room.member_count = pass->in->joined_count >= 0 ? (guint) pass->in->joined_count : pass->row->joined_count;
  return &pass->push_room;
}

static void
notify (MxSyncRoomPass *pass,
        MxEvent        *event)
{
  MxSyncApply *apply = pass->apply;
  const char *sender = mx_event_get_sender (event);
  MxPushResult outcome;
  MxNotification *notification;
  g_autoptr (GHashTable) names = NULL;

  if (g_strcmp0 (sender, apply->scope->user_id) == 0) {
    pass->spoke = TRUE;
    pass->n_notify = pass->n_highlight = 0;
    return;
  }
  if (g_hash_table_contains (apply->ignored, sender) || mx_event_is_redacted (event))
    return;
  /* Of what was there before we came the server has the counts, or nobody. */
  if (apply->is_first)
    return;
  outcome = mx_push_rules_evaluate (apply->rules, event, get_push_room (pass));
  if (!outcome.notify)
    return;
  pass->n_notify++;
  pass->n_highlight += outcome.highlight ? 1 : 0;
  /* A room that we have just entered was talking before. */
  if (pass->is_new || pass->before != MX_MEMBERSHIP_JOIN)
    return;
  names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  notification = g_new0 (MxNotification, 1);
  notification->room_id = g_strdup (pass->row->room_id);
  notification->event_id = g_strdup (mx_event_get_id (event));
  notification->room_name = g_strdup (pass->row->name);
  notification->sender_name = mx_member_dup_name_of (apply->scope->store, pass->row->room_id, sender);
  g_hash_table_insert (names, (char *) sender, g_strdup (notification->sender_name));
  notification->text = mx_event_dup_summary (event, names);
  notification->highlight = outcome.highlight;
  notification->sound = outcome.sound;
  g_ptr_array_add (apply->delta->notifications, notification);
}

static gboolean
apply_event (MxSyncRoomPass  *pass,
             MxEvent         *event,
             GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  g_autofree char *txn_id = NULL;
  gboolean is_new = FALSE;
  gint64 pos = 0;

  if (mx_event_get_state_key (event) && !pass->in->state_is_after && !_mx_sync_apply_state (pass, event, error))
    return FALSE;
  if (!take_echo (pass, event, &txn_id, error) ||
      !mx_store_append_event (store, pass->row->room_id, event, txn_id, &pos, &is_new, error))
    return FALSE;
  if (!is_new)
    return TRUE;
  if (pass->is_open)
    g_ptr_array_add (ensure_entries (&pass->out->appended), entry_new (MX_ENTRY_EVENT, pos, event, txn_id));
  if (g_str_equal (mx_event_get_type_name (event), mx_type_room_redaction.name) &&
      !apply_redaction (pass, event, error))
    return FALSE;
  if (mx_event_get_relation (event) == MX_RELATION_REPLACE && !apply_edit (pass, event, error))
    return FALSE;
  if (mx_summary_is_message (event) &&
      !g_hash_table_contains (pass->apply->ignored, mx_event_get_sender (event))) {
    g_clear_pointer (&pass->last, mx_event_unref);
    pass->last = mx_event_ref (event);
  }
  notify (pass, event);
  return TRUE;
}

/**
 * _mx_sync_apply_timeline:
 * @pass: a room that is being changed
 * @error: a place for an error
 *
 * Appends the room's new events.
 *
 * Returns: whether the store took them
 */
gboolean
_mx_sync_apply_timeline (MxSyncRoomPass  *pass,
                         GError         **error)
{
  GPtrArray *events = pass->in->timeline;
  MxEvent *event;
  guint i;

  if (!events || events->len == 0)
    return TRUE;
  if (!apply_gap (pass, error))
    return FALSE;
  for (i = 0; i < events->len; i++) {
    event = g_ptr_array_index (events, i);
    if (!apply_event (pass, event, error))
      return FALSE;
  }
  if (pass->in->limited && !mark_sent (pass, error))
    return FALSE;
  pass->is_changed = TRUE;
  return TRUE;
}
