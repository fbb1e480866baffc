/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_REQUEST_DEFAULT = 0,
  MX_REQUEST_NO_AUTH = 1 << 0,    /* does not carry the session's access token      */
  MX_REQUEST_IDEMPOTENT = 1 << 1, /* may be repeated after a lost answer            */
  MX_REQUEST_REDIRECTS = 1 << 2,  /* media and .well-known may be redirected        */
  MX_REQUEST_RAW = 1 << 3,        /* the answer is bytes, not JSON                  */
  MX_REQUEST_UIA = 1 << 4,        /* a 401 that lists flows is an answer, no error  */
  MX_REQUEST_OAUTH = 1 << 5,      /* errors come as {"error": word}, RFC 6749, 5.2  */
} MxRequestFlags;

/* How many bytes of the body have left; on the engine thread, while the request is under way. */
typedef void (*MxRequestFunc) (gsize sent,
                               gpointer data);

/**
 * MxRequest:
 *
 * An HTTP request as an immutable value: mx-api-* and crypto make them, net sends
 * them, tests read them. The path is already percent-encoded.
 */
struct _MxRequest {
  char *method;
  char *path;         /* "/_matrix/client/v3/…", encoded              */
  char **query;       /* (nullable): key, value, key, value …, raw    */
  GBytes *body;       /* (nullable)                                   */
  char *content_type; /* (nullable)                                   */
  char *bearer;       /* (nullable): an access token of its own       */
  MxRequestFlags flags;
  guint timeout_ms;        /* whole exchange; 0 = the default of 30 s      */
  gsize max_bytes;         /* cap after decompression; 0 = 1 MiB           */
  MxRequestFunc sent_func; /* (nullable): who wants to hear of progress */
  gpointer sent_data;      /* (unowned): outlives the exchange          */
};

/* @path_format takes only %s; every argument is percent-encoded as a path segment. */
MxRequest *mx_request_new   (const char     *method,
                             MxRequestFlags  flags,
                             const char     *path_format,
                             ...) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_request_ref   (MxRequest *self);
void       mx_request_unref (MxRequest *self);

/* Only while the request is being built, before it is shared. */
void mx_request_add_query  (MxRequest  *self,
                            const char *key,
                            const char *value);
void mx_request_take_json  (MxRequest  *self,
                            JsonObject *body);
void mx_request_set_body   (MxRequest  *self,
                            GBytes     *body,
                            const char *content_type);
void mx_request_set_bearer (MxRequest  *self,
                            const char *token);

/**
 * MxResponse:
 *
 * What came back with a 2xx status, or the 401 of %MX_REQUEST_UIA; anything else is a
 * #GError of #MX_ERROR.
 */
struct _MxResponse {
  int status;
  GBytes *body;       /* (owned)                                     */
  char *content_type; /* (nullable)                                  */
};

MxResponse *mx_response_new      (int         status,
                                  GBytes     *body,
                                  const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
void        mx_response_free     (MxResponse *self);
JsonObject *mx_response_dup_json (MxResponse  *self,
                                  GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxRequest, mx_request_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxResponse, mx_response_free)

G_END_DECLS
