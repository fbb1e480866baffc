/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of strangers, and those that are sent: whatever the bytes are, nothing is read beyond
 * them, what was stripped needs no stripping, and is hardly longer. */

#include "config.h"

#include "mx-fuzz.h"
#include "mx-picture.h"
#include "tea-picture-header.h"

/* Which way is up is written anew where there was more about the picture. */
#define MAX_ADDED 64

static void
check_segments (const guint8 *data,
                gsize         len)
{
  MxJpegSegment segment;
  gsize offset = 2;
  gsize before = 0;

  while (mx_jpeg_next (data, len, &offset, &segment)) {
    g_assert_cmpuint (segment.start, >=, before);
    g_assert_cmpuint (segment.start, <, len);
    g_assert_cmpuint (segment.end, >, segment.start);
    before = segment.start + 1;
  }
}

static void
check_strip (GBytes *picture)
{
  g_autoptr (GBytes) stripped = mx_picture_strip (picture);
  g_autoptr (GBytes) again = mx_picture_strip (stripped);

  g_assert_cmpuint (g_bytes_get_size (stripped), <=, g_bytes_get_size (picture) + MAX_ADDED);
  g_assert_true (g_bytes_equal (stripped, again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  /* Of exactly this length: a sanitizer sees what is read behind it. */
  g_autoptr (GBytes) picture = g_bytes_new (data, size);
  const guint8 *bytes = g_bytes_get_data (picture, NULL);
  MxPictureKind kind = mx_picture_sniff (bytes, size);
  g_autoptr (GError) error = NULL;
  guint64 width = 0, height = 0;
  gboolean opened;

  if (mx_picture_read_size (bytes, size, &width, &height))
    g_assert_cmpint (kind, !=, MX_PICTURE_NONE);
  if (kind == MX_PICTURE_JPEG)
    check_segments (bytes, size);
  opened = tea_picture_header_check (bytes, size, &error);
  g_assert_cmpint (opened, ==, error == NULL);
  g_assert_true (kind != MX_PICTURE_NONE || !opened);
  check_strip (picture);
  return 0;
}
