/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_COMPOSER (tea_composer_get_type ())
G_DECLARE_FINAL_TYPE (TeaComposer, tea_composer, TEA, COMPOSER, GtkWidget)

GtkWidget   *tea_composer_new       (void);
void         tea_composer_set_room  (TeaComposer *self,
                                     MxRoom      *room);
MxRoom      *tea_composer_get_room  (TeaComposer *self);
void         tea_composer_reply     (TeaComposer    *self,
                                     MxTimelineItem *item);
void         tea_composer_edit      (TeaComposer    *self,
                                     MxTimelineItem *item);
void         tea_composer_focus     (TeaComposer *self);
void         tea_composer_send      (TeaComposer *self);
GtkTextView *tea_composer_get_entry (TeaComposer *self);

/* (element-type GFile): asks for each whether it is to go. */
void     tea_composer_attach      (TeaComposer *self,
                                   GListModel  *files);
/* (element-type GFile): the same of what another program gave; FALSE where that is no file. */
gboolean tea_composer_attach_list (TeaComposer *self,
                                   GSList      *files);

G_END_DECLS
