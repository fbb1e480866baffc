/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks through widgets as a screen reader would: what has no name is a fault. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void tea_test_find_nameless (GtkWidget *widget,
                             GString   *faults);

G_END_DECLS
