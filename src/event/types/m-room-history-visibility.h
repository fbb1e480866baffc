/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomHistoryVisibility:
 *
 * Content of `m.room.history_visibility`.
 */
typedef struct
{
  char *history_visibility; /* "world_readable", "shared", "invited", "joined" */
} MxRoomHistoryVisibility;

extern const MxEventType mx_type_room_history_visibility;

G_END_DECLS
