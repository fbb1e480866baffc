/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the content repository. An mxc address that is not of the strict grammar
 * makes no request. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

MxRequest *mx_api_media_download  (const char  *mxc,
                                   gsize        max_bytes,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Without a token: of an identity provider, before anybody is signed in. */
MxRequest *mx_api_media_icon      (const char  *mxc,
                                   guint        size,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* @crop: "crop", else "scale"; never animated. */
MxRequest *mx_api_media_thumbnail (const char  *mxc,
                                   guint        width,
                                   guint        height,
                                   gboolean     crop,
                                   gsize        max_bytes,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both answer with bytes: response->body. */

MxRequest *mx_api_media_config       (void) G_GNUC_WARN_UNUSED_RESULT;
/* The largest upload, 0 when the server does not say. */
gboolean   mx_api_media_config_parse (MxResponse  *response,
                                      gint64      *max_upload,
                                      GError     **error);

/* @filename is nullable. */
MxRequest *mx_api_media_upload       (GBytes     *bytes,
                                      const char *content_type,
                                      const char *filename) G_GNUC_WARN_UNUSED_RESULT;
/* The mxc address. */
char      *mx_api_media_upload_parse (MxResponse  *response,
                                      GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
