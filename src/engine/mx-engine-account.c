/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, accounts. Main thread: each function writes its wish down and
 * has it carried to the engine thread. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-account.h"
#include "mx-diagnose.h"
#include "mx-server.h"

/**
 * mx_engine_open_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Opens the profile; the first delta comes before the callback, sync starts by itself.
 */
void
mx_engine_open_async (MxEngine            *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_open_async, cancellable, callback, user_data, mx_account_open, wish);
}

/**
 * mx_engine_load_again_async:
 * @self: an engine whose profile could not be read
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The same, but what is damaged is set aside and loaded again from the server. What was not sent yet and the drafts
 * are in what is set aside. Where it cannot be read who was signed in, nobody is.
 */
void
mx_engine_load_again_async (MxEngine            *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->flag = TRUE;
  _mx_engine_call (self, mx_engine_load_again_async, cancellable, callback, user_data, mx_account_open, wish);
}

/**
 * mx_engine_open_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_open_async () and mx_engine_load_again_async ().
 *
 * Returns: (transfer full) (nullable): who is signed in; %NULL without an error: nobody
 */
MxAccountInfo *
mx_engine_open_finish (MxEngine      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_find_server_async:
 * @self: an engine
 * @name: a server name, a user id or an address
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Finds out what a server offers. See Client-Server API, "Server discovery".
 */
void
mx_engine_find_server_async (MxEngine            *self,
                             const char          *name,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (name);

  wish = mx_wish_new ();
  wish->text = g_strdup (name);
  _mx_engine_call (self, mx_engine_find_server_async, cancellable, callback, user_data, mx_server_find, wish);
}

/**
 * mx_engine_find_server_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_find_server_async ().
 *
 * Returns: (transfer full) (nullable): the server
 */
MxServerOffer *
mx_engine_find_server_finish (MxEngine      *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_diagnose_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Looks at libraries and server.
 */
void
mx_engine_diagnose_async (MxEngine            *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  _mx_engine_call (self, mx_engine_diagnose_async, cancellable, callback, user_data, mx_diagnose, mx_wish_new ());
}

/**
 * mx_engine_diagnose_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_diagnose_async ().
 *
 * Returns: (transfer full): what could be told
 */
MxDiagnostics *
mx_engine_diagnose_finish (MxEngine      *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_login_password_async:
 * @self: an engine
 * @server: a server name or an address
 * @user: a user id, its first part, or a mail address
 * @password: the password
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in. See Client-Server API, "Login".
 */
void
mx_engine_login_password_async (MxEngine            *self,
                                const char          *server,
                                const char          *user,
                                const char          *password,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (server && user && password);

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  wish->user_id = g_strdup (user);
  wish->secret = g_strdup (password);
  _mx_engine_call (self, mx_engine_login_password_async, cancellable, callback, user_data,
                   mx_account_login_password, wish);
}

/**
 * mx_engine_login_guest_async:
 * @self: an engine
 * @server: a server name or an address
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in as a guest. See Client-Server API, "Guest access".
 */
void
mx_engine_login_guest_async (MxEngine            *self,
                             const char          *server,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (server);

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  _mx_engine_call (self, mx_engine_login_guest_async, cancellable, callback, user_data, mx_account_login_guest, wish);
}

/**
 * mx_engine_login_token_async:
 * @self: an engine
 * @server: a server name or an address
 * @token: a login token
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in with a token that works once. See Client-Server API, "Token-based".
 */
void
mx_engine_login_token_async (MxEngine            *self,
                             const char          *server,
                             const char          *token,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (server && token);

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  wish->secret = g_strdup (token);
  _mx_engine_call (self, mx_engine_login_token_async, cancellable, callback, user_data, mx_account_login_token, wish);
}

/**
 * mx_engine_login_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends every way of signing in.
 *
 * Returns: (transfer full) (nullable): who is signed in now
 */
MxAccountInfo *
mx_engine_login_finish (MxEngine      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_logout_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs out and removes store, secrets and caches, also when the server cannot be told.
 */
void
mx_engine_logout_async (MxEngine            *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  _mx_engine_call (self, mx_engine_logout_async, cancellable, callback, user_data, mx_account_logout, wish);
}
