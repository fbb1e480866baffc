/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One picture, as large as the window allows, with a button to save the file as it was
 * sent. Main thread. */

#include "config.h"

#include "tea-picture-loader.h"
#include "tea-picture-viewer.h"
#include "tea-save.h"

#include "mx-session.h"
#include "mx-text.h"
#include "tea-dialog.h"

#include <glib/gi18n.h>

/* No screen shows more of it. */
#define BOX 2560

struct _TeaPictureViewer {
  AdwDialog parent_instance;

  AdwToastOverlay *toasts; /* (unowned): from the template, as the next */
  GtkStack *stack;
  GtkPicture *picture;
  GtkButton *save;
  GtkWidget *report;
  MxSession *session;        /* (owned) */
  char *mxc;                 /* (owned) */
  char *name;                /* (owned): safe */
  char *event_id;            /* (owned) (nullable): what can be reported */
  GCancellable *cancellable; /* (owned): of everything, at the end */
};

G_DEFINE_FINAL_TYPE (TeaPictureViewer, tea_picture_viewer, ADW_TYPE_DIALOG)

enum {
  REPORT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaPictureViewer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_load_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, texture != NULL ? "picture" : "failed");
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaPictureViewer) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tea_save_media_finish (result, &error);
  const char *sentence = saved ? _("Picture saved") : _("The picture could not be saved");

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sentence));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_save_clicked (TeaPictureViewer *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  tea_save_media_async (GTK_WIDGET (self), self->session, self->mxc, self->name, self->cancellable, save_cb,
                        g_object_ref (self));
}

static void
on_report_clicked (TeaPictureViewer *self)
{
  g_autoptr (TeaPictureViewer) alive = g_object_ref (self);

  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, signals[REPORT], 0, self->event_id);
}

static void
tea_picture_viewer_dispose (GObject *object)
{
  TeaPictureViewer *self = TEA_PICTURE_VIEWER (object);

  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_PICTURE_VIEWER);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tea_picture_viewer_parent_class)->dispose (object);
}

static void
tea_picture_viewer_finalize (GObject *object)
{
  TeaPictureViewer *self = TEA_PICTURE_VIEWER (object);

  g_clear_object (&self->cancellable);
  g_free (self->mxc);
  g_free (self->name);
  g_free (self->event_id);
  G_OBJECT_CLASS (tea_picture_viewer_parent_class)->finalize (object);
}

static void
tea_picture_viewer_class_init (TeaPictureViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_picture_viewer_dispose;
  G_OBJECT_CLASS (klass)->finalize = tea_picture_viewer_finalize;

  /**
   * TeaPictureViewer::report:
   * @self: the dialog
   * @event_id: the message that the picture is in
   *
   * The person wants to report it; the dialog is closed.
   */
  signals[REPORT] = g_signal_new ("report", TEA_TYPE_PICTURE_VIEWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-picture-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaPictureViewer, toasts);
  gtk_widget_class_bind_template_child (widget_class, TeaPictureViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaPictureViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, TeaPictureViewer, save);
  gtk_widget_class_bind_template_child (widget_class, TeaPictureViewer, report);
  gtk_widget_class_bind_template_callback (widget_class, on_report_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
}

static void
tea_picture_viewer_init (TeaPictureViewer *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tea_dialog_cancel_when_closed (ADW_DIALOG (self), self->cancellable);
}

/**
 * tea_picture_viewer_new:
 * @session: who loads the picture
 * @mxc: its address
 * @name: (nullable): how its sender calls it
 *
 * Returns: (transfer floating): a dialog that shows it
 */
AdwDialog *
tea_picture_viewer_new (MxSession  *session,
                        const char *mxc,
                        const char *name)
{
  TeaPictureViewer *self = g_object_new (TEA_TYPE_PICTURE_VIEWER, NULL);

  self->session = g_object_ref (session);
  self->mxc = g_strdup (mxc);
  self->name = mx_text_safe_filename (name);
  adw_dialog_set_title (ADW_DIALOG (self), self->name);
  gtk_picture_set_alternative_text (self->picture, self->name);
  tea_picture_load_async (session, mxc, BOX, BOX, self->cancellable, load_cb, g_object_ref (self));
  return ADW_DIALOG (self);
}

/**
 * tea_picture_viewer_offer_report:
 * @self: the dialog
 * @event_id: the message that the picture is in
 *
 * Shows the button that reports it.
 */
void
tea_picture_viewer_offer_report (TeaPictureViewer *self,
                                 const char       *event_id)
{
  g_return_if_fail (TEA_IS_PICTURE_VIEWER (self));

  g_set_str (&self->event_id, event_id);
  gtk_widget_set_visible (self->report, event_id != NULL);
}
