/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what went wrong on the wire to an error that callers act on. Private to net. */

#pragma once

#include "mx-types.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

gint64    mx_http_parse_retry_after  (const char *header,
                                      gint64      now_us);
GError   *mx_http_error_from_answer  (int         status,
                                      const char *retry_after,
                                      GBytes     *body,
                                      const char *server,
                                      const char *token) G_GNUC_WARN_UNUSED_RESULT;
GError   *mx_http_error_from_failure (const GError *failure,
                                      SoupMessage  *message,
                                      const char   *server) G_GNUC_WARN_UNUSED_RESULT;
GError   *mx_http_error_from_oauth   (int         status,
                                      const char *retry_after,
                                      GBytes     *body,
                                      const char *server) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mx_http_is_uia_answer      (int     status,
                                      GBytes *body);

G_END_DECLS
