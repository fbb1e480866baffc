/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window with a timeline in it, and ways to wait for its frames. */

#pragma once

#include "tea-timeline-view.h"

G_BEGIN_DECLS

typedef struct
{
  GtkWindow *window;
  TeaTimelineView *view;
  GtkAdjustment *adjustment;
} TeaTestWindow;

void       tea_test_window_open           (TeaTestWindow *self,
                                           GListModel    *model,
                                           int            width,
                                           int            height);
void       tea_test_window_close          (TeaTestWindow *self);
GtkWidget *tea_test_window_show           (TeaTestWindow *self,
                                           GtkWidget     *child,
                                           int            width,
                                           int            height);
void       tea_test_wait_frames           (GtkWidget *widget,
                                           guint      n);
GtkWidget *tea_test_window_find_row       (TeaTestWindow  *self,
                                           MxTimelineItem *item);
double     tea_test_window_get_row_y      (TeaTestWindow  *self,
                                           MxTimelineItem *item);
double     tea_test_window_get_row_bottom (TeaTestWindow  *self,
                                           MxTimelineItem *item);
/* Until what was done is drawn. */
void       tea_test_window_settle         (TeaTestWindow *self);
char      *tea_test_dump_texts            (GtkWidget *widget);
GtkWidget *tea_test_find_type             (GtkWidget *widget,
                                           GType      type);

G_END_DECLS
