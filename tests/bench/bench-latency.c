/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a message that the server has to its item in the timeline, against a bare long poll
 * by libsoup that waits at the same server for the same message: what the way through
 * engine, store and model costs. Prints one line of JSON; fails above 20 ms. */

#include "config.h"

#include "mx-bench.h"

#include "mx-room.h"
#include "mx-script.h"
#include "mx-session.h"
#include "mx-test.h"
#include "mx-timeline.h"

#include <libsoup/soup.h>
#include <stdio.h>

#define TIMES     40
#define TARGET_US 20000

typedef struct
{
  gint64 bare;
  gint64 shown;

} Arrival;

static void
bare_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Arrival *arrival = user_data;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, NULL);

  g_assert_nonnull (bytes);
  arrival->bare = g_get_monotonic_time ();
}

static void
on_items (GListModel *items,
          guint       position,
          guint       removed,
          guint       added,
          gpointer    user_data)
{
  Arrival *arrival = user_data;

  if (added > 0)
    arrival->shown = g_get_monotonic_time ();
}

static gboolean
has_arrived (Arrival *arrival)
{
  return arrival->bare != 0 && arrival->shown != 0;
}

static void
measure (MxScript    *server,
         SoupSession *poll,
         Arrival     *arrival,
         guint        number,
         GArray      *bare,
         GArray      *own)
{
  g_autofree char *url = g_strdup_printf ("%s/_matrix/client/v3/sync?since=s%u&timeout=30000",
                                          mx_script_get_url (server), number + 1);
  g_autofree char *event_id = g_strdup_printf ("$m%u", number);
  g_autofree char *event = mx_script_message (event_id, "@ben:localhost", "just now");
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  gint64 begin, took;

  soup_session_send_and_read_async (poll, message, G_PRIORITY_DEFAULT, NULL, bare_cb, arrival);
  mx_test_spin (50);
  arrival->bare = arrival->shown = 0;
  begin = g_get_monotonic_time ();
  mx_script_push_events (server, event, FALSE, NULL);
  mx_test_assert_wait (has_arrived, arrival, 10000);
  took = arrival->bare - begin;
  g_array_append_val (bare, took);
  took = arrival->shown - begin;
  g_array_append_val (own, took);
}

static gboolean
is_live (MxSession *session)
{
  return mx_session_get_sync_state (session) == MX_SYNC_LIVE && mx_session_get_room (session, MX_SCRIPT_ROOM);
}

static gboolean
is_shown (GListModel *items)
{
  return g_list_model_get_n_items (items) > 1;
}

static MxSession *
sign_in (MxScript *server)
{
  MxSession *session = mx_session_new (mx_test_temp_dir ());
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_set_key_mode (session, MX_KEY_SERVICE, NULL);
  mx_session_login_password_async (session, mx_script_get_url (server), "me", "pw", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_session_login_finish (session, result, &error));
  g_assert_no_error (error);
  mx_test_assert_wait (is_live, session, 60000);
  return session;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SoupSession) poll = soup_session_new ();
  g_autoptr (MxSession) session = NULL;
  g_autoptr (MxTimeline) timeline = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Arrival arrival = { 0 };
  MxScript *server;
  gint64 base, value;
  guint i;

  mx_bench_init (&argc, &argv);
  server = mx_script_new ();
  mx_script_push_room (server);
  session = sign_in (server);
  timeline = mx_room_get_timeline (mx_session_get_room (session, MX_SCRIPT_ROOM));
  mx_test_assert_wait (is_shown, timeline, 10000);
  g_signal_connect (timeline, "items-changed", G_CALLBACK (on_items), &arrival);
  for (i = 0; i < TIMES; i++)
    measure (server, poll, &arrival, i, bare, own);
  g_signal_handlers_disconnect_by_data (timeline, &arrival);
  base = mx_bench_quantile (bare, 0.5);
  value = mx_bench_quantile (own, 0.5);
  printf ("{\"bench\":\"latency\",\"bare_ms\":%.2f,\"item_ms\":%.2f,\"more_ms\":%.2f,\"worst_ms\":%.2f,\"target\":%d,"
          "\"met\":%s}\n",
          base / 1e3, value / 1e3, (value - base) / 1e3, mx_bench_quantile (own, 1) / 1e3, TARGET_US / 1000,
          value - base <= TARGET_US ? "true" : "false");
  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_clear_object (&timeline);
  mx_script_free (server);
  return value - base > TARGET_US;
}
