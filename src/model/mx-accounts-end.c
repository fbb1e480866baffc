/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxAccounts: opening all that lie there, closing all, and the end of one: it signs out, its
 * engine ends, its folder goes. The profile's own account keeps its place. Main thread. */

#include "config.h"

#include "mx-accounts-private.h"

#include "mx-session-private.h"

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  mx_session_open_finish (MX_SESSION (source), result, &error);
  if (error != NULL)
    g_debug ("another account stays closed: %s", error->message);
}

/**
 * mx_accounts_open_others:
 * @self: a list
 * @session: one of it, which is open
 *
 * Opens all others, with their keys where @session's is. One that cannot be opened stays closed.
 */
void
mx_accounts_open_others (MxAccounts *self,
                         MxSession  *session)
{
  g_return_if_fail (MX_IS_ACCOUNTS (self));

  for (guint i = 0; i < self->places->len; i++) {
    MxAccountsPlace *place = self->places->pdata[i];

    if (place->session == session || !place->is_known || mx_session_is_open (place->session))
      continue;
    _mx_session_copy_key_mode (place->session, session);
    mx_session_open_async (place->session, NULL, opened_cb, NULL);
  }
}

static void
end_closing (GTask *task)
{
  guint *left = g_task_get_task_data (task);

  if (--*left == 0)
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
all_closed_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mx_session_close_finish (MX_SESSION (source), result, &error))
    g_debug ("closing an account: %s", error->message);
  end_closing (user_data);
}

/**
 * mx_accounts_close_async:
 * @self: a list
 * @callback: called when every account has written what it holds
 * @user_data: for @callback
 *
 * Ends all engines.
 */
void
mx_accounts_close_async (MxAccounts          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  guint *left = g_new (guint, 1);

  g_return_if_fail (MX_IS_ACCOUNTS (self));

  *left = self->places->len;
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, mx_accounts_close_async);
  g_task_set_task_data (task, left, g_free);
  for (guint i = 0; i < self->places->len; i++)
    mx_session_close_async (((MxAccountsPlace *) self->places->pdata[i])->session, all_closed_cb, g_object_ref (task));
}

/**
 * mx_accounts_close_finish:
 * @self: a list
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether all have ended
 */
gboolean
mx_accounts_close_finish (MxAccounts    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Its folder; NULL where it is the first, which stays. */
static char *
take_off (MxAccounts *self,
          MxSession  *session)
{
  guint position = 0;
  MxAccountsPlace *place = _mx_accounts_find_place (self, session, &position);
  char *dir;

  if (place == NULL || position == 0)
    return NULL;
  dir = g_steal_pointer (&place->dir);
  g_ptr_array_remove_index (self->places, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
  return dir;
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_debug ("the account's folder stays: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* The folder is empty: signing out has taken everything away. */
static void
remove_folder (GTask      *task,
               const char *dir)
{
  g_autoptr (GFile) file = g_file_new_for_path (dir);

  g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, removed_cb, task);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxAccounts *self = g_task_get_source_object (task);
  g_autofree char *dir = NULL;
  GError *error = NULL;

  if (!mx_session_close_finish (MX_SESSION (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  dir = take_off (self, MX_SESSION (source));
  if (dir != NULL)
    remove_folder (g_steal_pointer (&task), dir);
  else
    g_task_return_boolean (task, TRUE);
}

static void
end (GTask     *task,
     MxSession *session)
{
  MxAccounts *self = g_task_get_source_object (task);
  MxAccountsPlace *place = _mx_accounts_find_place (self, session, NULL);

  if (place != NULL)
    place->is_known = FALSE;
  if (session == mx_accounts_get_first (self)) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }
  mx_session_close_async (session, closed_cb, task);
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error)) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  end (task, MX_SESSION (source));
}

/**
 * mx_accounts_remove_async:
 * @self: a list
 * @session: one of it
 * @cancellable: (nullable): a cancellable
 * @callback: called when nothing is left of the account
 * @user_data: for @callback
 *
 * Signs out and forgets.
 */
void
mx_accounts_remove_async (MxAccounts          *self,
                          MxSession           *session,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ACCOUNTS (self));
  g_return_if_fail (MX_IS_SESSION (session));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_accounts_remove_async);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  if (mx_session_is_open (session))
    mx_session_logout_async (session, cancellable, signed_out_cb, task);
  else
    end (task, session);
}

/**
 * mx_accounts_remove_finish:
 * @self: a list
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether the account is gone from here
 */
gboolean
mx_accounts_remove_finish (MxAccounts    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
