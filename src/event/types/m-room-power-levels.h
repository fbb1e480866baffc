/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomPowerLevels:
 *
 * Content of `m.room.power_levels`; MxPowerLevels answers questions with it.
 */
typedef struct
{
  gint64 ban;
  gint64 kick;
  gint64 redact;
  gint64 invite;
  gint64 events_default;
  gint64 state_default;
  gint64 users_default;
  gint64 notify_room;
  GHashTable *users;  /* user id to level in a pointer; never NULL */
  GHashTable *events; /* event type to level in a pointer; never NULL */
} MxRoomPowerLevels;

extern const MxEventType mx_type_room_power_levels;

G_END_DECLS
