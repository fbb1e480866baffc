/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_COMPLETION (tea_completion_get_type ())
G_DECLARE_FINAL_TYPE (TeaCompletion, tea_completion, TEA, COMPLETION, GtkWidget)

/* Signal: "picked" (MxMember). A child of the text view. */
GtkWidget *tea_completion_new         (void);
void       tea_completion_set_members (TeaCompletion *self,
                                       GListModel    *members,
                                       MxSession     *session);
gboolean   tea_completion_search      (TeaCompletion      *self,
                                       const char         *prefix,
                                       const GdkRectangle *at);
void       tea_completion_close       (TeaCompletion *self);
gboolean   tea_completion_is_open     (TeaCompletion *self);
gboolean   tea_completion_handle_key  (TeaCompletion *self,
                                       guint          keyval);
GPtrArray *tea_completion_find        (GListModel *members,
                                       const char *prefix,
                                       guint       max);

G_END_DECLS
