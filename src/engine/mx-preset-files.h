/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

MxPresets *mx_preset_files_load (void) G_GNUC_WARN_UNUSED_RESULT;
/* Border: ends with MxPresets. */
void       mx_preset_files_give (MxCore *core,
                                 GTask  *task,
                                 MxWish *wish);

G_END_DECLS
