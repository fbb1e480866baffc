/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-qr-matrix.h"

#include "mx-error.h"

/* The three corners by which a camera finds it (ISO/IEC 18004, 6.3.3), and their light border. */
static void
check_corner (const MxQrMatrix *matrix,
              guint             left,
              guint             top)
{
  for (guint y = 0; y < 7; y++)
    for (guint x = 0; x < 7; x++) {
      guint from_edge = MIN (MIN (x, 6 - x), MIN (y, 6 - y));

      g_assert_cmpint (mx_qr_matrix_is_dark (matrix, left + x, top + y), ==, from_edge != 1);
    }
}

static void
test_form (void)
{
  static const char *const links[] = { "matrix:r/a:b", "https://matrix.to/#/%23help%3Aexample.org?via=example.org",
                                       "matrix:r/مساعدة:example.org" };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxQrMatrix) matrix = mx_qr_matrix_new (links[i], &error);
    guint size;

    g_assert_no_error (error);
    size = mx_qr_matrix_get_size (matrix);
    g_assert_cmpuint (size % 4, ==, 1);
    g_assert_cmpuint (size, >=, 21);
    check_corner (matrix, 0, 0);
    check_corner (matrix, size - 7, 0);
    check_corner (matrix, 0, size - 7);
    /* Every other square between the corners is dark. */
    for (guint x = 8; x < size - 8; x++) {
      g_assert_cmpint (mx_qr_matrix_is_dark (matrix, x, 6), ==, x % 2 == 0);
      g_assert_cmpint (mx_qr_matrix_is_dark (matrix, 6, x), ==, x % 2 == 0);
    }
    g_assert_true (mx_qr_matrix_is_dark (matrix, 8, size - 8));
    g_assert_false (mx_qr_matrix_is_dark (matrix, size, 0));
    g_assert_false (mx_qr_matrix_is_dark (matrix, 0, size));
  }
}

/* Reads a code as a camera's program does, but for the mending of errors: there are none. From ISO/IEC 18004 alone, for
 * versions up to 9: longer ones count their bytes in another way. */

/* Level M, version 1 to 9: words of data in a block and how many such blocks, twice; words of correction in each. */
static const guint8 blocks_of[10][5] = {
  { 0 },
  { 16, 1, 0, 0, 10 },
  { 28, 1, 0, 0, 16 },
  { 44, 1, 0, 0, 26 },
  { 32, 2, 0, 0, 18 },
  { 43, 2, 0, 0, 24 },
  { 27, 4, 0, 0, 16 },
  { 31, 4, 0, 0, 18 },
  { 38, 2, 39, 2, 22 },
  { 36, 3, 37, 2, 22 },
};

static gboolean
is_in_alignment (guint version,
                 guint x,
                 guint y)
{
  static const guint8 middles[10][3] = {
    { 0 },
    { 0 },
    { 6, 18 },
    { 6, 22 },
    { 6, 26 },
    { 6, 30 },
    { 6, 34 },
    { 6, 22, 38 },
    { 6, 24, 42 },
    { 6, 26, 46 },
  };

  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++) {
      guint cx = middles[version][i], cy = middles[version][j];
      guint last = version * 4 + 17 - 7;
      gboolean is_corner = (cx == 6 && cy == 6) || (cx == 6 && cy == last) || (cx == last && cy == 6);

      if (cx != 0 && cy != 0 && !is_corner && ABS ((int) x - (int) cx) <= 2 && ABS ((int) y - (int) cy) <= 2)
        return TRUE;
    }
  return FALSE;
}

/* Whether a square belongs to what finds and describes the code. */
static gboolean
is_function (guint size,
             guint x,
             guint y)
{
  guint version = (size - 17) / 4;
  gboolean in_corner = (x < 9 && y < 9) || (x >= size - 8 && y < 9) || (x < 9 && y >= size - 8);
  gboolean in_version = version >= 7 && ((x >= size - 11 && y < 6) || (y >= size - 11 && x < 6));

  return in_corner || x == 6 || y == 6 || in_version || is_in_alignment (version, x, y);
}

static gboolean
is_masked (guint mask,
           guint x,
           guint y)
{
  switch (mask) {
  case 0:
    return (x + y) % 2 == 0;
  case 1:
    return y % 2 == 0;
  case 2:
    return x % 3 == 0;
  case 3:
    return (x + y) % 3 == 0;
  case 4:
    return (y / 2 + x / 3) % 2 == 0;
  case 5:
    return (x * y) % 2 + (x * y) % 3 == 0;
  case 6:
    return ((x * y) % 2 + (x * y) % 3) % 2 == 0;
  default:
    return ((x + y) % 2 + (x * y) % 3) % 2 == 0;
  }
}

/* Level and mask: the first five of the fifteen squares beside the corner, under a mask of their own. */
static guint
read_mask (const MxQrMatrix *matrix)
{
  guint format = 0;

  for (guint x = 0; x < 5; x++)
    format = format << 1 | (mx_qr_matrix_is_dark (matrix, x, 8) ? 1 : 0);
  format ^= 0x15;
  /* 00 is level M. */
  g_assert_cmpuint (format >> 3, ==, 0);
  return format & 7;
}

/* The code words as they stand: upwards and downwards in columns of two, from the right. */
static GByteArray *
read_words (const MxQrMatrix *matrix)
{
  guint size = mx_qr_matrix_get_size (matrix);
  guint mask = read_mask (matrix);
  GByteArray *words = g_byte_array_new ();
  guint n = 0;
  guint8 word = 0;
  gboolean up = TRUE;

  for (int right = (int) size - 1; right > 0; right -= 2, up = !up) {
    if (right == 6)
      right--;
    for (guint i = 0; i < size * 2; i++) {
      guint x = (guint) right - i % 2;
      guint y = up ? size - 1 - i / 2 : i / 2;

      if (is_function (size, x, y))
        continue;
      word = (guint8) (word << 1 | (mx_qr_matrix_is_dark (matrix, x, y) != is_masked (mask, x, y)));
      if (++n % 8 == 0)
        g_byte_array_append (words, &word, 1);
    }
  }
  return words;
}

/* Blocks are written a word of each in turn. */
static GByteArray *
join_blocks (GByteArray *words,
             guint       version)
{
  const guint8 *blocks = blocks_of[version];
  guint n = blocks[1] + blocks[3];
  GByteArray *data = g_byte_array_new ();

  for (guint block = 0; block < n; block++) {
    guint len = block < blocks[1] ? blocks[0] : blocks[2];

    for (guint i = 0; i < len; i++) {
      guint at = i < blocks[0] ? i * n + block : blocks[0] * n + block - blocks[1];

      g_byte_array_append (data, words->data + at, 1);
    }
  }
  g_assert_cmpuint (words->len, ==, data->len + n * blocks[4]);
  return data;
}

static char *
decode (const MxQrMatrix *matrix)
{
  guint version = (mx_qr_matrix_get_size (matrix) - 17) / 4;
  g_autoptr (GByteArray) words = read_words (matrix);
  g_autoptr (GByteArray) data = join_blocks (words, version);
  guint len = (data->data[0] & 15u) << 4 | data->data[1] >> 4;
  GString *text = g_string_new (NULL);

  /* Bytes, and how many: eight bits up to version 9. */
  g_assert_cmpuint (data->data[0] >> 4, ==, 4);
  for (guint i = 0; i < len; i++)
    g_string_append_c (text, (char) (data->data[i + 1] << 4 | data->data[i + 2] >> 4));
  return g_string_free_and_steal (text);
}

static void
test_decode (void)
{
  static const char *const links[] = { "matrix:r/a:b", "https://matrix.to/#/%23help%3Aexample.org?via=example.org",
                                       "matrix:r/مساعدة:example.org", "MATRIX:U/1234567890:B",
                                       "matrix:roomid/abc:example.org/e/xyz?via=a.example&via=b.example&action=join" };
  guint versions = 0;

  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (MxQrMatrix) matrix = mx_qr_matrix_new (links[i], NULL);
    g_autofree char *read = decode (matrix);

    g_assert_cmpstr (read, ==, links[i]);
  }
  /* Each length, and with it each version up to 9 and each mask that turns up. */
  for (guint len = 1; len <= 180; len++) {
    g_autofree char *text = g_strnfill (len, (char) ('a' + len % 26));
    g_autoptr (MxQrMatrix) matrix = mx_qr_matrix_new (text, NULL);
    g_autofree char *read = decode (matrix);

    g_assert_cmpstr (read, ==, text);
    versions |= 1u << ((mx_qr_matrix_get_size (matrix) - 17) / 4);
  }
  g_assert_cmphex (versions, ==, 0x3fe);
}

/* The same text is the same code, another one is another. */
static void
test_text (void)
{
  g_autoptr (MxQrMatrix) a = mx_qr_matrix_new ("matrix:r/a:b", NULL);
  g_autoptr (MxQrMatrix) same = mx_qr_matrix_new ("matrix:r/a:b", NULL);
  g_autoptr (MxQrMatrix) other = mx_qr_matrix_new ("matrix:r/c:b", NULL);
  guint n_same = 0;
  guint n_other = 0;

  for (guint y = 0; y < mx_qr_matrix_get_size (a); y++)
    for (guint x = 0; x < mx_qr_matrix_get_size (a); x++) {
      n_same += mx_qr_matrix_is_dark (a, x, y) != mx_qr_matrix_is_dark (same, x, y);
      n_other += mx_qr_matrix_is_dark (a, x, y) != mx_qr_matrix_is_dark (other, x, y);
    }
  g_assert_cmpuint (n_same, ==, 0);
  g_assert_cmpuint (n_other, >, 0);
}

static void
test_limits (void)
{
  g_autofree char *fits = g_strnfill (2000, 'a');
  g_autofree char *too_long = g_strnfill (5000, 'a');
  g_autoptr (MxQrMatrix) matrix = mx_qr_matrix_new (fits, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (matrix);
  g_assert_null (mx_qr_matrix_new (too_long, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_null (mx_qr_matrix_new ("", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr-matrix/form", test_form);
  g_test_add_func ("/qr-matrix/decode", test_decode);
  g_test_add_func ("/qr-matrix/text", test_text);
  g_test_add_func ("/qr-matrix/limits", test_limits);
  return g_test_run ();
}
