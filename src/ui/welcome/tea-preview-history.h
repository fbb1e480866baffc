/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tea_preview_history_fill (GtkBox     *box,
                               GListModel *history);

G_END_DECLS
