/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_VIEW (tea_content_view_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentView, tea_content_view, TEA, CONTENT_VIEW, GtkWidget)

GtkWidget  *tea_content_view_new           (void);
void        tea_content_view_bind          (TeaContentView *self,
                                            MxTimelineItem *item,
                                            MxSession      *session);
void        tea_content_view_unbind        (TeaContentView *self);
char       *tea_content_view_dup_selection (TeaContentView *self);
TeaContent *tea_content_view_get_content   (TeaContentView *self);
GType       tea_content_view_choose        (MxTimelineItem *item);

G_END_DECLS
