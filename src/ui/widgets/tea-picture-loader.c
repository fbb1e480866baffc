/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures by their address: from the cache, else downloaded through the session (never
 * from anywhere else: security.md P03), decoded and kept. A server that makes no small
 * version of a file is asked for the file. Main thread. */

#include "config.h"

#include "tea-picture-cache.h"
#include "tea-picture-loader.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-session.h"

#define MAX_BYTES (20 * 1024 * 1024)

typedef struct
{
  MxSession *session; /* (owned) */
  char *mxc;          /* (owned) */
  int width;
  int height;
  gboolean is_whole; /* asked for the file itself */
} Load;

static void
load_free (Load *self)
{
  g_clear_object (&self->session);
  g_free (self->mxc);
  g_free (self);
}

static void
decode_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = tea_picture_decode_finish (result, &error);
  Load *self = g_task_get_task_data (task);

  if (texture == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      tea_picture_cache_add_bad (self->mxc);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  tea_picture_cache_add (self->mxc, self->width, self->height, texture);
  g_task_return_pointer (task, g_steal_pointer (&texture), g_object_unref);
}

static void
media_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mx_session_load_media_finish (MX_SESSION (source), result, &error);
  Load *self = g_task_get_task_data (task);

  if (bytes != NULL) {
    tea_picture_decode_async (bytes, self->width, self->height, g_task_get_cancellable (task), decode_cb,
                              g_object_ref (task));
    return;
  }
  if (!self->is_whole && error->domain == MX_ERROR && !mx_error_is_transient (error)) {
    self->is_whole = TRUE;
    mx_session_load_media_async (self->session, self->mxc, 0, 0, MAX_BYTES, g_task_get_cancellable (task),
                                 media_cb, g_object_ref (task));
    return;
  }
  g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * tea_picture_load_async:
 * @session: (nullable): who asks the server
 * @mxc: (nullable): the picture's address
 * @width: of the box that it is made to fit, in pixels
 * @height: of the box
 * @cancellable: (nullable): ends it
 * @callback: called when it is there, or refused
 * @user_data: for @callback
 *
 * Gets a picture by its address.
 */
void
tea_picture_load_async (MxSession           *session,
                        const char          *mxc,
                        int                  width,
                        int                  height,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GdkTexture *kept;
  Load *self;

  g_task_set_source_tag (task, tea_picture_load_async);
  if (session == NULL || mxc == NULL || !mx_id_is_mxc (mxc)) {
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_BAD_INPUT, "no address of a picture");
    return;
  }
  kept = tea_picture_cache_find (mxc, width, height);
  if (kept != NULL) {
    g_task_return_pointer (task, g_object_ref (kept), g_object_unref);
    return;
  }
  if (tea_picture_cache_is_bad (mxc)) {
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_BAD_INPUT, "known not to be a picture");
    return;
  }
  self = g_new0 (Load, 1);
  self->session = g_object_ref (session);
  self->mxc = g_strdup (mxc);
  self->width = width;
  self->height = height;
  g_task_set_task_data (task, self, (GDestroyNotify) load_free);
  mx_session_load_media_async (session, mxc, (guint) width, (guint) height, MAX_BYTES, cancellable, media_cb,
                               g_object_ref (task));
}

/**
 * tea_picture_load_finish:
 * @result: what the callback was given
 * @error: why there is no picture
 *
 * Returns: (transfer full): the picture; %NULL on error
 */
GdkTexture *
tea_picture_load_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tea_picture_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
