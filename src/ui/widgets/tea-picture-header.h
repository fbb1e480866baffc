/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the first bytes of a picture promise, read before any decoder is started. Pure; any thread. */

#pragma once

#include "tea-picture-data.h"

G_BEGIN_DECLS

/* A camera's progressive JPEG has about ten. */
#define TEA_PICTURE_MAX_SCANS 100

gboolean tea_picture_header_check (const guint8  *data,
                                   gsize          len,
                                   GError       **error);

G_END_DECLS
