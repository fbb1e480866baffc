/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Menus that are heard as they are read. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void tea_menu_name_items   (GtkWidget *menu);
void tea_menu_popup        (GtkWidget  **menu,
                            GtkWidget   *parent,
                            GMenuModel  *model,
                            double       x,
                            double       y);
void tea_menu_name_choices (AdwComboRow *row);

G_END_DECLS
