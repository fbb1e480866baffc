/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said about a picture from its first bytes. Only fixed places are read, and of a
 * JPEG the chain of its segments; every offset is checked against the length, and what lies
 * beyond the end reads as 0. SVG and everything else that is a program rather than a picture
 * is no kind here, so it is never opened by itself (security.md H12, H14). Pure functions;
 * any thread. */

#include "config.h"

#include "mx-picture.h"

#include <string.h>

static gboolean
has (const guint8 *data,
     gsize         len,
     gsize         offset,
     const char   *bytes,
     gsize         n_bytes)
{
  return len >= offset + n_bytes && memcmp (data + offset, bytes, n_bytes) == 0;
}

/* ISO base media files: the brand says which picture it is. */
static MxPictureKind
sniff_brand (const guint8 *data,
             gsize         len)
{
  static const struct
  {
    const char *brand;
    MxPictureKind kind;
  } brands[] = {
    { "avif", MX_PICTURE_AVIF },
    { "avis", MX_PICTURE_AVIF },
    { "heic", MX_PICTURE_HEIC },
    { "heix", MX_PICTURE_HEIC },
    { "mif1", MX_PICTURE_HEIC },
    { "msf1", MX_PICTURE_HEIC },
  };

  if (!has (data, len, 4, "ftyp", 4))
    return MX_PICTURE_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++) {
    if (has (data, len, 8, brands[i].brand, 4))
      return brands[i].kind;
  }
  return MX_PICTURE_NONE;
}

/**
 * mx_picture_sniff:
 * @data: a file
 * @len: its bytes
 *
 * Returns: its kind by its first bytes; what the sender says of it does not count
 */
MxPictureKind
mx_picture_sniff (const guint8 *data,
                  gsize         len)
{
  if (has (data, len, 0, "\x89PNG\r\n\x1a\n", 8))
    return MX_PICTURE_PNG;
  if (has (data, len, 0, "\xff\xd8\xff", 3))
    return MX_PICTURE_JPEG;
  if (has (data, len, 0, "GIF87a", 6) || has (data, len, 0, "GIF89a", 6))
    return MX_PICTURE_GIF;
  if (has (data, len, 0, "RIFF", 4) && has (data, len, 8, "WEBP", 4))
    return MX_PICTURE_WEBP;
  return sniff_brand (data, len);
}

/**
 * mx_picture_get_type:
 * @kind: a kind
 *
 * Returns: (transfer none) (nullable): its media type; %NULL for no picture
 */
const char *
mx_picture_get_type (MxPictureKind kind)
{
  static const char *const types[] = {
    [MX_PICTURE_NONE] = NULL,
    [MX_PICTURE_PNG] = "image/png",
    [MX_PICTURE_JPEG] = "image/jpeg",
    [MX_PICTURE_GIF] = "image/gif",
    [MX_PICTURE_WEBP] = "image/webp",
    [MX_PICTURE_AVIF] = "image/avif",
    [MX_PICTURE_HEIC] = "image/heic",
  };

  return (gsize) kind < G_N_ELEMENTS (types) ? types[kind] : NULL;
}

/* A number of @n bytes, the most significant first; 0 beyond the end. */
static guint64
read_big (const guint8 *data,
          gsize         len,
          gsize         offset,
          gsize         n)
{
  guint64 value = 0;

  if (offset > len || n > len - offset)
    return 0;
  for (gsize i = 0; i < n; i++)
    value = value << 8 | data[offset + i];
  return value;
}

static guint64
read_little (const guint8 *data,
             gsize         len,
             gsize         offset,
             gsize         n)
{
  guint64 value = 0;

  if (offset > len || n > len - offset)
    return 0;
  for (gsize i = n; i > 0; i--)
    value = value << 8 | data[offset + i - 1];
  return value;
}

static gboolean
read_webp_size (const guint8 *data,
                gsize         len,
                guint64      *width,
                guint64      *height)
{
  guint64 bits;

  if (len < 30)
    return FALSE;
  if (has (data, len, 12, "VP8X", 4)) {
    *width = read_little (data, len, 24, 3) + 1;
    *height = read_little (data, len, 27, 3) + 1;
  } else if (has (data, len, 12, "VP8L", 4)) {
    bits = read_little (data, len, 21, 4);
    *width = (bits & 0x3fff) + 1;
    *height = (bits >> 14 & 0x3fff) + 1;
  } else if (has (data, len, 12, "VP8 ", 4)) {
    *width = read_little (data, len, 26, 2) & 0x3fff;
    *height = read_little (data, len, 28, 2) & 0x3fff;
  } else {
    return FALSE;
  }
  return TRUE;
}

/* Restarts, a zero that escapes, and padding stand within the data of a scan. */
static gboolean
is_in_scan (guint8 marker)
{
  return marker == 0x00 || marker == 0xff || (marker >= 0xd0 && marker <= 0xd7) || marker == 0x01;
}

/**
 * mx_jpeg_next:
 * @data: a JPEG
 * @len: its bytes
 * @offset: (inout): where to look, 2 at first; then behind the segment
 * @segment: (out): what was found
 *
 * See ITU-T T.81, B.1.1: every segment begins with 0xff, a marker and, but for a few, its length.
 *
 * Returns: whether there is another segment
 */
gboolean
mx_jpeg_next (const guint8  *data,
              gsize          len,
              gsize         *offset,
              MxJpegSegment *segment)
{
  gsize at = *offset;

  while (at + 4 <= len) {
    const guint8 *found = memchr (data + at, 0xff, len - at - 3);
    guint8 marker;

    if (found == NULL)
      return FALSE;
    at = (gsize) (found - data);
    marker = data[at + 1];
    if (is_in_scan (marker)) {
      at += marker == 0xff ? 1 : 2;
      continue;
    }
    segment->marker = marker;
    segment->start = at;
    segment->end = at + 2 + (gsize) read_big (data, len, at + 2, 2);
    *offset = segment->end;
    return TRUE;
  }
  return FALSE;
}

/**
 * mx_jpeg_read_size:
 * @data: a JPEG
 * @len: its bytes
 * @segment: a segment of it
 * @width: (out): in pixels
 * @height: (out): in pixels
 *
 * Returns: whether it is a start of frame, which says the size; its range has three markers of
 *   another kind
 */
gboolean
mx_jpeg_read_size (const guint8        *data,
                   gsize                len,
                   const MxJpegSegment *segment,
                   guint64             *width,
                   guint64             *height)
{
  guint8 marker = segment->marker;

  if (marker < 0xc0 || marker > 0xcf || marker == 0xc4 || marker == 0xc8 || marker == 0xcc)
    return FALSE;
  *width = read_big (data, len, segment->start + 7, 2);
  *height = read_big (data, len, segment->start + 5, 2);
  return TRUE;
}

static gboolean
read_jpeg_size (const guint8 *data,
                gsize         len,
                guint64      *width,
                guint64      *height)
{
  MxJpegSegment segment;
  gsize offset = 2;

  while (mx_jpeg_next (data, len, &offset, &segment)) {
    if (mx_jpeg_read_size (data, len, &segment, width, height))
      return TRUE;
  }
  return FALSE;
}

/**
 * mx_picture_read_size:
 * @data: a picture
 * @len: its bytes
 * @width: (out): as its header says; 0 where the header is cut short
 * @height: (out): the same
 *
 * Returns: whether the header of such a picture could be found; of AVIF and HEIC it never is
 */
gboolean
mx_picture_read_size (const guint8 *data,
                      gsize         len,
                      guint64      *width,
                      guint64      *height)
{
  switch (mx_picture_sniff (data, len)) {
  case MX_PICTURE_PNG:
    *width = read_big (data, len, 16, 4);
    *height = read_big (data, len, 20, 4);
    return TRUE;
  case MX_PICTURE_GIF:
    *width = read_little (data, len, 6, 2);
    *height = read_little (data, len, 8, 2);
    return TRUE;
  case MX_PICTURE_WEBP:
    return read_webp_size (data, len, width, height);
  case MX_PICTURE_JPEG:
    return read_jpeg_size (data, len, width, height);
  case MX_PICTURE_AVIF:
  case MX_PICTURE_HEIC:
  case MX_PICTURE_NONE:
  default:
    return FALSE;
  }
}
