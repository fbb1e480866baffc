/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline of a room: a list that is anchored at the bottom and makes widgets only for
 * the rows in view. It shows any GListModel of MxTimelineItem; with a room, the room's
 * timeline, of which it asks for older messages and which it marks as read. This file is
 * the object itself: properties, life, the list. The others of its name hold the placing of
 * rows (layout), the keyboard (keys), what follows from where the reader is (watch), and what
 * can be done with a message (actions).
 *
 * Accessible: a list of list items, each with a whole spoken label. Main thread. */

#include "config.h"

#include "tea-timeline-view-private.h"

#include "mx-room.h"
#include "mx-session.h"
#include "mx-timeline-item.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* What a row is taken to be high before any was seen. */
#define FIRST_MEAN 60
/* What is above it takes no more than half of a place that is too small for both. */
#define NATURAL_HEIGHT 360

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaTimelineView, tea_timeline_view, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

typedef enum {
  PROP_ROOM = 1,
  PROP_MODEL,
  PROP_IS_AT_END,
  PROP_N_NEW,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
} TeaTimelineViewProperty;

typedef enum {
  SIGNAL_REPLY,
  SIGNAL_EDIT,
  SIGNAL_REPORT,
  N_SIGNALS
} TeaTimelineViewSignal;

static GParamSpec *props[PROP_N_NEW + 1];
static guint signals[N_SIGNALS];

static void
on_value_changed (GtkAdjustment   *adjustment,
                  TeaTimelineView *self)
{
  _tea_timeline_view_scrolled (self);
}

static void
set_adjustment (TeaTimelineView  *self,
                GtkAdjustment   **place,
                GtkAdjustment    *adjustment)
{
  if (*place == adjustment && adjustment != NULL)
    return;
  if (*place != NULL)
    g_signal_handlers_disconnect_by_data (*place, self);
  g_clear_object (place);
  *place = g_object_ref_sink (adjustment != NULL ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  if (place == &self->vadjustment)
    g_signal_connect (*place, "value-changed", G_CALLBACK (on_value_changed), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_items_changed (GListModel      *model,
                  guint            position,
                  guint            removed,
                  guint            added,
                  TeaTimelineView *self)
{
  _tea_timeline_view_items_changed (self, position, removed, added);
  /* One that is replaced in its place is no new one. */
  if (added > removed)
    _tea_timeline_view_count_new (self, position + removed, added - removed);
  _tea_timeline_view_queue_watch (self);
}

static void
on_timeline_notify (MxTimeline      *timeline,
                    GParamSpec      *pspec,
                    TeaTimelineView *self)
{
  _tea_timeline_view_queue_watch (self);
}

static void
take_model (TeaTimelineView *self,
            GListModel      *model)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, on_items_changed, self);
  _tea_timeline_view_release_all (self);
  g_clear_object (&self->cursor);
  _tea_timeline_view_hover (self, NULL);
  g_clear_pointer (&self->sought, g_free);
  self->focus_pending = FALSE;
  self->n_new = 0;
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MODEL]);
}

/* Names and links have colours of their own. */
static void
on_style_changed (TeaTimelineView *self)
{
  guint i;

  for (i = 0; i < self->live->len; i++)
    tea_timeline_row_refresh (((TeaLiveRow *) g_ptr_array_index (self->live, i))->row);
}

static void
tea_timeline_view_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (object);

  switch ((TeaTimelineViewProperty) prop_id) {
  case PROP_ROOM:
    tea_timeline_view_set_room (self, g_value_get_object (value));
    break;
  case PROP_MODEL:
    tea_timeline_view_set_model (self, g_value_get_object (value));
    break;
  case PROP_HADJUSTMENT:
    set_adjustment (self, &self->hadjustment, g_value_get_object (value));
    break;
  case PROP_VADJUSTMENT:
    set_adjustment (self, &self->vadjustment, g_value_get_object (value));
    break;
  case PROP_HSCROLL_POLICY:
    self->hpolicy = g_value_get_enum (value);
    break;
  case PROP_VSCROLL_POLICY:
    self->vpolicy = g_value_get_enum (value);
    break;
  case PROP_IS_AT_END:
  case PROP_N_NEW:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_timeline_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (object);

  switch ((TeaTimelineViewProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_MODEL:
    g_value_set_object (value, self->model);
    break;
  case PROP_IS_AT_END:
    g_value_set_boolean (value, tea_timeline_view_is_at_end (self));
    break;
  case PROP_N_NEW:
    g_value_set_uint (value, self->n_new);
    break;
  case PROP_HADJUSTMENT:
    g_value_set_object (value, self->hadjustment);
    break;
  case PROP_VADJUSTMENT:
    g_value_set_object (value, self->vadjustment);
    break;
  case PROP_HSCROLL_POLICY:
    g_value_set_enum (value, self->hpolicy);
    break;
  case PROP_VSCROLL_POLICY:
    g_value_set_enum (value, self->vpolicy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_timeline_view_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 80;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : NATURAL_HEIGHT;
}

static void
tea_timeline_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tea_timeline_view_parent_class)->root (widget);
  _tea_timeline_view_watch_window (TEA_TIMELINE_VIEW (widget));
}

static void
tea_timeline_view_unroot (GtkWidget *widget)
{
  _tea_timeline_view_unwatch (TEA_TIMELINE_VIEW (widget));
  GTK_WIDGET_CLASS (tea_timeline_view_parent_class)->unroot (widget);
}

static void
tea_timeline_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tea_timeline_view_parent_class)->map (widget);
  _tea_timeline_view_queue_watch (TEA_TIMELINE_VIEW (widget));
}

static void
tea_timeline_view_dispose (GObject *object)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (object);
  GtkWidget *child;

  tea_timeline_view_set_room (self, NULL);
  tea_timeline_view_set_model (self, NULL);
  _tea_timeline_view_unwatch (self);
  _tea_timeline_view_drop_popups (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->pool, 0);
  if (self->vadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->vadjustment, self);
  g_clear_object (&self->hadjustment);
  g_clear_object (&self->vadjustment);
  g_clear_object (&self->cursor);
  g_clear_pointer (&self->read_id, g_free);
  g_clear_pointer (&self->sought, g_free);
  g_clear_pointer (&self->highlighted, g_free);
  G_OBJECT_CLASS (tea_timeline_view_parent_class)->dispose (object);
}

static void
tea_timeline_view_finalize (GObject *object)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (object);

  g_ptr_array_unref (self->live);
  g_ptr_array_unref (self->pool);
  G_OBJECT_CLASS (tea_timeline_view_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags readwrite = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  /**
   * TeaTimelineView:room: (nullable)
   *
   * The room whose timeline is shown.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM, readwrite);
  /**
   * TeaTimelineView:model: (nullable)
   *
   * The rows; setting a room sets it.
   */
  props[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, readwrite);
  /**
   * TeaTimelineView:is-at-end:
   *
   * Whether the newest message is in view.
   */
  props[PROP_IS_AT_END] = g_param_spec_boolean ("is-at-end", NULL, NULL, TRUE, readable);
  /**
   * TeaTimelineView:n-new:
   *
   * How many messages came while the reader was further up.
   */
  props[PROP_N_NEW] = g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, readable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
}

static void
install_signals (GObjectClass *object_class)
{
  GType type = G_TYPE_FROM_CLASS (object_class);

  /**
   * TeaTimelineView::reply:
   * @item: what is answered
   */
  signals[SIGNAL_REPLY] =
    g_signal_new ("reply", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, MX_TYPE_TIMELINE_ITEM);
  /**
   * TeaTimelineView::edit:
   * @item: what is changed
   */
  signals[SIGNAL_EDIT] =
    g_signal_new ("edit", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, MX_TYPE_TIMELINE_ITEM);
  /**
   * TeaTimelineView::report:
   * @item: what is reported
   */
  signals[SIGNAL_REPORT] =
    g_signal_new ("report", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, MX_TYPE_TIMELINE_ITEM);
}

static void
tea_timeline_view_class_init (TeaTimelineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tea_timeline_view_set_property;
  object_class->get_property = tea_timeline_view_get_property;
  object_class->dispose = tea_timeline_view_dispose;
  object_class->finalize = tea_timeline_view_finalize;
  widget_class->measure = tea_timeline_view_measure;
  widget_class->size_allocate = _tea_timeline_view_allocate;
  widget_class->focus = _tea_timeline_view_focus;
  widget_class->grab_focus = _tea_timeline_view_grab_focus;
  widget_class->set_focus_child = _tea_timeline_view_set_focus_child;
  widget_class->root = tea_timeline_view_root;
  widget_class->unroot = tea_timeline_view_unroot;
  widget_class->map = tea_timeline_view_map;

  install_properties (object_class);
  install_signals (object_class);
  _tea_timeline_view_install_actions (widget_class);
  gtk_widget_class_set_css_name (widget_class, "timelineview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
tea_timeline_view_init (TeaTimelineView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->live = g_ptr_array_new ();
  self->pool = g_ptr_array_new ();
  self->mean = FIRST_MEAN;
  self->is_stuck = TRUE;
  self->was_at_end = TRUE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Messages"), -1);
  _tea_timeline_view_add_keys (self);
  _tea_timeline_view_add_pointer (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::accent-color", G_CALLBACK (on_style_changed), self, G_CONNECT_SWAPPED);
}

/*< private >
 * _tea_timeline_view_notify_end:
 *
 * Tells when the end came into view, or left it.
 */
void
_tea_timeline_view_notify_end (TeaTimelineView *self)
{
  gboolean at_end = tea_timeline_view_is_at_end (self);

  if (at_end)
    self->n_new = 0;
  if (at_end != self->was_at_end) {
    self->was_at_end = at_end;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_AT_END]);
  }
  if (self->n_new != self->told_new) {
    self->told_new = self->n_new;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_NEW]);
  }
}

/*< private >
 * _tea_timeline_view_request:
 * @signal: "reply", "edit" or "report"
 *
 * Asks whoever owns the view to act on a message.
 */
void
_tea_timeline_view_request (TeaTimelineView *self,
                            const char      *signal,
                            MxTimelineItem  *item)
{
  guint id = strcmp (signal, "reply") == 0 ? SIGNAL_REPLY : strcmp (signal, "edit") == 0 ? SIGNAL_EDIT
                                                                                         : SIGNAL_REPORT;

  g_signal_emit (self, signals[id], 0, item);
}

/**
 * tea_timeline_view_new:
 *
 * Returns: (transfer floating): a view of nothing yet
 */
GtkWidget *
tea_timeline_view_new (void)
{
  return g_object_new (TEA_TYPE_TIMELINE_VIEW, NULL);
}

/**
 * tea_timeline_view_set_room:
 * @self: a timeline view
 * @room: (nullable): the room whose timeline is shown
 */
void
tea_timeline_view_set_room (TeaTimelineView *self,
                            MxRoom          *room)
{
  g_autoptr (MxTimeline) timeline = NULL;
  MxSession *session;

  g_return_if_fail (TEA_IS_TIMELINE_VIEW (self));

  if (!g_set_object (&self->room, room))
    return;
  if (self->timeline != NULL) {
    g_signal_handlers_disconnect_by_func (self->timeline, on_timeline_notify, self);
    mx_timeline_set_following (self->timeline, FALSE);
  }
  timeline = room != NULL ? mx_room_get_timeline (room) : NULL;
  g_set_object (&self->timeline, timeline);
  session = room != NULL ? mx_room_get_session (room) : NULL;
  g_set_object (&self->session, session);
  g_clear_pointer (&self->read_id, g_free);
  if (timeline != NULL)
    g_signal_connect (timeline, "notify", G_CALLBACK (on_timeline_notify), self);
  take_model (self, G_LIST_MODEL (timeline));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_timeline_view_get_room:
 * @self: a timeline view
 *
 * Returns: (transfer none) (nullable): the room whose timeline is shown
 */
MxRoom *
tea_timeline_view_get_room (TeaTimelineView *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), NULL);

  return self->room;
}

/**
 * tea_timeline_view_set_model:
 * @self: a timeline view
 * @model: (nullable): a list of MxTimelineItem, oldest first
 *
 * Shows rows that need belong to no room.
 */
void
tea_timeline_view_set_model (TeaTimelineView *self,
                             GListModel      *model)
{
  g_return_if_fail (TEA_IS_TIMELINE_VIEW (self));

  if (self->model != model)
    take_model (self, model);
}

/**
 * tea_timeline_view_get_model:
 * @self: a timeline view
 *
 * Returns: (transfer none) (nullable): the rows
 */
GListModel *
tea_timeline_view_get_model (TeaTimelineView *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), NULL);

  return self->model;
}

/**
 * tea_timeline_view_get_n_new:
 * @self: a timeline view
 *
 * Returns: how many messages came while the reader was further up
 */
guint
tea_timeline_view_get_n_new (TeaTimelineView *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), 0);

  return self->n_new;
}

/**
 * tea_timeline_view_get_n_rows:
 * @self: a timeline view
 *
 * Returns: how many rows have a widget now
 */
guint
tea_timeline_view_get_n_rows (TeaTimelineView *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), 0);

  return self->live->len;
}

/**
 * tea_timeline_view_find_item:
 * @self: a timeline view
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable): the row that shows it
 */
MxTimelineItem *
tea_timeline_view_find_item (TeaTimelineView *self,
                             const char      *event_id)
{
  guint position, i;

  g_return_val_if_fail (TEA_IS_TIMELINE_VIEW (self), NULL);

  if (self->timeline != NULL) {
    position = mx_timeline_find_event (self->timeline, event_id);
    return position != G_MAXUINT ? g_list_model_get_item (self->model, position) : NULL;
  }
  for (i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (self->model, i - 1);

    if (g_strcmp0 (mx_timeline_item_get_event_id (item), event_id) == 0)
      return g_steal_pointer (&item);
  }
  return NULL;
}
