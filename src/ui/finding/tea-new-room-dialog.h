/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef enum {
  TEA_NEW_ROOM_PRIVATE,
  TEA_NEW_ROOM_PUBLIC,
  TEA_NEW_ROOM_SPACE, /* a group of rooms */
} TeaNewRoomKind;

#define TEA_TYPE_NEW_ROOM_DIALOG (tea_new_room_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaNewRoomDialog, tea_new_room_dialog, TEA, NEW_ROOM_DIALOG, AdwDialog)

AdwDialog *tea_new_room_dialog_new      (MxSession      *session,
                                         TeaNewRoomKind  kind);
AdwDialog *tea_new_room_dialog_new_with (MxRoom            *room,
                                         const char *const *people);

G_END_DECLS
