/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-http-error.h"

#include "mx-error.h"
#include "mx-http.h"
#include "mx-json.h"

#include <string.h>

/* The one place that turns errcodes, statuses, TLS and socket failures into MX_ERROR.
 *
 * A server's errcode counts more than its status; where it is M_UNKNOWN or missing, the
 * status decides (Client-Server API, "Standard error response"). Any bytes are accepted.
 */

#define MAX_ERROR_TEXT 500
#define MAX_OAUTH_WORD 64

static const struct
{
  const char *errcode;
  MxError code;
} errcodes[] = {
  { "M_BAD_JSON", MX_ERROR_REFUSED },
  { "M_EXCLUSIVE", MX_ERROR_BAD_USERNAME },
  { "M_FORBIDDEN", MX_ERROR_FORBIDDEN },
  { "M_GUEST_ACCESS_FORBIDDEN", MX_ERROR_GUEST_FORBIDDEN },
  { "M_INVALID_PARAM", MX_ERROR_REFUSED },
  { "M_INVALID_USERNAME", MX_ERROR_BAD_USERNAME },
  { "M_LIMIT_EXCEEDED", MX_ERROR_RATE_LIMITED },
  { "M_MISSING_PARAM", MX_ERROR_REFUSED },
  { "M_NOT_FOUND", MX_ERROR_NOT_FOUND },
  { "M_NOT_JSON", MX_ERROR_REFUSED },
  { "M_NOT_YET_UPLOADED", MX_ERROR_SERVER },
  { "M_RESOURCE_LIMIT_EXCEEDED", MX_ERROR_REFUSED },
  { "M_TOO_LARGE", MX_ERROR_TOO_LARGE },
  { "M_UNRECOGNIZED", MX_ERROR_UNRECOGNIZED },
  { "M_USER_DEACTIVATED", MX_ERROR_REFUSED },
  { "M_USER_IN_USE", MX_ERROR_USER_IN_USE },
  { "M_USER_LOCKED", MX_ERROR_ACCOUNT_LOCKED },
  { "M_USER_SUSPENDED", MX_ERROR_ACCOUNT_SUSPENDED },
  { "M_WEAK_PASSWORD", MX_ERROR_WEAK_PASSWORD },
};

/**
 * mx_http_parse_retry_after:
 * @header: (nullable): the value of a Retry-After header
 * @now_us: the wall clock in microseconds
 *
 * How long a server asks to wait, as seconds or as a date.
 *
 * Returns: milliseconds, not below 0; -1 when @header says nothing
 */
gint64
mx_http_parse_retry_after (const char *header,
                           gint64      now_us)
{
  g_autoptr (GDateTime) date = NULL;
  char *end;
  double seconds;

  if (header == NULL)
    return -1;
  if (g_ascii_isdigit (*header)) {
    seconds = g_ascii_strtod (header, &end);
    if (*end == '\0' && seconds < 1e9)
      return (gint64) (seconds * 1000);
    if (*end == '\0')
      return MX_HTTP_MAX_RETRY_AFTER_MS;
  }

  date = soup_date_time_new_from_http_string (header);
  if (date == NULL)
    return -1;
  return MAX (0, (g_date_time_to_unix_usec (date) - now_us) / 1000);
}

static MxError
code_of_status (int      status,
                gboolean has_errcode)
{
  if (status >= 500 || status == SOUP_STATUS_REQUEST_TIMEOUT)
    return MX_ERROR_SERVER;

  switch (status) {
  case SOUP_STATUS_FORBIDDEN:
    return MX_ERROR_FORBIDDEN;
  case SOUP_STATUS_NOT_FOUND:
    return has_errcode ? MX_ERROR_NOT_FOUND : MX_ERROR_UNRECOGNIZED;
  case SOUP_STATUS_METHOD_NOT_ALLOWED:
    return MX_ERROR_UNRECOGNIZED;
  case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
    return MX_ERROR_TOO_LARGE;
  case 429:
    return MX_ERROR_RATE_LIMITED;
  default:
    return status >= 400 ? MX_ERROR_REFUSED : MX_ERROR_BAD_RESPONSE;
  }
}

static MxError
code_of_answer (int         status,
                const char *errcode,
                gboolean    soft_logout,
                gboolean    had_token)
{
  gsize i;

  if (status == 429)
    return MX_ERROR_RATE_LIMITED;
  if (g_strcmp0 (errcode, "M_UNKNOWN_TOKEN") == 0)
    return soft_logout ? MX_ERROR_SOFT_LOGOUT : MX_ERROR_SIGNED_OUT;
  if (g_strcmp0 (errcode, "M_MISSING_TOKEN") == 0)
    return had_token ? MX_ERROR_SIGNED_OUT : MX_ERROR_FORBIDDEN;
  for (i = 0; i < G_N_ELEMENTS (errcodes); i++)
    if (g_strcmp0 (errcode, errcodes[i].errcode) == 0)
      return errcodes[i].code;
  return code_of_status (status, errcode != NULL);
}

static gint64
wait_of_answer (MxError     code,
                const char *retry_after,
                JsonObject *object)
{
  gint64 wait;

  if (code != MX_ERROR_RATE_LIMITED && code != MX_ERROR_SERVER)
    return -1;

  wait = mx_http_parse_retry_after (retry_after, g_get_real_time ());
  if (wait < 0 && object != NULL)
    wait = mx_json_get_int (object, "retry_after_ms", -1);
  return CLAMP (wait, -1, MX_HTTP_MAX_RETRY_AFTER_MS);
}

static JsonObject *
dup_object (GBytes *body)
{
  const char *data;
  gsize len;

  if (body == NULL || g_bytes_get_size (body) == 0)
    return NULL;
  data = g_bytes_get_data (body, &len);
  return mx_json_parse_object (data, len, len, NULL);
}

/**
 * mx_http_error_from_answer:
 * @status: an HTTP status that is not 2xx
 * @retry_after: (nullable): the Retry-After header
 * @body: (nullable): the answer's body
 * @server: the server's name
 * @token: (nullable): the access token that the request carried
 *
 * The error that an answer means. A text that repeats the token is not taken over.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_http_error_from_answer (int         status,
                           const char *retry_after,
                           GBytes     *body,
                           const char *server,
                           const char *token)
{
  g_autoptr (JsonObject) object = dup_object (body);
  g_autofree char *message = NULL;
  const char *errcode = NULL;
  const char *text = NULL;
  MxError code;

  if (object != NULL) {
    errcode = mx_json_get_string (object, "errcode");
    text = mx_json_get_string (object, "error");
  }
  if (text != NULL && token != NULL && strstr (text, token) != NULL)
    text = NULL;

  code = code_of_answer (status, errcode,
                         object != NULL && mx_json_get_boolean (object, "soft_logout", FALSE),
                         token != NULL);
  message = text != NULL ? g_utf8_substring (text, 0, MIN (MAX_ERROR_TEXT, g_utf8_strlen (text, -1)))
                         : g_strdup_printf ("the server answered with status %d", status);
  return mx_error_new_server (code, status, errcode, server,
                              wait_of_answer (code, retry_after, object), message);
}

/**
 * mx_http_is_uia_answer:
 * @status: an HTTP status
 * @body: (nullable): the answer's body
 *
 * Whether a server asks for a further stage. See Client-Server API, "User-interactive
 * authentication": such a 401 lists flows, one about a token does not.
 *
 * Returns: whether it does
 */
gboolean
mx_http_is_uia_answer (int     status,
                       GBytes *body)
{
  g_autoptr (JsonObject) object = status == SOUP_STATUS_UNAUTHORIZED ? dup_object (body) : NULL;

  return object != NULL && mx_json_get_array (object, "flows") != NULL;
}

/**
 * mx_http_error_from_oauth:
 * @status: an HTTP status that is not 2xx
 * @retry_after: (nullable): the Retry-After header
 * @body: (nullable): the answer's body
 * @server: the server's name
 *
 * The error that an authorization server means. Its word ("invalid_grant" …) becomes the
 * error's errcode; its description is not taken over, it may repeat a code or a token.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_http_error_from_oauth (int         status,
                          const char *retry_after,
                          GBytes     *body,
                          const char *server)
{
  g_autoptr (JsonObject) object = dup_object (body);
  const char *word = object != NULL ? mx_json_get_string (object, "error") : NULL;
  g_autofree char *message = g_strdup_printf ("the authorization server answered with status %d", status);
  MxError code = code_of_status (status, TRUE);

  if (word != NULL && strlen (word) > MAX_OAUTH_WORD)
    word = NULL;
  if (g_strcmp0 (word, "slow_down") == 0)
    code = MX_ERROR_RATE_LIMITED;
  return mx_error_new_server (code, status, word, server, wait_of_answer (code, retry_after, NULL), message);
}

static const char *
describe_certificate (SoupMessage *message)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return "its certificate has expired";
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return "its certificate is not valid yet";
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return "its certificate was withdrawn";
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return "its certificate is not signed by anybody this computer trusts";
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return "its certificate is for another name";
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return "its certificate is too weak";
  return "its certificate cannot be checked";
}

static MxError
code_of_io_error (int code)
{
  switch (code) {
  case G_IO_ERROR_PARTIAL_INPUT:
  case G_IO_ERROR_INVALID_DATA:
  case G_IO_ERROR_NO_SPACE:
    return MX_ERROR_BAD_RESPONSE;
  default:
    return MX_ERROR_UNREACHABLE;
  }
}

/**
 * mx_http_error_from_failure:
 * @failure: what libsoup or GIO reported
 * @message: the message it happened to
 * @server: the server's name
 *
 * The error that a failed exchange means. Cancellation stays what it is.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_http_error_from_failure (const GError *failure,
                            SoupMessage  *message,
                            const char   *server)
{
  MxError code = MX_ERROR_UNREACHABLE;
  const char *text = failure->message;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (failure);

  if (g_error_matches (failure, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)) {
    code = MX_ERROR_CERTIFICATE;
    text = describe_certificate (message);
  } else if (g_error_matches (failure, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    code = MX_ERROR_NO_SERVER;
  else if (failure->domain == G_IO_ERROR)
    code = code_of_io_error (failure->code);
  else if (failure->domain == SOUP_SESSION_ERROR)
    code = MX_ERROR_BAD_RESPONSE;

  return mx_error_new_server (code, 0, NULL, server, -1, text);
}
