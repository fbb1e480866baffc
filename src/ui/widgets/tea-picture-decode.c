/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes of strangers into a texture. The steps, each refusing early:
 *
 *   first bytes (a picture at all?) → header (a bomb?) → header in the box (size allowed?)
 *   → first frame in the box → scaled in a thread → texture
 *
 * The box is glycin's: another process without network and without our files. It has no
 * limit of its own, so size is checked from the header before a box is made, and again by
 * what the box says before a frame is asked for, a clock runs, only the first frame is ever
 * taken, and no more than MAX_RUNNING decoders are alive. The bytes reach it by an unnamed
 * file in memory; nothing is written to disk.
 * Where the box cannot be made, there is no picture (security.md H12, H14; toolkit.md 9).
 *
 * Main thread, but for the two functions whose names end in _thread. */

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memfd_create () */
#endif
#include "config.h"

#include "tea-picture-data.h"
#include "tea-picture-header.h"
#include "tea-picture-loader.h"

#include "mx-error.h"
#include "mx-picture.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <glycin-gtk4.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_RUNNING 4
#define TIMEOUT_S   10

typedef struct
{
  GBytes *bytes; /* (owned) */
  int width;
  int height;
  int fd; /* the file in memory, or -1 */
  guint timer;
  gboolean timed_out;
  GCancellable *inner; /* (owned): the caller's, or the clock's */
  gulong outer_id;
  GlyImage *image;     /* (owned) (nullable) */
  GdkTexture *texture; /* (owned) (nullable) */
  gboolean is_running; /* counted in `running` */
} Decode;

static GQueue waiting = G_QUEUE_INIT; /* of GTask */
static guint running = 0;

static void start_next (void);

static void
decode_free (Decode *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->inner);
  g_clear_object (&self->image);
  g_clear_object (&self->texture);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/* Ends a decode: one place for the clock, the count and the answer. */
static void
finish (GTask      *task,
        GdkTexture *texture,
        GError     *error)
{
  Decode *self = g_task_get_task_data (task);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->outer_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->outer_id);
  self->outer_id = 0;
  if (self->is_running)
    running--;
  self->is_running = FALSE;

  if (texture != NULL)
    g_task_return_pointer (task, g_object_ref (texture), g_object_unref);
  else if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    g_task_return_new_error_literal (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if (self->timed_out)
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_TOO_LARGE, "the picture takes too long to decode");
  else
    /* What the decoder says can be hundreds of lines; it helps nobody. */
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_BAD_INPUT,
                                     error != NULL && error->domain == MX_ERROR ? error->message
                                                                                : "the picture cannot be decoded");
  if (texture == NULL && error != NULL)
    g_debug ("picture not shown: %.120s", error->message);
  start_next ();
}

static gboolean
on_timeout (gpointer user_data)
{
  Decode *self = g_task_get_task_data (user_data);

  self->timer = 0;
  self->timed_out = TRUE;
  g_cancellable_cancel (self->inner);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *outer,
                    GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static void
scale_thread (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Decode *self = task_data;
  int width = gdk_texture_get_width (self->texture);
  int height = gdk_texture_get_height (self->texture);
  double ratio = MIN (1.0, MIN ((double) self->width / width, (double) self->height / height));
  int to_width = MAX (1, (int) (width * ratio + 0.5));
  int to_height = MAX (1, (int) (height * ratio + 0.5));
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (self->texture);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GBytes) scaled = NULL;
  gsize stride;

  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED);
  pixels = gdk_texture_downloader_download_bytes (downloader, &stride);
  if (to_width == width && to_height == height)
    scaled = g_bytes_ref (pixels);
  else {
    scaled = tea_picture_data_scale (g_bytes_get_data (pixels, NULL), width, height, stride, to_width, to_height);
    stride = (gsize) to_width * 4;
  }
  g_task_return_pointer (
    task, gdk_memory_texture_new (to_width, to_height, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, scaled, stride),
    g_object_unref);
}

static void
scale_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  finish (task, texture, error);
}

static void
frame_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlyFrame) frame = gly_image_next_frame_finish (GLY_IMAGE (source), result, &error);
  g_autoptr (GTask) scale = NULL;
  Decode *self = g_task_get_task_data (task);

  if (frame == NULL || !tea_picture_data_size_ok (gly_frame_get_width (frame), gly_frame_get_height (frame))) {
    finish (task, NULL, error);
    return;
  }
  self->texture = gly_gtk_frame_get_texture (frame);
  scale = g_task_new (NULL, NULL, scale_cb, g_object_ref (task));
  g_task_set_source_tag (scale, frame_cb);
  g_task_set_task_data (scale, self, NULL);
  g_task_run_in_thread (scale, scale_thread);
}

static void
header_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Decode *self = g_task_get_task_data (task);

  self->image = gly_loader_load_finish (GLY_LOADER (source), result, &error);
  if (self->image != NULL &&
      !tea_picture_data_size_ok (gly_image_get_width (self->image), gly_image_get_height (self->image)))
    g_set_error (&error, MX_ERROR, MX_ERROR_TOO_LARGE, "a picture of %u×%u is not opened",
                 gly_image_get_width (self->image), gly_image_get_height (self->image));
  if (error != NULL || self->image == NULL) {
    finish (task, NULL, error);
    return;
  }
  gly_image_next_frame_async (self->image, self->inner, frame_cb, g_object_ref (task));
}

static void
file_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GlyLoader) loader = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  Decode *self = g_task_get_task_data (task);

  self->fd = (int) g_task_propagate_int (G_TASK (result), &error);
  if (error != NULL) {
    self->fd = -1;
    finish (task, NULL, error);
    return;
  }
  path = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  file = g_file_new_for_path (path);
  loader = gly_loader_new (file);
  /* Never "auto": that may mean no box. */
  gly_loader_set_sandbox_selector (loader, g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS)
                                             ? GLY_SANDBOX_SELECTOR_FLATPAK_SPAWN
                                             : GLY_SANDBOX_SELECTOR_BWRAP);
  gly_loader_load_async (loader, self->inner, header_cb, g_object_ref (task));
}

static void
file_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  GBytes *bytes = task_data;
  gsize len, done = 0;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  g_autoptr (GError) error = NULL;
  int fd;

  if (!tea_picture_header_check (data, len, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  fd = memfd_create ("picture", MFD_CLOEXEC);
  while (fd >= 0 && done < len) {
    gssize n = write (fd, data + done, len - done);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      g_clear_fd (&fd, NULL);
      break;
    }
    done += (gsize) n;
  }
  if (fd < 0)
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_FAILED, "no memory for a picture");
  else
    g_task_return_int (task, fd);
}

static void
start (GTask *task)
{
  Decode *self = g_task_get_task_data (task);
  g_autoptr (GTask) file = NULL;

  self->is_running = TRUE;
  running++;
  self->timer = g_timeout_add_seconds (TIMEOUT_S, on_timeout, task);
  file = g_task_new (NULL, NULL, file_cb, task);
  g_task_set_source_tag (file, start);
  g_task_set_task_data (file, g_bytes_ref (self->bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (file, file_thread);
}

static void
start_next (void)
{
  while (running < MAX_RUNNING && waiting.length > 0) {
    GTask *task = g_queue_pop_head (&waiting);
    Decode *self = g_task_get_task_data (task);

    if (g_cancellable_is_cancelled (self->inner)) {
      g_autoptr (GTask) cancelled = task;

      finish (cancelled, NULL, NULL);
      return;
    }
    start (task);
  }
}

/**
 * tea_picture_decode_async:
 * @bytes: what somebody sent
 * @width: of the box that the picture is made to fit, in pixels; it is never made larger
 * @height: of the box
 * @cancellable: (nullable): ends it
 * @callback: called when it is there, or refused
 * @user_data: for @callback
 *
 * Decodes a picture of a stranger.
 */
void
tea_picture_decode_async (GBytes              *bytes,
                          int                  width,
                          int                  height,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Decode *self = g_new0 (Decode, 1);

  g_return_if_fail (width > 0 && height > 0);

  g_task_set_source_tag (task, tea_picture_decode_async);
  self->bytes = g_bytes_ref (bytes);
  self->width = width;
  self->height = height;
  self->fd = -1;
  self->inner = g_cancellable_new ();
  g_task_set_task_data (task, self, (GDestroyNotify) decode_free);

  if (mx_picture_sniff (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) == MX_PICTURE_NONE) {
    g_task_return_new_error_literal (task, MX_ERROR, MX_ERROR_BAD_INPUT, "no picture of a kind that is opened");
    return;
  }
  if (cancellable != NULL)
    self->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled),
                                            g_object_ref (self->inner), g_object_unref);
  g_queue_push_tail (&waiting, g_steal_pointer (&task));
  start_next ();
}

/**
 * tea_picture_decode_finish:
 * @result: what the callback was given
 * @error: why there is no picture
 *
 * Returns: (transfer full): the picture; %NULL on error
 */
GdkTexture *
tea_picture_decode_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tea_picture_decode_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
