/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomTopic:
 *
 * Content of `m.room.topic`, rich topics included.
 */
typedef struct
{
  char *topic; /* (nullable): plain text */
  char *html;  /* (nullable): of m.topic, not sanitised */
} MxRoomTopic;

extern const MxEventType mx_type_room_topic;

G_END_DECLS
