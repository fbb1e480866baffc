/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an answer has come to its end. A connection can break in the middle, and libsoup calls that
 * an end: so the length is compared with what was said, the last chunk is waited for, and where the end
 * of the connection is the only sign the content itself must be whole. */

#include "config.h"

#include "mx-http-whole.h"

#include "mx-error.h"
#include "mx-scan.h"

/* Content-Length counts the bytes before decompression. libsoup's count of those has HTTP/2's
 * frames in it, but there nghttp2 has made the comparison already. */
static gboolean
check_length (SoupMessage  *message,
              gsize         len,
              GError      **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  goffset expected = soup_message_headers_get_content_length (headers);
  gboolean is_encoded = soup_message_headers_get_one (headers, "Content-Encoding") != NULL;
  guint64 received = len;

  if (is_encoded && soup_message_get_http_version (message) == SOUP_HTTP_2_0)
    return TRUE;
  if (is_encoded)
    received = soup_message_metrics_get_response_body_bytes_received (soup_message_get_metrics (message));
  if (received == (guint64) expected)
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE,
               "cut short: %" G_GUINT64_FORMAT " of %" G_GOFFSET_FORMAT " bytes", received, expected);
  return FALSE;
}

/**
 * mx_http_check_whole:
 * @message: a message whose answer has been read
 * @body: (array length=len): what was read, after decompression
 * @len: its length in bytes
 * @is_raw: whether it may be anything, also nothing; else it is JSON
 * @max_bytes: no more was read than this
 * @error: where to say what is missing: %MX_ERROR_BAD_RESPONSE
 *
 * Compares an answer with what its headers promised.
 *
 * Returns: whether it is whole
 */
gboolean
mx_http_check_whole (SoupMessage   *message,
                     const guint8  *body,
                     gsize          len,
                     gboolean       is_raw,
                     gsize          max_bytes,
                     GError       **error)
{
  SoupEncoding encoding = soup_message_headers_get_encoding (soup_message_get_response_headers (message));

  if (!is_raw && len == 0) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no content");
    return FALSE;
  }
  if (encoding == SOUP_ENCODING_CONTENT_LENGTH)
    return check_length (message, len, error);

  /* Ended by closing the connection: nothing but the content can tell whether it is whole. */
  if (encoding == SOUP_ENCODING_EOF && soup_message_get_http_version (message) != SOUP_HTTP_2_0) {
    if (!is_raw)
      return mx_scan_check ((const char *) body, len, max_bytes, error);
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "no telling where it ends");
    return FALSE;
  }
  return TRUE;
}
