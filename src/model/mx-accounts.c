/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The accounts of a profile, as a list of sessions.
 *
 *   PROFILE/account.json, store/             the first
 *   PROFILE/accounts/NAME/account.json, …    the others; NAME is random
 *
 * Each session has an engine, a store and a keyring item of its own, because each has a folder
 * of its own: what one account does cannot harm another. A folder in which nobody ever signed in
 * is left alone, and removed with the account. Main thread; files are read and removed by GIO's
 * threads. */

#include "config.h"

#include "mx-accounts.h"

#define FOLDER     "accounts"
#define MAX_OTHERS 31

struct _MxAccounts {
  GObject parent_instance;
  char *dir;           /* (owned)                            */
  GPtrArray *sessions; /* (owned) (element-type MxSession)   */
  GPtrArray *dirs;     /* (owned) (element-type utf8): of them */
};

static void
init_list (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxAccounts,
                               mx_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list))

static GType
mx_accounts_get_item_type (GListModel *list)
{
  return MX_TYPE_SESSION;
}

static guint
mx_accounts_get_n_items (GListModel *list)
{
  return MX_ACCOUNTS (list)->sessions->len;
}

static gpointer
mx_accounts_get_item (GListModel *list,
                      guint       position)
{
  MxAccounts *self = MX_ACCOUNTS (list);

  return position < self->sessions->len ? g_object_ref (self->sessions->pdata[position]) : NULL;
}

static void
init_list (GListModelInterface *iface)
{
  iface->get_item_type = mx_accounts_get_item_type;
  iface->get_n_items = mx_accounts_get_n_items;
  iface->get_item = mx_accounts_get_item;
}

static MxSession *
append (MxAccounts *self,
        const char *dir)
{
  MxSession *session = mx_session_new (dir);

  g_ptr_array_add (self->sessions, session);
  g_ptr_array_add (self->dirs, g_strdup (dir));
  g_list_model_items_changed (G_LIST_MODEL (self), self->sessions->len - 1, 0, 1);
  return session;
}

static gboolean
has_dir (MxAccounts *self,
         const char *dir)
{
  return g_ptr_array_find_with_equal_func (self->dirs, dir, g_str_equal, NULL);
}

/* Off the main thread: the folders in which somebody is signed in, sorted. */
static void
look (GTask        *task,
      gpointer      source,
      gpointer      task_data,
      GCancellable *cancellable)
{
  g_autoptr (GStrvBuilder) found = g_strv_builder_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (task_data, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < MIN (names->len, MAX_OTHERS); i++) {
    g_autofree char *folder = g_build_filename (task_data, names->pdata[i], NULL);
    g_autofree char *file = g_build_filename (folder, "account.json", NULL);

    if (g_file_test (file, G_FILE_TEST_EXISTS))
      g_strv_builder_add (found, folder);
  }
  g_task_return_pointer (task, g_strv_builder_end (found), (GDestroyNotify) g_strfreev);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxAccounts *self = MX_ACCOUNTS (source);
  g_auto (GStrv) dirs = g_task_propagate_pointer (G_TASK (result), NULL);

  for (gsize i = 0; dirs != NULL && dirs[i] != NULL; i++)
    if (!has_dir (self, dirs[i]))
      append (self, dirs[i]);
  g_task_return_boolean (task, TRUE);
}

static void
mx_accounts_finalize (GObject *object)
{
  MxAccounts *self = MX_ACCOUNTS (object);

  g_free (self->dir);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->dirs, g_ptr_array_unref);
  G_OBJECT_CLASS (mx_accounts_parent_class)->finalize (object);
}

static void
mx_accounts_class_init (MxAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mx_accounts_finalize;
}

static void
mx_accounts_init (MxAccounts *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
  self->dirs = g_ptr_array_new_with_free_func (g_free);
}

/**
 * mx_accounts_new:
 * @profile_dir: the profile's folder
 *
 * Returns: (transfer full): a list with the first account alone
 */
MxAccounts *
mx_accounts_new (const char *profile_dir)
{
  MxAccounts *self;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  self = g_object_new (MX_TYPE_ACCOUNTS, NULL);
  self->dir = g_strdup (profile_dir);
  append (self, profile_dir);
  return self;
}

/**
 * mx_accounts_load_async:
 * @self: a list
 * @cancellable: (nullable): a cancellable
 * @callback: called when the list is whole
 * @user_data: for @callback
 *
 * Adds the accounts that lie here.
 */
void
mx_accounts_load_async (MxAccounts          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) search = NULL;
  GTask *task;

  g_return_if_fail (MX_IS_ACCOUNTS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_accounts_load_async);
  search = g_task_new (self, NULL, looked_cb, task);
  g_task_set_source_tag (search, look);
  g_task_set_task_data (search, g_build_filename (self->dir, FOLDER, NULL), g_free);
  g_task_run_in_thread (search, look);
}

/**
 * mx_accounts_load_finish:
 * @self: a list
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: whether it was looked
 */
gboolean
mx_accounts_load_finish (MxAccounts    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_accounts_add:
 * @self: a list
 *
 * Makes place for one more account; nothing is on the disk before somebody signs in.
 *
 * Returns: (transfer none): its session
 */
MxSession *
mx_accounts_add (MxAccounts *self)
{
  g_autofree char *name = NULL;
  g_autofree char *dir = NULL;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);

  name = g_uuid_string_random ();
  dir = g_build_filename (self->dir, FOLDER, name, NULL);
  return append (self, dir);
}

/* Its folder; NULL where it is the first, which stays. */
static char *
take_off (MxAccounts *self,
          MxSession  *session)
{
  guint position;
  char *dir;

  if (!g_ptr_array_find (self->sessions, session, &position) || position == 0)
    return NULL;
  dir = g_ptr_array_steal_index (self->dirs, position);
  g_ptr_array_remove_index (self->sessions, position);
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

/**
 * mx_accounts_get_first:
 * @self: a list
 *
 * Returns: (transfer none): the profile's own account
 */
MxSession *
mx_accounts_get_first (MxAccounts *self)
{
  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);

  return self->sessions->pdata[0];
}
