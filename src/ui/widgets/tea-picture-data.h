/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sizes of pictures that are opened, and decoded pixels made smaller. Pure; any thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEA_PICTURE_MAX_PIXELS (50 * 1000 * 1000)
#define TEA_PICTURE_MAX_SIDE   20000

gboolean  tea_picture_data_size_ok (guint64 width,
                                    guint64 height);
GBytes   *tea_picture_data_scale   (const guint8 *rgba,
                                    int           width,
                                    int           height,
                                    gsize         stride,
                                    int           to_width,
                                    int           to_height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
