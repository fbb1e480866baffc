/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The control chats of bridges, through the reducer and over a store in memory: which
 * invitation is one, whatever comes first, and what a stranger can make of it. Then through
 * an engine, where the server must be asked whether the bot is there. */

#include "config.h"

#include "mx-scene.h"
#include "mx-store-room.h"
#include "mx-summary.h"
#include "mx-sync-apply.h"

#include <string.h>

#define ME    "@me:localhost"
#define BOT   "@bridge:localhost"
#define ADMIN "@admin:localhost"
#define ANN   "@ann:localhost"
#define CHAT  "!chat:localhost"
#define ROOM  "!bridged:localhost"

#define EVENT(type, sender, key, content)                                                                  \
  "{\"type\":\"" type "\",\"sender\":\"" sender "\",\"state_key\":\"" key "\",\"event_id\":\"$" type "\"," \
  "\"origin_server_ts\":1,\"content\":" content "}"
#define MEMBER(user, membership) EVENT ("m.room.member", user, user, "{\"membership\":\"" membership "\"}")
#define CLAIM_OF(protocol, bot)  "{\"bridgebot\":\"" bot "\",\"protocol\":{\"id\":\"" protocol "\"}," \
                                "\"network\":{\"id\":\"net\",\"displayname\":\"Example Net\"},"       \
                                "\"channel\":{\"id\":\"#tea\"}}"
#define CLAIM(type, sender)   EVENT (type, sender, "irc://net/#tea", CLAIM_OF ("irc", BOT))
#define BRIDGE                CLAIM ("uk.half-shot.bridge", BOT)
#define NAMED(name)           EVENT ("m.room.name", BOT, "", "{\"name\":\"" name "\"}")
#define RULE(rule)            EVENT ("m.room.join_rules", BOT, "", "{\"join_rule\":\"" rule "\"}")
#define ALIAS                 EVENT ("m.room.canonical_alias", BOT, "", "{\"alias\":\"#irc_tea:localhost\"}")
#define SPACE                 EVENT ("m.room.create", BOT, "", "{\"type\":\"m.space\"}")
#define CREATE                EVENT ("m.room.create", BOT, "", "{\"room_version\":\"11\"}")
#define INVITED_BY(who, more) EVENT ("m.room.member", who, ME, "{\"membership\":\"invite\"" more "}")
#define DIRECT                ",\"is_direct\":true"
#define HEARD                 MEMBER (BOT, "join")

#define JOINED(room, events) "\"join\":{\"" room "\":{\"state\":{\"events\":[" events "]}}}"
#define LEFT(room)           "\"leave\":{\"" room "\":{\"timeline\":{\"events\":[" MEMBER (ME, "leave") "]}}}"
#define INVITED(events)      "\"invite\":{\"" CHAT "\":{\"invite_state\":{\"events\":[" events "]}}}"
/* Two people in it, and what the summary says of them. */
#define CHATTING(people, heroes, events)                                               \
  "\"join\":{\"" CHAT "\":{\"summary\":{\"m.joined_member_count\":" people heroes "}," \
  "\"state\":{\"events\":[" events "]}}}"
#define HEROES ",\"m.heroes\":[\"" BOT "\"]"

typedef struct
{
  MxStore *store;
  GHashTable *services; /* (element-type utf8 utf8): as the model was told last */
  gboolean asks_bots;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->store = mx_store_open (NULL, NULL, &error);
  g_assert_no_error (error);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  mx_store_close (self->store);
  g_hash_table_unref (self->services);
}

static void
sync_rooms (Fixture    *self,
            const char *rooms)
{
  g_autofree char *text = g_strdup_printf ("{\"next_batch\":\"n\",\"rooms\":{%s}}", rooms);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (MxSyncResponse) response = mx_sync_response_new (bytes, &error);
  MxSyncScope scope = { self->store, ME, FALSE, NULL, 0, &self->asks_bots };
  g_autoptr (MxDelta) delta = NULL;

  g_assert_no_error (error);
  self->asks_bots = FALSE;
  delta = mx_sync_apply (&scope, response, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < delta->rooms->len; i++) {
    MxRoomDelta *room = g_ptr_array_index (delta->rooms, i);

    if (room->summary)
      g_hash_table_insert (self->services, g_strdup (room->room_id), g_strdup (room->summary->service));
  }
}

/* What the model was told, and what it would be told after a restart. */
static const char *
get_service (Fixture *self)
{
  const char *told = g_hash_table_lookup (self->services, CHAT);
  g_autoptr (MxStoreRoom) row = mx_store_load_room (self->store, CHAT, NULL);
  g_autoptr (MxRoomSummary) summary = mx_summary_from_row (self->store, row, FALSE);

  g_assert_cmpstr (told, ==, summary->service);
  g_assert_cmpstr (summary->service_network, ==, told ? "Example Net" : NULL);
  return told;
}

/* --- what an invitation is ----------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *bridged; /* state of the room that we are in */
  const char *invite;
  const char *service;
  gboolean asks;
} Case;

static const Case cases[] = {
  { "direct", JOINED (ROOM, HEARD "," BRIDGE), INVITED_BY (BOT, DIRECT), "irc", FALSE },
  { "direct-named", JOINED (ROOM, HEARD "," BRIDGE), NAMED ("Bridge") "," INVITED_BY (BOT, DIRECT), "irc", FALSE },
  { "nameless", JOINED (ROOM, HEARD "," BRIDGE), RULE ("invite") "," INVITED_BY (BOT, ""), "irc", FALSE },
  { "other-type", JOINED (ROOM, HEARD "," CLAIM ("m.bridge", BOT)), INVITED_BY (BOT, DIRECT), "irc", FALSE },
  /* What the bridge to IRC makes. */
  { "status-room", JOINED (ROOM, HEARD "," BRIDGE),
    NAMED ("Example Net IRC Bridge status") "," RULE ("invite") "," INVITED_BY (BOT, ""), "irc", FALSE },
  /* Rooms of channels are invitations as any. */
  { "channel-public", JOINED (ROOM, HEARD "," BRIDGE), RULE ("public") "," INVITED_BY (BOT, ""), NULL, FALSE },
  { "channel-with-address", JOINED (ROOM, HEARD "," BRIDGE), ALIAS "," INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "channel-closed", JOINED (ROOM, HEARD "," BRIDGE), NAMED ("#secret") "," INVITED_BY (BOT, ""), NULL, FALSE },
  { "space", JOINED (ROOM, HEARD "," BRIDGE), SPACE "," INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "group-elsewhere",
    JOINED (ROOM, HEARD "," EVENT ("m.bridge", BOT, "x", CLAIM_OF ("xyz", BOT))),
    NAMED ("Family") "," INVITED_BY (BOT, ""), NULL, FALSE },
  { "direct-elsewhere",
    JOINED (ROOM, HEARD "," EVENT ("m.bridge", BOT, "x", CLAIM_OF ("xyz", BOT))),
    INVITED_BY (BOT, DIRECT), "xyz", FALSE },
  /* Whom nobody calls a bot, or who is called one by others alone. */
  { "somebody-else", JOINED (ROOM, HEARD "," BRIDGE), INVITED_BY (ANN, DIRECT), NULL, FALSE },
  { "claimed-by-others", JOINED (ROOM, HEARD "," MEMBER (ADMIN, "join") "," CLAIM ("m.bridge", ADMIN)),
    INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "claims-another",
    JOINED (ROOM, HEARD "," MEMBER (ANN, "join") "," EVENT ("m.bridge", BOT, "x", CLAIM_OF ("irc", ANN))),
    INVITED_BY (ANN, DIRECT), NULL, FALSE },
  { "no-protocol",
    JOINED (ROOM, HEARD "," EVENT ("m.bridge", BOT, "x", "{\"bridgebot\":\"" BOT "\"}")),
    INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "malformed", JOINED (ROOM, HEARD "," EVENT ("m.bridge", BOT, "x", "{\"bridgebot\":[\"" BOT "\"],\"protocol\":1}")),
    INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "bot-has-left", JOINED (ROOM, MEMBER (BOT, "leave") "," BRIDGE), INVITED_BY (BOT, DIRECT), NULL, FALSE },
  { "bot-not-heard-of", JOINED (ROOM, BRIDGE), INVITED_BY (BOT, DIRECT), NULL, TRUE },
};

static void
test_case (Fixture       *self,
           gconstpointer  data)
{
  const Case *one = data;
  g_autofree char *invite = g_strdup_printf ("\"invite\":{\"" CHAT "\":{\"invite_state\":{\"events\":[%s]}}}",
                                             one->invite);

  sync_rooms (self, one->bridged);
  g_assert_false (self->asks_bots);
  sync_rooms (self, invite);
  g_assert_cmpstr (get_service (self), ==, one->service);
  g_assert_cmpint (self->asks_bots, ==, one->asks);
}

/* The same with the invitation first, and with both at once. */
static void
test_case_later (Fixture       *self,
                 gconstpointer  data)
{
  const Case *one = data;
  g_autofree char *invite = g_strdup_printf ("\"invite\":{\"" CHAT "\":{\"invite_state\":{\"events\":[%s]}}}",
                                             one->invite);

  sync_rooms (self, invite);
  g_assert_null (get_service (self));
  sync_rooms (self, one->bridged);
  g_assert_cmpstr (get_service (self), ==, one->service);
  g_assert_cmpint (self->asks_bots, ==, one->asks);
}

static void
test_case_at_once (Fixture       *self,
                   gconstpointer  data)
{
  const Case *one = data;
  g_autofree char *both = g_strdup_printf ("\"invite\":{\"" CHAT "\":{\"invite_state\":{\"events\":[%s]}}},%s",
                                           one->invite, one->bridged);

  sync_rooms (self, both);
  g_assert_cmpstr (get_service (self), ==, one->service);
  g_assert_cmpint (self->asks_bots, ==, one->asks);
}

/* --- what ends it -------------------------------------------------------------------- */

static void
begin (Fixture *self)
{
  sync_rooms (self, JOINED (ROOM, HEARD "," BRIDGE) "," INVITED (INVITED_BY (BOT, DIRECT)));
  g_assert_cmpstr (get_service (self), ==, "irc");
}

/* A bot that is gone is believed no more, and once more when it is there again. */
static void
test_bot_leaves (Fixture       *self,
                 gconstpointer  data)
{
  begin (self);
  sync_rooms (self, JOINED (ROOM, MEMBER (ANN, "leave")));
  g_assert_cmpstr (get_service (self), ==, "irc");
  sync_rooms (self, "\"join\":{\"" ROOM "\":{\"timeline\":{\"events\":[" MEMBER (BOT, "leave") "]}}}");
  g_assert_null (get_service (self));
  sync_rooms (self, JOINED (ROOM, HEARD));
  g_assert_cmpstr (get_service (self), ==, "irc");
}

static void
test_claim_withdrawn (Fixture       *self,
                      gconstpointer  data)
{
  begin (self);
  sync_rooms (self, JOINED (ROOM, EVENT ("uk.half-shot.bridge", BOT, "irc://net/#tea", "{}")));
  g_assert_null (get_service (self));
}

/* Whoever takes the claim over is not the bot. */
static void
test_claim_taken (Fixture       *self,
                  gconstpointer  data)
{
  begin (self);
  sync_rooms (self, JOINED (ROOM, CLAIM ("uk.half-shot.bridge", ADMIN)));
  g_assert_null (get_service (self));
}

static void
test_we_leave (Fixture       *self,
               gconstpointer  data)
{
  begin (self);
  sync_rooms (self, LEFT (ROOM));
  g_assert_null (get_service (self));
}

/* --- after joining ------------------------------------------------------------------- */

static void
join_bridged (Fixture *self)
{
  sync_rooms (self, JOINED (ROOM, HEARD "," BRIDGE));
}

static void
test_joined_direct (Fixture       *self,
                    gconstpointer  data)
{
  begin (self);
  sync_rooms (self, CHATTING ("2", HEROES, CREATE "," MEMBER (ME, "join") "," MEMBER (BOT, "join")));
  g_assert_cmpstr (get_service (self), ==, "irc");
  /* With a third it is a room as any: the bot leaves such rooms, too. */
  sync_rooms (self, CHATTING ("3", "", MEMBER (ANN, "join")));
  g_assert_null (get_service (self));
}

/* Of a room that has a name the server tells no heroes. */
static void
test_joined_status_room (Fixture       *self,
                         gconstpointer  data)
{
  join_bridged (self);
  sync_rooms (self, CHATTING ("2", "", CREATE "," NAMED ("Example Net IRC Bridge status") "," RULE ("invite")));
  g_assert_cmpstr (get_service (self), ==, "irc");
}

static void
test_joined_nameless (Fixture       *self,
                      gconstpointer  data)
{
  join_bridged (self);
  sync_rooms (self, CHATTING ("2", HEROES, MEMBER (ME, "join")));
  g_assert_cmpstr (get_service (self), ==, "irc");
}

static void
test_joined_channel (Fixture       *self,
                     gconstpointer  data)
{
  join_bridged (self);
  sync_rooms (self, CHATTING ("2", "", CREATE "," NAMED ("#secret") "," RULE ("invite")));
  g_assert_null (get_service (self));
  sync_rooms (self, CHATTING ("1", "", RULE ("invite")));
  g_assert_null (get_service (self));
}

/* --- what must be asked -------------------------------------------------------------- */

#define ASKED    "GET /_matrix/client/v3/rooms/" ROOM "/state/m.room.member/"
#define DEADLINE (20000 * MX_TEST_SLOWER)
#define UNHEARD  "\"rooms\":{" JOINED (ROOM, BRIDGE) "," INVITED (INVITED_BY (BOT, DIRECT)) "}"

static void
scene_set_up (MxScene       *scene,
              gconstpointer  data)
{
  mx_scene_begin (scene, FALSE);
}

static void
scene_tear_down (MxScene       *scene,
                 gconstpointer  data)
{
  mx_scene_end (scene);
}

static gboolean
is_service (MxScene *scene)
{
  MxRoomSummary *summary = mx_fixture_summary (scene->me, CHAT);

  return summary && g_strcmp0 (summary->service, "irc") == 0;
}

static gboolean
is_known (MxScene *scene)
{
  return mx_fixture_summary (scene->me, CHAT) != NULL;
}

static void
wait (MxScene *scene,
      gboolean (*func) (MxScene *))
{
  g_assert_true (mx_test_wait ((MxTestFunc) func, scene, DEADLINE));
}

/* Asked once: what was answered is kept. */
static void
test_asked (MxScene       *scene,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (scene->server, ASKED, 200, NULL, "{\"membership\":\"join\",\"displayname\":\"Bridge\"}");
  mx_script_push (scene->script, UNHEARD);
  wait (scene, is_service);
  mx_fixture_restart (scene->me);
  g_assert_true (mx_fixture_open (scene->me, &error));
  g_assert_no_error (error);
  wait (scene, is_service);
  mx_fixture_wait_live (scene->me);
  g_assert_cmpuint (mx_test_server_count (scene->server, ASKED), ==, 1);
}

/* A bot that is not there is none, and is not asked for again and again. */
static void
test_asked_in_vain (MxScene       *scene,
                    gconstpointer  data)
{
  mx_test_server_reply (scene->server, ASKED, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_script_push (scene->script, UNHEARD);
  wait (scene, is_known);
  g_assert_true (mx_test_server_wait (scene->server, ASKED, 1, DEADLINE));
  mx_script_push (scene->script, "\"rooms\":{" JOINED (ROOM, CLAIM ("m.bridge", BOT)) "}");
  mx_scene_say (scene, "$later", "later");
  g_assert_false (is_service (scene));
  g_assert_cmpuint (mx_test_server_count (scene->server, ASKED), ==, 1);
}

/* A server that cannot answer now is asked again with the next news. */
static void
test_asked_again (MxScene       *scene,
                  gconstpointer  data)
{
  mx_test_server_reply (scene->server, ASKED, 502, NULL, "{}");
  mx_script_push (scene->script, UNHEARD);
  g_assert_true (mx_test_server_wait (scene->server, ASKED, 1, DEADLINE));
  mx_test_server_reply (scene->server, ASKED, 200, NULL, "{\"membership\":\"join\"}");
  mx_scene_say (scene, "$one", "one");
  mx_scene_say (scene, "$two", "two");
  wait (scene, is_service);
}

/* What sync says while the question is out is newer than the answer. */
static void
test_asked_too_late (MxScene       *scene,
                     gconstpointer  data)
{
  mx_test_server_reply (scene->server, ASKED, 200, NULL, "{\"membership\":\"join\"}");
  mx_test_server_hold (scene->server, ASKED);
  mx_script_push (scene->script, UNHEARD);
  g_assert_true (mx_test_server_wait (scene->server, ASKED, 1, DEADLINE));
  mx_script_push (scene->script, "\"rooms\":{" JOINED (ROOM, MEMBER (BOT, "leave")) "}");
  mx_scene_say (scene, "$one", "one");
  mx_test_server_release (scene->server, ASKED);
  mx_scene_say (scene, "$two", "two");
  g_assert_false (is_service (scene));
}

int
main (int    argc,
      char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *,
                  gconstpointer);
  } tests[] = {
    { "/service/ends/bot-leaves", test_bot_leaves },
    { "/service/ends/claim-withdrawn", test_claim_withdrawn },
    { "/service/ends/claim-taken", test_claim_taken },
    { "/service/ends/we-leave", test_we_leave },
    { "/service/joined/direct", test_joined_direct },
    { "/service/joined/status-room", test_joined_status_room },
    { "/service/joined/nameless", test_joined_nameless },
    { "/service/joined/channel", test_joined_channel },
  };

  static const struct
  {
    const char *path;
    void (*test) (MxScene *,
                  gconstpointer);
  } asked[] = {
    { "/service/asked/answered", test_asked },
    { "/service/asked/in-vain", test_asked_in_vain },
    { "/service/asked/again", test_asked_again },
    { "/service/asked/too-late", test_asked_too_late },
  };

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/service/invite/", cases[i].name, NULL);
    g_autofree char *later = g_strconcat ("/service/invite-first/", cases[i].name, NULL);
    g_autofree char *at_once = g_strconcat ("/service/at-once/", cases[i].name, NULL);

    g_test_add (path, Fixture, &cases[i], set_up, test_case, tear_down);
    g_test_add (later, Fixture, &cases[i], set_up, test_case_later, tear_down);
    g_test_add (at_once, Fixture, &cases[i], set_up, test_case_at_once, tear_down);
  }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    g_test_add (asked[i].path, MxScene, NULL, scene_set_up, asked[i].test, scene_tear_down);
  return g_test_run ();
}
