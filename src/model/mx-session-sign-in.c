/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways into an account: what a server offers, a password, a guest, a login token, the
 * browser. Each call covers one of the engine's; the answer waits for the deltas that came
 * before it, so that whoever is signed in also sees their rooms. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-profile.h"

#include <glib/gi18n.h>

static void
login_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MxAccountInfo) account = mx_engine_login_finish (MX_ENGINE (source), result, &error);

  if (account == NULL) {
    g_task_return_error (task, error);
    return;
  }
  _mx_session_set_account (self, account);
  _mx_session_return_after (self, g_steal_pointer (&task));
}

/* A guest without a name is a number to the others, and a guest with one all the same. */
static void
named_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    _mx_session_set_profile (self, g_task_get_task_data (task), NULL);
  else
    g_debug ("the guest has no name: %s", error->message);
  _mx_session_return_after (self, g_steal_pointer (&task));
}

/* Named before anything is joined: no room hears that a number changed its name. */
static void
guest_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxSession *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (MxAccountInfo) account = mx_engine_login_finish (MX_ENGINE (source), result, &error);
  g_autofree char *number = NULL;
  char *name;

  if (account == NULL) {
    g_task_return_error (task, error);
    return;
  }
  _mx_session_set_account (self, account);
  number = mx_id_dup_localpart (account->user_id);
  /* Translators: what others call a guest; %s tells guests apart, mostly a number. */
  name = g_strdup_printf (_ ("Guest %s"), number);
  g_task_set_task_data (task, name, g_free);
  mx_engine_set_profile_async (self->engine, mx_profile_get_field (MX_PROFILE_NAME), name, NULL, named_cb,
                               g_steal_pointer (&task));
}

static void
find_server_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MxServerOffer *offer = mx_engine_find_server_finish (MX_ENGINE (source), result, &error);

  if (offer != NULL)
    g_task_return_pointer (task, offer, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
step_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MxBrowserStep *step = mx_engine_browser_step_finish (MX_ENGINE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, step, (GDestroyNotify) mx_browser_step_free);
}

/**
 * mx_session_find_server_async:
 * @self: a session
 * @name: a server's name or address, or a user id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Asks what a server offers.
 */
void
mx_session_find_server_async (MxSession           *self,
                              const char          *name,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  mx_engine_find_server_async (self->engine, name, cancellable, find_server_cb,
                               _mx_session_task_new (self, mx_session_find_server_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_find_server_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full): what the server offers
 */
MxServerOffer *
mx_session_find_server_finish (MxSession     *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_session_login_password_async:
 * @self: a session
 * @server: the server's name or address
 * @user: user id or name
 * @password: the password
 *
 * Signs in.
 */
void
mx_session_login_password_async (MxSession           *self,
                                 const char          *server,
                                 const char          *user,
                                 const char          *password,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (server != NULL && user != NULL && password != NULL);

  mx_engine_login_password_async (self->engine, server, user, password, cancellable, login_cb,
                                  _mx_session_task_new (self, mx_session_login_password_async, cancellable, callback,
                                                        user_data));
}

/**
 * mx_session_login_guest_async:
 * @self: a session
 * @server: the server's name or address
 *
 * Comes in as a guest, with a name for the others where the server takes one.
 */
void
mx_session_login_guest_async (MxSession           *self,
                              const char          *server,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (server != NULL);

  mx_engine_login_guest_async (self->engine, server, cancellable, guest_cb,
                               _mx_session_task_new (self, mx_session_login_guest_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_login_token_async:
 * @self: a session
 * @server: the server's name or address
 * @token: a login token; works once
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Signs in with what another device or a page gave.
 */
void
mx_session_login_token_async (MxSession           *self,
                              const char          *server,
                              const char          *token,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (server != NULL && token != NULL);

  mx_engine_login_token_async (self->engine, server, token, cancellable, login_cb,
                               _mx_session_task_new (self, mx_session_login_token_async, cancellable, callback,
                                                     user_data));
}

/**
 * mx_session_login_finish:
 * @self: a session
 *
 * Ends either way of signing in.
 *
 * Returns: whether somebody is signed in now
 */
gboolean
mx_session_login_finish (MxSession     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_session_browser_begin_async:
 * @self: a session where nobody is signed in, or whose server ended it
 * @server: the server's name or address, or a user id
 * @way: which way in
 * @provider: (nullable): an identity provider's id, for %MX_BROWSER_SSO
 * @link: (nullable): where the person was going; given back after a restart
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Begins a sign-in in the browser. A new one ends the one before.
 */
void
mx_session_browser_begin_async (MxSession           *self,
                                const char          *server,
                                MxBrowserWay         way,
                                const char          *provider,
                                const char          *link,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  const char *title, *text;

  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (server != NULL);

  /* Translators: what the browser shows once the sign-in there is done: heading and text. */
  title = _ ("You can go back to Teahouse now");
  text = _ ("This page is no longer needed. You can close it.");
  mx_engine_browser_begin_async (self->engine, server, way, provider, link, title, text, cancellable, step_cb,
                                 _mx_session_task_new (self, mx_session_browser_begin_async, cancellable, callback,
                                                       user_data));
}

/**
 * mx_session_browser_resume_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Goes on with a sign-in that was begun before the program ended.
 */
void
mx_session_browser_resume_async (MxSession           *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_browser_resume_async (self->engine, cancellable, step_cb,
                                  _mx_session_task_new (self, mx_session_browser_resume_async, cancellable, callback,
                                                        user_data));
}

/**
 * mx_session_browser_step_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Ends begin and resume.
 *
 * Returns: (transfer full) (nullable): what the person has to do; %NULL without an error:
 *   nothing was begun before
 */
MxBrowserStep *
mx_session_browser_step_finish (MxSession     *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_session_browser_wait_async:
 * @self: a session whose sign-in has begun
 * @cancellable: (nullable): ends the sign-in
 * @callback: called when somebody is signed in
 * @user_data: for @callback
 *
 * Waits for the browser and signs in. Ends by mx_session_login_finish (), with
 * %MX_ERROR_DENIED or %MX_ERROR_EXPIRED where nothing came of it.
 */
void
mx_session_browser_wait_async (MxSession           *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_browser_wait_async (self->engine, cancellable, login_cb,
                                _mx_session_task_new (self, mx_session_browser_wait_async, cancellable, callback,
                                                      user_data));
}

/**
 * mx_session_browser_cancel:
 * @self: a session
 *
 * The person does not want to go on: the sign-in in the browser ends and is forgotten.
 */
void
mx_session_browser_cancel (MxSession *self)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_browser_cancel (self->engine);
}

/**
 * mx_session_find_page_async:
 * @self: an open session
 * @action: (nullable): what is to be done there
 * @device_id: (nullable): which device it is about
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Where the account is looked after in the browser. Ends by mx_session_string_finish ().
 */
void
mx_session_find_page_async (MxSession           *self,
                            const char          *action,
                            const char          *device_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_find_page_async (self->engine, action, device_id, cancellable, _mx_session_string_cb,
                             _mx_session_task_new (self, mx_session_find_page_async, cancellable, callback, user_data));
}
