/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "tea-sign-in-way.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ROOM_PREVIEW (tea_room_preview_get_type ())
G_DECLARE_FINAL_TYPE (TeaRoomPreview, tea_room_preview, TEA, ROOM_PREVIEW, AdwBin)

/* Emits "sign-in": the person wants to use an account. */
void tea_room_preview_set_session (TeaRoomPreview *self,
                                   MxSession      *session,
                                   GSettings      *settings);
void tea_room_preview_set_flow    (TeaRoomPreview *self,
                                   MxJoinFlow     *flow);
void tea_room_preview_set_ways    (TeaRoomPreview *self,
                                   TeaSignInWay   *way,
                                   TeaSignInWay   *create);

G_END_DECLS
