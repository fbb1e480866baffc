/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ROOM_NOTE (tea_room_note_get_type ())
G_DECLARE_FINAL_TYPE (TeaRoomNote, tea_room_note, TEA, ROOM_NOTE, AdwBin)

void tea_room_note_set_room (TeaRoomNote *self,
                             MxRoom      *room);
/* By itself: the keyboard stays where it is. */
void tea_room_note_appear   (TeaRoomNote *self);
/* Because somebody wants to read it. */
void tea_room_note_open     (TeaRoomNote *self);
void tea_room_note_close    (TeaRoomNote *self);

G_END_DECLS
