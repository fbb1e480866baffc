/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxRoomEncrypted:
 *
 * Content of `m.room.encrypted`, as far as it is readable without a key.
 */
typedef struct
{
  char *algorithm;
  char *session_id; /* (nullable) */
  char *sender_key; /* (nullable): not to be trusted */
  char *device_id;  /* (nullable): not to be trusted */
} MxRoomEncrypted;

extern const MxEventType mx_type_room_encrypted;

G_END_DECLS
