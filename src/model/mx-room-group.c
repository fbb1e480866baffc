/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxRoomGroup: rooms that belong together: those of a space and of the spaces in it, or all
 * rooms there are. Says which rooms these are and what is new in them, for whoever shows one
 * group at a time. The list of rooms makes it and tells it (mx-room-groups.c). Main thread. */

#include "config.h"

#include "mx-room-groups.h"

#include "mx-room-list-private.h"
#include "mx-room.h"

struct _MxRoomGroup {
  GObject parent_instance;
  MxRoom *room;    /* (owned) (nullable): the space         */
  GHashTable *ids; /* (owned) (nullable): set; NULL is all  */
  guint mentions;
  gboolean is_unread;
};

G_DEFINE_FINAL_TYPE (MxRoomGroup, mx_room_group, G_TYPE_OBJECT)

typedef enum {
  PROP_ROOM = 1,
  PROP_MENTION_COUNT,
  PROP_IS_UNREAD,
} MxRoomGroupProperty;

static GParamSpec *props[PROP_IS_UNREAD + 1];

enum {
  ROOMS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
mx_room_group_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MxRoomGroup *self = MX_ROOM_GROUP (object);

  switch ((MxRoomGroupProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_MENTION_COUNT:
    g_value_set_uint (value, self->mentions);
    break;
  case PROP_IS_UNREAD:
    g_value_set_boolean (value, self->is_unread);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_room_group_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  if (prop_id == PROP_ROOM)
    MX_ROOM_GROUP (object)->room = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
mx_room_group_finalize (GObject *object)
{
  MxRoomGroup *self = MX_ROOM_GROUP (object);

  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_object (&self->room);
  G_OBJECT_CLASS (mx_room_group_parent_class)->finalize (object);
}

static void
mx_room_group_class_init (MxRoomGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_room_group_get_property;
  object_class->set_property = mx_room_group_set_property;
  object_class->finalize = mx_room_group_finalize;
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM,
                                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_MENTION_COUNT] = g_param_spec_uint ("mention-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IS_UNREAD] = g_param_spec_boolean ("is-unread", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  /**
   * MxRoomGroup::rooms-changed:
   *
   * Other rooms belong to it now.
   */
  signals[ROOMS_CHANGED] = g_signal_new ("rooms-changed", MX_TYPE_ROOM_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
mx_room_group_init (MxRoomGroup *self)
{
}

/*< private >
 * _mx_room_group_new:
 * @room: (nullable): a space; %NULL: all rooms
 *
 * Returns: (transfer full): a group that nothing belongs to yet
 */
MxRoomGroup *
_mx_room_group_new (MxRoom *room)
{
  MxRoomGroup *self = g_object_new (MX_TYPE_ROOM_GROUP, "room", room, NULL);

  if (room != NULL)
    self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

static gboolean
same_ids (GHashTable *a,
          GHashTable *b)
{
  GHashTableIter iter;
  gpointer id;

  if (a == NULL || b == NULL)
    return a == b;
  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (b, id))
      return FALSE;
  return TRUE;
}

/*< private >
 * _mx_room_group_take_ids:
 *
 * Says which rooms belong to it.
 */
void
_mx_room_group_take_ids (MxRoomGroup *self,
                         GHashTable  *ids)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->ids);

  self->ids = ids;
  if (!same_ids (before, ids))
    g_signal_emit (self, signals[ROOMS_CHANGED], 0);
}

/* As in the list: mentions are meant for the person, and every message of a conversation; a muted room tells nothing
 * else. */
static void
count_room (MxRoom   *room,
            guint    *mentions,
            gboolean *unread)
{
  guint meant = mx_room_get_highlight_count (room);

  if (mx_room_get_membership (room) != MX_MEMBERSHIP_JOIN || mx_room_get_section (room) == MX_SECTION_HIDDEN)
    return;
  if (mx_room_is_direct (room) && (meant > 0 || !mx_room_is_muted (room)))
    meant = MAX (meant, mx_room_get_unread_count (room));
  *mentions += meant;
  *unread = *unread || meant > 0 || (mx_room_is_unread (room) && !mx_room_is_muted (room));
}

static void
count_ids (MxRoomGroup *self,
           MxRoomList  *rooms,
           guint       *mentions,
           gboolean    *unread)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    MxRoom *room = _mx_room_list_get (rooms, id);

    if (room != NULL)
      count_room (room, mentions, unread);
  }
}

/*< private >
 * _mx_room_group_count:
 *
 * Looks what is new in its rooms.
 */
void
_mx_room_group_count (MxRoomGroup *self,
                      MxRoomList  *rooms)
{
  guint mentions = 0;
  gboolean unread = FALSE;

  if (self->ids != NULL) {
    count_ids (self, rooms, &mentions, &unread);
  } else {
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rooms)); i++) {
      g_autoptr (MxRoom) room = g_list_model_get_item (G_LIST_MODEL (rooms), i);

      count_room (room, &mentions, &unread);
    }
  }
  g_object_freeze_notify (G_OBJECT (self));
  if (self->mentions != mentions)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MENTION_COUNT]);
  if (self->is_unread != unread)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_UNREAD]);
  self->mentions = mentions;
  self->is_unread = unread;
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * mx_room_group_get_room:
 * @self: a group
 *
 * Returns: (transfer none) (nullable): the space; %NULL for the group of all rooms
 */
MxRoom *
mx_room_group_get_room (MxRoomGroup *self)
{
  g_return_val_if_fail (MX_IS_ROOM_GROUP (self), NULL);

  return self->room;
}

/**
 * mx_room_group_get_mention_count:
 * @self: a group
 *
 * Returns: how many messages in it are meant for the person
 */
guint
mx_room_group_get_mention_count (MxRoomGroup *self)
{
  g_return_val_if_fail (MX_IS_ROOM_GROUP (self), 0);

  return self->mentions;
}

/**
 * mx_room_group_is_unread:
 * @self: a group
 *
 * Returns: whether something is new in one of its rooms
 */
gboolean
mx_room_group_is_unread (MxRoomGroup *self)
{
  g_return_val_if_fail (MX_IS_ROOM_GROUP (self), FALSE);

  return self->is_unread;
}

/**
 * mx_room_group_contains:
 * @self: a group
 * @room_id: a room
 *
 * Returns: whether it belongs to the group, or to one of the groups in it
 */
gboolean
mx_room_group_contains (MxRoomGroup *self,
                        const char  *room_id)
{
  g_return_val_if_fail (MX_IS_ROOM_GROUP (self), FALSE);

  return self->ids == NULL || g_hash_table_contains (self->ids, room_id);
}
