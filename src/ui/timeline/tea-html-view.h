/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks of a message as widgets. */

#pragma once

#include "tea-html.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *tea_html_view_build (GPtrArray *blocks);
void       tea_html_view_add   (GtkBox    *box,
                                GPtrArray *blocks,
                                guint      depth);

G_END_DECLS
