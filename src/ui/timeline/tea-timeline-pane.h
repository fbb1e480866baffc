/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-composer.h"
#include "tea-timeline-view.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_TIMELINE_PANE (tea_timeline_pane_get_type ())
G_DECLARE_FINAL_TYPE (TeaTimelinePane, tea_timeline_pane, TEA, TIMELINE_PANE, AdwBin)

GtkWidget       *tea_timeline_pane_new          (void);
void             tea_timeline_pane_set_room     (TeaTimelinePane *self,
                                                 MxRoom          *room);
MxRoom          *tea_timeline_pane_get_room     (TeaTimelinePane *self);
void             tea_timeline_pane_set_composer (TeaTimelinePane *self,
                                                 TeaComposer     *composer);
TeaTimelineView *tea_timeline_pane_get_view     (TeaTimelinePane *self);
void             tea_timeline_pane_jump_newest  (TeaTimelinePane *self);
gboolean         tea_timeline_pane_show_event   (TeaTimelinePane *self,
                                                 const char      *event_id);

G_END_DECLS
