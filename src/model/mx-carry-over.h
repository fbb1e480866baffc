/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-session.h"

G_BEGIN_DECLS

/* @done of @total rooms are settled. */
typedef void (*MxCarryOverFunc) (guint done,
                                 guint total,
                                 gpointer user_data);

/* From a guest to an account, where the guest cannot become one: the account joins the same
 * rooms, gets the drafts and has read as far, then the guest leaves them and signs out. Both
 * sessions are open. @progress (nullable) hears how far it is. */
void   mx_carry_over_async  (MxSession           *guest,
                             MxSession           *account,
                             MxCarryOverFunc      progress,
                             gpointer             progress_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data);
/* Ids of the rooms that the account could not join; where there is one, the guest stays in
 * those and is not signed out. */
char **mx_carry_over_finish (GAsyncResult  *result,
                             GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
