/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-list.h"

G_BEGIN_DECLS

MxRoomList *_mx_room_list_new    (void) G_GNUC_WARN_UNUSED_RESULT;
MxRoom     *_mx_room_list_get    (MxRoomList *self,
                                  const char *room_id);
void        _mx_room_list_add    (MxRoomList *self,
                                  MxRoom     *room);
void        _mx_room_list_remove (MxRoomList *self,
                                  MxRoom     *room);
/* What happens between these is told with as few items-changed as possible at the end. */
void        _mx_room_list_begin  (MxRoomList *self);
void        _mx_room_list_touch  (MxRoomList *self,
                                  MxRoom     *room);
void        _mx_room_list_end    (MxRoomList *self);
void        _mx_room_list_clear  (MxRoomList *self);
/* Every room, also hidden ones; in no order. (transfer container) (element-type MxRoom) */
GPtrArray  *_mx_room_list_all    (MxRoomList *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
