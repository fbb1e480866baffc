/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-delta.h"
#include "mx-store-room.h"
#include "mx-store-state.h"

G_BEGIN_DECLS

/* What the room list shows of a row. @with_power reads the power levels too: for rooms
 * that somebody looks at. */
char          *mx_summary_dup_predecessor (MxStore    *store,
                                           const char *room_id) G_GNUC_WARN_UNUSED_RESULT;
MxRoomSummary *mx_summary_from_row        (MxStore           *store,
                                           const MxStoreRoom *row,
                                           gboolean           with_power) G_GNUC_WARN_UNUSED_RESULT;
/* Changes the row as a state event says; answers whether the name may have changed. */
gboolean       mx_summary_apply_state     (MxStoreRoom *row,
                                           MxEvent     *event,
                                           const char  *own_user);
/* Computes the name, and the avatar of a direct chat, anew. */
gboolean       mx_summary_compute_name    (MxStore      *store,
                                           MxStoreRoom  *row,
                                           const char   *own_user,
                                           GError      **error);
/* Whether the room list may show this event as the last message. */
gboolean       mx_summary_is_message      (MxEvent *event);
/* Makes @event the last message. */
gboolean       mx_summary_set_last        (MxStore      *store,
                                           MxStoreRoom  *row,
                                           MxEvent      *event,
                                           GError      **error);
/* Looks for the last message in the store that nobody out of the set @ignored wrote. */
gboolean       mx_summary_find_last       (MxStore      *store,
                                           MxStoreRoom  *row,
                                           GHashTable   *ignored,
                                           GError      **error);

/* Names as they are shown: cleaned, and with the id beside them where they are not unique. */
char          *mx_member_dup_name     (MxStore             *store,
                                       const char          *room_id,
                                       const MxStoreMember *member) G_GNUC_WARN_UNUSED_RESULT;
char          *mx_member_dup_name_of  (MxStore    *store,
                                       const char *room_id,
                                       const char *user_id) G_GNUC_WARN_UNUSED_RESULT;
MxMemberInfo  *mx_member_info_new     (MxStore             *store,
                                       const char          *room_id,
                                       const MxStoreMember *member,
                                       MxPowerLevels       *power_levels) G_GNUC_WARN_UNUSED_RESULT;
MxPowerLevels *mx_member_power_levels (MxStore    *store,
                                       const char *room_id) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxMemberInfo): senders and targets of @entries (element-type MxTimelineEntry). */
GPtrArray     *mx_member_list_of      (MxStore    *store,
                                       const char *room_id,
                                       GPtrArray  *entries) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
