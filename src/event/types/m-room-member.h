/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomMember:
 *
 * Content of `m.room.member`; the state key is the person.
 */
typedef struct
{
  char *membership;       /* "join", "invite", "leave", "ban", "knock" */
  char *displayname;      /* (nullable): as sent, not cleaned */
  char *avatar_url;       /* (nullable): mxc */
  char *reason;           /* (nullable) */
  char *authorised_by;    /* (nullable): who let a restricted join in */
  char *third_party_name; /* (nullable): of an invite by mail */
  gboolean is_direct;
} MxRoomMember;

extern const MxEventType mx_type_room_member;

G_END_DECLS
