/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a 50 MB first sync costs on its way from bytes to a committed store, against
 * json-glib's bare parse of the same bytes. Each is measured in a process of its own,
 * several times, so that what one leaves behind in memory does not change the other;
 * the smallest CPU time counts, and the largest memory. Memory is what is added to the
 * body itself. Prints one line of JSON; fails when a target is missed: 4 times the bare parse,
 * 100 MiB. */

#include "config.h"

#include "mx-bench-sync.h"
#include "mx-bench.h"

#include "mx-secret.h"
#include "mx-store.h"
#include "mx-sync-apply.h"
#include "mx-sync-response.h"
#include "mx-test.h"

#include <json-glib/json-glib.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#define USER      "@me:localhost"
#define TIMES     3
#define MAX_PEAK  (100 * 1048576)
#define MAX_RATIO 4

static GBytes *
make_body (void)
{
  GBytes *body = mx_bench_sync_new (USER, MX_BENCH_ROOMS, MX_BENCH_BYTES, MX_BENCH_SEED);

  malloc_trim (0);
  return body;
}

/* Keeps the tree: what freeing it takes is not counted against ours. */
static JsonParser *
measure_parse (GBytes *body)
{
  JsonParser *parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  gsize len;
  const char *data = g_bytes_get_data (body, &len);

  json_parser_load_from_data (parser, data, (gssize) len, &error);
  g_assert_no_error (error);
  return parser;
}

static void
measure_apply (GBytes  *body,
               MxStore *store)
{
  MxSyncScope scope = { store, USER, FALSE, NULL, 0, NULL };
  g_autoptr (MxSyncResponse) response = NULL;
  g_autoptr (MxDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  response = mx_sync_response_new (body, &error);
  g_assert_no_error (error);
  delta = mx_sync_apply (&scope, response, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (delta->rooms->len, ==, MX_BENCH_ROOMS);
}

/* In the child. */
static int
measure (const char *what)
{
  g_autoptr (GBytes) body = make_body ();
  g_autoptr (MxSecret) key = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (MxStore) store = NULL;
  g_autoptr (JsonParser) parsed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_build_filename (mx_test_temp_dir (), "store", NULL);
  gint64 cpu, wall;
  gsize before;

  store = mx_store_open (dir, key, &error);
  g_assert_no_error (error);
  before = mx_test_rss ();
  mx_test_reset_peak ();
  wall = g_get_monotonic_time ();
  cpu = mx_bench_cpu ();
  if (g_str_equal (what, "parse"))
    parsed = measure_parse (body);
  else
    measure_apply (body, store);
  cpu = mx_bench_cpu () - cpu;
  wall = g_get_monotonic_time () - wall;
  printf ("= %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT "\n", cpu, wall, mx_test_peak_rss () - before);
  return 0;
}

typedef struct
{
  gint64 cpu;
  gint64 wall;
  gint64 peak;
} Result;

static Result
repeat (const char *self,
        const char *what)
{
  Result best = { G_MAXINT64, G_MAXINT64, 0 };
  g_autoptr (GError) error = NULL;
  guint i;

  for (i = 0; i < TIMES; i++) {
    const char *argv[] = { self, what, NULL };
    g_autofree char *out = NULL;
    g_auto (GStrv) parts = NULL;
    int status;

    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
    g_assert_no_error (error);
    g_spawn_check_wait_status (status, &error);
    g_assert_no_error (error);
    parts = g_strsplit (strstr (out, "= "), " ", 4);
    best.cpu = MIN (best.cpu, g_ascii_strtoll (parts[1], NULL, 10));
    best.wall = MIN (best.wall, g_ascii_strtoll (parts[2], NULL, 10));
    best.peak = MAX (best.peak, g_ascii_strtoll (parts[3], NULL, 10));
  }
  return best;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GBytes) body = NULL;
  Result parse, apply;
  gboolean is_fast, is_small;

  if (argc > 1) {
    g_autofree char *what = g_strdup (argv[1]);

    mx_bench_init (&argc, &argv);
    return measure (what);
  }
  body = make_body ();
  parse = repeat (argv[0], "parse");
  apply = repeat (argv[0], "apply");
  is_fast = apply.cpu <= MAX_RATIO * parse.cpu;
  is_small = apply.peak <= MAX_PEAK;
  printf ("{\"bench\":\"sync-apply, CPU\",\"bytes\":%" G_GSIZE_FORMAT ",\"parse_cpu_ms\":%.1f,\"apply_cpu_ms\":%.1f,"
          "\"ratio\":%.3f,\"target\":%d,\"apply_wall_ms\":%.1f,\"met\":%s}\n",
          g_bytes_get_size (body), parse.cpu / 1e3, apply.cpu / 1e3, (double) apply.cpu / (double) parse.cpu, MAX_RATIO,
          apply.wall / 1e3, is_fast ? "true" : "false");
  printf ("{\"bench\":\"sync-apply, peak memory\",\"parse_mib\":%.1f,\"apply_mib\":%.1f,\"target\":%d,\"met\":%s}\n",
          parse.peak / 1048576.0, apply.peak / 1048576.0, (int) (MAX_PEAK / 1048576), is_small ? "true" : "false");
  return !is_fast || !is_small;
}
