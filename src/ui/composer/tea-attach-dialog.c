/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks before a file is sent: what it looks like, what it is called, how large it is, and what
 * is said of it. What is shown is what leaves: the attachment has lost already what tells where
 * and by whom a picture was taken. The picture is decoded in its box as a stranger's is, because
 * it may come from one. Main thread. */

#include "config.h"

#include "tea-attach-dialog.h"
#include "tea-picture-loader.h"

#include "mx-attachment.h"
#include "mx-room.h"
#include "mx-text.h"
#include "tea-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#define PREVIEW_WIDTH  600
#define PREVIEW_HEIGHT 400

struct _TeaAttachDialog {
  AdwDialog parent_instance;

  GtkPicture *picture; /* (unowned): from the template, as the next */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *facts;
  AdwEntryRow *caption;
  MxRoom *room;              /* (owned)            */
  MxAttachment *attachment;  /* (owned)            */
  GCancellable *cancellable; /* (owned)            */
};

G_DEFINE_FINAL_TYPE (TeaAttachDialog, tea_attach_dialog, ADW_TYPE_DIALOG)

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TeaAttachDialog *self = TEA_ATTACH_DIALOG (widget);
  g_autofree char *caption = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->caption))));
  g_autofree char *txn_id = mx_room_send_file (self->room, self->attachment, *caption != '\0' ? caption : NULL);

  g_debug ("file queued as %s", txn_id);
  adw_dialog_force_close (ADW_DIALOG (self));
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
on_caption_activated (TeaAttachDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "attach.send", NULL);
}

static void
decode_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaAttachDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_decode_finish (result, &error);

  if (texture == NULL) {
    g_debug ("no preview: %s", error->message);
    return;
  }
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), FALSE);
}

static const char *
icon_of (const char *msgtype)
{
  if (strcmp (msgtype, "m.image") == 0)
    return "image-x-generic-symbolic";
  if (strcmp (msgtype, "m.audio") == 0)
    return "audio-x-generic-symbolic";
  return strcmp (msgtype, "m.video") == 0 ? "video-x-generic-symbolic" : "text-x-generic-symbolic";
}

static void
show (TeaAttachDialog *self)
{
  const MxAttachment *attachment = self->attachment;
  gboolean is_picture = strcmp (attachment->msgtype, "m.image") == 0;
  g_autofree char *size = g_format_size (mx_attachment_get_size (self->attachment));
  g_autofree char *isolated = mx_text_isolate (attachment->name);

  adw_dialog_set_title (ADW_DIALOG (self), is_picture ? _("Send a Picture") : _("Send a File"));
  gtk_label_set_text (self->name, isolated);
  gtk_label_set_text (self->facts, size);
  gtk_image_set_from_icon_name (self->icon, icon_of (attachment->msgtype));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, attachment->name, -1);
  if (is_picture)
    tea_picture_decode_async (attachment->bytes, PREVIEW_WIDTH, PREVIEW_HEIGHT, self->cancellable, decode_cb,
                              g_object_ref (self));
}

static void
tea_attach_dialog_dispose (GObject *object)
{
  TeaAttachDialog *self = TEA_ATTACH_DIALOG (object);

  g_clear_object (&self->room);
  g_clear_pointer (&self->attachment, mx_attachment_unref);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_ATTACH_DIALOG);
  G_OBJECT_CLASS (tea_attach_dialog_parent_class)->dispose (object);
}

static void
tea_attach_dialog_finalize (GObject *object)
{
  g_clear_object (&TEA_ATTACH_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (tea_attach_dialog_parent_class)->finalize (object);
}

static void
tea_attach_dialog_class_init (TeaAttachDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tea_attach_dialog_dispose;
  object_class->finalize = tea_attach_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-attach-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaAttachDialog, picture);
  gtk_widget_class_bind_template_child (widget_class, TeaAttachDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, TeaAttachDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TeaAttachDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, TeaAttachDialog, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_caption_activated);
  gtk_widget_class_install_action (widget_class, "attach.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "attach.cancel", NULL, cancel_action);
}

static void
tea_attach_dialog_init (TeaAttachDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tea_dialog_cancel_when_closed (ADW_DIALOG (self), self->cancellable);
}

/**
 * tea_attach_dialog_new:
 * @room: where the file goes
 * @attachment: the file
 *
 * Returns: (transfer floating): a dialog that asks whether it is to go
 */
AdwDialog *
tea_attach_dialog_new (MxRoom       *room,
                       MxAttachment *attachment)
{
  TeaAttachDialog *self = g_object_new (TEA_TYPE_ATTACH_DIALOG, NULL);

  self->room = g_object_ref (room);
  self->attachment = mx_attachment_ref (attachment);
  show (self);
  return ADW_DIALOG (self);
}
