/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-request.h"

/* What a request said, written down while the server's thread has it: the test reads it when
 * libsoup's own message is long gone. */

static void
add_header (const char *name,
            const char *value,
            gpointer    user_data)
{
  g_string_append_printf (user_data, "%s: %s\n", name, value);
}

/**
 * mx_test_request_new:
 * @message: a message of which the request has come
 *
 * Returns: (transfer full): the request, written down
 */
MxTestRequest *
mx_test_request_new (SoupServerMessage *message)
{
  MxTestRequest *request = g_new0 (MxTestRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  GString *text = g_string_new (NULL);

  soup_message_headers_foreach (headers, add_header, text);
  request->method = g_strdup (soup_server_message_get_method (message));
  request->path = g_strdup (g_uri_get_path (soup_server_message_get_uri (message)));
  request->query = g_strdup (g_uri_get_query (soup_server_message_get_uri (message)));
  request->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  request->headers = g_string_free_and_steal (text);
  request->body = soup_message_body_flatten (body);
  request->time = g_get_monotonic_time ();
  return request;
}

/**
 * mx_test_request_free:
 * @request: (transfer full): a request as it came
 *
 * Frees it.
 */
void
mx_test_request_free (MxTestRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->query);
  g_free (request->headers);
  g_free (request->authorization);
  g_bytes_unref (request->body);
  g_free (request);
}
