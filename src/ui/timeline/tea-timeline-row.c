/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of a timeline: avatar, name and time where a group begins, what the message
 * answers, its content, reactions and state; or only a content in the middle for days,
 * changes and marks. A row owns no state of the model: it is bound to an item, follows its
 * notifications, and forgets it when it goes back to the pool. Parts that few messages
 * have are made when the first needs them. Main thread. */

#include "config.h"

#include "tea-avatar.h"
#include "tea-name-color.h"
#include "tea-reaction-bar.h"
#include "tea-reply-preview.h"
#include "tea-row-layout.h"
#include "tea-send-status.h"
#include "tea-time.h"
#include "tea-timeline-row.h"
#include "tea-words.h"

#include "mx-enums.h"
#include "mx-session.h"
#include "mx-text.h"
#include "mx-timeline-item.h"

#include <adwaita.h>
#include <string.h>

#define SPACE_HEAD   8
#define SPACE_INSIDE 0
#define SPACE_MARK   6

struct _TeaTimelineRow {
  GtkWidget parent_instance;

  TeaAvatar *avatar;         /* (unowned) (nullable): our child, as all these */
  GtkWidget *head;           /* (unowned) (nullable) */
  GtkLabel *name;            /* (unowned) (nullable): in the head */
  GtkLabel *time;            /* (unowned) (nullable): in the head */
  TeaReplyPreview *reply;    /* (unowned) (nullable) */
  TeaContentView *content;   /* (unowned) */
  TeaReactionBar *reactions; /* (unowned) (nullable) */
  TeaSendStatus *status;     /* (unowned) (nullable) */

  MxTimelineItem *item; /* (owned) (nullable) */
  MxSession *session;   /* (owned) (nullable) */
  gulong notify_id;
  gulong reactions_id; /* of "items-changed" */
  GListModel *watched; /* (owned) (nullable): the item's reactions */
};

G_DEFINE_FINAL_TYPE (TeaTimelineRow, tea_timeline_row, GTK_TYPE_WIDGET)

static gboolean
has_gutter (MxTimelineItem *item)
{
  MxItemKind kind = mx_timeline_item_get_kind (item);

  return kind == MX_ITEM_MESSAGE || kind == MX_ITEM_REDACTED || kind == MX_ITEM_UNKNOWN;
}

static void
set_slot (TeaTimelineRow *self,
          TeaRowSlot      slot,
          GtkWidget      *widget)
{
  gtk_widget_set_parent (widget, GTK_WIDGET (self));
  tea_row_layout_set_slot (TEA_ROW_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), slot, widget);
}

static void
ensure_head (TeaTimelineRow *self)
{
  if (self->head != NULL)
    return;
  self->avatar = TEA_AVATAR (tea_avatar_new (TEA_ROW_AVATAR));
  set_slot (self, TEA_SLOT_AVATAR, GTK_WIDGET (self->avatar));

  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "sender");
  gtk_widget_set_valign (GTK_WIDGET (self->name), GTK_ALIGN_BASELINE_FILL);
  gtk_box_append (GTK_BOX (self->head), GTK_WIDGET (self->name));
  self->time = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "numeric");
  gtk_widget_set_valign (GTK_WIDGET (self->time), GTK_ALIGN_BASELINE_FILL);
  gtk_box_append (GTK_BOX (self->head), GTK_WIDGET (self->time));
  gtk_widget_insert_after (self->head, GTK_WIDGET (self), GTK_WIDGET (self->avatar));
  tea_row_layout_set_slot (TEA_ROW_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), TEA_SLOT_HEAD,
                           self->head);
  /* Reading order: who, then what. */
  gtk_widget_insert_after (GTK_WIDGET (self->content), GTK_WIDGET (self), self->head);
}

static void
color_name (TeaTimelineRow *self)
{
  g_autoptr (PangoAttrList) attrs = pango_attr_list_new ();
  GdkRGBA color;

  tea_name_color (mx_timeline_item_get_sender (self->item),
                  adw_style_manager_get_dark (adw_style_manager_get_default ()), &color);
  pango_attr_list_insert (attrs,
                          pango_attr_foreground_new ((guint16) (color.red * 65535), (guint16) (color.green * 65535),
                                                     (guint16) (color.blue * 65535)));
  gtk_label_set_attributes (self->name, attrs);
}

static void
show_head (TeaTimelineRow *self)
{
  gboolean is_head = has_gutter (self->item) && mx_timeline_item_is_head (self->item);
  g_autofree char *name = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *whole = NULL;

  if (is_head)
    ensure_head (self);
  if (self->head == NULL)
    return;
  gtk_widget_set_visible (self->head, is_head);
  gtk_widget_set_visible (GTK_WIDGET (self->avatar), is_head);
  if (!is_head) {
    tea_avatar_set_mxc (self->avatar, NULL);
    return;
  }
  name = mx_text_clean_name (mx_timeline_item_get_sender_name (self->item));
  clock = tea_time_clock (mx_timeline_item_get_ts (self->item));
  whole = tea_time_long (mx_timeline_item_get_ts (self->item));
  gtk_label_set_text (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), mx_timeline_item_get_sender (self->item));
  gtk_label_set_text (self->time, clock);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->time), whole);
  color_name (self);
  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, mx_timeline_item_get_sender_avatar (self->item));
  tea_avatar_set_session (self->avatar, self->session);
}

static void
show_reply (TeaTimelineRow *self)
{
  if (self->reply == NULL && mx_timeline_item_get_reply_to (self->item) != NULL) {
    self->reply = TEA_REPLY_PREVIEW (tea_reply_preview_new ());
    set_slot (self, TEA_SLOT_REPLY, GTK_WIDGET (self->reply));
    gtk_widget_insert_before (GTK_WIDGET (self->reply), GTK_WIDGET (self), GTK_WIDGET (self->content));
  }
  if (self->reply != NULL)
    tea_reply_preview_bind (self->reply, self->item);
}

static void
show_status (TeaTimelineRow *self)
{
  MxSendState state = mx_timeline_item_get_send_state (self->item);
  gboolean is_offline = self->session != NULL && mx_session_get_sync_state (self->session) == MX_SYNC_OFFLINE;
  gboolean waits = state == MX_SEND_QUEUED && (is_offline || mx_timeline_item_get_error (self->item) != NULL);
  gboolean is_needed = mx_timeline_item_is_edited (self->item) || state == MX_SEND_FAILED || waits ||
                       mx_timeline_item_get_progress (self->item) >= 0;

  if (self->status == NULL && is_needed) {
    self->status = TEA_SEND_STATUS (tea_send_status_new ());
    set_slot (self, TEA_SLOT_STATUS, GTK_WIDGET (self->status));
  }
  if (self->status != NULL)
    tea_send_status_bind (self->status, self->item, waits);
}

static void
show_reactions (TeaTimelineRow *self)
{
  GListModel *reactions = self->watched;
  gboolean is_needed = reactions != NULL && g_list_model_get_n_items (reactions) > 0;

  if (self->reactions == NULL && is_needed) {
    self->reactions = TEA_REACTION_BAR (tea_reaction_bar_new ());
    set_slot (self, TEA_SLOT_REACTIONS, GTK_WIDGET (self->reactions));
    if (self->status != NULL)
      gtk_widget_insert_before (GTK_WIDGET (self->reactions), GTK_WIDGET (self), GTK_WIDGET (self->status));
  }
  if (self->reactions == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->reactions), is_needed);
  tea_reaction_bar_set_model (self->reactions, is_needed ? reactions : NULL,
                              mx_timeline_item_get_event_id (self->item));
}

static void
set_class (TeaTimelineRow *self,
           const char     *name,
           gboolean        is_set)
{
  if (is_set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
show_classes (TeaTimelineRow *self)
{
  MxSendState state = mx_timeline_item_get_send_state (self->item);

  set_class (self, "sending", state == MX_SEND_QUEUED || state == MX_SEND_SENDING);
  set_class (self, "failed", state == MX_SEND_FAILED);
  set_class (self, "mention", mx_timeline_item_is_highlight (self->item));
}

static void
show_layout (TeaTimelineRow *self)
{
  TeaRowLayout *layout = TEA_ROW_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  gboolean gutter = has_gutter (self->item);

  tea_row_layout_set_kind (layout, gutter, !gutter ? SPACE_MARK : mx_timeline_item_is_head (self->item) ? SPACE_HEAD
                                                                                                        : SPACE_INSIDE);
}

static void
speak (TeaTimelineRow *self)
{
  g_autofree char *words = tea_words_item (self->item);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_item_notify (MxTimelineItem *item,
                GParamSpec     *pspec,
                TeaTimelineRow *self)
{
  const char *name = pspec->name;

  if (strcmp (name, "reactions") == 0)
    return;
  if (strcmp (name, "progress") == 0 && mx_timeline_item_get_progress (item) >= 0) {
    show_status (self);
    return;
  }
  if (strcmp (name, "send-state") == 0 || strcmp (name, "error") == 0 || strcmp (name, "is-edited") == 0 ||
      strcmp (name, "is-highlight") == 0) {
    show_status (self);
    show_classes (self);
  } else if (g_str_has_prefix (name, "reply-"))
    show_reply (self);
  else if (g_str_has_prefix (name, "sender") || strcmp (name, "is-head") == 0) {
    show_layout (self);
    show_head (self);
  } else
    tea_timeline_row_refresh (self);
  speak (self);
}

static void
on_reactions_changed (GListModel     *reactions,
                      guint           position,
                      guint           removed,
                      guint           added,
                      TeaTimelineRow *self)
{
  gboolean is_shown = self->reactions != NULL && gtk_widget_get_visible (GTK_WIDGET (self->reactions));

  /* The bar follows by itself but for its first and its last. */
  if (is_shown != (g_list_model_get_n_items (reactions) > 0))
    show_reactions (self);
  speak (self);
}

static void
watch (TeaTimelineRow *self)
{
  self->notify_id = g_signal_connect (self->item, "notify", G_CALLBACK (on_item_notify), self);
  if (mx_timeline_item_get_kind (self->item) != MX_ITEM_MESSAGE)
    return;
  g_set_object (&self->watched, mx_timeline_item_get_reactions (self->item));
  if (self->watched != NULL)
    self->reactions_id = g_signal_connect (self->watched, "items-changed", G_CALLBACK (on_reactions_changed), self);
}

static void
tea_timeline_row_dispose (GObject *object)
{
  TeaTimelineRow *self = TEA_TIMELINE_ROW (object);
  GtkWidget *child;

  tea_timeline_row_unbind (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->avatar = NULL;
  self->head = NULL;
  self->reply = NULL;
  self->content = NULL;
  self->reactions = NULL;
  self->status = NULL;
  g_clear_object (&self->session);
  G_OBJECT_CLASS (tea_timeline_row_parent_class)->dispose (object);
}

static void
tea_timeline_row_class_init (TeaTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_timeline_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, TEA_TYPE_ROW_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "timelinerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
tea_timeline_row_init (TeaTimelineRow *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->content = TEA_CONTENT_VIEW (tea_content_view_new ());
  set_slot (self, TEA_SLOT_CONTENT, GTK_WIDGET (self->content));
}

/**
 * tea_timeline_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
tea_timeline_row_new (void)
{
  return g_object_new (TEA_TYPE_TIMELINE_ROW, NULL);
}

/**
 * tea_timeline_row_refresh:
 * @self: a row
 *
 * Shows its item again: the item, or light and dark, changed.
 */
void
tea_timeline_row_refresh (TeaTimelineRow *self)
{
  g_return_if_fail (TEA_IS_TIMELINE_ROW (self));

  if (self->item == NULL)
    return;
  show_layout (self);
  show_head (self);
  show_reply (self);
  tea_content_view_bind (self->content, self->item, self->session);
  show_status (self);
  show_classes (self);
}

/**
 * tea_timeline_row_bind:
 * @self: a row
 * @item: what it shows from now on
 * @session: (nullable): who loads pictures
 */
void
tea_timeline_row_bind (TeaTimelineRow *self,
                       MxTimelineItem *item,
                       MxSession      *session)
{
  g_return_if_fail (TEA_IS_TIMELINE_ROW (self));
  g_return_if_fail (MX_IS_TIMELINE_ITEM (item));

  tea_timeline_row_unbind (self);
  self->item = g_object_ref (item);
  g_set_object (&self->session, session);
  watch (self);
  tea_timeline_row_refresh (self);
  show_reactions (self);
  speak (self);
}

/**
 * tea_timeline_row_unbind:
 * @self: a row
 *
 * Forgets its item.
 */
void
tea_timeline_row_unbind (TeaTimelineRow *self)
{
  g_return_if_fail (TEA_IS_TIMELINE_ROW (self));

  if (self->item == NULL)
    return;
  g_clear_signal_handler (&self->notify_id, self->item);
  if (self->watched != NULL)
    g_clear_signal_handler (&self->reactions_id, self->watched);
  g_clear_object (&self->watched);
  if (self->reactions != NULL)
    tea_reaction_bar_set_model (self->reactions, NULL, NULL);
  if (self->status != NULL)
    tea_send_status_bind (self->status, NULL, FALSE);
  if (self->content != NULL)
    tea_content_view_unbind (self->content);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "highlighted");
  g_clear_object (&self->item);
}

/**
 * tea_timeline_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it shows
 */
MxTimelineItem *
tea_timeline_row_get_item (TeaTimelineRow *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_ROW (self), NULL);

  return self->item;
}

/**
 * tea_timeline_row_get_shape:
 * @self: a row
 *
 * Returns: the type of content it was made for last; binding an item of that type is cheap
 */
GType
tea_timeline_row_get_shape (TeaTimelineRow *self)
{
  TeaContent *content;

  g_return_val_if_fail (TEA_IS_TIMELINE_ROW (self), G_TYPE_INVALID);

  content = tea_content_view_get_content (self->content);
  return content != NULL ? G_OBJECT_TYPE (content) : G_TYPE_INVALID;
}

/**
 * tea_timeline_row_dup_selection:
 * @self: a row
 *
 * Returns: (transfer full) (nullable): the text that is selected in it
 */
char *
tea_timeline_row_dup_selection (TeaTimelineRow *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_ROW (self), NULL);

  return tea_content_view_dup_selection (self->content);
}
