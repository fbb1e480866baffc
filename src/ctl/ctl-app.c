/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program around the accounts of a profile: main loop, signals, the way in and the way out.
 *
 *   run ──► open ──► (a command works) ──► quit ──► close ──► run returns
 *
 * One account is current: it is what commands and methods are about. After a start that is the
 * first that is no guest's. However it ends (done, failed, SIGINT, SIGTERM), every session is
 * closed first, so that what was queued is on disk. Main thread. */

#include "config.h"

#include "ctl-app.h"

#include "ctl-error.h"
#include "ctl-prompt.h"

#include "mx-error.h"

#include <glib-unix.h>

struct _CtlApp {
  CtlOptions *options;  /* (owned) */
  MxAccounts *accounts; /* (owned) */
  MxSession *session;   /* (owned): the current one */
  GMainLoop *loop;      /* (owned) */
  char *passphrase;     /* (owned) (nullable): wiped */
  guint interrupt;      /* source */
  guint terminate;      /* source */
  guint n_closing;
  int status;
  gboolean is_quitting;
};

static void
closed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CtlApp *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_session_close_finish (MX_SESSION (object), result, &error))
    g_debug ("closing: %s", error->message);
  self->n_closing--;
  if (self->n_closing == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  CtlApp *self = user_data;

  ctl_app_quit (self, 130);
  return G_SOURCE_CONTINUE;
}

/**
 * ctl_app_new:
 * @options: (transfer full): the command line
 *
 * Returns: (transfer full): the program
 */
CtlApp *
ctl_app_new (CtlOptions *options)
{
  CtlApp *self = g_new0 (CtlApp, 1);

  self->options = options;
  self->accounts = mx_accounts_new (options->profile_dir);
  self->session = g_object_ref (mx_accounts_get_first (self->accounts));
  self->loop = g_main_loop_new (NULL, FALSE);
  self->interrupt = g_unix_signal_add (SIGINT, on_signal, self);
  self->terminate = g_unix_signal_add (SIGTERM, on_signal, self);
  return self;
}

/**
 * ctl_app_free:
 * @self: (transfer full): the program
 */
void
ctl_app_free (CtlApp *self)
{
  g_clear_handle_id (&self->interrupt, g_source_remove);
  g_clear_handle_id (&self->terminate, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->passphrase, ctl_secret_free);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->options, ctl_options_free);
  g_free (self);
}

/**
 * ctl_app_run:
 * @self: the program
 *
 * Returns: the exit status, once ctl_app_quit () was called
 */
int
ctl_app_run (CtlApp *self)
{
  g_main_loop_run (self->loop);
  return self->status;
}

/**
 * ctl_app_get_session:
 * @self: the program
 *
 * Returns: (transfer none): its session
 */
MxSession *
ctl_app_get_session (CtlApp *self)
{
  return self->session;
}

/**
 * ctl_app_set_session:
 * @self: the program
 * @session: one of the accounts
 *
 * Makes it the current one.
 */
void
ctl_app_set_session (CtlApp    *self,
                     MxSession *session)
{
  g_set_object (&self->session, session);
}

/**
 * ctl_app_get_accounts:
 * @self: the program
 *
 * Returns: (transfer none): the profile's accounts
 */
MxAccounts *
ctl_app_get_accounts (CtlApp *self)
{
  return self->accounts;
}

/**
 * ctl_app_get_options:
 * @self: the program
 *
 * Returns: (transfer none): its command line
 */
CtlOptions *
ctl_app_get_options (CtlApp *self)
{
  return self->options;
}

/* Where the keys of an account lie, where the command line or the person said it. */
static void
set_keys (CtlApp    *self,
          MxSession *session)
{
  if (self->passphrase != NULL)
    mx_session_set_key_mode (session, MX_KEY_PASSPHRASE, self->passphrase);
  else if (self->options->has_key_mode && self->options->key_mode != MX_KEY_PASSPHRASE)
    mx_session_set_key_mode (session, self->options->key_mode, NULL);
}

static void
set_all_keys (CtlApp *self)
{
  GListModel *list = G_LIST_MODEL (self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxSession) session = g_list_model_get_item (list, i);

    set_keys (self, session);
  }
}

/**
 * ctl_app_add_session:
 * @self: the program
 *
 * Returns: (transfer none): a place for one more account, with the keys where the others' are
 */
MxSession *
ctl_app_add_session (CtlApp *self)
{
  MxSession *session = mx_accounts_add (self->accounts);

  set_keys (self, session);
  return session;
}

static gboolean
take_passphrase (CtlApp  *self,
                 GError **error)
{
  g_autofree char *file = g_build_filename (self->options->profile_dir, "store", NULL);
  g_autofree char *others = g_build_filename (self->options->profile_dir, "accounts", NULL);
  gboolean is_new = !g_file_test (file, G_FILE_TEST_EXISTS) && !g_file_test (others, G_FILE_TEST_EXISTS);

  self->passphrase = ctl_prompt_secret ("TEAHOUSE_PASSPHRASE", "Passphrase of this profile: ", is_new, error);
  if (self->passphrase == NULL)
    return FALSE;
  set_all_keys (self);
  return TRUE;
}

/* Accounts are opened one after the other; the first decides whether the profile can be. */
typedef struct
{
  CtlApp *app;
  guint next;
  gboolean signed_in;
} Opening;

static void open_next (GTask *task);

static void
choose_current (Opening   *self,
                MxSession *session)
{
  if (!mx_session_is_open (session))
    return;
  if (!self->signed_in || (mx_session_is_guest (self->app->session) && !mx_session_is_guest (session)))
    ctl_app_set_session (self->app, session);
  self->signed_in = TRUE;
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *self = g_task_get_task_data (task);
  MxSession *session = MX_SESSION (object);
  g_autoptr (GError) error = NULL;

  mx_session_open_finish (session, result, &error);
  /* A profile that remembers a passphrase says that it is locked. */
  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_LOCKED) && !self->app->options->has_key_mode &&
      self->app->passphrase == NULL && take_passphrase (self->app, NULL)) {
    mx_session_open_async (session, NULL, opened_cb, g_steal_pointer (&task));
    return;
  }
  if (error != NULL && session == mx_accounts_get_first (self->app->accounts)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (error != NULL)
    g_debug ("an account stays closed: %s", error->message);
  choose_current (self, session);
  self->next++;
  open_next (g_steal_pointer (&task));
}

static void
open_next (GTask *task)
{
  Opening *self = g_task_get_task_data (task);
  g_autoptr (MxSession) session = g_list_model_get_item (G_LIST_MODEL (self->app->accounts), self->next);

  if (session != NULL) {
    mx_session_open_async (session, NULL, opened_cb, task);
    return;
  }
  g_task_return_boolean (task, self->signed_in);
  g_object_unref (task);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Opening *self = g_task_get_task_data (task);
  CtlOptions *options = self->app->options;
  GError *error = NULL;

  if (!mx_accounts_load_finish (MX_ACCOUNTS (object), result, &error) ||
      (options->has_key_mode && options->key_mode == MX_KEY_PASSPHRASE && !take_passphrase (self->app, &error))) {
    g_task_return_error (task, error);
    return;
  }
  set_all_keys (self->app);
  open_next (g_steal_pointer (&task));
}

/**
 * ctl_app_open_async:
 * @self: the program
 * @callback: called when the profile is open
 * @user_data: for @callback
 *
 * Opens the profile with the keys that the command line says.
 */
void
ctl_app_open_async (CtlApp              *self,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->app = self;
  g_task_set_source_tag (task, ctl_app_open_async);
  g_task_set_task_data (task, opening, g_free);
  mx_accounts_load_async (self->accounts, NULL, loaded_cb, task);
}

/**
 * ctl_app_open_finish:
 * @self: the program
 * @result: what the callback was given
 * @error: a place for an error
 *
 * Returns: whether somebody is signed in
 */
gboolean
ctl_app_open_finish (CtlApp        *self,
                     GAsyncResult  *result,
                     GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ctl_app_quit:
 * @self: the program
 * @status: for the shell
 *
 * Closes the profile, then ends the main loop.
 */
void
ctl_app_quit (CtlApp *self,
              int     status)
{
  GListModel *list = G_LIST_MODEL (self->accounts);

  if (self->is_quitting)
    return;
  self->is_quitting = TRUE;
  self->status = status;
  self->n_closing = g_list_model_get_n_items (list);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxSession) session = g_list_model_get_item (list, i);

    mx_session_close_async (session, closed_cb, self);
  }
}

/**
 * ctl_app_fail:
 * @self: the program
 * @error: what went wrong
 *
 * Says so on standard error and ends the program with status 1.
 */
void
ctl_app_fail (CtlApp       *self,
              const GError *error)
{
  g_autofree char *line = ctl_error_dup_line (error);

  if (!self->is_quitting)
    g_printerr ("teahousectl: %s\n", line);
  ctl_app_quit (self, 1);
}
