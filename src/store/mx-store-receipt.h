/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *user_id;
  char *type;      /* "m.read", "m.read.private"                          */
  char *thread_id; /* (nullable): %NULL unthreaded, "main", or an event id */
  char *event_id;
  gint64 ts;
} MxStoreReceipt;

void mx_store_receipt_free (MxStoreReceipt *self);

/* The newest replaces: one receipt a person, type and thread. */
gboolean        mx_store_set_receipt       (MxStore               *self,
                                            const char            *room_id,
                                            const MxStoreReceipt  *receipt,
                                            GError               **error);
/* Absent: NULL without an error. */
MxStoreReceipt *mx_store_get_receipt       (MxStore     *self,
                                            const char  *room_id,
                                            const char  *user_id,
                                            const char  *type,
                                            const char  *thread_id,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreReceipt): every receipt of a room, newest first; @limit 0: all. */
GPtrArray      *mx_store_list_receipts     (MxStore     *self,
                                            const char  *room_id,
                                            guint        limit,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreReceipt): those on one event. */
GPtrArray      *mx_store_list_receipts_for (MxStore     *self,
                                            const char  *room_id,
                                            const char  *event_id,
                                            GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStoreReceipt, mx_store_receipt_free)

G_END_DECLS
