/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-account.h"
#include "mx-api-room.h"
#include "mx-http-error.h"
#include "mx-net-test.h"

#include <string.h>

#define TOKEN "syt_canary_token_48151623"

/* What the honest and the complaining server answers, and what callers hear of it. */

static void
test_answer (NetFixture    *self,
             gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  MxTestRequest *request;
  MxRequest *get = net_get (0, 0);

  mx_test_server_reply (self->server, NET_PATH, 200, NULL, "{\"a\":1}");
  mx_http_set_access_token (self->http, TOKEN);
  mx_request_add_query (get, "via", "a&b=c d");
  response = net_send (self, get, &error);

  g_assert_no_error (error);
  g_assert_cmpint (response->status, ==, 200);
  g_assert_cmpstr (response->content_type, ==, "application/json");
  g_assert_cmpmem ("{\"a\":1}", 7, g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  request = mx_test_server_get_request (self->server, "GET " NET_PATH, 0);
  g_assert_cmpstr (request->authorization, ==, "Bearer " TOKEN);
  g_assert_cmpstr (request->query, ==, "via=a%26b%3Dc%20d");
  g_assert_nonnull (strstr (request->headers, "User-Agent: Teahouse/"));
  g_assert_null (strstr (request->headers, "Cookie"));
}

static void
test_body (NetFixture    *self,
           gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  MxTestRequest *request;
  MxRequest *put = mx_api_send_message ("!r:x.org", "m.room.message", "t1", "{\"body\":\"h\\u00e9\" }", NULL);

  mx_test_server_reply (self->server, "PUT /_matrix/client/v3/rooms/", 200, NULL, "{\"event_id\":\"$e\"}");
  response = net_send (self, put, &error);
  g_assert_no_error (error);

  request = mx_test_server_get_request (self->server, "", 0);
  g_assert_cmpstr (request->path, ==, "/_matrix/client/v3/rooms/!r:x.org/send/m.room.message/t1");
  g_assert_cmpmem ("{\"body\":\"h\\u00e9\" }", 19, g_bytes_get_data (request->body, NULL),
                   g_bytes_get_size (request->body));
  g_assert_null (request->authorization);
}

static void
test_no_auth (NetFixture    *self,
              gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxRequest) versions = mx_api_versions ();

  mx_test_server_reply (self->server, "/", 200, NULL, "{}");
  mx_http_set_access_token (self->http, TOKEN);
  response = net_send (self, mx_request_ref (versions), NULL);
  g_assert_nonnull (response);
  g_clear_pointer (&response, mx_response_free);
  mx_http_send_to_async (self->http, mx_test_server_get_url (self->server), versions, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 5000);
  response = mx_http_send_finish (self->http, result, NULL);
  g_assert_nonnull (response);
  g_assert_null (mx_test_server_get_request (self->server, "", 0)->authorization);
  g_assert_null (mx_test_server_get_request (self->server, "", 1)->authorization);
}

static const struct
{
  int status;
  const char *body;
  MxError code;
} answers[] = {
  { 400, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"x\"}", MX_ERROR_REFUSED },
  { 400, "{\"errcode\":\"M_TOO_LARGE\"}", MX_ERROR_TOO_LARGE },
  { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":true}", MX_ERROR_SOFT_LOGOUT },
  { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":false}", MX_ERROR_SIGNED_OUT },
  { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\"}", MX_ERROR_SIGNED_OUT },
  { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":\"true\"}", MX_ERROR_SIGNED_OUT },
  { 401, "{\"errcode\":\"M_MISSING_TOKEN\"}", MX_ERROR_SIGNED_OUT },
  { 401, "{\"errcode\":\"M_USER_LOCKED\",\"soft_logout\":true}", MX_ERROR_ACCOUNT_LOCKED },
  { 401, "{\"flows\":[],\"session\":\"s\"}", MX_ERROR_REFUSED },
  { 403, "{\"errcode\":\"M_USER_SUSPENDED\"}", MX_ERROR_ACCOUNT_SUSPENDED },
  { 403, "{\"errcode\":\"M_GUEST_ACCESS_FORBIDDEN\"}", MX_ERROR_GUEST_FORBIDDEN },
  { 403, "{\"errcode\":\"M_FORBIDDEN\"}", MX_ERROR_FORBIDDEN },
  { 403, "{\"errcode\":\"M_UNKNOWN\"}", MX_ERROR_FORBIDDEN },
  { 403, "no json", MX_ERROR_FORBIDDEN },
  { 404, "{\"errcode\":\"M_NOT_FOUND\"}", MX_ERROR_NOT_FOUND },
  { 404, "{\"errcode\":\"M_UNRECOGNIZED\"}", MX_ERROR_UNRECOGNIZED },
  { 404, "{\"errcode\":\"M_UNKNOWN\"}", MX_ERROR_NOT_FOUND },
  { 404, "<html>", MX_ERROR_UNRECOGNIZED },
  { 405, "{\"errcode\":\"M_UNRECOGNIZED\"}", MX_ERROR_UNRECOGNIZED },
  { 408, "", MX_ERROR_SERVER },
  { 413, "", MX_ERROR_TOO_LARGE },
  { 418, "[]", MX_ERROR_REFUSED },
  { 429, "", MX_ERROR_RATE_LIMITED },
  { 403, "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", MX_ERROR_RATE_LIMITED },
  { 500, "{\"errcode\":\"M_UNKNOWN\"}", MX_ERROR_SERVER },
  { 502, "<html>Bad Gateway</html>", MX_ERROR_SERVER },
  { 502, "{\"errcode\":\"M_TOO_LARGE\"}", MX_ERROR_TOO_LARGE },
  { 503, "", MX_ERROR_SERVER },
  { 504, "{\"errcode\":\"M_NOT_YET_UPLOADED\"}", MX_ERROR_SERVER },
  { 200, "", MX_ERROR_FAILED },
};

static void
test_errors (NetFixture    *self,
             gconstpointer  data)
{
  gsize i;

  mx_http_set_access_token (self->http, TOKEN);
  for (i = 0; answers[i].status != 200; i++) {
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%d %s", answers[i].status, answers[i].body);
    mx_test_server_reply (self->server, NET_PATH, answers[i].status, NULL, answers[i].body);
    response = net_send (self, net_get (0, 0), &error);
    g_assert_null (response);
    g_assert_error (error, MX_ERROR, (int) answers[i].code);
    g_assert_cmpint (mx_error_get_status (error), ==, answers[i].status);
    g_assert_nonnull (g_strrstr (mx_test_server_get_url (self->server), mx_error_get_server (error)));
  }
}

/* Five minutes of 5xx are as many transient errors as requests; who asks again is the caller. */
static void
test_server_errors (NetFixture    *self,
                    gconstpointer  data)
{
  const int statuses[] = { 500, 502, 503, 504, 521 };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    mx_test_server_reply (self->server, NET_PATH, statuses[i], "Retry-After: 7", "");
    response = net_send (self, net_get (0, 0), &error);
    g_assert_error (error, MX_ERROR, MX_ERROR_SERVER);
    g_assert_true (mx_error_is_transient (error));
    g_assert_cmpint (mx_error_get_retry_after (error), ==, 7000);
    g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, i + 1);
  }
}

static const struct
{
  const char *headers;
  const char *body;
  gint64 wait;
} waits[] = {
  { "Retry-After: 2", "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":9000}", 2000 },
  { NULL, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":1500}", 1500 },
  { NULL, "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", -1 },
  { "Retry-After: 1000000000", "{}", 300000 },
  { NULL, "{\"retry_after_ms\":1000000000}", 300000 },
  { "Retry-After: 0", "{}", 0 },
  { "Retry-After: soon", "{\"retry_after_ms\":100}", 100 },
  { NULL, "{\"retry_after_ms\":-5}", -1 },
  { "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", "", 0 },
  { "Retry-After: Fri, 31 Dec 2100 23:59:59 GMT", "", 300000 },
};

static void
test_rate_limit (NetFixture    *self,
                 gconstpointer  data)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_autoptr (MxResponse) response = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s %s", waits[i].headers, waits[i].body);
    mx_test_server_reply (self->server, NET_PATH, 429, waits[i].headers, waits[i].body);
    response = net_send (self, net_get (0, 0), &error);
    g_assert_error (error, MX_ERROR, MX_ERROR_RATE_LIMITED);
    g_assert_true (mx_error_is_transient (error));
    g_assert_cmpint (mx_error_get_retry_after (error), ==, waits[i].wait);
    g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, i + 1);
  }
}

static void
test_retry_date (void)
{
  const gint64 now = G_GINT64_CONSTANT (784111770) * G_USEC_PER_SEC; /* Sun, 06 Nov 1994 08:49:30 GMT */

  g_assert_cmpint (mx_http_parse_retry_after ("Sun, 06 Nov 1994 08:49:37 GMT", now), ==, 7000);
  g_assert_cmpint (mx_http_parse_retry_after ("Sun, 06 Nov 1994 08:49:29 GMT", now), ==, 0);
  g_assert_cmpint (mx_http_parse_retry_after ("120", now), ==, 120000);
  g_assert_cmpint (mx_http_parse_retry_after ("1e300", now), ==, MX_HTTP_MAX_RETRY_AFTER_MS);
  g_assert_cmpint (mx_http_parse_retry_after ("-1", now), ==, -1);
  g_assert_cmpint (mx_http_parse_retry_after ("", now), ==, -1);
  g_assert_cmpint (mx_http_parse_retry_after (NULL, now), ==, -1);
}

static void
test_error_text (NetFixture    *self,
                 gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) body = g_string_new ("{\"errcode\":\"M_FORBIDDEN\",\"error\":\"");
  gsize i;

  for (i = 0; i < 5000; i++)
    g_string_append (body, "é");
  g_string_append (body, "\"}");
  mx_test_server_reply (self->server, NET_PATH, 403, NULL, body->str);
  response = net_send (self, net_get (0, 0), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_assert_cmpint (g_utf8_strlen (error->message, -1), ==, 500);
}

/* Six ways in which a token ends, as far as the wire goes. */
static void
test_refresh (NetFixture    *self,
              gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (MxLogin) login = NULL;
  g_autoptr (GError) error = NULL;

  mx_http_set_access_token (self->http, TOKEN);
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/refresh", 200, NULL,
                        "{\"access_token\":\"new\",\"expires_in_ms\":60000}");
  response = net_send (self, mx_api_refresh ("r1"), &error);
  g_assert_no_error (error);
  login = mx_api_refresh_parse (response, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (login->access_token, ==, "new");
  g_assert_null (login->refresh_token);
  g_assert_cmpint (login->expires_in_ms, ==, 60000);
  g_assert_null (mx_test_server_get_request (self->server, "", 0)->authorization);
  g_clear_pointer (&response, mx_response_free);

  mx_test_server_reply (self->server, "POST /_matrix/client/v3/refresh", 401, NULL,
                        "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":false}");
  response = net_send (self, mx_api_refresh ("r1"), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_SIGNED_OUT);
}

static void
test_unreachable (NetFixture    *self,
                  gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, NET_PATH, 200, NULL, "{}");
  mx_test_server_stop (self->server);
  response = net_send (self, net_get (0, 0), &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_UNREACHABLE);
  g_assert_true (mx_error_is_transient (error));
  g_clear_error (&error);

  mx_test_server_start (self->server);
  response = net_send (self, net_get (0, 0), &error);
  g_assert_no_error (error);
  g_assert_nonnull (response);
}

/* A long poll must not keep the others waiting. */
static void
test_parallel (NetFixture    *self,
               gconstpointer  data)
{
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *polls[12] = { NULL };
  gint64 began;
  gsize i;

  mx_test_server_reply (self->server, "/", 200, NULL, "{}");
  mx_test_server_hold (self->server, "/_matrix/client/v3/sync");
  for (i = 0; i < G_N_ELEMENTS (polls); i++) {
    g_autoptr (MxRequest) poll = mx_request_new ("GET", 0, "/_matrix/client/v3/sync");

    mx_http_send_async (self->http, poll, NULL, mx_test_store_cb, &polls[i]);
  }
  g_assert_true (mx_test_server_wait (self->server, "/_matrix/client/v3/sync", G_N_ELEMENTS (polls), 5000));
  began = g_get_monotonic_time ();
  response = net_send (self, net_get (0, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC);
  mx_test_server_release (self->server, "/_matrix/client/v3/sync");
  for (i = 0; i < G_N_ELEMENTS (polls); i++) {
    g_autoptr (MxResponse) answer = NULL;

    mx_test_await (&polls[i], 5000);
    answer = mx_http_send_finish (self->http, polls[i], &error);
    g_assert_no_error (error);
    g_clear_object (&polls[i]);
  }
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
#define ADD(path, func) g_test_add (path, NetFixture, NULL, net_set_up, func, net_tear_down)
  ADD ("/http/answer", test_answer);
  ADD ("/http/body-as-given", test_body);
  ADD ("/http/no-auth", test_no_auth);
  ADD ("/http/errors", test_errors);
  ADD ("/http/error-text-is-cut", test_error_text);
  ADD ("/http/unreachable-and-back", test_unreachable);
  ADD ("/http/long-polls-keep-nobody-waiting", test_parallel);
  ADD ("/security/N01/rate-limit", test_rate_limit);
  g_test_add_func ("/security/N01/retry-after-date", test_retry_date);
  ADD ("/security/N02/5xx-is-transient-and-not-repeated", test_server_errors);
  ADD ("/security/N18/errors-of-tokens", test_errors);
  ADD ("/security/N18/refresh", test_refresh);
  return g_test_run ();
}
