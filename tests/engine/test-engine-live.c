/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The engine against the real homeserver: the honest cases. One server for the run. */

#include "config.h"

#include "mx-engine-fixture.h"

#include "mx-error.h"

static MxHomeserver *server;

static MxFixture *
sign_in (const char *name)
{
  MxFixture *fixture = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  mx_fixture_login (fixture, server->url, name, name, &error);
  g_assert_no_error (error);
  mx_fixture_wait_live (fixture);
  return fixture;
}

typedef struct
{
  MxFixture *fixture;
  const char *room_id;
  const char *name;
} Named;

static gboolean
is_named (Named *named)
{
  MxRoomSummary *summary = mx_fixture_summary (named->fixture, named->room_id);

  return summary && g_strcmp0 (summary->name, named->name) == 0;
}

static void
wait_name (MxFixture  *fixture,
           const char *room_id,
           const char *name)
{
  Named named = { fixture, room_id, name };

  mx_test_assert_wait (is_named, &named, 10000);
}

static void
test_send_and_receive (void)
{
  MxFixture *ann = sign_in ("ann");
  MxFixture *ben = sign_in ("ben");
  g_autofree char *room_id = mx_fixture_create_room (ann, "{\"preset\":\"public_chat\",\"name\":\"Tea\"}");
  g_autofree char *joined = NULL;
  g_autofree char *txn_id = NULL;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  wait_name (ann, room_id, "Tea");
  joined = mx_fixture_join (ben, room_id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, room_id);
  mx_fixture_open_room (ann, room_id, 50);
  mx_fixture_open_room (ben, room_id, 50);

  txn_id = mx_fixture_send (ann, room_id, "hello");
  event_id = mx_fixture_wait_sent (ann, room_id, txn_id, &error);
  g_assert_no_error (error);
  g_assert_true (*event_id == '$');
  mx_fixture_wait_body (ben, room_id, "hello");
  mx_fixture_wait_body (ann, room_id, "hello");
  g_assert_cmpuint (mx_fixture_count_body (ann, room_id, "hello"), ==, 1);
  g_assert_cmpstr (mx_fixture_summary (ben, room_id)->last_text, !=, NULL);
  mx_fixture_free (ann);
  mx_fixture_free (ben);
}

/* --- a room for two ------------------------------------------------------------------ */

typedef struct
{
  MxFixture *ann;
  MxFixture *ben;
  char *room_id;
} Pair;

static void
pair_begin (Pair *pair)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;

  pair->ann = sign_in ("ann");
  pair->ben = sign_in ("ben");
  pair->room_id = mx_fixture_create_room (pair->ann, "{\"preset\":\"public_chat\",\"name\":\"Pair\"}");
  wait_name (pair->ann, pair->room_id, "Pair");
  joined = mx_fixture_join (pair->ben, pair->room_id, &error);
  g_assert_no_error (error);
  mx_fixture_open_room (pair->ann, pair->room_id, 50);
  mx_fixture_open_room (pair->ben, pair->room_id, 50);
}

static void
pair_end (Pair *pair)
{
  mx_fixture_free (pair->ann);
  mx_fixture_free (pair->ben);
  g_free (pair->room_id);
}

static char *
say (MxFixture  *fixture,
     const char *room_id,
     const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *txn_id = mx_fixture_send (fixture, room_id, body);
  char *event_id = mx_fixture_wait_sent (fixture, room_id, txn_id, &error);

  g_assert_no_error (error);
  return event_id;
}

typedef struct
{
  MxFixture *fixture;
  const char *room_id;
  const char *text;
  guint number;
} Wish;

static gboolean
has_unread (Wish *wish)
{
  return mx_fixture_summary (wish->fixture, wish->room_id)->unread_count == wish->number;
}

static gboolean
is_typing (Wish *wish)
{
  char **typing = g_hash_table_lookup (wish->fixture->typing, wish->room_id);

  return typing && g_strv_length (typing) == wish->number;
}

static void
test_unread_and_typing (void)
{
  Pair pair;
  Wish unread, typing;
  g_autofree char *event_id = NULL;

  pair_begin (&pair);
  unread = (Wish) { pair.ben, pair.room_id, NULL, 1 };
  typing = (Wish) { pair.ben, pair.room_id, NULL, 1 };
  mx_engine_set_typing (pair.ann->engine, pair.room_id, TRUE);
  mx_test_assert_wait (is_typing, &typing, 10000);
  mx_engine_set_typing (pair.ann->engine, pair.room_id, FALSE);
  typing.number = 0;
  mx_test_assert_wait (is_typing, &typing, 10000);

  event_id = say (pair.ann, pair.room_id, "one");
  mx_test_assert_wait (has_unread, &unread, 10000);
  g_assert_cmpuint (pair.ben->notified->len, ==, 1);
  g_assert_cmpstr (pair.ben->notified->pdata[0], ==, event_id);
  g_assert_cmpuint (pair.ann->notified->len, ==, 0);
  mx_engine_mark_read (pair.ben->engine, pair.room_id, NULL);
  unread.number = 0;
  mx_test_assert_wait (has_unread, &unread, 10000);
  /* The server knows, too: the next device starts at nothing. */
  mx_test_spin (500);
  mx_fixture_free (pair.ben);
  pair.ben = sign_in ("ben");
  g_assert_cmpuint (mx_fixture_summary (pair.ben, pair.room_id)->unread_count, ==, 0);
  pair_end (&pair);
}

static gboolean
is_redacted (Wish *wish)
{
  GPtrArray *timeline = mx_fixture_timeline (wish->fixture, wish->room_id);
  const MxTimelineEntry *entry;
  guint i;

  for (i = 0; i < timeline->len; i++) {
    entry = timeline->pdata[i];
    if (entry->event && g_strcmp0 (mx_event_get_id (entry->event), wish->text) == 0)
      return mx_event_is_redacted (entry->event);
  }
  return FALSE;
}

static void
test_redact (void)
{
  Pair pair;
  Wish wish;
  g_autofree char *event_id = NULL;
  g_autofree char *txn_id = NULL;
  g_autofree char *redaction = NULL;
  g_autoptr (GError) error = NULL;

  pair_begin (&pair);
  event_id = say (pair.ann, pair.room_id, "wrong");
  mx_fixture_wait_body (pair.ben, pair.room_id, "wrong");
  txn_id = mx_engine_new_txn_id (pair.ann->engine);
  mx_engine_redact (pair.ann->engine, pair.room_id, event_id, "typo", txn_id);
  redaction = mx_fixture_wait_sent (pair.ann, pair.room_id, txn_id, &error);
  g_assert_no_error (error);
  wish = (Wish) { pair.ben, pair.room_id, event_id, 0 };
  mx_test_assert_wait (is_redacted, &wish, 10000);
  wish.fixture = pair.ann;
  mx_test_assert_wait (is_redacted, &wish, 10000);
  pair_end (&pair);
}

static void
test_older (void)
{
  Pair pair;
  guint rounds = 0;
  gboolean at_start = FALSE;
  guint i;

  pair_begin (&pair);
  for (i = 0; i < 70; i++) {
    g_autofree char *body = g_strdup_printf ("old-%u", i);
    g_autofree char *txn_id = mx_fixture_send (pair.ann, pair.room_id, body);
  }
  mx_fixture_wait_body (pair.ann, pair.room_id, "old-69");
  mx_fixture_free (pair.ben);
  pair.ben = sign_in ("ben");
  mx_fixture_open_room (pair.ben, pair.room_id, 10);
  while (!at_start && rounds++ < 20)
    mx_fixture_load_older (pair.ben, pair.room_id, 20, &at_start);
  g_assert_true (at_start);
  for (i = 0; i < 70; i++) {
    g_autofree char *body = g_strdup_printf ("old-%u", i);

    g_assert_cmpuint (mx_fixture_count_body (pair.ben, pair.room_id, body), ==, 1);
  }
  pair_end (&pair);
}

static void
set_ignored (MxFixture  *fixture,
             const char *user_id,
             gboolean    ignored)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_set_ignored_async (fixture->engine, user_id, ignored, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (fixture->engine, result, &error));
  g_assert_no_error (error);
}

static gboolean
ignores_nobody (MxFixture *fixture)
{
  return fixture->ignored && !fixture->ignored[0];
}

static void
test_report_and_ignore (void)
{
  Pair pair;
  g_autofree char *event_id = NULL;
  g_autoptr (GError) error = NULL;

  pair_begin (&pair);
  event_id = say (pair.ann, pair.room_id, "spam");
  mx_fixture_wait_body (pair.ben, pair.room_id, "spam");
  g_assert_true (mx_fixture_report (pair.ben, pair.room_id, event_id, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mx_fixture_report (pair.ben, NULL, NULL, pair.ann->account->user_id, &error));
  g_assert_no_error (error);
  g_assert_true (mx_fixture_report (pair.ben, pair.room_id, NULL, NULL, &error));
  g_assert_no_error (error);
  set_ignored (pair.ben, pair.ann->account->user_id, TRUE);
  g_assert_nonnull (pair.ben->ignored);
  g_assert_cmpstr (pair.ben->ignored[0], ==, pair.ann->account->user_id);
  /* The server hides ann from ben until this is taken back. */
  set_ignored (pair.ben, pair.ann->account->user_id, FALSE);
  mx_test_assert_wait (ignores_nobody, pair.ben, 10000);
  pair_end (&pair);
}

static gboolean
is_invited (Wish *wish)
{
  MxRoomSummary *summary = mx_fixture_summary (wish->fixture, wish->room_id);

  return summary && summary->membership == MX_MEMBERSHIP_INVITE;
}

static gboolean
is_gone (Wish *wish)
{
  return mx_fixture_summary (wish->fixture, wish->room_id) == NULL;
}

static void
test_invite (void)
{
  MxFixture *ann = sign_in ("ann");
  MxFixture *cleo = sign_in ("cleo");
  g_autofree char *room_id = mx_fixture_create_room (ann, "{\"preset\":\"private_chat\",\"name\":\"Quiet\"}");
  Wish wish = { cleo, room_id, NULL, 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_invite_async (ann->engine, room_id, cleo->account->user_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (ann->engine, result, &error));
  g_clear_object (&result);
  g_assert_no_error (error);
  mx_test_assert_wait (is_invited, &wish, 10000);
  g_assert_cmpstr (mx_fixture_summary (cleo, room_id)->name, ==, "Quiet");
  g_assert_cmpstr (mx_fixture_summary (cleo, room_id)->inviter, ==, ann->account->user_id);
  mx_engine_leave_async (cleo->engine, room_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_engine_boolean_finish (cleo->engine, result, &error));
  g_clear_object (&result);
  g_assert_no_error (error);
  mx_test_assert_wait (is_gone, &wish, 10000);
  mx_fixture_free (ann);
  mx_fixture_free (cleo);
}

/* --- guests -------------------------------------------------------------------------- */

static MxRoomPreview *
preview (MxFixture  *fixture,
         const char *link)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxRoomPreview *found;

  mx_engine_preview_async (fixture->engine, link, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  found = mx_engine_preview_finish (fixture->engine, result, &error);
  g_assert_no_error (error);
  return found;
}

static void
test_guest (void)
{
  MxFixture *ann = sign_in ("ann");
  MxFixture *guest = mx_fixture_new (NULL);
  g_autofree char *room_id = NULL;
  g_autofree char *alias = g_strdup_printf ("#help:%s", server->name);
  g_autofree char *wrong = g_strdup_printf ("#helpp:%s", server->name);
  g_autoptr (MxRoomPreview) before = NULL;
  g_autoptr (MxRoomPreview) missing = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *event_id = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *said = NULL;

  room_id = mx_fixture_create_room (ann,
                                    "{\"preset\":\"public_chat\",\"visibility\":\"public\",\"name\":\"Help\","
                                    "\"room_alias_name\":\"help\",\"topic\":\"Ask\",\"initial_state\":["
                                    "{\"type\":\"m.room.guest_access\",\"state_key\":\"\","
                                    "\"content\":{\"guest_access\":\"can_join\"}},"
                                    "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\","
                                    "\"content\":{\"history_visibility\":\"world_readable\"}}]}");
  event_id = say (ann, room_id, "welcome");

  /* Nobody is signed in. */
  before = preview (guest, alias);
  g_assert_cmpint (before->state, ==, MX_PREVIEW_GUEST);
  g_assert_cmpstr (before->name, ==, "Help");
  missing = preview (guest, wrong);
  g_assert_cmpint (missing->state, ==, MX_PREVIEW_NOT_FOUND);
  g_assert_nonnull (missing->suggestions);
  g_assert_cmpuint (missing->suggestions->len, ==, 1);
  g_assert_cmpstr (((MxRoomPreview *) missing->suggestions->pdata[0])->alias, ==, alias);

  mx_fixture_login_guest (guest, server->url, &error);
  g_assert_no_error (error);
  g_assert_true (guest->account->is_guest);
  mx_fixture_wait_live (guest);
  joined = mx_fixture_join (guest, alias, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, room_id);
  mx_fixture_open_room (guest, room_id, 50);
  mx_fixture_wait_body (guest, room_id, "welcome");
  said = say (guest, room_id, "hello from a guest");
  mx_fixture_open_room (ann, room_id, 50);
  mx_fixture_wait_body (ann, room_id, "hello from a guest");
  /* What a guest may not do is not tried. */
  mx_engine_mark_read (guest->engine, room_id, NULL);
  mx_engine_set_typing (guest->engine, room_id, TRUE);
  mx_test_spin (300);
  g_assert_cmpint (guest->state, ==, MX_SYNC_LIVE);
  mx_fixture_free (ann);
  mx_fixture_free (guest);
}

static void
test_wrong_password (void)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (mx_fixture_login (me, server->url, "ann", "not it", &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);
  g_assert_true (mx_fixture_login (me, server->url, "ann", "ann", &error));
  g_assert_no_error (error);
  mx_fixture_free (me);
}

static void
test_server_restart (void)
{
  Pair pair;
  g_autofree char *txn_id = NULL;

  pair_begin (&pair);
  mx_homeserver_act (server, "stop");
  txn_id = mx_fixture_send (pair.ann, pair.room_id, "while it was away");
  mx_test_spin (500);
  mx_homeserver_act (server, "start");
  mx_engine_try_now (pair.ann->engine);
  mx_engine_try_now (pair.ben->engine);
  mx_fixture_wait_body (pair.ben, pair.room_id, "while it was away");
  mx_fixture_wait_body (pair.ann, pair.room_id, "while it was away");
  g_assert_cmpuint (mx_fixture_count_body (pair.ben, pair.room_id, "while it was away"), ==, 1);
  pair_end (&pair);
}

/* From the server's answer to the sender until the receiver's model could draw. */
static void
test_latency (void)
{
  Pair pair;
  gint64 total = 0;
  guint i;

  pair_begin (&pair);
  for (i = 0; i < 20; i++) {
    g_autofree char *body = g_strdup_printf ("fast-%u", i);
    g_autofree char *event_id = say (pair.ann, pair.room_id, body);
    gint64 accepted = g_get_monotonic_time ();

    mx_fixture_wait_body (pair.ben, pair.room_id, body);
    total += MAX (pair.ben->last_delta - accepted, 0);
  }
  g_test_message ("accepted to delta: %.1f ms", (double) total / 20 / 1000);
  g_assert_cmpint (total / 20, <, 200 * 1000);
  pair_end (&pair);
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  g_test_add_func ("/engine/live/send-and-receive", test_send_and_receive);
  g_test_add_func ("/engine/live/wrong-password", test_wrong_password);
  g_test_add_func ("/engine/live/unread-and-typing", test_unread_and_typing);
  g_test_add_func ("/engine/live/redact", test_redact);
  g_test_add_func ("/engine/live/older", test_older);
  g_test_add_func ("/engine/live/report-and-ignore", test_report_and_ignore);
  g_test_add_func ("/engine/live/invite", test_invite);
  g_test_add_func ("/engine/live/guest", test_guest);
  g_test_add_func ("/engine/live/latency", test_latency);
  g_test_add_func ("/security/N02/server-restart", test_server_restart);
  result = g_test_run ();
  mx_homeserver_free (server);
  return result;
}
