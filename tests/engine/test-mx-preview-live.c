/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a link shows before anybody joins, asked of the real homeserver. Rooms are made by
 * plain requests, so that what is looked at owes nothing to the engine. */

#include "config.h"

#include "mx-somebody.h"

#include "mx-error.h"
#include "mx-json.h"

static MxHomeserver *server;
static MxSomebody *ann;

/* @name: NULL for nobody, "" for a guest. */
static MxFixture *
enter (const char *name)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  if (name && *name)
    mx_fixture_login (me, server->url, name, name, &error);
  else if (name)
    mx_fixture_login_guest (me, server->url, &error);
  g_assert_no_error (error);
  if (name)
    mx_fixture_wait_live (me);
  return me;
}

static MxRoomPreview *
look (MxFixture  *me,
      const char *alias)
{
  g_autofree char *link = g_strdup_printf ("#%s:%s", alias, server->name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxRoomPreview *preview;

  mx_engine_preview_async (me->engine, link, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  preview = mx_engine_preview_finish (me->engine, result, &error);
  g_assert_no_error (error);
  return preview;
}

static void
assert_state (MxFixture      *me,
              const char     *alias,
              MxPreviewState  state)
{
  g_autoptr (MxRoomPreview) preview = look (me, alias);
  g_autofree char *name = g_strconcat ("Room ", alias, NULL);

  g_assert_cmpint (preview->state, ==, state);
  g_assert_true (!preview->name || g_str_equal (preview->name, name));
}

#define GUESTS ",\"preset\":\"public_chat\",\"visibility\":\"public\"," \
               "\"initial_state\":[{\"type\":\"m.room.guest_access\","  \
               "\"state_key\":\"\",\"content\":{\"guest_access\":\"can_join\"}}]"

static void
test_strangers (void)
{
  g_autofree char *guests = mx_somebody_create (ann, "guests", GUESTS);
  g_autofree char *members = mx_somebody_create (ann, "members", ",\"preset\":\"public_chat\"");
  g_autofree char *private = mx_somebody_create (ann, "private", ",\"preset\":\"private_chat\"");
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  MxFixture *nobody = enter (NULL);
  MxFixture *guest = enter ("");

  preview = look (nobody, "guests");
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_GUEST);
  g_assert_cmpstr (preview->name, ==, "Room guests");
  g_assert_cmpstr (preview->room_id, ==, guests);
  g_assert_cmpuint (preview->members, ==, 1);
  assert_state (nobody, "members", MX_PREVIEW_NEEDS_ACCOUNT);
  assert_state (nobody, "private", MX_PREVIEW_NEEDS_ACCOUNT);
  assert_state (guest, "guests", MX_PREVIEW_JOIN);
  assert_state (guest, "members", MX_PREVIEW_NEEDS_ACCOUNT);
  /* What the preview says holds. */
  joined = mx_fixture_join (guest, guests, &error);
  g_assert_no_error (error);
  assert_state (guest, "guests", MX_PREVIEW_JOINED);
  mx_fixture_free (nobody);
  mx_fixture_free (guest);
}

typedef struct
{
  MxFixture *me;
  const char *room_id;
} Wanted;

static gboolean
knows (Wanted *wanted)
{
  return mx_fixture_summary (wanted->me, wanted->room_id) != NULL;
}

static void
test_members (void)
{
  g_autofree char *open = mx_somebody_create (ann, "open", ",\"preset\":\"public_chat\"");
  g_autofree char *invite = mx_somebody_create (ann, "invite", ",\"preset\":\"private_chat\"");
  g_autofree char *joined = NULL;
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  MxFixture *ben = enter ("ben");
  Wanted wanted = { ben, invite };

  assert_state (ben, "open", MX_PREVIEW_JOIN);
  joined = mx_fixture_join (ben, open, &error);
  g_assert_no_error (error);
  assert_state (ben, "open", MX_PREVIEW_JOINED);

  assert_state (ben, "invite", MX_PREVIEW_UNKNOWN);
  mx_somebody_treat (ann, invite, "invite", "ben", "");
  mx_test_assert_wait (knows, &wanted, 10000);
  preview = look (ben, "invite");
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_INVITED);
  g_assert_cmpstr (preview->inviter, ==, "ann");

  mx_fixture_free (ben);
}

static gboolean
is_banned (Wanted *wanted)
{
  MxRoomSummary *summary = mx_fixture_summary (wanted->me, wanted->room_id);

  return summary && summary->membership == MX_MEMBERSHIP_BAN;
}

/* By whom, and why; and when it is over. */
static void
test_banned (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "banned", ",\"preset\":\"public_chat\"");
  g_autofree char *secret = mx_somebody_create (ann, "secret", ",\"preset\":\"public_chat\"");
  g_autofree char *joined = NULL;
  g_autofree char *also = NULL;
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (MxRoomPreview) hidden = NULL;
  g_autofree char *who = g_strdup_printf ("@ann:%s", server->name);
  MxFixture *ben = enter ("ben");
  Wanted wanted = { ben, room_id };

  joined = mx_fixture_join (ben, room_id, NULL);
  also = mx_fixture_join (ben, secret, NULL);
  mx_somebody_treat (ann, room_id, "ban", "ben", "spam\\u202e and\\nmore");
  mx_test_assert_wait (is_banned, &wanted, 10000);
  preview = look (ben, "banned");
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_BANNED);
  g_assert_cmpstr (preview->actor, ==, who);
  g_assert_cmpstr (preview->actor_name, ==, "ann");
  g_assert_cmpint (preview->actor_ts, >, 0);
  g_assert_cmpstr (preview->reason, ==, "spam and more");
  mx_somebody_treat (ann, room_id, "unban", "ben", "");
  assert_state (ben, "banned", MX_PREVIEW_JOIN);

  /* A room that tells strangers nothing: what sync brought is enough. */
  mx_somebody_do_in (ann, "PUT", secret, "state/m.room.join_rules/", "{\"join_rule\":\"invite\"}");
  mx_somebody_treat (ann, secret, "ban", "ben", "no");
  wanted.room_id = secret;
  mx_test_assert_wait (is_banned, &wanted, 10000);
  hidden = look (ben, "secret");
  g_assert_cmpint (hidden->state, ==, MX_PREVIEW_BANNED);
  g_assert_cmpstr (hidden->reason, ==, "no");
  mx_fixture_free (ben);
}

/* Who was banned without ever having been in the room, and looks before their first sync. */
static void
test_banned_before (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "before", ",\"preset\":\"public_chat\"");
  g_autofree char *who = g_strdup_printf ("@ann:%s", server->name);
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  MxFixture *ben = mx_fixture_new (NULL);

  mx_somebody_treat (ann, room_id, "ban", "ben", "never again");
  mx_fixture_login (ben, server->url, "ben", "ben", &error);
  g_assert_no_error (error);
  /* At once, and when sync has brought the ban and nothing else of the room. */
  for (guint i = 0; i < 2; i++) {
    g_clear_pointer (&preview, mx_room_preview_unref);
    preview = look (ben, "before");
    g_assert_cmpint (preview->state, ==, MX_PREVIEW_BANNED);
    g_assert_cmpstr (preview->actor, ==, who);
    g_assert_cmpstr (preview->actor_name, ==, "ann");
    g_assert_cmpint (preview->actor_ts, >, 0);
    g_assert_cmpstr (preview->reason, ==, "never again");
    mx_fixture_wait_live (ben);
  }
  mx_fixture_free (ben);
}

#define KNOCK ",\"preset\":\"private_chat\",\"initial_state\":[{\"type\":\"m.room.join_rules\"," \
              "\"state_key\":\"\",\"content\":{\"join_rule\":\"knock\"}}]"

static char *
knock (MxFixture   *me,
       const char  *alias,
       const char  *reason,
       GError     **error)
{
  g_autofree char *link = g_strdup_printf ("#%s:%s", alias, server->name);
  g_autoptr (GAsyncResult) result = NULL;

  mx_engine_knock_async (me->engine, link, NULL, reason, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 40000);
  return mx_engine_string_finish (me->engine, result, error);
}

static gboolean
is_gone (Wanted *wanted)
{
  return !knows (wanted);
}

static gboolean
is_invited (Wanted *wanted)
{
  MxRoomSummary *summary = mx_fixture_summary (wanted->me, wanted->room_id);

  return summary && summary->membership == MX_MEMBERSHIP_INVITE;
}

static GPtrArray *
load_knocks (MxFixture  *me,
             const char *room_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *people;

  mx_engine_load_knocks_async (me->engine, room_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  people = mx_engine_people_finish (me->engine, result, &error);
  g_assert_no_error (error);
  return people;
}

static void
leave (MxFixture  *me,
       const char *room_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_engine_leave_async (me->engine, room_id, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_engine_boolean_finish (me->engine, result, &error));
  g_assert_no_error (error);
}

/* Asked, taken back, asked again, refused with a reason, asked again, let in. */
static void
test_knock (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "asking", KNOCK);
  MxFixture *ben = enter ("ben");
  MxFixture *host = enter ("ann");
  MxFixture *nobody = enter (NULL);
  Wanted wanted = { ben, room_id };
  g_autoptr (MxRoomPreview) stranger = look (nobody, "asking");
  g_autoptr (MxRoomPreview) denied = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (501, 'x');
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  const MxMemberInfo *asker;

  g_assert_cmpint (stranger->state, ==, MX_PREVIEW_NEEDS_ACCOUNT);
  g_assert_cmpint (stranger->with_account, ==, MX_PREVIEW_KNOCK);
  assert_state (ben, "asking", MX_PREVIEW_KNOCK);
  g_assert_null (knock (ben, "asking", long_text, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_clear_error (&error);

  first = knock (ben, "asking", "May I?", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, room_id);
  assert_state (ben, "asking", MX_PREVIEW_KNOCKED);
  people = load_knocks (host, room_id);
  g_assert_cmpuint (people->len, ==, 1);
  asker = people->pdata[0];
  g_assert_cmpstr (asker->user_id, ==, ben->account->user_id);
  g_assert_cmpstr (asker->reason, ==, "May I?");
  g_assert_cmpint (asker->ts, >, 0);

  leave (ben, room_id);
  mx_test_assert_wait (is_gone, &wanted, 10000);
  {
    g_autoptr (MxRoomPreview) withdrawn = look (ben, "asking");

    g_assert_cmpint (withdrawn->state, ==, MX_PREVIEW_KNOCK);
    g_assert_false (withdrawn->is_denied);
  }

  second = knock (ben, "asking", NULL, &error);
  g_assert_no_error (error);
  mx_engine_kick_async (host->engine, room_id, ben->account->user_id, "not today", NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 20000);
  g_assert_true (mx_engine_boolean_finish (host->engine, result, &error));
  g_clear_object (&result);
  mx_test_assert_wait (is_gone, &wanted, 10000);
  denied = look (ben, "asking");
  g_assert_cmpint (denied->state, ==, MX_PREVIEW_KNOCK);
  g_assert_true (denied->is_denied);
  g_assert_cmpstr (denied->actor, ==, host->account->user_id);
  g_assert_cmpstr (denied->reason, ==, "not today");

  third = knock (ben, "asking", "Please", &error);
  g_assert_no_error (error);
  mx_somebody_treat (ann, room_id, "invite", "ben", "");
  mx_test_assert_wait (is_invited, &wanted, 10000);
  {
    g_autoptr (MxRoomPreview) accepted = look (ben, "asking");

    g_assert_cmpint (accepted->state, ==, MX_PREVIEW_INVITED);
    g_assert_false (accepted->is_denied);
  }
  mx_fixture_free (ben);
  mx_fixture_free (host);
  mx_fixture_free (nobody);
}

#define OPEN_HISTORY ",\"initial_state\":[{\"type\":\"m.room.history_visibility\"," \
                     "\"state_key\":\"\",\"content\":{\"history_visibility\":\"world_readable\"}}]"

static void
test_needs_invite (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "looking", ",\"preset\":\"private_chat\"" OPEN_HISTORY);
  MxFixture *ben = enter ("ben");

  assert_state (ben, "looking", MX_PREVIEW_NEEDS_INVITE);
  mx_fixture_free (ben);
}

static char *
upgrade (const char *room_id)
{
  g_autofree char *escaped = g_uri_escape_string (room_id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("rooms/%s/upgrade", escaped);
  g_autoptr (JsonObject) answer = mx_somebody_call (ann, "POST", path, "{\"new_version\":\"12\"}");

  return g_strdup (mx_json_get_string (answer, "replacement_room"));
}

static MxRoomPreview *
look_at_id (MxFixture  *me,
            const char *room_id)
{
  g_autofree char *link = g_strdup_printf ("%s?via=%s", room_id, server->name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxRoomPreview *preview;

  mx_engine_preview_async (me->engine, link, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  preview = mx_engine_preview_finish (me->engine, result, &error);
  g_assert_no_error (error);
  return preview;
}

/* A room that was upgraded twice leads to the newest; one that only says so is shown as it is. */
static void
test_moved (void)
{
  g_autofree char *old = mx_somebody_create (ann, "old", ",\"preset\":\"public_chat\"" OPEN_HISTORY);
  g_autofree char *liar = mx_somebody_create (ann, "liar", ",\"preset\":\"public_chat\"" OPEN_HISTORY);
  g_autofree char *victim = mx_somebody_create (ann, "victim", ",\"preset\":\"public_chat\"" OPEN_HISTORY);
  g_autofree char *body = g_strdup_printf ("{\"body\":\"moved\",\"replacement_room\":\"%s\"}", victim);
  g_autofree char *newer = NULL;
  g_autofree char *newest = NULL;
  g_autoptr (MxRoomPreview) before = NULL;
  g_autoptr (MxRoomPreview) after = NULL;
  g_autoptr (MxRoomPreview) lied = NULL;
  const MxTimelineEntry *entry;
  MxFixture *ben = enter ("ben");

  mx_somebody_do_in (ann, "PUT", old, "send/m.room.message/1",
                     "{\"msgtype\":\"m.text\",\"body\":\"anyone may read this\"}");
  before = look (ben, "old");
  g_assert_cmpint (before->state, ==, MX_PREVIEW_JOIN);
  g_assert_nonnull (before->history);
  entry = before->history->entries->pdata[before->history->entries->len - 1];
  g_assert_cmpstr (mx_fixture_body (entry), ==, "anyone may read this");
  newer = upgrade (old);
  newest = upgrade (newer);
  after = look_at_id (ben, old);
  g_assert_cmpint (after->state, ==, MX_PREVIEW_MOVED);
  g_assert_cmpstr (after->replacement, ==, newest);
  g_assert_true (after->is_confirmed);

  mx_somebody_do_in (ann, "PUT", liar, "state/m.room.tombstone/", body);
  lied = look (ben, "liar");
  g_assert_cmpint (lied->state, ==, MX_PREVIEW_JOIN);
  g_assert_null (lied->replacement);
  mx_fixture_free (ben);
}

static gboolean
has_successor (Wanted *wanted)
{
  MxRoomSummary *summary = mx_fixture_summary (wanted->me, wanted->room_id);

  return summary && summary->is_replaced;
}

static gboolean
has_replacement (Wanted *wanted)
{
  MxRoomSummary *summary = mx_fixture_summary (wanted->me, wanted->room_id);

  return summary && summary->replacement;
}

/* Whoever is inside goes along; only then does the old room step back (H11). */
static void
test_follow (void)
{
  g_autofree char *old = mx_somebody_create (ann, "moving", ",\"preset\":\"public_chat\"");
  g_autofree char *joined = NULL;
  g_autofree char *new = NULL;
  g_autofree char *there = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxFixture *ben = enter ("ben");
  Wanted wanted = { ben, old };

  joined = mx_fixture_join (ben, old, NULL);
  new = upgrade (old);
  mx_test_assert_wait (has_replacement, &wanted, 10000);
  g_assert_false (mx_fixture_summary (ben, old)->is_replaced);
  mx_engine_follow_async (ben->engine, old, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  there = mx_engine_string_finish (ben->engine, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_assert_cmpstr (there, ==, new);
  mx_test_assert_wait (has_successor, &wanted, 10000);
  g_assert_cmpstr (mx_fixture_summary (ben, old)->replacement, ==, new);
  mx_fixture_free (ben);
}

#define BRIDGED ",\"preset\":\"public_chat\",\"topic\":\"أهلًا بالجميع\"" OPEN_HISTORY

/* Believed while the bridge's bot is there. */
static void
test_bridge (void)
{
  g_autofree char *room_id = mx_somebody_create (ann, "bridged", BRIDGED);
  g_autofree char *claim =
    g_strdup_printf ("{\"bridgebot\":\"@cleo:%s\",\"protocol\":{\"id\":\"irc\"},"
                     "\"network\":{\"id\":\"net\","
                     "\"displayname\":\"Example Net\"},\"channel\":{\"id\":\"#tea\"}}",
                     server->name);
  MxFixture *ben = enter ("ben");
  MxSomebody *cleo = mx_somebody_new (server, "cleo");
  g_autoptr (MxRoomPreview) claimed = NULL;
  g_autoptr (MxRoomPreview) bridged = NULL;

  mx_somebody_do_in (ann, "PUT", room_id, "state/uk.half-shot.bridge/x", claim);
  claimed = look (ben, "bridged");
  g_assert_cmpint (claimed->state, ==, MX_PREVIEW_JOIN);
  g_assert_null (claimed->bridge_network);
  g_assert_cmpstr (claimed->language, ==, "ar");
  mx_somebody_do_in (cleo, "POST", room_id, "join", "{}");
  bridged = look (ben, "bridged");
  g_assert_cmpstr (bridged->bridge_network, ==, "Example Net");
  g_assert_cmpstr (bridged->bridge_channel, ==, "#tea");
  mx_somebody_free (cleo);
  mx_fixture_free (ben);
}

static void
test_not_found (void)
{
  g_autofree char *room = mx_somebody_create (ann, "helpdesk", ",\"preset\":\"public_chat\",\"visibility\":\"public\"");
  MxFixture *people[] = { enter (NULL), enter ("ben") };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autoptr (MxRoomPreview) preview = look (people[i], "helpdsk");
    MxRoomPreview *other;

    g_assert_cmpint (preview->state, ==, MX_PREVIEW_NOT_FOUND);
    g_assert_error (preview->error, MX_ERROR, MX_ERROR_NOT_FOUND);
    g_assert_cmpstr (preview->server, ==, server->name);
    g_assert_cmpuint (preview->suggestions->len, >=, 1);
    other = preview->suggestions->pdata[0];
    g_assert_cmpstr (other->room_id, ==, room);
    mx_fixture_free (people[i]);
  }
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  ann = mx_somebody_new (server, "ann");
  g_test_add_func ("/preview/live/strangers", test_strangers);
  g_test_add_func ("/preview/live/members", test_members);
  g_test_add_func ("/preview/live/banned", test_banned);
  g_test_add_func ("/preview/live/banned-before-the-first-sync", test_banned_before);
  g_test_add_func ("/preview/live/knock", test_knock);
  g_test_add_func ("/preview/live/needs-invite", test_needs_invite);
  g_test_add_func ("/preview/live/moved", test_moved);
  g_test_add_func ("/security/H11/follow", test_follow);
  g_test_add_func ("/preview/live/bridge", test_bridge);
  g_test_add_func ("/preview/live/not-found", test_not_found);
  result = g_test_run ();
  mx_somebody_free (ann);
  mx_homeserver_free (server);
  return result;
}
