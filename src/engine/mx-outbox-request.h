/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"
#include "mx-store-outbox.h"

G_BEGIN_DECLS

const char *mx_outbox_get_event_type   (const MxStoreOutboxItem *item);
char       *mx_outbox_dup_echo_content (const MxStoreOutboxItem *item);
MxRequest  *mx_outbox_make_request     (MxCore                   *core,
                                        const MxStoreOutboxItem  *item,
                                        GError                  **error) G_GNUC_WARN_UNUSED_RESULT;

void mx_outbox_take_address (MxStoreOutboxItem *item,
                             const char        *mxc);

G_END_DECLS
