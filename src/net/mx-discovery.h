/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-api-oauth.h"
#include "mx-http.h"

G_BEGIN_DECLS

/**
 * MxServer:
 *
 * What discovery found out about a server.
 */
typedef struct
{
  char *server_name;    /* as it was typed, or taken from the user id             */
  char *base_url;       /* without a slash at its end                             */
  char **versions;      /* "r0.6.1", "v1.11" …                                    */
  char **features;      /* unstable features that are on                          */
  MxLoginFlows flows;   /* what the legacy API offers                             */
  MxOAuthServer *oauth; /* (nullable): the OAuth 2.0 API answers                  */
  gboolean guests;      /* worth trying: only registering a guest tells for sure  */
} MxServer;

void     mx_server_free        (MxServer *self);
gboolean mx_server_has_version (const MxServer *self,
                                guint           minor);
gboolean mx_server_has_feature (const MxServer *self,
                                const char     *feature);

/* "https://example.org" of "example.org": where its .well-known files are. */
char *mx_discovery_dup_origin (const char  *text,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* Finds a server by what a person typed: "@me:example.org", "example.org", "localhost:8008"
 * or "https://matrix.example.org". Errors: BAD_INPUT, NO_SERVER, NOT_MATRIX, CERTIFICATE (the message
 * says why), UNREACHABLE. @http is not changed: the caller sets its base URL. */
void      mx_discovery_find_async  (MxHttp              *http,
                                    const char          *text,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
MxServer *mx_discovery_find_finish (MxHttp        *http,
                                    GAsyncResult  *result,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxServer, mx_server_free)

G_END_DECLS
