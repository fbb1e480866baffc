/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-net-test.h"

/* Cancelling at random moments, and closing at random moments, must neither crash nor lose
 * or repeat a callback. */

#define N_REQUESTS 20000
#define PER_CLIENT 400
#define AT_ONCE    24

typedef struct
{
  MxHttp *http;
  guint max_us; /* until the cancelling  */
  guint left;   /* to be sent            */
  guint under_way;
  guint close_at; /* when so many are left */
  guint answered;
  guint cancelled;
  gboolean closing;
  GAsyncResult *closed;
} Run;

typedef struct
{
  Run *run;
  GCancellable *cancellable;
  GSource *timer;
} One;

static void send_more (Run *run);

static gboolean
cancel_cb (gpointer user_data)
{
  One *one = user_data;

  g_cancellable_cancel (one->cancellable);
  return G_SOURCE_REMOVE;
}

static void
one_free (One *one)
{
  g_source_destroy (one->timer);
  g_source_unref (one->timer);
  g_object_unref (one->cancellable);
  g_free (one);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  One *one = user_data;
  Run *run = one->run;
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (run->closed);
  response = mx_http_send_finish (MX_HTTP (source), result, &error);
  if (response != NULL)
    run->answered++;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    run->cancelled++;
  else
    g_assert_no_error (error);
  one_free (one);
  run->under_way--;
  send_more (run);
}

/* Half of them soon, half of them around the time of the answer. */
static gint64
pick_us (Run *run)
{
  return g_test_rand_int_range (0, g_test_rand_bit () ? (int) run->max_us : (int) run->max_us * 15);
}

static void
send_one (Run *run)
{
  g_autoptr (MxRequest) request = NULL;
  const char *paths[] = { "small", "small", "small", "large", "gzip" };
  One *one = g_new0 (One, 1);

  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/%s", paths[g_test_rand_int_range (0, 5)]);
  one->run = run;
  one->cancellable = g_cancellable_new ();
  one->timer = g_timeout_source_new (0);
  g_source_set_ready_time (one->timer, g_get_monotonic_time () + pick_us (run));
  g_source_set_callback (one->timer, cancel_cb, one, NULL);
  g_source_attach (one->timer, NULL);
  run->left--;
  run->under_way++;
  mx_http_send_async (run->http, request, one->cancellable, sent_cb, one);
}

static void
send_more (Run *run)
{
  if (run->left == run->close_at && !run->closing) {
    run->closing = TRUE;
    mx_http_close_async (run->http, mx_test_store_cb, &run->closed);
  }
  while (run->left > run->close_at && run->under_way < AT_ONCE)
    send_one (run);
}

static gboolean
is_over (gpointer user_data)
{
  Run *run = user_data;

  return run->closed != NULL;
}

static void
warm_up (MxHttp *http)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (MxRequest) request = mx_request_new ("GET", 0, "/small");
  g_autoptr (GError) error = NULL;

  mx_http_send_async (http, request, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  response = mx_http_send_finish (http, result, &error);
  g_assert_no_error (error);
}

static void
hammer (MxTestTls tls,
        guint     max_us,
        guint     n_requests)
{
  g_autoptr (MxTestServer) server = mx_test_server_new (tls);
  g_autofree char *text = g_strnfill (300000, 'x');
  g_autoptr (GBytes) large = net_bytes (text);
  g_autoptr (GBytes) packed = mx_test_gzip (text, 300000, 3);
  guint answered = 0;
  guint cancelled = 0;
  guint sent = 0;

  mx_test_server_reply (server, "/small", 200, NULL, "{\"a\":1}");
  mx_test_server_reply_bytes (server, "/large", 200, NULL, large);
  mx_test_server_reply_bytes (server, "/gzip", 200, "Content-Encoding: gzip", packed);
  while (sent < n_requests) {
    Run run = { NULL };

    run.http = mx_http_new ();
    run.left = PER_CLIENT;
    run.close_at = (guint) g_test_rand_int_range (0, PER_CLIENT / 2);
    g_assert_true (mx_http_set_base_url (run.http, mx_test_server_get_url (server), NULL));
    run.max_us = max_us;
    warm_up (run.http);
    send_more (&run);
    mx_test_assert_wait (is_over, &run, 60000);
    g_assert_cmpuint (run.under_way, ==, 0);
    g_assert_true (mx_http_close_finish (run.http, run.closed, NULL));
    g_clear_object (&run.closed);
    answered += run.answered;
    cancelled += run.cancelled;
    sent += PER_CLIENT - run.left;
    g_assert_cmpuint (run.answered + run.cancelled, ==, PER_CLIENT - run.left);
    g_assert_finalize_object (run.http);
  }
  g_test_message ("%u sent, %u answered, %u cancelled", sent, answered, cancelled);
  g_assert_cmpuint (answered, >, 0);
  g_assert_cmpuint (cancelled, >, 0);
}

static void
test_random (void)
{
  hammer (MX_TEST_TLS_NONE, 1500, N_REQUESTS);
}

static void
test_random_http2 (void)
{
  hammer (MX_TEST_TLS_GOOD, 1500, N_REQUESTS / 10);
}

static void
test_before (NetFixture    *self,
             gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxRequest) request = net_get (0, 0);
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, NET_PATH, 200, NULL, "{}");
  g_cancellable_cancel (cancellable);
  mx_http_send_async (self->http, request, cancellable, mx_test_store_cb, &result);
  mx_test_await (&result, 5000);
  response = mx_http_send_finish (self->http, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_long_poll (NetFixture    *self,
                gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxRequest) request = net_get (0, 0);
  g_autoptr (GError) error = NULL;
  gint64 began;

  mx_test_server_hold (self->server, NET_PATH);
  mx_http_send_async (self->http, request, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, NET_PATH, 1, 5000));
  began = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, 5000);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC);
  g_assert_null (mx_http_send_finish (self->http, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_closed (NetFixture    *self,
             gconstpointer  data)
{
  MxHttp *http = mx_http_new ();
  g_autoptr (GAsyncResult) poll = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (MxRequest) request = net_get (0, 0);
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (self->server, NET_PATH);
  g_assert_true (mx_http_set_base_url (http, mx_test_server_get_url (self->server), NULL));
  mx_http_send_async (http, request, NULL, mx_test_store_cb, &poll);
  g_assert_true (mx_test_server_wait (self->server, NET_PATH, 1, 5000));
  mx_http_close_async (http, mx_test_store_cb, &closed);
  mx_http_send_async (http, request, NULL, mx_test_store_cb, &late);
  mx_test_await (&closed, 5000);
  g_assert_nonnull (poll);
  g_assert_nonnull (late);
  g_assert_null (mx_http_send_finish (http, poll, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (mx_http_send_finish (http, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&poll);
  g_clear_object (&late);
  g_clear_object (&closed);
  g_assert_finalize_object (http);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  mx_test_tls_trust_root ();
  g_test_add ("/http/cancel/before", NetFixture, NULL, net_set_up, test_before, net_tear_down);
  g_test_add ("/http/cancel/long-poll", NetFixture, NULL, net_set_up, test_long_poll, net_tear_down);
  g_test_add ("/http/cancel/closed", NetFixture, NULL, net_set_up, test_closed, net_tear_down);
  g_test_add_func ("/http/cancel/random", test_random);
  g_test_add_func ("/http/cancel/random-http2", test_random_http2);
  return g_test_run ();
}
