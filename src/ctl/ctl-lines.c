/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines in on standard input, lines out on standard output, neither ever waited for.
 *
 * What cannot be written yet is queued; while much is queued nothing is read, so that a
 * caller who only writes cannot make the queue grow. A line over CTL_LINES_MAX is skipped
 * to its end, and said to be too long. Main thread. */

#include "config.h"

#include "ctl-lines.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

#define PIECE       (64 * 1024)
#define MANY_QUEUED (1024 * 1024)

struct _CtlLines {
  const CtlLinesFuncs *funcs;
  gpointer user_data;
  GCancellable *cancellable; /* (owned)                           */
  GInputStream *in;          /* (owned)                           */
  GOutputStream *out;        /* (owned)                           */
  GByteArray *line;          /* (owned): of what is read so far   */
  GString *queue;            /* (owned): to be written next       */
  GString *writing;          /* (owned) (nullable): on its way    */
  gboolean is_too_long;      /* the line that is being read       */
  gboolean is_reading;
  gboolean is_ended;
};

static void read_more (CtlLines *self);

static void
end_line (CtlLines *self)
{
  g_autoptr (GByteArray) line = g_steal_pointer (&self->line);
  gboolean is_too_long = self->is_too_long;

  self->line = g_byte_array_new ();
  self->is_too_long = FALSE;
  g_byte_array_append (line, (const guint8 *) "", 1);
  if (is_too_long)
    self->funcs->line (NULL, 0, self->user_data);
  else
    self->funcs->line ((const char *) line->data, line->len - 1, self->user_data);
  explicit_bzero (line->data, line->len);
}

static void
add_piece (CtlLines   *self,
           const char *data,
           gsize       len)
{
  self->is_too_long |= self->line->len + len > CTL_LINES_MAX;
  if (!self->is_too_long)
    g_byte_array_append (self->line, (const guint8 *) data, len);
}

static void
cut (CtlLines   *self,
     const char *data,
     gsize       len)
{
  const char *end = data + len;
  const char *newline;

  while (data < end) {
    newline = memchr (data, '\n', end - data);
    add_piece (self, data, (newline != NULL ? newline : end) - data);
    if (newline == NULL)
      return;
    end_line (self);
    data = newline + 1;
  }
}

static void
end_input (CtlLines *self)
{
  self->is_ended = TRUE;
  if (self->line->len > 0 || self->is_too_long)
    end_line (self);
  self->funcs->ended (self->user_data);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  CtlLines *self = user_data;
  gsize len = 0;
  const char *data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_reading = FALSE;
  data = bytes != NULL ? g_bytes_get_data (bytes, &len) : NULL;
  if (error != NULL)
    g_debug ("reading standard input: %s", error->message);
  if (len == 0) {
    end_input (self);
    return;
  }
  cut (self, data, len);
  read_more (self);
}

static void
read_more (CtlLines *self)
{
  if (self->is_reading || self->is_ended || self->queue->len > MANY_QUEUED)
    return;
  self->is_reading = TRUE;
  g_input_stream_read_bytes_async (self->in, PIECE, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void write_more (CtlLines *self);

static void
write_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  CtlLines *self = user_data;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error)) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    g_debug ("writing standard output: %s", error->message);
    self->funcs->broken (self->user_data);
    return;
  }
  g_string_free (g_steal_pointer (&self->writing), TRUE);
  if (self->queue->len > 0) {
    write_more (self);
    return;
  }
  read_more (self);
  if (ctl_lines_is_drained (self))
    self->funcs->drained (self->user_data);
}

static void
write_more (CtlLines *self)
{
  if (self->writing != NULL || self->queue->len == 0)
    return;
  self->writing = g_steal_pointer (&self->queue);
  self->queue = g_string_new (NULL);
  g_output_stream_write_all_async (self->out, self->writing->str, self->writing->len, G_PRIORITY_DEFAULT,
                                   self->cancellable, write_cb, self);
}

/**
 * ctl_lines_new:
 * @funcs: who is told
 * @user_data: for @funcs
 *
 * Returns: (transfer full): standard input and output as lines
 */
CtlLines *
ctl_lines_new (const CtlLinesFuncs *funcs,
               gpointer             user_data)
{
  CtlLines *self = g_new0 (CtlLines, 1);

  self->funcs = funcs;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->in = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  self->out = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  self->line = g_byte_array_new ();
  self->queue = g_string_new (NULL);
  return self;
}

/**
 * ctl_lines_free:
 * @self: (transfer full): lines; the main loop does not run any more
 */
void
ctl_lines_free (CtlLines *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->in);
  g_clear_object (&self->out);
  g_byte_array_unref (self->line);
  g_string_free (self->queue, TRUE);
  g_free (self);
}

/**
 * ctl_lines_start:
 * @self: lines
 *
 * Begins to read.
 */
void
ctl_lines_start (CtlLines *self)
{
  read_more (self);
}

/**
 * ctl_lines_write:
 * @self: lines
 * @line: without its end
 *
 * Queues a line.
 */
void
ctl_lines_write (CtlLines   *self,
                 const char *line)
{
  g_string_append (self->queue, line);
  g_string_append_c (self->queue, '\n');
  write_more (self);
}

/**
 * ctl_lines_is_drained:
 * @self: lines
 *
 * Returns: whether everything is written
 */
gboolean
ctl_lines_is_drained (CtlLines *self)
{
  return self->writing == NULL && self->queue->len == 0;
}
