/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* MxCoreFunc: @wish->text is the link. Ends with an MxRoomPreview; what stands in the way of
 * a preview is in the preview itself. */
void mx_preview_look (MxCore *core,
                      GTask  *task,
                      MxWish *wish);

G_END_DECLS
