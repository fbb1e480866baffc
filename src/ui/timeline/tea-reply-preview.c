/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a message answers: who, and the first line, in a button that jumps there (the action
 * timeline.show-event). Main thread. */

#include "config.h"

#include "tea-reply-preview.h"

#include "mx-event.h"
#include "mx-text.h"
#include "mx-timeline-item.h"

#include <glib/gi18n.h>

struct _TeaReplyPreview {
  GtkWidget parent_instance;

  GtkButton *button; /* (unowned): our child */
  GtkLabel *label;   /* (unowned): in the button */
};

G_DEFINE_FINAL_TYPE (TeaReplyPreview, tea_reply_preview, GTK_TYPE_WIDGET)

static void
tea_reply_preview_dispose (GObject *object)
{
  g_clear_pointer ((GtkWidget **) &TEA_REPLY_PREVIEW (object)->button, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_reply_preview_parent_class)->dispose (object);
}

static void
tea_reply_preview_class_init (TeaReplyPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_reply_preview_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "replypreview");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_reply_preview_init (TeaReplyPreview *self)
{
  self->button = GTK_BUTTON (gtk_button_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_button_set_child (self->button, GTK_WIDGET (self->label));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "reply-preview");
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Go to This Message"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "timeline.show-event");
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
}

/**
 * tea_reply_preview_new:
 *
 * Returns: (transfer floating): an empty preview
 */
GtkWidget *
tea_reply_preview_new (void)
{
  return g_object_new (TEA_TYPE_REPLY_PREVIEW, NULL);
}

static char *
make_text (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_reply_event (item);
  g_autofree char *summary = event != NULL ? mx_event_dup_summary (event, NULL) : NULL;
  g_autofree char *line = summary != NULL ? mx_text_clean_line (summary) : NULL;
  g_autofree char *name = mx_text_clean_name (mx_timeline_item_get_reply_name (item));
  g_autofree char *isolated = mx_text_isolate (name);

  if (event == NULL || line == NULL || *line == '\0')
    return g_strdup (_("An answer to an earlier message"));
  if (*name == '\0')
    return g_steal_pointer (&line);
  /* Translators: what a message answers: who wrote it and its first line. */
  return g_strdup_printf (_("%1$s: %2$s"), isolated, line);
}

/**
 * tea_reply_preview_bind:
 * @self: a preview
 * @item: (nullable): the message that answers; it hides where that is none
 */
void
tea_reply_preview_bind (TeaReplyPreview *self,
                        MxTimelineItem  *item)
{
  const char *target = item != NULL ? mx_timeline_item_get_reply_to (item) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (TEA_IS_REPLY_PREVIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self), target != NULL);
  if (target == NULL)
    return;
  text = make_text (item);
  /* Translators: what a screen reader says of the quoted line above an answer. */
  spoken = g_strdup_printf (_("In answer to %s"), text);
  gtk_label_set_text (self->label, text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", target);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
