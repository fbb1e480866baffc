/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way back from the browser, as other programs of this machine and pages of strangers would
 * use it: whatever is not the one answer is refused, and changes nothing. */

#include "config.h"

#include "mx-net-test.h"

#include "mx-loopback.h"

#include <string.h>

#define PATH  "/unguessable"
#define STATE "canary-state"
#define GOOD  PATH "?code=c&state=" STATE

typedef struct
{
  MxLoopback *loopback;
  GHashTable *answer; /* (nullable) */
  guint n_answers;
} Fixture;

typedef struct
{
  guint16 port;
  GBytes *request;
  char *reply; /* (nullable): until it is there */
  gboolean is_done;
} Visit;

static void
on_answer (GHashTable *answer,
           gpointer    user_data)
{
  Fixture *self = user_data;

  self->n_answers++;
  g_clear_pointer (&self->answer, g_hash_table_unref);
  self->answer = g_hash_table_ref (answer);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->loopback = mx_loopback_new (0, PATH, "state", STATE, &error);
  g_assert_no_error (error);
  mx_loopback_set_page (self->loopback, "<b>Well done</b>", "Go back & write");
  mx_loopback_listen (self->loopback, on_answer, self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->loopback);
  g_clear_pointer (&self->answer, g_hash_table_unref);
}

/* On a thread of its own: another program. */
static gpointer
visit_thread (gpointer user_data)
{
  Visit *visit = user_data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) reply = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_socket_client_set_timeout (client, 10);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", visit->port, NULL, NULL);
  if (connection != NULL) {
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               g_bytes_get_data (visit->request, NULL), g_bytes_get_size (visit->request), NULL, NULL,
                               NULL);
    while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer,
                                     NULL, NULL)) > 0)
      g_string_append_len (reply, buffer, n);
  }
  visit->reply = g_string_free_and_steal (g_steal_pointer (&reply));
  g_atomic_int_set (&visit->is_done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static gboolean
is_done (gpointer user_data)
{
  return g_atomic_int_get (&((Visit *) user_data)->is_done);
}

/* Sends @request as it stands, and answers what came back: the head and the body, or nothing. */
static char *
visit (Fixture    *self,
       const char *request,
       gsize       len)
{
  Visit one = { .port = (guint16) mx_loopback_get_port (self->loopback), .request = g_bytes_new (request, len) };
  GThread *thread = g_thread_new ("visitor", visit_thread, &one);

  mx_test_assert_wait (is_done, &one, 20000);
  g_thread_join (thread);
  g_bytes_unref (one.request);
  return one.reply;
}

/* "{host}" is the listener's. */
static char *
ask (Fixture    *self,
     const char *request)
{
  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", mx_loopback_get_port (self->loopback));
  g_autoptr (GString) text = g_string_new (request);

  g_string_replace (text, "{host}", host, 0);
  return visit (self, text->str, text->len);
}

static const struct
{
  const char *name;
  const char *request;
  const char *status; /* (nullable): the connection is closed without a word */
} refused[] = {
  { "another host", "GET " GOOD " HTTP/1.1\r\nHost: evil.example\r\n\r\n", "421" },
  { "the same name, another port", "GET " GOOD " HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", "421" },
  { "localhost", "GET " GOOD " HTTP/1.1\r\nHost: localhost\r\n\r\n", "421" },
  { "a name that is bound to here", "GET " GOOD " HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n\r\n", "421" },
  { "no host", "GET " GOOD " HTTP/1.0\r\n\r\n", "4" },
  { "another path", "GET /other?code=c&state=" STATE " HTTP/1.1\r\nHost: {host}\r\n\r\n", "404" },
  { "a longer path", "GET " PATH "/x?code=c&state=" STATE " HTTP/1.1\r\nHost: {host}\r\n\r\n", "404" },
  { "no path", "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", "404" },
  { "no state", "GET " PATH "?code=c HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "an empty state", "GET " PATH "?code=c&state= HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "another state", "GET " PATH "?code=c&state=canary-stat0 HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "the beginning of the state", "GET " PATH "?code=c&state=canary HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "a longer state", "GET " GOOD "x HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "two states", "GET " PATH "?state=x&code=c&state=" STATE " HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "two codes", "GET " GOOD "&code=other HTTP/1.1\r\nHost: {host}\r\n\r\n", "403" },
  { "a broken query", "GET " PATH "?state=" STATE "&code=%zz HTTP/1.1\r\nHost: {host}\r\n\r\n", "4" },
  { "a fragment for a query", "GET " PATH "#code=c&state=" STATE " HTTP/1.1\r\nHost: {host}\r\n\r\n", "4" },
  { "POST without a body", "POST " GOOD " HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n", "405" },
  { "POST", "POST " GOOD " HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\n\r\nx=y", NULL },
  { "HEAD", "HEAD " GOOD " HTTP/1.1\r\nHost: {host}\r\n\r\n", "405" },
  { "OPTIONS", "OPTIONS " GOOD " HTTP/1.1\r\nHost: {host}\r\nOrigin: https://evil.example\r\n\r\n", "405" },
  { "PUT", "PUT " GOOD " HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n", "405" },
  { "GET with a body", "GET " GOOD " HTTP/1.1\r\nHost: {host}\r\nContent-Length: 3\r\n\r\nx=y", NULL },
  { "GET with an endless body", "GET " GOOD " HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n", NULL },
  { "no HTTP", "canary\r\n\r\n", "" },
};

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *good = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *reply = ask (self, refused[i].request);
    g_autofree char *status = g_strconcat ("HTTP/1.1 ", refused[i].status, NULL);

    g_test_message ("%s: %.20s", refused[i].name, reply);
    if (refused[i].status == NULL)
      g_assert_cmpstr (reply, ==, "");
    else if (*refused[i].status != '\0' && strstr (refused[i].request, "HTTP/1.0") == NULL)
      g_assert_true (g_str_has_prefix (reply, status));
    g_assert_null (strstr (reply, " 200 "));
    g_assert_null (strstr (reply, "canary"));
    g_assert_null (strstr (reply, "Access-Control"));
    g_assert_cmpuint (self->n_answers, ==, 0);
  }
  /* None of them has ended it. */
  good = ask (self, "GET " GOOD " HTTP/1.1\r\nHost: {host}\r\n\r\n");
  g_assert_true (g_str_has_prefix (good, "HTTP/1.1 200"));
}

static gboolean
is_answered (gpointer user_data)
{
  return ((Fixture *) user_data)->n_answers > 0;
}

/* The page says what it was told, as text, and lets nothing run or load. */
static void
test_answer (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *page = ask (self, "GET " GOOD "&extra=1 HTTP/1.1\r\nHost: {host}\r\n\r\n");
  g_autofree char *again = NULL;
  g_autofree char *forged = NULL;

  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (page, "&lt;b&gt;Well done&lt;/b&gt;"));
  g_assert_nonnull (strstr (page, "Go back &amp; write"));
  g_assert_nonnull (strstr (page, "Content-Security-Policy: default-src 'none'"));
  g_assert_nonnull (strstr (page, "Cache-Control: no-store"));
  g_assert_nonnull (strstr (page, "Referrer-Policy: no-referrer"));
  g_assert_null (strstr (page, STATE));
  g_assert_null (strstr (page, "<script"));
  mx_test_assert_wait (is_answered, self, 5000);
  g_assert_cmpstr (g_hash_table_lookup (self->answer, "code"), ==, "c");

  again = ask (self, "GET " GOOD " HTTP/1.1\r\nHost: {host}\r\n\r\n");
  forged = ask (self, "GET " PATH "?code=other&state=" STATE " HTTP/1.1\r\nHost: {host}\r\n\r\n");
  g_assert_true (g_str_has_prefix (again, "HTTP/1.1 410"));
  g_assert_true (g_str_has_prefix (forged, "HTTP/1.1 410"));
  g_assert_cmpuint (self->n_answers, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (self->answer, "code"), ==, "c");
}

/* Neither a long address nor endless headers fill the memory. */
static void
test_large (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GString) query = g_string_new ("GET " GOOD "&x=");
  g_autoptr (GString) headers = g_string_new ("GET " GOOD " HTTP/1.1\r\nHost: {host}\r\n");
  g_autofree char *long_query = g_strnfill (20000, 'x');
  g_autofree char *to_query = NULL;
  g_autofree char *to_headers = NULL;

  g_string_append (query, long_query);
  g_string_append (query, " HTTP/1.1\r\nHost: {host}\r\n\r\n");
  while (headers->len < 4 * 1024 * 1024)
    g_string_append_printf (headers, "X-%" G_GSIZE_FORMAT ": %s\r\n", headers->len, long_query);
  g_string_append (headers, "\r\n");
  to_query = ask (self, query->str);
  to_headers = ask (self, headers->str);
  g_assert_true (g_str_has_prefix (to_query, "HTTP/1.1 414"));
  g_assert_false (g_str_has_prefix (to_headers, "HTTP/1.1 200"));
  g_assert_cmpuint (self->n_answers, ==, 0);
}

/* It listens on this machine alone, on a port that nobody else may take, and gone is gone. */
static void
test_port (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxLoopback) first = mx_loopback_new (0, PATH, "state", STATE, &error);
  guint port = mx_loopback_get_port (first);
  g_autoptr (MxLoopback) second = mx_loopback_new (port, PATH, "state", STATE, &error);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u" PATH, port);

  g_assert_null (second);
  g_assert_error (error, MX_ERROR, MX_ERROR_FAILED);
  g_assert_cmpstr (mx_loopback_get_url (first), ==, url);
  g_clear_error (&error);
  g_assert_finalize_object (g_steal_pointer (&first));
  second = mx_loopback_new (port, PATH, "state", STATE, &error);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/security/P07/loopback-refuses-forged-answers", test_refused);
  ADD ("/security/P07/loopback-one-answer", test_answer);
  ADD ("/security/N05/loopback-large-requests", test_large);
  g_test_add_func ("/security/P07/loopback-port", test_port);
  return g_test_run ();
}
