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
  g_test_add_func ("/qr-matrix/text", test_text);
  g_test_add_func ("/qr-matrix/limits", test_limits);
  return g_test_run ();
}
