/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, finding rooms and people. Main thread: each function writes its wish down and
 * has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-preset-files.h"
#include "mx-rooms.h"

/**
 * mx_engine_knock_async:
 * @self: an engine
 * @target: a room id, an alias or a link
 * @via: (nullable): servers that know the room
 * @reason: (nullable): what is said to the people inside
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks to be let in; ends with the room id by mx_engine_string_finish ().
 */
void
mx_engine_knock_async (MxEngine            *self,
                       const char          *target,
                       const char *const   *via,
                       const char          *reason,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (target);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (target);
  wish->via = g_strdupv ((char **) via);
  wish->text = g_strdup (reason);
  _mx_engine_call (self, mx_engine_knock_async, cancellable, callback, user_data, mx_rooms_knock, wish);
}

/**
 * mx_engine_load_knocks_async:
 * @self: an engine
 * @room_id: a room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Who asks to be let in; ends by mx_engine_people_finish ().
 */
void
mx_engine_load_knocks_async (MxEngine            *self,
                             const char          *room_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  _mx_engine_call (self, mx_engine_load_knocks_async, cancellable, callback, user_data, mx_rooms_load_knocks, wish);
}

/**
 * mx_engine_kick_async:
 * @self: an engine
 * @room_id: a room
 * @user_id: a person
 * @reason: (nullable): why
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Removes a person, or refuses a request to be let in; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_kick_async (MxEngine            *self,
                      const char          *room_id,
                      const char          *user_id,
                      const char          *reason,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id && user_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->user_id = g_strdup (user_id);
  wish->text = g_strdup (reason);
  _mx_engine_call (self, mx_engine_kick_async, cancellable, callback, user_data, mx_rooms_kick, wish);
}

/**
 * mx_engine_follow_async:
 * @self: an engine
 * @room_id: a room that was moved
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Joins the room that took its place; ends with its id by mx_engine_string_finish ().
 */
void
mx_engine_follow_async (MxEngine            *self,
                        const char          *room_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  _mx_engine_call (self, mx_engine_follow_async, cancellable, callback, user_data, mx_rooms_follow, wish);
}

/**
 * mx_engine_start_direct_async:
 * @self: an engine
 * @user_id: a person
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The conversation with a person; ends with the room id by mx_engine_string_finish ().
 */
void
mx_engine_start_direct_async (MxEngine            *self,
                              const char          *user_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (user_id);

  wish = mx_wish_new ();
  wish->user_id = g_strdup (user_id);
  _mx_engine_call (self, mx_engine_start_direct_async, cancellable, callback, user_data, mx_rooms_start_direct, wish);
}

/**
 * mx_engine_set_child_async:
 * @self: an engine
 * @space_id: a space
 * @room_id: a room
 * @via: (nullable): servers that know it; %NULL takes it out
 * @suggested: whether newcomers are pointed to it
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Puts a room into a space; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_set_child_async (MxEngine            *self,
                           const char          *space_id,
                           const char          *room_id,
                           const char *const   *via,
                           gboolean             suggested,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (space_id && room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (space_id);
  wish->state_key = g_strdup (room_id);
  wish->via = g_strdupv ((char **) via);
  wish->flag = suggested;
  _mx_engine_call (self, mx_engine_set_child_async, cancellable, callback, user_data, mx_rooms_set_child, wish);
}

/**
 * mx_engine_set_guests_async:
 * @self: an engine
 * @room_id: a room
 * @allowed: whether people without an account may join
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Lets guests in, or no more; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_set_guests_async (MxEngine            *self,
                            const char          *room_id,
                            gboolean             allowed,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->flag = allowed;
  _mx_engine_call (self, mx_engine_set_guests_async, cancellable, callback, user_data, mx_rooms_set_guests, wish);
}

/**
 * mx_engine_set_closed_async:
 * @self: an engine
 * @room_id: a room
 * @closed: whether nobody new shall come in for now; else the room is opened again, as it was before
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Closes a room or opens it again; ends by mx_engine_boolean_finish ().
 */
void
mx_engine_set_closed_async (MxEngine            *self,
                            const char          *room_id,
                            gboolean             closed,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->flag = closed;
  _mx_engine_call (self, mx_engine_set_closed_async, cancellable, callback, user_data, mx_rooms_set_closed, wish);
}

/**
 * mx_engine_search_rooms_async:
 * @self: an engine
 * @server: (nullable): whose directory
 * @term: (nullable): what to look for
 * @type: (nullable): "m.space"
 * @from: (nullable): where to go on
 * @limit: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks into a directory; ends by mx_engine_room_page_finish ().
 */
void
mx_engine_search_rooms_async (MxEngine            *self,
                              const char          *server,
                              const char          *term,
                              const char          *type,
                              const char          *from,
                              guint                limit,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->state_key = g_strdup (server);
  wish->text = g_strdup (term);
  wish->type = g_strdup (type);
  wish->txn_id = g_strdup (from);
  wish->limit = limit;
  _mx_engine_call (self, mx_engine_search_rooms_async, cancellable, callback, user_data, mx_rooms_search, wish);
}

/**
 * mx_engine_load_children_async:
 * @self: an engine
 * @space_id: a space
 * @from: (nullable): where to go on
 * @limit: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks into a space; ends by mx_engine_room_page_finish ().
 */
void
mx_engine_load_children_async (MxEngine            *self,
                               const char          *space_id,
                               const char          *from,
                               guint                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (space_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (space_id);
  wish->txn_id = g_strdup (from);
  wish->limit = limit;
  _mx_engine_call (self, mx_engine_load_children_async, cancellable, callback, user_data, mx_rooms_children, wish);
}

/**
 * mx_engine_find_people_async:
 * @self: an engine
 * @term: part of a name
 * @limit: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks for people; ends by mx_engine_people_finish ().
 */
void
mx_engine_find_people_async (MxEngine            *self,
                             const char          *term,
                             guint                limit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (term);

  wish = mx_wish_new ();
  wish->text = g_strdup (term);
  wish->limit = limit;
  _mx_engine_call (self, mx_engine_find_people_async, cancellable, callback, user_data, mx_rooms_find_people, wish);
}

/**
 * mx_engine_load_presets_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The communities that this computer knows; ends by mx_engine_load_presets_finish ().
 */
void
mx_engine_load_presets_async (MxEngine            *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_load_presets_async, cancellable, callback, user_data, mx_preset_files_give, wish);
}

/**
 * mx_engine_room_page_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_search_rooms_async () and mx_engine_load_children_async ().
 *
 * Returns: (transfer full) (nullable): the rooms
 */
MxRoomPage *
mx_engine_room_page_finish (MxEngine      *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_people_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_find_people_async () and mx_engine_load_knocks_async ().
 *
 * Returns: (transfer full) (nullable) (element-type MxMemberInfo): people
 */
GPtrArray *
mx_engine_people_finish (MxEngine      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_load_presets_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_load_presets_async ().
 *
 * Returns: (transfer full) (nullable): the communities
 */
MxPresets *
mx_engine_load_presets_finish (MxEngine      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
