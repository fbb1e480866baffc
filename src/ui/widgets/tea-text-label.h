/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-text.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_TEXT_LABEL (tea_text_label_get_type ())
G_DECLARE_FINAL_TYPE (TeaTextLabel, tea_text_label, TEA, TEXT_LABEL, GtkWidget)

GtkWidget  *tea_text_label_new           (void);
void        tea_text_label_set_text      (TeaTextLabel *self,
                                          TeaText      *text);
const char *tea_text_label_get_shown     (TeaTextLabel *self);
char       *tea_text_label_dup_selection (TeaTextLabel *self);
const char *tea_text_label_get_link_at   (TeaTextLabel *self,
                                          double        x,
                                          double        y);
void        tea_text_label_reveal        (TeaTextLabel *self);
GtkLabel   *tea_text_label_get_label     (TeaTextLabel *self);

G_END_DECLS
