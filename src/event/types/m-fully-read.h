/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxFullyRead:
 *
 * Content of `m.fully_read`.
 */
typedef struct
{
  char *event_id;
} MxFullyRead;

extern const MxEventType mx_type_fully_read;

G_END_DECLS
