/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The timeline of a room as a page embeds it: the view in its scroller, and over it what
 * tells that older messages are coming, that nobody has written yet, where the link with the
 * focus leads, and the button back to the newest message. Reply and edit go to the composer
 * that the page names. Main thread. */

#include "config.h"

#include "tea-link-anchor.h"
#include "tea-timeline-pane.h"
#include "tea-words.h"

#include "mx-room.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"

struct _TeaTimelinePane {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller; /* (unowned): from the template, as the next */
  TeaTimelineView *view;
  GtkRevealer *loading;
  GtkWidget *empty;
  GtkRevealer *jump;
  GtkWidget *jump_button;
  GtkLabel *jump_count;
  GtkRevealer *target;
  GtkLabel *target_label;
  GWeakRef composer;
  MxTimeline *timeline; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TeaTimelinePane, tea_timeline_pane, ADW_TYPE_BIN)

typedef enum {
  PROP_ROOM = 1,
  PROP_COMPOSER,
} TeaTimelinePaneProperty;

typedef enum {
  SIGNAL_REPORT,
  N_SIGNALS
} TeaTimelinePaneSignal;

static GParamSpec *props[PROP_COMPOSER + 1];
static guint signals[N_SIGNALS];

static void
on_end_changed (TeaTimelinePane *self)
{
  gboolean at_end = tea_timeline_view_is_at_end (self->view);
  guint n = tea_timeline_view_get_n_new (self->view);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *spoken = tea_words_new_messages (n);

  gtk_revealer_set_reveal_child (self->jump, !at_end);
  gtk_widget_set_can_target (GTK_WIDGET (self->jump), !at_end);
  gtk_widget_set_sensitive (self->jump_button, !at_end);
  gtk_label_set_text (self->jump_count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->jump_count), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->jump_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* Nothing but marks is nothing written. */
static gboolean
is_empty (GListModel *model)
{
  guint n = model != NULL ? g_list_model_get_n_items (model) : 0;
  guint i;

  for (i = 0; i < MIN (n, 8); i++) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (model, i);
    MxItemKind kind = mx_timeline_item_get_kind (item);

    if (kind != MX_ITEM_DAY && kind != MX_ITEM_START && kind != MX_ITEM_STATE)
      return FALSE;
  }
  return n < 8;
}

static void
update (TeaTimelinePane *self)
{
  gboolean is_loading = self->timeline != NULL && mx_timeline_is_loading (self->timeline);
  gboolean at_start = self->timeline != NULL && mx_timeline_is_at_start (self->timeline);

  gtk_revealer_set_reveal_child (self->loading, is_loading);
  gtk_widget_set_visible (self->empty, at_start && !is_loading && is_empty (G_LIST_MODEL (self->timeline)));
}

static void
on_jump_clicked (TeaTimelinePane *self)
{
  tea_timeline_view_jump_newest (self->view);
}

static void
on_reply (TeaTimelinePane *self,
          MxTimelineItem  *item)
{
  g_autoptr (TeaComposer) composer = g_weak_ref_get (&self->composer);

  if (composer != NULL)
    tea_composer_reply (composer, item);
}

static void
on_edit (TeaTimelinePane *self,
         MxTimelineItem  *item)
{
  g_autoptr (TeaComposer) composer = g_weak_ref_get (&self->composer);

  if (composer != NULL)
    tea_composer_edit (composer, item);
}

static void
on_report (TeaTimelinePane *self,
           MxTimelineItem  *item)
{
  g_signal_emit (self, signals[SIGNAL_REPORT], 0, item);
}

static void
tea_timeline_pane_set_property (GObject      *object,
                                guint         prop_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  TeaTimelinePane *self = TEA_TIMELINE_PANE (object);

  switch ((TeaTimelinePaneProperty) prop_id) {
  case PROP_ROOM:
    tea_timeline_pane_set_room (self, g_value_get_object (value));
    break;
  case PROP_COMPOSER:
    tea_timeline_pane_set_composer (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_timeline_pane_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  TeaTimelinePane *self = TEA_TIMELINE_PANE (object);

  switch ((TeaTimelinePaneProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, tea_timeline_view_get_room (self->view));
    break;
  case PROP_COMPOSER:
    g_value_take_object (value, g_weak_ref_get (&self->composer));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* Where a link leads is seen by the keyboard as well; for the ear it is the link's description. */
static void
on_focus_changed (TeaTimelinePane *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean is_link = focus != NULL && TEA_IS_LINK_ANCHOR (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  gtk_revealer_set_reveal_child (self->target, is_link);
  if (is_link)
    gtk_label_set_text (self->target_label, tea_link_anchor_get_where (TEA_LINK_ANCHOR (focus)));
}

static void
tea_timeline_pane_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tea_timeline_pane_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (on_focus_changed),
                           widget, G_CONNECT_SWAPPED);
}

static void
tea_timeline_pane_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), on_focus_changed, widget);
  GTK_WIDGET_CLASS (tea_timeline_pane_parent_class)->unroot (widget);
}

static gboolean
tea_timeline_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TEA_TIMELINE_PANE (widget)->view));
}

static void
tea_timeline_pane_dispose (GObject *object)
{
  TeaTimelinePane *self = TEA_TIMELINE_PANE (object);

  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  g_clear_object (&self->timeline);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_TIMELINE_PANE);
  G_OBJECT_CLASS (tea_timeline_pane_parent_class)->dispose (object);
}

static void
tea_timeline_pane_finalize (GObject *object)
{
  g_weak_ref_clear (&TEA_TIMELINE_PANE (object)->composer);
  G_OBJECT_CLASS (tea_timeline_pane_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-timeline-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, scroller);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, view);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, loading);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, empty);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, jump);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, jump_button);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, jump_count);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, target);
  gtk_widget_class_bind_template_child (widget_class, TeaTimelinePane, target_label);
  gtk_widget_class_bind_template_callback (widget_class, on_end_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_jump_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reply);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
}

static void
tea_timeline_pane_class_init (TeaTimelinePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tea_timeline_pane_set_property;
  object_class->get_property = tea_timeline_pane_get_property;
  object_class->dispose = tea_timeline_pane_dispose;
  object_class->finalize = tea_timeline_pane_finalize;
  widget_class->root = tea_timeline_pane_root;
  widget_class->unroot = tea_timeline_pane_unroot;
  widget_class->grab_focus = tea_timeline_pane_grab_focus;

  /**
   * TeaTimelinePane:room: (nullable)
   *
   * The room whose timeline is shown.
   */
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM, flags);
  /**
   * TeaTimelinePane:composer: (nullable)
   *
   * Where answers and changes are written.
   */
  props[PROP_COMPOSER] = g_param_spec_object ("composer", NULL, NULL, TEA_TYPE_COMPOSER, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * TeaTimelinePane::report:
   * @item: the message that somebody wants to report
   */
  signals[SIGNAL_REPORT] = g_signal_new ("report", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, MX_TYPE_TIMELINE_ITEM);

  g_type_ensure (TEA_TYPE_TIMELINE_VIEW);
  bind_template (widget_class);
}

static void
tea_timeline_pane_init (TeaTimelinePane *self)
{
  g_weak_ref_init (&self->composer, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  on_end_changed (self);
}

/**
 * tea_timeline_pane_new:
 *
 * Returns: (transfer floating): a pane without a room
 */
GtkWidget *
tea_timeline_pane_new (void)
{
  return g_object_new (TEA_TYPE_TIMELINE_PANE, NULL);
}

/**
 * tea_timeline_pane_set_room:
 * @self: a pane
 * @room: (nullable): the room whose timeline is shown
 */
void
tea_timeline_pane_set_room (TeaTimelinePane *self,
                            MxRoom          *room)
{
  g_return_if_fail (TEA_IS_TIMELINE_PANE (self));

  if (tea_timeline_view_get_room (self->view) == room)
    return;
  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  g_clear_object (&self->timeline);
  tea_timeline_view_set_room (self->view, room);
  self->timeline = room != NULL ? mx_room_get_timeline (room) : NULL;
  if (self->timeline != NULL) {
    g_signal_connect_swapped (self->timeline, "notify", G_CALLBACK (update), self);
    g_signal_connect_swapped (self->timeline, "items-changed", G_CALLBACK (update), self);
  }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ROOM]);
}

/**
 * tea_timeline_pane_get_room:
 * @self: a pane
 *
 * Returns: (transfer none) (nullable): the room whose timeline is shown
 */
MxRoom *
tea_timeline_pane_get_room (TeaTimelinePane *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_PANE (self), NULL);

  return tea_timeline_view_get_room (self->view);
}

/**
 * tea_timeline_pane_set_composer:
 * @self: a pane
 * @composer: (nullable): where answers and changes are written
 */
void
tea_timeline_pane_set_composer (TeaTimelinePane *self,
                                TeaComposer     *composer)
{
  g_autoptr (TeaComposer) old = NULL;

  g_return_if_fail (TEA_IS_TIMELINE_PANE (self));

  old = g_weak_ref_get (&self->composer);
  if (old == composer)
    return;
  g_weak_ref_set (&self->composer, composer);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPOSER]);
}

/**
 * tea_timeline_pane_get_view:
 * @self: a pane
 *
 * Returns: (transfer none): the view in it
 */
TeaTimelineView *
tea_timeline_pane_get_view (TeaTimelinePane *self)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_PANE (self), NULL);

  return self->view;
}

/**
 * tea_timeline_pane_jump_newest:
 * @self: a pane
 *
 * Goes to the newest message and stays there.
 */
void
tea_timeline_pane_jump_newest (TeaTimelinePane *self)
{
  g_return_if_fail (TEA_IS_TIMELINE_PANE (self));

  tea_timeline_view_jump_newest (self->view);
}

/**
 * tea_timeline_pane_show_event:
 * @self: a pane
 * @event_id: a message of the room
 *
 * Returns: whether it is in view; else it is looked for in older messages
 */
gboolean
tea_timeline_pane_show_event (TeaTimelinePane *self,
                              const char      *event_id)
{
  g_return_val_if_fail (TEA_IS_TIMELINE_PANE (self), FALSE);

  return tea_timeline_view_show_event (self->view, event_id);
}
