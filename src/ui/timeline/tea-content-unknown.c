/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A readable row for what this version cannot show, with a way to look at it. The sentence
 * is the model's; "Details" is the action timeline.view-source. Main thread. */

#include "config.h"

#include "tea-content-unknown.h"

#include "mx-text.h"
#include "mx-timeline-item.h"

#include <glib/gi18n.h>

struct _TeaContentUnknown {
  GtkWidget parent_instance;

  GtkLabel *label;    /* (unowned): our child */
  GtkButton *details; /* (unowned): our child */
};

static void tea_content_unknown_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentUnknown, tea_content_unknown, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_unknown_iface_init))

static void
tea_content_unknown_bind (TeaContent     *content,
                          MxTimelineItem *item,
                          MxSession      *session)
{
  TeaContentUnknown *self = TEA_CONTENT_UNKNOWN (content);
  g_autofree char *text = mx_text_limit (mx_timeline_item_get_text (item), 6, 1000, NULL);
  const char *id = mx_timeline_item_get_event_id (item);

  gtk_label_set_text (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->details), id != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->details), "s", id != NULL ? id : "");
}

static void
tea_content_unknown_unbind (TeaContent *content)
{
}

static void
tea_content_unknown_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_unknown_bind;
  iface->unbind = tea_content_unknown_unbind;
}

static void
tea_content_unknown_dispose (GObject *object)
{
  TeaContentUnknown *self = TEA_CONTENT_UNKNOWN (object);

  g_clear_pointer ((GtkWidget **) &self->label, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->details, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_content_unknown_parent_class)->dispose (object);
}

static void
tea_content_unknown_class_init (TeaContentUnknownClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_content_unknown_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "contentunknown");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_content_unknown_init (TeaContentUnknown *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->label, 12);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));

  self->details = GTK_BUTTON (gtk_button_new_with_label (_("Details")));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->details), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->details), "timeline.view-source");
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->details), "show-more");
  gtk_widget_set_valign (GTK_WIDGET (self->details), GTK_ALIGN_CENTER);
  gtk_widget_set_parent (GTK_WIDGET (self->details), GTK_WIDGET (self));
}
