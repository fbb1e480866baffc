/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT (tea_content_get_type ())
G_DECLARE_INTERFACE (TeaContent, tea_content, TEA, CONTENT, GtkWidget)

/**
 * TeaContentInterface:
 * @bind: shows an item; called again when the item has changed
 * @unbind: forgets it and ends what is under way
 * @dup_selection: (nullable): what is selected in it
 *
 * A widget that shows what one kind of message says.
 */
struct _TeaContentInterface {
  GTypeInterface parent;

  void (*bind) (TeaContent *self, MxTimelineItem *item, MxSession *session);
  void (*unbind) (TeaContent *self);
  char *(*dup_selection) (TeaContent *self);
};

void  tea_content_bind          (TeaContent     *self,
                                 MxTimelineItem *item,
                                 MxSession      *session);
void  tea_content_unbind        (TeaContent *self);
char *tea_content_dup_selection (TeaContent *self);

GPtrArray *tea_content_get_rules (MxTimelineItem *item,
                                  MxSession      *session);

G_END_DECLS
