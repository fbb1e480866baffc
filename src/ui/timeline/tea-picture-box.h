/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_PICTURE_BOX (tea_picture_box_get_type ())
G_DECLARE_FINAL_TYPE (TeaPictureBox, tea_picture_box, TEA, PICTURE_BOX, GtkWidget)

GtkWidget *tea_picture_box_new           (void);
void       tea_picture_box_reserve       (TeaPictureBox *self,
                                          int            width,
                                          int            height);
void       tea_picture_box_set_paintable (TeaPictureBox *self,
                                          GdkPaintable  *paintable);

G_END_DECLS
