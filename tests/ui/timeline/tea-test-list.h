/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A timeline of any length, whose rows are made when somebody asks: for the view's tests
 * and its bench. */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_TEST_LIST (tea_test_list_get_type ())
G_DECLARE_FINAL_TYPE (TeaTestList, tea_test_list, TEA, TEST_LIST, GObject)

TeaTestList *tea_test_list_new     (guint n) G_GNUC_WARN_UNUSED_RESULT;
void         tea_test_list_prepend (TeaTestList *self,
                                    guint        n);
void         tea_test_list_append  (TeaTestList *self,
                                    guint        n);
/* The row changes its text in its place. */
void         tea_test_list_grow    (TeaTestList *self,
                                    guint        position,
                                    const char  *text);

MxTimelineItem *tea_test_item      (const char *type,
                                    const char *event_id,
                                    const char *sender,
                                    const char *content) G_GNUC_WARN_UNUSED_RESULT;
MxTimelineItem *tea_test_text_item (const char *event_id,
                                    const char *sender,
                                    const char *body,
                                    const char *html) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full) */
MxTimelineItem *tea_test_list_item_at (TeaTestList *self,
                                       guint        position) G_GNUC_WARN_UNUSED_RESULT;
guint           tea_test_list_count   (TeaTestList *self);

G_END_DECLS
