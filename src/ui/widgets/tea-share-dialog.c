/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaShareDialog: a link in every form that somebody may want to hand on: for a browser, for
 * programs, as the community's wiki writes it, and as a QR code to hold a telephone over. Each
 * can be copied. What a link would make the other side do ("action") is never handed on. Main
 * thread. */

#include "config.h"

#include "tea-share-dialog.h"

#include "mx-community.h"
#include "mx-link.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-dialog.h"
#include "tea-qr-code.h"

#include <glib/gi18n.h>

struct _TeaShareDialog {
  AdwDialog parent_instance;

  TeaQrCode *code;
  GtkLabel *name;
  AdwActionRow *web_row;
  AdwActionRow *uri_row;
  AdwActionRow *wiki_row;
  GtkWidget *copied;
};

G_DEFINE_FINAL_TYPE (TeaShareDialog, tea_share_dialog, ADW_TYPE_DIALOG)

/* No toast: it would take the key that closes the dialog. */
static void
copy (TeaShareDialog *self,
      AdwActionRow   *row)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), adw_action_row_get_subtitle (row));
  gtk_widget_set_visible (self->copied, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Copied"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
on_copy_web (TeaShareDialog *self)
{
  copy (self, self->web_row);
}

static void
on_copy_uri (TeaShareDialog *self)
{
  copy (self, self->uri_row);
}

static void
on_copy_wiki (TeaShareDialog *self)
{
  copy (self, self->wiki_row);
}

static void
set_text (AdwActionRow *row,
          const char   *text)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (row), text != NULL);
}

static void
fill (TeaShareDialog *self,
      MxSession      *session,
      MxLink         *link,
      const char     *name)
{
  MxCommunity *community = mx_session_find_community (session, link);
  g_autofree char *web = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *wiki = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *spoken = NULL;

  g_clear_pointer (&link->action, g_free);
  web = mx_link_to_web (link);
  uri = mx_link_to_uri (link);
  wiki = community != NULL ? mx_community_dup_wiki_link (community, uri, name) : NULL;
  isolated = mx_text_isolate (name);
  /* Translators: what a picture shows, for who does not see it; %s is the name of a room or a person. */
  spoken = g_strdup_printf (_ ("QR code with the link to %s"), isolated);

  gtk_label_set_label (self->name, name);
  set_text (self->web_row, web);
  set_text (self->uri_row, uri);
  set_text (self->wiki_row, wiki);
  tea_qr_code_set_text (self->code, web);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
tea_share_dialog_dispose (GObject *object)
{
  tea_dialog_dispose_template (ADW_DIALOG (object), TEA_TYPE_SHARE_DIALOG);

  G_OBJECT_CLASS (tea_share_dialog_parent_class)->dispose (object);
}

static void
tea_share_dialog_class_init (TeaShareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_share_dialog_dispose;

  g_type_ensure (TEA_TYPE_QR_CODE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-share-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, copied);
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, code);
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, name);
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, web_row);
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, uri_row);
  gtk_widget_class_bind_template_child (widget_class, TeaShareDialog, wiki_row);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_web);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_uri);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_wiki);
}

static void
tea_share_dialog_init (TeaShareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_share_dialog_new:
 * @session: what knows the communities
 * @link: a link of any form
 * @name: (nullable): what it leads to
 *
 * Returns: (transfer floating) (nullable): the dialog; %NULL where the link leads nowhere
 */
AdwDialog *
tea_share_dialog_new (MxSession  *session,
                      const char *link,
                      const char *name)
{
  g_autoptr (MxLink) parsed = NULL;
  TeaShareDialog *self;

  g_return_val_if_fail (MX_IS_SESSION (session), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  parsed = mx_session_parse_link (session, link, NULL);
  if (parsed == NULL)
    return NULL;

  self = g_object_new (TEA_TYPE_SHARE_DIALOG, NULL);
  fill (self, session, parsed, name != NULL ? name : parsed->id);

  return ADW_DIALOG (self);
}
