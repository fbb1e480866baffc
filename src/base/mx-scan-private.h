/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* As mx_scan_check (); @odd says that the text is valid JSON that json-glib would get
 * wrong: lone surrogates, escaped NUL, numbers out of its range or with an exponent. */
gboolean  _mx_scan_inspect (const char  *data,
                            gsize        len,
                            gsize        max_len,
                            gboolean    *odd,
                            GError     **error);
/* A copy of a text that _mx_scan_inspect () accepted, with these repaired. */
GString  *_mx_scan_repair  (const char *data,
                            gsize       len);

G_END_DECLS
