/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomGuestAccess:
 *
 * Content of `m.room.guest_access`.
 */
typedef struct
{
  char *guest_access; /* "can_join" or "forbidden" */
} MxRoomGuestAccess;

extern const MxEventType mx_type_room_guest_access;

G_END_DECLS
