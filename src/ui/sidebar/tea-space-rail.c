/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSpaceRail: the groups of rooms beside the list of rooms, one of them chosen.
 *
 * First comes the group of all rooms, which is chosen until somebody chooses another one, and
 * again when the chosen one is gone. Arrows go from group to group and choose, as in a list of
 * pages; Enter and a double click open the group's home. Who is in no space sees no rail. Owns
 * only which group is chosen. Main thread. */

#include "config.h"

#include "tea-space-rail.h"

#include "mx-room-list.h"
#include "mx-session.h"
#include "tea-space-rail-row.h"

struct _TeaSpaceRail {
  AdwBin parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GListModel *groups;  /* (owned) (nullable) (element-type MxRoomGroup) */
  MxRoomGroup *group;  /* (owned) (nullable): chosen */
  gboolean is_filling; /* rows come and go: what is selected meanwhile was not chosen */

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TeaSpaceRail, tea_space_rail, ADW_TYPE_BIN)

typedef enum {
  PROP_GROUP = 1,
} TeaSpaceRailProperty;

static GParamSpec *props[PROP_GROUP + 1];

static void
choose (TeaSpaceRail *self,
        MxRoomGroup  *group)
{
  if (g_set_object (&self->group, group))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GROUP]);
}

static void
on_selected (TeaSpaceRail    *self,
             TeaSpaceRailRow *row)
{
  if (row != NULL && !self->is_filling)
    choose (self, tea_space_rail_row_get_group (row));
}

static void
on_activated (TeaSpaceRail *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sidebar.show-group", NULL);
}

static guint
find (TeaSpaceRail *self,
      MxRoomGroup  *group)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (MxRoomGroup) other = g_list_model_get_item (self->groups, i);

    if (other == group)
      return i;
  }
  return 0;
}

static void
on_groups_changed (TeaSpaceRail *self,
                   guint         position,
                   guint         removed,
                   guint         added)
{
  guint n = g_list_model_get_n_items (self->groups);
  GtkListBoxRow *row;

  self->is_filling = TRUE;
  for (guint i = 0; i < removed; i++)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) position)));
  for (guint i = 0; i < added; i++) {
    g_autoptr (MxRoomGroup) group = g_list_model_get_item (self->groups, position + i);

    gtk_list_box_insert (self->list, tea_space_rail_row_new (self->session, group), (int) (position + i));
  }
  self->is_filling = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  row = n > 0 ? gtk_list_box_get_row_at_index (self->list, (int) find (self, self->group)) : NULL;
  choose (self, row != NULL ? tea_space_rail_row_get_group (TEA_SPACE_RAIL_ROW (row)) : NULL);
  gtk_list_box_select_row (self->list, row);
}

static void
tea_space_rail_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch ((TeaSpaceRailProperty) prop_id) {
  case PROP_GROUP:
    g_value_set_object (value, TEA_SPACE_RAIL (object)->group);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_space_rail_dispose (GObject *object)
{
  TeaSpaceRail *self = TEA_SPACE_RAIL (object);

  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_func (self->groups, on_groups_changed, self);
  g_clear_object (&self->groups);
  g_clear_object (&self->group);
  g_clear_object (&self->session);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), TEA_TYPE_SPACE_RAIL);

  G_OBJECT_CLASS (tea_space_rail_parent_class)->dispose (object);
}

static void
tea_space_rail_class_init (TeaSpaceRailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tea_space_rail_get_property;
  object_class->dispose = tea_space_rail_dispose;

  /**
   * TeaSpaceRail:group: (nullable)
   *
   * Which group is chosen; %NULL where there are none.
   */
  props[PROP_GROUP] = g_param_spec_object ("group", NULL, NULL, MX_TYPE_ROOM_GROUP,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/teahouse/Teahouse/ui/tea-space-rail.ui");
  gtk_widget_class_bind_template_child (widget_class, TeaSpaceRail, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
tea_space_rail_init (TeaSpaceRail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tea_space_rail_set_session:
 * @self: the rail
 * @session: (nullable): whose groups of rooms are shown
 */
void
tea_space_rail_set_session (TeaSpaceRail *self,
                            MxSession    *session)
{
  guint n = 0;

  g_return_if_fail (TEA_IS_SPACE_RAIL (self));

  if (!g_set_object (&self->session, session))
    return;

  if (self->groups != NULL) {
    n = g_list_model_get_n_items (self->groups);
    g_signal_handlers_disconnect_by_func (self->groups, on_groups_changed, self);
    g_clear_object (&self->groups);
  }
  self->groups = session != NULL ? g_object_ref (mx_room_list_get_groups (mx_session_get_rooms (session)))
                                 : G_LIST_MODEL (g_list_store_new (MX_TYPE_ROOM_GROUP));
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (on_groups_changed), self, G_CONNECT_SWAPPED);
  on_groups_changed (self, 0, n, g_list_model_get_n_items (self->groups));
}

/**
 * tea_space_rail_get_group:
 * @self: the rail
 *
 * Returns: (transfer none) (nullable): which group is chosen
 */
MxRoomGroup *
tea_space_rail_get_group (TeaSpaceRail *self)
{
  g_return_val_if_fail (TEA_IS_SPACE_RAIL (self), NULL);

  return self->group;
}

/**
 * tea_space_rail_show_all:
 * @self: the rail
 *
 * Chooses the group of all rooms.
 */
void
tea_space_rail_show_all (TeaSpaceRail *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (TEA_IS_SPACE_RAIL (self));

  row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}
