/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person wants, on its way into the outbox: functions for the border (MxCoreFunc).
 * Where a task is given, it ends when the server has done it. */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* room_id, type, txn_id, text: content */
void mx_wishes_send              (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, event_id, text: reason, txn_id */
void mx_wishes_redact            (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, txn_id */
void mx_wishes_wait_kept         (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
void mx_wishes_wait_sent         (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* txn_id */
void mx_wishes_retry             (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
void mx_wishes_discard           (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, event_id (nullable: the newest) */
void mx_wishes_mark_read         (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, flag */
void mx_wishes_set_marked_unread (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, type: the tag, flag */
void mx_wishes_set_tag           (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* user_id, flag */
void mx_wishes_set_ignored       (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
/* room_id, event_id, user_id (each nullable), text: reason */
void mx_wishes_report            (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);
void mx_wishes_try_now           (MxCore *core,
                                  GTask  *task,
                                  MxWish *wish);

G_END_DECLS
