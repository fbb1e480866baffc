/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bombs are refused by their header: a picture that promises more pixels than are decoded,
 * or a JPEG that draws over itself thousands of times, costs no process, no memory and no
 * time (security.md H12). Only fixed places are read, and of a JPEG the chain of its
 * segments; every offset is checked against the length. What cannot be told here (AVIF,
 * HEIC, a broken header) is left to the box, which asks the same question again. Pure
 * functions; any thread. */

#include "config.h"

#include "tea-picture-header.h"

#include "mx-error.h"

#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize len;
} Bytes;

/* A number of @n bytes, the most significant first; 0 beyond the end. */
static guint64
read_big (const Bytes *self,
          gsize        offset,
          gsize        n)
{
  guint64 value = 0;
  gsize i;

  if (offset > self->len || n > self->len - offset)
    return 0;
  for (i = 0; i < n; i++)
    value = value << 8 | self->data[offset + i];
  return value;
}

static guint64
read_little (const Bytes *self,
             gsize        offset,
             gsize        n)
{
  guint64 value = 0;
  gsize i;

  if (offset > self->len || n > self->len - offset)
    return 0;
  for (i = n; i > 0; i--)
    value = value << 8 | self->data[offset + i - 1];
  return value;
}

static gboolean
check_size (guint64   width,
            guint64   height,
            GError  **error)
{
  if (tea_picture_data_size_ok (width, height))
    return TRUE;
  g_set_error (error, MX_ERROR, MX_ERROR_TOO_LARGE,
               "a picture of %" G_GUINT64_FORMAT "×%" G_GUINT64_FORMAT " is not opened", width, height);
  return FALSE;
}

static gboolean
check_webp (const Bytes  *self,
            GError      **error)
{
  const char *kind = (const char *) self->data + 12;
  guint64 bits;

  if (self->len < 30)
    return TRUE;
  if (memcmp (kind, "VP8X", 4) == 0)
    return check_size (read_little (self, 24, 3) + 1, read_little (self, 27, 3) + 1, error);
  if (memcmp (kind, "VP8L", 4) == 0) {
    bits = read_little (self, 21, 4);
    return check_size ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, error);
  }
  if (memcmp (kind, "VP8 ", 4) == 0)
    return check_size (read_little (self, 26, 2) & 0x3fff, read_little (self, 28, 2) & 0x3fff, error);
  return TRUE;
}

/* Start of frame: where the size stands. Its range has three markers of another kind. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Restarts, a zero that escapes, and padding stand within the data of a scan. */
static gboolean
is_in_scan (guint8 marker)
{
  return marker == 0x00 || marker == 0xff || (marker >= 0xd0 && marker <= 0xd7) || marker == 0x01;
}

/* See ITU-T T.81, B.1.1: every segment begins with 0xff, a marker and, but for a few, its length. */
static gboolean
check_jpeg (const Bytes  *self,
            GError      **error)
{
  gsize offset = 2;
  guint n_scans = 0;

  while (offset + 4 <= self->len) {
    const guint8 *found = memchr (self->data + offset, 0xff, self->len - offset - 3);
    guint8 marker;

    if (found == NULL)
      return TRUE;
    offset = (gsize) (found - self->data);
    marker = self->data[offset + 1];
    if (is_in_scan (marker)) {
      offset += marker == 0xff ? 1 : 2;
      continue;
    }
    if (is_frame (marker) && !check_size (read_big (self, offset + 7, 2), read_big (self, offset + 5, 2), error))
      return FALSE;
    if (marker == 0xda && ++n_scans > TEA_PICTURE_MAX_SCANS) {
      g_set_error (error, MX_ERROR, MX_ERROR_TOO_LARGE, "a JPEG of more than %d scans is not opened",
                   TEA_PICTURE_MAX_SCANS);
      return FALSE;
    }
    offset += 2 + (gsize) read_big (self, offset + 2, 2);
  }
  return TRUE;
}

/**
 * tea_picture_header_check:
 * @data: a picture
 * @len: its bytes
 * @error: why it is not opened
 *
 * Looks for what makes a picture a bomb.
 *
 * Returns: whether a decoder may see it; %FALSE for what is no picture
 */
gboolean
tea_picture_header_check (const guint8  *data,
                          gsize          len,
                          GError       **error)
{
  const Bytes bytes = { data, len };

  switch (tea_picture_data_sniff (data, len)) {
  case TEA_PICTURE_PNG:
    return check_size (read_big (&bytes, 16, 4), read_big (&bytes, 20, 4), error);
  case TEA_PICTURE_GIF:
    return check_size (read_little (&bytes, 6, 2), read_little (&bytes, 8, 2), error);
  case TEA_PICTURE_WEBP:
    return check_webp (&bytes, error);
  case TEA_PICTURE_JPEG:
    return check_jpeg (&bytes, error);
  case TEA_PICTURE_AVIF:
  case TEA_PICTURE_HEIC:
    return TRUE;
  case TEA_PICTURE_NONE:
  default:
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "no picture of a kind that is opened");
    return FALSE;
  }
}
