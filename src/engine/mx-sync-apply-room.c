/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room's part of the reducer: membership, state, counts, account data, and the row
 * that the room list is drawn from. Engine thread, inside the transaction of the sync. */

#include "config.h"

#include "mx-sync-apply-private.h"

#include "mx-event.h"
#include "mx-power-levels.h"
#include "mx-refusals.h"
#include "mx-store-receipt.h"
#include "mx-store-state.h"
#include "mx-summary.h"
#include "types/m-fully-read.h"
#include "types/m-marked-unread.h"
#include "types/m-receipt.h"
#include "types/m-room-create.h"
#include "types/m-room-member.h"
#include "types/m-tag.h"
#include "types/m-typing.h"

static void
set (char       **target,
     const char  *value)
{
  if (g_strcmp0 (*target, value) == 0)
    return;
  g_free (*target);
  *target = g_strdup (value);
}

/* --- state --------------------------------------------------------------------------- */

static gboolean
add_named (MxSyncRoomPass  *pass,
           const char      *name,
           GError         **error)
{
  g_autoptr (GPtrArray) members = NULL;
  MxStoreMember *member;
  guint i;

  if (!name)
    return TRUE;
  members = mx_store_list_members_named (pass->apply->scope->store, pass->row->room_id, name, error);
  if (!members)
    return FALSE;
  /* Beyond a handful nobody's name becomes unique, or stops to be. */
  for (i = 0; members->len <= 3 && i < members->len; i++) {
    member = g_ptr_array_index (members, i);
    g_hash_table_add (pass->people, g_strdup (member->user_id));
  }
  return TRUE;
}

/* Of whom the model must hear: the person, and who bore or bears the same name. */
static gboolean
note_member (MxSyncRoomPass  *pass,
             MxEvent         *event,
             GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  const MxRoomMember *content = mx_event_get_content_as (event, &mx_type_room_member);
  const char *user_id = mx_event_get_state_key (event);
  g_autoptr (MxStoreMember) before = NULL;

  before = mx_store_get_member (store, pass->row->room_id, user_id, NULL);
  g_hash_table_add (pass->people, g_strdup (user_id));
  if (before && content && g_strcmp0 (before->name, content->displayname) == 0 &&
      (before->membership == MX_MEMBERSHIP_JOIN) == g_str_equal (content->membership, "join"))
    return TRUE;
  return add_named (pass, before ? before->name : NULL, error) &&
         add_named (pass, content ? content->displayname : NULL, error);
}

static void
apply_own_member (MxSyncRoomPass *pass,
                  MxEvent        *event)
{
  const MxRoomMember *content = mx_event_get_content_as (event, &mx_type_room_member);
  MxSyncApply *apply = pass->apply;

  if (!content)
    return;
  if (pass->in->membership == MX_MEMBERSHIP_LEAVE) {
    gboolean by_other = g_strcmp0 (mx_event_get_sender (event), apply->scope->user_id) != 0;

    pass->row->membership = g_str_equal (content->membership, "ban") ? MX_MEMBERSHIP_BAN : MX_MEMBERSHIP_LEAVE;
    set (&pass->row->inviter, by_other ? mx_event_get_sender (event) : NULL);
    set (&pass->row->reason, by_other ? content->reason : NULL);
  }
  /* Where nobody has written yet, the room is as new as we are there. */
  if (pass->in->membership == MX_MEMBERSHIP_JOIN && pass->row->last_ts == 0)
    pass->row->sort_ts = MAX (pass->row->sort_ts, mx_event_get_ts (event));
  if (pass->in->membership != MX_MEMBERSHIP_INVITE)
    return;
  set (&pass->row->inviter, mx_event_get_sender (event));
  /* Stripped state need not say when it was sent; what comes with news has just been. */
  if (pass->is_new || pass->before != MX_MEMBERSHIP_INVITE)
    pass->row->sort_ts = mx_event_get_ts (event) > 0 ? mx_event_get_ts (event)
                         : apply->is_first           ? 0
                                                     : g_get_real_time () / 1000;
  if (content->is_direct) {
    pass->row->is_direct = TRUE;
    if (!g_hash_table_contains (apply->direct, pass->row->room_id))
      set (&pass->row->direct_user, mx_event_get_sender (event));
  }
}

/**
 * _mx_sync_apply_state:
 * @pass: a room that is being changed
 * @event: a state event of it
 * @error: a place for an error
 *
 * Makes @event the room's current state.
 *
 * Returns: whether the store took it
 */
gboolean
_mx_sync_apply_state (MxSyncRoomPass  *pass,
                      MxEvent         *event,
                      GError         **error)
{
  MxStore *store = pass->apply->scope->store;
  gboolean is_member = g_str_equal (mx_event_get_type_name (event), mx_type_room_member.name);

  _mx_sync_note_state (pass, event);
  if (is_member && pass->is_open && !note_member (pass, event, error))
    return FALSE;
  if (!mx_store_set_state (store, pass->row->room_id, event, error))
    return FALSE;
  if (is_member && g_strcmp0 (mx_event_get_state_key (event), pass->apply->scope->user_id) == 0)
    apply_own_member (pass, event);
  if (mx_summary_apply_state (pass->row, event, pass->apply->scope->user_id))
    pass->renamed = TRUE;
  pass->is_changed = TRUE;
  return TRUE;
}

static gboolean
apply_state_list (MxSyncRoomPass  *pass,
                  GError         **error)
{
  guint i;

  for (i = 0; pass->in->state && i < pass->in->state->len; i++)
    if (!_mx_sync_apply_state (pass, g_ptr_array_index (pass->in->state, i), error))
      return FALSE;
  return TRUE;
}

/* --- ephemeral ----------------------------------------------------------------------- */

static void
apply_typing (MxSyncRoomPass *pass,
              const MxTyping *typing)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint i;

  if (!pass->is_open)
    return;
  for (i = 0; typing->user_ids[i]; i++)
    if (!g_str_equal (typing->user_ids[i], pass->apply->scope->user_id) &&
        !g_hash_table_contains (pass->apply->ignored, typing->user_ids[i]))
      g_strv_builder_add (builder, typing->user_ids[i]);
  g_strfreev (pass->out->typing);
  pass->out->typing = g_strv_builder_end (builder);
}

static gboolean
apply_receipt (MxSyncRoomPass   *pass,
               const MxReceipt  *receipt,
               GError          **error)
{
  MxStoreReceipt row = {
    receipt->user_id, (char *) (receipt->is_private ? "m.read.private" : "m.read"),
    receipt->thread_id, receipt->event_id, receipt->ts
  };
  MxReadReceipt *out;

  if (!mx_store_set_receipt (pass->apply->scope->store, pass->row->room_id, &row, error))
    return FALSE;
  if (g_str_equal (receipt->user_id, pass->apply->scope->user_id)) {
    set (&pass->row->own_receipt, receipt->event_id);
    pass->is_changed = TRUE;
  }
  if (!pass->is_open)
    return TRUE;
  out = g_new0 (MxReadReceipt, 1);
  out->user_id = g_strdup (receipt->user_id);
  out->event_id = g_strdup (receipt->event_id);
  out->ts = receipt->ts;
  if (!pass->out->receipts)
    pass->out->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_read_receipt_free);
  g_ptr_array_add (pass->out->receipts, out);
  return TRUE;
}

/**
 * _mx_sync_apply_ephemeral:
 * @pass: a room that is being changed
 * @error: a place for an error
 *
 * Takes who is typing and what was read.
 *
 * Returns: whether the store took it
 */
gboolean
_mx_sync_apply_ephemeral (MxSyncRoomPass  *pass,
                          GError         **error)
{
  const MxReceiptContent *receipts;
  const MxTyping *typing;
  MxEvent *event;
  guint i, j;

  for (i = 0; pass->in->ephemeral && i < pass->in->ephemeral->len; i++) {
    event = g_ptr_array_index (pass->in->ephemeral, i);
    if ((typing = mx_event_get_content_as (event, &mx_type_typing)))
      apply_typing (pass, typing);
    receipts = mx_event_get_content_as (event, &mx_type_receipt);
    for (j = 0; receipts && j < receipts->receipts->len; j++)
      if (!apply_receipt (pass, g_ptr_array_index (receipts->receipts, j), error))
        return FALSE;
  }
  return TRUE;
}

/* --- account data of the room -------------------------------------------------------- */

static void
apply_tags (MxStoreRoom        *row,
            const MxTagContent *tags)
{
  const MxTag *tag;
  guint i;

  row->is_favourite = row->is_low_priority = FALSE;
  row->tag_order = MX_TAG_NO_ORDER;
  for (i = 0; i < tags->tags->len; i++) {
    tag = g_ptr_array_index (tags->tags, i);
    if (g_str_equal (tag->name, "m.favourite")) {
      row->is_favourite = TRUE;
      row->tag_order = tag->order;
    } else if (g_str_equal (tag->name, "m.lowpriority")) {
      row->is_low_priority = TRUE;
    }
  }
}

static gboolean
apply_account_data (MxSyncRoomPass  *pass,
                    GError         **error)
{
  const MxMarkedUnread *marked;
  const MxFullyRead *read;
  const MxTagContent *tags;
  MxEvent *event;
  guint i;

  for (i = 0; pass->in->account_data && i < pass->in->account_data->len; i++) {
    g_autofree char *content = NULL;

    event = g_ptr_array_index (pass->in->account_data, i);
    content = mx_event_dup_content_json (event);
    if (!mx_store_set_account_data (pass->apply->scope->store, pass->row->room_id,
                                    mx_event_get_type_name (event), content, error))
      return FALSE;
    if ((tags = mx_event_get_content_as (event, &mx_type_tag)))
      apply_tags (pass->row, tags);
    if ((read = mx_event_get_content_as (event, &mx_type_fully_read)))
      set (&pass->row->fully_read, read->event_id);
    if ((marked = mx_event_get_content_as (event, &mx_type_marked_unread)))
      pass->row->marked_unread = marked->unread;
    pass->is_changed = TRUE;
  }
  return TRUE;
}

/* --- counts and the row -------------------------------------------------------------- */

static void
apply_summary (MxSyncRoomPass *pass)
{
  MxSyncRoom *in = pass->in;
  MxStoreRoom *row = pass->row;

  if (in->joined_count < 0 && in->invited_count < 0 && !in->heroes)
    return;
  if (in->joined_count >= 0)
    row->joined_count = (guint) in->joined_count;
  if (in->invited_count >= 0)
    row->invited_count = (guint) in->invited_count;
  if (in->heroes) {
    g_strfreev (row->heroes);
    row->heroes = g_strdupv (in->heroes);
  }
  pass->renamed = pass->is_changed = TRUE;
}

/* The server's counts; where it keeps none (guests), or does not say, our own. */
static void
apply_counts (MxSyncRoomPass *pass)
{
  MxSyncRoom *in = pass->in;
  MxStoreRoom *row = pass->row;
  guint unread = row->unread_count;
  guint highlights = row->unread_highlights;

  if (pass->spoke)
    row->unread_count = row->unread_highlights = 0;
  if (in->notification_count >= 0 && !pass->apply->scope->is_guest) {
    row->notification_count = (guint) in->notification_count;
    row->unread_count = row->notification_count;
  } else {
    row->unread_count += pass->apply->is_first ? 0 : pass->n_notify;
  }
  if (in->highlight_count >= 0 && !pass->apply->scope->is_guest) {
    row->highlight_count = (guint) in->highlight_count;
    row->unread_highlights = row->highlight_count;
  } else {
    row->unread_highlights += pass->apply->is_first ? 0 : pass->n_highlight;
  }
  if (row->unread_count != unread || row->unread_highlights != highlights)
    pass->is_changed = TRUE;
}

static gboolean
finish_row (MxSyncRoomPass  *pass,
            GError         **error)
{
  MxSyncApply *apply = pass->apply;
  MxStore *store = apply->scope->store;
  const char *direct = g_hash_table_lookup (apply->direct, pass->row->room_id);

  if (direct && g_strcmp0 (direct, pass->row->direct_user) != 0) {
    set (&pass->row->direct_user, direct);
    pass->row->is_direct = TRUE;
    pass->renamed = TRUE;
  }
  if (pass->is_new)
    pass->row->is_muted = mx_push_rules_is_muted (apply->rules, pass->row->room_id);
  if (pass->in->membership != MX_MEMBERSHIP_JOIN) {
    g_free (pass->row->inviter_name);
    pass->row->inviter_name =
      pass->row->inviter ? mx_member_dup_name_of (store, pass->row->room_id, pass->row->inviter) : NULL;
  }
  if (pass->renamed && !mx_summary_compute_name (store, pass->row, apply->scope->user_id, error))
    return FALSE;
  if (pass->lost_last && !pass->last && !mx_summary_find_last (store, pass->row, apply->ignored, error))
    return FALSE;
  if (pass->last && !mx_summary_set_last (store, pass->row, pass->last, error))
    return FALSE;
  return mx_store_save_room (store, pass->row, error);
}

static void
tell (MxSyncRoomPass *pass)
{
  MxStore *store = pass->apply->scope->store;
  g_autoptr (MxPowerLevels) levels = NULL;
  GHashTableIter iter;
  gpointer user_id;

  if (pass->is_changed) {
    pass->out->summary = mx_summary_from_row (store, pass->row, pass->is_open);
    _mx_sync_note_row (pass->apply, pass->row);
  }
  if (!pass->is_open || g_hash_table_size (pass->people) == 0)
    return;
  levels = mx_member_power_levels (store, pass->row->room_id);
  pass->out->members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  g_hash_table_iter_init (&iter, pass->people);
  while (g_hash_table_iter_next (&iter, &user_id, NULL)) {
    g_autoptr (MxStoreMember) member = mx_store_get_member (store, pass->row->room_id, user_id, NULL);

    if (member)
      g_ptr_array_add (pass->out->members, mx_member_info_new (store, pass->row->room_id, member, levels));
  }
}

/* The room that this one continues is another one to look at since we are in this one, or no longer are. */
static void
tell_predecessor (MxSyncRoomPass *pass)
{
  MxStore *store = pass->apply->scope->store;
  g_autofree char *room_id = NULL;
  g_autoptr (MxStoreRoom) row = NULL;

  if (!pass->is_new && pass->before == pass->row->membership)
    return;
  room_id = mx_summary_dup_predecessor (store, pass->row->room_id);
  row = room_id ? mx_store_load_room (store, room_id, NULL) : NULL;
  if (row)
    mx_delta_add_room (pass->apply->delta, room_id)->summary = mx_summary_from_row (store, row, FALSE);
}

/* --- the room ------------------------------------------------------------------------ */

/* What an invite told of the room is not certain: it goes when the real state comes. */
static gboolean
apply_membership (MxSyncRoomPass  *pass,
                  GError         **error)
{
  gboolean is_stripped = pass->in->membership == MX_MEMBERSHIP_INVITE || pass->in->membership == MX_MEMBERSHIP_KNOCK;

  pass->row->membership = pass->in->membership;
  if (pass->before != pass->in->membership || pass->is_new)
    pass->is_changed = pass->renamed = TRUE;
  if (pass->before == MX_MEMBERSHIP_JOIN && pass->in->membership != MX_MEMBERSHIP_JOIN)
    _mx_sync_note_leaving (pass);
  if ((pass->is_new || pass->before != pass->in->membership) && pass->in->membership != MX_MEMBERSHIP_LEAVE)
    mx_refusals_clear (pass->apply->scope->store, pass->row->room_id);
  if (pass->is_new || pass->before == pass->in->membership)
    return TRUE;
  if (pass->in->membership == MX_MEMBERSHIP_JOIN) {
    set (&pass->row->inviter, NULL);
    set (&pass->row->inviter_name, NULL);
    set (&pass->row->reason, NULL);
  }
  if (is_stripped || pass->in->membership == MX_MEMBERSHIP_JOIN) {
    pass->row->members_complete = FALSE;
    return mx_store_clear_state (pass->apply->scope->store, pass->row->room_id, error);
  }
  return TRUE;
}

/* Our request to be let in was answered: by somebody else, then with a no. */
static gboolean
keep_refusal (MxSyncRoomPass  *pass,
              MxEvent         *event,
              GError         **error)
{
  const char *me = pass->apply->scope->user_id;
  MxStore *store = pass->apply->scope->store;
  g_autofree char *name = NULL;

  if (g_strcmp0 (mx_event_get_type_name (event), mx_type_room_member.name) != 0 ||
      g_strcmp0 (mx_event_get_state_key (event), me) != 0 || g_strcmp0 (mx_event_get_sender (event), me) == 0)
    return TRUE;
  name = mx_member_dup_name_of (store, pass->row->room_id, mx_event_get_sender (event));
  return mx_refusals_write (store, pass->row->room_id, event, name, error);
}

static gboolean
keep_refusals (MxSyncRoomPass  *pass,
               GPtrArray       *events,
               GError         **error)
{
  for (guint i = 0; events && i < events->len; i++)
    if (!keep_refusal (pass, g_ptr_array_index (events, i), error))
      return FALSE;
  return TRUE;
}

/* An invite that was declined, or taken back, leaves nothing behind. */
static gboolean
is_nothing_left (MxSyncRoomPass *pass)
{
  return pass->in->membership == MX_MEMBERSHIP_LEAVE &&
         (pass->before == MX_MEMBERSHIP_INVITE || pass->before == MX_MEMBERSHIP_KNOCK) && !pass->is_new;
}

static gboolean
apply_pass (MxSyncRoomPass  *pass,
            GError         **error)
{
  if (is_nothing_left (pass)) {
    pass->out->removed = TRUE;
    if (pass->before == MX_MEMBERSHIP_KNOCK &&
        (!keep_refusals (pass, pass->in->state, error) || !keep_refusals (pass, pass->in->timeline, error)))
      return FALSE;
    return mx_store_delete_room (pass->apply->scope->store, pass->row->room_id, error);
  }
  if (!apply_membership (pass, error))
    return FALSE;
  /* The row exists before anything that hangs on it. */
  if (pass->is_new && !mx_store_save_room (pass->apply->scope->store, pass->row, error))
    return FALSE;
  if (!pass->in->state_is_after && !apply_state_list (pass, error))
    return FALSE;
  if (!_mx_sync_apply_timeline (pass, error))
    return FALSE;
  if (pass->in->state_is_after && !apply_state_list (pass, error))
    return FALSE;
  if (!_mx_sync_apply_ephemeral (pass, error) || !apply_account_data (pass, error))
    return FALSE;
  apply_summary (pass);
  apply_counts (pass);
  if (!finish_row (pass, error))
    return FALSE;
  tell (pass);
  tell_predecessor (pass);
  return TRUE;
}

/**
 * _mx_sync_apply_room:
 * @apply: the response that is being applied
 * @in: a room of it
 * @error: a place for an error
 *
 * Returns: whether the store took it
 */
gboolean
_mx_sync_apply_room (MxSyncApply  *apply,
                     MxSyncRoom   *in,
                     GError      **error)
{
  MxSyncRoomPass pass = { .apply = apply, .in = in };
  g_autoptr (GError) local = NULL;
  gboolean ok;

  pass.row = mx_store_load_room (apply->scope->store, in->room_id, &local);
  if (local) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  pass.is_new = pass.row == NULL;
  /* A room that was left before we ever heard of it is not worth a row. */
  if (pass.is_new && in->membership == MX_MEMBERSHIP_LEAVE)
    return TRUE;
  if (pass.is_new)
    pass.row = mx_store_room_new (in->room_id);
  pass.before = pass.is_new ? MX_MEMBERSHIP_LEAVE : pass.row->membership;
  pass.is_open = apply->scope->open_rooms && g_hash_table_contains (apply->scope->open_rooms, in->room_id);
  pass.people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pass.out = mx_delta_add_room (apply->delta, in->room_id);
  ok = apply_pass (&pass, error);
  mx_store_room_free (pass.row);
  g_hash_table_unref (pass.people);
  g_clear_pointer (&pass.bots, g_hash_table_unref);
  g_clear_pointer (&pass.last, mx_event_unref);
  g_clear_pointer (&pass.push_room.power_levels, mx_power_levels_unref);
  g_free (pass.own_name);
  return ok;
}
