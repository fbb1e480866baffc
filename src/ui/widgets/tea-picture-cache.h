/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decoded pictures that are kept, and addresses that turned out to hold none. */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define TEA_PICTURE_CACHE_BYTES (48 * 1024 * 1024)

GdkTexture *tea_picture_cache_find     (const char *mxc,
                                        int         width,
                                        int         height);
void        tea_picture_cache_add      (const char *mxc,
                                        int         width,
                                        int         height,
                                        GdkTexture *texture);
void        tea_picture_cache_add_bad  (const char *mxc);
gboolean    tea_picture_cache_is_bad   (const char *mxc);
void        tea_picture_cache_clear    (void);
gsize       tea_picture_cache_get_size (void);

G_END_DECLS
