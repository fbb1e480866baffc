/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_ROW_TOOLBAR (tea_row_toolbar_get_type ())
G_DECLARE_FINAL_TYPE (TeaRowToolbar, tea_row_toolbar, TEA, ROW_TOOLBAR, GtkWidget)

GtkWidget *tea_row_toolbar_new       (void);
void       tea_row_toolbar_set_event (TeaRowToolbar *self,
                                      const char    *event_id,
                                      gboolean       can_answer);

G_END_DECLS
