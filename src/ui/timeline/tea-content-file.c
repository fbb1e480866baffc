/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file, sound or film as a card: what it is called, how large it is, and a button to
 * save it. It is never opened by itself. The name's real suffix is always shown
 * (security.md H03, H16). Main thread. */

#include "config.h"

#include "tea-content-file.h"
#include "tea-save.h"
#include "tea-text-label.h"

#include "mx-event.h"
#include "mx-session.h"
#include "mx-text.h"
#include "mx-timeline-item.h"
#include "types/m-room-message.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TeaContentFile {
  GtkWidget parent_instance;

  GtkWidget *card;
  GtkImage *icon; /* (unowned): from the template, as the next */
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkButton *save;
  AdwSpinner *spinner;
  TeaTextLabel *caption;
  MxSession *session;        /* (owned) (nullable) */
  char *mxc;                 /* (owned) (nullable) */
  char *name;                /* (owned) (nullable): safe */
  char *facts;               /* (owned) (nullable): size and kind */
  GCancellable *cancellable; /* (owned) (nullable): while it is saved */
};

static void tea_content_file_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentFile, tea_content_file, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_file_iface_init))

static const char *
icon_of (MxMsgtype msgtype)
{
  switch (msgtype) {
  case MX_MSGTYPE_AUDIO:
    return "audio-x-generic-symbolic";
  case MX_MSGTYPE_VIDEO:
    return "video-x-generic-symbolic";
  case MX_MSGTYPE_IMAGE:
    return "image-x-generic-symbolic";
  case MX_MSGTYPE_TEXT:
  case MX_MSGTYPE_NOTICE:
  case MX_MSGTYPE_EMOTE:
  case MX_MSGTYPE_FILE:
  case MX_MSGTYPE_OTHER:
  default:
    return "text-x-generic-symbolic";
  }
}

static const char *
kind_of (MxMsgtype msgtype)
{
  switch (msgtype) {
  case MX_MSGTYPE_AUDIO:
    return _("Sound");
  case MX_MSGTYPE_VIDEO:
    return _("Film");
  case MX_MSGTYPE_IMAGE:
    return _("Picture");
  case MX_MSGTYPE_TEXT:
  case MX_MSGTYPE_NOTICE:
  case MX_MSGTYPE_EMOTE:
  case MX_MSGTYPE_FILE:
  case MX_MSGTYPE_OTHER:
  default:
    return _("File");
  }
}

static char *
make_facts (const MxRoomMessage *message)
{
  g_autofree char *size = message->size > 0 ? g_format_size ((guint64) message->size) : NULL;

  if (size == NULL)
    return g_strdup (kind_of (message->msgtype));
  /* Translators: what is known of a file: its kind and its size. */
  return g_strdup_printf (_("%1$s · %2$s"), kind_of (message->msgtype), size);
}

static void
set_busy (TeaContentFile *self,
          gboolean        busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->save), !busy && self->mxc != NULL);
}

/* What its sender says of it stands below, as long as it is not just the name. */
static void
show_caption (TeaContentFile      *self,
              const MxRoomMessage *message)
{
  gboolean has_one = message->filename != NULL && g_strcmp0 (message->filename, message->body) != 0;
  g_autofree char *limited = has_one ? mx_text_limit (message->body, 40, 4000, NULL) : NULL;
  g_autofree char *tame = has_one ? tea_text_break_words (limited) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->caption), has_one);
  tea_text_label_set_text (self->caption, has_one ? tea_text_new_plain (tame, TRUE) : NULL);
}

static char *
tea_content_file_dup_selection (TeaContent *content)
{
  return tea_text_label_dup_selection (TEA_CONTENT_FILE (content)->caption);
}

static void
save_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaContentFile) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = tea_save_media_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->title == NULL)
    return;
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;
  gtk_label_set_text (self->subtitle, saved ? _("Saved") : _("It could not be saved."));
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           saved ? _("Saved")
                                 : _("It could not be saved."), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  if (error != NULL)
    g_debug ("file not saved: %s", error->message);
}

static void
on_save_clicked (TeaContentFile *self)
{
  if (self->session == NULL || self->mxc == NULL || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  tea_save_media_async (GTK_WIDGET (self), self->session, self->mxc, self->name, self->cancellable, save_cb,
                        g_object_ref (self));
}

static void
tea_content_file_bind (TeaContent     *content,
                       MxTimelineItem *item,
                       MxSession      *session)
{
  TeaContentFile *self = TEA_CONTENT_FILE (content);
  const MxRoomMessage *message = mx_event_get_content_as (mx_timeline_item_get_event (item), &mx_type_room_message);
  g_autofree char *isolated = NULL;
  g_autofree char *spoken = NULL;

  if (g_strcmp0 (self->mxc, message->url) != 0)
    tea_content_unbind (content);
  g_set_object (&self->session, session);
  g_set_str (&self->mxc, message->url);
  g_free (self->name);
  self->name = mx_text_safe_filename (mx_room_message_get_filename (message));
  g_free (self->facts);
  self->facts = make_facts (message);
  isolated = mx_text_isolate (self->name);
  gtk_image_set_from_icon_name (self->icon, icon_of (message->msgtype));
  gtk_label_set_text (self->title, isolated);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), self->name);
  gtk_label_set_text (self->subtitle, self->facts);
  show_caption (self, message);
  set_busy (self, self->cancellable != NULL);
  /* Translators: what a screen reader says of the button beside a file; %s is the file's name. */
  spoken = g_strdup_printf (_("Save %s"), isolated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->save), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
tea_content_file_unbind (TeaContent *content)
{
  TeaContentFile *self = TEA_CONTENT_FILE (content);

  /* A file that is being saved goes on: the person asked for it. */
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->mxc, g_free);
  if (self->save != NULL)
    set_busy (self, FALSE);
}

static void
tea_content_file_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_file_bind;
  iface->unbind = tea_content_file_unbind;
  iface->dup_selection = tea_content_file_dup_selection;
}

static void
tea_content_file_dispose (GObject *object)
{
  TeaContentFile *self = TEA_CONTENT_FILE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_CONTENT_FILE);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->mxc, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->facts, g_free);
  G_OBJECT_CLASS (tea_content_file_parent_class)->dispose (object);
}

static void
tea_content_file_class_init (TeaContentFileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_content_file_dispose;

  g_type_ensure (ADW_TYPE_SPINNER);
  g_type_ensure (TEA_TYPE_TEXT_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-content-file.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, card);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, icon);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, title);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, save);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, spinner);
  gtk_widget_class_bind_template_child (widget_class, TeaContentFile, caption);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "contentfile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_content_file_init (TeaContentFile *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_init_template (GTK_WIDGET (self));
}
