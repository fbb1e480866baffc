/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * MxKeyring:
 *
 * Keeps one item a profile: the account's random master key and its tokens. Where, the
 * person chooses: in the Secret Service, in a file that a passphrase seals, or in memory
 * only. Never in clear on a disk. "There is no item" is never said of a keyring that is
 * only locked; and whether a missing item means a first run, the store's header knows
 * (mx_store_exists ()). See security.md, 3.7.
 *
 * What is stored and what is deleted go one after the other, in the order in which they were asked for:
 * a token that is still being written must not outlive the sign-out that follows.
 *
 * Thread: any one with a main context; callbacks arrive in the thread-default context
 * that the call was made in.
 */

#include "config.h"

#include "mx-keyring-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <sodium.h>

struct _MxKeyring {
  GObject parent_instance;

  char *profile_dir; /* (owned) (nullable)         */
  MxKeyMode mode;
  MxSecret *passphrase;  /* (owned) (nullable)         */
  MxKeyringItem *memory; /* (owned) (nullable)         */
  GQueue writes;         /* (element-type Write): the first is under way */
  GTask *settling;       /* (owned) (nullable)         */
};

G_DEFINE_FINAL_TYPE (MxKeyring, mx_keyring, G_TYPE_OBJECT)

typedef struct
{
  GTask *task;         /* (owned): holds on to its keyring           */
  MxKeyringItem *item; /* (owned) (nullable): %NULL deletes          */
} Write;

/* What a thread of the pool needs for the passphrase's file. */
typedef struct
{
  char *profile_dir;    /* (owned)            */
  MxSecret *passphrase; /* (owned)            */
  MxKeyringItem *item;  /* (owned) (nullable) */
} FileJob;

static void
file_job_free (gpointer data)
{
  FileJob *job = data;

  g_free (job->profile_dir);
  mx_secret_unref (job->passphrase);
  g_clear_pointer (&job->item, mx_keyring_item_free);
  g_free (job);
}

static void
set_file_job (GTask               *task,
              MxKeyring           *self,
              const MxKeyringItem *item)
{
  FileJob *job = g_new0 (FileJob, 1);

  job->profile_dir = g_strdup (self->profile_dir);
  job->passphrase = mx_secret_ref (self->passphrase);
  job->item = item != NULL ? mx_keyring_item_copy (item) : NULL;
  g_task_set_task_data (task, job, file_job_free);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  FileJob *job = task_data;
  GError *failure = NULL;
  MxKeyringItem *item = _mx_keyring_file_load (job->profile_dir, job->passphrase, &failure);

  if (failure != NULL)
    g_task_return_error (task, failure);
  else
    g_task_return_pointer (task, item, (GDestroyNotify) mx_keyring_item_free);
}

static void
store_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  FileJob *job = task_data;
  GError *failure = NULL;

  if (_mx_keyring_file_store (job->profile_dir, job->passphrase, job->item, &failure))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, failure);
}

/* %FALSE and the task answered when the passphrase is not known. */
static gboolean
need_passphrase (GTask     *task,
                 MxKeyring *self)
{
  if (self->passphrase != NULL)
    return TRUE;
  g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_KEYRING_LOCKED, "the passphrase is needed");
  return FALSE;
}

static void
begin_store (MxKeyring           *self,
             GTask               *task,
             const MxKeyringItem *item)
{
  switch (self->mode) {
  case MX_KEY_SERVICE:
    _mx_keyring_service_store (g_object_ref (task), self->profile_dir, item);
    break;
  case MX_KEY_PASSPHRASE:
    if (!need_passphrase (task, self))
      break;
    set_file_job (task, self, item);
    g_task_run_in_thread (task, store_in_thread);
    break;
  case MX_KEY_MEMORY:
  default:
    g_clear_pointer (&self->memory, mx_keyring_item_free);
    self->memory = mx_keyring_item_copy (item);
    g_task_return_boolean (task, TRUE);
    break;
  }
}

static void
begin_delete (MxKeyring *self,
              GTask     *task)
{
  GError *failure = NULL;

  g_clear_pointer (&self->memory, mx_keyring_item_free);
  if (self->profile_dir != NULL && !_mx_keyring_file_delete (self->profile_dir, &failure))
    g_task_return_error (task, failure);
  else if (self->mode == MX_KEY_SERVICE)
    _mx_keyring_service_delete (g_object_ref (task), self->profile_dir);
  else
    g_task_return_boolean (task, TRUE);
}

static void
begin_write (MxKeyring *self)
{
  Write *write = g_queue_peek_head (&self->writes);

  if (write->item != NULL)
    begin_store (self, write->task, write->item);
  else
    begin_delete (self, write->task);
}

static void
write_free (Write *write)
{
  g_clear_pointer (&write->item, mx_keyring_item_free);
  g_clear_object (&write->task);
  g_free (write);
}

/* Told after the caller's callback has run. */
static void
on_written (GTask      *task,
            GParamSpec *pspec,
            gpointer    user_data)
{
  g_autoptr (MxKeyring) self = g_object_ref (g_task_get_source_object (task));
  g_autoptr (GTask) settling = NULL;

  write_free (g_queue_pop_head (&self->writes));
  if (!g_queue_is_empty (&self->writes)) {
    begin_write (self);
    return;
  }
  settling = g_steal_pointer (&self->settling);
  if (settling != NULL)
    g_task_return_boolean (settling, TRUE);
}

/* Takes @task; @item %NULL deletes. */
static void
add_write (MxKeyring           *self,
           GTask               *task,
           const MxKeyringItem *item)
{
  Write *write = g_new0 (Write, 1);

  write->task = task;
  write->item = item != NULL ? mx_keyring_item_copy (item) : NULL;
  g_signal_connect (task, "notify::completed", G_CALLBACK (on_written), NULL);
  g_queue_push_tail (&self->writes, write);
  if (g_queue_get_length (&self->writes) == 1)
    begin_write (self);
}

static void
mx_keyring_finalize (GObject *object)
{
  MxKeyring *self = MX_KEYRING (object);

  g_free (self->profile_dir);
  g_clear_pointer (&self->passphrase, mx_secret_unref);
  g_clear_pointer (&self->memory, mx_keyring_item_free);

  G_OBJECT_CLASS (mx_keyring_parent_class)->finalize (object);
}

static void
mx_keyring_class_init (MxKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mx_keyring_finalize;
}

static void
mx_keyring_init (MxKeyring *self)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
}

/**
 * mx_keyring_new:
 * @profile_dir: (nullable): the profile's directory; %NULL allows memory only
 *
 * Returns: (transfer full): a keyring of the kind that the profile remembers
 */
MxKeyring *
mx_keyring_new (const char *profile_dir)
{
  MxKeyring *self = g_object_new (MX_TYPE_KEYRING, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->mode = profile_dir != NULL ? _mx_keyring_file_get_mode (profile_dir) : MX_KEY_MEMORY;
  return self;
}

/**
 * mx_keyring_get_mode:
 * @self: a keyring
 *
 * Returns: where it keeps its item
 */
MxKeyMode
mx_keyring_get_mode (MxKeyring *self)
{
  g_return_val_if_fail (MX_IS_KEYRING (self), MX_KEY_MEMORY);

  return self->mode;
}

/**
 * mx_keyring_set_mode:
 * @self: a keyring
 * @mode: where it keeps its item from now on
 * @passphrase: (nullable): for %MX_KEY_PASSPHRASE
 *
 * What was kept elsewhere stays there until mx_keyring_delete_async ().
 */
void
mx_keyring_set_mode (MxKeyring *self,
                     MxKeyMode  mode,
                     MxSecret  *passphrase)
{
  g_return_if_fail (MX_IS_KEYRING (self));
  g_return_if_fail (self->profile_dir != NULL || mode == MX_KEY_MEMORY);

  self->mode = mode;
  g_clear_pointer (&self->passphrase, mx_secret_unref);
  if (passphrase != NULL)
    self->passphrase = mx_secret_ref (passphrase);
}

/**
 * mx_keyring_load_async:
 * @self: a keyring
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Looks for the profile's item; asks the person to unlock the keyring when it must.
 */
void
mx_keyring_load_async (MxKeyring           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (MX_IS_KEYRING (self));

  g_task_set_source_tag (task, mx_keyring_load_async);
  switch (self->mode) {
  case MX_KEY_SERVICE:
    _mx_keyring_service_load (g_steal_pointer (&task), self->profile_dir);
    break;
  case MX_KEY_PASSPHRASE:
    if (!need_passphrase (task, self))
      break;
    set_file_job (task, self, NULL);
    g_task_run_in_thread (task, load_in_thread);
    break;
  case MX_KEY_MEMORY:
  default:
    g_task_return_pointer (task, self->memory != NULL ? mx_keyring_item_copy (self->memory) : NULL,
                           (GDestroyNotify) mx_keyring_item_free);
    break;
  }
}

/**
 * mx_keyring_load_finish:
 * @self: a keyring
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the item; %NULL without an error when there is none
 */
MxKeyringItem *
mx_keyring_load_finish (MxKeyring     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_keyring_store_async:
 * @self: a keyring
 * @item: what to keep; replaces the profile's item
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Keeps @item where mx_keyring_set_mode () says, and that choice with the profile.
 */
void
mx_keyring_store_async (MxKeyring           *self,
                        const MxKeyringItem *item,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (MX_IS_KEYRING (self));

  g_task_set_source_tag (task, mx_keyring_store_async);
  add_write (self, g_steal_pointer (&task), item);
}

/**
 * mx_keyring_store_finish:
 * @self: a keyring
 * @result: what the callback got
 *
 * Returns: whether the item is kept
 */
gboolean
mx_keyring_store_finish (MxKeyring     *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  /* The passphrase's file says its mode itself. */
  return self->mode != MX_KEY_SERVICE || _mx_keyring_file_set_mode (self->profile_dir, self->mode, error);
}

/**
 * mx_keyring_delete_async:
 * @self: a keyring
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Removes what is kept of the profile, see row L09: here, in the passphrase's file, and in
 * the Secret Service when that is the mode.
 */
void
mx_keyring_delete_async (MxKeyring           *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (MX_IS_KEYRING (self));

  g_task_set_source_tag (task, mx_keyring_delete_async);
  add_write (self, g_steal_pointer (&task), NULL);
}

/**
 * mx_keyring_delete_finish:
 * @self: a keyring
 * @result: what the callback got
 *
 * Returns: whether nothing is left
 */
gboolean
mx_keyring_delete_finish (MxKeyring     *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_keyring_settle_async:
 * @self: a keyring
 * @callback: called when done
 * @user_data: for @callback
 *
 * Waits until what is being written is written: a write that its loop leaves half done would
 * stand in the way of every other one of this process. One caller at a time.
 */
void
mx_keyring_settle_async (MxKeyring           *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_return_if_fail (MX_IS_KEYRING (self));
  g_return_if_fail (self->settling == NULL);

  g_task_set_source_tag (task, mx_keyring_settle_async);
  if (!g_queue_is_empty (&self->writes))
    self->settling = g_steal_pointer (&task);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * mx_keyring_settle_finish:
 * @self: a keyring
 * @result: what the callback got
 *
 * Returns: %TRUE
 */
gboolean
mx_keyring_settle_finish (MxKeyring    *self,
                          GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
