/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a link leads to, as far as a server tells. Filled on the engine thread,
 * immutable once published. */

#include "config.h"

#include "mx-room-preview.h"

#include "mx-delta.h"
#include "mx-link.h"

/**
 * mx_room_preview_new:
 *
 * Returns: (transfer full): a preview of which nothing is known
 */
MxRoomPreview *
mx_room_preview_new (void)
{
  MxRoomPreview *self = g_new0 (MxRoomPreview, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/**
 * mx_room_preview_ref:
 * @self: a preview
 *
 * Returns: (transfer full): @self
 */
MxRoomPreview *
mx_room_preview_ref (MxRoomPreview *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_room_preview_unref:
 * @self: (transfer full): a preview
 */
void
mx_room_preview_unref (MxRoomPreview *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->link, mx_link_free);
  g_free (self->server);
  g_free (self->room_id);
  g_free (self->alias);
  g_free (self->name);
  g_free (self->topic);
  g_free (self->avatar);
  g_free (self->join_rule);
  g_free (self->type);
  g_free (self->language);
  g_free (self->inviter);
  g_free (self->inviter_id);
  g_free (self->reason);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->bridge_network);
  g_free (self->bridge_channel);
  g_free (self->service);
  g_free (self->service_network);
  g_free (self->replacement);
  g_strfreev (self->via);
  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  g_clear_pointer (&self->history, mx_timeline_slice_free);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * mx_room_page_free:
 * @self: (transfer full) (nullable): a page
 */
void
mx_room_page_free (MxRoomPage *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->space, mx_room_preview_unref);
  g_free (self->next);
  g_free (self);
}
