/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomPinnedEvents:
 *
 * Content of `m.room.pinned_events`.
 */
typedef struct
{
  char **pinned; /* event ids; never NULL */
} MxRoomPinnedEvents;

extern const MxEventType mx_type_room_pinned_events;

G_END_DECLS
