/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-found-rooms.h"

G_BEGIN_DECLS

#define MX_TYPE_SPACE (mx_space_get_type ())
G_DECLARE_FINAL_TYPE (MxSpace, mx_space, MX, SPACE, MxFoundRooms)

/**
 * MxSpace:
 *
 * The rooms of a space, one level deep, in the space's order; a room that is a space itself opens as another
 * #MxSpace. Properties beside those of #MxFoundRooms: "room-id" (construct), "name", "topic", "avatar" (mxc),
 * "member-count" (all nullable or 0 until the first page has come).
 */
MxSpace    *mx_space_new           (MxSession  *session,
                                    const char *room_id) G_GNUC_WARN_UNUSED_RESULT;
/* The rooms of @child where it is a space, for a tree; NULL where it is a room. */
GListModel *mx_space_list_below    (MxSpace     *self,
                                    MxFoundRoom *child) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the person may put rooms in and take them out. */
gboolean    mx_space_can_change    (MxSpace *self);
/* Puts a room in, known by one's own server and that of its id; or takes it out. The list is loaded anew. */
void        mx_space_add_async     (MxSpace             *self,
                                    const char          *room_id,
                                    gboolean             suggested,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
void        mx_space_remove_async  (MxSpace             *self,
                                    const char          *room_id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
/* Of add and remove. */
gboolean    mx_space_change_finish (MxSpace       *self,
                                    GAsyncResult  *result,
                                    GError       **error);

G_END_DECLS
