/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxUpload: a file on its way to the server: how far it is, and how to call it back. It can be
 * cancelled by itself and is cancelled with everything else that the signed-in person began.
 * It must outlive the exchange of its request. Engine thread. */

#include "config.h"

#include "mx-outbox-upload.h"

#include "mx-request.h"

#define MIN_INTERVAL (150 * G_TIME_SPAN_MILLISECOND)

struct _MxUpload {
  GCancellable *cancellable;    /* (owned)                             */
  GCancellable *session_cancel; /* (owned)                             */
  gulong session_handler;
  MxUploadFunc func;
  gpointer data;
  gsize size; /* of the file                         */
  gsize sent;
  gint64 told; /* µs: when @func was called            */
};

static void
on_sent (gsize    sent,
         gpointer data)
{
  MxUpload *self = data;
  gint64 now = g_get_monotonic_time ();

  self->sent = sent;
  if (now - self->told < MIN_INTERVAL)
    return;
  self->told = now;
  self->func (self->data);
}

static void
on_session_cancelled (GCancellable *session_cancel,
                      gpointer      data)
{
  g_cancellable_cancel (data);
}

/**
 * mx_upload_new:
 * @request: what carries the file
 * @session_cancel: what ends everything
 * @func: called when there is progress to show
 * @data: for @func
 *
 * Returns: (transfer full): the upload, which begins when @request is sent
 */
MxUpload *
mx_upload_new (MxRequest    *request,
               GCancellable *session_cancel,
               MxUploadFunc  func,
               gpointer      data)
{
  MxUpload *self = g_new0 (MxUpload, 1);

  self->cancellable = g_cancellable_new ();
  self->session_cancel = g_object_ref (session_cancel);
  self->func = func;
  self->data = data;
  self->size = request->body ? g_bytes_get_size (request->body) : 0;
  self->told = g_get_monotonic_time ();
  request->sent_func = on_sent;
  request->sent_data = self;
  self->session_handler = g_cancellable_connect (session_cancel, G_CALLBACK (on_session_cancelled),
                                                 g_object_ref (self->cancellable), g_object_unref);
  return self;
}

/**
 * mx_upload_free:
 * @self: (transfer full): an upload whose exchange has ended
 */
void
mx_upload_free (MxUpload *self)
{
  g_cancellable_disconnect (self->session_cancel, self->session_handler);
  g_object_unref (self->session_cancel);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * mx_upload_cancel:
 * @self: an upload
 */
void
mx_upload_cancel (MxUpload *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * mx_upload_get_cancellable:
 * @self: an upload
 *
 * Returns: (transfer none): what its request is to be sent with
 */
GCancellable *
mx_upload_get_cancellable (MxUpload *self)
{
  return self->cancellable;
}

/**
 * mx_upload_get_progress:
 * @self: an upload
 *
 * Returns: how much of the file has left, 0 … 1
 */
double
mx_upload_get_progress (MxUpload *self)
{
  return self->size > 0 ? MIN (1.0, (double) self->sent / (double) self->size) : 0;
}
