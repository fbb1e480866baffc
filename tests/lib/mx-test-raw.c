/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-raw.h"

#include <sys/socket.h>

/* A thread writes what the script says with blocking calls until it is done, the client
 * goes away or mx_test_raw_stop () cancels it. */

struct _MxTestRaw {
  GThread *thread;
  GIOStream *stream;
  GSocket *socket;
  MxTestScript *script;
  GCancellable *stop;
};

/**
 * mx_test_script_copy:
 * @self: a script
 *
 * Returns: (transfer full): a copy
 */
MxTestScript *
mx_test_script_copy (const MxTestScript *self)
{
  MxTestScript *copy = g_memdup2 (self, sizeof *self);

  copy->head = self->head != NULL ? g_bytes_ref (self->head) : NULL;
  copy->chunk = self->chunk != NULL ? g_bytes_ref (self->chunk) : NULL;
  return copy;
}

/**
 * mx_test_script_free:
 * @self: a script
 *
 * Frees it.
 */
void
mx_test_script_free (MxTestScript *self)
{
  g_clear_pointer (&self->head, g_bytes_unref);
  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_free (self);
}

static gboolean
write_bytes (MxTestRaw *self,
             GBytes    *bytes)
{
  gsize len;
  gconstpointer data;

  if (bytes == NULL)
    return TRUE;
  data = g_bytes_get_data (bytes, &len);
  return g_output_stream_write_all (g_io_stream_get_output_stream (self->stream), data, len, NULL, self->stop, NULL);
}

/* Sleeps, but wakes when the test is over. */
static gboolean
pause_for (MxTestRaw *self,
           int        ms)
{
  GPollFD fd;

  if (ms != 0 && g_cancellable_make_pollfd (self->stop, &fd)) {
    g_poll (&fd, 1, ms);
    g_cancellable_release_fd (self->stop);
  }
  return !g_cancellable_is_cancelled (self->stop);
}

static void
end_connection (MxTestRaw *self)
{
  struct linger linger = { 1, 0 };

  switch (self->script->end) {
  case MX_TEST_END_SILENCE:
    pause_for (self, -1);
    break;
  case MX_TEST_END_RESET:
    setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    g_socket_close (self->socket, NULL);
    return;
  case MX_TEST_END_CLOSE:
  default:
    break;
  }
  g_io_stream_close (self->stream, NULL, NULL);
}

static gpointer
run (gpointer user_data)
{
  MxTestRaw *self = user_data;
  MxTestScript *script = self->script;
  char first[64];
  gboolean going = TRUE;
  gint64 i;

  if (script->read_first)
    going = g_input_stream_read (g_io_stream_get_input_stream (self->stream), first, sizeof first, self->stop,
                                 NULL) > 0;
  going = going && write_bytes (self, script->head);
  for (i = 0; going && script->chunk != NULL && (script->repeat < 0 || i < script->repeat); i++)
    going = pause_for (self, (int) script->interval_ms) && write_bytes (self, script->chunk);
  end_connection (self);
  return NULL;
}

/**
 * mx_test_raw_start:
 * @stream: a connection
 * @socket: its socket
 * @script: what to write
 *
 * Starts writing.
 *
 * Returns: (transfer full): to be given to mx_test_raw_stop ()
 */
MxTestRaw *
mx_test_raw_start (GIOStream          *stream,
                   GSocket            *socket,
                   const MxTestScript *script)
{
  MxTestRaw *self = g_new0 (MxTestRaw, 1);

  g_socket_set_blocking (socket, TRUE);
  self->stream = g_object_ref (stream);
  self->socket = g_object_ref (socket);
  self->script = mx_test_script_copy (script);
  self->stop = g_cancellable_new ();
  self->thread = g_thread_new ("raw", run, self);
  return self;
}

/**
 * mx_test_raw_stop:
 * @self: (transfer full): a connection
 *
 * Ends and frees it.
 */
void
mx_test_raw_stop (MxTestRaw *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_object_unref (self->stop);
  mx_test_script_free (self->script);
  g_free (self);
}
