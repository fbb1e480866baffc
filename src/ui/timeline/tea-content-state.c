/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One dim sentence: what changed in the room ("Ann and Ben joined", centred), or that a
 * message is gone (where the message stood). The sentence is the model's. Main thread. */

#include "config.h"

#include "tea-content-state.h"

#include "mx-text.h"
#include "mx-timeline-item.h"

#define MAX_LINES 6
#define MAX_CHARS 1000

struct _TeaContentState {
  GtkWidget parent_instance;

  GtkLabel *label; /* (unowned): our child */
};

static void tea_content_state_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentState, tea_content_state, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_state_iface_init))

static void
tea_content_state_bind (TeaContent     *content,
                        MxTimelineItem *item,
                        MxSession      *session)
{
  TeaContentState *self = TEA_CONTENT_STATE (content);
  gboolean is_centred = mx_timeline_item_get_kind (item) == MX_ITEM_STATE;
  g_autofree char *text = mx_text_limit (mx_timeline_item_get_text (item), MAX_LINES, MAX_CHARS, NULL);

  gtk_label_set_text (self->label, text);
  gtk_label_set_xalign (self->label, is_centred ? 0.5f : 0.0f);
  gtk_label_set_justify (self->label, is_centred ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
  if (is_centred)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), "caption");
}

static void
tea_content_state_unbind (TeaContent *content)
{
}

static void
tea_content_state_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_state_bind;
  iface->unbind = tea_content_state_unbind;
}

static void
tea_content_state_dispose (GObject *object)
{
  g_clear_pointer ((GtkWidget **) &TEA_CONTENT_STATE (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_content_state_parent_class)->dispose (object);
}

static void
tea_content_state_class_init (TeaContentStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_content_state_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "contentstate");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_content_state_init (TeaContentState *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->label, 18);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "dim-label");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
}
