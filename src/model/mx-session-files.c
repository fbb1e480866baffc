/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that a person sends: read, checked and made ready, then given to a room.
 *
 *   load_attachment: the server's limit ──► the file's size ──► read and stripped, in a pool thread
 *
 * The limit is looked at before a byte is read. What is shown for consent is what is sent: name,
 * size and kind are those of the file as it leaves. Main thread, but for prepare (). */

#include "config.h"

#include "mx-session-private.h"

#include "mx-attachment.h"
#include "mx-error.h"

/* Nothing larger is held in memory, whatever the server takes. */
#define MAX_BYTES (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define WANTED    "standard::display-name,standard::size,standard::type"

typedef struct
{
  GFile *file;   /* (owned) (nullable) */
  GBytes *bytes; /* (owned) (nullable) */
  char *name;    /* (owned) (nullable) */
  char *server;  /* (owned) (nullable): for the sentence */
  guint64 limit;
} Loading;

static void
loading_free (Loading *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->server);
  g_free (self);
}

static gboolean
check_size (const Loading  *loading,
            guint64         size,
            GError        **error)
{
  if (size == 0)
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "the file is empty");
  else if (size > loading->limit)
    g_propagate_error (error, mx_error_new_too_large (size, loading->limit, loading->server));
  return size > 0 && size <= loading->limit;
}

static GBytes *
read_file (Loading       *loading,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFileInfo) info = NULL;

  info = g_file_query_info (loading->file, WANTED, G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not a file");
    return NULL;
  }
  if (!check_size (loading, (guint64) g_file_info_get_size (info), error))
    return NULL;
  g_set_str (&loading->name, g_file_info_get_display_name (info));
  return g_file_load_bytes (loading->file, cancellable, NULL, error);
}

static void
prepare (GTask        *task,
         gpointer      source,
         gpointer      task_data,
         GCancellable *cancellable)
{
  Loading *loading = task_data;
  g_autoptr (GBytes) bytes = loading->bytes != NULL ? g_bytes_ref (loading->bytes) : NULL;
  GError *error = NULL;

  if (bytes == NULL)
    bytes = read_file (loading, cancellable, &error);
  /* A file may have grown since its size was asked. */
  if (bytes == NULL || !check_size (loading, g_bytes_get_size (bytes), &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, mx_attachment_new (bytes, loading->name), (GDestroyNotify) mx_attachment_unref);
}

static void
limit_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 limit = mx_engine_find_upload_limit_finish (MX_ENGINE (source), result, &error);

  if (error != NULL) {
    g_task_return_error (task, error);
    return;
  }
  loading->limit = limit > 0 ? MIN ((guint64) limit, MAX_BYTES) : MAX_BYTES;
  g_task_run_in_thread (task, prepare);
}

static void
load (MxSession           *self,
      Loading             *loading,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  GTask *task = _mx_session_task_new (self, mx_session_load_attachment_async, cancellable, callback, user_data);

  loading->server = g_strdup (mx_session_get_server_name (self));
  g_task_set_task_data (task, loading, (GDestroyNotify) loading_free);
  mx_engine_find_upload_limit_async (self->engine, cancellable, limit_cb, task);
}

/**
 * mx_session_load_attachment_async:
 * @self: a session
 * @file: a file of this computer
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Reads a file and makes it ready to be sent.
 */
void
mx_session_load_attachment_async (MxSession           *self,
                                  GFile               *file,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Loading *loading;

  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (G_IS_FILE (file));

  loading = g_new0 (Loading, 1);
  loading->file = g_object_ref (file);
  load (self, loading, cancellable, callback, user_data);
}

/**
 * mx_session_make_attachment_async:
 * @self: a session
 * @bytes: what is to be sent
 * @name: what it is called
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Makes bytes ready to be sent. Ends by mx_session_load_attachment_finish ().
 */
void
mx_session_make_attachment_async (MxSession           *self,
                                  GBytes              *bytes,
                                  const char          *name,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Loading *loading;

  g_return_if_fail (MX_IS_SESSION (self));
  g_return_if_fail (bytes != NULL && name != NULL);

  loading = g_new0 (Loading, 1);
  loading->bytes = g_bytes_ref (bytes);
  loading->name = g_strdup (name);
  load (self, loading, cancellable, callback, user_data);
}

/**
 * mx_session_load_attachment_finish:
 * @self: a session
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the file as it is sent
 */
MxAttachment *
mx_session_load_attachment_finish (MxSession     *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
