/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test-server.h"

#include <string.h>

/* What the hostile homeserver answers where it behaves: a rule's one answer for ever, or the one
 * that a handler gives. */

typedef struct
{
  int status;
  char *headers; /* (nullable) */
  GBytes *body;
} Reply;

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_bytes_unref (reply->body);
  g_free (reply->headers);
  g_free (reply);
}

static void
set_headers (SoupServerMessage *message,
             const char        *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  gsize i;

  for (i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);

    if (pair[0] != NULL && pair[1] != NULL)
      soup_message_headers_replace (soup_server_message_get_response_headers (message), pair[0], pair[1]);
  }
}

static void
reply_handler (MxTestServer      *self,
               SoupServerMessage *message,
               gpointer           user_data)
{
  Reply *reply = user_data;

  soup_server_message_set_status (message, (guint) reply->status, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Type", "application/json");
  if (reply->headers != NULL)
    set_headers (message, reply->headers);
  if (g_bytes_get_size (reply->body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), reply->body);
}

/**
 * mx_test_server_reply_bytes:
 * @self: a server
 * @prefix: of the path
 * @status: the answer's status
 * @headers: (nullable): lines
 * @body: the answer's body
 *
 * Adds a rule that always answers the same.
 */
void
mx_test_server_reply_bytes (MxTestServer *self,
                            const char   *prefix,
                            int           status,
                            const char   *headers,
                            GBytes       *body)
{
  Reply *reply = g_new0 (Reply, 1);

  reply->status = status;
  reply->headers = g_strdup (headers);
  reply->body = g_bytes_ref (body);
  mx_test_server_handle (self, prefix, reply_handler, reply, reply_free);
}

/**
 * mx_test_server_reply:
 * @self: a server
 * @prefix: of the path
 * @status: the answer's status
 * @headers: (nullable): lines
 * @body: the answer's body
 *
 * Adds a rule that always answers the same.
 */
void
mx_test_server_reply (MxTestServer *self,
                      const char   *prefix,
                      int           status,
                      const char   *headers,
                      const char   *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  mx_test_server_reply_bytes (self, prefix, status, headers, bytes);
}

/**
 * mx_test_answer:
 * @message: what is asked
 * @status: the answer's status
 * @json: its body
 *
 * Answers from a handler.
 */
void
mx_test_answer (SoupServerMessage *message,
                int                status,
                const char        *json)
{
  soup_server_message_set_status (message, (guint) status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json, strlen (json));
}

/**
 * mx_test_gzip:
 * @text: what to repeat
 * @len: its length
 * @times: how often
 *
 * Compresses text that may be much larger than memory.
 *
 * Returns: (transfer full): the compressed bytes
 */
GBytes *
mx_test_gzip (const char *text,
              gsize       len,
              gsize       times)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  gsize i;

  for (i = 0; i < times; i++)
    g_assert_true (g_output_stream_write_all (stream, text, len, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}
