/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-backoff.h"

static void
test_doubles (void)
{
  g_autoptr (MxBackoff) backoff = mx_backoff_new (1000, 60000, 1);
  guint ceiling = 1000;

  for (guint i = 0; i < 20; i++) {
    guint wait = mx_backoff_next (backoff);

    g_assert_cmpuint (wait, <=, ceiling);
    g_assert_cmpuint (wait, >=, ceiling / 4 * 3);
    ceiling = MIN (ceiling * 2, 60000);
  }
  mx_backoff_reset (backoff);
  g_assert_cmpuint (mx_backoff_next (backoff), <=, 1000);
}

/* The same seed waits the same, another one does not. */
static void
test_seed (void)
{
  g_autoptr (MxBackoff) a = mx_backoff_new (1000, 60000, 7);
  g_autoptr (MxBackoff) b = mx_backoff_new (1000, 60000, 7);
  g_autoptr (MxBackoff) c = mx_backoff_new (1000, 60000, 8);
  guint different = 0;

  for (guint i = 0; i < 10; i++) {
    guint wait = mx_backoff_next (a);

    g_assert_cmpuint (wait, ==, mx_backoff_next (b));
    different += wait != mx_backoff_next (c);
  }
  g_assert_cmpuint (different, >, 5);
}

/* Ten minutes of failures cost few requests, and recovery is never far away (N02). */
static void
test_few (void)
{
  for (guint32 seed = 0; seed < 100; seed++) {
    g_autoptr (MxBackoff) backoff = mx_backoff_new (1000, 30000, seed);
    guint64 total = 0;
    guint n = 0;

    while (total < 600000) {
      total += mx_backoff_next (backoff);
      n++;
    }
    g_assert_cmpuint (n, <=, 30);
  }
}

static void
test_limits (void)
{
  g_autoptr (MxBackoff) zero = mx_backoff_new (0, 0, 1);
  g_autoptr (MxBackoff) huge = mx_backoff_new (G_MAXUINT, G_MAXUINT, 1);

  for (guint i = 0; i < 5; i++) {
    g_assert_cmpuint (mx_backoff_next (zero), ==, 1);
    g_assert_cmpuint (mx_backoff_next (huge), >=, G_MAXUINT / 2);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/doubles", test_doubles);
  g_test_add_func ("/backoff/seed", test_seed);
  g_test_add_func ("/backoff/few", test_few);
  g_test_add_func ("/backoff/limits", test_limits);
  return g_test_run ();
}
