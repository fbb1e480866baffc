/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-preview.h"
#include "mx-store.h"

G_BEGIN_DECLS

/* Our request to be let into a room was refused by @event. */
gboolean mx_refusals_write (MxStore     *store,
                            const char  *room_id,
                            MxEvent     *event,
                            const char  *name,
                            GError     **error);
/* Into is_denied, actor, actor_name, actor_ts and reason. */
void     mx_refusals_read  (MxStore       *store,
                            MxRoomPreview *preview);
/* We ask again, or were let in. */
void     mx_refusals_clear (MxStore    *store,
                            const char *room_id);

G_END_DECLS
