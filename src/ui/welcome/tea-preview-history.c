/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-preview-history: the last messages of a room, for who is not in it yet.
 *
 * A few rows of who said what, two lines each. Text of strangers is never markup, and
 * nothing of it can be pressed. Main thread. */

#include "config.h"

#include "tea-preview-history.h"

#include "mx-text.h"
#include "mx-timeline-item.h"

#define HISTORY_ROWS 5

static GtkWidget *
create_history_row (MxTimelineItem *item)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *sender = gtk_label_new (mx_timeline_item_get_sender_name (item));
  g_autofree char *text = mx_text_limit (mx_timeline_item_get_text (item), 2, 200, NULL);
  GtkWidget *body = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (sender), 0);
  gtk_label_set_ellipsize (GTK_LABEL (sender), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (sender, "heading");
  gtk_label_set_xalign (GTK_LABEL (body), 0);
  gtk_label_set_wrap (GTK_LABEL (body), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (body), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (body), 30);
  gtk_label_set_lines (GTK_LABEL (body), 2);
  gtk_label_set_ellipsize (GTK_LABEL (body), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), sender);
  gtk_box_append (GTK_BOX (box), body);

  return box;
}

/**
 * tea_preview_history_fill:
 * @box: a list
 * @history: (nullable): a list of #MxTimelineItem, oldest first
 *
 * Shows the last messages; without any the list is not shown.
 */
void
tea_preview_history_fill (GtkBox     *box,
                          GListModel *history)
{
  GtkWidget *child;
  guint n, shown = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);

  n = history != NULL ? g_list_model_get_n_items (history) : 0;
  for (guint i = n; i > 0 && shown < HISTORY_ROWS; i--) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (history, i - 1);

    if (mx_timeline_item_get_kind (item) != MX_ITEM_MESSAGE ||
        mx_timeline_item_get_text (item) == NULL)
      continue;

    gtk_box_prepend (box, create_history_row (item));
    shown++;
  }
  gtk_widget_set_visible (GTK_WIDGET (box), shown > 0);
}
