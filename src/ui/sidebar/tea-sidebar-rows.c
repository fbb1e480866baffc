/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar, its rows: what shows which item, when what they say is out of date, and how
 * many there are.
 *
 * GtkListView makes about two hundred rows for a long list, however few are seen. The
 * list therefore offers at first what a window shows, and some more with each frame
 * that is drawn, at the end, where nothing moves; whoever gets near that end sooner gets
 * all of it at once. Main thread. */

#include "config.h"

#include "tea-sidebar-private.h"

#include "mx-room.h"
#include "tea-sidebar-heading.h"
#include "tea-sidebar-invite.h"
#include "tea-sidebar-row.h"

/* Rows that the first frame of a window of usual height shows. */
#define FIRST_ROWS 14
/* A frame's worth. */
#define MORE_ROWS 8
/* GtkListView makes no more than these. */
#define ALL_ROWS 220

static GtkWidget *
make_child (gpointer item)
{
  if (TEA_IS_SIDEBAR_SECTION (item))
    return tea_sidebar_heading_new ();
  if (mx_room_get_membership (item) == MX_MEMBERSHIP_INVITE)
    return tea_sidebar_invite_new ();
  return tea_sidebar_row_new ();
}

static GType
child_type (gpointer item)
{
  if (TEA_IS_SIDEBAR_SECTION (item))
    return TEA_TYPE_SIDEBAR_HEADING;
  return mx_room_get_membership (item) == MX_MEMBERSHIP_INVITE ? TEA_TYPE_SIDEBAR_INVITE : TEA_TYPE_SIDEBAR_ROW;
}

/* A list item of another kind gets another child; most often it is one of the same. */
static GtkWidget *
ensure_child (GtkListItem *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (child != NULL && G_OBJECT_TYPE (child) == child_type (item))
    return child;

  child = make_child (item);
  gtk_list_item_set_child (list_item, child);
  g_object_bind_property (child, "spoken", list_item, "accessible-label", G_BINDING_SYNC_CREATE);

  return child;
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         TeaSidebar               *self)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *child = ensure_child (list_item);

  gtk_list_item_set_selectable (list_item, MX_IS_ROOM (item));
  if (TEA_IS_SIDEBAR_HEADING (child))
    tea_sidebar_heading_set_section (TEA_SIDEBAR_HEADING (child), item);
  else if (TEA_IS_SIDEBAR_INVITE (child))
    tea_sidebar_invite_set_room (TEA_SIDEBAR_INVITE (child), item);
  else
    tea_sidebar_row_set_room (TEA_SIDEBAR_ROW (child), item);
}

static void
on_unbind (GtkSignalListItemFactory *factory,
           GtkListItem              *list_item,
           TeaSidebar               *self)
{
  GtkWidget *child = gtk_list_item_get_child (list_item);

  if (TEA_IS_SIDEBAR_HEADING (child))
    tea_sidebar_heading_set_section (TEA_SIDEBAR_HEADING (child), NULL);
  else if (TEA_IS_SIDEBAR_INVITE (child))
    tea_sidebar_invite_set_room (TEA_SIDEBAR_INVITE (child), NULL);
  else if (TEA_IS_SIDEBAR_ROW (child))
    tea_sidebar_row_set_room (TEA_SIDEBAR_ROW (child), NULL);
}

static void
on_teardown (GtkSignalListItemFactory *factory,
             GtkListItem              *list_item,
             TeaSidebar               *self)
{
  gtk_list_item_set_child (list_item, NULL);
}

/*< private >
 * _tea_sidebar_item_at:
 *
 * Returns: (transfer none) (nullable): the item of the row that @widget is in
 */
gpointer
_tea_sidebar_item_at (TeaSidebar *self,
                      GtkWidget  *widget)
{
  GtkWidget *child;

  while (widget != NULL && gtk_widget_get_parent (widget) != GTK_WIDGET (self->list_view))
    widget = gtk_widget_get_parent (widget);

  child = widget != NULL ? gtk_widget_get_first_child (widget) : NULL;
  if (TEA_IS_SIDEBAR_HEADING (child))
    return tea_sidebar_heading_get_section (TEA_SIDEBAR_HEADING (child));
  if (TEA_IS_SIDEBAR_INVITE (child))
    return tea_sidebar_invite_get_room (TEA_SIDEBAR_INVITE (child));
  return TEA_IS_SIDEBAR_ROW (child) ? tea_sidebar_row_get_room (TEA_SIDEBAR_ROW (child)) : NULL;
}

static void
update_rows (TeaSidebar *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    GtkWidget *child = gtk_widget_get_first_child (row);

    if (TEA_IS_SIDEBAR_ROW (child))
      tea_sidebar_row_update (TEA_SIDEBAR_ROW (child));
  }
}

static gboolean on_midnight (gpointer user_data);

/* Times in the rows are true until the day ends. */
static void
schedule_midnight (TeaSidebar *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int second = (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now)) * 60 + g_date_time_get_second (now);

  self->midnight_id = g_timeout_add_seconds ((guint) MAX (24 * 60 * 60 - second, 1) + 1, on_midnight, self);
}

static gboolean
on_midnight (gpointer user_data)
{
  TeaSidebar *self = user_data;

  update_rows (self);
  schedule_midnight (self);

  return G_SOURCE_REMOVE;
}

/* Faster than the list grows. */
static gboolean
is_near_end (TeaSidebar *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);

  return value > 0 && value + 1.5 * page > gtk_adjustment_get_upper (adjustment);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  TeaSidebar *self = user_data;
  guint limit = tea_sidebar_list_get_limit (self->list);

  /* The first frame is not drawn yet. */
  if (gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;

  tea_sidebar_list_set_limit (self->list, limit >= ALL_ROWS || is_near_end (self) ? G_MAXUINT : limit + MORE_ROWS);
  if (tea_sidebar_list_is_held (self->list))
    return G_SOURCE_CONTINUE;

  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

static void
on_held (TeaSidebar *self)
{
  if (self->grow_id == 0 && tea_sidebar_list_is_held (self->list))
    self->grow_id = gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), on_tick, self, NULL);
}

/*< private >
 * _tea_sidebar_rows_install:
 *
 * What the template's list calls.
 */
void
_tea_sidebar_rows_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_teardown);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
}

/*< private >
 * _tea_sidebar_rows_start:
 *
 * Shows the list.
 */
void
_tea_sidebar_rows_start (TeaSidebar *self)
{
  tea_sidebar_list_set_limit (self->list, FIRST_ROWS);
  g_signal_connect_object (self->list, "notify::held", G_CALLBACK (on_held), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->list));
  schedule_midnight (self);
}

/*< private >
 * _tea_sidebar_rows_stop:
 *
 * Ends what goes on by itself.
 */
void
_tea_sidebar_rows_stop (TeaSidebar *self)
{
  g_clear_handle_id (&self->midnight_id, g_source_remove);
  if (self->grow_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list_view), self->grow_id);
  self->grow_id = 0;
}
