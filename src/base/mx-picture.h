/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said about a picture from its bytes, without decoding it. Pure; any thread. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_PICTURE_NONE, /* no picture, or one of a kind that is never opened by itself */
  MX_PICTURE_PNG,
  MX_PICTURE_JPEG,
  MX_PICTURE_GIF,
  MX_PICTURE_WEBP,
  MX_PICTURE_AVIF,
  MX_PICTURE_HEIC,
} MxPictureKind;

/* A segment of a JPEG: everything but the data of scans. */
typedef struct
{
  guint8 marker;
  gsize start; /* of its 0xff                                         */
  gsize end;   /* behind its last byte; may lie beyond a file cut short */
} MxJpegSegment;

MxPictureKind  mx_picture_sniff     (const guint8 *data,
                                     gsize         len);
const char    *mx_picture_get_type  (MxPictureKind kind);
gboolean       mx_picture_read_size (const guint8 *data,
                                     gsize         len,
                                     guint64      *width,
                                     guint64      *height);
gboolean       mx_jpeg_next         (const guint8  *data,
                                     gsize          len,
                                     gsize         *offset,
                                     MxJpegSegment *segment);
/* Width and height, where the segment says them. */
gboolean       mx_jpeg_read_size    (const guint8        *data,
                                     gsize                len,
                                     const MxJpegSegment *segment,
                                     guint64             *width,
                                     guint64             *height);

/* The same picture without what tells where, when and by whom it was taken. */
GBytes *mx_picture_strip (GBytes *bytes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
