/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar, the context menu of a room: by a click, a long press, a menu key or the action
 * "sidebar.menu". There is one menu, made when somebody first asks for one. Main thread. */

#include "config.h"

#include "tea-sidebar-private.h"

#include "mx-room.h"
#include "tea-menu.h"
#include "tea-sidebar-menu.h"

/*< private >
 * _tea_sidebar_get_focus:
 *
 * Returns: (transfer none) (nullable): what has the focus, if it is in the list
 */
GtkWidget *
_tea_sidebar_get_focus (TeaSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)) ? focus : NULL;
}

/* @x and @y are of @widget. */
static void
popup_menu (TeaSidebar *self,
            MxRoom     *room,
            GtkWidget  *widget,
            double      x,
            double      y)
{
  g_autoptr (GMenuModel) model = tea_sidebar_menu_new (room);
  graphene_point_t point;

  if (!gtk_widget_compute_point (widget, GTK_WIDGET (self), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    return;

  tea_menu_popup (&self->menu, GTK_WIDGET (self), model, point.x, point.y);
}

static gboolean
popup_at (TeaSidebar *self,
          double      x,
          double      y)
{
  GtkWidget *list = GTK_WIDGET (self->list_view);
  gpointer item = _tea_sidebar_item_at (self, gtk_widget_pick (list, x, y, GTK_PICK_DEFAULT));

  if (!MX_IS_ROOM (item))
    return FALSE;

  popup_menu (self, item, list, x, y);

  return TRUE;
}

static void
on_secondary_click (GtkGesture *gesture,
                    int         n_press,
                    double      x,
                    double      y,
                    TeaSidebar *self)
{
  gboolean shown = popup_at (self, x, y);

  gtk_gesture_set_state (gesture, shown ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_long_press (GtkGesture *gesture,
               double      x,
               double      y,
               TeaSidebar *self)
{
  gboolean shown = popup_at (self, x, y);

  gtk_gesture_set_state (gesture, shown ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

/* Below the start of the row, as a menu key does everywhere. */
static void
popup_below (TeaSidebar *self,
             MxRoom     *room,
             GtkWidget  *row)
{
  gboolean rtl = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL;

  popup_menu (self, room, row, rtl ? gtk_widget_get_width (row) : 0, gtk_widget_get_height (row));
}

static gboolean
on_menu_key (GtkWidget *widget,
             GVariant  *args,
             gpointer   user_data)
{
  TeaSidebar *self = TEA_SIDEBAR (widget);
  GtkWidget *focus = _tea_sidebar_get_focus (self);
  gpointer item = _tea_sidebar_item_at (self, focus);

  if (!MX_IS_ROOM (item))
    return GDK_EVENT_PROPAGATE;

  popup_below (self, item, focus);

  return GDK_EVENT_STOP;
}

/* "sidebar.menu": the menu of a room whose row is in sight. */
static void
menu_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  TeaSidebar *self = TEA_SIDEBAR (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list_view));

  for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    gpointer item = _tea_sidebar_item_at (self, row);

    if (MX_IS_ROOM (item) && g_str_equal (mx_room_get_id (item), id)) {
      popup_below (self, item, row);
      return;
    }
  }
}

/*< private >
 * _tea_sidebar_context_install:
 *
 * Gestures, keys and the action.
 */
void
_tea_sidebar_context_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_long_press);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_install_action (widget_class, "sidebar.menu", "s", menu_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}
