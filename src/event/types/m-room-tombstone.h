/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomTombstone:
 *
 * Content of `m.room.tombstone`.
 */
typedef struct
{
  char *body;             /* (nullable) */
  char *replacement_room; /* (nullable) */
} MxRoomTombstone;

extern const MxEventType mx_type_room_tombstone;

G_END_DECLS
