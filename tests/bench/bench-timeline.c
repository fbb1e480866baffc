/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 100,000 rows: main-thread CPU time a frame while 3,000 rows are scrolled at 150 px a
 * frame, how soon the view opens, how many rows live, what a jump costs, and whether
 * anything ever moves that should not. Prints one line of JSON.
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

#define N_ROWS 100000
#define STEP   150

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

/* The most that a row in view moves when 50 older rows come, and again, and again. */
static double
largest_jump (Bench       *bench,
              TeaTestList *list)
{
  double largest = 0;
  int i;

  for (i = 0; i < 10; i++) {
    guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
    guint position;
    double before;
    g_autoptr (MxTimelineItem) item = NULL;

    tea_timeline_view_show_position (bench->test.view, n / 2);
    tea_test_wait_frames (GTK_WIDGET (bench->test.view), 2);
    position = n / 2;
    item = g_list_model_get_item (G_LIST_MODEL (list), position);
    before = tea_test_window_get_row_y (&bench->test, item);
    tea_test_list_prepend (list, 50);
    tea_test_wait_frames (GTK_WIDGET (bench->test.view), 2);
    largest = MAX (largest, fabs (tea_test_window_get_row_y (&bench->test, item) - before));
  }
  return largest;
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

int
main (int    argc,
      char **argv)
{
  guint frames = argc > 1 ? (guint) atoi (argv[1]) : 1000;
  g_autoptr (TeaTestList) list = tea_test_list_new (N_ROWS);
  Bench bench = { .costs = g_array_new (FALSE, FALSE, sizeof (double)), .direction = -1 };
  double began, opened, jump, moved;

  adw_init ();
  bench.loop = g_main_loop_new (NULL, FALSE);
  began = thread_ms ();
  tea_test_window_open (&bench.test, G_LIST_MODEL (list), 1000, 700);
  opened = thread_ms () - began;
  scroll (&bench, frames);
  jump = random_jump (&bench, N_ROWS);
  moved = largest_jump (&bench, list);
  printf ("{\"bench\":\"timeline\",\"rows\":%d,\"frames\":%u,\"median_ms\":%.2f,\"p99_ms\":%.2f,\"worst_ms\":%.2f,"
          "\"open_ms\":%.1f,\"jump_ms\":%.1f,\"live_rows\":%u,\"moved_px\":%.1f}\n",
          N_ROWS, bench.costs->len, percentile (bench.costs, 0.5), percentile (bench.costs, 0.99),
          percentile (bench.costs, 1.0), opened, jump, tea_timeline_view_get_n_rows (bench.test.view), moved);
  tea_test_window_close (&bench.test);
  g_array_unref (bench.costs);
  g_main_loop_unref (bench.loop);
  return 0;
}
