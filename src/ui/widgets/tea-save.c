/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving what somebody sent: the person says where, under a name that is safe already
 * (security.md H16); then the file is loaded through the session and written. Replacing a
 * file is asked by the file dialog. What is written is never executable and never opened.
 * Main thread; GIO does the writing. */

#include "config.h"

#include "tea-save.h"

#include "mx-session.h"
#include "mx-text.h"

#include <glib/gi18n.h>

#define MAX_BYTES ((gsize) 512 * 1024 * 1024)

typedef struct
{
  MxSession *session; /* (owned) */
  char *mxc;          /* (owned) */
  GFile *file;        /* (owned) (nullable) */
} Save;

static void
save_free (Save *self)
{
  g_clear_object (&self->session);
  g_clear_object (&self->file);
  g_free (self->mxc);
  g_free (self);
}

static void
replaced_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * tea_save_bytes_async:
 * @file: where
 * @bytes: what
 * @cancellable: (nullable): ends it
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Writes a file that is an ordinary one afterwards, whatever was there.
 */
void
tea_save_bytes_async (GFile               *file,
                      GBytes              *bytes,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tea_save_bytes_async);
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                                       replaced_cb, g_steal_pointer (&task));
}

/**
 * tea_save_bytes_finish:
 * @result: what the callback was given
 * @error: why it was not written
 *
 * Returns: whether it was written
 */
gboolean
tea_save_bytes_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tea_save_bytes_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (tea_save_bytes_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
media_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mx_session_load_media_finish (MX_SESSION (source), result, &error);
  Save *self = g_task_get_task_data (task);

  if (bytes == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    tea_save_bytes_async (self->file, bytes, g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Save *self = g_task_get_task_data (task);

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);
  if (self->file == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    mx_session_load_media_async (self->session, self->mxc, 0, 0, MAX_BYTES, g_task_get_cancellable (task), media_cb,
                                 g_object_ref (task));
}

/**
 * tea_save_media_async:
 * @parent: a widget of the window that asks
 * @session: who loads the file
 * @mxc: its address
 * @name: (nullable): how its sender calls it
 * @cancellable: (nullable): ends it
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Asks where to save a file, and saves it.
 */
void
tea_save_media_async (GtkWidget           *parent,
                      MxSession           *session,
                      const char          *mxc,
                      const char          *name,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *safe = mx_text_safe_filename (name);
  GtkRoot *root = gtk_widget_get_root (parent);
  Save *self = g_new0 (Save, 1);

  g_task_set_source_tag (task, tea_save_media_async);
  self->session = g_object_ref (session);
  self->mxc = g_strdup (mxc);
  g_task_set_task_data (task, self, (GDestroyNotify) save_free);
  gtk_file_dialog_set_title (dialog, _("Save File"));
  gtk_file_dialog_set_initial_name (dialog, safe);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, cancellable, chosen_cb,
                        g_steal_pointer (&task));
}

/**
 * tea_save_media_finish:
 * @result: what the callback was given
 * @error: why it was not saved; %GTK_DIALOG_ERROR_DISMISSED when the person changed their mind
 *
 * Returns: whether it was saved
 */
gboolean
tea_save_media_finish (GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tea_save_media_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
