/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaFoundList: rooms that come page by page, of a directory or of a group of rooms. The next
 * page is asked for when less than a window's height is left below; who waits sees that,
 * who finds nothing is told, and what went wrong can be tried again. Main thread. */

#include "config.h"

#include "tea-found-list.h"

#include "mx-found-room.h"
#include "tea-error.h"
#include "tea-found-row.h"

#include <glib/gi18n.h>

struct _TeaFoundList {
  AdwBin parent_instance;

  MxFoundRooms *rooms; /* (owned) (nullable) */
  GSignalGroup *signals;
  gboolean selectable;
  gboolean removable;

  GtkStack *stack;
  GtkListView *list;
  GtkScrolledWindow *scroller;
  GtkWidget *more;
  GtkWidget *failed;
  GtkLabel *failed_line;
  AdwStatusPage *problem;
};

G_DEFINE_FINAL_TYPE (TeaFoundList, tea_found_list, ADW_TYPE_BIN)

typedef enum {
  PROP_REMOVABLE = 1,
} TeaFoundListProperty;

static GParamSpec *props[PROP_REMOVABLE + 1];

enum {
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Below the rooms that are there, or instead of them. */
static void
show_error (TeaFoundList *self,
            const GError *error)
{
  g_autofree char *sentence = error != NULL ? tea_error_sentence (error, NULL) : g_strdup ("");

  adw_status_page_set_description (self->problem, sentence);
  if (error != NULL && g_strcmp0 (gtk_label_get_label (self->failed_line), sentence) != 0)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), sentence, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  gtk_label_set_label (self->failed_line, sentence);
  gtk_widget_set_visible (self->failed, error != NULL);
}

static void
show_page (TeaFoundList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rooms));
  const GError *error = mx_found_rooms_get_error (self->rooms);
  gboolean loading = mx_found_rooms_is_loading (self->rooms);
  const char *page = "none";

  gtk_widget_set_visible (self->more, n > 0 && loading);
  show_error (self, loading ? NULL : error);
  if (n > 0) {
    page = "list";
  } else if (error != NULL && !loading) {
    page = "problem";
  } else if (loading || mx_found_rooms_has_more (self->rooms)) {
    page = "loading";
    /* A page with nothing in it is no end. */
    mx_found_rooms_load_more (self->rooms);
  }
  gtk_stack_set_visible_child_name (self->stack, page);
}

static void
load_if_near (TeaFoundList *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment);

  if (self->rooms == NULL || mx_found_rooms_get_error (self->rooms) != NULL)
    return;
  if (gtk_adjustment_get_value (adjustment) + 2 * page >= gtk_adjustment_get_upper (adjustment))
    mx_found_rooms_load_more (self->rooms);
}

static void
on_removable (TeaFoundRow  *row,
              GParamSpec   *pspec,
              TeaFoundList *self)
{
  tea_found_row_set_removable (row, self->removable);
}

static void
on_setup (TeaFoundList *self,
          GtkListItem  *item)
{
  GtkWidget *row = tea_found_row_new (mx_found_rooms_get_session (self->rooms), self->selectable);

  gtk_list_item_set_child (item, row);
  g_object_bind_property (row, "spoken", item, "accessible-label", G_BINDING_SYNC_CREATE);
  tea_found_row_set_removable (TEA_FOUND_ROW (row), self->removable);
  g_signal_connect_object (self, "notify::removable", G_CALLBACK (on_removable), row, G_CONNECT_SWAPPED);
}

static void
on_bind (TeaFoundList *self,
         GtkListItem  *item)
{
  tea_found_row_set_room (TEA_FOUND_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind (TeaFoundList *self,
           GtkListItem  *item)
{
  tea_found_row_set_room (TEA_FOUND_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
on_activate (TeaFoundList *self,
             guint         position)
{
  g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (self->rooms), position);

  if (room != NULL)
    g_signal_emit (self, signals[CHOSEN], 0, room);
}

static void
on_retry (TeaFoundList *self)
{
  if (self->rooms != NULL)
    mx_found_rooms_load_more (self->rooms);
}

/**
 * tea_found_list_set_rooms:
 * @self: the list
 * @rooms: (nullable): what it shows; the first page is asked for
 * @selectable: whether several can be ticked
 */
void
tea_found_list_set_rooms (TeaFoundList *self,
                          MxFoundRooms *rooms,
                          gboolean      selectable)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_if_fail (TEA_IS_FOUND_LIST (self));

  if (!g_set_object (&self->rooms, rooms))
    return;

  self->selectable = selectable;
  /* Boxes to tick are reached one after the other. */
  gtk_list_view_set_tab_behavior (self->list, selectable ? GTK_LIST_TAB_ALL : GTK_LIST_TAB_ITEM);
  g_signal_group_set_target (self->signals, rooms);
  if (rooms == NULL) {
    gtk_list_view_set_model (self->list, NULL);
    return;
  }

  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (rooms))));
  gtk_list_view_set_model (self->list, selection);
  mx_found_rooms_load_more (rooms);
  show_page (self);
}

static void
set_removable (TeaFoundList *self,
               gboolean      removable)
{
  if (self->removable == removable)
    return;

  self->removable = removable;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_REMOVABLE]);
}

static void
tea_found_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((TeaFoundListProperty) prop_id) {
  case PROP_REMOVABLE:
    g_value_set_boolean (value, TEA_FOUND_LIST (object)->removable);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_found_list_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch ((TeaFoundListProperty) prop_id) {
  case PROP_REMOVABLE:
    set_removable (TEA_FOUND_LIST (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_found_list_dispose (GObject *object)
{
  TeaFoundList *self = TEA_FOUND_LIST (object);

  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->signals);
  g_clear_object (&self->rooms);
  /* The bin lets go of its child before the template takes it away. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_FOUND_LIST);

  G_OBJECT_CLASS (tea_found_list_parent_class)->dispose (object);
}

static void
tea_found_list_class_init (TeaFoundListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_found_list_dispose;
  G_OBJECT_CLASS (klass)->get_property = tea_found_list_get_property;
  G_OBJECT_CLASS (klass)->set_property = tea_found_list_set_property;

  /**
   * TeaFoundList:removable:
   *
   * Whether its rows offer to take their room out ("space.remove").
   */
  props[PROP_REMOVABLE] = g_param_spec_boolean ("removable", NULL, NULL, FALSE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (props), props);

  /**
   * TeaFoundList::chosen:
   * @self: the list
   * @room: a room
   *
   * The person wants to look at it.
   */
  signals[CHOSEN] = g_signal_new ("chosen", TEA_TYPE_FOUND_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, MX_TYPE_FOUND_ROOM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/teahouse/Teahouse/ui/tea-found-list.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, list);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, scroller);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, more);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, failed);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, failed_line);
  gtk_widget_class_bind_template_child (widget_class, TeaFoundList, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

static void
tea_found_list_init (TeaFoundList *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (load_if_near), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (load_if_near), self, G_CONNECT_SWAPPED);
  self->signals = g_signal_group_new (MX_TYPE_FOUND_ROOMS);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (show_page), self);
  g_signal_group_connect_swapped (self->signals, "notify::is-loading", G_CALLBACK (show_page), self);
  g_signal_group_connect_swapped (self->signals, "notify::error", G_CALLBACK (show_page), self);
}
