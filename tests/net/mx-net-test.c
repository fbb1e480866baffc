/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-net-test.h"

#include <string.h>

/* Helpers of the tests of net; the test's thread is the client's. */

#define DEADLINE_MS 30000

/**
 * net_set_up_tls:
 * @self: a fixture
 * @tls: the server's certificate
 *
 * Starts a server, and a client that knows it.
 */
void
net_set_up_tls (NetFixture *self,
                MxTestTls   tls)
{
  g_autoptr (GError) error = NULL;

  self->server = mx_test_server_new (tls);
  self->http = mx_http_new ();
  mx_http_set_base_url (self->http, mx_test_server_get_url (self->server), &error);
  g_assert_no_error (error);
}

/**
 * net_set_up:
 * @self: a fixture
 * @data: ignored
 *
 * Starts a server without TLS, and a client that knows it.
 */
void
net_set_up (NetFixture    *self,
            gconstpointer  data)
{
  net_set_up_tls (self, MX_TEST_TLS_NONE);
}

/**
 * net_close:
 * @http: (transfer full): a client
 *
 * Closes it and checks that nobody else holds it.
 */
void
net_close (MxHttp *http)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_http_close_async (http, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_http_close_finish (http, result, &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_assert_finalize_object (http);
}

/**
 * net_tear_down:
 * @self: a fixture
 * @data: ignored
 *
 * Ends both.
 */
void
net_tear_down (NetFixture    *self,
               gconstpointer  data)
{
  net_close (self->http);
  mx_test_server_free (self->server);
}

/**
 * net_get:
 * @timeout_ms: of the exchange, or 0
 * @max_bytes: of the answer, or 0
 *
 * Returns: (transfer full): a request for NET_PATH
 */
MxRequest *
net_get (guint timeout_ms,
         gsize max_bytes)
{
  MxRequest *request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, NET_PATH);

  request->timeout_ms = timeout_ms;
  request->max_bytes = max_bytes;
  return request;
}

/**
 * net_send:
 * @self: a fixture
 * @request: (transfer full): a request
 * @error: return location for an error
 *
 * Sends and waits.
 *
 * Returns: (transfer full): the answer
 */
MxResponse *
net_send (NetFixture  *self,
          MxRequest   *request,
          GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_http_send_async (self->http, request, NULL, mx_test_store_cb, &result);
  mx_request_unref (request);
  mx_test_await (&result, DEADLINE_MS);
  return mx_http_send_finish (self->http, result, error);
}

/**
 * net_bytes:
 * @text: a string
 *
 * Returns: (transfer full): its bytes
 */
GBytes *
net_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}
