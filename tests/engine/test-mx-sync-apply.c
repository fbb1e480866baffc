/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reducer alone, over a store in memory: whatever the server puts into a field, the
 * room goes on, its neighbours go on, and the store is never half changed. */

#include "config.h"

#include "mx-error.h"
#include "mx-event.h"
#include "mx-store-room.h"
#include "mx-store-timeline.h"
#include "mx-summary.h"
#include "mx-sync-apply.h"
#include "mx-test.h"

#include <string.h>

static MxDelta *
apply_text (MxStore     *store,
            const char  *text,
            GError     **error)
{
  MxSyncScope scope = { store, "@me:example.org", FALSE, NULL, 0, NULL };
  g_autoptr (GHashTable) open = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MxSyncResponse) response = mx_sync_response_new (bytes, error);

  if (!response)
    return NULL;
  g_hash_table_add (open, (char *) "!bad:example.org");
  scope.open_rooms = open;
  return mx_sync_apply (&scope, response, error);
}

static MxStore *
new_store (void)
{
  g_autoptr (GError) error = NULL;
  MxStore *store = mx_store_open (NULL, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static JsonNode *
golden (void)
{
  g_autofree char *text = mx_test_fixture ("engine/golden-sync.json", NULL);
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_golden (void)
{
  g_autofree char *text = mx_test_fixture ("engine/golden-sync.json", NULL);
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MxDelta) delta = apply_text (store, text, &error);
  g_autoptr (MxStoreRoom) room = NULL;
  g_autofree char *since = NULL;
  MxRoomDelta *out;

  g_assert_no_error (error);
  since = mx_store_get_value (store, "since", &error);
  g_assert_cmpstr (since, ==, "n1");
  room = mx_store_load_room (store, "!bad:example.org", &error);
  g_assert_cmpstr (room->name, ==, "Room");
  g_assert_cmpstr (room->topic, ==, "Topic");
  g_assert_cmpstr (room->type, ==, "m.space");
  g_assert_cmpstr (room->replacement, ==, "!new:example.org");
  g_assert_cmpstr (room->direct_user, ==, "@ann:example.org");
  g_assert_cmpuint (room->joined_count, ==, 2);
  g_assert_cmpuint (room->unread_count, ==, 1);
  g_assert_true (room->is_favourite);
  g_assert_true (room->is_muted);
  g_assert_true (room->marked_unread);
  g_assert_cmpstr (room->fully_read, ==, "$e16");
  out = mx_delta_get_room (delta, "!bad:example.org");
  g_assert_nonnull (out->summary);
  g_assert_cmpstr (out->typing[0], ==, "@ann:example.org");
  g_assert_cmpuint (out->receipts->len, ==, 1);
  g_assert_cmpuint (out->appended->len, ==, 11);
  g_assert_cmpstr (delta->ignored[0], ==, "@spam:example.org");
  out = mx_delta_get_room (delta, "!good:example.org");
  g_assert_nonnull (out->summary);
  /* Nobody looks at it: only the summary. */
  g_assert_null (out->appended);
  out = mx_delta_get_room (delta, "!inv:example.org");
  g_assert_cmpint (out->summary->membership, ==, MX_MEMBERSHIP_INVITE);
  g_assert_cmpstr (out->summary->inviter, ==, "@ann:example.org");
  g_assert_cmpstr (out->summary->direct_user, ==, "@ann:example.org");
}

/* --- rooms that move ----------------------------------------------------------------- */

/* A joined room that says it continues one, and that it has moved to another (each nullable). */
static char *
moving_room (const char *room_id,
             const char *predecessor,
             const char *replacement)
{
  g_autofree char *create = predecessor ? g_strdup_printf ("\"predecessor\":{\"room_id\":\"%s\"},", predecessor) : NULL;
  g_autofree char *tombstone =
    replacement ? g_strdup_printf (",{\"type\":\"m.room.tombstone\",\"event_id\":\"$t%s\","
                                   "\"sender\":\"@ben:example.org\","
                                   "\"state_key\":\"\",\"origin_server_ts\":2,\"content\":{\"body\":\"x\","
                                   "\"replacement_room\":\"%s\"}}",
                                   room_id, replacement)
                : NULL;

  return g_strdup_printf ("\"%s\":{\"state\":{\"events\":[{\"type\":\"m.room.create\",\"event_id\":\"$c%s\","
                          "\"sender\":\"@ben:example.org\",\"state_key\":\"\",\"origin_server_ts\":1,"
                          "\"content\":{%s\"room_version\":\"11\"}}%s]}}",
                          room_id, room_id, create ? create : "", tombstone ? tombstone : "");
}

/* What the last word of a delta on a room says. */
static gboolean
says_replaced (MxDelta    *delta,
               const char *room_id)
{
  const MxRoomDelta *room;
  gboolean replaced = FALSE;
  guint i;

  for (i = 0; i < delta->rooms->len; i++) {
    room = delta->rooms->pdata[i];
    if (room->summary && g_str_equal (room->room_id, room_id))
      replaced = room->summary->is_replaced;
  }
  return replaced;
}

static MxDelta *
join_rooms (MxStore    *store,
            const char *first,
            const char *second)
{
  g_autofree char *text = g_strdup_printf ("{\"next_batch\":\"n\",\"rooms\":{\"join\":{%s%s%s}}}", first,
                                           second ? "," : "", second ? second : "");
  g_autoptr (GError) error = NULL;
  MxDelta *delta = apply_text (store, text, &error);

  g_assert_no_error (error);
  return delta;
}

/* An upgrade needs both: the old room says where it went, and the new one, which we are in, where it comes from. */
static void
test_moves (void)
{
  g_autofree char *old = moving_room ("!old:x.org", NULL, "!new:x.org");
  g_autofree char *stranger = moving_room ("!new:x.org", NULL, NULL);
  g_autofree char *claim = moving_room ("!claim:x.org", "!direct:x.org", NULL);
  g_autofree char *direct = moving_room ("!direct:x.org", NULL, NULL);
  g_autofree char *honest = moving_room ("!new:x.org", "!old:x.org", NULL);
  g_autofree char *ring_a = moving_room ("!a:x.org", "!b:x.org", "!b:x.org");
  g_autofree char *ring_b = moving_room ("!b:x.org", "!a:x.org", "!a:x.org");
  g_autofree char *self = moving_room ("!self:x.org", "!self:x.org", "!self:x.org");
  g_autoptr (MxStore) lonely = new_store ();
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (MxDelta) alone = join_rooms (lonely, old, NULL);
  g_autoptr (MxDelta) one_way = join_rooms (lonely, stranger, NULL);
  g_autoptr (MxDelta) claimed = join_rooms (lonely, direct, claim);
  g_autoptr (MxDelta) before = join_rooms (store, old, NULL);
  g_autoptr (MxDelta) after = join_rooms (store, honest, NULL);
  g_autoptr (MxDelta) ring = join_rooms (store, ring_a, ring_b);
  g_autoptr (MxDelta) itself = join_rooms (store, self, NULL);

  g_assert_false (says_replaced (alone, "!old:x.org"));
  g_assert_false (says_replaced (one_way, "!old:x.org"));
  g_assert_false (says_replaced (claimed, "!direct:x.org"));
  g_assert_false (says_replaced (before, "!old:x.org"));
  g_assert_true (says_replaced (after, "!old:x.org"));
  g_assert_false (says_replaced (after, "!new:x.org"));
  g_assert_false (says_replaced (ring, "!a:x.org"));
  g_assert_false (says_replaced (ring, "!b:x.org"));
  g_assert_false (says_replaced (itself, "!self:x.org"));
}

/* --- H11 ----------------------------------------------------------------------------- */

static const char *const values[] = {
  "null",
  "true",
  "-9223372036854775808",
  "1e300",
  "0.5",
  "\"x\"",
  "\"\"",
  "\"\\u202e<b>&\"",
  "[]",
  "{}",
  "[[],{},null]",
  "{\"a\":{\"b\":[0]}}",
  "\"@ann:example.org\"",
  "[\"$x\",1]",
};

typedef struct
{
  JsonNode *root;
  guint n_tried;
} Mutation;

static void
try_it (Mutation *self)
{
  g_autofree char *text = json_to_string (self->root, FALSE);
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MxDelta) delta = apply_text (store, text, &error);
  g_autofree char *since = mx_store_get_value (store, "since", NULL);
  gboolean present = FALSE;

  self->n_tried++;
  g_assert_no_error (error);
  g_assert_nonnull (delta);
  g_assert_cmpstr (since, ==, "n1");
  g_assert_true (mx_store_has_event (store, "!good:example.org", "$good", &present, NULL, NULL));
  g_assert_true (present);
}

static void mutate (Mutation *self,
                    JsonNode *node);

static void
mutate_member (Mutation   *self,
               JsonObject *object,
               const char *name)
{
  JsonNode *kept = json_node_copy (json_object_get_member (object, name));
  guint i;

  for (i = 0; i < G_N_ELEMENTS (values); i++) {
    /* A seventh of them, another one at each place: the whole takes too long here. */
    if (!g_getenv ("MX_TEST_DEEP") && (self->n_tried + i) % 7 != 0 && i != 0)
      continue;
    json_object_set_member (object, name, json_from_string (values[i], NULL));
    try_it (self);
  }
  json_object_remove_member (object, name);
  try_it (self);
  json_object_set_member (object, name, kept);
}

static void
mutate (Mutation *self,
        JsonNode *node)
{
  guint i;

  if (JSON_NODE_HOLDS_ARRAY (node)) {
    for (i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      mutate (self, json_array_get_element (json_node_get_array (node), i));
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) names = json_object_get_members (object);
    g_auto (GStrv) copy = g_new0 (char *, g_list_length (names) + 1);
    GList *l;

    for (l = names, i = 0; l; l = l->next, i++)
      copy[i] = g_strdup (l->data);
    for (i = 0; copy[i]; i++) {
      mutate_member (self, object, copy[i]);
      mutate (self, json_object_get_member (object, copy[i]));
    }
  }
}

static void
test_mutated (gconstpointer path)
{
  g_autoptr (JsonNode) root = golden ();
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  Mutation self = { root, 0 };
  JsonNode *node = root;
  guint i;

  for (i = 0; names[i]; i++)
    node = json_object_get_member (json_node_get_object (node), names[i]);
  mutate (&self, node);
  g_test_message ("%u mutations", self.n_tried);
  g_assert_cmpuint (self.n_tried, >, 20);
}

static void
test_no_token (void)
{
  static const char *const bodies[] = {
    "",
    "[]",
    "null",
    "{}",
    "{\"next_batch\":1}",
    "{\"next_batch\":\"\"}",
    "{\"next_batch\":\"a\"",
    "{\"next_batch\":\"a\"}x",
    "{\"next_batch\":\"a\",\"rooms\":{\"join\":{\"!bad:example.org\":{\"timeline\":{\"events\":[{]}}}}}",
  };
  g_autoptr (MxStore) store = new_store ();
  guint i;

  for (i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxDelta) delta = apply_text (store, bodies[i], &error);
    g_autofree char *since = mx_store_get_value (store, "since", NULL);

    g_assert_null (delta);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
    g_assert_null (since);
  }
}

/* --- rows and members ---------------------------------------------------------------- */

#define ROOM(timeline) "{\"next_batch\":\"n\",\"rooms\":{\"join\":{\"!bad:example.org\":{\"timeline\":" \
                       "{\"events\":[" timeline "],\"limited\":false}}}}}"
#define TEXT(id, body) "{\"type\":\"m.room.message\",\"event_id\":\"" id "\",\"sender\":\"@ann:example.org\"," \
                       "\"origin_server_ts\":5,\"content\":{\"msgtype\":\"m.text\",\"body\":\"" body "\"}}"
#define MEMBER(id, user, name) "{\"type\":\"m.room.member\",\"event_id\":\"" id "\",\"sender\":\"" user "\"," \
                               "\"state_key\":\"" user "\",\"origin_server_ts\":5,\"content\":{"              \
                               "\"membership\":\"join\",\"displayname\":\"" name "\"}}"
#define ANN                MEMBER ("$a", "@ann:example.org", "Ann")
#define REDACT(id, target) "{\"type\":\"m.room.redaction\",\"event_id\":\"" id "\",\"sender\":\"@ann:example.org\"," \
                           "\"origin_server_ts\":6,\"redacts\":\"" target "\",\"content\":{\"redacts\":\"" target "\"}}"

static MxDelta *
apply_ok (MxStore    *store,
          const char *text)
{
  g_autoptr (GError) error = NULL;
  MxDelta *delta = apply_text (store, text, &error);

  g_assert_no_error (error);
  return delta;
}

static void
test_last_message (void)
{
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (MxDelta) one = apply_ok (store, ROOM (ANN "," TEXT ("$1", "one") "," TEXT ("$2", "two")));
  g_autoptr (MxDelta) two = NULL;
  MxRoomDelta *room = mx_delta_get_room (one, "!bad:example.org");

  g_assert_cmpstr (room->summary->last_text, ==, "two");
  g_assert_cmpstr (room->summary->last_sender, ==, "Ann");
  two = apply_ok (store, ROOM (REDACT ("$3", "$2")));
  room = mx_delta_get_room (two, "!bad:example.org");
  g_assert_cmpstr (room->summary->last_text, ==, "one");
  g_assert_cmpuint (room->changed->len, ==, 1);
  g_assert_true (mx_event_is_redacted (((MxTimelineEntry *) room->changed->pdata[0])->event));
}

static const char *
name_in (MxRoomDelta *room,
         const char  *user_id)
{
  const MxMemberInfo *info;
  guint i;

  for (i = 0; room->members && i < room->members->len; i++) {
    info = room->members->pdata[i];
    if (g_str_equal (info->user_id, user_id))
      return info->name;
  }
  return NULL;
}

static void
test_same_name (void)
{
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (MxDelta) one = apply_ok (store, ROOM (MEMBER ("$a", "@ann:example.org", "Ann")));
  g_autoptr (MxDelta) two = apply_ok (store, ROOM (MEMBER ("$b", "@other:example.org", "Ann")));
  g_autoptr (MxDelta) three = apply_ok (store, ROOM (MEMBER ("$c", "@other:example.org", "Bob")));

  g_assert_cmpstr (name_in (mx_delta_get_room (one, "!bad:example.org"), "@ann:example.org"), ==, "Ann");
  /* Both hear of it when the name is not theirs alone any more, and when it is again. */
  g_assert_cmpstr (name_in (mx_delta_get_room (two, "!bad:example.org"), "@ann:example.org"), ==,
                   "Ann (@ann:example.org)");
  g_assert_cmpstr (name_in (mx_delta_get_room (two, "!bad:example.org"), "@other:example.org"), ==,
                   "Ann (@other:example.org)");
  g_assert_cmpstr (name_in (mx_delta_get_room (three, "!bad:example.org"), "@ann:example.org"), ==, "Ann");
  g_assert_cmpstr (name_in (mx_delta_get_room (three, "!bad:example.org"), "@other:example.org"), ==, "Bob");
}

static void
test_declined (void)
{
  g_autoptr (MxStore) store = new_store ();
  g_autofree char *text = mx_test_fixture ("engine/golden-sync.json", NULL);
  g_autoptr (MxDelta) one = apply_ok (store, text);
  g_autoptr (MxDelta) two = apply_ok (store, "{\"next_batch\":\"n2\",\"rooms\":{\"leave\":{\"!inv:example.org\":{}}}}");
  g_autoptr (MxStoreRoom) room = NULL;

  g_assert_true (mx_delta_get_room (two, "!inv:example.org")->removed);
  room = mx_store_load_room (store, "!inv:example.org", NULL);
  g_assert_null (room);
}

static char *
own_member (const char *id,
            const char *sender,
            const char *membership)
{
  return g_strdup_printf ("\"!good:example.org\":{\"timeline\":{\"events\":[{\"type\":\"m.room.member\","
                          "\"event_id\":\"%s\",\"state_key\":\"@me:example.org\",\"sender\":\"%s\","
                          "\"origin_server_ts\":5,\"content\":{\"membership\":\"%s\"}}]}}",
                          id, sender, membership);
}

/* Who was removed is told by whom; who leaves is not. */
static void
test_removed_by (void)
{
  static const struct
  {
    const char *section;
    const char *sender;
    const char *membership;
    MxMembership wanted;
    const char *by; /* (nullable) */
  } cases[] = {
    { "leave", "@ann:example.org", "leave", MX_MEMBERSHIP_LEAVE, "@ann:example.org" },
    { "join", "@me:example.org", "join", MX_MEMBERSHIP_JOIN, NULL },
    { "leave", "@me:example.org", "leave", MX_MEMBERSHIP_LEAVE, NULL },
    { "join", "@me:example.org", "join", MX_MEMBERSHIP_JOIN, NULL },
    { "leave", "@ann:example.org", "ban", MX_MEMBERSHIP_BAN, "@ann:example.org" },
  };
  g_autoptr (MxStore) store = new_store ();
  g_autofree char *text = mx_test_fixture ("engine/golden-sync.json", NULL);
  g_autoptr (MxDelta) first = apply_ok (store, text);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *id = g_strdup_printf ("$removed%u", (guint) i);
    g_autofree char *room = own_member (id, cases[i].sender, cases[i].membership);
    g_autofree char *sync =
      g_strdup_printf ("{\"next_batch\":\"r%u\",\"rooms\":{\"%s\":{%s}}}", (guint) i, cases[i].section, room);
    g_autoptr (MxDelta) delta = apply_ok (store, sync);
    MxRoomSummary *summary = mx_delta_get_room (delta, "!good:example.org")->summary;

    g_assert_cmpint (summary->membership, ==, cases[i].wanted);
    g_assert_cmpstr (summary->inviter, ==, cases[i].by);
    g_assert_true ((summary->inviter_name != NULL) == (cases[i].by != NULL));
  }
}

/* People elsewhere read along where the room says so and the bridge's bot is not known to be away. See MSC2346. */
static void
test_bridge (void)
{
  static const struct
  {
    const char *type;
    const char *state_key;
    const char *content;
    const char *protocol; /* (nullable): what holds then */
  } steps[] = {
    { "uk.half-shot.bridge", "x", "{\"bridgebot\":\"@bot:x.org\",\"protocol\":{\"id\":\"irc\"}}", "irc" },
    { "m.room.member", "@bot:x.org", "{\"membership\":\"leave\"}", NULL },
    { "m.room.member", "@bot:x.org", "{\"membership\":\"join\"}", "irc" },
    { "uk.half-shot.bridge", "x", "{}", NULL },
    { "m.bridge", "y", "{\"bridgebot\":7,\"protocol\":{\"id\":\"irc\"}}", NULL },
    { "m.bridge", "y", "{\"bridgebot\":\"@none:x.org\",\"protocol\":{\"id\":\"xmpp\"}}", "xmpp" },
  };
  g_autoptr (MxStore) store = new_store ();
  g_autoptr (MxStoreRoom) row = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree char *room =
      g_strdup_printf ("\"!bad:example.org\":{\"timeline\":{\"events\":[{\"type\":\"%s\",\"event_id\":\"$b%u\","
                       "\"sender\":\"@bot:x.org\",\"state_key\":\"%s\",\"origin_server_ts\":1,\"content\":%s}]}}",
                       steps[i].type, (guint) i, steps[i].state_key, steps[i].content);
    g_autoptr (MxDelta) delta = join_rooms (store, room, NULL);

    g_assert_cmpstr (mx_delta_get_room (delta, "!bad:example.org")->summary->bridge_protocol, ==, steps[i].protocol);
  }
  row = mx_store_load_room (store, "!bad:example.org", NULL);
  row->members_complete = TRUE;
  {
    g_autoptr (MxRoomSummary) closed = mx_summary_from_row (store, row, FALSE);
    g_autoptr (MxRoomSummary) open = mx_summary_from_row (store, row, TRUE);

    /* Not asked for in rooms that nobody looks at; and a bot that is nowhere reads nothing. */
    g_assert_null (closed->bridge_protocol);
    g_assert_null (open->bridge_protocol);
  }
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/sync-apply/golden", test_golden);
  g_test_add_func ("/sync-apply/last-message", test_last_message);
  g_test_add_func ("/sync-apply/same-name", test_same_name);
  g_test_add_func ("/sync-apply/declined-invite", test_declined);
  g_test_add_func ("/sync-apply/removed-by", test_removed_by);
  g_test_add_func ("/sync-apply/bridge", test_bridge);
  g_test_add_func ("/sync-apply/no-token", test_no_token);
  g_test_add_func ("/security/H11/moves-need-both-rooms", test_moves);
  g_test_add_data_func ("/security/H11/mutated-room", "rooms/join/!bad:example.org", test_mutated);
  g_test_add_data_func ("/security/H11/mutated-invite", "rooms/invite/!inv:example.org", test_mutated);
  g_test_add_data_func ("/security/H11/mutated-account-data", "account_data", test_mutated);
  return g_test_run ();
}
