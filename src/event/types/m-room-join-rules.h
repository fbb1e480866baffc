/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomJoinRules:
 *
 * Content of `m.room.join_rules`.
 */
typedef struct
{
  char *join_rule;    /* "public", "invite", "knock", "restricted" … or any other */
  char **allow_rooms; /* never NULL: whose members may join */
} MxRoomJoinRules;

extern const MxEventType mx_type_room_join_rules;

G_END_DECLS
