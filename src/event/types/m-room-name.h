/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomName:
 *
 * Content of `m.room.name`.
 */
typedef struct
{
  char *name; /* (nullable): NULL where the name was removed */
} MxRoomName;

extern const MxEventType mx_type_room_name;

G_END_DECLS
