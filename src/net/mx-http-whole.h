/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean mx_http_check_whole (SoupMessage   *message,
                              const guint8  *body,
                              gsize          len,
                              gboolean       is_raw,
                              gsize          max_bytes,
                              GError       **error);

G_END_DECLS
