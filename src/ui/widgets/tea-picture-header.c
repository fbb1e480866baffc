/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bombs are refused by their header: a picture that promises more pixels than are decoded,
 * or a JPEG that draws over itself thousands of times, costs no process, no memory and no
 * time (security.md H12). Only fixed places are read, and of a JPEG the chain of its
 * segments (mx-picture.c). What cannot be told here (AVIF, HEIC, a broken header) is left to
 * the box, which asks the same question again. Pure functions; any thread. */

#include "config.h"

#include "tea-picture-header.h"

#include "mx-error.h"
#include "mx-picture.h"

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

/* Every frame counts, for the decoder draws each. */
static gboolean
check_jpeg (const guint8  *data,
            gsize          len,
            GError       **error)
{
  MxJpegSegment segment;
  guint64 width;
  guint64 height;
  gsize offset = 2;
  guint n_scans = 0;

  while (mx_jpeg_next (data, len, &offset, &segment)) {
    if (mx_jpeg_read_size (data, len, &segment, &width, &height) && !check_size (width, height, error))
      return FALSE;
    if (segment.marker == 0xda && ++n_scans > TEA_PICTURE_MAX_SCANS) {
      g_set_error (error, MX_ERROR, MX_ERROR_TOO_LARGE, "a JPEG of more than %d scans is not opened",
                   TEA_PICTURE_MAX_SCANS);
      return FALSE;
    }
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
  guint64 width = 0;
  guint64 height = 0;

  switch (mx_picture_sniff (data, len)) {
  case MX_PICTURE_PNG:
  case MX_PICTURE_GIF:
  case MX_PICTURE_WEBP:
    return !mx_picture_read_size (data, len, &width, &height) || check_size (width, height, error);
  case MX_PICTURE_JPEG:
    return check_jpeg (data, len, error);
  case MX_PICTURE_AVIF:
  case MX_PICTURE_HEIC:
    return TRUE;
  case MX_PICTURE_NONE:
  default:
    g_set_error_literal (error, MX_ERROR, MX_ERROR_BAD_INPUT, "no picture of a kind that is opened");
    return FALSE;
  }
}
