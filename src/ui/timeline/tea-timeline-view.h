/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_TIMELINE_VIEW (tea_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (TeaTimelineView, tea_timeline_view, TEA, TIMELINE_VIEW, GtkWidget)

GtkWidget      *tea_timeline_view_new           (void);
void            tea_timeline_view_set_room      (TeaTimelineView *self,
                                                 MxRoom          *room);
MxRoom         *tea_timeline_view_get_room      (TeaTimelineView *self);
void            tea_timeline_view_set_model     (TeaTimelineView *self,
                                                 GListModel      *model);
GListModel     *tea_timeline_view_get_model     (TeaTimelineView *self);
void            tea_timeline_view_jump_newest   (TeaTimelineView *self);
gboolean        tea_timeline_view_show_event    (TeaTimelineView *self,
                                                 const char      *event_id);
void            tea_timeline_view_show_position (TeaTimelineView *self,
                                                 guint            position);
gboolean        tea_timeline_view_is_at_end     (TeaTimelineView *self);
guint           tea_timeline_view_get_n_new     (TeaTimelineView *self);
guint           tea_timeline_view_get_n_rows    (TeaTimelineView *self);
MxTimelineItem *tea_timeline_view_find_item     (TeaTimelineView *self,
                                                 const char      *event_id);

G_END_DECLS
