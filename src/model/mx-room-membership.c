/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Into a room and out of it: leaving and forgetting, inviting others, following a room that
 * moved. The engine does it; what came of it is told by sync, and the answer here only says
 * whether it was done. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-engine.h"

/**
 * mx_room_leave_async:
 * @self: a room
 *
 * Leaves the room, or declines an invitation.
 */
void
mx_room_leave_async (MxRoom              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (_mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_leave_async);
  mx_engine_leave_async (_mx_room_get_engine (self), self->room_id, cancellable, _mx_room_boolean_cb, task);
}

/**
 * mx_room_forget_async:
 * @self: a room that one is not in any more
 *
 * Leaves nothing of it, here and at the server; the list of rooms loses it.
 */
void
mx_room_forget_async (MxRoom              *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (_mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_forget_async);
  mx_engine_forget_async (_mx_room_get_engine (self), self->room_id, cancellable, _mx_room_boolean_cb, task);
}

/**
 * mx_room_invite_async:
 * @self: a room
 * @user_id: whom
 *
 * Invites somebody.
 */
void
mx_room_invite_async (MxRoom              *self,
                      const char          *user_id,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (user_id != NULL && _mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_invite_async);
  mx_engine_invite_async (_mx_room_get_engine (self), self->room_id, user_id, cancellable, _mx_room_boolean_cb, task);
}

/**
 * mx_room_follow_async:
 * @self: a room that moved
 *
 * Joins the room that took its place.
 */
void
mx_room_follow_async (MxRoom              *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (_mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_follow_async);
  mx_engine_follow_async (_mx_room_get_engine (self), self->room_id, cancellable, _mx_room_string_cb, task);
}

/**
 * mx_room_follow_finish:
 * @self: a room that moved
 *
 * Returns: (transfer full) (nullable): the new room's id
 */
char *
mx_room_follow_finish (MxRoom        *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
