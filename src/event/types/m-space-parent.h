/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxSpaceParent:
 *
 * Content of `m.space.parent`; the state key is the space.
 */
typedef struct
{
  char **via; /* never NULL; empty: no parent any more */
  gboolean canonical;
} MxSpaceParent;

extern const MxEventType mx_type_space_parent;

G_END_DECLS
