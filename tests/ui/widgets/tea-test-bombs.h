/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small files that promise, or cost, a great deal. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One bit a pixel, all black. @extra_type (nullable): a chunk before the pixels with @extra in it. */
GBytes *tea_test_png          (guint32     width,
                               guint32     height,
                               const char *extra_type,
                               GBytes     *extra) G_GNUC_WARN_UNUSED_RESULT;
/* A colour profile whose packed bytes hide @size zeros. */
GBytes *tea_test_profile_bomb (gsize size) G_GNUC_WARN_UNUSED_RESULT;
GBytes *tea_test_gif          (guint16 side,
                               guint   n_frames) G_GNUC_WARN_UNUSED_RESULT;
/* Progressive, grey; each scan goes over all of it in a few bytes. */
GBytes *tea_test_jpeg         (guint16 side,
                               guint   n_scans) G_GNUC_WARN_UNUSED_RESULT;
GBytes *tea_test_webp         (guint32 width,
                               guint32 height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
