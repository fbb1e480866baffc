/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deltas and the values in them: made on the engine thread, never changed once
 * published, read and freed on the main thread. Only the types with a reference
 * count are shared; the others have one owner and are copied. */

#include "config.h"

#include "mx-delta.h"

#include "mx-event.h"
#include "mx-power-levels.h"

/**
 * mx_delta_new:
 *
 * An empty delta, to be filled before it is published.
 *
 * Returns: (transfer full): a delta
 */
MxDelta *
mx_delta_new (void)
{
  MxDelta *self = g_new0 (MxDelta, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rooms = g_ptr_array_new ();
  self->notifications = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_notification_free);
  return self;
}

/**
 * mx_delta_ref:
 * @self: a delta
 *
 * Returns: (transfer full): @self
 */
MxDelta *
mx_delta_ref (MxDelta *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
room_delta_free (MxRoomDelta *self)
{
  g_free (self->room_id);
  g_clear_pointer (&self->summary, mx_room_summary_unref);
  g_clear_pointer (&self->appended, g_ptr_array_unref);
  g_clear_pointer (&self->changed, g_ptr_array_unref);
  g_clear_pointer (&self->discarded, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  g_strfreev (self->typing);
  g_free (self);
}

/**
 * mx_delta_unref:
 * @self: (transfer full): a delta
 */
void
mx_delta_unref (MxDelta *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_foreach (self->rooms, (GFunc) (void (*) (void)) room_delta_free, NULL);
  g_ptr_array_unref (self->rooms);
  g_ptr_array_unref (self->notifications);
  g_strfreev (self->ignored);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * mx_delta_is_empty:
 * @self: a delta
 *
 * Returns: whether publishing it would change nothing
 */
gboolean
mx_delta_is_empty (MxDelta *self)
{
  g_return_val_if_fail (self, TRUE);

  return self->rooms->len == 0 && self->notifications->len == 0 && !self->ignored && !self->has_sync_state;
}

/**
 * mx_delta_add_room:
 * @self: a delta that is still being filled
 * @room_id: a room that it does not have yet
 *
 * Returns: (transfer none): the room's part
 */
MxRoomDelta *
mx_delta_add_room (MxDelta    *self,
                   const char *room_id)
{
  MxRoomDelta *room = g_new0 (MxRoomDelta, 1);

  room->room_id = g_strdup (room_id);
  g_ptr_array_add (self->rooms, room);
  return room;
}

/**
 * mx_delta_get_room:
 * @self: a delta that is still being filled
 * @room_id: a room
 *
 * Rooms of one response come one after the other, so the newest is looked at first.
 *
 * Returns: (transfer none): the room's part, made when missing
 */
MxRoomDelta *
mx_delta_get_room (MxDelta    *self,
                   const char *room_id)
{
  MxRoomDelta *room;
  guint i;

  g_return_val_if_fail (self && room_id, NULL);

  for (i = self->rooms->len; i > 0; i--) {
    room = g_ptr_array_index (self->rooms, i - 1);
    if (g_str_equal (room->room_id, room_id))
      return room;
  }
  return mx_delta_add_room (self, room_id);
}

/**
 * mx_room_summary_ref:
 * @self: a summary
 *
 * Returns: (transfer full): @self
 */
MxRoomSummary *
mx_room_summary_ref (MxRoomSummary *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_room_summary_unref:
 * @self: (transfer full): a summary
 */
void
mx_room_summary_unref (MxRoomSummary *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->room_id);
  g_free (self->name);
  g_free (self->avatar);
  g_free (self->topic);
  g_free (self->alias);
  g_free (self->version);
  g_free (self->type);
  g_strfreev (self->children);
  g_free (self->join_rule);
  g_free (self->guest_access);
  g_free (self->history_visibility);
  g_free (self->replacement);
  g_free (self->direct_user);
  g_free (self->inviter);
  g_free (self->inviter_name);
  g_free (self->reason);
  g_free (self->service);
  g_free (self->service_network);
  g_free (self->last_sender);
  g_free (self->last_text);
  g_free (self->fully_read);
  g_free (self->draft);
  g_clear_pointer (&self->power_levels, mx_power_levels_unref);
  g_free (self->bridge_protocol);
  g_free (self);
}

/**
 * mx_member_info_copy:
 * @self: a member
 *
 * Returns: (transfer full): a copy
 */
MxMemberInfo *
mx_member_info_copy (const MxMemberInfo *self)
{
  MxMemberInfo *copy;

  g_return_val_if_fail (self, NULL);

  copy = g_new0 (MxMemberInfo, 1);
  copy->user_id = g_strdup (self->user_id);
  copy->name = g_strdup (self->name);
  copy->raw_name = g_strdup (self->raw_name);
  copy->avatar = g_strdup (self->avatar);
  copy->membership = self->membership;
  copy->power = self->power;
  copy->reason = g_strdup (self->reason);
  copy->ts = self->ts;
  return copy;
}

/**
 * mx_member_info_free:
 * @self: (transfer full): a member
 */
void
mx_member_info_free (MxMemberInfo *self)
{
  g_free (self->user_id);
  g_free (self->name);
  g_free (self->raw_name);
  g_free (self->avatar);
  g_free (self->reason);
  g_free (self);
}

/**
 * mx_timeline_entry_copy:
 * @self: an entry
 *
 * Returns: (transfer full): a copy that shares the event
 */
MxTimelineEntry *
mx_timeline_entry_copy (const MxTimelineEntry *self)
{
  MxTimelineEntry *copy;

  g_return_val_if_fail (self, NULL);

  copy = g_new0 (MxTimelineEntry, 1);
  copy->kind = self->kind;
  copy->pos = self->pos;
  copy->event = self->event ? mx_event_ref (self->event) : NULL;
  copy->txn_id = g_strdup (self->txn_id);
  copy->send_state = self->send_state;
  copy->error = self->error ? g_error_copy (self->error) : NULL;
  copy->is_upload = self->is_upload;
  copy->progress = self->progress;
  return copy;
}

/**
 * mx_timeline_entry_free:
 * @self: (transfer full): an entry
 */
void
mx_timeline_entry_free (MxTimelineEntry *self)
{
  g_clear_pointer (&self->event, mx_event_unref);
  g_free (self->txn_id);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * mx_timeline_slice_free:
 * @self: (transfer full): a slice
 */
void
mx_timeline_slice_free (MxTimelineSlice *self)
{
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_free (self);
}

/**
 * mx_read_receipt_free:
 * @self: (transfer full): a receipt
 */
void
mx_read_receipt_free (MxReadReceipt *self)
{
  g_free (self->user_id);
  g_free (self->event_id);
  g_free (self);
}

/**
 * mx_notification_free:
 * @self: (transfer full): a notification
 */
void
mx_notification_free (MxNotification *self)
{
  g_free (self->room_id);
  g_free (self->event_id);
  g_free (self->room_name);
  g_free (self->sender_name);
  g_free (self->text);
  g_free (self);
}
