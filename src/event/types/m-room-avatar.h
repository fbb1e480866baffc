/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomAvatar:
 *
 * Content of `m.room.avatar`.
 */
typedef struct
{
  char *url;      /* (nullable): mxc */
  char *mimetype; /* (nullable) */
  gint64 size;    /* 0 when unknown, as the others */
  gint64 width;
  gint64 height;
} MxRoomAvatar;

extern const MxEventType mx_type_room_avatar;

G_END_DECLS
