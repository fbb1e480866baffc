/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture or sticker: a box of the right size from the start, the picture in it when it
 * has been downloaded and decoded in its own process, a sentence where it cannot be shown.
 * A click opens it large. A caption stands below. Main thread. */

#include "config.h"

#include "tea-content-image.h"
#include "tea-picture-box.h"
#include "tea-picture-loader.h"
#include "tea-picture-viewer.h"
#include "tea-text-label.h"

#include "mx-error.h"
#include "mx-event.h"
#include "mx-session.h"
#include "mx-text.h"
#include "mx-timeline-item.h"
#include "types/m-room-message.h"
#include "types/m-sticker.h"

#include <glib/gi18n.h>

#define MAX_WIDTH   400
#define MAX_HEIGHT  300
#define MAX_STICKER 160
/* What is asked of the server and decoded: two pixels for each of the box. */
#define LOAD_WIDTH  800
#define LOAD_HEIGHT 600

struct _TeaContentImage {
  GtkWidget parent_instance;

  GtkButton *button;         /* (unowned): our child */
  TeaPictureBox *box;        /* (unowned): in the button */
  GtkLabel *failure;         /* (unowned): our child */
  TeaTextLabel *caption;     /* (unowned): our child */
  MxSession *session;        /* (owned) (nullable) */
  char *mxc;                 /* (owned) (nullable): the whole picture */
  char *shown;               /* (owned) (nullable): what is loaded for the box */
  char *name;                /* (owned) (nullable) */
  char *event_id;            /* (owned) (nullable): somebody else's message, which can be reported */
  GCancellable *cancellable; /* (owned) (nullable) */
};

static void tea_content_image_iface_init (TeaContentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaContentImage, tea_content_image, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (TEA_TYPE_CONTENT, tea_content_image_iface_init))

typedef struct
{
  const char *url;
  const char *thumbnail;
  const char *name;
  const char *caption;
  gint64 width;
  gint64 height;
  int max_width;
  int max_height;
} Picture;

static void
read_picture (MxTimelineItem *item,
              Picture        *picture)
{
  MxEvent *event = mx_timeline_item_get_event (item);
  const MxRoomMessage *message = mx_event_get_content_as (event, &mx_type_room_message);
  const MxSticker *sticker = mx_event_get_content_as (event, &mx_type_sticker);

  if (message != NULL)
    *picture = (Picture) { message->url, message->thumbnail_url, mx_room_message_get_filename (message), NULL,
                           message->width, message->height, MAX_WIDTH, MAX_HEIGHT };
  else if (sticker != NULL)
    *picture = (Picture) { sticker->url, NULL, sticker->body, NULL, sticker->width,
                           sticker->height, MAX_STICKER, MAX_STICKER };
  if (message != NULL && message->filename != NULL && g_strcmp0 (message->filename, message->body) != 0)
    picture->caption = message->body;
}

static void
reserve (TeaContentImage *self,
         const Picture   *picture)
{
  double width = picture->width > 0 && picture->width < 100000 ? (double) picture->width : 0;
  double height = picture->height > 0 && picture->height < 100000 ? (double) picture->height : 0;
  double ratio;

  if (width == 0 || height == 0) {
    width = picture->max_width * 0.6;
    height = picture->max_height * 0.6;
  }
  ratio = MIN (1.0, MIN (picture->max_width / width, picture->max_height / height));
  tea_picture_box_reserve (self->box, MAX (48, (int) (width * ratio)), MAX (32, (int) (height * ratio)));
}

static void
show_failure (TeaContentImage *self,
              const char      *sentence)
{
  gtk_label_set_text (self->failure, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), sentence != NULL);
}

static const char *
failure_sentence (const GError *error)
{
  if (g_error_matches (error, MX_ERROR, MX_ERROR_TOO_LARGE))
    return _("This picture is too large to be shown.");
  if (error->domain == MX_ERROR && mx_error_is_transient (error))
    return _("This picture could not be loaded. The server does not answer.");
  if (g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND))
    return _("This picture is not there any more.");
  return _("This picture cannot be shown safely here.");
}

static void
load_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaContentImage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    return;
  g_clear_object (&self->cancellable);
  tea_picture_box_set_paintable (self->box, GDK_PAINTABLE (texture));
  if (error != NULL)
    show_failure (self, failure_sentence (error));
}

static void
stop_loading (TeaContentImage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load (TeaContentImage *self,
      const Picture   *picture)
{
  stop_loading (self);
  tea_picture_box_set_paintable (self->box, NULL);
  show_failure (self, NULL);
  g_set_str (&self->mxc, picture->url);
  g_set_str (&self->shown, picture->thumbnail != NULL ? picture->thumbnail : picture->url);
  if (self->session == NULL || self->shown == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  tea_picture_load_async (self->session, self->shown, LOAD_WIDTH, LOAD_HEIGHT, self->cancellable, load_cb,
                          g_object_ref (self));
}

static void
show_names (TeaContentImage *self,
            MxTimelineItem  *item,
            const Picture   *picture)
{
  g_autofree char *clean = mx_text_clean_line (picture->name != NULL ? picture->name : "");
  /* Translators: what a screen reader says of a picture; %s is its name. */
  g_autofree char *spoken = g_strdup_printf (_("Picture: %s"), clean);

  g_set_str (&self->name, picture->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), clean);
  gtk_widget_set_visible (GTK_WIDGET (self->caption), picture->caption != NULL);
  if (picture->caption != NULL) {
    g_autofree char *limited = mx_text_limit (picture->caption, 40, 4000, NULL);
    g_autofree char *tame = tea_text_break_words (limited);
    TeaText *text = tea_text_new_plain (tame, FALSE);

    tea_text_linkify (text, 0, tea_content_get_rules (item, self->session));
    tea_text_label_set_text (self->caption, text);
  } else
    tea_text_label_set_text (self->caption, NULL);
}

static void
tea_content_image_bind (TeaContent     *content,
                        MxTimelineItem *item,
                        MxSession      *session)
{
  TeaContentImage *self = TEA_CONTENT_IMAGE (content);
  Picture picture = { .max_width = MAX_WIDTH, .max_height = MAX_HEIGHT };

  read_picture (item, &picture);
  g_set_object (&self->session, session);
  g_set_str (&self->event_id, mx_timeline_item_is_own (item) ? NULL : mx_timeline_item_get_event_id (item));
  show_names (self, item, &picture);
  reserve (self, &picture);
  if (g_strcmp0 (self->mxc, picture.url) != 0)
    load (self, &picture);
}

static void
tea_content_image_unbind (TeaContent *content)
{
  TeaContentImage *self = TEA_CONTENT_IMAGE (content);

  stop_loading (self);
  g_clear_pointer (&self->mxc, g_free);
  g_clear_pointer (&self->shown, g_free);
  if (self->box != NULL)
    tea_picture_box_set_paintable (self->box, NULL);
}

static char *
tea_content_image_dup_selection (TeaContent *content)
{
  return tea_text_label_dup_selection (TEA_CONTENT_IMAGE (content)->caption);
}

static void
tea_content_image_iface_init (TeaContentInterface *iface)
{
  iface->bind = tea_content_image_bind;
  iface->unbind = tea_content_image_unbind;
  iface->dup_selection = tea_content_image_dup_selection;
}

/* The row may show another message by then, or none: the view knows them all. */
static void
on_report (GtkWidget  *view,
           const char *event_id)
{
  gtk_widget_activate_action (view, "timeline.report", "s", event_id);
}

static void
on_clicked (GtkButton       *button,
            TeaContentImage *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLABLE);
  AdwDialog *viewer;

  if (self->session == NULL || self->mxc == NULL)
    return;
  viewer = tea_picture_viewer_new (self->session, self->mxc, self->name);
  if (view != NULL && self->event_id != NULL) {
    tea_picture_viewer_offer_report (TEA_PICTURE_VIEWER (viewer), self->event_id);
    g_signal_connect_object (viewer, "report", G_CALLBACK (on_report), view, G_CONNECT_SWAPPED);
  }
  adw_dialog_present (viewer, GTK_WIDGET (self));
}

static void
tea_content_image_dispose (GObject *object)
{
  TeaContentImage *self = TEA_CONTENT_IMAGE (object);

  tea_content_image_unbind (TEA_CONTENT (self));
  self->box = NULL;
  g_clear_pointer ((GtkWidget **) &self->button, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->failure, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->caption, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->event_id, g_free);
  G_OBJECT_CLASS (tea_content_image_parent_class)->dispose (object);
}

static void
tea_content_image_class_init (TeaContentImageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tea_content_image_dispose;

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "contentimage");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_failure (TeaContentImage *self)
{
  self->failure = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->failure, TRUE);
  gtk_label_set_width_chars (self->failure, 18);
  gtk_label_set_xalign (self->failure, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (self->failure), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->failure), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->failure), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->failure), GTK_WIDGET (self));
}

static void
tea_content_image_init (TeaContentImage *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->button = GTK_BUTTON (gtk_button_new ());
  self->box = TEA_PICTURE_BOX (tea_picture_box_new ());
  gtk_button_set_child (self->button, GTK_WIDGET (self->box));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "picture-button");
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  gtk_widget_set_halign (GTK_WIDGET (self->button), GTK_ALIGN_START);
  g_signal_connect (self->button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_widget_set_parent (GTK_WIDGET (self->button), GTK_WIDGET (self));
  add_failure (self);
  self->caption = TEA_TEXT_LABEL (tea_text_label_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->caption), GTK_WIDGET (self));
}
