/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The accounts of a profile, as a list of sessions.
 *
 *   PROFILE/account.json, store/             the first
 *   PROFILE/accounts/NAME/account.json, …    the others; NAME is when it was made, and something random
 *
 * Each session has an engine, a store and a keyring item of its own, because each has a folder
 * of its own: what one account does cannot harm another. A folder in which nobody ever signed in
 * is left alone, and removed with the account. The order is that in which the accounts were
 * made. Main thread; files are read and removed by GIO's threads. */

#include "config.h"

#include "mx-accounts-private.h"

#include "mx-session-private.h"

#include <string.h>

#define FOLDER     "accounts"
#define MAX_OTHERS 31
#define MAX_NAME   64

static void
init_list (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxAccounts,
                               mx_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list))

static void
place_free (gpointer data)
{
  MxAccountsPlace *place = data;

  g_clear_object (&place->session);
  g_clear_pointer (&place->dir, g_free);
  g_free (place);
}

static GType
mx_accounts_get_item_type (GListModel *list)
{
  return MX_TYPE_SESSION;
}

static guint
mx_accounts_get_n_items (GListModel *list)
{
  return MX_ACCOUNTS (list)->places->len;
}

static gpointer
mx_accounts_get_item (GListModel *list,
                      guint       position)
{
  MxAccounts *self = MX_ACCOUNTS (list);
  MxAccountsPlace *place = position < self->places->len ? self->places->pdata[position] : NULL;

  return place != NULL ? g_object_ref (place->session) : NULL;
}

static void
init_list (GListModelInterface *iface)
{
  iface->get_item_type = mx_accounts_get_item_type;
  iface->get_n_items = mx_accounts_get_n_items;
  iface->get_item = mx_accounts_get_item;
}

MxAccountsPlace *
_mx_accounts_find_place (MxAccounts *self,
                         MxSession  *session,
                         guint      *position)
{
  for (guint i = 0; i < self->places->len; i++) {
    MxAccountsPlace *place = self->places->pdata[i];

    if (place->session != session)
      continue;
    if (position != NULL)
      *position = i;
    return place;
  }
  return NULL;
}

static MxAccountsPlace *
find_dir (MxAccounts *self,
          const char *dir)
{
  for (guint i = 0; i < self->places->len; i++) {
    MxAccountsPlace *place = self->places->pdata[i];

    if (g_str_equal (place->dir, dir))
      return place;
  }
  return NULL;
}

/* After the first, names are sorted. */
static MxAccountsPlace *
insert (MxAccounts *self,
        const char *dir)
{
  MxAccountsPlace *place = g_new0 (MxAccountsPlace, 1);
  guint position = self->places->len;

  while (position > 1 && strcmp (((MxAccountsPlace *) self->places->pdata[position - 1])->dir, dir) > 0)
    position--;
  place->session = mx_session_new (dir);
  place->dir = g_strdup (dir);
  g_ptr_array_insert (self->places, (int) position, place);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
  return place;
}

static gboolean
has_account (const char *dir)
{
  g_autofree char *file = g_build_filename (dir, "account.json", NULL);

  return g_file_test (file, G_FILE_TEST_EXISTS);
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
  g_autofree char *others = g_build_filename (task_data, FOLDER, NULL);
  g_autoptr (GDir) dir = g_dir_open (others, 0, NULL);
  const char *name;
  guint n_others = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  if (has_account (task_data))
    g_strv_builder_add (found, task_data);
  for (guint i = 0; i < names->len && n_others < MAX_OTHERS; i++) {
    g_autofree char *folder = g_build_filename (others, names->pdata[i], NULL);

    if (!has_account (folder))
      continue;
    g_strv_builder_add (found, folder);
    n_others++;
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

  for (gsize i = 0; dirs != NULL && dirs[i] != NULL; i++) {
    MxAccountsPlace *place = find_dir (self, dirs[i]);

    if (place == NULL)
      place = insert (self, dirs[i]);
    place->is_known = TRUE;
  }
  g_task_return_boolean (task, TRUE);
}

static void
mx_accounts_finalize (GObject *object)
{
  MxAccounts *self = MX_ACCOUNTS (object);

  g_free (self->dir);
  g_clear_pointer (&self->places, g_ptr_array_unref);
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
  self->places = g_ptr_array_new_with_free_func (place_free);
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
  insert (self, profile_dir);
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
  g_task_set_task_data (search, g_strdup (self->dir), g_free);
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

/* (nullable): @name cannot be one of ours */
static char *
dup_dir (MxAccounts *self,
         const char *name)
{
  if (g_str_equal (name, MX_ACCOUNTS_FIRST))
    return g_strdup (self->dir);
  if (*name == '\0' || strlen (name) > MAX_NAME || strspn (name, "0123456789abcdef-") != strlen (name))
    return NULL;
  return g_build_filename (self->dir, FOLDER, name, NULL);
}

/* Whatever one account's key is kept in, the next one's is. */
static void
copy_key_mode (MxAccounts *self,
               MxSession  *session)
{
  for (guint i = 0; i < self->places->len; i++) {
    MxSession *other = ((MxAccountsPlace *) self->places->pdata[i])->session;

    if (other == session || !mx_session_is_open (other))
      continue;
    _mx_session_copy_key_mode (session, other);
    return;
  }
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
  MxSession *session;
  g_autofree char *uuid = NULL;
  g_autofree char *name = NULL;
  g_autofree char *dir = NULL;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);

  uuid = g_uuid_string_random ();
  name = g_strdup_printf ("%014" G_GINT64_MODIFIER "x-%s", g_get_real_time (), uuid);
  dir = g_build_filename (self->dir, FOLDER, name, NULL);
  session = insert (self, dir)->session;
  copy_key_mode (self, session);
  return session;
}

/**
 * mx_accounts_claim:
 * @self: a list
 * @name: what mx_accounts_get_name () once said
 *
 * An account that is wanted before the list is loaded, also one to which nobody has signed in yet.
 *
 * Returns: (transfer none): its session; the first, where there can be no such account
 */
MxSession *
mx_accounts_claim (MxAccounts *self,
                   const char *name)
{
  g_autofree char *dir = NULL;
  MxAccountsPlace *place;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  dir = dup_dir (self, name);
  if (dir == NULL)
    return mx_accounts_get_first (self);
  place = find_dir (self, dir);
  return place != NULL ? place->session : insert (self, dir)->session;
}

/**
 * mx_accounts_look_up:
 * @self: a list
 * @name: what mx_accounts_get_name () once said
 *
 * Returns: (transfer none) (nullable): the account of that name, where it is in the list
 */
MxSession *
mx_accounts_look_up (MxAccounts *self,
                     const char *name)
{
  g_autofree char *dir = NULL;
  MxAccountsPlace *place;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  dir = dup_dir (self, name);
  place = dir != NULL ? find_dir (self, dir) : NULL;
  return place != NULL ? place->session : NULL;
}

/**
 * mx_accounts_get_name:
 * @self: a list
 * @session: one of it
 *
 * Returns: (transfer none) (nullable): what the account is called here, in this and every later run
 */
const char *
mx_accounts_get_name (MxAccounts *self,
                      MxSession  *session)
{
  guint position = 0;
  MxAccountsPlace *place;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);

  place = _mx_accounts_find_place (self, session, &position);
  if (place == NULL)
    return NULL;
  return position == 0 ? MX_ACCOUNTS_FIRST : strrchr (place->dir, G_DIR_SEPARATOR) + 1;
}

/**
 * mx_accounts_find:
 * @self: a list
 * @user_id: a person
 *
 * Returns: (transfer none) (nullable): the session in which they are signed in
 */
MxSession *
mx_accounts_find (MxAccounts *self,
                  const char *user_id)
{
  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  for (guint i = 0; i < self->places->len; i++) {
    MxSession *session = ((MxAccountsPlace *) self->places->pdata[i])->session;

    if (g_strcmp0 (mx_session_get_user_id (session), user_id) == 0)
      return session;
  }
  return NULL;
}

/**
 * mx_accounts_has_account:
 * @self: a list
 * @session: one of it
 *
 * Returns: whether somebody is signed in there, also where it could not be opened
 */
gboolean
mx_accounts_has_account (MxAccounts *self,
                         MxSession  *session)
{
  MxAccountsPlace *place;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), FALSE);

  place = _mx_accounts_find_place (self, session, NULL);
  return place != NULL && (place->is_known || mx_session_is_open (session));
}

/**
 * mx_accounts_get_next:
 * @self: a list
 * @session: one of it
 *
 * Returns: (transfer none) (nullable): what to go on with when @session is left: an account that is open, else one
 *   that could not be opened
 */
MxSession *
mx_accounts_get_next (MxAccounts *self,
                      MxSession  *session)
{
  MxSession *known = NULL;
  guint from = 0;

  g_return_val_if_fail (MX_IS_ACCOUNTS (self), NULL);

  _mx_accounts_find_place (self, session, &from);
  for (guint i = 1; i < self->places->len; i++) {
    MxAccountsPlace *place = self->places->pdata[(from + i) % self->places->len];

    if (mx_session_is_open (place->session))
      return place->session;
    if (place->is_known && known == NULL)
      known = place->session;
  }
  return known;
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

  return ((MxAccountsPlace *) self->places->pdata[0])->session;
}
