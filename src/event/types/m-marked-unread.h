/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxMarkedUnread:
 *
 * Content of `m.marked_unread`.
 */
typedef struct
{
  gboolean unread;
} MxMarkedUnread;

extern const MxEventType mx_type_marked_unread;

G_END_DECLS
