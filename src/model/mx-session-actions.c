/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with the account. Each call covers one of the engine's; what is
 * reported as done is also seen in the model, because the answer waits for the deltas that
 * came before it. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-error.h"

void
_mx_session_string_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *text = mx_engine_string_finish (MX_ENGINE (source), result, &error);

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  g_task_set_task_data (task, text, g_free);
  _mx_session_return_after (self, g_steal_pointer (&task));
}

void
_mx_session_boolean_cb (GObject      *source,
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

GTask *
_mx_session_task_new (MxSession           *self,
                      gpointer             tag,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* Whoever asked hears what became of it, also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Everybody who asked meanwhile gets the one answer. */
static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (MxSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxAccountInfo) account = mx_engine_open_finish (MX_ENGINE (source), result, &error);
  g_autoptr (GPtrArray) openers = g_steal_pointer (&self->openers);
  guint i;

  g_clear_object (&self->open_cancel);
  if (account != NULL)
    _mx_session_set_account (self, account);
  for (i = 0; i < openers->len; i++) {
    GTask *task = g_ptr_array_index (openers, i);

    if (g_task_return_error_if_cancelled (task))
      continue;
    if (error != NULL)
      g_task_return_error (task, g_error_copy (error));
    else
      _mx_session_return_after (self, g_object_ref (task));
  }
}

static void
logout_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxSession *self = g_task_get_source_object (task);
  GError *error = NULL;

  /* A keyring that does not let go of a key is told of; the account is gone all the same. */
  if (mx_engine_boolean_finish (MX_ENGINE (source), result, &error) || self->sync_state == MX_SYNC_STOPPED)
    _mx_session_set_account (self, NULL);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
close_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mx_engine_close_finish (MX_ENGINE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What waits for the network lies in the outbox: that is done, as far as the person is
 * concerned. */
static void
queued_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, MX_ERROR, MX_ERROR_UNREACHABLE)) {
    g_debug ("it waits: %s", error->message);
    g_clear_error (&error);
    g_task_return_boolean (task, TRUE);
  } else
    g_task_return_error (task, error);
}

static void
media_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = mx_engine_load_media_finish (MX_ENGINE (source), result, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* Takes @task. */
static void
open_profile (MxSession *self,
              GTask     *task,
              gboolean   loads_again)
{
  if (self->openers != NULL) {
    g_ptr_array_add (self->openers, task);
    return;
  }
  _mx_session_load_communities (self);
  self->openers = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->openers, task);
  self->open_cancel = g_cancellable_new ();
  if (loads_again)
    mx_engine_load_again_async (self->engine, self->open_cancel, open_cb, g_object_ref (self));
  else
    mx_engine_open_async (self->engine, self->open_cancel, open_cb, g_object_ref (self));
}

/**
 * mx_session_open_async:
 * @self: a session
 *
 * Opens the profile. When it is done every room of the store is in the list. Who asks while
 * the answer to another is awaited gets the same one: a locked keyring asks once.
 */
void
mx_session_open_async (MxSession           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  open_profile (self, _mx_session_task_new (self, mx_session_open_async, cancellable, callback, user_data), FALSE);
}

/**
 * mx_session_load_again_async:
 * @self: a session whose profile could not be read
 *
 * The same, but what is damaged is set aside and loaded again from the server. Ends by mx_session_open_finish ().
 */
void
mx_session_load_again_async (MxSession           *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  open_profile (self, _mx_session_task_new (self, mx_session_load_again_async, cancellable, callback, user_data), TRUE);
}

/**
 * mx_session_open_finish:
 * @self: a session
 *
 * Returns: %TRUE: somebody is signed in; %FALSE without an error: nobody is
 */
gboolean
mx_session_open_finish (MxSession     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_session_close_async:
 * @self: a session
 *
 * Ends the engine.
 */
void
mx_session_close_async (MxSession           *self,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  g_cancellable_cancel (self->open_cancel);
  mx_engine_close_async (self->engine, close_cb,
                         _mx_session_task_new (self, mx_session_close_async, NULL, callback, user_data));
}

/**
 * mx_session_close_finish:
 * @self: a session
 *
 * Returns: whether it ended in order
 */
gboolean
mx_session_close_finish (MxSession     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_session_logout_async:
 * @self: a session
 *
 * Signs out and removes everything of the account from this computer.
 */
void
mx_session_logout_async (MxSession           *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_logout_async (self->engine, cancellable, logout_cb,
                          _mx_session_task_new (self, mx_session_logout_async, cancellable, callback, user_data));
}

/**
 * mx_session_join_async:
 * @self: a session
 * @target: a room id, an alias or a link
 * @via: (nullable): servers that know the room
 *
 * Joins a room.
 */
void
mx_session_join_async (MxSession           *self,
                       const char          *target,
                       const char *const   *via,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (target != NULL);

  mx_engine_join_async (self->engine, target, via, cancellable, _mx_session_string_cb,
                        _mx_session_task_new (self, mx_session_join_async, cancellable, callback, user_data));
}

/**
 * mx_session_create_room_async:
 * @self: a session
 * @options_json: createRoom's body as the specification has it
 *
 * Makes a room.
 */
void
mx_session_create_room_async (MxSession           *self,
                              const char          *options_json,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (options_json != NULL);

  mx_engine_create_room_async (self->engine, options_json, cancellable, _mx_session_string_cb,
                               _mx_session_task_new (self, mx_session_create_room_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_string_finish:
 * @self: a session
 *
 * Ends joining and making a room.
 *
 * Returns: (transfer full) (nullable): the room's id
 */
char *
mx_session_string_finish (MxSession     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_session_boolean_finish:
 * @self: a session
 *
 * Ends signing out, hiding somebody and reporting.
 *
 * Returns: whether it was done
 */
gboolean
mx_session_boolean_finish (MxSession     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_session_set_ignored_async:
 * @self: a session
 * @user_id: whom
 * @ignored: whether what they write is hidden
 *
 * Hides somebody, or does not any more.
 */
void
mx_session_set_ignored_async (MxSession           *self,
                              const char          *user_id,
                              gboolean             ignored,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (user_id != NULL);

  mx_engine_set_ignored_async (self->engine, user_id, ignored, cancellable, queued_cb,
                               _mx_session_task_new (self, mx_session_set_ignored_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_report_async:
 * @self: a session
 * @room_id: (nullable): the room
 * @event_id: (nullable): the message in it
 * @user_id: (nullable): the person, when neither room nor message is given
 * @reason: why
 *
 * Reports to the server's administrators. Done when the server has it, or when it is
 * safely queued because the server cannot be reached: then the sync state says so.
 */
void
mx_session_report_async (MxSession           *self,
                         const char          *room_id,
                         const char          *event_id,
                         const char          *user_id,
                         const char          *reason,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (room_id != NULL || user_id != NULL);

  mx_engine_report_async (self->engine, room_id, event_id, user_id, reason, cancellable, queued_cb,
                          _mx_session_task_new (self, mx_session_report_async, cancellable, callback, user_data));
}

/**
 * mx_session_load_media_async:
 * @self: a session
 * @mxc: address of a picture or file
 * @width: of a thumbnail; 0: the original
 * @height: of a thumbnail; 0: the original
 * @max_bytes: how much is taken at most; 0: the default
 *
 * Reads from the cache or the server.
 */
void
mx_session_load_media_async (MxSession           *self,
                             const char          *mxc,
                             guint                width,
                             guint                height,
                             gsize                max_bytes,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (mxc != NULL);

  mx_engine_load_media_async (self->engine, mxc, width, height, max_bytes, cancellable, media_cb,
                              _mx_session_task_new (self, mx_session_load_media_async, cancellable, callback,
                                                    user_data));
}

/**
 * mx_session_load_icon_async:
 * @self: a session
 * @base_url: a server's address
 * @mxc: address of the icon of one of its identity providers
 * @size: of its sides in pixels
 *
 * Asks the server, without an account; ends by mx_session_load_media_finish ().
 */
void
mx_session_load_icon_async (MxSession           *self,
                            const char          *base_url,
                            const char          *mxc,
                            guint                size,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (base_url != NULL && mxc != NULL);

  mx_engine_load_icon_async (self->engine, base_url, mxc, size, cancellable, media_cb,
                             _mx_session_task_new (self, mx_session_load_icon_async, cancellable, callback,
                                                   user_data));
}

/**
 * mx_session_load_media_finish:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): the bytes, of strangers
 */
GBytes *
mx_session_load_media_finish (MxSession     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_session_try_now:
 * @self: a session
 *
 * Asks the server at once instead of waiting for the back-off.
 */
void
mx_session_try_now (MxSession *self)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_try_now (self->engine);
}
