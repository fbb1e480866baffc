/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxTyping:
 *
 * Content of `m.typing`.
 */
typedef struct
{
  char **user_ids; /* never NULL */
} MxTyping;

extern const MxEventType mx_type_typing;

G_END_DECLS
