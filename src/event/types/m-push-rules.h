/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxPushRules:
 *
 * Content of `m.push_rules`: the rules are read where they are evaluated.
 */
typedef struct
{
  char *global; /* the object "global" as JSON text */
} MxPushRules;

extern const MxEventType mx_type_push_rules;

G_END_DECLS
