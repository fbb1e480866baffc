/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_SCAN_MAX_DEPTH 100

/* Called for each direct member of an object. @key is unescaped and NUL-terminated,
 * @value points into the scanned bytes. Returns FALSE to stop. */
typedef gboolean (*MxScanFunc) (const char *key,
                                const char *value,
                                gsize value_len,
                                gpointer user_data);

gboolean mx_scan_check    (const char  *data,
                           gsize        len,
                           gsize        max_len,
                           GError     **error);
gboolean mx_scan_members  (const char  *data,
                           gsize        len,
                           MxScanFunc   func,
                           gpointer     user_data,
                           GError     **error);
gboolean mx_scan_elements (const char  *data,
                           gsize        len,
                           MxScanFunc   func,
                           gpointer     user_data,
                           GError     **error);

G_END_DECLS
