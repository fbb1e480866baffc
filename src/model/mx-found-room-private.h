/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-found-room.h"
#include "mx-room-preview.h"

G_BEGIN_DECLS

/* @via (nullable) goes before the row's own. */
MxFoundRoom *_mx_found_room_new         (MxSession         *session,
                                         MxRoomPreview     *row,
                                         const char *const *via,
                                         gboolean           suggested) G_GNUC_WARN_UNUSED_RESULT;
const char *const *_mx_found_room_get_via (MxFoundRoom *self);
void         _mx_found_room_set_joining (MxFoundRoom  *self,
                                         gboolean      joining,
                                         const GError *error);
/* What the session knows of the room may have changed. */
void         _mx_found_room_refresh     (MxFoundRoom *self);

G_END_DECLS
