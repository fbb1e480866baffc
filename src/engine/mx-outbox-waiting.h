/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"
#include "mx-store-outbox.h"
#include "mx-store.h"

G_BEGIN_DECLS

typedef struct _MxWaiting MxWaiting;

MxWaiting *mx_waiting_new  (MxPort *port) G_GNUC_WARN_UNUSED_RESULT;
/* Whoever waits is told that it was cancelled. */
void       mx_waiting_free (MxWaiting *self);

/* Takes @task. */
void  mx_waiting_add         (MxWaiting               *self,
                              const MxStoreOutboxItem *item,
                              GTask                   *task);
/* Who waited for @txn_id waits for @item. */
void  mx_waiting_move        (MxWaiting               *self,
                              const char              *txn_id,
                              const MxStoreOutboxItem *item);
/* Exactly one: an error, an event id, or neither: done. */
void  mx_waiting_end         (MxWaiting    *self,
                              const char   *txn_id,
                              const char   *event_id,
                              const GError *error);
/* (nullable): what sync has brought back under this transaction id. */
char *mx_waiting_dup_echo_id (MxStore    *store,
                              const char *room_id,
                              const char *txn_id) G_GNUC_WARN_UNUSED_RESULT;
/* Ends what sync has brought back. */
void  mx_waiting_look        (MxWaiting *self,
                              MxStore   *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxWaiting, mx_waiting_free)

G_END_DECLS
