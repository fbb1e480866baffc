/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-found-rooms.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_FOUND_LIST (tea_found_list_get_type ())
G_DECLARE_FINAL_TYPE (TeaFoundList, tea_found_list, TEA, FOUND_LIST, AdwBin)

/* Emits "chosen" (MxFoundRoom). */
void tea_found_list_set_rooms (TeaFoundList *self,
                               MxFoundRooms *rooms,
                               gboolean      selectable);

G_END_DECLS
