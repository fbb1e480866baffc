/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What benches share. */

#include "config.h"

#include "mx-bench.h"

#include "mx-engine-fixture.h"
#include "mx-test.h"

#include <time.h>

void
mx_bench_init (int    *argc,
               char ***argv)
{
  mx_test_init (argc, argv);
  mx_fixture_init ();
}

gint64
mx_bench_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

gint64
mx_bench_quantile (GArray *values,
                   double  q)
{
  g_assert_cmpuint (values->len, >, 0);
  g_array_sort (values, compare);
  return g_array_index (values, gint64, (guint) (q * (values->len - 1) + 0.5));
}
