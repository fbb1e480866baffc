/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line below a message: that it was edited, that it waits, how far its file is, or why it
 * was not sent, with "Try again" and "Discard"; of a paused account also whom to ask. Main thread. */

#include "config.h"

#include "tea-send-status.h"
#include "tea-words.h"

#include "mx-enums.h"
#include "mx-error.h"
#include "mx-timeline-item.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TeaSendStatus {
  GtkWidget parent_instance;

  AdwWrapBox *box; /* (unowned): our child */
  GtkLabel *label; /* (unowned): in the box, as the buttons */
  GtkProgressBar *bar;
  GtkWidget *retry;
  GtkWidget *discard;
  GtkWidget *why;
  MxTimelineItem *item; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TeaSendStatus, tea_send_status, GTK_TYPE_WIDGET)

static void
on_retry_clicked (GtkButton     *button,
                  TeaSendStatus *self)
{
  if (self->item != NULL)
    mx_timeline_item_retry (self->item);
}

static void
on_discard_clicked (GtkButton     *button,
                    TeaSendStatus *self)
{
  if (self->item != NULL)
    mx_timeline_item_discard (self->item);
}

static GtkWidget *
add_button (TeaSendStatus *self,
            const char    *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "show-more");
  adw_wrap_box_append (self->box, button);
  return button;
}

static void
tea_send_status_dispose (GObject *object)
{
  TeaSendStatus *self = TEA_SEND_STATUS (object);

  g_clear_object (&self->item);
  g_clear_pointer ((GtkWidget **) &self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_send_status_parent_class)->dispose (object);
}

static void
tea_send_status_class_init (TeaSendStatusClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_send_status_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "sendstatus");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_send_status_init (TeaSendStatus *self)
{
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 4);
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_width_chars (self->label, 4);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  adw_wrap_box_append (self->box, GTK_WIDGET (self->label));

  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->bar), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("How much of the file is sent"), -1);
  adw_wrap_box_append (self->box, GTK_WIDGET (self->bar));

  self->retry = add_button (self, _("Try again"));
  self->discard = add_button (self, _("Discard"));
  self->why = add_button (self, _("Ask why…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->why), "win.ask-why");
  g_signal_connect (self->retry, "clicked", G_CALLBACK (on_retry_clicked), self);
  g_signal_connect (self->discard, "clicked", G_CALLBACK (on_discard_clicked), self);
}

/**
 * tea_send_status_new:
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
tea_send_status_new (void)
{
  return g_object_new (TEA_TYPE_SEND_STATUS, NULL);
}

static const char *
sentence_of (MxTimelineItem *item,
             gboolean        uploads,
             gboolean        waits)
{
  if (waits)
    return tea_words_send_delay (mx_timeline_item_get_error (item));
  if (uploads)
    return _("Sending the file…");
  /* Translators: stands below a message that its writer changed later. */
  return C_("message", "edited");
}

/**
 * tea_send_status_bind:
 * @self: a line
 * @item: (nullable): whose state it shows; it hides where there is nothing to say
 * @waits: whether the message waits for the network or the server
 */
void
tea_send_status_bind (TeaSendStatus  *self,
                      MxTimelineItem *item,
                      gboolean        waits)
{
  gboolean failed = item != NULL && mx_timeline_item_get_send_state (item) == MX_SEND_FAILED;
  gboolean edited = item != NULL && mx_timeline_item_is_edited (item);
  double progress = item != NULL ? mx_timeline_item_get_progress (item) : -1;
  gboolean uploads = progress >= 0 && !failed;
  g_autofree char *why = failed ? tea_words_send_error (mx_timeline_item_get_error (item), progress >= 0) : NULL;

  g_return_if_fail (TEA_IS_SEND_STATUS (self));

  g_set_object (&self->item, item);
  gtk_label_set_text (self->label, failed ? why : sentence_of (item, uploads, waits));
  gtk_widget_set_visible (GTK_WIDGET (self->bar), uploads && !waits);
  gtk_progress_bar_set_fraction (self->bar, CLAMP (progress, 0, 1));
  gtk_widget_set_visible (self->retry, failed);
  gtk_widget_set_visible (self->discard, failed || uploads);
  gtk_widget_set_visible (self->why, failed && g_error_matches (mx_timeline_item_get_error (item), MX_ERROR,
                                                                MX_ERROR_ACCOUNT_SUSPENDED));
  gtk_button_set_label (GTK_BUTTON (self->discard), uploads ? _("Cancel") : _("Discard"));
  gtk_widget_set_css_classes (GTK_WIDGET (self->label),
                              (const char *[]) { "caption", failed ? "error" : "dim-label", NULL });
  gtk_widget_set_visible (GTK_WIDGET (self), failed || waits || edited || uploads);
}
