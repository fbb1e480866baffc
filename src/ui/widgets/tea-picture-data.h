/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said about a picture from its first bytes. Pure; any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  TEA_PICTURE_NONE, /* no picture, or one of a kind that is never opened by itself */
  TEA_PICTURE_PNG,
  TEA_PICTURE_JPEG,
  TEA_PICTURE_GIF,
  TEA_PICTURE_WEBP,
  TEA_PICTURE_AVIF,
  TEA_PICTURE_HEIC,
} TeaPictureKind;

#define TEA_PICTURE_MAX_PIXELS (50 * 1000 * 1000)
#define TEA_PICTURE_MAX_SIDE   20000

TeaPictureKind  tea_picture_data_sniff   (const guint8 *data,
                                          gsize         len);
gboolean        tea_picture_data_size_ok (guint64 width,
                                          guint64 height);
GBytes         *tea_picture_data_scale   (const guint8 *rgba,
                                          int           width,
                                          int           height,
                                          gsize         stride,
                                          int           to_width,
                                          int           to_height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
