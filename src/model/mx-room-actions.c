/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with a room, but for what is sent into it: see mx-room-send.c. Wishes go to
 * the engine, which keeps them until the server has them. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-session-private.h"
#include "mx-timeline-private.h"

/**
 * mx_room_mark_read:
 * @self: a room
 *
 * Everything that has come is read.
 */
void
mx_room_mark_read (MxRoom *self)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_get_engine (self) != NULL)
    mx_engine_mark_read (_mx_room_get_engine (self), self->room_id,
                         self->timeline != NULL ? mx_timeline_get_newest_id (self->timeline) : NULL);
}

/**
 * mx_room_mark_read_to:
 * @self: a room
 * @event_id: up to which event everything is read
 */
void
mx_room_mark_read_to (MxRoom     *self,
                      const char *event_id)
{
  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (event_id != NULL);

  if (_mx_room_get_engine (self) != NULL)
    mx_engine_mark_read (_mx_room_get_engine (self), self->room_id, event_id);
}

/**
 * mx_room_set_marked_unread:
 * @self: a room
 * @unread: whether it is to count as unread
 */
void
mx_room_set_marked_unread (MxRoom   *self,
                           gboolean  unread)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_get_engine (self) != NULL)
    mx_engine_set_marked_unread (_mx_room_get_engine (self), self->room_id, unread);
}

/**
 * mx_room_set_tag:
 * @self: a room
 * @tag: "m.favourite" or "m.lowpriority"
 * @present: whether the room has it
 */
void
mx_room_set_tag (MxRoom     *self,
                 const char *tag,
                 gboolean    present)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_get_engine (self) != NULL)
    mx_engine_set_tag (_mx_room_get_engine (self), self->room_id, tag, present);
}

/**
 * mx_room_set_typing:
 * @self: a room
 * @typing: whether a message is being written
 */
void
mx_room_set_typing (MxRoom   *self,
                    gboolean  typing)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_get_engine (self) != NULL)
    mx_engine_set_typing (_mx_room_get_engine (self), self->room_id, typing);
}

/**
 * mx_room_set_draft:
 * @self: a room
 * @draft: (nullable): what is written and not yet sent
 *
 * Keeps the draft, also over a restart.
 */
void
mx_room_set_draft (MxRoom     *self,
                   const char *draft)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_set_draft_text (self, draft) && _mx_room_get_engine (self) != NULL)
    mx_engine_set_draft (_mx_room_get_engine (self), self->room_id, self->draft);
}

/* Async, each a thin cover: the engine does the work. */

/*< private >
 * _mx_room_string_cb:
 * @user_data: (transfer full): a task
 *
 * Ends a task with what mx_engine_string_finish () says.
 */
void
_mx_room_string_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = mx_engine_string_finish (MX_ENGINE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, text, g_free);
}

/*< private >
 * _mx_room_boolean_cb:
 * @user_data: (transfer full): a task
 *
 * Ends a task with what mx_engine_boolean_finish () says.
 */
void
_mx_room_boolean_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * mx_room_wait_kept_async:
 * @self: a room
 * @txn_id: of something sent
 *
 * Waits until it is durable here: it is sent then, whatever happens to this program.
 */
void
mx_room_wait_kept_async (MxRoom              *self,
                         const char          *txn_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (txn_id != NULL && _mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_wait_kept_async);
  mx_engine_wait_kept_async (_mx_room_get_engine (self), self->room_id, txn_id, cancellable, _mx_room_boolean_cb, task);
}

/**
 * mx_room_wait_sent_async:
 * @self: a room
 * @txn_id: of something sent
 *
 * Waits until the server has it.
 */
void
mx_room_wait_sent_async (MxRoom              *self,
                         const char          *txn_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (txn_id != NULL && _mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_wait_sent_async);
  mx_engine_wait_sent_async (_mx_room_get_engine (self), self->room_id, txn_id, cancellable,
                             _mx_room_string_cb, task);
}

/**
 * mx_room_wait_sent_finish:
 * @self: a room
 *
 * Returns: (transfer full) (nullable): the event's id
 */
char *
mx_room_wait_sent_finish (MxRoom        *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_room_mark_read_async:
 * @self: a room
 * @event_id: up to which event everything is read
 *
 * Ends once it is durable here; the server hears of it when it can be reached.
 */
void
mx_room_mark_read_async (MxRoom              *self,
                         const char          *event_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (event_id != NULL && _mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_mark_read_async);
  mx_engine_mark_read_async (_mx_room_get_engine (self), self->room_id, event_id, cancellable,
                             _mx_room_boolean_cb, task);
}

/**
 * mx_room_set_guests_async:
 * @self: a room
 * @allowed: whether people without an account may join
 *
 * Lets guests in, or no more.
 */
void
mx_room_set_guests_async (MxRoom              *self,
                          gboolean             allowed,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (_mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_set_guests_async);
  mx_engine_set_guests_async (_mx_room_get_engine (self), self->room_id, allowed, cancellable, _mx_room_boolean_cb,
                              task);
}

/**
 * mx_room_set_closed_async:
 * @self: a room
 * @closed: whether nobody new shall come in for now; else it is opened again, as it was before
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Closes the room to strangers and guests for a while, or opens it again.
 */
void
mx_room_set_closed_async (MxRoom              *self,
                          gboolean             closed,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (_mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_set_closed_async);
  mx_engine_set_closed_async (_mx_room_get_engine (self), self->room_id, closed, cancellable, _mx_room_boolean_cb,
                              task);
}

/**
 * mx_room_boolean_finish:
 * @self: a room
 *
 * Ends mx_room_wait_kept_async (), mx_room_mark_read_async (), mx_room_leave_async (),
 * mx_room_forget_async (), mx_room_invite_async (), mx_room_set_guests_async () and
 * mx_room_set_closed_async ().
 *
 * Returns: whether it was done
 */
gboolean
mx_room_boolean_finish (MxRoom        *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_room_get_state_async:
 * @self: a room
 * @type: a state event's type
 * @state_key: its key
 *
 * Reads a piece of the room's state.
 */
void
mx_room_get_state_async (MxRoom              *self,
                         const char          *type,
                         const char          *state_key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (type != NULL && state_key != NULL && _mx_room_get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_get_state_async);
  mx_engine_get_state_async (_mx_room_get_engine (self), self->room_id, type, state_key, cancellable,
                             _mx_room_string_cb, task);
}

/**
 * mx_room_get_state_finish:
 * @self: a room
 *
 * Returns: (transfer full) (nullable): the content as JSON text
 */
char *
mx_room_get_state_finish (MxRoom        *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
