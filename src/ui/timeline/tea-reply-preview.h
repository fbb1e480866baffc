/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_REPLY_PREVIEW (tea_reply_preview_get_type ())
G_DECLARE_FINAL_TYPE (TeaReplyPreview, tea_reply_preview, TEA, REPLY_PREVIEW, GtkWidget)

GtkWidget *tea_reply_preview_new  (void);
void       tea_reply_preview_bind (TeaReplyPreview *self,
                                   MxTimelineItem  *item);

G_END_DECLS
