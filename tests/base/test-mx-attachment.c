/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-attachment.h"
#include "mx-picture.h"

#include <string.h>

#define BYTES(text) g_bytes_new_static (text, sizeof (text) - 1)

/* A JPEG's segments as cameras write them; the data of the scan has an escaped 0xff in it. */
#define SOI   "\xff\xd8"
#define JFIF  "\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define ICC   "\xff\xe2\x00\x12ICC_PROFILE\0\1\1ab"
#define ADOBE "\xff\xee\x00\x0e" \
              "Adobe\0\144\0\0\0\0\1"
#define TIFF "MM\0*\0\0\0\x08\0\2"                    \
             "\x01\x12\0\3\0\0\0\1\0\6\0\0"           \
             "\x88\x25\0\4\0\0\0\1\0\0\0\x26\0\0\0\0" \
             "GPS secret"
#define EXIF "\xff\xe1\x00\x38" \
             "Exif\0\0" TIFF
#define XMP "\xff\xe1\x00\x0c" \
            "secret-xmp"
#define IPTC "\xff\xed\x00\x0f" \
             "Photoshop 3\0x"
#define COMMENT "\xff\xfe\x00\x08" \
                "secret"
#define MPF "\xff\xe2\x00\x08" \
            "MPF\0ab"
#define TABLE "\xff\xdb\x00\x05" \
              "tab"
#define FRAME "\xff\xc0\x00\x0b\x08\x01\x40\x02\x80\x01\x01\x11\x00"
#define SCAN  "\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" \
             "ab\xff\x00"                                \
             "cd\xff\xd0"                                \
             "ef"
#define EOI "\xff\xd9"
/* Which way is up, and nothing else. */
#define UP "\xff\xe1\0\x22" \
           "Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"

static void
assert_bytes (GBytes *actual,
              GBytes *expected)
{
  gsize n_actual;
  gsize n_expected;
  const void *a = g_bytes_get_data (actual, &n_actual);
  const void *b = g_bytes_get_data (expected, &n_expected);

  g_assert_cmpmem (a, n_actual, b, n_expected);
}

static void
assert_stripped (GBytes *photo,
                 GBytes *expected)
{
  g_autoptr (GBytes) given = photo;
  g_autoptr (GBytes) wanted = expected;
  g_autoptr (GBytes) stripped = mx_picture_strip (given);
  g_autoptr (GBytes) again = mx_picture_strip (stripped);

  assert_bytes (stripped, wanted);
  assert_bytes (again, wanted);
}

static void
test_strip_jpeg (void)
{
  assert_stripped (BYTES (SOI JFIF TABLE FRAME SCAN EOI), BYTES (SOI JFIF TABLE FRAME SCAN EOI));
  assert_stripped (BYTES (SOI JFIF XMP ICC ADOBE COMMENT IPTC MPF TABLE FRAME SCAN EOI SOI XMP "second picture" EOI),
                   BYTES (SOI JFIF ICC ADOBE TABLE FRAME SCAN EOI));
  assert_stripped (BYTES (SOI EXIF TABLE FRAME SCAN EOI "a film"), BYTES (SOI UP TABLE FRAME SCAN EOI));
}

#define CHUNK(length, type, data) "\0\0\0" length type data "CRC!"
#define PNG                       "\x89PNG\r\n\x1a\n"
#define IHDR                      CHUNK ("\x0d", "IHDR", "\0\0\2\x80\0\0\1\x40\x08\6\0\0\0")

static void
test_strip_png (void)
{
  assert_stripped (BYTES (PNG IHDR CHUNK ("\4", "eXIf", "MM\0*") CHUNK ("\3", "tEXt", "a\0b")
                            CHUNK ("\2", "IDAT", "xy") CHUNK ("\0", "IEND", "") "more"),
                   BYTES (PNG IHDR CHUNK ("\2", "IDAT", "xy") CHUNK ("\0", "IEND", "")));
}

static void
test_strip_webp (void)
{
  assert_stripped (BYTES ("RIFF\x2e\0\0\0WEBPVP8X\x0a\0\0\0\x2c\0\0\0\x7f\2\0\x3f\1\0"
                          "VP8 \4\0\0\0data"
                          "EXIF\3\0\0\0gps\0"),
                   BYTES ("RIFF\x22\0\0\0WEBPVP8X\x0a\0\0\0\x20\0\0\0\x7f\2\0\x3f\1\0"
                          "VP8 \4\0\0\0data"));
}

/* However it is cut or bent: no read beyond the end, and what comes out is not longer than an
 * orientation more. */
static void
test_broken (void)
{
  static const char photo[] = SOI EXIF JFIF XMP ICC TABLE FRAME SCAN EOI;
  static const char drawing[] = PNG IHDR CHUNK ("\4", "eXIf", "MM\0*") CHUNK ("\0", "IEND", "");
  const char *const files[] = { photo, drawing };
  const gsize lengths[] = { sizeof photo - 1, sizeof drawing - 1 };

  for (guint f = 0; f < G_N_ELEMENTS (files); f++)
    for (gsize cut = 0; cut <= lengths[f]; cut++)
      for (guint bent = 0; bent < 256; bent += 51) {
        guint8 *copy = g_memdup2 (files[f], lengths[f]);
        g_autoptr (GBytes) whole = g_bytes_new_take (copy, lengths[f]);
        g_autoptr (GBytes) part = NULL;
        g_autoptr (MxAttachment) attachment = NULL;

        if (cut > 0)
          copy[cut - 1] = (guint8) bent;
        part = g_bytes_new (copy, bent == 0 ? cut : lengths[f]);
        attachment = mx_attachment_new (part, "x.bin");
        g_assert_cmpuint (mx_attachment_get_size (attachment), <=, g_bytes_get_size (part) + 36);
      }
}

static const struct
{
  const char *bytes;
  gsize len;
  const char *name;
  const char *clean;
  const char *mimetype; /* (nullable): whatever the system's table says */
  const char *msgtype;
  guint width;
  guint height;
} kinds[] = {
#define FILE(text) text, sizeof (text) - 1
  { FILE (SOI EXIF TABLE FRAME SCAN EOI), "/some/where/IMG_1.JPG", "IMG_1.JPG", "image/jpeg", "m.image", 640, 320 },
  { FILE (PNG IHDR), "drawing.txt", "drawing.txt", "image/png", "m.image", 640, 320 },
  { FILE ("GIF89a\x80\2\x40\1"), "a.gif", "a.gif", "image/gif", "m.image", 640, 320 },
  { FILE ("\0\0\0\x18"
          "ftypavif\0\0\0\0"),
    "a.avif", "a.avif", "image/avif", "m.image", 0, 0 },
  { FILE ("not a picture at all"), "fake.png", "fake.png", NULL, "m.file", 0, 0 },
  { FILE ("<svg xmlns='http://www.w3.org/2000/svg'/>"), "a.svg", "a.svg", NULL, "m.file", 0, 0 },
  { FILE ("hello\n"), "../../notes.txt", "notes.txt", NULL, "m.file", 0, 0 },
#undef FILE
};

/* What it is comes from the content; where it lay is nobody's business. */
static void
test_kinds (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (kinds[i].bytes, kinds[i].len);
    g_autoptr (MxAttachment) attachment = mx_attachment_new (bytes, kinds[i].name);

    g_assert_cmpstr (attachment->name, ==, kinds[i].clean);
    g_assert_cmpstr (attachment->msgtype, ==, kinds[i].msgtype);
    if (kinds[i].mimetype != NULL)
      g_assert_cmpstr (attachment->mimetype, ==, kinds[i].mimetype);
    g_assert_nonnull (strchr (attachment->mimetype, '/'));
    g_assert_cmpuint (attachment->width, ==, kinds[i].width);
    g_assert_cmpuint (attachment->height, ==, kinds[i].height);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/security/P05/jpeg-without-its-makers-data", test_strip_jpeg);
  g_test_add_func ("/security/P05/png-without-its-makers-data", test_strip_png);
  g_test_add_func ("/security/P05/webp-without-its-makers-data", test_strip_webp);
  g_test_add_func ("/security/P05/broken-pictures", test_broken);
  g_test_add_func ("/attachment/kinds", test_kinds);
  return g_test_run ();
}
