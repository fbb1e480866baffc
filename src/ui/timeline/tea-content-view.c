/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The place in a row where its content stands: a factory by type. A widget of the type
 * that is needed stays when the row shows another item of that type. Adding an own look
 * for an event type is a line in tea_content_view_choose () and a tea-content-*.c.
 * Main thread. */

#include "config.h"

#include "tea-content-file.h"
#include "tea-content-image.h"
#include "tea-content-mark.h"
#include "tea-content-state.h"
#include "tea-content-text.h"
#include "tea-content-unknown.h"
#include "tea-content-view.h"

#include "mx-event.h"
#include "mx-timeline-item.h"
#include "types/m-room-message.h"
#include "types/m-sticker.h"

struct _TeaContentView {
  GtkWidget parent_instance;

  TeaContent *content; /* (owned) (nullable): our child */
};

G_DEFINE_FINAL_TYPE (TeaContentView, tea_content_view, GTK_TYPE_WIDGET)

static void
tea_content_view_dispose (GObject *object)
{
  TeaContentView *self = TEA_CONTENT_VIEW (object);

  g_clear_pointer ((GtkWidget **) &self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (tea_content_view_parent_class)->dispose (object);
}

static void
tea_content_view_class_init (TeaContentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_content_view_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "content");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
tea_content_view_init (TeaContentView *self)
{
}

static GType
choose_message (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_event (item);
  const MxRoomMessage *message = event != NULL ? mx_event_get_content_as (event, &mx_type_room_message) : NULL;

  if (event != NULL && mx_event_get_content_as (event, &mx_type_sticker) != NULL)
    return TEA_TYPE_CONTENT_IMAGE;
  if (message == NULL || (message->url == NULL && mx_timeline_item_get_progress (item) < 0))
    return TEA_TYPE_CONTENT_TEXT;
  /* What is not at the server yet cannot be loaded from there. */
  if (message->url == NULL)
    return TEA_TYPE_CONTENT_FILE;

  switch (message->msgtype) {
  case MX_MSGTYPE_IMAGE:
    return TEA_TYPE_CONTENT_IMAGE;
  case MX_MSGTYPE_FILE:
  case MX_MSGTYPE_AUDIO:
  case MX_MSGTYPE_VIDEO:
    return TEA_TYPE_CONTENT_FILE;
  case MX_MSGTYPE_TEXT:
  case MX_MSGTYPE_NOTICE:
  case MX_MSGTYPE_EMOTE:
  case MX_MSGTYPE_OTHER:
  default:
    return TEA_TYPE_CONTENT_TEXT;
  }
}

/**
 * tea_content_view_choose:
 * @item: a row of a timeline
 *
 * Returns: the type of the widget that shows it
 */
GType
tea_content_view_choose (MxTimelineItem *item)
{
  switch (mx_timeline_item_get_kind (item)) {
  case MX_ITEM_MESSAGE:
    return choose_message (item);
  case MX_ITEM_STATE:
  case MX_ITEM_REDACTED:
    return TEA_TYPE_CONTENT_STATE;
  case MX_ITEM_UNKNOWN:
    return TEA_TYPE_CONTENT_UNKNOWN;
  case MX_ITEM_DAY:
  case MX_ITEM_UNREAD:
  case MX_ITEM_GAP:
  case MX_ITEM_START:
  default:
    return TEA_TYPE_CONTENT_MARK;
  }
}

/**
 * tea_content_view_new:
 *
 * Returns: (transfer floating): an empty place
 */
GtkWidget *
tea_content_view_new (void)
{
  return g_object_new (TEA_TYPE_CONTENT_VIEW, NULL);
}

/**
 * tea_content_view_bind:
 * @self: a place for content
 * @item: what is shown there
 * @session: (nullable): who loads pictures and files
 */
void
tea_content_view_bind (TeaContentView *self,
                       MxTimelineItem *item,
                       MxSession      *session)
{
  GType type = tea_content_view_choose (item);

  g_return_if_fail (TEA_IS_CONTENT_VIEW (self));

  if (self->content == NULL || G_OBJECT_TYPE (self->content) != type) {
    g_clear_pointer ((GtkWidget **) &self->content, gtk_widget_unparent);
    self->content = TEA_CONTENT (g_object_new (type, NULL));
    gtk_widget_set_parent (GTK_WIDGET (self->content), GTK_WIDGET (self));
  }
  tea_content_bind (self->content, item, session);
}

/**
 * tea_content_view_unbind:
 * @self: a place for content
 *
 * Forgets what is shown there.
 */
void
tea_content_view_unbind (TeaContentView *self)
{
  g_return_if_fail (TEA_IS_CONTENT_VIEW (self));

  if (self->content != NULL)
    tea_content_unbind (self->content);
}

/**
 * tea_content_view_dup_selection:
 * @self: a place for content
 *
 * Returns: (transfer full) (nullable): the text that is selected there
 */
char *
tea_content_view_dup_selection (TeaContentView *self)
{
  g_return_val_if_fail (TEA_IS_CONTENT_VIEW (self), NULL);

  return self->content != NULL ? tea_content_dup_selection (self->content) : NULL;
}

/**
 * tea_content_view_get_content:
 * @self: a place for content
 *
 * Returns: (transfer none) (nullable): the widget that is there
 */
TeaContent *
tea_content_view_get_content (TeaContentView *self)
{
  g_return_val_if_fail (TEA_IS_CONTENT_VIEW (self), NULL);

  return self->content;
}
