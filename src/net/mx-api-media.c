/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-media.h"

#include "mx-api-util.h"
#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-request.h"

/* A builder and a parser per endpoint; pure, any thread. See Client-Server API, "Content
 * repository". Only from one's own homeserver, and only authenticated media, but for the
 * icon of an identity provider: who looks at it has no token yet. */

#define TRANSFER_TIMEOUT_MS (15 * 60 * 1000)
#define DEFAULT_MAX_BYTES   (64 * 1024 * 1024)
#define MAX_SIDE            4096
#define MAX_ICON_BYTES      (512 * 1024)
#define ICON_TIMEOUT_MS     (20 * 1000)

static MxRequest *
media_request (const char  *path_format,
               const char  *mxc,
               gsize        max_bytes,
               GError     **error)
{
  g_autofree char *server = NULL;
  g_autofree char *media_id = NULL;
  MxRequest *request;

  if (mxc == NULL || !mx_id_split_mxc (mxc, &server, &media_id)) {
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "not a media address");
    return NULL;
  }
  request = mx_request_new ("GET", MX_REQUEST_IDEMPOTENT | MX_REQUEST_REDIRECTS | MX_REQUEST_RAW,
                            path_format, server, media_id);
  mx_request_add_query (request, "allow_redirect", "true");
  request->timeout_ms = TRANSFER_TIMEOUT_MS;
  request->max_bytes = max_bytes > 0 ? max_bytes : DEFAULT_MAX_BYTES;
  return request;
}

/**
 * mx_api_media_download:
 * @mxc: a media address
 * @max_bytes: how much at most; 0 is 64 MiB
 * @error: return location for an error
 *
 * Asks for a file.
 *
 * Returns: (transfer full): the request, or %NULL when @mxc is not of the strict grammar
 */
MxRequest *
mx_api_media_download (const char  *mxc,
                       gsize        max_bytes,
                       GError     **error)
{
  return media_request ("/_matrix/client/v1/media/download/%s/%s", mxc, max_bytes, error);
}

/**
 * mx_api_media_thumbnail:
 * @mxc: a media address
 * @width: in pixels
 * @height: in pixels
 * @crop: whether to cut to that shape
 * @max_bytes: how much at most; 0 is 64 MiB
 * @error: return location for an error
 *
 * Asks for a small still picture of a file.
 *
 * Returns: (transfer full): the request, or %NULL when @mxc is not of the strict grammar
 */
MxRequest *
mx_api_media_thumbnail (const char  *mxc,
                        guint        width,
                        guint        height,
                        gboolean     crop,
                        gsize        max_bytes,
                        GError     **error)
{
  MxRequest *request = media_request ("/_matrix/client/v1/media/thumbnail/%s/%s", mxc, max_bytes, error);

  if (request == NULL)
    return NULL;
  mx_api_add_number (request, "width", CLAMP (width, 1, MAX_SIDE));
  mx_api_add_number (request, "height", CLAMP (height, 1, MAX_SIDE));
  mx_request_add_query (request, "method", crop ? "crop" : "scale");
  mx_request_add_query (request, "animated", "false");
  return request;
}

/**
 * mx_api_media_icon:
 * @mxc: a media address
 * @size: of its sides in pixels
 * @error: return location for an error
 *
 * Asks for the icon of an identity provider, by the way that needs no token. See Client-Server API, "Client login via
 * SSO".
 *
 * Returns: (transfer full): the request, or %NULL when @mxc is not of the strict grammar
 */
MxRequest *
mx_api_media_icon (const char  *mxc,
                   guint        size,
                   GError     **error)
{
  MxRequest *request = media_request ("/_matrix/media/v3/thumbnail/%s/%s", mxc, MAX_ICON_BYTES, error);

  if (request == NULL)
    return NULL;
  mx_api_add_number (request, "width", CLAMP (size, 1, MAX_SIDE));
  mx_api_add_number (request, "height", CLAMP (size, 1, MAX_SIDE));
  mx_request_add_query (request, "method", "scale");
  request->timeout_ms = ICON_TIMEOUT_MS;
  return request;
}

/**
 * mx_api_media_config:
 *
 * Asks how large an upload may be.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_media_config (void)
{
  return mx_request_new ("GET", MX_REQUEST_IDEMPOTENT, "/_matrix/client/v1/media/config");
}

/**
 * mx_api_media_config_parse:
 * @response: an answer
 * @max_upload: (out): bytes, 0 when the server does not say
 * @error: return location for an error
 *
 * Returns: whether the answer could be read
 */
gboolean
mx_api_media_config_parse (MxResponse  *response,
                           gint64      *max_upload,
                           GError     **error)
{
  g_autoptr (JsonObject) object = mx_response_dup_json (response, error);

  if (object == NULL)
    return FALSE;
  *max_upload = MAX (0, mx_json_get_int (object, "m\\.upload\\.size", 0));
  return TRUE;
}

/**
 * mx_api_media_upload:
 * @bytes: the file
 * @content_type: what it is
 * @filename: (nullable): its name
 *
 * Uploads a file.
 *
 * Returns: (transfer full): the request
 */
MxRequest *
mx_api_media_upload (GBytes     *bytes,
                     const char *content_type,
                     const char *filename)
{
  MxRequest *request = mx_request_new ("POST", MX_REQUEST_DEFAULT, "/_matrix/media/v3/upload");

  mx_request_add_query (request, "filename", filename);
  mx_request_set_body (request, bytes, content_type);
  request->timeout_ms = TRANSFER_TIMEOUT_MS;
  return request;
}

/**
 * mx_api_media_upload_parse:
 * @response: an answer
 * @error: return location for an error
 *
 * Returns: (transfer full): the media address
 */
char *
mx_api_media_upload_parse (MxResponse  *response,
                           GError     **error)
{
  return mx_api_dup_string (response, "content_uri", mx_id_is_mxc, error);
}
