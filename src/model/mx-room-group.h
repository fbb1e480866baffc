/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_ROOM_GROUP (mx_room_group_get_type ())
G_DECLARE_FINAL_TYPE (MxRoomGroup, mx_room_group, MX, ROOM_GROUP, GObject)

/**
 * MxRoomGroup:
 *
 * Properties (all notify): "room" (MxRoom, the space; NULL: all rooms), "mention-count" (uint: what is meant for the
 * person), "is-unread". The signal "rooms-changed": other rooms belong to it now.
 */
MxRoom   *mx_room_group_get_room          (MxRoomGroup *self);
guint     mx_room_group_get_mention_count (MxRoomGroup *self);
gboolean  mx_room_group_is_unread         (MxRoomGroup *self);
gboolean  mx_room_group_contains          (MxRoomGroup *self,
                                           const char  *room_id);

G_END_DECLS
