/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_PROGRESS_BUTTON (tea_progress_button_get_type ())
G_DECLARE_FINAL_TYPE (TeaProgressButton, tea_progress_button, TEA, PROGRESS_BUTTON, GtkButton)

void     tea_progress_button_set_busy (TeaProgressButton *self,
                                       gboolean           busy);
gboolean tea_progress_button_is_busy  (TeaProgressButton *self);

G_END_DECLS
