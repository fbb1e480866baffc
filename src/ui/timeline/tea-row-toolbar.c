/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small bar over the message under the pointer or with the focus: react, reply, more.
 * One for the whole view; its buttons are the view's actions. Main thread. */

#include "config.h"

#include "tea-row-toolbar.h"

struct _TeaRowToolbar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkButton *react; /* (unowned): from the template, as the next */
  GtkButton *reply;
  GtkButton *more;
};

G_DEFINE_FINAL_TYPE (TeaRowToolbar, tea_row_toolbar, GTK_TYPE_WIDGET)

static void
tea_row_toolbar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TEA_TYPE_ROW_TOOLBAR);
  G_OBJECT_CLASS (tea_row_toolbar_parent_class)->dispose (object);
}

static void
tea_row_toolbar_class_init (TeaRowToolbarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_row_toolbar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-row-toolbar.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaRowToolbar, box);
  gtk_widget_class_bind_template_child (widget_class, TeaRowToolbar, react);
  gtk_widget_class_bind_template_child (widget_class, TeaRowToolbar, reply);
  gtk_widget_class_bind_template_child (widget_class, TeaRowToolbar, more);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rowtoolbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
tea_row_toolbar_init (TeaRowToolbar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_row_toolbar_new:
 *
 * Returns: (transfer floating): a toolbar for no message yet
 */
GtkWidget *
tea_row_toolbar_new (void)
{
  return g_object_new (TEA_TYPE_ROW_TOOLBAR, NULL);
}

/**
 * tea_row_toolbar_set_event:
 * @self: a toolbar
 * @event_id: the message that it acts on
 * @can_answer: whether the person may write in its room
 */
void
tea_row_toolbar_set_event (TeaRowToolbar *self,
                           const char    *event_id,
                           gboolean       can_answer)
{
  g_return_if_fail (TEA_IS_ROW_TOOLBAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self->react), can_answer);
  gtk_widget_set_visible (GTK_WIDGET (self->reply), can_answer);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->react), "s", event_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->reply), "s", event_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->more), "s", event_id);
}
