/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomCanonicalAlias:
 *
 * Content of `m.room.canonical_alias`.
 */
typedef struct
{
  char *alias;        /* (nullable) */
  char **alt_aliases; /* never NULL */
} MxRoomCanonicalAlias;

extern const MxEventType mx_type_room_canonical_alias;

G_END_DECLS
