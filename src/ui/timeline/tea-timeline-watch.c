/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What follows from where the reader is: older messages are asked for before the top is
 * reached, gaps in sight are filled, what has been seen is marked as read (only at the end,
 * and only while the window has the focus: security.md P04), the timeline is told whether
 * somebody looks, for its unread line, and the number of messages that came meanwhile is
 * counted. None of it may happen inside an allocation, so each one asks for a tick of the
 * frame clock, and the tick does it once. Main thread. */

#include "config.h"

#include "tea-timeline-view-private.h"

#include "mx-enums.h"
#include "mx-room.h"
#include "mx-timeline-item.h"

#include <glib/gi18n.h>

#define OLDER_AT_ONCE 50
/* Pages above the view that should be there already. */
#define PAGES_AHEAD 3
/* Older messages that are looked through for an answered one: 40 times OLDER_AT_ONCE. */
#define MAX_SOUGHT_PAGES 40
#define HIGHLIGHT_MS     2000

static gboolean
is_at_end (TeaTimelineView *self)
{
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  TeaLiveRow *last = n > 0 ? _tea_timeline_view_live_at (self, n - 1) : NULL;

  return self->is_stuck || n == 0 ||
         (last != NULL && last->y + last->height <= gtk_widget_get_height (GTK_WIDGET (self)) + 1);
}

static void
load_older (TeaTimelineView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  guint i;

  if (self->timeline == NULL || mx_timeline_is_loading (self->timeline))
    return;
  if (self->value < (double) PAGES_AHEAD * height && !mx_timeline_is_at_start (self->timeline)) {
    mx_timeline_load_older (self->timeline, OLDER_AT_ONCE);
    return;
  }
  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (mx_timeline_item_get_kind (live->item) == MX_ITEM_GAP && live->y + live->height > -height &&
        live->y < 2.0 * height) {
      mx_timeline_fill_gap (self->timeline, live->item);
      return;
    }
  }
}

static gboolean
is_looked_at (TeaTimelineView *self)
{
  return self->window != NULL && gtk_window_is_active (self->window) && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* Who scrolls up looks for the unread line: it stays where it is. Where there is none, what
 * comes meanwhile gets one. */
static void
follow (TeaTimelineView *self)
{
  g_autoptr (MxTimelineItem) line = NULL;

  if (self->timeline == NULL)
    return;
  g_object_get (self->timeline, "unread-item", &line, NULL);
  if (is_looked_at (self) && is_at_end (self))
    mx_timeline_set_following (self->timeline, TRUE);
  else if (!is_looked_at (self) || line == NULL)
    mx_timeline_set_following (self->timeline, FALSE);
}

/*< private >
 * _tea_timeline_view_mark_read:
 *
 * Tells the room what was seen, once for each newest message.
 */
void
_tea_timeline_view_mark_read (TeaTimelineView *self)
{
  const char *newest = self->timeline != NULL ? mx_timeline_get_newest_id (self->timeline) : NULL;

  if (newest == NULL || self->room == NULL || g_strcmp0 (newest, self->read_id) == 0)
    return;
  if (!is_looked_at (self) || !is_at_end (self))
    return;
  g_set_str (&self->read_id, newest);
  mx_room_mark_read_to (self->room, newest);
}

static void
give_up_seeking (TeaTimelineView *self)
{
  g_clear_pointer (&self->sought, g_free);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                              _ ("That message is not here. It may be older than what you can read, or gone."));
}

/* An answered message far above: page by page until it comes. */
static void
seek (TeaTimelineView *self)
{
  g_autofree char *sought = NULL;

  if (self->sought == NULL || self->timeline == NULL)
    return;
  if (mx_timeline_find_event (self->timeline, self->sought) != G_MAXUINT) {
    sought = g_steal_pointer (&self->sought);
    tea_timeline_view_show_event (self, sought);
    return;
  }
  if (mx_timeline_is_loading (self->timeline))
    return;
  if (mx_timeline_is_at_start (self->timeline) || self->sought_pages++ >= MAX_SOUGHT_PAGES)
    give_up_seeking (self);
  else
    mx_timeline_load_older (self->timeline, OLDER_AT_ONCE);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);

  self->tick = 0;
  if (self->is_stuck)
    self->n_new = 0;
  _tea_timeline_view_after_allocate_focus (self);
  _tea_timeline_view_show_highlight (self);
  _tea_timeline_view_notify_end (self);
  seek (self);
  load_older (self);
  follow (self);
  _tea_timeline_view_mark_read (self);
  return G_SOURCE_REMOVE;
}

/*< private >
 * _tea_timeline_view_queue_watch:
 *
 * Asks for a look around before the next frame.
 */
void
_tea_timeline_view_queue_watch (TeaTimelineView *self)
{
  if (self->tick == 0 && gtk_widget_get_realized (GTK_WIDGET (self)))
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/*< private >
 * _tea_timeline_view_count_new:
 *
 * Messages came: they are counted while the reader is further up; one of our own takes the
 * view to the end.
 */
void
_tea_timeline_view_count_new (TeaTimelineView *self,
                              guint            position,
                              guint            added)
{
  guint n = g_list_model_get_n_items (self->model);
  guint i;

  if (self->is_stuck || added == 0 || position + added != n || added > 500)
    return;
  for (i = position; i < n; i++) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (self->model, i);
    MxSendState state = mx_timeline_item_get_send_state (item);

    if (mx_timeline_item_get_kind (item) != MX_ITEM_MESSAGE)
      continue;
    if (mx_timeline_item_is_own (item) && (state == MX_SEND_QUEUED || state == MX_SEND_SENDING))
      self->is_stuck = TRUE;
    else if (!mx_timeline_item_is_own (item))
      self->n_new++;
  }
}

static gboolean
on_highlight_end (gpointer user_data)
{
  TeaTimelineView *self = user_data;
  guint i;

  self->highlight_timer = 0;
  g_clear_pointer (&self->highlighted, g_free);
  for (i = 0; i < self->live->len; i++)
    gtk_widget_remove_css_class (GTK_WIDGET (((TeaLiveRow *) g_ptr_array_index (self->live, i))->row), "highlighted");
  return G_SOURCE_REMOVE;
}

/*< private >
 * _tea_timeline_view_show_highlight:
 *
 * Marks the row of the highlighted message, if it is there.
 */
void
_tea_timeline_view_show_highlight (TeaTimelineView *self)
{
  guint i;

  for (i = 0; self->highlighted != NULL && i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (g_strcmp0 (mx_timeline_item_get_event_id (live->item), self->highlighted) == 0)
      gtk_widget_add_css_class (GTK_WIDGET (live->row), "highlighted");
  }
}

static void
on_active_changed (GtkWindow       *window,
                   GParamSpec      *pspec,
                   TeaTimelineView *self)
{
  if (gtk_window_is_active (window))
    _tea_timeline_view_queue_watch (self);
  else
    follow (self);
}

/*< private >
 * _tea_timeline_view_watch_window:
 *
 * Follows the window that the view is in.
 */
void
_tea_timeline_view_watch_window (TeaTimelineView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!GTK_IS_WINDOW (root))
    return;
  self->window = GTK_WINDOW (root);
  self->active_handler = g_signal_connect (root, "notify::is-active", G_CALLBACK (on_active_changed), self);
}

/*< private >
 * _tea_timeline_view_unwatch:
 *
 * Ends everything that runs by time or by the window.
 */
void
_tea_timeline_view_unwatch (TeaTimelineView *self)
{
  if (self->window != NULL)
    g_clear_signal_handler (&self->active_handler, self->window);
  self->window = NULL;
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->highlight_timer, g_source_remove);
}

/**
 * tea_timeline_view_show_position:
 * @self: a timeline view
 * @position: a row
 *
 * Brings a row into the middle of the view.
 */
void
tea_timeline_view_show_position (TeaTimelineView *self,
                                 guint            position)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  TeaLiveRow *live;

  g_return_if_fail (TEA_IS_TIMELINE_VIEW (self));

  if (self->model == NULL || position >= g_list_model_get_n_items (self->model))
    return;
  live = _tea_timeline_view_live_at (self, position);
  self->is_stuck = FALSE;
  self->anchor = position;
  self->centres = height == 0;
  self->anchor_bottom = height / 2.0 + (live != NULL ? live->height : self->mean) / 2.0;
  self->value = position * self->mean;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * tea_timeline_view_show_event:
 * @self: a timeline view
 * @event_id: a message
 *
 * Brings a message into view and marks it for a moment; loads older ones until it comes.
 *
 * Returns: whether it is there already
 */
gboolean
tea_timeline_view_show_event (TeaTimelineView *self,
                              const char      *event_id)
{
  g_autoptr (MxTimelineItem) item = NULL;
  guint position;

  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), FALSE);

  item = tea_timeline_view_find_item (self, event_id);
  position = item != NULL ? _tea_timeline_view_find_position (self, item) : G_MAXUINT;
  if (position == G_MAXUINT) {
    g_set_str (&self->sought, event_id);
    self->sought_pages = 0;
    _tea_timeline_view_queue_watch (self);
    return FALSE;
  }
  if (self->highlight_timer != 0) {
    g_clear_handle_id (&self->highlight_timer, g_source_remove);
    on_highlight_end (self);
  }
  g_set_str (&self->highlighted, event_id);
  self->highlight_timer = g_timeout_add (HIGHLIGHT_MS, on_highlight_end, self);
  tea_timeline_view_show_position (self, position);
  _tea_timeline_view_set_cursor (self, position, FALSE);
  self->focus_pending = gtk_widget_get_mapped (GTK_WIDGET (self));
  _tea_timeline_view_show_highlight (self);
  return TRUE;
}

/**
 * tea_timeline_view_jump_newest:
 * @self: a timeline view
 *
 * Goes to the end and stays there.
 */
void
tea_timeline_view_jump_newest (TeaTimelineView *self)
{
  g_return_if_fail (TEA_IS_TIMELINE_VIEW (self));

  self->is_stuck = TRUE;
  g_clear_pointer (&self->sought, g_free);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * tea_timeline_view_is_at_end:
 * @self: a timeline view
 *
 * Returns: whether the newest message is in view
 */
gboolean
tea_timeline_view_is_at_end (TeaTimelineView *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), FALSE);

  return is_at_end (self);
}
