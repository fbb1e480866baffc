/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An answer with a 2xx status, as a value. Anything else is a GError. Any thread. */

#include "config.h"

#include "mx-json.h"
#include "mx-request.h"

/**
 * mx_response_new:
 * @status: 200 to 299
 * @body: (nullable): the bytes; %NULL for none
 * @content_type: (nullable): what the server says they are
 *
 * Returns: (transfer full): the answer
 */
MxResponse *
mx_response_new (int         status,
                 GBytes     *body,
                 const char *content_type)
{
  MxResponse *self = g_new0 (MxResponse, 1);

  self->status = status;
  self->body = body ? g_bytes_ref (body) : g_bytes_new_static ("", 0);
  self->content_type = g_strdup (content_type);
  return self;
}

/**
 * mx_response_free:
 * @self: (transfer full) (nullable): an answer
 */
void
mx_response_free (MxResponse *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->body);
  g_free (self->content_type);
  g_free (self);
}

/**
 * mx_response_dup_json:
 * @self: an answer
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Returns: (transfer full) (nullable): the object that the body is
 */
JsonObject *
mx_response_dup_json (MxResponse  *self,
                      GError     **error)
{
  gsize len;
  const char *data;

  g_return_val_if_fail (self != NULL, NULL);

  data = g_bytes_get_data (self->body, &len);
  return mx_json_parse_object (data ? data : "", len, len, error);
}
