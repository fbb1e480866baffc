/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-discovery.h"
#include "mx-net-test.h"

#include <string.h>

/* From what a person types to a server, and why not. */

#define VERSIONS "{\"versions\":[\"r0.6.1\",\"v1.1\",\"v1.11\"],\"unstable_features\":{\"org.x\":true,\"org.y\":false}}"
#define FLOWS    "{\"flows\":[{\"type\":\"m.login.password\"},{\"type\":\"m.login.sso\"},7]}"
#define METADATA                                                                                    \
  "{\"issuer\":\"https://auth.x.org/\",\"authorization_endpoint\":\"https://auth.x.org/a\","        \
  "\"token_endpoint\":\"https://auth.x.org/t\",\"registration_endpoint\":\"https://auth.x.org/r\"," \
  "\"revocation_endpoint\":\"https://auth.x.org/v\",\"code_challenge_methods_supported\":[\"S256\"]}"
#define WELL   "/.well-known/matrix/client"
#define CLIENT "/_matrix/client/"

static MxServer *
find (NetFixture  *self,
      const char  *text,
      GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_discovery_find_async (self->http, text, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_discovery_find_finish (self->http, result, error);
}

static void
set_up (NetFixture    *self,
        gconstpointer  data)
{
  net_set_up (self, data);
  mx_http_set_access_token (self->http, "secret");
}

static void
be_matrix (MxTestServer *server)
{
  mx_test_server_reply (server, CLIENT "versions", 200, NULL, VERSIONS);
  mx_test_server_reply (server, CLIENT "v3/login", 200, NULL, FLOWS);
}

static char *
here (NetFixture *self,
      const char *prefix)
{
  return g_strdup_printf ("%s%u", prefix, mx_test_server_get_port (self->server));
}

static void
test_name (NetFixture    *self,
           gconstpointer  data)
{
  static const char *const formats[] = {
    "127.0.0.1:",
    "localhost:",
    "@me:127.0.0.1:",
    "  127.0.0.1:",
    "http://127.0.0.1:",
  };
  gsize i;

  be_matrix (self->server);
  for (i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *bare = here (self, formats[i]);
    g_autofree char *text = g_strconcat (bare, strstr (bare, "://") != NULL ? "/ " : " \n", NULL);
    g_autofree char *port = here (self, ":");
    g_autoptr (GError) error = NULL;
    g_autoptr (MxServer) server = find (self, text, &error);

    g_test_message ("%s", text);
    g_assert_no_error (error);
    g_assert_true (g_str_has_suffix (server->server_name, port));
    g_assert_true (g_str_has_prefix (server->base_url, "http://"));
    g_assert_true (g_str_has_suffix (server->base_url, port));
    g_assert_true (server->flows.password);
    g_assert_true (server->flows.sso);
    g_assert_null (server->oauth);
    g_assert_true (server->guests);
    g_assert_true (mx_server_has_version (server, 11));
    g_assert_true (mx_server_has_version (server, 2));
    g_assert_false (mx_server_has_version (server, 12));
    g_assert_true (mx_server_has_feature (server, "org.x"));
    g_assert_false (mx_server_has_feature (server, "org.y"));
  }
  for (i = 0; i < mx_test_server_count (self->server, ""); i++)
    g_assert_null (mx_test_server_get_request (self->server, "", (guint) i)->authorization);
}

static void
test_well_known (NetFixture    *self,
                 gconstpointer  data)
{
  g_autoptr (MxTestServer) home = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *body = g_strdup_printf ("{\"m.homeserver\":{\"base_url\":\"%s/\"}}", mx_test_server_get_url (home));
  g_autofree char *text = here (self, "127.0.0.1:");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxServer) server = NULL;

  be_matrix (home);
  mx_test_server_reply (home, CLIENT "v1/auth_metadata", 200, NULL, METADATA);
  mx_test_server_reply (self->server, WELL, 302, "Location: /moved", "");
  mx_test_server_reply (self->server, "/moved", 200, "Content-Type: text/plain", body);
  server = find (self, text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (server->server_name, ==, text);
  g_assert_cmpstr (server->base_url, ==, mx_test_server_get_url (home));
  g_assert_nonnull (server->oauth);
  g_assert_false (server->guests);
}

static const struct
{
  const char *name;
  int well_status;
  const char *well;
  int versions_status;
  const char *versions;
  int code; /* -1: found */
} cases[] = {
  { "no .well-known", 404, "", 200, VERSIONS, -1 },
  { "broken .well-known", 200, "<html>", 200, VERSIONS, -1 },
  { "empty .well-known", 200, "", 200, VERSIONS, -1 },
  { ".well-known without an address", 200, "{}", 200, VERSIONS, -1 },
  { ".well-known with a number", 200, "{\"m.homeserver\":{\"base_url\":7}}", 200, VERSIONS, -1 },
  { ".well-known fails", 500, "", 200, VERSIONS, -1 },
  { ".well-known without a URL", 200, "{\"m.homeserver\":{\"base_url\":\"nonsense\"}}", 200, VERSIONS,
    MX_ERROR_NOT_MATRIX },
  { ".well-known with a file", 200, "{\"m.homeserver\":{\"base_url\":\"file:///etc\"}}", 200, VERSIONS,
    MX_ERROR_NOT_MATRIX },
  { ".well-known with plain http", 200, "{\"m.homeserver\":{\"base_url\":\"http://x.example\"}}", 200,
    VERSIONS, MX_ERROR_NOT_MATRIX },
  { "a web server", 404, "", 404, "<html>", MX_ERROR_NOT_MATRIX },
  { "a web server that says yes", 200, "<html>", 200, "<html>", MX_ERROR_NOT_MATRIX },
  { "no versions", 404, "", 200, "{}", MX_ERROR_NOT_MATRIX },
  { "versions of another type", 404, "", 200, "{\"versions\":\"v1.1\"}", MX_ERROR_NOT_MATRIX },
  { "a captive portal", 302, "", 302, "", MX_ERROR_NOT_MATRIX },
  { "a server that is down", 502, "", 502, "", MX_ERROR_UNREACHABLE },
  { "a server that is down, without .well-known", 404, "", 502, "", MX_ERROR_UNREACHABLE },
};

static void
test_cases (NetFixture    *self,
            gconstpointer  data)
{
  g_autofree char *text = here (self, "127.0.0.1:");
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxServer) server = NULL;

    g_test_message ("%s", cases[i].name);
    mx_test_server_reply (self->server, WELL, cases[i].well_status, NULL, cases[i].well);
    mx_test_server_reply (self->server, CLIENT "versions", cases[i].versions_status, NULL, cases[i].versions);
    server = find (self, text, &error);
    if (cases[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, MX_ERROR, cases[i].code);
    g_assert_true ((server != NULL) == (cases[i].code < 0));
  }
}

static void
test_input (NetFixture    *self,
            gconstpointer  data)
{
  static const char *const texts[] = {
    "",
    " ",
    "two words",
    "@me",
    "#room:x.org",
    "!room:x.org",
    "http://example.org",
    "ftp://example.org",
    "https://me:secret@example.org",
    "example.org/path",
    "exa_mple.org",
    "example.org:port",
    "[::1",
    "<b>",
    "\x01",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("text %zu", i);
    g_assert_null (find (self, texts[i], &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
}

static void
test_unreachable (NetFixture    *self,
                  gconstpointer  data)
{
  g_autofree char *text = here (self, "127.0.0.1:");
  g_autoptr (GError) error = NULL;

  mx_test_server_stop (self->server);
  g_assert_null (find (self, text, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_UNREACHABLE);
}

static void
test_no_matrix_at_all (NetFixture    *self,
                       gconstpointer  data)
{
  g_autoptr (GBytes) words = net_bytes ("220 mail.example.org ESMTP\r\n");
  g_autofree char *text = here (self, "127.0.0.1:");
  g_autoptr (GError) error = NULL;

  mx_test_server_raw (self->server, "/", words, NULL, 0, 0, MX_TEST_END_CLOSE);
  g_assert_null (find (self, text, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_MATRIX);
}

static void
test_certificate (void)
{
  NetFixture self = { NULL };
  g_autofree char *text = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  net_set_up_tls (&self, MX_TEST_TLS_EXPIRED);
  text = here (&self, "localhost:");
  url = here (&self, "https://localhost:");
  g_assert_null (find (&self, url, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "expired"));
  g_clear_error (&error);
  g_assert_null (find (&self, text, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_CERTIFICATE);
  net_tear_down (&self, NULL);
}

static void
test_tls_on_loopback (void)
{
  NetFixture self = { NULL };
  g_autofree char *text = NULL;
  g_autoptr (MxServer) server = NULL;
  g_autoptr (GError) error = NULL;

  net_set_up_tls (&self, MX_TEST_TLS_GOOD);
  be_matrix (self.server);
  text = here (&self, "localhost:");
  server = find (&self, text, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (server->base_url, ==, mx_test_server_get_url (self.server));
  net_tear_down (&self, NULL);
}

static void
test_cancel (NetFixture    *self,
             gconstpointer  data)
{
  g_autofree char *text = here (self, "127.0.0.1:");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_hold (self->server, WELL);
  mx_discovery_find_async (self->http, text, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, WELL, 1, 5000));
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, 5000);
  g_assert_null (mx_discovery_find_finish (self->http, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  MxHttp *http;
  GCancellable *cancellable;
  gboolean found;
  gboolean closed;
} Closing;

static void
end_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  Closing *closing = user_data;
  g_autoptr (GError) error = NULL;

  g_assert_false (closing->closed);
  g_assert_null (mx_discovery_find_finish (MX_HTTP (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  closing->found = TRUE;
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Closing *closing = user_data;

  g_assert_true (mx_http_close_finish (MX_HTTP (source), result, NULL));
  g_assert_true (closing->found);
  closing->closed = TRUE;
}

static gboolean
find_and_close (gpointer user_data)
{
  Closing *closing = user_data;

  mx_discovery_find_async (closing->http, "127.0.0.1:1", closing->cancellable, end_cb, closing);
  mx_http_close_async (closing->http, closed_cb, closing);
  return G_SOURCE_REMOVE;
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Closing *) user_data)->closed;
}

/* Who looks for a server hears of the end before the client is closed: afterwards its thread may be gone. */
static void
test_closed (void)
{
  for (guint i = 0; i < 20; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Closing closing = { .http = mx_http_new (), .cancellable = cancellable };

    if (i % 2 == 0)
      g_cancellable_cancel (cancellable);
    g_idle_add (find_and_close, &closing);
    mx_test_assert_wait (is_closed, &closing, 10000);
    g_assert_finalize_object (closing.http);
  }
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  mx_test_tls_trust_root ();
#define ADD(path, func) g_test_add (path, NetFixture, NULL, set_up, func, net_tear_down)
  ADD ("/discovery/name", test_name);
  ADD ("/discovery/well-known", test_well_known);
  ADD ("/discovery/cases", test_cases);
  ADD ("/discovery/input", test_input);
  ADD ("/discovery/unreachable", test_unreachable);
  ADD ("/discovery/not-http", test_no_matrix_at_all);
  ADD ("/discovery/cancel", test_cancel);
  g_test_add_func ("/security/P07/discovery-certificate", test_certificate);
  g_test_add_func ("/discovery/tls-on-loopback", test_tls_on_loopback);
  g_test_add_func ("/discovery/closed", test_closed);
  return g_test_run ();
}
