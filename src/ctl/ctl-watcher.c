/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CtlWatcher: turns what changes in a session into news as JSON: the notifications of rpc
 * and the lines of listen. Every joined room has a watch. Changes of a room within one turn
 * of the main loop are told once, and only when what is told of it differs. Main thread. */

#include "config.h"

#include "ctl-watcher.h"

#include "ctl-error.h"
#include "ctl-item.h"

#include "mx-json.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"

struct _CtlWatcher {
  MxSession *session; /* (owned)                                             */
  MxRoomList *list;   /* (owned)                                             */
  CtlNewsFunc func;
  gpointer user_data;
  GHashTable *told;    /* room id → JSON text of it as last told              */
  GHashTable *rooms;   /* room id → MxRoom that we listen to                  */
  GHashTable *watches; /* room id → CtlWatch                                  */
  GHashTable *dirty;   /* room ids                                            */
  guint flush;         /* source                                              */
};

/**
 * ctl_watcher_tell:
 * @self: a watcher
 * @method: the notification's name
 * @params: (transfer full): what it says
 */
void
ctl_watcher_tell (CtlWatcher *self,
                  const char *method,
                  JsonObject *params)
{
  self->func (method, params, self->user_data);
  json_object_unref (params);
}

/* Timelines. */

static void
on_item (CtlWatch       *watch,
         MxTimelineItem *item,
         CtlWatcher     *self)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "room", mx_room_get_id (ctl_watch_get_room (watch)));
  json_object_set_object_member (params, "item", ctl_item_to_json (item));
  ctl_watcher_tell (self, "timeline.item", params);
}

static void
unwatch (gpointer data)
{
  CtlWatch *watch = data;

  g_signal_handlers_disconnect_matched (watch, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_item, NULL);
  g_object_unref (watch);
}

/**
 * ctl_watcher_get_room:
 * @self: a watcher
 * @room: a room
 *
 * Returns: (transfer none): what follows the room's timeline
 */
CtlWatch *
ctl_watcher_get_room (CtlWatcher *self,
                      MxRoom     *room)
{
  CtlWatch *watch = g_hash_table_lookup (self->watches, mx_room_get_id (room));

  if (watch != NULL)
    return watch;
  watch = ctl_watch_new (room);
  g_signal_connect (watch, "item", G_CALLBACK (on_item), self);
  g_hash_table_insert (self->watches, g_strdup (mx_room_get_id (room)), watch);
  return watch;
}

/* Rooms. */

static void
tell_room (CtlWatcher *self,
           const char *room_id,
           JsonObject *object)
{
  g_autofree char *text = mx_json_print_object (object);

  if (g_strcmp0 (g_hash_table_lookup (self->told, room_id), text) == 0) {
    json_object_unref (object);
    return;
  }
  g_hash_table_replace (self->told, g_strdup (room_id), g_steal_pointer (&text));
  json_object_set_string_member (object, "room", room_id);
  ctl_watcher_tell (self, "room.changed", object);
}

static void
tell_gone (CtlWatcher *self,
           const char *room_id)
{
  JsonObject *object = json_object_new ();

  if (!g_hash_table_remove (self->told, room_id)) {
    json_object_unref (object);
    return;
  }
  json_object_set_string_member (object, "room", room_id);
  json_object_set_string_member (object, "room_id", room_id);
  json_object_set_string_member (object, "membership", ctl_membership_get_word (MX_MEMBERSHIP_LEAVE));
  ctl_watcher_tell (self, "room.changed", object);
}

static void
look_at (CtlWatcher *self,
         const char *room_id)
{
  MxRoom *room = g_hash_table_lookup (self->rooms, room_id);
  gboolean is_joined = room != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN;

  if (is_joined)
    ctl_watcher_get_room (self, room);
  else
    g_hash_table_remove (self->watches, room_id);
  if (room != NULL)
    tell_room (self, room_id, ctl_room_to_json (room));
  else
    tell_gone (self, room_id);
}

static gboolean
flush (gpointer user_data)
{
  CtlWatcher *self = user_data;
  g_autoptr (GHashTable) dirty = g_steal_pointer (&self->dirty);
  GHashTableIter iter;
  gpointer room_id;

  self->flush = 0;
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, dirty);
  while (g_hash_table_iter_next (&iter, &room_id, NULL))
    look_at (self, room_id);
  return G_SOURCE_REMOVE;
}

static void
mark (CtlWatcher *self,
      const char *room_id)
{
  g_hash_table_add (self->dirty, g_strdup (room_id));
  if (self->flush == 0)
    self->flush = g_idle_add_full (G_PRIORITY_DEFAULT, flush, self, NULL);
}

static void
on_room_notify (MxRoom     *room,
                GParamSpec *pspec,
                CtlWatcher *self)
{
  mark (self, mx_room_get_id (room));
}

static void
forget_room (CtlWatcher *self,
             MxRoom     *room)
{
  g_signal_handlers_disconnect_by_data (room, self);
  mark (self, mx_room_get_id (room));
  g_hash_table_remove (self->rooms, mx_room_get_id (room));
}

/* Rooms that are only sorted anew go and come in one turn, and flush sees no difference. */
static void
drop_gone (CtlWatcher *self)
{
  g_autoptr (GPtrArray) rooms = g_hash_table_get_values_as_ptr_array (self->rooms);
  guint i;

  for (i = 0; i < rooms->len; i++) {
    MxRoom *room = g_ptr_array_index (rooms, i);

    if (mx_room_list_find (self->list, mx_room_get_id (room)) != room)
      forget_room (self, room);
  }
}

static void
on_rooms_changed (GListModel *list,
                  guint       position,
                  guint       removed,
                  guint       added,
                  CtlWatcher *self)
{
  guint i;

  for (i = position; i < position + added; i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (list, i);

    if (g_hash_table_lookup (self->rooms, mx_room_get_id (room)) == room)
      continue;
    g_signal_connect (room, "notify", G_CALLBACK (on_room_notify), self);
    g_hash_table_replace (self->rooms, g_strdup (mx_room_get_id (room)), g_object_ref (room));
    mark (self, mx_room_get_id (room));
  }
  if (removed > 0)
    drop_gone (self);
}

/* What is there at first is known by room.list, and no news. */
static void
read_rooms (CtlWatcher *self)
{
  GHashTableIter iter;
  gpointer room_id;
  gpointer room;

  on_rooms_changed (G_LIST_MODEL (self->list), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)), self);
  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, &room_id, &room)) {
    g_autoptr (JsonObject) object = ctl_room_to_json (room);

    g_hash_table_insert (self->told, g_strdup (room_id), mx_json_print_object (object));
  }
}

/* The session. */

static void
on_sync_state (MxSession  *session,
               GParamSpec *pspec,
               CtlWatcher *self)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "state", ctl_sync_state_get_word (mx_session_get_sync_state (session)));
  ctl_watcher_tell (self, "sync", params);
}

static void
on_error (MxSession  *session,
          GParamSpec *pspec,
          CtlWatcher *self)
{
  const GError *error = mx_session_get_error (session);

  if (error != NULL)
    ctl_watcher_tell (self, "error", ctl_error_to_json (error));
}

static void
connect_session (CtlWatcher *self,
                 MxSession  *session)
{
  self->session = g_object_ref (session);
  self->list = g_object_ref (mx_session_get_rooms (session));
  read_rooms (self);
  g_signal_connect (self->list, "items-changed", G_CALLBACK (on_rooms_changed), self);
  g_signal_connect (session, "notify::sync-state", G_CALLBACK (on_sync_state), self);
  g_signal_connect (session, "notify::error", G_CALLBACK (on_error), self);
}

static void
disconnect_session (CtlWatcher *self)
{
  GHashTableIter iter;
  gpointer room;

  g_clear_handle_id (&self->flush, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, &room))
    g_signal_handlers_disconnect_by_data (room, self);
  g_hash_table_remove_all (self->watches);
  g_hash_table_remove_all (self->rooms);
  g_hash_table_remove_all (self->told);
  g_hash_table_remove_all (self->dirty);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
}

/**
 * ctl_watcher_new:
 * @session: an open session
 * @func: what is called with each piece of news
 * @user_data: for @func
 *
 * Returns: (transfer full): a watcher
 */
CtlWatcher *
ctl_watcher_new (MxSession   *session,
                 CtlNewsFunc  func,
                 gpointer     user_data)
{
  CtlWatcher *self = g_new0 (CtlWatcher, 1);

  self->func = func;
  self->user_data = user_data;
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unwatch);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  connect_session (self, session);
  return self;
}

/**
 * ctl_watcher_set_session:
 * @self: a watcher
 * @session: another session
 *
 * Tells what happens there from now on.
 */
void
ctl_watcher_set_session (CtlWatcher *self,
                         MxSession  *session)
{
  if (self->session == session)
    return;
  disconnect_session (self);
  connect_session (self, session);
  on_sync_state (session, NULL, self);
}

/**
 * ctl_watcher_free:
 * @self: (transfer full): a watcher
 */
void
ctl_watcher_free (CtlWatcher *self)
{
  disconnect_session (self);
  g_hash_table_unref (self->watches);
  g_hash_table_unref (self->rooms);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->dirty);
  g_free (self);
}
