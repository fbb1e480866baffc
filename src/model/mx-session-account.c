/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the owner of an account looks after: where it is signed in, and the profile. What the
 * server does only after questions is MxUia's. Main thread; each call covers one of the
 * engine's, and nothing is kept here: a list of devices is as old as the question. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-attachment.h"
#include "mx-error.h"

static void
devices_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) devices = mx_engine_list_devices_finish (MX_ENGINE (source), result, &error);
  GListStore *list;

  if (devices == NULL) {
    g_task_return_error (task, error);
    return;
  }
  list = g_list_store_new (MX_TYPE_DEVICE);
  g_list_store_splice (list, 0, 0, devices->pdata, devices->len);
  g_task_return_pointer (task, list, g_object_unref);
}

/**
 * mx_session_list_devices_async:
 * @self: an open session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks where the account is signed in.
 */
void
mx_session_list_devices_async (MxSession           *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_list_devices_async (self->engine, cancellable, devices_cb,
                                _mx_session_task_new (self, mx_session_list_devices_async, cancellable, callback,
                                                      user_data));
}

/**
 * mx_session_list_devices_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full): a list of #MxDevice
 */
GListModel *
mx_session_list_devices_finish (MxSession     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_session_rename_device_async:
 * @self: an open session
 * @device_id: a device
 * @name: its new name
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Renames a device. Ends by mx_session_boolean_finish ().
 */
void
mx_session_rename_device_async (MxSession           *self,
                                const char          *device_id,
                                const char          *name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (device_id != NULL && name != NULL);

  mx_engine_rename_device_async (self->engine, device_id, name, cancellable, _mx_session_boolean_cb,
                                 _mx_session_task_new (self, mx_session_rename_device_async, cancellable, callback,
                                                       user_data));
}

/**
 * mx_session_set_profile_async:
 * @self: an open session
 * @field: "displayname", "avatar_url", or a further part where the server has those
 * @value: (nullable): %NULL takes it away
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Changes the profile. Ends by mx_session_boolean_finish ().
 */
void
mx_session_set_profile_async (MxSession           *self,
                              const char          *field,
                              const char          *value,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (field != NULL);

  mx_engine_set_profile_async (self->engine, field, value, cancellable, _mx_session_boolean_cb,
                               _mx_session_task_new (self, mx_session_set_profile_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_set_avatar_async:
 * @self: an open session
 * @picture: the bytes of a picture, as they are
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Shows a picture in the profile, without what it tells about its maker. Ends by
 * mx_session_string_finish () with its address. mx_session_set_profile_async () takes it away.
 */
void
mx_session_set_avatar_async (MxSession           *self,
                             GBytes              *picture,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (MxAttachment) attachment = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (picture != NULL);

  task = _mx_session_task_new (self, mx_session_set_avatar_async, cancellable, callback, user_data);
  attachment = mx_attachment_new (picture, "avatar");
  if (!g_str_equal (attachment->msgtype, "m.image"))
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_BAD_INPUT, "this is no picture");
  else
    mx_engine_set_avatar_async (self->engine, attachment, cancellable, _mx_session_string_cb, g_steal_pointer (&task));
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MxProfile *profile = mx_engine_find_profile_finish (MX_ENGINE (source), result, &error);

  if (profile != NULL)
    g_task_return_pointer (task, profile, (GDestroyNotify) mx_profile_free);
  else
    g_task_return_error (task, error);
}

/**
 * mx_session_find_profile_async:
 * @self: an open session
 * @user_id: (nullable): whose; %NULL: one's own, with what of it may be changed
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks what a person says of themselves.
 */
void
mx_session_find_profile_async (MxSession           *self,
                               const char          *user_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_find_profile_async (self->engine, user_id, cancellable, profile_cb,
                                _mx_session_task_new (self, mx_session_find_profile_async, cancellable, callback,
                                                      user_data));
}

/**
 * mx_session_find_profile_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full): the profile
 */
MxProfile *
mx_session_find_profile_finish (MxSession     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
