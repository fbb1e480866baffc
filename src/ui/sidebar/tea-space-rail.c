/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSpaceRail: the groups of rooms beside the list of rooms, one of them chosen.
 *
 * First comes the group of all rooms, which is chosen until somebody chooses another one, and
 * again when the chosen one is gone. One that was chosen in an earlier run is chosen when it comes.
 * Arrows go from group to group and choose, as in a list of pages; Enter and a double click open
 * the group's home. Who is in no space sees no rail. Owns only which group is chosen. Main thread. */

#include "config.h"

#include "tea-space-rail.h"

#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-space-rail-row.h"

struct _TeaSpaceRail {
  AdwBin parent_instance;

  MxSession *session;  /* (owned) (nullable) */
  GListModel *groups;  /* (owned) (nullable) (element-type MxRoomGroup) */
  MxRoomGroup *group;  /* (owned) (nullable): chosen */
  char *space_id;      /* (owned) (nullable): of the group that was chosen, also before it is there */
  gboolean is_filling; /* rows come and go: what is selected meanwhile was not chosen */

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TeaSpaceRail, tea_space_rail, ADW_TYPE_BIN)

typedef enum {
  PROP_GROUP = 1,
  PROP_SPACE_ID,
} TeaSpaceRailProperty;

static GParamSpec *props[PROP_SPACE_ID + 1];

/* (nullable): of all rooms */
static const char *
get_id (MxRoomGroup *group)
{
  MxRoom *room = group != NULL ? mx_room_group_get_room (group) : NULL;

  return room != NULL ? mx_room_get_id (room) : NULL;
}

static void
set_space_id (TeaSpaceRail *self,
              const char   *space_id)
{
  if (g_set_str (&self->space_id, space_id))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPACE_ID]);
}

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
  if (row == NULL || self->is_filling)
    return;
  choose (self, tea_space_rail_row_get_group (row));
  set_space_id (self, get_id (self->group));
}

static void
on_activated (TeaSpaceRail *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sidebar.show-group", NULL);
}

/* The group that was chosen; where it is not there, that of all rooms. */
static guint
find (TeaSpaceRail *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (MxRoomGroup) other = g_list_model_get_item (self->groups, i);

    if (self->space_id != NULL && g_strcmp0 (get_id (other), self->space_id) == 0)
      return i;
  }
  return 0;
}

/* Selects what was chosen. */
static void
show_chosen (TeaSpaceRail *self)
{
  gboolean is_some = self->groups != NULL && g_list_model_get_n_items (self->groups) > 0;
  GtkListBoxRow *row = is_some ? gtk_list_box_get_row_at_index (self->list, (int) find (self)) : NULL;

  self->is_filling = TRUE;
  choose (self, row != NULL ? tea_space_rail_row_get_group (TEA_SPACE_RAIL_ROW (row)) : NULL);
  gtk_list_box_select_row (self->list, row);
  self->is_filling = FALSE;
}

static void
on_groups_changed (TeaSpaceRail *self,
                   guint         position,
                   guint         removed,
                   guint         added)
{
  gboolean was_there = self->space_id != NULL && g_strcmp0 (get_id (self->group), self->space_id) == 0;

  self->is_filling = TRUE;
  for (guint i = 0; i < removed; i++)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) position)));
  for (guint i = 0; i < added; i++) {
    g_autoptr (MxRoomGroup) group = g_list_model_get_item (self->groups, position + i);

    gtk_list_box_insert (self->list, tea_space_rail_row_new (self->session, group), (int) (position + i));
  }
  self->is_filling = FALSE;

  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (self->groups) > 0);
  show_chosen (self);
  if (was_there && get_id (self->group) == NULL)
    set_space_id (self, NULL);
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
  case PROP_SPACE_ID:
    g_value_set_string (value, TEA_SPACE_RAIL (object)->space_id);
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
tea_space_rail_finalize (GObject *object)
{
  g_free (TEA_SPACE_RAIL (object)->space_id);

  G_OBJECT_CLASS (tea_space_rail_parent_class)->finalize (object);
}

static void
tea_space_rail_class_init (TeaSpaceRailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tea_space_rail_get_property;
  object_class->dispose = tea_space_rail_dispose;
  object_class->finalize = tea_space_rail_finalize;

  /**
   * TeaSpaceRail:group: (nullable)
   *
   * Which group is chosen; %NULL where there are none.
   */
  props[PROP_GROUP] = g_param_spec_object ("group", NULL, NULL, MX_TYPE_ROOM_GROUP,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * TeaSpaceRail:space-id: (nullable)
   *
   * The space of the group that the person chose, to be remembered; %NULL for all rooms.
   */
  props[PROP_SPACE_ID] = g_param_spec_string ("space-id", NULL, NULL, NULL,
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

  /* What the other account's person chose was told already. */
  g_clear_pointer (&self->space_id, g_free);
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
 * tea_space_rail_set_space_id:
 * @self: the rail
 * @space_id: (nullable): the space of a group
 *
 * Chooses that group, now or as soon as it is there; %NULL is the group of all rooms.
 */
void
tea_space_rail_set_space_id (TeaSpaceRail *self,
                             const char   *space_id)
{
  g_return_if_fail (TEA_IS_SPACE_RAIL (self));

  set_space_id (self, space_id);
  show_chosen (self);
}

/**
 * tea_space_rail_get_space_id:
 * @self: the rail
 *
 * Returns: (transfer none) (nullable): the space of the group that was chosen, also before it is there
 */
const char *
tea_space_rail_get_space_id (TeaSpaceRail *self)
{
  g_return_val_if_fail (TEA_IS_SPACE_RAIL (self), NULL);

  return self->space_id;
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
