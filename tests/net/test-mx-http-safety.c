/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-account.h"
#include "mx-api-media.h"
#include "mx-api-room.h"
#include "mx-api-sync.h"
#include "mx-discovery.h"
#include "mx-net-test.h"
#include "mx-origin.h"

#include <string.h>

/* Where the client goes, where it does not, and what it says about it in the log. */

static void
test_certificate (gconstpointer data)
{
  static const char *const words[] = {
    [MX_TEST_TLS_SELF_SIGNED] = "not signed by anybody",
    [MX_TEST_TLS_EXPIRED] = "expired",
    [MX_TEST_TLS_WRONG_HOST] = "another name",
    [MX_TEST_TLS_UNTRUSTED] = "not signed by anybody",
  };
  NetFixture self = { NULL };
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  MxTestTls tls = (MxTestTls) GPOINTER_TO_INT (data);

  net_set_up_tls (&self, tls);
  mx_test_server_reply (self.server, "/", 200, NULL, "{}");
  mx_http_set_access_token (self.http, "secret");
  response = net_send (&self, net_get (0, 0), &error);
  if (tls == MX_TEST_TLS_GOOD) {
    g_assert_no_error (error);
    g_assert_cmpuint (mx_test_server_count (self.server, ""), ==, 1);
  } else {
    g_assert_error (error, MX_ERROR, MX_ERROR_CERTIFICATE);
    g_assert_nonnull (strstr (error->message, words[tls]));
    g_assert_false (mx_error_is_transient (error));
    g_assert_cmpuint (mx_test_server_count (self.server, ""), ==, 0);
  }
  net_tear_down (&self, NULL);
}

static const struct
{
  const char *url;
  const char *clean; /* NULL: refused */
} bases[] = {
  { "https://example.org", "https://example.org" },
  { "https://example.org/", "https://example.org" },
  { "https://example.org/matrix//", "https://example.org/matrix" },
  { "https://example.org:8448/?a=b#c", "https://example.org:8448" },
  { "HTTPS://example.org", "https://example.org" },
  { "http://localhost:8008", "http://localhost:8008" },
  { "http://127.0.0.1:8008", "http://127.0.0.1:8008" },
  { "http://127.8.9.1", "http://127.8.9.1" },
  { "http://[::1]:8008/", "http://[::1]:8008" },
  { "http://example.org", NULL },
  { "http://localhost.example.org", NULL },
  { "http://127.0.0.1.example.org", NULL },
  { "http://128.0.0.1", NULL },
  { "http://0.0.0.0", NULL },
  { "http://[::ffff:1.2.3.4]", NULL },
  { "http://192.168.1.1", NULL },
  { "http://localhost@example.org", NULL },
  { "https://me:secret@example.org", NULL },
  { "ftp://localhost", NULL },
  { "file:///etc/passwd", NULL },
  { "javascript:alert(1)", NULL },
  { "https://", NULL },
  { "https:///x", NULL },
  { "example.org", NULL },
  { "", NULL },
  { "//localhost", NULL },
};

static void
test_bases (void)
{
  MxHttp *http = mx_http_new ();
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bases[i].url);
    g_assert_true (mx_http_set_base_url (http, bases[i].url, &error) == (bases[i].clean != NULL));
    if (bases[i].clean != NULL)
      g_assert_cmpstr (mx_http_get_base_url (http), ==, bases[i].clean);
    else
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
  net_close (http);
}

static void
test_send_to (NetFixture    *self,
              gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (MxRequest) request = net_get (0, 0);
  g_autoptr (GError) error = NULL;

  mx_http_send_to_async (self->http, "http://example.org", request, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 5000);
  g_assert_null (mx_http_send_finish (self->http, result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
}

static const struct
{
  const char *from;
  const char *location;
  const char *to; /* NULL: refused */
} redirects[] = {
  { "https://a.org/x", "https://b.org/y", "https://b.org/y" },
  { "https://a.org/x/", "z", "https://a.org/x/z" },
  { "https://a.org/x", "//b.org/y", "https://b.org/y" },
  { "https://a.org/x", "http://a.org/x", NULL },
  { "https://a.org/x", "http://localhost/x", NULL },
  { "https://a.org/x", "https://localhost/x", NULL },
  { "https://a.org/x", "https://127.0.0.1:8008/x", NULL },
  { "https://a.org/x", "https://[::1]/x", NULL },
  { "https://a.org/x", "file:///etc/passwd", NULL },
  { "https://a.org/x", "https://u:p@b.org/", NULL },
  { "https://a.org/x", "https://", NULL },
  { "https://a.org/x", NULL, NULL },
  { "http://localhost:1/x", "http://127.0.0.1:2/y", "http://127.0.0.1:2/y" },
  { "http://localhost:1/x", "https://b.org/y", "https://b.org/y" },
  { "http://localhost:1/x", "http://b.org/y", NULL },
  { "https://localhost:1/x", "http://localhost:1/x", NULL },
};

static void
test_redirect_rules (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (redirects); i++) {
    g_autoptr (GUri) from = mx_origin_parse (redirects[i].from, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GUri) to = mx_origin_redirect (from, redirects[i].location, &error);
    g_autofree char *text = to != NULL ? g_uri_to_string (to) : NULL;

    g_test_message ("%s: %s", redirects[i].from, redirects[i].location);
    g_assert_cmpstr (text, ==, redirects[i].to);
    if (to == NULL)
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_api_redirect (NetFixture    *self,
                   gconstpointer  data)
{
  const int statuses[] = { 301, 302, 303, 307, 308 };
  g_autoptr (MxTestServer) other = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *location = g_strdup_printf ("Location: %s/x", mx_test_server_get_url (other));
  gsize i;

  mx_http_set_access_token (self->http, "secret");
  for (i = 0; i < G_N_ELEMENTS (statuses); i++) {
    g_autoptr (GError) error = NULL;

    mx_test_server_reply (self->server, NET_PATH, statuses[i], location, "");
    g_assert_null (net_send (self, net_get (0, 0), &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
  g_assert_cmpuint (mx_test_server_count (other, ""), ==, 0);
  g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, G_N_ELEMENTS (statuses));
}

static MxRequest *
picture (void)
{
  return mx_api_media_download ("mxc://x.org/abc", 0, NULL);
}

static void
test_media_redirect (NetFixture    *self,
                     gconstpointer  data)
{
  g_autoptr (MxTestServer) other = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *away = g_strdup_printf ("Location: %s/cdn?sig=1", mx_test_server_get_url (other));
  g_autofree char *back = g_strdup_printf ("Location: %s/again", mx_test_server_get_url (self->server));
  g_autoptr (MxResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  mx_http_set_access_token (self->http, "secret");
  mx_test_server_reply (self->server, "/_matrix/client/v1/media/", 307, "Location: /here", "");
  mx_test_server_reply (self->server, "/here", 308, away, "");
  mx_test_server_reply (other, "/cdn", 307, back, "");
  mx_test_server_reply (self->server, "/again", 200, "Content-Type: image/png", "picture");
  response = net_send (self, picture (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (response->content_type, ==, "image/png");
  g_assert_cmpmem ("picture", 7, g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
  g_assert_cmpstr (mx_test_server_get_request (self->server, "/here", 0)->authorization, ==, "Bearer secret");
  g_assert_null (mx_test_server_get_request (other, "/cdn", 0)->authorization);
  /* Once gone it stays gone, also when another leads back. */
  g_assert_null (mx_test_server_get_request (self->server, "/again", 0)->authorization);
}

static void
test_redirect_loops (NetFixture    *self,
                     gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = NULL;
  guint i;

  mx_test_server_reply (self->server, "/_matrix/client/v1/media/", 302, "Location: /a", "");
  mx_test_server_reply (self->server, "/a", 302, "Location: /b", "");
  mx_test_server_reply (self->server, "/b", 302, "Location: /a", "");
  g_assert_null (net_send (self, picture (), &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_clear_error (&error);
  g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, 3);

  /* Five are followed, six are not. */
  mx_test_server_reply (self->server, "/_matrix/client/v1/media/", 302, "Location: /n1", "");
  for (i = 1; i < 10; i++) {
    g_autofree char *path = g_strdup_printf ("/n%u", i);
    g_autofree char *next = g_strdup_printf ("Location: /n%u", i + 1);

    mx_test_server_reply (self->server, path, 302, next, "");
  }
  g_assert_null (net_send (self, picture (), &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_clear_error (&error);
  g_assert_cmpuint (mx_test_server_count (self->server, "/n6"), ==, 0);
  mx_test_server_reply (self->server, "/n5", 200, NULL, "picture");
  response = net_send (self, picture (), &error);
  g_assert_no_error (error);
}

static const char *const bad_addresses[] = {
  "mxc://evil/../../_matrix/client/v3/logout",
  "mxc://evil/..",
  "mxc://evil/.",
  "mxc://evil/%2f",
  "mxc://evil/a%2e%2e",
  "mxc://evil/a/b",
  "mxc://evil/a?x=y",
  "mxc://evil/a#f",
  "mxc://evil/",
  "mxc://evil",
  "mxc:///abc",
  "mxc://e vil/abc",
  "mxc://evil:99999999/abc",
  "mxc://evil:80:80/abc",
  "mxc://u@evil/abc",
  "mxc://evil/a b",
  "mxc://evil/\xc3\xa9",
  "MXC://evil/abc",
  "https://evil/abc",
  "http://evil/abc.png",
  "data:image/png;base64,AAAA",
  "file:///etc/passwd",
  "//evil/abc",
  "",
};

/* What a stranger's event may hold as a picture leads to no request at all, or to the homeserver. */
static void
test_media_addresses (NetFixture    *self,
                      gconstpointer  data)
{
  g_autofree char *id = g_strnfill (10240, 'a');
  g_autofree char *large = g_strconcat ("mxc://evil/", id, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTestServer) second = mx_test_server_new (MX_TEST_TLS_NONE);
  g_autofree char *mxc = g_strdup_printf ("mxc://127.0.0.1:%u/abc_-1", mx_test_server_get_port (second));
  g_autoptr (MxResponse) response = NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_addresses); i++) {
    g_test_message ("bad address %zu", i);
    g_assert_null (mx_api_media_download (bad_addresses[i], 0, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    g_clear_error (&error);
    g_assert_null (mx_api_media_thumbnail (bad_addresses[i], 32, 32, TRUE, 0, NULL));
  }
  g_assert_null (mx_api_media_download (NULL, 0, NULL));
  g_assert_null (mx_api_media_download (large, 0, NULL));

  mx_test_server_reply (self->server, "/", 200, NULL, "picture");
  mx_http_set_access_token (self->http, "secret");
  response = net_send (self, mx_api_media_thumbnail (mxc, 96, 0, FALSE, 0, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (second, ""), ==, 0);
  g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, 1);
  g_assert_cmpstr (mx_test_server_get_request (self->server, "", 0)->authorization, ==, "Bearer secret");
  g_assert_nonnull (strstr (mx_test_server_get_request (self->server, "", 0)->query,
                            "width=96&height=1&method=scale&animated=false"));
}

static void
test_cap_of_media (NetFixture    *self,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = NULL;

  mx_test_server_reply (self->server, "/", 200, NULL, "0123456789");
  g_assert_null (net_send (self, mx_api_media_download ("mxc://x.org/a", 9, NULL), &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_TOO_LARGE);
  g_clear_error (&error);
  response = net_send (self, mx_api_media_download ("mxc://x.org/a", 10, NULL), &error);
  g_assert_no_error (error);
}

#define CANARY_TOKEN    "syt_canarytoken0001"
#define CANARY_PASSWORD "canarypassword0002"
#define CANARY_REFRESH  "syr_canaryrefresh0003"
#define CANARY_BODY     "canarymessage0004"
#define CANARY_ROOM     "!canaryroom0005:x.org"

static GString *log_text;
static GMutex log_mutex;

static GLogWriterOutput
collect_log (GLogLevelFlags   level,
             const GLogField *fields,
             gsize            n_fields,
             gpointer         user_data)
{
  gsize i;

  g_mutex_lock (&log_mutex);
  for (i = 0; i < n_fields; i++)
    if (fields[i].length < 0)
      g_string_append_printf (log_text, "%s=%s\n", fields[i].key, (const char *) fields[i].value);
  g_mutex_unlock (&log_mutex);
  return G_LOG_WRITER_HANDLED;
}

static void
exchange (NetFixture *self,
          MxRequest  *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxResponse) response = net_send (self, request, &error);

  if (error != NULL)
    g_debug ("it failed: %s", error->message);
}

static void
run_full_exchange (NetFixture *self)
{
  mx_test_server_reply (self->server, "/_matrix/client/v3/login", 200, NULL,
                        "{\"user_id\":\"@a:x.org\",\"access_token\":\"" CANARY_TOKEN "\","
                        "\"refresh_token\":\"" CANARY_REFRESH "\"}");
  mx_test_server_reply (self->server, "/_matrix/client/v3/refresh", 200, NULL,
                        "{\"access_token\":\"" CANARY_TOKEN "\"}");
  mx_test_server_reply (self->server, "/_matrix/client/v3/rooms/", 200, NULL, "{\"event_id\":\"$e\"}");
  mx_test_server_reply (self->server, "/_matrix/client/v3/sync", 401, NULL,
                        "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Token " CANARY_TOKEN " is gone\"}");
  exchange (self, mx_api_login_password ("a", CANARY_PASSWORD, NULL, "Teahouse"));
  mx_http_set_access_token (self->http, CANARY_TOKEN);
  exchange (self, mx_api_refresh (CANARY_REFRESH));
  exchange (self, mx_api_whoami ());
  exchange (self, mx_api_send_message (CANARY_ROOM, "m.room.message", "t1", "{\"body\":\"" CANARY_BODY "\"}", NULL));
  exchange (self, mx_api_sync ("s1", NULL, 0, NULL));
  exchange (self, mx_api_logout ());
  mx_test_server_stop (self->server);
  exchange (self, mx_api_whoami ());
}

/* In a process of its own, as a log writer is set once. */
static void
test_log (void)
{
  const char *const canaries[] = { CANARY_TOKEN, CANARY_PASSWORD, CANARY_REFRESH, CANARY_BODY, CANARY_ROOM };
  NetFixture self = { NULL };
  gsize i;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    g_test_trap_assert_stderr_unmatched ("*canary*");
    return;
  }

  log_text = g_string_new (NULL);
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_log_set_writer_func (collect_log, NULL, NULL);
  net_set_up (&self, NULL);
  run_full_exchange (&self);
  net_tear_down (&self, NULL);

  g_mutex_lock (&log_mutex);
  g_assert_nonnull (strstr (log_text->str, "POST /_matrix/client/v3/login: 200"));
  g_assert_nonnull (strstr (log_text->str, "M_UNKNOWN_TOKEN"));
  for (i = 0; i < G_N_ELEMENTS (canaries); i++) {
    const char *found = strstr (log_text->str, canaries[i]);

    if (found != NULL)
      g_printerr ("number %zu is in the log: %.200s\n", i, found - MIN (100, found - log_text->str));
    g_assert_null (found);
  }
  g_mutex_unlock (&log_mutex);
  g_string_free (log_text, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  mx_test_tls_trust_root ();
#define ADD(path, func) g_test_add (path, NetFixture, NULL, net_set_up, func, net_tear_down)
  g_test_add_data_func ("/security/P07/good", GINT_TO_POINTER (MX_TEST_TLS_GOOD), test_certificate);
  g_test_add_data_func ("/security/P07/self-signed", GINT_TO_POINTER (MX_TEST_TLS_SELF_SIGNED), test_certificate);
  g_test_add_data_func ("/security/P07/expired", GINT_TO_POINTER (MX_TEST_TLS_EXPIRED), test_certificate);
  g_test_add_data_func ("/security/P07/wrong-host", GINT_TO_POINTER (MX_TEST_TLS_WRONG_HOST), test_certificate);
  g_test_add_data_func ("/security/P07/untrusted", GINT_TO_POINTER (MX_TEST_TLS_UNTRUSTED), test_certificate);
  g_test_add_func ("/security/P07/http-only-on-loopback", test_bases);
  ADD ("/security/P07/http-only-on-loopback-for-discovery", test_send_to);
  g_test_add_func ("/security/P07/redirect-rules", test_redirect_rules);
  ADD ("/security/P07/no-redirect-on-api", test_api_redirect);
  ADD ("/security/P02/media-redirect-loses-the-token", test_media_redirect);
  ADD ("/http/redirect-loops", test_redirect_loops);
  ADD ("/security/H08/mxc-makes-no-request", test_media_addresses);
  ADD ("/security/P03/media-by-the-homeserver-alone", test_media_addresses);
  ADD ("/security/N05/media-cap", test_cap_of_media);
  g_test_add_func ("/security/L04/log-of-a-full-exchange", test_log);
  return g_test_run ();
}
