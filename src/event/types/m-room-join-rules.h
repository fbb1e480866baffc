/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/* In the content of a rule by which a room is closed for a while: what was before. Our own; and as a path. */
#define MX_ROOM_CLOSED      "org.teahouse.before"
#define MX_ROOM_CLOSED_PATH "org\\.teahouse\\.before"

/**
 * MxRoomJoinRules:
 *
 * Content of `m.room.join_rules`.
 */
typedef struct
{
  char *join_rule;    /* "public", "invite", "knock", "restricted" … or any other */
  char **allow_rooms; /* never NULL: whose members may join */
  char *before;       /* (nullable): the content it replaces, for a while */
} MxRoomJoinRules;

extern const MxEventType mx_type_room_join_rules;

G_END_DECLS
