/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* MxCoreFunc. @wish: room, transaction id, content without an address, media type and bytes. */
void mx_files_send       (MxCore *core,
                          GTask  *task,
                          MxWish *wish);
/* MxCoreFunc. Ends with a gint64: bytes, 0 when nobody knows. */
void mx_files_find_limit (MxCore *core,
                          GTask  *task,
                          MxWish *wish);

G_END_DECLS
