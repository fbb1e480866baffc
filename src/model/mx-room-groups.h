/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the list of rooms makes its groups. */

#pragma once

#include "mx-room-group.h"

G_BEGIN_DECLS

MxRoomGroup *_mx_room_group_new      (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
/* @ids (transfer full) (nullable): set of room ids; NULL: every room. */
void         _mx_room_group_take_ids (MxRoomGroup *self,
                                      GHashTable  *ids);
void         _mx_room_group_count    (MxRoomGroup *self,
                                      MxRoomList  *rooms);
void         _mx_room_groups_update  (GListStore *groups,
                                      MxRoomList *rooms,
                                      gboolean    again);

G_END_DECLS
