/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine in a process of its own that is killed: nothing lost, nothing twice, in order.
 *
 * The child prints "queued N" once the engine has shown message N as waiting, that is,
 * after the outbox has it. Whatever was printed must arrive. MX_TEST_DEEP=1: 400 kills
 * instead of 100. */

#include "config.h"

#include "mx-engine-fixture.h"
#include "mx-script.h"

#include "mx-error.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define OUTSTANDING 5

/* --- the child ----------------------------------------------------------------------- */

static int
number_of (const MxTimelineEntry *entry,
           const char            *prefix)
{
  const char *body = mx_fixture_body (entry);

  return body && g_str_has_prefix (body, prefix) ? atoi (body + strlen (prefix)) : -1;
}

static guint
count_waiting (GPtrArray *timeline)
{
  const MxTimelineEntry *entry;
  guint n = 0;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    n += entry->send_state != MX_SEND_NONE;
  }
  return n;
}

/* The highest number in the store, and how many wait. */
static int
look (MxFixture *me,
      guint     *waiting,
      int       *queued)
{
  GPtrArray *timeline = mx_fixture_timeline (me, MX_SCRIPT_ROOM);
  const MxTimelineEntry *entry;
  int highest = -1;
  guint i;

  *waiting = count_waiting (mx_fixture_timeline (me, MX_SCRIPT_OTHER_ROOM));
  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (number_of (entry, "m-") < 0)
      continue;
    *waiting += entry->send_state != MX_SEND_NONE;
    highest = MAX (highest, number_of (entry, "m-"));
  }
  for (; *queued < highest;) {
    (*queued)++;
    g_print ("queued %d\n", *queued);
  }
  return highest;
}

static void
enter (MxFixture  *me,
       const char *url)
{
  g_autoptr (GError) error = NULL;

  if (!mx_fixture_open (me, &error) && !error)
    mx_fixture_login (me, url, "me", "pw", &error);
  g_assert_no_error (error);
}

static gboolean
has_room (MxFixture *me)
{
  return mx_fixture_summary (me, MX_SCRIPT_ROOM) != NULL;
}

/* Writes without end. */
static void
child_busy (MxFixture *me)
{
  int queued = -1;
  guint waiting;
  int next = look (me, &waiting, &queued) + 1;

  for (;;) {
    g_autofree char *body = g_strdup_printf ("m-%d", next);
    g_autofree char *txn = NULL;

    look (me, &waiting, &queued);
    if (waiting < OUTSTANDING) {
      txn = mx_fixture_send (me, MX_SCRIPT_ROOM, body);
      next++;
    }
    mx_test_spin (3);
  }
}

static gboolean
has_other_room (MxFixture *me)
{
  return mx_fixture_summary (me, MX_SCRIPT_OTHER_ROOM) != NULL;
}

/* Writes 50, by turns in two rooms, and waits to be killed. */
static void
child_offline (MxFixture *me)
{
  int queued = -1;
  guint waiting;
  int i;

  mx_test_assert_wait (has_other_room, me, 30000);
  mx_fixture_open_room (me, MX_SCRIPT_OTHER_ROOM, 1000);
  for (i = 0; i < 25; i++) {
    g_autofree char *body = g_strdup_printf ("m-%d", i);
    g_autofree char *other_body = g_strdup_printf ("o-%d", i);
    g_autofree char *other = mx_fixture_send (me, MX_SCRIPT_OTHER_ROOM, other_body);
    g_autofree char *txn = mx_fixture_send (me, MX_SCRIPT_ROOM, body);
  }
  for (;;) {
    look (me, &waiting, &queued);
    mx_test_spin (10);
  }
}

static gboolean
nothing_waits (MxFixture *me)
{
  guint waiting;
  int queued = G_MAXINT;

  look (me, &waiting, &queued);
  return waiting == 0 && me->state == MX_SYNC_LIVE;
}

static int last_told;

static gboolean
has_last (MxFixture *me)
{
  GPtrArray *timeline = mx_fixture_timeline (me, MX_SCRIPT_ROOM);
  guint i;

  for (i = 0; i < timeline->len; i++)
    if (number_of (timeline->pdata[i], "r-") == last_told)
      return TRUE;
  return FALSE;
}

/* Sends what waits and prints the timeline. */
static void
child_end (MxFixture *me)
{
  GPtrArray *timeline = mx_fixture_timeline (me, MX_SCRIPT_ROOM);
  MxTimelineEntry *entry;
  guint i;

  mx_test_assert_wait (nothing_waits, me, 60000);
  mx_test_assert_wait (has_last, me, 60000);
  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (entry->event)
      g_print ("event %s\n", mx_event_get_id (entry->event));
  }
}

static int
child (char **argv)
{
  MxFixture *me = mx_fixture_new (argv[2]);

  enter (me, argv[3]);
  mx_test_assert_wait (has_room, me, 30000);
  mx_fixture_open_room (me, MX_SCRIPT_ROOM, 100000);
  if (g_str_equal (argv[1], "--busy"))
    child_busy (me);
  else if (g_str_equal (argv[1], "--offline"))
    child_offline (me);
  last_told = atoi (argv[4]);
  if (has_other_room (me))
    mx_fixture_open_room (me, MX_SCRIPT_OTHER_ROOM, 1000);
  child_end (me);
  mx_fixture_free (me);
  return 0;
}

/* --- the parent ---------------------------------------------------------------------- */

typedef struct
{
  const char *program;
  const char *dir;
  MxScript *script;
  GSubprocess *process;
  GString *output;
  gboolean ended;
  int highest; /* of "queued" */
  guint n_told;
} Run;

static char *program;

static void
spawn (Run        *run,
       const char *mode)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *last = g_strdup_printf ("%d", (int) run->n_told - 1);

  run->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, mode, run->dir,
                                   mx_script_get_url (run->script), last, NULL);
  g_assert_no_error (error);
}

/* Everything the child had printed. */
static char *
drain (Run *run)
{
  GInputStream *in = g_subprocess_get_stdout_pipe (run->process);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (all, buffer, n);
  g_byte_array_append (all, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&all), FALSE);
}

static void
note_queued (Run        *run,
             const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);
  guint i;

  for (i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "queued "))
      run->highest = MAX (run->highest, atoi (lines[i] + strlen ("queued ")));
}

static void
kill_it (Run *run)
{
  g_autofree char *output = NULL;

  g_assert_cmpstr (g_subprocess_get_identifier (run->process), !=, NULL);
  g_subprocess_send_signal (run->process, SIGKILL);
  output = drain (run);
  g_subprocess_wait (run->process, NULL, NULL);
  note_queued (run, output);
  g_clear_object (&run->process);
}

static void
receive (Run *run)
{
  g_autofree char *id = g_strdup_printf ("$r%u", run->n_told);
  g_autofree char *body = g_strdup_printf ("r-%u", run->n_told);
  g_autofree char *event = mx_script_message (id, "@ben:localhost", body);

  mx_script_push_events (run->script, event, FALSE, NULL);
  run->n_told++;
}

/* What was sent of those that begin with @prefix: each once, and in order. */
static guint
check_order (GPtrArray  *sent,
             const char *prefix)
{
  guint n = 0;
  guint i;

  for (i = 0; i < sent->len; i++) {
    g_autofree char *body = g_strdup_printf ("%s%u", prefix, n);

    if (!g_str_has_prefix (sent->pdata[i], prefix))
      continue;
    g_assert_cmpstr (sent->pdata[i], ==, body);
    n++;
  }
  return n;
}

/* Runs to the end; what the child prints, a line for each event of the room. */
static char **
finish (Run *run)
{
  g_autofree char *output = NULL;

  spawn (run, "--end");
  output = drain (run);
  g_subprocess_wait (run->process, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (run->process));
  g_clear_object (&run->process);
  return g_strsplit (output, "\n", -1);
}

static void
check (Run *run)
{
  g_auto (GStrv) lines = finish (run);
  g_autoptr (GPtrArray) sent = mx_script_dup_sent (run->script);
  g_autoptr (GPtrArray) told = mx_script_dup_told (run->script);
  guint i;

  g_assert_cmpint ((int) check_order (sent, "m-"), >, run->highest);
  g_assert_cmpuint (g_strv_length (lines), ==, told->len + 1);
  for (i = 0; i < told->len; i++) {
    g_autofree char *line = g_strdup_printf ("event %s", (char *) told->pdata[i]);

    g_assert_cmpstr (lines[i], ==, line);
  }
}

static void
run_begin (Run *run)
{
  *run = (Run) { .dir = mx_test_temp_dir (), .highest = -1 };
  run->script = mx_script_new ();
  mx_script_set_echo (run->script, TRUE);
  mx_script_push_room (run->script);
}

static void
test_busy (void)
{
  guint n_kills = g_getenv ("MX_TEST_DEEP") ? 400 : 100;
  Run run;
  guint i, j, ms;

  run_begin (&run);
  for (i = 0; i < n_kills; i++) {
    spawn (&run, "--busy");
    ms = (guint) g_test_rand_int_range (10, 300);
    for (j = 0; j < ms; j += 10) {
      receive (&run);
      mx_test_spin (10);
    }
    kill_it (&run);
  }
  g_test_message ("%d messages queued, %u received", run.highest + 1, run.n_told);
  g_assert_cmpint (run.highest, >, 0);
  check (&run);
  mx_script_free (run.script);
}

static gboolean
child_is_in (Run *run)
{
  return mx_test_server_count (mx_script_get_server (run->script), "GET /_matrix/client/v3/sync") >= 2;
}

static void
test_fifty_offline (void)
{
  g_autoptr (GPtrArray) sent = NULL;
  Run run;
  guint i;

  run_begin (&run);
  mx_script_push_other_room (run.script);
  receive (&run);
  /* Signed in and synced once; from then on nothing that is sent gets through. */
  mx_test_server_hold (mx_script_get_server (run.script), "PUT /_matrix/client/v3/rooms/");
  spawn (&run, "--offline");
  mx_test_assert_wait (child_is_in, &run, 30000);
  mx_test_server_stop (mx_script_get_server (run.script));
  for (i = 0; i < 300; i++)
    mx_test_spin (10);
  kill_it (&run);
  g_assert_cmpint (run.highest, ==, 24);
  mx_test_server_remove (mx_script_get_server (run.script), "PUT /_matrix/client/v3/rooms/");
  mx_test_server_start (mx_script_get_server (run.script));
  g_strfreev (finish (&run));
  sent = mx_script_dup_sent (run.script);
  g_assert_cmpuint (check_order (sent, "m-"), ==, 25);
  g_assert_cmpuint (check_order (sent, "o-"), ==, 25);
  g_assert_cmpuint (sent->len, ==, 50);
  mx_script_free (run.script);
}

static void
test_second_process (void)
{
  g_autoptr (GError) error = NULL;
  MxFixture *me;
  Run run;

  run_begin (&run);
  receive (&run);
  spawn (&run, "--busy");
  mx_test_assert_wait (child_is_in, &run, 30000);
  me = mx_fixture_new (run.dir);
  g_assert_false (mx_fixture_open (me, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_BUSY);
  g_clear_error (&error);
  kill_it (&run);
  /* The lock went with the process. */
  g_assert_true (mx_fixture_open (me, &error));
  g_assert_no_error (error);
  mx_fixture_free (me);
  mx_script_free (run.script);
}

int
main (int    argc,
      char **argv)
{
  program = argv[0];
  if (argc > 3 && g_str_has_prefix (argv[1], "--"))
    return child (argv);
  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  g_test_add_func ("/security/N10/fifty-offline", test_fifty_offline);
  g_test_add_func ("/security/N12/kill-nine", test_busy);
  g_test_add_func ("/security/N17/second-process", test_second_process);
  return g_test_run ();
}
