/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which addresses the program talks to: https anywhere, http to this machine only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean  mx_origin_is_loopback (const char *host);
GUri     *mx_origin_parse       (const char  *url,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char     *mx_origin_clean_base  (const char  *base_url,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  mx_origin_equal       (GUri *a,
                                 GUri *b);
GUri     *mx_origin_redirect    (GUri        *from,
                                 const char  *location,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char     *mx_origin_dup_name    (GUri *uri);

G_END_DECLS
