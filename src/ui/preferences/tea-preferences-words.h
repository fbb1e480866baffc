/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the key of the store is, in words. Pure. */

#pragma once

#include "mx-enums.h"

G_BEGIN_DECLS

const char *tea_key_mode_title  (MxKeyMode mode);
const char *tea_key_mode_detail (MxKeyMode mode);

G_END_DECLS
