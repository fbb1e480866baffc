/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-section.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_ROOM_LIST (mx_room_list_get_type ())
G_DECLARE_FINAL_TYPE (MxRoomList, mx_room_list, MX, ROOM_LIST, GObject)

/**
 * MxRoomList:
 *
 * A #GListModel and #GtkSectionModel-like list of every #MxRoom shown in the sidebar, sorted by
 * section, then by last activity (favourites by tag order first). Implements GListModel only;
 * each room has a "section" property.
 */
/* (transfer none): a #GListModel of the #MxRoom that are spaces the person is in, by name. */
GListModel *mx_room_list_get_spaces (MxRoomList *self);
/* (transfer none): a #GListModel of #MxRoomGroup: all rooms, then the groups that stand in no other one. */
GListModel *mx_room_list_get_groups (MxRoomList *self);
MxRoom     *mx_room_list_find       (MxRoomList *self,
                                     const char *room_id_or_alias);

G_END_DECLS
