/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The border, signing in outside the program. Main thread: each function writes its wish
 * down and has it carried to the engine thread. What a step shows is plain data; the answer
 * of the browser, and the secrets behind it, never come here. */

#include "config.h"

#include "mx-engine-private.h"

#include "mx-browser.h"
#include "mx-oauth.h"
#include "mx-support.h"

/**
 * mx_engine_browser_begin_async:
 * @self: an engine where nobody is signed in, or whose session the server ended
 * @server: a server name, a user id or an address
 * @way: which way in
 * @provider: (nullable): an identity provider's id
 * @link: (nullable): where the person was going; given back after a restart
 * @title: the heading of the page that the browser ends on
 * @page: the text below it
 * @cancellable: (nullable): a cancellable
 * @callback: called when there is something to open
 * @user_data: for @callback
 *
 * Begins a sign-in in the browser. A new one ends the one before.
 */
void
mx_engine_browser_begin_async (MxEngine            *self,
                               const char          *server,
                               MxBrowserWay         way,
                               const char          *provider,
                               const char          *link,
                               const char          *title,
                               const char          *page,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));
  g_return_if_fail (server != NULL);

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  wish->limit = way;
  wish->type = g_strdup (provider);
  wish->link = g_strdup (link);
  wish->title = g_strdup (title);
  wish->page = g_strdup (page);
  _mx_engine_call (self, mx_engine_browser_begin_async, cancellable, callback, user_data, mx_browser_begin, wish);
}

/**
 * mx_engine_browser_resume_async:
 * @self: an engine
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Goes on with what was begun before the program ended.
 */
void
mx_engine_browser_resume_async (MxEngine            *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  _mx_engine_call (self, mx_engine_browser_resume_async, cancellable, callback, user_data, mx_browser_resume,
                   mx_wish_new ());
}

/**
 * mx_engine_browser_step_finish:
 * @self: an engine
 * @result: the result
 * @error: a place for an error
 *
 * Ends mx_engine_browser_begin_async () and mx_engine_browser_resume_async ().
 *
 * Returns: (transfer full) (nullable): what the person has to do; %NULL without an error:
 *   nothing was begun
 */
MxBrowserStep *
mx_engine_browser_step_finish (MxEngine      *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_engine_browser_wait_async:
 * @self: an engine whose sign-in has begun
 * @cancellable: (nullable): ends the sign-in
 * @callback: called when somebody is signed in
 * @user_data: for @callback
 *
 * Waits for the browser's answer and signs in. Ends by mx_engine_login_finish ().
 */
void
mx_engine_browser_wait_async (MxEngine            *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  _mx_engine_call (self, mx_engine_browser_wait_async, cancellable, callback, user_data, mx_browser_wait,
                   mx_wish_new ());
}

/**
 * mx_engine_browser_cancel:
 * @self: an engine
 *
 * Ends the sign-in in the browser and forgets it.
 */
void
mx_engine_browser_cancel (MxEngine *self)
{
  g_return_if_fail (MX_IS_ENGINE (self));

  _mx_engine_tell (self, mx_browser_cancel, mx_wish_new ());
}

/**
 * mx_engine_find_page_async:
 * @self: an engine
 * @action: (nullable): "org.matrix.devices_list" …
 * @device_id: (nullable): which device it is about
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Where the account is looked after in the browser. Ends by mx_engine_string_finish (), with
 * %MX_ERROR_UNRECOGNIZED where there is no such page.
 */
void
mx_engine_find_page_async (MxEngine            *self,
                           const char          *action,
                           const char          *device_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->type = g_strdup (action);
  wish->text = g_strdup (device_id);
  _mx_engine_call (self, mx_engine_find_page_async, cancellable, callback, user_data, mx_oauth_find_page, wish);
}

/**
 * mx_engine_find_support_async:
 * @self: an engine
 * @server: (nullable): a server's name; %NULL: the account's
 * @is_abuse: whether it is about what somebody does there
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Whom to write to at a server. Ends by mx_engine_string_finish () with an address, or with %MX_ERROR_NOT_FOUND
 * where it names nobody.
 */
void
mx_engine_find_support_async (MxEngine            *self,
                              const char          *server,
                              gboolean             is_abuse,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  MxWish *wish;

  g_return_if_fail (MX_IS_ENGINE (self));

  wish = mx_wish_new ();
  wish->text = g_strdup (server);
  wish->flag = is_abuse;
  _mx_engine_call (self, mx_engine_find_support_async, cancellable, callback, user_data, mx_support_find, wish);
}
