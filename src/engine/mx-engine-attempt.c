/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, what the owner of an account asks of the server. Main thread: each function
 * writes its wish down and has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-attachment.h"
#include "mx-attempt.h"
#include "mx-enrol.h"
#include "mx-profiles.h"

/**
 * mx_engine_attempt_async:
 * @self: an engine
 * @attempt: what
 * @server: (nullable): where, for %MX_ATTEMPT_REGISTER and %MX_ATTEMPT_RESET
 * @body_json: the request without "auth"
 * @auth_json: (nullable): a stage's answer
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Tries something that user-interactive authentication stands before.
 */
void
mx_engine_attempt_async (MxEngine            *self,
                         MxAttempt            attempt,
                         const char          *server,
                         const char          *body_json,
                         const char          *auth_json,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->limit = attempt;
  wish->text = g_strdup (server);
  wish->secret = g_strdup (body_json);
  wish->auth = g_strdup (auth_json);
  _mx_engine_call (self, mx_engine_attempt_async, cancellable, callback, user_data, mx_attempt_run, wish);
}

/**
 * mx_engine_attempt_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Returns: (transfer full) (nullable): what the server wants first; %NULL without an error: done
 */
MxUiaChallenge *
mx_engine_attempt_finish (MxEngine      *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_login_made_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in to the account that was just made.
 */
void
mx_engine_login_made_async (MxEngine            *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_login_made_async, cancellable, callback, user_data, mx_attempt_login_made, wish);
}

/**
 * mx_engine_list_devices_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks where the account is signed in.
 */
void
mx_engine_list_devices_async (MxEngine            *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_list_devices_async, cancellable, callback, user_data, mx_attempt_list_devices, wish);
}

/**
 * mx_engine_list_devices_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Returns: (transfer full) (element-type MxDevice): the devices
 */
GPtrArray *
mx_engine_list_devices_finish (MxEngine      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_rename_device_async:
 * @self: an engine
 * @device_id: a device
 * @name: its new name
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Renames a device. Ends by mx_engine_boolean_finish ().
 */
void
mx_engine_rename_device_async (MxEngine            *self,
                               const char          *device_id,
                               const char          *name,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->text = g_strdup (device_id);
  wish->type = g_strdup (name);
  _mx_engine_call (self, mx_engine_rename_device_async, cancellable, callback, user_data, mx_attempt_rename_device,
                   wish);
}

/**
 * mx_engine_set_profile_async:
 * @self: an engine
 * @field: "displayname", "avatar_url" …
 * @value: (nullable): %NULL takes it away
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Changes the profile. Ends by mx_engine_boolean_finish ().
 */
void
mx_engine_set_profile_async (MxEngine            *self,
                             const char          *field,
                             const char          *value,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->type = g_strdup (field);
  wish->text = g_strdup (value);
  _mx_engine_call (self, mx_engine_set_profile_async, cancellable, callback, user_data, mx_profiles_set, wish);
}

/**
 * mx_engine_enrol_mail_async:
 * @self: an engine
 * @attempt: %MX_ATTEMPT_REGISTER or %MX_ATTEMPT_RESET
 * @server: where an account is to be made, or is
 * @email: the address to write to
 * @client_secret: what only we know
 * @number: which mail to this address it is, from 1
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Lets the server write to who wants an account, or into theirs again. Ends by mx_engine_string_finish () with the
 * mail's id.
 */
void
mx_engine_enrol_mail_async (MxEngine            *self,
                            MxAttempt            attempt,
                            const char          *server,
                            const char          *email,
                            const char          *client_secret,
                            guint                number,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  wish->user_id = g_strdup (email);
  wish->secret = g_strdup (client_secret);
  wish->limit = number;
  wish->flag = attempt == MX_ATTEMPT_RESET;
  _mx_engine_call (self, mx_engine_enrol_mail_async, cancellable, callback, user_data, mx_enrol_mail, wish);
}

/**
 * mx_engine_enrol_keep_async:
 * @self: an engine
 * @record: (nullable): what is needed to go on making an account; %NULL takes it away
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a record in the keyring while nobody is signed in. Ends by mx_engine_boolean_finish ().
 */
void
mx_engine_enrol_keep_async (MxEngine            *self,
                            const char          *record,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->secret = g_strdup (record);
  _mx_engine_call (self, mx_engine_enrol_keep_async, NULL, callback, user_data, mx_enrol_keep, wish);
}

/**
 * mx_engine_enrol_load_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Ends by mx_engine_string_finish (): the record, or %NULL without an error.
 */
void
mx_engine_enrol_load_async (MxEngine            *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_enrol_load_async, cancellable, callback, user_data, mx_enrol_load, wish);
}

/**
 * mx_engine_set_avatar_async:
 * @self: an engine
 * @picture: a picture
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Shows a picture in the profile. Ends by mx_engine_string_finish () with its address.
 */
void
mx_engine_set_avatar_async (MxEngine            *self,
                            MxAttachment        *picture,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->bytes = g_bytes_ref (picture->bytes);
  wish->type = g_strdup (picture->mimetype);
  _mx_engine_call (self, mx_engine_set_avatar_async, cancellable, callback, user_data, mx_profiles_set_avatar, wish);
}

/**
 * mx_engine_find_profile_async:
 * @self: an engine
 * @user_id: (nullable): whose; %NULL: one's own
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks what a person says of themselves.
 */
void
mx_engine_find_profile_async (MxEngine            *self,
                              const char          *user_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->user_id = g_strdup (user_id);
  _mx_engine_call (self, mx_engine_find_profile_async, cancellable, callback, user_data, mx_profiles_find, wish);
}

/**
 * mx_engine_find_profile_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Returns: (transfer full): the profile
 */
MxProfile *
mx_engine_find_profile_finish (MxEngine      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
