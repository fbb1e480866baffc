/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_HTTP (mx_http_get_type ())
G_DECLARE_FINAL_TYPE (MxHttp, mx_http, MX, HTTP, GObject)

/* No wait that a server asks for is believed beyond this. */
#define MX_HTTP_MAX_RETRY_AFTER_MS (5 * 60 * 1000)

MxHttp     *mx_http_new              (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean    mx_http_set_base_url     (MxHttp      *self,
                                      const char  *base_url,
                                      GError     **error);
const char *mx_http_get_base_url     (MxHttp *self);
void        mx_http_set_access_token (MxHttp     *self,
                                      const char *access_token);

/* To the base URL that was set. */
void        mx_http_send_async    (MxHttp              *self,
                                   MxRequest           *request,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* To another base URL, never with the access token: for discovery. */
void        mx_http_send_to_async (MxHttp              *self,
                                   const char          *base_url,
                                   MxRequest           *request,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* Of both. Fails with MX_ERROR or G_IO_ERROR_CANCELLED. */
MxResponse *mx_http_send_finish   (MxHttp        *self,
                                   GAsyncResult  *result,
                                   GError       **error) G_GNUC_WARN_UNUSED_RESULT;

/* What is made of several requests is under way until its own callback has run. */
void     mx_http_track_task   (MxHttp *self,
                               GTask  *task);
/* Cancels what is under way, waits until every callback has run, drops the connections.
 * What is sent afterwards fails with G_IO_ERROR_CANCELLED. */
void     mx_http_close_async  (MxHttp              *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean mx_http_close_finish (MxHttp        *self,
                               GAsyncResult  *result,
                               GError       **error);

/* Of libsoup: "3.6.5". */
char *mx_http_dup_library_version (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
