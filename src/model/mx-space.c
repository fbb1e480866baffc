/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rooms of a space. The first page tells the order of all of them and by which servers
 * each can be reached; rooms that come later find their place by it. Main thread. */

#include "config.h"

#include "mx-space.h"

#include "mx-found-room-private.h"
#include "mx-found-rooms-private.h"
#include "mx-id.h"
#include "mx-power-levels.h"
#include "mx-room.h"
#include "mx-session-private.h"
#include "types/m-space-child.h"

struct _MxSpace {
  MxFoundRooms parent_instance;
  char *room_id;        /* (owned)                                            */
  MxRoomPreview *space; /* (owned) (nullable): what the server says of it     */
  GPtrArray *links;     /* (owned) (nullable) (element-type MxRoomPreview)    */
};

G_DEFINE_FINAL_TYPE (MxSpace, mx_space, MX_TYPE_FOUND_ROOMS)

typedef enum {
  PROP_ROOM_ID = 1,
  PROP_NAME,
  PROP_TOPIC,
  PROP_AVATAR,
  PROP_MEMBER_COUNT,
} MxSpaceProperty;

static GParamSpec *props[PROP_MEMBER_COUNT + 1];

static void
mx_space_ask (MxFoundRooms *rooms,
              const char   *from,
              guint         limit,
              GCancellable *cancellable)
{
  MxSpace *self = MX_SPACE (rooms);
  MxEngine *engine = _mx_session_get_engine (mx_found_rooms_get_session (rooms));

  mx_engine_load_children_async (engine, self->room_id, from, limit,
                                 cancellable, _mx_found_rooms_page_cb, g_object_ref (self));
}

/* Where a room stands; one that the first page did not name stands at the end. */
static guint
find_rank (MxSpace        *self,
           const char     *room_id,
           MxRoomPreview **link)
{
  guint n = self->links != NULL ? self->links->len : 0;

  for (guint i = 0; i < n; i++) {
    MxRoomPreview *known = g_ptr_array_index (self->links, i);

    if (!g_str_equal (known->room_id, room_id))
      continue;
    if (link != NULL)
      *link = known;
    return i;
  }
  return n;
}

static gboolean
has_room (MxSpace    *self,
          const char *room_id)
{
  GObject *room;

  for (guint i = 0; (room = _mx_found_rooms_peek (MX_FOUND_ROOMS (self), i)) != NULL; i++)
    if (g_strcmp0 (mx_found_room_get_id (MX_FOUND_ROOM (room)), room_id) == 0)
      return TRUE;
  return FALSE;
}

static void
take_room (MxSpace       *self,
           MxRoomPreview *row)
{
  MxFoundRooms *rooms = MX_FOUND_ROOMS (self);
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);
  MxRoomPreview *link = NULL;
  guint rank = find_rank (self, row->room_id, &link);
  GObject *other;
  guint at = 0;

  while ((other = _mx_found_rooms_peek (rooms, at)) != NULL &&
         find_rank (self, mx_found_room_get_id (MX_FOUND_ROOM (other)), NULL) <= rank)
    at++;
  g_ptr_array_add (one, _mx_found_room_new (mx_found_rooms_get_session (rooms), row,
                                            link != NULL ? (const char *const *) link->via : NULL,
                                            link != NULL && link->is_suggested));
  _mx_found_rooms_insert (rooms, at, one);
}

static void
mx_space_take (MxFoundRooms *rooms,
               gpointer      data)
{
  MxSpace *self = MX_SPACE (rooms);
  MxRoomPage *page = data;

  if (page->space != NULL) {
    g_clear_pointer (&self->space, mx_room_preview_unref);
    g_clear_pointer (&self->links, g_ptr_array_unref);
    self->space = mx_room_preview_ref (page->space);
    self->links = g_ptr_array_ref (page->links);
    for (guint i = PROP_NAME; i < G_N_ELEMENTS (props); i++)
      g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  }
  /* Rooms may come twice where they hang in two places. */
  for (guint i = 0; i < page->rooms->len; i++) {
    MxRoomPreview *row = g_ptr_array_index (page->rooms, i);

    if (!has_room (self, row->room_id))
      take_room (self, row);
  }
}

static void
mx_space_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  MxSpace *self = MX_SPACE (object);

  switch ((MxSpaceProperty) prop_id) {
  case PROP_ROOM_ID:
    g_value_set_string (value, self->room_id);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->space != NULL ? self->space->name : NULL);
    break;
  case PROP_TOPIC:
    g_value_set_string (value, self->space != NULL ? self->space->topic : NULL);
    break;
  case PROP_AVATAR:
    g_value_set_string (value, self->space != NULL ? self->space->avatar : NULL);
    break;
  case PROP_MEMBER_COUNT:
    g_value_set_uint (value, self->space != NULL ? self->space->members : 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_space_set_property (GObject      *object,
                       guint         prop_id,
                       const GValue *value,
                       GParamSpec   *pspec)
{
  if (prop_id == PROP_ROOM_ID)
    MX_SPACE (object)->room_id = g_value_dup_string (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
mx_space_finalize (GObject *object)
{
  MxSpace *self = MX_SPACE (object);

  g_free (self->room_id);
  g_clear_pointer (&self->space, mx_room_preview_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  G_OBJECT_CLASS (mx_space_parent_class)->finalize (object);
}

static void
mx_space_class_init (MxSpaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_space_get_property;
  object_class->set_property = mx_space_set_property;
  object_class->finalize = mx_space_finalize;
  MX_FOUND_ROOMS_CLASS (klass)->ask = mx_space_ask;
  MX_FOUND_ROOMS_CLASS (klass)->take = mx_space_take;
  props[PROP_ROOM_ID] = g_param_spec_string ("room-id", NULL, NULL, NULL,
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_TOPIC] = g_param_spec_string ("topic", NULL, NULL, NULL, flags);
  props[PROP_AVATAR] = g_param_spec_string ("avatar", NULL, NULL, NULL, flags);
  props[PROP_MEMBER_COUNT] = g_param_spec_uint ("member-count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_space_init (MxSpace *self)
{
}

/**
 * mx_space_new:
 * @session: who looks
 * @room_id: a space
 *
 * Returns: (transfer full): its rooms; nothing is asked yet
 */
MxSpace *
mx_space_new (MxSession  *session,
              const char *room_id)
{
  g_return_val_if_fail (room_id != NULL, NULL);

  return g_object_new (MX_TYPE_SPACE, "session", session, "room-id", room_id, NULL);
}

/**
 * mx_space_list_below:
 * @self: a space
 * @child: one of its rooms
 *
 * Returns: (transfer full) (nullable): the rooms below, being loaded; %NULL where @child is no space, or this one
 */
GListModel *
mx_space_list_below (MxSpace     *self,
                     MxFoundRoom *child)
{
  MxSpace *below;

  g_return_val_if_fail (MX_IS_SPACE (self), NULL);
  g_return_val_if_fail (MX_IS_FOUND_ROOM (child), NULL);

  if (!mx_found_room_is_space (child) || g_strcmp0 (mx_found_room_get_id (child), self->room_id) == 0)
    return NULL;
  below = mx_space_new (mx_found_rooms_get_session (MX_FOUND_ROOMS (self)), mx_found_room_get_id (child));
  mx_found_rooms_load_more (MX_FOUND_ROOMS (below));
  return G_LIST_MODEL (below);
}

/**
 * mx_space_can_change:
 * @self: a space
 *
 * Returns: whether the person may put rooms in and take them out
 */
gboolean
mx_space_can_change (MxSpace *self)
{
  MxSession *session;
  MxRoom *room;
  MxPowerLevels *levels;

  g_return_val_if_fail (MX_IS_SPACE (self), FALSE);

  session = mx_found_rooms_get_session (MX_FOUND_ROOMS (self));
  room = mx_session_get_room (session, self->room_id);
  levels = room != NULL ? mx_room_get_power_levels (room) : NULL;
  return levels != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN &&
         mx_power_levels_can_send (levels, mx_session_get_user_id (session), mx_type_space_child.name, TRUE);
}

static void
changed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!mx_engine_boolean_finish (MX_ENGINE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  mx_found_rooms_reload (MX_FOUND_ROOMS (g_task_get_source_object (task)));
  g_task_return_boolean (task, TRUE);
}

static void
change (MxSpace             *self,
        const char          *room_id,
        const char *const   *via,
        gboolean             suggested,
        GCancellable        *cancellable,
        GAsyncReadyCallback  callback,
        gpointer             user_data)
{
  MxSession *session = mx_found_rooms_get_session (MX_FOUND_ROOMS (self));
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, change);
  mx_engine_set_child_async (_mx_session_get_engine (session), self->room_id, room_id, via, suggested, cancellable,
                             changed_cb, task);
}

/**
 * mx_space_add_async:
 * @self: a space
 * @room_id: a room
 * @suggested: whether newcomers are pointed to it
 *
 * Puts a room into the space.
 */
void
mx_space_add_async (MxSpace             *self,
                    const char          *room_id,
                    gboolean             suggested,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  MxSession *session;
  const char *via[3] = { NULL };

  g_return_if_fail (MX_IS_SPACE (self));
  g_return_if_fail (room_id != NULL);

  session = mx_found_rooms_get_session (MX_FOUND_ROOMS (self));
  via[0] = mx_session_get_server_name (session);
  if (g_strcmp0 (mx_id_get_server_name (room_id), via[0]) != 0)
    via[1] = mx_id_get_server_name (room_id);
  change (self, room_id, via, suggested, cancellable, callback, user_data);
}

/**
 * mx_space_remove_async:
 * @self: a space
 * @room_id: one of its rooms
 *
 * Takes a room out of the space; the room itself stays.
 */
void
mx_space_remove_async (MxSpace             *self,
                       const char          *room_id,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (MX_IS_SPACE (self));
  g_return_if_fail (room_id != NULL);

  change (self, room_id, NULL, FALSE, cancellable, callback, user_data);
}

/**
 * mx_space_change_finish:
 * @self: a space
 *
 * Ends mx_space_add_async () and mx_space_remove_async ().
 *
 * Returns: whether it was done
 */
gboolean
mx_space_change_finish (MxSpace       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
