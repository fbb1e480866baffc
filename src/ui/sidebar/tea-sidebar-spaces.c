/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebar, its groups of rooms: the rail chooses one, and the list shows its rooms. Where
 * that is a space its name takes the place of the title and opens its home, where more of its
 * rooms can be joined. A room that is opened from elsewhere and does not belong to the group
 * brings all rooms back: the open room always has its row. Which group was chosen, TeaSidebar:group
 * tells to who remembers it. Main thread. */

#include "config.h"

#include "tea-sidebar-private.h"

#include "mx-room.h"
#include "mx-text.h"

#include <glib/gi18n.h>

static void
update_title (TeaSidebar *self)
{
  g_autofree char *name = self->space != NULL ? mx_text_clean_name (mx_room_get_name (self->space)) : NULL;
  g_autofree char *isolated = name != NULL ? mx_text_isolate (name) : NULL;
  g_autofree char *spoken = NULL;

  gtk_stack_set_visible_child_name (self->title_stack, name != NULL ? "space" : "plain");
  if (name == NULL)
    return;

  gtk_label_set_label (self->space_name, name);
  /* Translators: spoken of a button: %s is the name of a group of rooms. */
  spoken = g_strdup_printf (_ ("About %s"), isolated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->space_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
set_space (TeaSidebar *self,
           MxRoom     *space)
{
  if (self->space != NULL)
    g_signal_handlers_disconnect_by_func (self->space, update_title, self);
  g_set_object (&self->space, space);
  if (space != NULL)
    g_signal_connect_object (space, "notify::name", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
}

static void
on_group (TeaSidebar *self)
{
  MxRoomGroup *group = tea_space_rail_get_group (self->rail);

  set_space (self, group != NULL ? mx_room_group_get_room (group) : NULL);
  tea_sidebar_list_set_group (self->list, group);
  update_title (self);
  _tea_sidebar_update_page (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sidebar.show-group", self->space != NULL);
}

static void
on_rail (TeaSidebar *self)
{
  g_object_notify (G_OBJECT (self), "has-rail");
}

static void
on_space_id (TeaSidebar *self)
{
  g_object_notify (G_OBJECT (self), "group");
}

/**
 * tea_sidebar_set_group:
 * @self: the sidebar
 * @space_id: (nullable): the space of a group of rooms
 *
 * Shows the rooms of that group, as soon as it is there; %NULL: all rooms.
 */
void
tea_sidebar_set_group (TeaSidebar *self,
                       const char *space_id)
{
  g_return_if_fail (TEA_IS_SIDEBAR (self));

  tea_space_rail_set_space_id (self->rail, space_id);
}

/**
 * tea_sidebar_get_group:
 * @self: the sidebar
 *
 * Returns: (transfer none) (nullable): the space of the group that was chosen
 */
const char *
tea_sidebar_get_group (TeaSidebar *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR (self), NULL);

  return tea_space_rail_get_space_id (self->rail);
}

static void
show_group (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  TeaSidebar *self = TEA_SIDEBAR (widget);

  if (self->space != NULL)
    gtk_widget_activate_action (widget, "win.show-space", "s", mx_room_get_id (self->space));
}

/*< private >
 * _tea_sidebar_spaces_install:
 *
 * Called once, from class_init.
 */
void
_tea_sidebar_spaces_install (GtkWidgetClass *widget_class)
{
  g_type_ensure (TEA_TYPE_SPACE_RAIL);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, space_button);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, space_name);
  gtk_widget_class_bind_template_child (widget_class, TeaSidebar, rail);
  gtk_widget_class_bind_template_callback (widget_class, on_group);
  gtk_widget_class_bind_template_callback (widget_class, on_rail);
  gtk_widget_class_bind_template_callback (widget_class, on_space_id);
  gtk_widget_class_install_action (widget_class, "sidebar.show-group", NULL, show_group);
}

/*< private >
 * _tea_sidebar_spaces_stop:
 *
 * Called from dispose, while the template is still there.
 */
void
_tea_sidebar_spaces_stop (TeaSidebar *self)
{
  set_space (self, NULL);
}

/*< private >
 * _tea_sidebar_spaces_reveal:
 * @room: (nullable): the room that is open
 *
 * Shows a group that it belongs to.
 */
void
_tea_sidebar_spaces_reveal (TeaSidebar *self,
                            MxRoom     *room)
{
  MxRoomGroup *group = tea_space_rail_get_group (self->rail);

  if (room != NULL && group != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN &&
      !mx_room_group_contains (group, mx_room_get_id (room)))
    tea_space_rail_show_all (self->rail);
}
