/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 100,000 rows: main-thread CPU time a frame while 3,000 rows are scrolled at 150 px a
 * frame, and whether anything moves that should not: when older messages come, when a row
 * above or at the top of the view grows, at the end while messages come. Prints a line of
 * JSON for each target, with whether it was met.
 *
 * usage: bench-timeline [FRAMES] */

#include "config.h"

#include "tea-test-list.h"
#include "tea-test-window.h"

#include "mx-timeline-item.h"

#include <adwaita.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define N_ROWS    100000
#define STEP      150
#define MEDIAN_MS 5.0
#define P99_MS    10.0
/* Rows stand on whole pixels; what is compared is not rounded. */
#define STILL_PX 0.6

typedef struct
{
  TeaTestWindow test;
  GArray *costs; /* of double, ms */
  GMainLoop *loop;
  guint left;
  int direction;
  double began;
} Bench;

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

static void
on_before_paint (GdkFrameClock *clock,
                 Bench         *bench)
{
  bench->began = thread_ms ();
}

static void
on_after_paint (GdkFrameClock *clock,
                Bench         *bench)
{
  double cost = thread_ms () - bench->began;

  g_array_append_val (bench->costs, cost);
  if (bench->left-- == 0)
    g_main_loop_quit (bench->loop);
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Bench *bench = user_data;
  GtkAdjustment *adjustment = bench->test.adjustment;

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + bench->direction * STEP);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
percentile (GArray *costs,
            double  share)
{
  g_array_sort (costs, compare);
  return g_array_index (costs, double, MIN (costs->len - 1, (guint) (costs->len * share)));
}

static void
scroll (Bench *bench,
        guint  frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->test.view));
  gulong before = g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), bench);
  gulong after = g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), bench);
  guint tick = gtk_widget_add_tick_callback (GTK_WIDGET (bench->test.view), on_tick, bench, NULL);

  bench->left = frames;
  g_main_loop_run (bench->loop);
  gtk_widget_remove_tick_callback (GTK_WIDGET (bench->test.view), tick);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
}

static MxTimelineItem *
show_middle (Bench       *bench,
             TeaTestList *list)
{
  guint position = g_list_model_get_n_items (G_LIST_MODEL (list)) / 2;

  tea_timeline_view_show_position (bench->test.view, position);
  tea_test_wait_frames (GTK_WIDGET (bench->test.view), 2);
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

/* The most that a row in view moves when 50 older rows come, and again, and again. */
static double
moved_by_older (Bench       *bench,
                TeaTestList *list)
{
  double largest = 0;

  for (int i = 0; i < 10; i++) {
    g_autoptr (MxTimelineItem) item = show_middle (bench, list);
    double before = tea_test_window_get_row_y (&bench->test, item);

    tea_test_list_prepend (list, 50);
    tea_test_wait_frames (GTK_WIDGET (bench->test.view), 2);
    largest = MAX (largest, fabs (tea_test_window_get_row_y (&bench->test, item) - before));
  }
  return largest;
}

/* The first row of which something is in view. */
static guint
find_top (Bench       *bench,
          TeaTestList *list)
{
  guint position = g_list_model_get_n_items (G_LIST_MODEL (list)) / 2;

  for (; position > 0; position--) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (G_LIST_MODEL (list), position);

    if (tea_test_window_find_row (&bench->test, item) == NULL || tea_test_window_get_row_y (&bench->test, item) <= 0)
      return position;
  }
  return 0;
}

/* The most that a row in view moves when the rows above it grow, the one at the top of the
 * view included. */
static double
moved_by_growing (Bench       *bench,
                  TeaTestList *list)
{
  double largest = 0;

  for (int i = 0; i < 10; i++) {
    g_autoptr (MxTimelineItem) item = NULL;
    guint top;
    double before;

    /* Another place each time: what has grown stays so. */
    tea_test_list_prepend (list, 100);
    item = show_middle (bench, list);
    top = find_top (bench, list);
    before = tea_test_window_get_row_y (&bench->test, item);
    for (guint up = 0; up < 3; up++) {
      tea_test_list_grow (list, top - up, "It\nis\nlonger\nnow\nthan\nit\never\nwas");
      tea_test_wait_frames (GTK_WIDGET (bench->test.view), 2);
      largest = MAX (largest, fabs (tea_test_window_get_row_y (&bench->test, item) - before));
    }
  }
  return largest;
}

typedef struct
{
  TeaTestWindow *test;
  guint frames;
  guint wrong;
} End;

static void
on_frame_at_end (GdkFrameClock *clock,
                 End           *end)
{
  GtkAdjustment *adjustment = end->test->adjustment;
  double rest = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) -
                gtk_adjustment_get_value (adjustment);

  end->frames++;
  end->wrong += rest > STILL_PX || !tea_timeline_view_is_at_end (end->test->view);
}

/* Frames that do not show the end while 100 messages come. */
static guint
frames_off_end (Bench       *bench,
                TeaTestList *list,
                guint       *frames)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->test.view));
  End end = { .test = &bench->test };
  gulong handler;

  tea_timeline_view_jump_newest (bench->test.view);
  tea_test_wait_frames (GTK_WIDGET (bench->test.view), 3);
  handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame_at_end), &end);
  for (int i = 0; i < 100; i++) {
    tea_test_list_append (list, 1 + (guint) i % 3);
    tea_test_wait_frames (GTK_WIDGET (bench->test.view), 1 + (guint) i % 3);
  }
  g_signal_handler_disconnect (clock, handler);
  *frames = end.frames;
  return end.wrong;
}

static double
random_jump (Bench *bench,
             guint  n)
{
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  int i;

  for (i = 0; i < 30; i++) {
    double began = thread_ms ();
    double cost;

    tea_timeline_view_show_position (bench->test.view, (guint) g_rand_int_range (rand, 0, (int) n));
    tea_test_wait_frames (GTK_WIDGET (bench->test.view), 1);
    cost = thread_ms () - began;
    g_array_append_val (costs, cost);
  }
  return percentile (costs, 0.5);
}

static gboolean
tell (const char *name,
      double      value,
      double      target,
      const char *unit)
{
  gboolean met = value <= target;

  printf ("{\"bench\":\"timeline, %s\",\"%s\":%.2f,\"target\":%.2f,\"met\":%s}\n", name, unit, value, target,
          met ? "true" : "false");
  return met;
}

static gboolean
measure (Bench       *bench,
         TeaTestList *list,
         guint        frames)
{
  gboolean met = TRUE;
  guint at_end = 0;
  double off_end;

  scroll (bench, frames);
  met &= tell ("CPU a frame, median of 100,000 rows", percentile (bench->costs, 0.5), MEDIAN_MS, "ms");
  met &= tell ("CPU a frame, 99 of 100", percentile (bench->costs, 0.99), P99_MS, "ms");
  printf ("{\"bench\":\"timeline, worst of %u frames\",\"ms\":%.2f,\"jump_ms\":%.1f,\"live_rows\":%u}\n",
          bench->costs->len, percentile (bench->costs, 1.0), random_jump (bench, N_ROWS),
          tea_timeline_view_get_n_rows (bench->test.view));
  met &= tell ("moved when older messages come", moved_by_older (bench, list), STILL_PX, "px");
  met &= tell ("moved when rows above grow", moved_by_growing (bench, list), STILL_PX, "px");
  off_end = frames_off_end (bench, list, &at_end);
  met &= at_end >= 100 && tell ("frames not at the end while messages come", off_end, 0, "frames");

  return met;
}

int
main (int    argc,
      char **argv)
{
  guint frames = argc > 1 ? (guint) atoi (argv[1]) : 1000;
  g_autoptr (TeaTestList) list = tea_test_list_new (N_ROWS);
  Bench bench = { .costs = g_array_new (FALSE, FALSE, sizeof (double)), .direction = -1 };
  gboolean met;

  adw_init ();
  bench.loop = g_main_loop_new (NULL, FALSE);
  tea_test_window_open (&bench.test, G_LIST_MODEL (list), 1000, 700);
  met = measure (&bench, list, frames);
  tea_test_window_close (&bench.test);
  g_array_unref (bench.costs);
  g_main_loop_unref (bench.loop);

  return !met;
}
