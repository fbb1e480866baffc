/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaLinkDialog: an entry for a room's link or address, in any of its forms. What
 * lies in the clipboard is offered when it is one, or has one in it. Leads to the room's preview,
 * never straight into it. Main thread. */

#include "config.h"

#include "tea-link-dialog.h"

#include "mx-presets.h"
#include "mx-session.h"
#include "tea-dialog.h"

#include <glib/gi18n.h>

struct _TeaLinkDialog {
  AdwDialog parent_instance;

  MxSession *session; /* (owned) */
  GCancellable *cancellable;

  GtkEditable *entry;
  GtkLabel *hint;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (TeaLinkDialog, tea_link_dialog, ADW_TYPE_DIALOG)

/* People paste what they were sent, the words around the link with it. */
static char *
dup_link (TeaLinkDialog *self,
          const char    *text)
{
  return self->session != NULL ? mx_session_dup_link (self->session, text) : mx_presets_dup_link (NULL, text);
}

static void
on_changed (TeaLinkDialog *self)
{
  const char *text = gtk_editable_get_text (self->entry);
  g_autofree char *link = dup_link (self, text);
  gboolean wrong = *text != '\0' && link == NULL;

  gtk_widget_set_sensitive (self->open_button, *text != '\0' && !wrong);
  gtk_label_set_label (self->hint,
                       wrong ? _ ("This is not a link to a room yet. Paste the whole link.")
                             /* Translators: examples of rooms; keep the names. */
                             : _ ("For example #help:example.org or a link that somebody gave "
                                  "you."));
}

static void
on_open (TeaLinkDialog *self)
{
  g_autofree char *link = dup_link (self, gtk_editable_get_text (self->entry));

  if (link == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "app.open-link", "s", link);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (TeaLinkDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);
  g_autofree char *link = dup_link (self, text);

  if (link == NULL || *gtk_editable_get_text (self->entry) != '\0')
    return;

  gtk_editable_set_text (self->entry, link);
  gtk_editable_select_region (self->entry, 0, -1);
}

static void
tea_link_dialog_map (GtkWidget *widget)
{
  TeaLinkDialog *self = TEA_LINK_DIALOG (widget);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);

  GTK_WIDGET_CLASS (tea_link_dialog_parent_class)->map (widget);
  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, self->cancellable, read_text_cb,
                                   g_object_ref (self));
}

static void
tea_link_dialog_dispose (GObject *object)
{
  TeaLinkDialog *self = TEA_LINK_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  tea_dialog_dispose_template (ADW_DIALOG (self), TEA_TYPE_LINK_DIALOG);

  G_OBJECT_CLASS (tea_link_dialog_parent_class)->dispose (object);
}

static void
tea_link_dialog_class_init (TeaLinkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_link_dialog_dispose;
  widget_class->map = tea_link_dialog_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-link-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaLinkDialog, entry);
  gtk_widget_class_bind_template_child (widget_class, TeaLinkDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, TeaLinkDialog, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
tea_link_dialog_init (TeaLinkDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  tea_dialog_cancel_when_closed (ADW_DIALOG (self), self->cancellable);
  on_changed (self);
}

/**
 * tea_link_dialog_new:
 * @session: (nullable): what knows the communities, and so which rooms links to IRC lead to
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_link_dialog_new (MxSession *session)
{
  TeaLinkDialog *self = g_object_new (TEA_TYPE_LINK_DIALOG, NULL);

  g_set_object (&self->session, session);
  return ADW_DIALOG (self);
}
