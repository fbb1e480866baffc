/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture without what it tells about its maker: where and when it was taken, with which
 * device, by whom, and small pictures of it from before it was cut (security.md P05). The
 * pixels are copied as they are. Of a JPEG stay the segments that are needed to draw it, and
 * of its Exif data the one number that says which way is up; what stands behind its end goes
 * (other pictures, films). Of PNG and WebP the chunks with text and Exif data go. What is no
 * such picture, or broken, stays as it is from there on. Pure functions; any thread. */

#include "config.h"

#include "mx-picture.h"

#include <string.h>

#define EXIF        "Exif\0\0"
#define ORIENTATION 0x0112
#define MAX_ENTRIES 1000

typedef struct
{
  const guint8 *data;
  gsize len;
  gsize copied; /* up to here everything was taken over or left out */
  GByteArray *out;
} Copy;

static void
copy_to (Copy  *self,
         gsize  end)
{
  end = MIN (end, self->len);
  if (end > self->copied)
    g_byte_array_append (self->out, self->data + self->copied, (guint) (end - self->copied));
  self->copied = MAX (self->copied, end);
}

static void
leave_out (Copy  *self,
           gsize  start,
           gsize  end)
{
  copy_to (self, start);
  self->copied = MIN (end, self->len);
}

static guint32
read_number (const guint8 *data,
             gsize         n,
             gboolean      is_big)
{
  guint32 value = 0;

  for (gsize i = 0; i < n; i++)
    value = value << 8 | data[is_big ? i : n - 1 - i];
  return value;
}

/* See Exif 2.3, 4.5: a TIFF header, then a table of 12 bytes an entry. 0: it does not say. */
static guint8
read_orientation (const guint8 *tiff,
                  gsize         len)
{
  gboolean is_big = len > 0 && tiff[0] == 'M';
  gsize at;
  gsize n;

  if (len < 14)
    return 0;
  at = read_number (tiff + 4, 4, is_big);
  if (at < 8 || at > len - 2)
    return 0;
  n = MIN (read_number (tiff + at, 2, is_big), MAX_ENTRIES);
  at += 2;
  for (gsize i = 0; i < n && at + 12 <= len; i++, at += 12) {
    guint32 value = read_number (tiff + at + 8, 2, is_big);

    if (read_number (tiff + at, 2, is_big) == ORIENTATION)
      return value >= 2 && value <= 8 ? (guint8) value : 0;
  }
  return 0;
}

static gboolean
begins_with (const Copy          *self,
             const MxJpegSegment *segment,
             const char          *text,
             gsize                len)
{
  gsize at = segment->start + 4;

  return at + len <= MIN (segment->end, self->len) && memcmp (self->data + at, text, len) == 0;
}

/* Which colours the numbers stand for is needed to draw the picture; the rest of APP0…APP15 is
 * not, nor is a comment. */
static gboolean
is_needed (const Copy          *self,
           const MxJpegSegment *segment)
{
  if (segment->marker == 0xe0)
    return begins_with (self, segment, "JFIF", 5);
  if (segment->marker == 0xe2)
    return begins_with (self, segment, "ICC_PROFILE", 12);
  if (segment->marker == 0xee)
    return begins_with (self, segment, "Adobe", 5);
  return segment->marker != 0xfe && (segment->marker < 0xe0 || segment->marker > 0xef);
}

/* The smallest Exif data that says which way is up. */
static void
insert_orientation (Copy   *self,
                    guint8  orientation)
{
  const guint8 segment[] = { 0xff, 0xe1, 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                             0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0 };
  g_autoptr (GByteArray) rest = g_byte_array_new ();

  g_byte_array_append (rest, self->out->data + 2, self->out->len - 2);
  g_byte_array_set_size (self->out, 2);
  g_byte_array_append (self->out, segment, sizeof segment);
  g_byte_array_append (self->out, rest->data, rest->len);
}

static void
strip_jpeg (Copy *self)
{
  MxJpegSegment segment;
  guint8 orientation = 0;
  gsize offset = 2;

  while (mx_jpeg_next (self->data, self->len, &offset, &segment)) {
    if (segment.marker == 0xd9) {
      leave_out (self, segment.start + 2, self->len);
      break;
    }
    if (segment.marker == 0xe1 && orientation == 0 && begins_with (self, &segment, EXIF, 6))
      orientation = read_orientation (self->data + segment.start + 10,
                                      MIN (segment.end, self->len) - segment.start - 10);
    if (!is_needed (self, &segment))
      leave_out (self, segment.start, segment.end);
  }
  copy_to (self, self->len);
  if (orientation > 1)
    insert_orientation (self, orientation);
}

/* See Portable Network Graphics, 5.3: length, type, data, checksum. */
static void
strip_png (Copy *self)
{
  static const char *const private_types[] = { "eXIf", "tEXt", "zTXt", "iTXt", "tIME" };
  gsize at = 8;

  while (at + 12 <= self->len) {
    gsize end = at + 12 + read_number (self->data + at, 4, TRUE);
    const char *type = (const char *) self->data + at + 4;

    if (end > self->len)
      break;
    if (memcmp (type, "IEND", 4) == 0) {
      leave_out (self, end, self->len);
      return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS (private_types); i++) {
      if (memcmp (type, private_types[i], 4) == 0)
        leave_out (self, at, end);
    }
    at = end;
  }
  copy_to (self, self->len);
}

/* See WebP Container Specification: chunks of even length; the first may say which others follow. */
static void
strip_webp (Copy *self)
{
  gsize at = 12;
  guint32 size;

  while (at + 8 <= self->len) {
    gsize len = read_number (self->data + at + 4, 4, FALSE);
    gsize end = at + 8 + len + (len & 1);

    if (memcmp (self->data + at, "EXIF", 4) == 0 || memcmp (self->data + at, "XMP ", 4) == 0)
      leave_out (self, at, end);
    at = end;
  }
  copy_to (self, self->len);
  if (self->out->len >= 21 && memcmp (self->out->data + 12, "VP8X", 4) == 0)
    self->out->data[20] &= (guint8) ~0x0c;
  size = GUINT32_TO_LE (self->out->len - 8);
  memcpy (self->out->data + 4, &size, 4);
}

/**
 * mx_picture_strip:
 * @bytes: a file
 *
 * Leaves out what is not needed to draw a picture.
 *
 * Returns: (transfer full): the same picture; @bytes itself where nothing is to be left out
 */
GBytes *
mx_picture_strip (GBytes *bytes)
{
  Copy copy = { NULL, 0, 0, NULL };

  copy.data = g_bytes_get_data (bytes, &copy.len);
  if (copy.len > G_MAXINT32)
    return g_bytes_ref (bytes);
  copy.out = g_byte_array_new ();
  switch (mx_picture_sniff (copy.data, copy.len)) {
  case MX_PICTURE_JPEG:
    strip_jpeg (&copy);
    break;
  case MX_PICTURE_PNG:
    strip_png (&copy);
    break;
  case MX_PICTURE_WEBP:
    strip_webp (&copy);
    break;
  case MX_PICTURE_GIF:
  case MX_PICTURE_AVIF:
  case MX_PICTURE_HEIC:
  case MX_PICTURE_NONE:
  default:
    g_byte_array_unref (copy.out);
    return g_bytes_ref (bytes);
  }
  return g_byte_array_free_to_bytes (copy.out);
}
