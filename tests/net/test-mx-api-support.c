/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-support.h"
#include "mx-discovery.h"
#include "mx-error.h"
#include "mx-http.h"
#include "mx-net-test.h"
#include "mx-request.h"

#include <string.h>

/* Whom to write to at a server: which of what a stranger says is an address, and what is not followed. */

#define SUPPORT "/.well-known/matrix/support"

static void
check (const char *json,
       const char *account,
       const char *abuse)
{
  g_autoptr (GBytes) body = g_bytes_new_static (json, strlen (json));
  g_autoptr (MxResponse) response = mx_response_new (200, body, "application/json");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxSupport) support = mx_api_support_parse (response, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mx_support_get_address (support, FALSE), ==, account);
  g_assert_cmpstr (mx_support_get_address (support, TRUE), ==, abuse);
}

static void
test_order (void)
{
  check ("{\"contacts\":[{\"role\":\"m.role.admin\",\"email_address\":\"admin@x.org\",\"matrix_id\":\"@a:x.org\"},"
         "{\"role\":\"m.role.moderator\",\"email_address\":\"abuse@x.org\"}],\"support_page\":\"https://x.org/help\"}",
         "mailto:admin@x.org", "mailto:abuse@x.org");
  /* Who is locked out reads mail and pages. */
  check ("{\"contacts\":[{\"role\":\"m.role.admin\",\"matrix_id\":\"@a:x.org\"}],\"support_page\":\"https://x.org/h\"}",
         "https://x.org/h", "https://x.org/h");
  check ("{\"contacts\":[{\"role\":\"m.role.admin\",\"matrix_id\":\"@a:x.org\"}]}", "matrix:u/a:x.org",
         "matrix:u/a:x.org");
  /* The first of a role that can be used; those for faults of the server are the last to be asked. */
  check ("{\"contacts\":[{\"role\":\"m.role.security\",\"email_address\":\"sec@x.org\"},"
         "{\"role\":\"m.role.admin\",\"email_address\":\"no\"},"
         "{\"role\":\"m.role.admin\",\"email_address\":\"b@x.org\"},"
         "{\"role\":\"m.role.admin\",\"email_address\":\"c@x.org\"}]}",
         "mailto:b@x.org", "mailto:b@x.org");
  check ("{\"contacts\":[{\"role\":\"m.role.security\",\"email_address\":\"sec@x.org\"}]}", "mailto:sec@x.org",
         "mailto:sec@x.org");
  check ("{}", NULL, NULL);
  check ("{\"contacts\":[],\"support_page\":null}", NULL, NULL);
}

static void
test_hostile_contacts (void)
{
  static const char *const bad[] = {
    "\"email_address\":7",
    "\"email_address\":\"\"",
    "\"email_address\":\"@x.org\"",
    "\"email_address\":\"a@\"",
    "\"email_address\":\"a@b@x.org\"",
    "\"email_address\":\"a@x.org?attach=/etc/passwd\"",
    "\"email_address\":\"a@x.org,b@x.org\"",
    "\"email_address\":\"a@x.org\\nBcc: b@x.org\"",
    "\"email_address\":\"Ann <a@x.org>\"",
    "\"email_address\":\"a%0ab@x.org\"",
    "\"email_address\":\"a@x.org:25\"",
    "\"email_address\":\"a@[::1]\"",
    "\"email_address\":\"\\u202ea@x.org\"",
    "\"email_address\":\"mailto:a@x.org\"",
    "\"matrix_id\":\"a:x.org\"",
    "\"matrix_id\":\"#a:x.org\"",
    "\"matrix_id\":\"@a:x.org/../b\"",
    "\"matrix_id\":{}",
  };
  static const char *const pages[] = {
    "http://x.org/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https:x.org",
    "https://good.org@evil.org/",
    "https://x.org/ a",
    "https://x.org/\\u202e",
    "//x.org/",
    "matrix:u/a:x.org?action=chat",
  };
  g_autofree char *many = g_strnfill (300, 'a');
  g_autofree char *longest = g_strdup_printf ("{\"contacts\":[{\"role\":\"m.role.admin\","
                                              "\"email_address\":\"%s@x.org\"}]}",
                                              many);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *json = g_strdup_printf ("{\"contacts\":[{\"role\":\"m.role.admin\",%s},7,null]}", bad[i]);

    check (json, NULL, NULL);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *json = g_strdup_printf ("{\"contacts\":{},\"support_page\":\"%s\"}", pages[i]);

    check (json, NULL, NULL);
  }
  check (longest, NULL, NULL);
  check ("{\"contacts\":[{\"role\":\"org.example.other\",\"email_address\":\"a@x.org\"},"
         "{\"email_address\":\"a@x.org\"}]}",
         NULL, NULL);
}

/* A name that only looks like another one is shown as the network looks it up. */
static void
test_plain_letters (void)
{
  const char *page = "https://xn--bcher-kva.example:8443/h?a=b#c";

  check ("{\"contacts\":[{\"role\":\"m.role.admin\",\"email_address\":\"a@b\\u00fccher.Example\"}]}",
         "mailto:a@xn--bcher-kva.example", "mailto:a@xn--bcher-kva.example");
  check ("{\"support_page\":\"https://b\\u00fccher.example:8443/h?a=b#c\"}", page, page);
}

static void
test_origin (void)
{
  static const struct
  {
    const char *name;
    const char *origin;
  } cases[] = {
    { "example.org", "https://example.org" },
    { "example.org:8448", "https://example.org" },
    { "@ann:example.org", "https://example.org" },
    { "b\u00fccher.example", "https://xn--bcher-kva.example" },
    { "[2001:db8::1]:8448", "https://[2001:db8::1]" },
    { "localhost:8008", "http://localhost:8008" },
    { "127.0.0.1:1", "http://127.0.0.1:1" },
    { "https://matrix.example.org", "https://matrix.example.org" },
    { "http://example.org", NULL },
    { "https://example.org/some/where", NULL },
    { "a b", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *origin = mx_discovery_dup_origin (cases[i].name, &error);

    g_assert_cmpstr (origin, ==, cases[i].origin);
    if (origin == NULL)
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
}

static MxResponse *
ask (NetFixture  *self,
     GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxRequest) request = mx_api_support ();

  mx_http_set_access_token (self->http, "secret");
  mx_http_send_to_async (self->http, mx_test_server_get_url (self->server), request, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_http_send_finish (self->http, result, error);
}

/* It goes without the token, and nowhere that is less safe, nor on for ever. */
static void
test_hostile_server (NetFixture    *self,
                     gconstpointer  data)
{
  static const char *const elsewhere[] = { "Location: file:///etc/passwd", "Location: http://example.org/",
                                           "Location: " SUPPORT };
  g_autofree char *padding = g_strnfill (70 * 1024, 'a');
  g_autofree char *large = g_strdup_printf ("{\"support_page\":\"%s\"}", padding);
  g_autoptr (GError) too_large = NULL;
  MxTestRequest *request;

  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxResponse) response = NULL;

    mx_test_server_reply (self->server, SUPPORT, 302, elsewhere[i], "");
    response = ask (self, &error);
    g_assert_null (response);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
  mx_test_server_reply (self->server, SUPPORT, 200, NULL, large);
  g_assert_null (ask (self, &too_large));
  g_assert_error (too_large, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  request = mx_test_server_get_request (self->server, SUPPORT, 0);
  g_assert_null (request->authorization);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);

  g_test_add_func ("/support/order", test_order);
  g_test_add_func ("/support/origin", test_origin);
  g_test_add_func ("/security/H05/support-contacts", test_hostile_contacts);
  g_test_add_func ("/security/H05/support-plain-letters", test_plain_letters);
  g_test_add ("/security/P07/support-server", NetFixture, NULL, net_set_up, test_hostile_server, net_tear_down);

  return g_test_run ();
}
