/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_TIMELINE_ROW (tea_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaTimelineRow, tea_timeline_row, TEA, TIMELINE_ROW, GtkWidget)

GtkWidget      *tea_timeline_row_new           (void);
void            tea_timeline_row_bind          (TeaTimelineRow *self,
                                                MxTimelineItem *item,
                                                MxSession      *session);
void            tea_timeline_row_unbind        (TeaTimelineRow *self);
void            tea_timeline_row_refresh       (TeaTimelineRow *self);
MxTimelineItem *tea_timeline_row_get_item      (TeaTimelineRow *self);
GType           tea_timeline_row_get_shape     (TeaTimelineRow *self);
char           *tea_timeline_row_dup_selection (TeaTimelineRow *self);

G_END_DECLS
