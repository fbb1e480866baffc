/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_KNOCK_LIST (mx_knock_list_get_type ())
G_DECLARE_FINAL_TYPE (MxKnockList, mx_knock_list, MX, KNOCK_LIST, GObject)

/**
 * MxKnockList:
 *
 * A #GListModel of #MxPerson: who asks to be let into a room, the first who asked first. It follows the room while
 * it lives and the room's timeline is open. Properties: "room" (#MxRoom), "is-loading" (notifies), "can-answer"
 * (whether the person may let others in; notifies with the list).
 */
MxKnockList *mx_knock_list_new           (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
/* Lets them in: invites them. */
void         mx_knock_list_accept_async  (MxKnockList         *self,
                                          const char          *user_id,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
/* Refuses; they read @reason (nullable). */
void         mx_knock_list_deny_async    (MxKnockList         *self,
                                          const char          *user_id,
                                          const char          *reason,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
/* Of accept and deny. */
gboolean     mx_knock_list_answer_finish (MxKnockList   *self,
                                          GAsyncResult  *result,
                                          GError       **error);
/* Asks the server again. */
void         mx_knock_list_reload        (MxKnockList *self);
gboolean     mx_knock_list_can_answer    (MxKnockList *self);

G_END_DECLS
