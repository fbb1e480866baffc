/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which sizes of pictures are refused, and how decoded pixels are made smaller. What a picture
 * is by its first bytes, mx-picture.c knows. Pure functions without GTK; any thread. */

#include "config.h"

#include "tea-picture-data.h"

/**
 * tea_picture_data_size_ok:
 * @width: what the header says
 * @height: what the header says
 *
 * Returns: whether a picture of this size is decoded
 */
gboolean
tea_picture_data_size_ok (guint64 width,
                          guint64 height)
{
  return width > 0 && height > 0 && width <= TEA_PICTURE_MAX_SIDE && height <= TEA_PICTURE_MAX_SIDE &&
         width * height <= TEA_PICTURE_MAX_PIXELS;
}

static void
average (const guint8 *rgba,
         gsize         stride,
         int           x0,
         int           x1,
         int           y0,
         int           y1,
         guint8       *out)
{
  guint64 sum[4] = { 0, 0, 0, 0 };
  guint64 n = (guint64) (x1 - x0) * (guint64) (y1 - y0);
  int x, y, c;

  for (y = y0; y < y1; y++) {
    const guint8 *p = rgba + (gsize) y * stride + (gsize) x0 * 4;

    for (x = x0; x < x1; x++, p += 4) {
      for (c = 0; c < 4; c++)
        sum[c] += p[c];
    }
  }
  for (c = 0; c < 4; c++)
    out[c] = (guint8) ((sum[c] + n / 2) / n);
}

/**
 * tea_picture_data_scale:
 * @rgba: premultiplied pixels
 * @width: of them
 * @height: of them
 * @stride: bytes from one row to the next
 * @to_width: not larger than @width
 * @to_height: not larger than @height
 *
 * Makes a picture smaller; each pixel is the mean of those it covers.
 *
 * Returns: (transfer full): pixels of the same format, rows without a gap
 */
GBytes *
tea_picture_data_scale (const guint8 *rgba,
                        int           width,
                        int           height,
                        gsize         stride,
                        int           to_width,
                        int           to_height)
{
  guint8 *out = g_malloc ((gsize) to_width * (gsize) to_height * 4);
  guint8 *p = out;
  int x, y;

  for (y = 0; y < to_height; y++) {
    int y0 = (int) ((gint64) y * height / to_height);
    int y1 = MAX ((int) ((gint64) (y + 1) * height / to_height), y0 + 1);

    for (x = 0; x < to_width; x++, p += 4) {
      int x0 = (int) ((gint64) x * width / to_width);
      int x1 = MAX ((int) ((gint64) (x + 1) * width / to_width), x0 + 1);

      average (rgba, stride, x0, x1, y0, y1, p);
    }
  }
  return g_bytes_new_take (out, (gsize) to_width * (gsize) to_height * 4);
}
