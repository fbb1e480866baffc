/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-request.h"

#include "mx-error.h"
#include "mx-json.h"

static void
test_path (void)
{
  static const struct
  {
    const char *segment, *path;
  } cases[] = {
    { "!a:b", "/r/%21a%3Ab/x" },
    { "a/b", "/r/a%2Fb/x" },
    { "a?b#c", "/r/a%3Fb%23c/x" },
    { "..", "/r/%252E%252E/x" },
    { ".", "/r/%252E/x" },
    { "%2f", "/r/%252f/x" },
    { "é", "/r/%C3%A9/x" },
    { "", "/r//x" },
    { "a b", "/r/a%20b/x" },
    { "A-Z_.~9", "/r/A-Z_.~9/x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MxRequest) request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/r/%s/x", cases[i].segment);

    g_assert_cmpstr (request->path, ==, cases[i].path);
    g_assert_cmpstr (request->method, ==, "GET");
    g_assert_cmpint (request->flags, ==, MX_REQUEST_IDEMPOTENT);
  }
}

static void
test_query_and_body (void)
{
  g_autoptr (MxRequest) request = mx_request_new ("PUT", MX_REQUEST_DEFAULT, "/%s/%s", "a", "b");
  g_autoptr (MxRequest) second = mx_request_ref (request);
  JsonObject *body = json_object_new ();
  gsize len;

  mx_request_add_query (request, "since", "s1 &=");
  mx_request_add_query (request, "none", NULL);
  mx_request_add_query (request, "timeout", "0");
  g_assert_cmpuint (g_strv_length (request->query), ==, 4);
  g_assert_cmpstr (request->query[1], ==, "s1 &=");
  g_assert_cmpstr (request->query[2], ==, "timeout");
  json_object_set_string_member (body, "reason", "x\"y");
  mx_request_take_json (request, body);
  g_assert_cmpstr (request->content_type, ==, "application/json");
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                   "{\"reason\":\"x\\\"y\"}", 17);
  g_assert_true (second == request);
  g_assert_nonnull (g_bytes_get_data (second->body, &len));
}

static void
test_response (void)
{
  g_autoptr (GBytes) good = g_bytes_new_static ("{\"a\":1}", 7);
  g_autoptr (GBytes) list = g_bytes_new_static ("[1]", 3);
  g_autoptr (MxResponse) response = mx_response_new (200, good, "application/json");
  g_autoptr (MxResponse) wrong = mx_response_new (200, list, NULL);
  g_autoptr (MxResponse) empty = mx_response_new (204, NULL, NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;

  object = mx_response_dup_json (response, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mx_json_get_int (object, "a", 0), ==, 1);
  g_assert_null (mx_response_dup_json (wrong, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_clear_error (&error);
  g_assert_null (mx_response_dup_json (empty, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request/path", test_path);
  g_test_add_func ("/request/query-and-body", test_query_and_body);
  g_test_add_func ("/request/response", test_response);
  return g_test_run ();
}
