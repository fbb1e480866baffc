/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR_ROW (tea_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebarRow, tea_sidebar_row, TEA, SIDEBAR_ROW, GtkWidget)

GtkWidget  *tea_sidebar_row_new        (void) G_GNUC_WARN_UNUSED_RESULT;
void        tea_sidebar_row_set_room   (TeaSidebarRow *self,
                                        MxRoom        *room);
MxRoom     *tea_sidebar_row_get_room   (TeaSidebarRow *self);
const char *tea_sidebar_row_get_spoken (TeaSidebarRow *self);
void        tea_sidebar_row_update     (TeaSidebarRow *self);

G_END_DECLS
