/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

typedef struct
{
  char *event_id;
  char *user_id;
  char *thread_id;     /* (nullable): "main" or a thread's root   */
  gint64 ts;           /* 0 when unknown                          */
  gboolean is_private; /* m.read.private: nobody else sees it     */
} MxReceipt;

/**
 * MxReceiptContent:
 *
 * Content of `m.receipt`.
 */
typedef struct
{
  GPtrArray *receipts; /* (element-type MxReceipt) */
} MxReceiptContent;

extern const MxEventType mx_type_receipt;

G_END_DECLS
