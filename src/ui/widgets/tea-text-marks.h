/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

PangoAttrList *tea_text_marks_new_attrs (TeaText  *text,
                                         gboolean  covers) G_GNUC_WARN_UNUSED_RESULT;
void           tea_text_marks_snapshot  (TeaText     *text,
                                         GtkLabel    *label,
                                         GtkSnapshot *snapshot);

G_END_DECLS
