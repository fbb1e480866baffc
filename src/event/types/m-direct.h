/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxDirect:
 *
 * Content of `m.direct`.
 */
typedef struct
{
  GHashTable *rooms; /* (element-type utf8 GStrv): user id to room ids */
} MxDirect;

extern const MxEventType mx_type_direct;

G_END_DECLS
