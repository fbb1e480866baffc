/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxReactionContent:
 *
 * Content of `m.reaction` (the model has an MxReaction of its own).
 */
typedef struct
{
  char *target; /* event id */
  char *key;
} MxReactionContent;

extern const MxEventType mx_type_reaction;

G_END_DECLS
