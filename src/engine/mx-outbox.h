/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"
#include "mx-store-outbox.h"
#include "mx-store.h"

G_BEGIN_DECLS

MxOutbox *mx_outbox_new  (MxCore *core) G_GNUC_WARN_UNUSED_RESULT;
void      mx_outbox_free (MxOutbox *self);

/* Starts what is due; answers when to look again (µs; 0: when something happens). */
gint64 mx_outbox_pump  (MxOutbox *self,
                        gint64    now);
/* "Try now". */
void   mx_outbox_hurry (MxCore *core);

/* Makes @item durable, shows it where its room is open, pumps. Takes @item and @task (nullable), which
 * ends with the event id, or with TRUE where there is none. */
void     mx_outbox_add     (MxCore            *core,
                            MxStoreOutboxItem *item,
                            GTask             *task);
/* The same for the newest of a queue that says all. @with (nullable) is committed with it. */
gboolean mx_outbox_replace (MxCore             *core,
                            MxStoreOutboxItem  *item,
                            MxStoreTransaction *with,
                            GTask              *task);

typedef enum {
  MX_WAIT_KEPT, /* it is durable here: ends with TRUE  */
  MX_WAIT_SENT, /* the server has it: with the event id */
} MxWaitUntil;

/* The task waits for an event that was added before. Takes it. */
void mx_outbox_wait    (MxCore      *core,
                        const char  *room_id,
                        const char  *txn_id,
                        MxWaitUntil  until,
                        GTask       *task);
void mx_outbox_retry   (MxCore     *core,
                        const char *txn_id);
void mx_outbox_discard (MxCore     *core,
                        const char *txn_id);

/* (nullable): how a timeline shows the item, if it does. */
MxTimelineEntry *mx_outbox_entry (MxOutbox                *self,
                                  const MxStoreOutboxItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxOutbox, mx_outbox_free)

G_END_DECLS
