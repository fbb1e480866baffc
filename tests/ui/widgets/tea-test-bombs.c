/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes image bombs, byte by byte; nothing is kept in the repository. */

#include "config.h"

#include "tea-test-bombs.h"

#include <string.h>

#define MIB (1024 * 1024)

static void
append_big (GByteArray *array,
            guint64     value,
            guint       n)
{
  guint8 byte;

  while (n-- > 0) {
    byte = (guint8) (value >> 8 * n);
    g_byte_array_append (array, &byte, 1);
  }
}

static void
append_little (GByteArray *array,
               guint64     value,
               guint       n)
{
  guint8 byte;

  for (; n > 0; n--, value >>= 8) {
    byte = (guint8) value;
    g_byte_array_append (array, &byte, 1);
  }
}

static void
append (GByteArray *array,
        const char *bytes,
        gsize       len)
{
  g_byte_array_append (array, (const guint8 *) bytes, (guint) len);
}

static GBytes *
finish (GByteArray *array)
{
  return g_byte_array_free_to_bytes (array);
}

/* Zeros, packed as PNG has it. */
static void
append_packed_zeros (GByteArray *array,
                     gsize       len)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autofree guint8 *zeros = g_malloc0 (MIB);
  guint8 out[65536];
  GConverterResult result = G_CONVERTER_CONVERTED;
  g_autoptr (GError) error = NULL;
  gsize n_read, n_written;

  while (result != G_CONVERTER_FINISHED) {
    result = g_converter_convert (G_CONVERTER (zlib), zeros, MIN (len, MIB), out, sizeof out,
                                  len <= MIB ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_read, &n_written,
                                  &error);
    g_assert_no_error (error);
    len -= n_read;
    g_byte_array_append (array, out, (guint) n_written);
  }
}

static guint32
crc (const guint8 *data,
     gsize         len)
{
  guint32 value = 0xffffffff;
  gsize i;
  int bit;

  for (i = 0; i < len; i++) {
    value ^= data[i];
    for (bit = 0; bit < 8; bit++)
      value = value & 1 ? value >> 1 ^ 0xedb88320 : value >> 1;
  }
  return ~value;
}

static void
append_chunk (GByteArray *png,
              const char *type,
              const void *data,
              gsize       len)
{
  guint begin;

  append_big (png, len, 4);
  begin = png->len;
  append (png, type, 4);
  append (png, data, len);
  append_big (png, crc (png->data + begin, png->len - begin), 4);
}

GBytes *
tea_test_png (guint32     width,
              guint32     height,
              const char *extra_type,
              GBytes     *extra)
{
  GByteArray *png = g_byte_array_new ();
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autoptr (GByteArray) pixels = g_byte_array_new ();

  append (png, "\x89PNG\r\n\x1a\n", 8);
  append_big (header, width, 4);
  append_big (header, height, 4);
  append (header, "\x01\x00\x00\x00\x00", 5);
  append_chunk (png, "IHDR", header->data, header->len);
  if (extra_type != NULL)
    append_chunk (png, extra_type, g_bytes_get_data (extra, NULL), g_bytes_get_size (extra));
  append_packed_zeros (pixels, (gsize) height * (1 + (width + 7) / 8));
  append_chunk (png, "IDAT", pixels->data, pixels->len);
  append_chunk (png, "IEND", "", 0);
  return finish (png);
}

GBytes *
tea_test_profile_bomb (gsize size)
{
  GByteArray *profile = g_byte_array_new ();

  append (profile, "x\0\0", 3);
  append_packed_zeros (profile, size);
  return finish (profile);
}

GBytes *
tea_test_gif (guint16 side,
              guint   n_frames)
{
  GByteArray *gif = g_byte_array_new ();
  guint i;

  append (gif, "GIF89a", 6);
  append_little (gif, side, 2);
  append_little (gif, side, 2);
  append (gif, "\x80\x00\x00\x00\x00\x00\xff\xff\xff", 9);
  for (i = 0; i < n_frames; i++) {
    append (gif, "\x21\xf9\x04\x00\x01\x00\x00\x00", 8);
    append (gif, "\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00", 10);
    append (gif, "\x02\x02\x44\x01\x00", 5);
  }
  append (gif, ";", 1);
  return finish (gif);
}

/* A scan in which nothing is: runs of 16384 + 0x2aaa empty blocks, each a code of one bit (0) and 14 bits. */
static void
append_scan (GByteArray *jpeg,
             guint       n_blocks)
{
  guint n_runs = n_blocks / (16384 + 0x2aaa) + 1;
  guint64 bits = 0;
  guint n_bits = 0;

  append (jpeg, "\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00", 10);
  while (n_runs-- > 0) {
    bits = bits << 15 | 0x2aaa;
    for (n_bits += 15; n_bits >= 8; n_bits -= 8)
      append_big (jpeg, bits >> (n_bits - 8) & 0xff, 1);
  }
  if (n_bits > 0)
    append_big (jpeg, (bits << (8 - n_bits) | ((1u << (8 - n_bits)) - 1)) & 0xff, 1);
}

GBytes *
tea_test_jpeg (guint16 side,
               guint   n_scans)
{
  GByteArray *jpeg = g_byte_array_new ();
  guint8 table[64];
  guint n_blocks = (side + 7u) / 8 * ((side + 7u) / 8);
  guint i;

  memset (table, 1, sizeof table);
  append (jpeg, "\xff\xd8\xff\xdb\x00\x43\x00", 7);
  append (jpeg, (const char *) table, sizeof table);
  append (jpeg, "\xff\xc2\x00\x0b\x08", 5);
  append_big (jpeg, side, 2);
  append_big (jpeg, side, 2);
  append (jpeg, "\x01\x01\x11\x00", 4);
  /* One code of one bit in either table: "no difference", and "a run of up to 32767 empty blocks". */
  append (jpeg, "\xff\xc4\x00\x14\x00\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x00", 22);
  append (jpeg, "\xff\xc4\x00\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe0", 22);
  append (jpeg, "\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00", 10);
  for (i = 0; i < n_blocks / 8 + 1; i++)
    append_big (jpeg, 0, 1);
  for (i = 1; i < n_scans; i++)
    append_scan (jpeg, n_blocks);
  append (jpeg, "\xff\xd9", 2);
  return finish (jpeg);
}

GBytes *
tea_test_webp (guint32 width,
               guint32 height)
{
  GByteArray *webp = g_byte_array_new ();

  append (webp, "RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", 24);
  append_little (webp, width - 1, 3);
  append_little (webp, height - 1, 3);
  return finish (webp);
}
