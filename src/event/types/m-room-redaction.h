/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomRedaction:
 *
 * Content of `m.room.redaction`. The target stands here from room version 11 on and beside the content
 * before: mx_event_get_target () knows both.
 */
typedef struct
{
  char *redacts; /* (nullable): event id */
  char *reason;  /* (nullable) */
} MxRoomRedaction;

extern const MxEventType mx_type_room_redaction;

G_END_DECLS
