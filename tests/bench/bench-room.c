/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the click on a room to its items in the timeline that the view draws, from the store
 * of somebody in 2,000 rooms; and how long the list of these rooms takes before. What is
 * left of the 80 ms a person is to wait is the view's: tests/bench/run measures the whole.
 * Prints one line of JSON; fails when half of the time is gone already. */

#include "config.h"

#include "mx-bench-store.h"
#include "mx-bench-sync.h"
#include "mx-bench.h"

#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "mx-test.h"
#include "mx-timeline.h"

#include <stdio.h>

#define ROOMS     40
#define TARGET_US 40000

typedef struct
{
  GListModel *items;
  gint64 since;
  gint64 took; /* 0: nothing is there yet */
} Opening;

static void
on_items (GListModel *items,
          guint       position,
          guint       removed,
          guint       added,
          gpointer    user_data)
{
  Opening *opening = user_data;

  if (opening->took == 0 && g_list_model_get_n_items (items) > 1)
    opening->took = g_get_monotonic_time () - opening->since;
}

static gboolean
is_open (Opening *opening)
{
  return opening->took != 0;
}

static void
measure_room (MxSession *session,
              guint      number,
              GArray    *times)
{
  g_autofree char *room_id = mx_bench_sync_room_id (number);
  g_autoptr (MxTimeline) timeline = NULL;
  MxRoom *room = mx_session_get_room (session, room_id);
  Opening opening = { NULL };

  g_assert_nonnull (room);
  opening.since = g_get_monotonic_time ();
  timeline = mx_room_get_timeline (room);
  g_signal_connect (timeline, "items-changed", G_CALLBACK (on_items), &opening);
  mx_test_assert_wait (is_open, &opening, 10000);
  g_signal_handlers_disconnect_by_data (timeline, &opening);
  g_array_append_val (times, opening.took);
}

static gboolean
has_all (MxSession *session)
{
  return g_list_model_get_n_items (G_LIST_MODEL (mx_session_get_rooms (session))) >= MX_BENCH_ROOMS * 9 / 10;
}

static gint64
open_session (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  mx_session_set_key_mode (session, MX_KEY_SERVICE, NULL);
  mx_session_open_async (session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_session_open_finish (session, result, &error));
  g_assert_no_error (error);
  mx_test_assert_wait (has_all, session, 60000);
  return g_get_monotonic_time () - begin;
}

static void
close_session (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (MxSession) session = NULL;
  const char *dir;
  MxScript *server;
  gint64 list, median;
  guint i;

  mx_bench_init (&argc, &argv);
  dir = mx_test_temp_dir ();
  server = mx_bench_server_new (MX_BENCH_ROOMS, MX_BENCH_BYTES);
  mx_bench_store_make (dir, MX_KEY_SERVICE, NULL, server);
  session = mx_session_new (dir);
  list = open_session (session);
  for (i = 0; i < ROOMS; i++)
    measure_room (session, i * (MX_BENCH_ROOMS / ROOMS), times);
  median = mx_bench_quantile (times, 0.5);
  printf ("{\"bench\":\"room\",\"list_ms\":%.1f,\"median_ms\":%.1f,\"worst_ms\":%.1f,\"target\":%d,\"met\":%s}\n",
          list / 1e3, median / 1e3,
          mx_bench_quantile (times, 1) / 1e3, TARGET_US / 1000, median <= TARGET_US ? "true" : "false");
  close_session (session);
  g_clear_object (&session);
  mx_script_free (server);
  return median > TARGET_US;
}
