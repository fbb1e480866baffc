/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-raw.h"

/* A TCP port with a thread that accepts, and one thread a connection. */

struct _MxTestPort {
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  MxTestScript script;
  GPtrArray *raws; /* (element-type MxTestRaw): the accepting thread's */
  guint port;
  int count; /* atomic */
};

static gpointer
accept_loop (gpointer user_data)
{
  MxTestPort *self = user_data;

  for (;;) {
    g_autoptr (GSocketConnection) connection = NULL;

    connection = g_socket_listener_accept (self->listener, NULL, self->stop, NULL);
    if (connection == NULL)
      return NULL;
    g_ptr_array_add (self->raws, mx_test_raw_start (G_IO_STREAM (connection),
                                                    g_socket_connection_get_socket (connection),
                                                    &self->script));
    g_atomic_int_inc (&self->count);
  }
}

/**
 * mx_test_port_new:
 * @bytes: (nullable): what to say
 * @end: what then
 *
 * Opens a port on 127.0.0.1.
 *
 * Returns: (transfer full): the port
 */
MxTestPort *
mx_test_port_new (GBytes    *bytes,
                  MxTestEnd  end)
{
  MxTestPort *self = g_new0 (MxTestPort, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_listener_new ();
  self->stop = g_cancellable_new ();
  self->raws = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_test_raw_stop);
  self->script.head = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->script.read_first = TRUE;
  self->script.end = end;
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->thread = g_thread_new ("port", accept_loop, self);
  return self;
}

/**
 * mx_test_port_free:
 * @self: a port
 *
 * Closes it.
 */
void
mx_test_port_free (MxTestPort *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->raws);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_clear_pointer (&self->script.head, g_bytes_unref);
  g_free (self);
}

/**
 * mx_test_port_get_port:
 * @self: a port
 *
 * Returns: its number
 */
guint
mx_test_port_get_port (MxTestPort *self)
{
  return self->port;
}

/**
 * mx_test_port_get_count:
 * @self: a port
 *
 * Returns: how many connections came
 */
guint
mx_test_port_get_count (MxTestPort *self)
{
  return (guint) g_atomic_int_get (&self->count);
}

/**
 * mx_test_cut_answer:
 * @framing: how the body's length is told: "length", "chunked" or "close"
 * @body: JSON
 * @sixteenths: how much of it comes
 *
 * Returns: (transfer full): the bytes of an HTTP answer
 */
GBytes *
mx_test_cut_answer (const char *framing,
                    const char *body,
                    gsize       sixteenths)
{
  g_autoptr (GString) answer = g_string_new ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
  g_autoptr (GString) wire = g_string_new (NULL);
  gsize i;

  if (g_str_equal (framing, "chunked")) {
    g_string_append (answer, "Transfer-Encoding: chunked\r\n");
    for (i = 0; i < strlen (body); i += 10)
      g_string_append_printf (wire, "%zx\r\n%.10s\r\n", MIN (10, strlen (body) - i), body + i);
    g_string_append (wire, "0\r\n\r\n");
  } else {
    g_string_append (wire, body);
    if (g_str_equal (framing, "length"))
      g_string_append_printf (answer, "Content-Length: %zu\r\n", strlen (body));
  }
  g_string_append (answer, "\r\n");
  g_string_append_len (answer, wire->str, (gssize) (wire->len * sixteenths / 16));
  return g_string_free_to_bytes (g_steal_pointer (&answer));
}
