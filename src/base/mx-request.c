/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTTP requests and answers as values: built once, immutable from then on, sent by net and
 * read by tests. Counts are atomic: any thread. */

#include "config.h"

#include "mx-request.h"

#include "mx-json.h"

#include <string.h>

typedef struct
{
  MxRequest request;
  gatomicrefcount ref_count;
} RequestBox;

/* "." and ".." would be read as steps of the path even when their dots are encoded once:
 * encoded twice they name nothing that exists. */
static char *
escape_segment (const char *segment)
{
  if (strcmp (segment, ".") == 0)
    return g_strdup ("%252E");
  if (strcmp (segment, "..") == 0)
    return g_strdup ("%252E%252E");
  return g_uri_escape_string (segment, NULL, FALSE);
}

static char *
format_path (const char *format,
             va_list     args)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (const char *p = format; *p != '\0'; p++) {
    if (p[0] == '%' && p[1] == 's') {
      g_autofree char *segment = escape_segment (va_arg (args, const char *));

      g_string_append (path, segment);
      p++;
    } else
      g_string_append_c (path, *p);
  }
  return g_string_free_and_steal (g_steal_pointer (&path));
}

/**
 * mx_request_new:
 * @method: `GET`, `PUT` …
 * @flags: how to send it
 * @path_format: the path; takes only `%s`
 * @...: strings, each of which becomes one path segment, percent-encoded
 *
 * Returns: (transfer full): a request without query and body
 */
MxRequest *
mx_request_new (const char     *method,
                MxRequestFlags  flags,
                const char     *path_format,
                ...)
{
  RequestBox *box = g_new0 (RequestBox, 1);
  va_list args;

  g_atomic_ref_count_init (&box->ref_count);
  box->request.method = g_strdup (method);
  box->request.flags = flags;
  va_start (args, path_format);
  box->request.path = format_path (path_format, args);
  va_end (args);
  return &box->request;
}

/**
 * mx_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
MxRequest *
mx_request_ref (MxRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&((RequestBox *) self)->ref_count);
  return self;
}

/**
 * mx_request_unref:
 * @self: (transfer full): a request
 */
void
mx_request_unref (MxRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&((RequestBox *) self)->ref_count))
    return;
  g_free (self->method);
  g_free (self->path);
  g_strfreev (self->query);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  if (self->bearer)
    explicit_bzero (self->bearer, strlen (self->bearer));
  g_free (self->bearer);
  g_free (self);
}

/**
 * mx_request_add_query:
 * @self: a request that nobody else holds yet
 * @key: a name
 * @value: (nullable): its value, raw; %NULL adds nothing
 */
void
mx_request_add_query (MxRequest  *self,
                      const char *key,
                      const char *value)
{
  guint n;

  g_return_if_fail (self != NULL && key != NULL);

  if (value == NULL)
    return;
  n = self->query ? g_strv_length (self->query) : 0;
  self->query = g_renew (char *, self->query, n + 3);
  self->query[n] = g_strdup (key);
  self->query[n + 1] = g_strdup (value);
  self->query[n + 2] = NULL;
}

/**
 * mx_request_take_json:
 * @self: a request that nobody else holds yet
 * @body: (transfer full): becomes the body
 */
void
mx_request_take_json (MxRequest  *self,
                      JsonObject *body)
{
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  g_return_if_fail (self != NULL && body != NULL);

  text = mx_json_print_object (body);
  json_object_unref (body);
  bytes = g_bytes_new_take (text, strlen (text));
  mx_request_set_body (self, bytes, "application/json");
}

/**
 * mx_request_set_body:
 * @self: a request that nobody else holds yet
 * @body: the bytes
 * @content_type: what they are
 */
void
mx_request_set_body (MxRequest  *self,
                     GBytes     *body,
                     const char *content_type)
{
  g_return_if_fail (self != NULL && body != NULL && content_type != NULL);

  g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  g_set_str (&self->content_type, content_type);
}

/**
 * mx_request_set_bearer:
 * @self: a request that nobody else holds yet
 * @token: an access token
 *
 * Lets the request carry @token instead of the session's.
 */
void
mx_request_set_bearer (MxRequest  *self,
                       const char *token)
{
  g_return_if_fail (self != NULL && token != NULL);

  self->flags |= MX_REQUEST_NO_AUTH;
  g_set_str (&self->bearer, token);
}
