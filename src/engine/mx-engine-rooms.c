/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, rooms. Main thread: each function writes its wish down and
 * has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-preview.h"
#include "mx-rooms.h"
/**
 * mx_engine_preview_async:
 * @self: an engine
 * @link: what leads to a room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks at a room without joining it.
 */
void
mx_engine_preview_async (MxEngine            *self,
                         const char          *link,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (link);

  wish = mx_wish_new ();
  wish->text = g_strdup (link);
  _mx_engine_call (self, mx_engine_preview_async, cancellable, callback, user_data, mx_preview_look, wish);
}

/**
 * mx_engine_preview_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_preview_async ().
 *
 * Returns: (transfer full) (nullable): the preview; %NULL when the text is no link to a room
 */
MxRoomPreview *
mx_engine_preview_finish (MxEngine      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_join_async:
 * @self: an engine
 * @target: a room id, an alias or a link
 * @via: (nullable): servers that know the room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Joins a room; ends with its id by mx_engine_string_finish () once sync has it.
 */
void
mx_engine_join_async (MxEngine            *self,
                      const char          *target,
                      const char *const   *via,
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
  _mx_engine_call (self, mx_engine_join_async, cancellable, callback, user_data, mx_rooms_join, wish);
}

/**
 * mx_engine_create_room_async:
 * @self: an engine
 * @options_json: the body of createRoom
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Creates a room; ends with its id by mx_engine_string_finish () once sync has it.
 */
void
mx_engine_create_room_async (MxEngine            *self,
                             const char          *options_json,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (options_json);

  wish = mx_wish_new ();
  wish->text = g_strdup (options_json);
  _mx_engine_call (self, mx_engine_create_room_async, cancellable, callback, user_data, mx_rooms_create, wish);
}

/**
 * mx_engine_leave_async:
 * @self: an engine
 * @room_id: a room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Leaves a room or declines an invite, and forgets it.
 */
void
mx_engine_leave_async (MxEngine            *self,
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
  _mx_engine_call (self, mx_engine_leave_async, cancellable, callback, user_data, mx_rooms_leave, wish);
}

/**
 * mx_engine_forget_async:
 * @self: an engine
 * @room_id: a room
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Leaves nothing of a room that one is not in any more, here and at the server.
 */
void
mx_engine_forget_async (MxEngine            *self,
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
  _mx_engine_call (self, mx_engine_forget_async, cancellable, callback, user_data, mx_rooms_forget, wish);
}

/**
 * mx_engine_invite_async:
 * @self: an engine
 * @room_id: a room
 * @user_id: a person
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Invites a person.
 */
void
mx_engine_invite_async (MxEngine            *self,
                        const char          *room_id,
                        const char          *user_id,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);
  g_return_if_fail (user_id);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->user_id = g_strdup (user_id);
  _mx_engine_call (self, mx_engine_invite_async, cancellable, callback, user_data, mx_rooms_invite, wish);
}

/**
 * mx_engine_get_state_async:
 * @self: an engine
 * @room_id: a room
 * @type: the type of a state event
 * @state_key: its key, often empty
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Reads a room's state; ends with the content as JSON text by mx_engine_string_finish ().
 */
void
mx_engine_get_state_async (MxEngine            *self,
                           const char          *room_id,
                           const char          *type,
                           const char          *state_key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (room_id);
  g_return_if_fail (type);
  g_return_if_fail (state_key);

  wish = mx_wish_new ();
  wish->room_id = g_strdup (room_id);
  wish->type = g_strdup (type);
  wish->state_key = g_strdup (state_key);
  _mx_engine_call (self, mx_engine_get_state_async, cancellable, callback, user_data, mx_rooms_get_state, wish);
}
