/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomCreate:
 *
 * Content of `m.room.create`. See mx_room_create_dup_creators () for who owns the room.
 */
typedef struct
{
  char *creator;              /* (nullable): room versions 1 to 10; else the sender */
  char *room_version;         /* "1" where the content says nothing */
  char *type;                 /* (nullable): "m.space" … */
  char *predecessor_room;     /* (nullable) */
  char *predecessor_event;    /* (nullable) */
  char **additional_creators; /* never NULL; counts from version 12 on */
  gboolean federate;
} MxRoomCreate;

gboolean   mx_room_create_has_privileged_creators  (MxEvent *event);
char     **mx_room_create_dup_creators             (MxEvent *event);
gboolean   mx_room_version_has_privileged_creators (const char *room_version);

extern const MxEventType mx_type_room_create;

G_END_DECLS
