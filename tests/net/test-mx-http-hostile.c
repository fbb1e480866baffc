/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-json.h"
#include "mx-net-test.h"

#include <string.h>

/* Servers that go silent, cut their answers short or never end them. */

#define MIB (1024 * 1024)

static void
assert_within (gint64 began,
               gint64 ms)
{
  g_assert_cmpint ((g_get_monotonic_time () - began) / 1000, <, ms);
}

static void
expect_unreachable (NetFixture *self,
                    guint       timeout_ms,
                    const char *words)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();

  response = net_send (self, net_get (timeout_ms, 0), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_UNREACHABLE);
  g_assert_true (mx_error_is_transient (error));
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
  assert_within (began, timeout_ms + 2000);
}

static void
set_port (NetFixture *self,
          const char *scheme,
          MxTestPort *port)
{
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u", scheme, mx_test_port_get_port (port));

  g_assert_true (mx_http_set_base_url (self->http, url, NULL));
}

static void
test_half_open (NetFixture    *self,
                gconstpointer  data)
{
  g_autoptr (MxTestPort) port = mx_test_port_new (NULL, MX_TEST_END_SILENCE);
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  set_port (self, "http", port);
  expect_unreachable (self, 500, "in time");
  set_port (self, "https", port);
  expect_unreachable (self, 800, NULL);

  /* And the client still works. */
  g_assert_true (mx_http_set_base_url (self->http, mx_test_server_get_url (self->server), NULL));
  mx_test_server_reply (self->server, NET_PATH, 200, NULL, "{}");
  response = net_send (self, net_get (0, 0), &error);
  g_assert_no_error (error);
}

static void
test_silent_body (NetFixture    *self,
                  gconstpointer  data)
{
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");

  mx_test_server_raw (self->server, NET_PATH, head, NULL, 0, 0, MX_TEST_END_SILENCE);
  expect_unreachable (self, 1000, "silent");
}

static void
test_slow_loris (NetFixture    *self,
                 gconstpointer  data)
{
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  g_autoptr (GBytes) slow_head = net_bytes ("HTTP/1.1 200 OK\r\n");
  g_autoptr (GBytes) letter = net_bytes (" ");
  g_autoptr (GBytes) header = net_bytes ("X: y\r\n");

  mx_test_server_raw (self->server, NET_PATH, head, letter, -1, 1000, MX_TEST_END_CLOSE);
  expect_unreachable (self, 2500, "silent");
  mx_test_server_raw (self->server, NET_PATH, head, letter, -1, 20, MX_TEST_END_CLOSE);
  expect_unreachable (self, 2000, "silent");
  mx_test_server_raw (self->server, NET_PATH, slow_head, header, -1, 20, MX_TEST_END_CLOSE);
  expect_unreachable (self, 500, "in time");
}

/* What comes steadily may take its time, up to the deadline. */
static void
test_steady (NetFixture    *self,
             gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (1000, ' ');
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n");
  g_autoptr (GBytes) chunk = net_bytes (spaces);
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_raw (self->server, NET_PATH, head, chunk, 20, 50, MX_TEST_END_SILENCE);
  response = net_send (self, net_get (1800, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (response->body), ==, 20000);
}

static void
test_reset (NetFixture    *self,
            gconstpointer  data)
{
  g_autoptr (MxTestPort) port = mx_test_port_new (NULL, MX_TEST_END_RESET);
  g_autoptr (GBytes) hello = g_bytes_new_static ("\x16\x03\x03\x00\x7a\x02\x00\x00\x76", 9);
  g_autoptr (MxTestPort) mid_tls = mx_test_port_new (hello, MX_TEST_END_RESET);
  g_autoptr (MxTestPort) closed_tls = mx_test_port_new (hello, MX_TEST_END_CLOSE);
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");

  set_port (self, "https", port);
  expect_unreachable (self, 5000, NULL);
  set_port (self, "https", mid_tls);
  expect_unreachable (self, 5000, NULL);
  set_port (self, "https", closed_tls);
  expect_unreachable (self, 5000, NULL);
  g_assert_cmpuint (mx_test_port_get_count (mid_tls), >=, 1);

  g_assert_true (mx_http_set_base_url (self->http, mx_test_server_get_url (self->server), NULL));
  mx_test_server_raw (self->server, NET_PATH, head, NULL, 0, 0, MX_TEST_END_RESET);
  expect_unreachable (self, 5000, NULL);
}

static void
test_garbage (NetFixture    *self,
              gconstpointer  data)
{
  const char *const texts[] = {
    "\x01\x02\x03 nonsense\r\n\r\n",
    "HTTP/1.1 999999 What\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    "HTTP/1.1 304 Not Modified\r\n\r\n",
    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = net_bytes (texts[i]);
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("text %zu", i);
    mx_test_server_raw (self->server, NET_PATH, bytes, NULL, 0, 0, MX_TEST_END_CLOSE);
    response = net_send (self, net_get (5000, 0), &error);
    g_assert_cmpuint (mx_test_server_count (self->server, NET_PATH), >, i);
    if (response != NULL)
      g_assert_null (mx_response_dup_json (response, &error));
    g_assert_nonnull (error);
    g_assert_true (error->domain == MX_ERROR);
  }
}

static const char *const framings[] = { "length", "chunked", "close" };

static void
test_cuts (NetFixture    *self,
           gconstpointer  data)
{
  const char *body = "{\"next_batch\":\"s1234567890\",\"rooms\":{\"join\":{\"!a:b\":{\"timeline\":{\"events\":[]}}}}}";
  guint failed = 0;
  gsize i;
  gsize cut;

  for (i = 0; i < G_N_ELEMENTS (framings); i++)
    for (cut = 0; cut <= 16; cut++) {
      g_autoptr (GBytes) bytes = mx_test_cut_answer (framings[i], body, cut);
      g_autoptr (MxResponse) response = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s %zu/16", framings[i], cut);
      mx_test_server_raw (self->server, NET_PATH, bytes, NULL, 0, 0, MX_TEST_END_CLOSE);
      response = net_send (self, net_get (5000, 0), &error);
      if (cut == 16) {
        g_assert_no_error (error);
        g_assert_cmpmem (body, strlen (body), g_bytes_get_data (response->body, NULL),
                         g_bytes_get_size (response->body));
        continue;
      }
      g_assert_null (response);
      g_assert_true (g_error_matches (error, MX_ERROR, MX_ERROR_BAD_RESPONSE) ||
                     g_error_matches (error, MX_ERROR, MX_ERROR_UNREACHABLE));
      failed++;
    }
  g_assert_cmpuint (failed, ==, 48);
}

/* Bytes that are no JSON cannot show by themselves that they are whole. */
static void
test_raw_cuts (NetFixture    *self,
               gconstpointer  data)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (framings); i++) {
    g_autoptr (GBytes) bytes = mx_test_cut_answer (framings[i], "some bytes of a picture", i == 2 ? 16 : 15);
    MxRequest *request = mx_request_new ("GET", MX_REQUEST_RAW, NET_PATH);
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    mx_test_server_raw (self->server, NET_PATH, bytes, NULL, 0, 0, MX_TEST_END_CLOSE);
    response = net_send (self, request, &error);
    g_assert_null (response);
    g_assert_true (error->domain == MX_ERROR);
  }
}

static void
test_cut_gzip (NetFixture    *self,
               gconstpointer  data)
{
  g_autoptr (GBytes) packed = mx_test_gzip ("{\"a\":\"abcdefghijklmnopqrstuvwxyz\"}", 34, 1);
  gsize len = g_bytes_get_size (packed);
  gsize cut;

  for (cut = 0; cut <= len; cut += MAX (1, (len - cut) / 2)) {
    g_autoptr (GString) answer = g_string_new (NULL);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    g_string_printf (answer, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", len);
    g_string_append_len (answer, g_bytes_get_data (packed, NULL), (gssize) cut);
    bytes = g_string_free_to_bytes (g_steal_pointer (&answer));
    mx_test_server_raw (self->server, NET_PATH, bytes, NULL, 0, 0, MX_TEST_END_CLOSE);
    response = net_send (self, net_get (5000, 0), &error);
    if (cut == len) {
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (response->body), ==, 34);
    } else {
      g_assert_null (response);
      g_assert_true (error->domain == MX_ERROR);
    }
  }
}

static void
expect_too_large (NetFixture *self,
                  gsize       max_bytes)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  gsize before = mx_test_rss ();
  gsize peak;

  mx_test_reset_peak ();
  response = net_send (self, net_get (20000, max_bytes), &error);
  peak = mx_test_peak_rss ();
  g_assert_null (response);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_assert_nonnull (strstr (error->message, "larger"));
  g_test_message ("resident memory grew by %zu MiB at most", (peak - MIN (before, peak)) / MIB);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (peak - MIN (before, peak), <=, 128 * MIB);
#endif
}

static void
test_bomb (NetFixture    *self,
           gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (MIB, ' ');
  g_autoptr (GBytes) bomb = mx_test_gzip (spaces, MIB, 256);

  g_assert_cmpuint (g_bytes_get_size (bomb), <, MIB);
  mx_test_server_reply_bytes (self->server, NET_PATH, 200, "Content-Encoding: gzip", bomb);
  expect_too_large (self, 0);
  expect_too_large (self, 64 * MIB);
}

static void
test_huge (NetFixture    *self,
           gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (MIB, ' ');
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 200000000\r\n\r\n");
  g_autoptr (GBytes) lie = net_bytes ("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n");
  g_autoptr (GBytes) chunk = net_bytes (spaces);

  mx_test_server_raw (self->server, NET_PATH, head, chunk, 200, 0, MX_TEST_END_CLOSE);
  expect_too_large (self, 0);
  expect_too_large (self, 64 * MIB);
  mx_test_server_raw (self->server, NET_PATH, lie, chunk, -1, 0, MX_TEST_END_CLOSE);
  expect_too_large (self, 64 * MIB);
}

static void
test_endless (NetFixture    *self,
              gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("10000\r\n");
  g_autofree char *spaces = g_strnfill (0x10000, ' ');
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  g_autoptr (GBytes) chunk = NULL;

  g_string_append (text, spaces);
  g_string_append (text, "\r\n");
  chunk = g_string_free_to_bytes (g_steal_pointer (&text));
  mx_test_server_raw (self->server, NET_PATH, head, chunk, -1, 0, MX_TEST_END_CLOSE);
  expect_too_large (self, 0);
  expect_too_large (self, 64 * MIB);
}

static void
test_endless_error (NetFixture    *self,
                    gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (MIB, ' ');
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 403 No\r\nContent-Length: 200000000\r\n\r\n");
  g_autoptr (GBytes) endless = net_bytes ("HTTP/1.1 403 No\r\n\r\n");
  g_autoptr (GBytes) chunk = net_bytes (spaces);
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_raw (self->server, NET_PATH, head, chunk, 200, 0, MX_TEST_END_CLOSE);
  response = net_send (self, net_get (0, 0), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_clear_error (&error);
  mx_test_server_raw (self->server, NET_PATH, endless, chunk, -1, 0, MX_TEST_END_CLOSE);
  response = net_send (self, net_get (0, 0), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
}

static void
test_endless_headers (NetFixture    *self,
                      gconstpointer  data)
{
  g_autofree char *spaces = g_strnfill (1000, 'x');
  g_autofree char *line = g_strdup_printf ("X-Long: %s\r\n", spaces);
  g_autoptr (GBytes) head = net_bytes ("HTTP/1.1 200 OK\r\n");
  g_autoptr (GBytes) chunk = net_bytes (line);
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_raw (self->server, NET_PATH, head, chunk, -1, 0, MX_TEST_END_CLOSE);
  response = net_send (self, net_get (10000, 0), &error);
  g_assert_null (response);
  g_assert_true (error->domain == MX_ERROR);
}

/* A connection that the server ends, told from its thread to the one that sends. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean ends; /* the next one */
} Ending;

static void
end_once (MxTestServer      *server,
          SoupServerMessage *message,
          gpointer           user_data)
{
  Ending *ending = user_data;

  g_mutex_lock (&ending->mutex);
  if (ending->ends) {
    g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

    g_io_stream_close (stream, NULL, NULL);
    ending->ends = FALSE;
    g_cond_signal (&ending->cond);
  } else {
    mx_test_answer (message, 200, "{}");
  }
  g_mutex_unlock (&ending->mutex);
}

/* The request has just gone out: what is read next is the connection's end. */
static gboolean
on_wrote (GSignalInvocationHint *hint,
          guint                  n_values,
          const GValue          *values,
          gpointer               user_data)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  Ending *ending = user_data;

  g_mutex_lock (&ending->mutex);
  while (ending->ends)
    g_assert_true (g_cond_wait_until (&ending->cond, &ending->mutex, deadline));
  g_mutex_unlock (&ending->mutex);
  return TRUE;
}

static void
keep_connections (NetFixture *self,
                  guint       n)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  guint i;

  g_ptr_array_set_size (results, (int) n);
  for (i = 0; i < n; i++) {
    g_autoptr (MxRequest) request = net_get (0, 0);

    mx_http_send_async (self->http, request, NULL, mx_test_store_cb, (GAsyncResult **) &results->pdata[i]);
  }
  for (i = 0; i < n; i++) {
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    mx_test_await ((GAsyncResult **) &results->pdata[i], 10000);
    response = mx_http_send_finish (self->http, results->pdata[i], &error);
    g_assert_no_error (error);
  }
}

/* A server that is ending: the connection that was kept is dead when it is used, another one is not, yet. */
static void
test_dead_connection (NetFixture    *self,
                      gconstpointer  data)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (SOUP_TYPE_MESSAGE);
  guint wrote = g_signal_lookup ("wrote-headers", SOUP_TYPE_MESSAGE);
  Ending ending = { 0 };
  gulong hook = g_signal_add_emission_hook (wrote, 0, on_wrote, &ending, NULL);
  guint round;

  mx_test_server_reply (self->server, NET_PATH, 200, NULL, "{}");
  mx_test_server_handle (self->server, "/ending", end_once, &ending, NULL);
  for (round = 0; round < 5; round++) {
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    keep_connections (self, 4);
    ending.ends = TRUE;
    response = net_send (self, mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/ending"), &error);
    g_assert_no_error (error);
    g_assert_false (ending.ends);
  }
  g_signal_remove_emission_hook (wrote, hook);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
#define ADD(path, func) g_test_add (path, NetFixture, NULL, net_set_up, func, net_tear_down)
  ADD ("/security/N03/half-open", test_half_open);
  ADD ("/security/N03/silent-body", test_silent_body);
  ADD ("/security/N03/slow-loris", test_slow_loris);
  ADD ("/security/N03/steady-is-no-loris", test_steady);
  ADD ("/security/N03/reset", test_reset);
  ADD ("/http/garbage", test_garbage);
  ADD ("/security/N04/48-cuts", test_cuts);
  ADD ("/security/N04/cut-bytes", test_raw_cuts);
  ADD ("/security/N04/cut-gzip", test_cut_gzip);
  ADD ("/security/N05/gzip-bomb", test_bomb);
  ADD ("/security/N05/200-mb", test_huge);
  ADD ("/security/N05/endless-chunked", test_endless);
  ADD ("/security/N05/endless-error", test_endless_error);
  ADD ("/security/N05/endless-headers", test_endless_headers);
  ADD ("/http/hostile/dead-connection", test_dead_connection);
  return g_test_run ();
}
