/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSpaceRailRow: one group of rooms in the rail: its picture, and a badge where something
 * is new in its rooms. The name is the tooltip, and what a screen reader says, with what is
 * new. Follows the group and its space. Main thread. */

#include "config.h"

#include "tea-space-rail-row.h"

#include "mx-room.h"
#include "mx-session.h"
#include "tea-avatar.h"
#include "tea-sidebar-text.h"

#include <glib/gi18n.h>

struct _TeaSpaceRailRow {
  GtkListBoxRow parent_instance;

  MxRoomGroup *group; /* (owned) */

  GtkStack *stack;
  TeaAvatar *avatar;
  GtkLabel *badge;
};

G_DEFINE_FINAL_TYPE (TeaSpaceRailRow, tea_space_rail_row, GTK_TYPE_LIST_BOX_ROW)

static void
update (TeaSpaceRailRow *self)
{
  MxRoom *room = mx_room_group_get_room (self->group);
  const char *name = room != NULL ? mx_room_get_name (room) : _ ("All Rooms");
  TeaRoomFacts facts = { .name = name,
                         .mentions = mx_room_group_get_mention_count (self->group),
                         .is_unread = mx_room_group_is_unread (self->group) };
  guint number = 0;
  TeaBadge badge = tea_sidebar_badge (&facts, &number);
  g_autofree char *text = badge == TEA_BADGE_NUMBER ? tea_sidebar_number (number) : g_strdup ("");
  g_autofree char *spoken = tea_sidebar_spoken (&facts, 0);

  gtk_label_set_label (self->badge, text);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), badge != TEA_BADGE_NONE);
  if (badge == TEA_BADGE_DOT)
    gtk_widget_add_css_class (GTK_WIDGET (self->badge), "dot");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->badge), "dot");
  gtk_stack_set_visible_child_name (self->stack, room != NULL ? "space" : "all");
  tea_avatar_set_text (self->avatar, name);
  tea_avatar_set_mxc (self->avatar, room != NULL ? mx_room_get_avatar (room) : NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
tea_space_rail_row_dispose (GObject *object)
{
  TeaSpaceRailRow *self = TEA_SPACE_RAIL_ROW (object);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SPACE_RAIL_ROW);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (tea_space_rail_row_parent_class)->dispose (object);
}

static void
tea_space_rail_row_class_init (TeaSpaceRailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tea_space_rail_row_dispose;

  g_type_ensure (TEA_TYPE_AVATAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-space-rail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceRailRow, stack);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceRailRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceRailRow, badge);
}

static void
tea_space_rail_row_init (TeaSpaceRailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_space_rail_row_new:
 * @session: what loads pictures
 * @group: what it shows
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
tea_space_rail_row_new (MxSession   *session,
                        MxRoomGroup *group)
{
  TeaSpaceRailRow *self;
  MxRoom *room;

  g_return_val_if_fail (MX_IS_ROOM_GROUP (group), NULL);

  self = g_object_new (TEA_TYPE_SPACE_RAIL_ROW, NULL);
  self->group = g_object_ref (group);
  room = mx_room_group_get_room (group);
  tea_avatar_set_session (self->avatar, session);
  g_signal_connect_object (group, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  if (room != NULL) {
    g_signal_connect_object (room, "notify::name", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (room, "notify::avatar", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
  update (self);

  return GTK_WIDGET (self);
}

/**
 * tea_space_rail_row_get_group:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
MxRoomGroup *
tea_space_rail_row_get_group (TeaSpaceRailRow *self)
{
  g_return_val_if_fail (TEA_IS_SPACE_RAIL_ROW (self), NULL);

  return self->group;
}
