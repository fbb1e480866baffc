/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-group.h"
#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SPACE_RAIL_ROW (tea_space_rail_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaSpaceRailRow, tea_space_rail_row, TEA, SPACE_RAIL_ROW, GtkListBoxRow)

GtkWidget   *tea_space_rail_row_new       (MxSession   *session,
                                           MxRoomGroup *group) G_GNUC_WARN_UNUSED_RESULT;
MxRoomGroup *tea_space_rail_row_get_group (TeaSpaceRailRow *self);

G_END_DECLS
