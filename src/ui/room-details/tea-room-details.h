/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ROOM_DETAILS (tea_room_details_get_type ())
G_DECLARE_FINAL_TYPE (TeaRoomDetails, tea_room_details, TEA, ROOM_DETAILS, AdwBin)

/* Emits "closed". */
void tea_room_details_set_knocks (TeaRoomDetails *self,
                                  MxKnockList    *knocks);
void tea_room_details_set_room   (TeaRoomDetails *self,
                                  MxRoom         *room);

G_END_DECLS
