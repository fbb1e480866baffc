/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "types/m-bridge.h"

G_BEGIN_DECLS

/* Content: MxBridge. */
extern const MxEventType mx_type_uk_half_shot_bridge;

G_END_DECLS
