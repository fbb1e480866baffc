/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rooms that come page by page: what a directory and a space share. One page is under way
 * at a time; reloading forgets it. Rows tell when the person joins or leaves their room.
 * What joins many of them is mx-found-rooms-join.c. Main thread. */

#include "config.h"

#include "mx-found-rooms-private.h"

#include "mx-found-room-private.h"
#include "mx-session-private.h"

typedef struct
{
  MxSession *session;        /* (owned)                             */
  GPtrArray *rooms;          /* (element-type MxFoundRoom)          */
  char *next;                /* (owned) (nullable)                  */
  GError *error;             /* (owned) (nullable)                  */
  GCancellable *cancellable; /* (owned) (nullable): of the page     */
  guint n_pages;
  guint limit;
  guint n_selected;
  guint n_joined;
  gboolean is_loading;
  gboolean is_joining;
} MxFoundRoomsPrivate;

static void mx_found_rooms_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (MxFoundRooms, mx_found_rooms, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (MxFoundRooms)
                                    G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_found_rooms_list_model_init))

typedef enum {
  PROP_SESSION = 1,
  PROP_IS_LOADING,
  PROP_HAS_MORE,
  PROP_ERROR,
  PROP_N_SELECTED,
  PROP_IS_JOINING,
  PROP_N_JOINED,
} MxFoundRoomsProperty;

static GParamSpec *props[PROP_N_JOINED + 1];

static MxFoundRoomsPrivate *
priv_of (MxFoundRooms *self)
{
  return mx_found_rooms_get_instance_private (self);
}

static void
notify (MxFoundRooms         *self,
        MxFoundRoomsProperty  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
set_loading (MxFoundRooms *self,
             gboolean      loading,
             const GError *error)
{
  MxFoundRoomsPrivate *priv = priv_of (self);

  g_object_freeze_notify (G_OBJECT (self));
  priv->is_loading = loading;
  notify (self, PROP_IS_LOADING);
  if (priv->error != NULL || error != NULL) {
    g_clear_error (&priv->error);
    priv->error = error != NULL ? g_error_copy (error) : NULL;
    notify (self, PROP_ERROR);
  }
  notify (self, PROP_HAS_MORE);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_selected (MxFoundRooms *self)
{
  MxFoundRoomsPrivate *priv = priv_of (self);
  guint n = 0;

  for (guint i = 0; i < priv->rooms->len; i++)
    n += mx_found_room_is_selected (g_ptr_array_index (priv->rooms, i));
  if (priv->n_selected == n)
    return;
  priv->n_selected = n;
  notify (self, PROP_N_SELECTED);
}

void
_mx_found_rooms_insert (MxFoundRooms *self,
                        guint         at,
                        GPtrArray    *rooms)
{
  MxFoundRoomsPrivate *priv = priv_of (self);

  at = MIN (at, priv->rooms->len);
  for (guint i = 0; i < rooms->len; i++) {
    GObject *room = g_ptr_array_index (rooms, i);

    g_signal_connect_object (room, "notify::is-selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
    g_ptr_array_insert (priv->rooms, (int) (at + i), g_object_ref (room));
  }
  if (rooms->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), at, 0, rooms->len);
}

GObject *
_mx_found_rooms_peek (MxFoundRooms *self,
                      guint         at)
{
  MxFoundRoomsPrivate *priv = priv_of (self);

  return at < priv->rooms->len ? g_ptr_array_index (priv->rooms, at) : NULL;
}

/* A directory's order is the server's. */
static void
mx_found_rooms_real_take (MxFoundRooms *self,
                          gpointer      data)
{
  MxFoundRoomsPrivate *priv = priv_of (self);
  MxRoomPage *page = data;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < page->rooms->len; i++)
    g_ptr_array_add (rooms, _mx_found_room_new (priv->session, g_ptr_array_index (page->rooms, i), NULL, FALSE));
  _mx_found_rooms_insert (self, priv->rooms->len, rooms);
}

void
_mx_found_rooms_page_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (MxFoundRooms) self = user_data;
  MxFoundRoomsPrivate *priv = priv_of (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxRoomPage) page = mx_engine_room_page_finish (MX_ENGINE (source), result, &error);

  /* A page that was given up must not be taken for the one that is under way. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (page != NULL) {
    priv->n_pages++;
    g_set_str (&priv->next, page->next);
    MX_FOUND_ROOMS_GET_CLASS (self)->take (self, page);
  }
  set_loading (self, FALSE, error);
}

/* The list of rooms of the session has changed: some row may be a room of ours now. */
static void
on_rooms_changed (MxFoundRooms *self)
{
  MxFoundRoomsPrivate *priv = priv_of (self);

  for (guint i = 0; i < priv->rooms->len; i++)
    _mx_found_room_refresh (g_ptr_array_index (priv->rooms, i));
}

static GType
mx_found_rooms_get_item_type (GListModel *model)
{
  return MX_TYPE_FOUND_ROOM;
}

static guint
mx_found_rooms_get_n_items (GListModel *model)
{
  return priv_of (MX_FOUND_ROOMS (model))->rooms->len;
}

static gpointer
mx_found_rooms_get_item (GListModel *model,
                         guint       position)
{
  GObject *room = _mx_found_rooms_peek (MX_FOUND_ROOMS (model), position);

  return room != NULL ? g_object_ref (room) : NULL;
}

static void
mx_found_rooms_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_found_rooms_get_item_type;
  iface->get_n_items = mx_found_rooms_get_n_items;
  iface->get_item = mx_found_rooms_get_item;
}

static void
mx_found_rooms_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  MxFoundRooms *self = MX_FOUND_ROOMS (object);
  MxFoundRoomsPrivate *priv = priv_of (self);

  switch ((MxFoundRoomsProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, priv->session);
    break;
  case PROP_IS_LOADING:
    g_value_set_boolean (value, priv->is_loading);
    break;
  case PROP_HAS_MORE:
    g_value_set_boolean (value, mx_found_rooms_has_more (self));
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, priv->error);
    break;
  case PROP_N_SELECTED:
    g_value_set_uint (value, priv->n_selected);
    break;
  case PROP_IS_JOINING:
    g_value_set_boolean (value, priv->is_joining);
    break;
  case PROP_N_JOINED:
    g_value_set_uint (value, priv->n_joined);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_found_rooms_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  MxFoundRoomsPrivate *priv = priv_of (MX_FOUND_ROOMS (object));

  if (prop_id == PROP_SESSION)
    priv->session = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
mx_found_rooms_constructed (GObject *object)
{
  MxFoundRoomsPrivate *priv = priv_of (MX_FOUND_ROOMS (object));

  G_OBJECT_CLASS (mx_found_rooms_parent_class)->constructed (object);
  g_signal_connect_object (mx_session_get_rooms (priv->session), "items-changed", G_CALLBACK (on_rooms_changed), object,
                           G_CONNECT_SWAPPED);
}

static void
mx_found_rooms_dispose (GObject *object)
{
  MxFoundRoomsPrivate *priv = priv_of (MX_FOUND_ROOMS (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (mx_found_rooms_parent_class)->dispose (object);
}

static void
mx_found_rooms_finalize (GObject *object)
{
  MxFoundRoomsPrivate *priv = priv_of (MX_FOUND_ROOMS (object));

  g_clear_pointer (&priv->rooms, g_ptr_array_unref);
  g_clear_error (&priv->error);
  g_free (priv->next);
  G_OBJECT_CLASS (mx_found_rooms_parent_class)->finalize (object);
}

static void
mx_found_rooms_class_init (MxFoundRoomsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = mx_found_rooms_constructed;
  object_class->get_property = mx_found_rooms_get_property;
  object_class->set_property = mx_found_rooms_set_property;
  object_class->dispose = mx_found_rooms_dispose;
  object_class->finalize = mx_found_rooms_finalize;
  klass->take = mx_found_rooms_real_take;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, _mx_session_type (),
                                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  props[PROP_HAS_MORE] = g_param_spec_boolean ("has-more", NULL, NULL, TRUE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_N_SELECTED] = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IS_JOINING] = g_param_spec_boolean ("is-joining", NULL, NULL, FALSE, flags);
  props[PROP_N_JOINED] = g_param_spec_uint ("n-joined", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_found_rooms_init (MxFoundRooms *self)
{
  priv_of (self)->limit = 50;
  priv_of (self)->rooms = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * mx_found_rooms_load_more:
 * @self: rooms
 *
 * Asks for the next page, unless one is under way or all are there.
 */
void
mx_found_rooms_load_more (MxFoundRooms *self)
{
  MxFoundRoomsPrivate *priv;

  g_return_if_fail (MX_IS_FOUND_ROOMS (self));

  priv = priv_of (self);
  if (priv->is_loading || !mx_found_rooms_has_more (self))
    return;
  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  set_loading (self, TRUE, NULL);
  MX_FOUND_ROOMS_GET_CLASS (self)->ask (self, priv->next, priv->limit, priv->cancellable);
}

/**
 * mx_found_rooms_reload:
 * @self: rooms
 *
 * Begins again with the first page.
 */
void
mx_found_rooms_reload (MxFoundRooms *self)
{
  MxFoundRoomsPrivate *priv;
  guint n;

  g_return_if_fail (MX_IS_FOUND_ROOMS (self));

  priv = priv_of (self);
  n = priv->rooms->len;
  g_cancellable_cancel (priv->cancellable);
  priv->is_loading = FALSE;
  priv->n_pages = 0;
  g_clear_pointer (&priv->next, g_free);
  g_ptr_array_set_size (priv->rooms, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  on_selected (self);
  mx_found_rooms_load_more (self);
}

/**
 * mx_found_rooms_set_page:
 * @self: rooms of which none was asked for
 * @limit: how many are asked for at once
 * @next: (nullable): where to begin, of mx_found_rooms_get_next () of another list
 */
void
mx_found_rooms_set_page (MxFoundRooms *self,
                         guint         limit,
                         const char   *next)
{
  g_return_if_fail (MX_IS_FOUND_ROOMS (self));
  g_return_if_fail (limit > 0);

  priv_of (self)->limit = limit;
  g_set_str (&priv_of (self)->next, next);
}

/**
 * mx_found_rooms_get_next:
 * @self: rooms
 *
 * Returns: (transfer none) (nullable): where the next page begins
 */
const char *
mx_found_rooms_get_next (MxFoundRooms *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOMS (self), NULL);

  return priv_of (self)->next;
}

/**
 * mx_found_rooms_is_loading:
 * @self: rooms
 *
 * Returns: whether a page is under way
 */
gboolean
mx_found_rooms_is_loading (MxFoundRooms *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOMS (self), FALSE);

  return priv_of (self)->is_loading;
}

/**
 * mx_found_rooms_has_more:
 * @self: rooms
 *
 * Returns: whether there are more pages, as far as is known
 */
gboolean
mx_found_rooms_has_more (MxFoundRooms *self)
{
  MxFoundRoomsPrivate *priv;

  g_return_val_if_fail (MX_IS_FOUND_ROOMS (self), FALSE);

  priv = priv_of (self);
  return priv->n_pages == 0 || priv->next != NULL;
}

/**
 * mx_found_rooms_get_error:
 * @self: rooms
 *
 * Returns: (transfer none) (nullable): why the last page did not come
 */
const GError *
mx_found_rooms_get_error (MxFoundRooms *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOMS (self), NULL);

  return priv_of (self)->error;
}

/**
 * mx_found_rooms_get_session:
 * @self: rooms
 *
 * Returns: (transfer none): who looks for them
 */
MxSession *
mx_found_rooms_get_session (MxFoundRooms *self)
{
  g_return_val_if_fail (MX_IS_FOUND_ROOMS (self), NULL);

  return priv_of (self)->session;
}

/*< private >
 * _mx_found_rooms_set_joining:
 * @self: rooms
 * @joining: whether many are being joined
 * @n_joined: how many were
 */
void
_mx_found_rooms_set_joining (MxFoundRooms *self,
                             gboolean      joining,
                             guint         n_joined)
{
  MxFoundRoomsPrivate *priv = priv_of (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (priv->is_joining != joining) {
    priv->is_joining = joining;
    notify (self, PROP_IS_JOINING);
  }
  if (priv->n_joined != n_joined) {
    priv->n_joined = n_joined;
    notify (self, PROP_N_JOINED);
  }
  g_object_thaw_notify (G_OBJECT (self));
}
