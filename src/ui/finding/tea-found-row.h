/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_FOUND_ROW (tea_found_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaFoundRow, tea_found_row, TEA, FOUND_ROW, AdwBin)

GtkWidget *tea_found_row_new           (MxSession *session,
                                        gboolean   selectable);
void       tea_found_row_set_room      (TeaFoundRow *self,
                                        MxFoundRoom *room);
/* It ends with a button that takes the room out ("space.remove"). */
void       tea_found_row_set_removable (TeaFoundRow *self,
                                        gboolean     removable);

G_END_DECLS
