/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomEncryption:
 *
 * Content of `m.room.encryption`.
 */
typedef struct
{
  char *algorithm;             /* (nullable): malformed; the room counts as encrypted all the same */
  gint64 rotation_period_ms;   /* as sent: clamp before use */
  gint64 rotation_period_msgs; /* as sent: clamp before use */
} MxRoomEncryption;

extern const MxEventType mx_type_room_encryption;

G_END_DECLS
