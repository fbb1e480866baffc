/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyboard, as a list has it: one row has the focus; arrows, Page and Home/End move
 * it and bring it into view; Tab goes through what the row holds (links, reactions, its
 * toolbar) and then leaves the view; Ctrl+C copies the selection or the message; the Menu
 * key opens the menu. Coming back, the row that had the focus has it again while it is in
 * view; the focus alone never scrolls. Main thread. */

#include "config.h"

#include "tea-timeline-view-private.h"

#include "mx-timeline-item.h"

static guint
n_items (TeaTimelineView *self)
{
  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static guint
cursor_position (TeaTimelineView *self)
{
  guint position = self->cursor != NULL ? _tea_timeline_view_find_position (self, self->cursor) : G_MAXUINT;

  if (position == G_MAXUINT && n_items (self) > 0)
    position = n_items (self) - 1;
  return position;
}

/* Scrolls as little as needed to have the row whole in view; a row that is not there becomes
 * the anchor at the nearer edge. */
static void
bring_into_view (TeaTimelineView *self,
                 guint            position)
{
  TeaLiveRow *live = _tea_timeline_view_live_at (self, position);
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  double way = 0;

  if (live == NULL || _tea_timeline_view_is_far (live)) {
    self->is_stuck = position + 1 == n_items (self);
    self->anchor_at_top = position < self->anchor;
    self->anchor_bottom = height;
    self->anchor = position;
    gtk_widget_queue_allocate (GTK_WIDGET (self));
    return;
  }
  if (live->y < 0 || live->height > height)
    way = live->y;
  else if (live->y + live->height > height)
    way = live->y + live->height - height;
  if (way != 0 && self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, gtk_adjustment_get_value (self->vadjustment) + way);
}

/*< private >
 * _tea_timeline_view_set_cursor:
 * @position: which row
 * @grab: whether it takes the focus
 *
 * Makes a row the one that the keyboard acts on.
 */
void
_tea_timeline_view_set_cursor (TeaTimelineView *self,
                               guint            position,
                               gboolean         grab)
{
  g_autoptr (MxTimelineItem) item = position < n_items (self) ? g_list_model_get_item (self->model, position) : NULL;
  TeaLiveRow *live;

  g_set_object (&self->cursor, item);
  if (!grab || item == NULL)
    return;
  bring_into_view (self, position);
  live = _tea_timeline_view_find_live (self, item);
  self->focus_pending = live == NULL;
  if (live != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (live->row));
}

/*< private >
 * _tea_timeline_view_after_allocate_focus:
 *
 * Gives the focus to a row that was not there when it should have had it.
 */
void
_tea_timeline_view_after_allocate_focus (TeaTimelineView *self)
{
  TeaLiveRow *live = self->cursor != NULL ? _tea_timeline_view_find_live (self, self->cursor) : NULL;

  if (!self->focus_pending || live == NULL)
    return;
  self->focus_pending = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (live->row));
}

/* The row a page away from the cursor's, by what is in view. */
static guint
page_from (TeaTimelineView *self,
           guint            position,
           int              direction)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  guint rows = (guint) MAX (1, height / MAX (self->mean, 1.0) - 1);

  if (direction < 0)
    return position > rows ? position - rows : 0;
  return MIN (position + rows, n_items (self) - 1);
}

static gboolean
move_cursor (TeaTimelineView *self,
             guint            keyval)
{
  guint position = cursor_position (self);
  guint n = n_items (self);

  if (n == 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    position = position > 0 ? position - 1 : 0;
    break;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    position = MIN (position + 1, n - 1);
    break;
  case GDK_KEY_Page_Up:
  case GDK_KEY_KP_Page_Up:
    position = page_from (self, position, -1);
    break;
  case GDK_KEY_Page_Down:
  case GDK_KEY_KP_Page_Down:
    position = page_from (self, position, 1);
    break;
  case GDK_KEY_Home:
  case GDK_KEY_KP_Home:
    position = 0;
    break;
  case GDK_KEY_End:
  case GDK_KEY_KP_End:
    position = n - 1;
    break;
  default:
    return FALSE;
  }
  _tea_timeline_view_set_cursor (self, position, TRUE);
  return TRUE;
}

static TeaLiveRow *
focused_row (TeaTimelineView *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  guint i;

  for (i = 0; child != NULL && i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (GTK_WIDGET (live->row) == child)
      return live;
  }
  return NULL;
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                TeaTimelineView       *self)
{
  TeaLiveRow *live = focused_row (self);
  const char *id = live != NULL ? mx_timeline_item_get_event_id (live->item) : NULL;
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (modifiers == 0 && move_cursor (self, keyval))
    return TRUE;
  if (live == NULL)
    return FALSE;
  if (keyval == GDK_KEY_Menu || (keyval == GDK_KEY_F10 && modifiers == GDK_SHIFT_MASK)) {
    _tea_timeline_view_popup_menu (self, live, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                   live->y + MIN (live->height, 24));
    return TRUE;
  }
  if (id != NULL && modifiers == GDK_CONTROL_MASK && (keyval == GDK_KEY_c || keyval == GDK_KEY_Insert))
    return gtk_widget_activate_action (GTK_WIDGET (self), "timeline.copy", "s", id);
  return FALSE;
}

/*< private >
 * _tea_timeline_view_set_focus_child:
 *
 * The view's set_focus_child: the row that the focus went into is the cursor's.
 */
void
_tea_timeline_view_set_focus_child (GtkWidget *widget,
                                    GtkWidget *child)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  TeaLiveRow *live;

  GTK_WIDGET_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (self)))->set_focus_child (widget, child);
  live = focused_row (self);
  if (live == NULL)
    return;
  g_set_object (&self->cursor, live->item);
  if (self->window != NULL && gtk_window_get_focus_visible (self->window))
    _tea_timeline_view_hover (self, live->item);
}

/*< private >
 * _tea_timeline_view_add_keys:
 *
 * Makes the view listen to the keyboard.
 */
void
_tea_timeline_view_add_keys (TeaTimelineView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* Where the focus goes when it comes to the view: to the row that had it, or where that is
 * out of sight to the lowest one that is whole in view. */
static guint
position_in_view (TeaTimelineView *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  const TeaLiveRow *best = NULL;

  for (guint i = 0; i < self->live->len; i++) {
    const TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (live->y + live->height <= 0 || live->y >= height)
      continue;
    if (live->item == self->cursor)
      return live->position;
    if (best == NULL || live->y + live->height <= height)
      best = live;
  }
  if (best != NULL)
    return best->position;
  return self->is_stuck ? n_items (self) - 1 : self->anchor;
}

/*< private >
 * _tea_timeline_view_grab_focus:
 *
 * The view's grab_focus: a row takes it. Nothing is scrolled: GTK also calls this by itself, when
 * the widget that had the focus went away.
 */
gboolean
_tea_timeline_view_grab_focus (GtkWidget *widget)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  TeaLiveRow *live;

  if (n_items (self) == 0)
    return FALSE;
  _tea_timeline_view_set_cursor (self, position_in_view (self), FALSE);
  live = self->cursor != NULL ? _tea_timeline_view_find_live (self, self->cursor) : NULL;
  self->focus_pending = live == NULL;
  return live != NULL && gtk_widget_grab_focus (GTK_WIDGET (live->row));
}

/*< private >
 * _tea_timeline_view_focus:
 *
 * The view's focus: Tab goes into it once, through the row's own controls, and out.
 */
gboolean
_tea_timeline_view_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child == NULL)
    return gtk_widget_grab_focus (widget);
  if (gtk_widget_child_focus (child, direction))
    return TRUE;
  if (direction == GTK_DIR_TAB_FORWARD && child != self->toolbar && self->toolbar != NULL &&
      gtk_widget_get_child_visible (self->toolbar))
    return gtk_widget_child_focus (self->toolbar, direction);
  if (direction == GTK_DIR_TAB_BACKWARD && child == self->toolbar)
    return gtk_widget_grab_focus (widget);
  return FALSE;
}
