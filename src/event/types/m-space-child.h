/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxSpaceChild:
 *
 * Content of `m.space.child`; the state key is the child room.
 */
typedef struct
{
  char **via;  /* never NULL; empty: no child any more */
  char *order; /* (nullable) */
  gboolean suggested;
} MxSpaceChild;

extern const MxEventType mx_type_space_child;

G_END_DECLS
