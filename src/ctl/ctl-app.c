/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program around one session: main loop, signals, the way in and the way out.
 *
 *   run ──► open ──► (a command works) ──► quit ──► close ──► run returns
 *
 * However it ends (done, failed, SIGINT, SIGTERM), the session is closed first, so that
 * what was queued is on disk. Main thread. */

#include "config.h"

#include "ctl-app.h"

#include "ctl-error.h"
#include "ctl-prompt.h"

#include "mx-error.h"

#include <glib-unix.h>

struct _CtlApp {
  CtlOptions *options; /* (owned) */
  MxSession *session;  /* (owned) */
  GMainLoop *loop;     /* (owned) */
  guint interrupt;     /* source */
  guint terminate;     /* source */
  int status;
  gboolean is_quitting;
  gboolean has_passphrase;
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
  self->session = mx_session_new (options->profile_dir);
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

static gboolean
take_passphrase (CtlApp  *self,
                 GError **error)
{
  g_autofree char *file = g_build_filename (self->options->profile_dir, "store", NULL);
  gboolean is_new = !g_file_test (file, G_FILE_TEST_EXISTS);
  char *passphrase = ctl_prompt_secret ("TEAHOUSE_PASSPHRASE", "Passphrase of this profile: ", is_new, error);

  if (passphrase == NULL)
    return FALSE;
  mx_session_set_key_mode (self->session, MX_KEY_PASSPHRASE, passphrase);
  ctl_secret_free (passphrase);
  self->has_passphrase = TRUE;
  return TRUE;
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  CtlApp *self = g_task_get_task_data (task);
  MxSession *session = MX_SESSION (object);
  g_autoptr (GError) error = NULL;
  gboolean signed_in = mx_session_open_finish (session, result, &error);

  /* A profile that remembers a passphrase says that it is locked. */
  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_LOCKED) && !self->options->has_key_mode &&
      !self->has_passphrase && take_passphrase (self, NULL))
    mx_session_open_async (session, NULL, opened_cb, g_steal_pointer (&task));
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, signed_in);
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
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, ctl_app_open_async);
  g_task_set_task_data (task, self, NULL);
  if (self->options->has_key_mode && self->options->key_mode == MX_KEY_PASSPHRASE) {
    if (!take_passphrase (self, &error)) {
      g_task_return_error (task, error);
      return;
    }
  } else if (self->options->has_key_mode) {
    mx_session_set_key_mode (self->session, self->options->key_mode, NULL);
  }
  mx_session_open_async (self->session, NULL, opened_cb, g_steal_pointer (&task));
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
  if (self->is_quitting)
    return;
  self->is_quitting = TRUE;
  self->status = status;
  mx_session_close_async (self->session, closed_cb, self);
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
