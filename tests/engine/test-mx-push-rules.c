/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-event.h"
#include "mx-power-levels.h"
#include "mx-push-match.h"
#include "mx-push-rules.h"
#include "mx-test.h"

#include <string.h>

/* Each predefined rule by an event that meets it and one that does not; conditions; what is malformed. */

#define ME     "@me:x.org"
#define SENDER "@bob:x.org"
#define ROOM   "!r:x.org"

typedef enum {
  N, /* nothing                      */
  Y, /* notify                       */
  S, /* notify, sound                */
  H, /* notify, highlight            */
  A, /* notify, sound, highlight     */
} Expected;

static const MxPushResult results[] = {
  [N] = { FALSE, FALSE, FALSE },
  [Y] = { TRUE, FALSE, FALSE },
  [S] = { TRUE, FALSE, TRUE },
  [H] = { TRUE, TRUE, FALSE },
  [A] = { TRUE, TRUE, TRUE },
};

static MxEvent *
make_event (const char *type,
            const char *sender,
            const char *state_key,
            const char *content)
{
  g_autofree char *state = NULL;
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  MxEvent *event;

  state = state_key != NULL ? g_strdup_printf (",\"state_key\":\"%s\"", state_key) : g_strdup ("");
  json = g_strdup_printf ("{\"type\":\"%s\",\"event_id\":\"$e\",\"sender\":\"%s\",\"origin_server_ts\":1%s,"
                          "\"content\":%s}",
                          type, sender, state, content);
  event = mx_event_new (json, strlen (json), state_key != NULL ? MX_EVENT_STATE : MX_EVENT_MESSAGE, ROOM, &error);
  g_assert_no_error (error);
  return event;
}

static MxPowerLevels *
make_levels (int sender_level)
{
  g_autofree char *content = g_strdup_printf ("{\"users\":{\"" SENDER "\":%d}}", sender_level);
  g_autoptr (MxEvent) create = make_event ("m.room.create", "@a:x.org", "", "{\"room_version\":\"10\"}");
  g_autoptr (MxEvent) levels = make_event ("m.room.power_levels", "@a:x.org", "", content);

  return mx_power_levels_new (create, levels);
}

static void
check (MxPushRules         *rules,
       MxEvent             *event,
       const MxPushContext *context,
       Expected             expected)
{
  MxPushResult result = mx_push_rules_evaluate (rules, event, context);

  g_assert_cmpint (result.notify, ==, results[expected].notify);
  g_assert_cmpint (result.highlight, ==, results[expected].highlight);
  g_assert_cmpint (result.sound, ==, results[expected].sound);
}

static const struct
{
  const char *name;
  const char *type;
  const char *state_key;
  const char *content;
  guint members;
  int level;
  Expected expected;
} defaults[] = {
  { "message", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"hi\"}", 3, 0, Y },
  { "message, one to one", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"hi\"}", 2, 0, S },
  { "encrypted", "m.room.encrypted", NULL, "{}", 3, 0, Y },
  { "encrypted, one to one", "m.room.encrypted", NULL, "{}", 2, 0, S },
  { "notice", "m.room.message", NULL, "{\"msgtype\":\"m.notice\",\"body\":\"hi\"}", 2, 0, N },
  { "notice that mentions me", "m.room.message", NULL,
    "{\"msgtype\":\"m.notice\",\"body\":\"hi\",\"m.mentions\":{\"user_ids\":[\"" ME "\"]}}", 3, 0, N },
  { "invite for me", "m.room.member", ME, "{\"membership\":\"invite\"}", 1, 0, S },
  { "invite for another", "m.room.member", "@eve:x.org", "{\"membership\":\"invite\"}", 1, 0, N },
  { "my ban", "m.room.member", ME, "{\"membership\":\"ban\"}", 2, 0, N },
  { "somebody joins", "m.room.member", SENDER, "{\"membership\":\"join\"}", 2, 0, N },
  { "mention", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"hi\",\"m.mentions\":{\"user_ids\":[\"@x:x.org\",\"" ME "\"]}}", 3, 0, A },
  { "mention of another", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"hi\",\"m.mentions\":{\"user_ids\":[\"@x:x.org\"]}}", 3, 0, Y },
  { "mention as a string", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"hi\",\"m.mentions\":{\"user_ids\":\"" ME "\"}}", 3, 0, Y },
  { "my name, older client", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"well, Mia?\"}", 3, 0, A },
  { "my name with mentions", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"well, Mia?\",\"m.mentions\":{}}", 3, 0, Y },
  { "my name in a word", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"Miami\"}", 3, 0, Y },
  { "my user name", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"ME: look\"}", 3, 0, A },
  { "my user name with mentions", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"me: look\",\"m.mentions\":{}}", 3, 0, Y },
  { "my user name in a word", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"some memes\"}", 3, 0, Y },
  { "room mention", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"all\",\"m.mentions\":{\"room\":true}}", 3, 50, H },
  { "room mention, not allowed", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"all\",\"m.mentions\":{\"room\":true}}", 3, 0, Y },
  { "room mention as a string", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"all\",\"m.mentions\":{\"room\":\"true\"}}", 3, 50, Y },
  { "@room, older client", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"hey @room!\"}", 3, 50, H },
  { "@room, not allowed", "m.room.message", NULL, "{\"msgtype\":\"m.text\",\"body\":\"hey @room!\"}", 3, 49, Y },
  { "@room with mentions", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"hey @room!\",\"m.mentions\":{}}", 3, 50, Y },
  { "tombstone", "m.room.tombstone", "", "{\"body\":\"x\",\"replacement_room\":\"!n:x.org\"}", 3, 0, H },
  { "tombstone with a key", "m.room.tombstone", "k", "{}", 3, 0, N },
  { "reaction", "m.reaction", NULL,
    "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$x\",\"key\":\"y\"}}", 2, 0, N },
  { "server acl", "m.room.server_acl", "", "{}", 2, 0, N },
  { "edit", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"* a\",\"m.relates_to\":{\"rel_type\":\"m.replace\","
    "\"event_id\":\"$x\"}}",
    2, 0, N },
  { "edit that mentions me", "m.room.message", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"* a\",\"m.mentions\":{\"user_ids\":[\"" ME "\"]},"
    "\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$x\"}}",
    2, 0, A },
  { "call", "m.call.invite", NULL, "{\"call_id\":\"c\"}", 5, 0, S },
  { "topic", "m.room.topic", "", "{\"topic\":\"x\"}", 2, 0, N },
  { "unknown", "org.example.thing", NULL, "{}", 2, 0, N },
};

static void
test_defaults (void)
{
  g_autoptr (MxPushRules) rules = mx_push_rules_new (NULL, ME);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (defaults); i++) {
    g_autoptr (MxPowerLevels) levels = make_levels (defaults[i].level);
    MxPushContext context = { ME, "Mia", defaults[i].members, levels };
    g_autoptr (MxEvent) event = make_event (defaults[i].type, SENDER, defaults[i].state_key, defaults[i].content);

    g_test_message ("%s", defaults[i].name);
    check (rules, event, &context, defaults[i].expected);
  }
}

static void
test_own (void)
{
  g_autoptr (MxPushRules) rules = mx_push_rules_new (NULL, ME);
  g_autoptr (MxEvent) event = make_event ("m.room.message", ME, NULL, "{\"msgtype\":\"m.text\",\"body\":\"Mia\"}");
  MxPushContext context = { ME, "Mia", 2, NULL };

  check (rules, event, &context, N);
}

/* Without power levels nobody may notify the room. */
static void
test_no_levels (void)
{
  g_autoptr (MxPushRules) rules = mx_push_rules_new (NULL, ME);
  g_autoptr (MxEvent) event = make_event ("m.room.message", SENDER, NULL,
                                          "{\"msgtype\":\"m.text\",\"body\":\"@room\"}");
  MxPushContext context = { ME, NULL, 3, NULL };

  check (rules, event, &context, Y);
}

#define MESSAGE "{\"msgtype\":\"m.text\",\"body\":\"drink tea now\",\"n\":3," \
                "\"a.b\":\"dot\",\"c\\\\d\":\"slash\",\"l\":[1,true,\"x\",null],\"nil\":null}"
#define NOTIFY   "\"actions\":[\"notify\"]"
#define IF(cond) "{\"override\":[{\"rule_id\":\"r\",\"conditions\":[" cond "]," NOTIFY "}]}"

static const struct
{
  const char *global;
  Expected expected;
} conditions[] = {
  { IF (""), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"TEA\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"te\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"t?a\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"dr*w\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.msgtype\",\"pattern\":\"M.T*\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.msgtype\",\"pattern\":\"text\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.n\",\"pattern\":\"3\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.none\",\"pattern\":\"*\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content\",\"pattern\":\"*\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"" ROOM "\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"sender\",\"pattern\":\"@bob:*\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.a\\\\.b\",\"pattern\":\"dot\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.a.b\",\"pattern\":\"dot\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.c\\\\\\\\d\",\"pattern\":\"slash\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.c\\\\d\",\"pattern\":\"slash\"}"), Y },
  { IF ("{\"kind\":\"event_match\",\"key\":\"content.body\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"pattern\":\"x\"}"), N },
  { IF ("{\"kind\":\"event_match\",\"key\":7,\"pattern\":\"x\"}"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.n\",\"value\":3}"), Y },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.n\",\"value\":\"3\"}"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.msgtype\",\"value\":\"M.TEXT\"}"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.msgtype\",\"value\":\"m.text\"}"), Y },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.nil\",\"value\":null}"), Y },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.none\",\"value\":null}"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.l\",\"value\":[1]}"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.n\"}"), N },
  { IF ("{\"kind\":\"event_property_contains\",\"key\":\"content.l\",\"value\":true}"), Y },
  { IF ("{\"kind\":\"event_property_contains\",\"key\":\"content.l\",\"value\":1}"), Y },
  { IF ("{\"kind\":\"event_property_contains\",\"key\":\"content.l\",\"value\":null}"), Y },
  { IF ("{\"kind\":\"event_property_contains\",\"key\":\"content.l\",\"value\":2}"), N },
  { IF ("{\"kind\":\"event_property_contains\",\"key\":\"content.n\",\"value\":3}"), N },
  { IF ("{\"kind\":\"room_member_count\",\"is\":\">=3\"}"), Y },
  { IF ("{\"kind\":\"room_member_count\",\"is\":\"<3\"}"), N },
  { IF ("{\"kind\":\"room_member_count\"}"), N },
  { IF ("{\"kind\":\"org.example.moon\"}"), N },
  { IF ("{}"), N },
  { IF ("7"), N },
  { IF ("{\"kind\":\"event_property_is\",\"key\":\"content.n\",\"value\":3},{\"kind\":\"org.example.moon\"}"), N },
  { "{\"content\":[{\"rule_id\":\"k\",\"pattern\":\"tea\"," NOTIFY "}]}", Y },
  { "{\"content\":[{\"rule_id\":\"k\"," NOTIFY "}]}", N },
  { "{\"room\":[{\"rule_id\":\"" ROOM "\"," NOTIFY "}]}", Y },
  { "{\"room\":[{\"rule_id\":\"!other:x.org\"," NOTIFY "}]}", N },
  { "{\"sender\":[{\"rule_id\":\"" SENDER "\"," NOTIFY "}]}", Y },
  { "{\"sender\":[{\"rule_id\":\"@*\"," NOTIFY "}]}", N },
  { "{\"underride\":[{\"rule_id\":\"u\",\"conditions\":[],\"actions\":[\"notify\","
    "{\"set_tweak\":\"highlight\",\"value\":false}]}]}",
    Y },
  { "{\"underride\":[{\"rule_id\":\"u\",\"conditions\":[],\"actions\":[\"notify\","
    "{\"set_tweak\":\"highlight\"}]}]}",
    H },
  { "{\"underride\":[{\"rule_id\":\"u\",\"conditions\":[],\"actions\":[{\"set_tweak\":\"highlight\"}]}]}", N },
  { "{\"underride\":[{\"rule_id\":\"u\",\"conditions\":[],\"actions\":[\"dont_notify\",\"coalesce\",7,{}]}]}", N },
  { "{\"underride\":[7,{\"rule_id\":8},{\"rule_id\":\"u\",\"conditions\":[]," NOTIFY "}]}", Y },
  { "{\"room\":[{\"rule_id\":\"" ROOM "\",\"actions\":[]}],\"underride\":[{\"rule_id\":\"u\"," NOTIFY "}]}", N },
  { "{\"override\":[{\"rule_id\":\"a\",\"enabled\":false,\"actions\":[]}],\"underride\":[{\"rule_id\":\"u\","
    "" NOTIFY "}]}",
    Y },
  { "{\"override\":[{\"rule_id\":\"a\"," NOTIFY "},{\"rule_id\":\".m.rule.master\",\"enabled\":true,"
    "\"actions\":[]}]}",
    N },
  { "{\"override\":7,\"underride\":{}}", N },
};

static void
test_conditions (void)
{
  g_autoptr (MxEvent) event = make_event ("m.room.message", SENDER, NULL, MESSAGE);
  MxPushContext context = { ME, "Mia", 3, NULL };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (conditions); i++) {
    g_autofree char *json = g_strdup_printf ("{\"global\":%s}", conditions[i].global);
    g_autoptr (MxPushRules) rules = mx_push_rules_new (json, ME);

    g_test_message ("%s", conditions[i].global);
    check (rules, event, &context, conditions[i].expected);
  }
}

static void
test_unreadable (void)
{
  static const char *const texts[] = { "", "{", "[]", "{}", "{\"global\":7}" };
  g_autoptr (MxEvent) event = make_event ("m.room.message", SENDER, NULL, MESSAGE);
  MxPushContext context = { ME, NULL, 2, NULL };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (MxPushRules) rules = mx_push_rules_new (texts[i], ME);

    check (rules, event, &context, S);
  }
}

static void
test_muted (void)
{
  g_autoptr (MxPushRules) defaults_only = mx_push_rules_new (NULL, ME);
  g_autoptr (MxPushRules) rules = NULL;

  rules = mx_push_rules_new ("{\"global\":{\"override\":["
                             "{\"rule_id\":\"" ROOM "\",\"actions\":[],\"conditions\":"
                             "[{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"" ROOM "\"}]},"
                             "{\"rule_id\":\"!off:x.org\",\"enabled\":false,\"actions\":[],\"conditions\":"
                             "[{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"!off:x.org\"}]},"
                             "{\"rule_id\":\"!loud:x.org\",\"actions\":[\"notify\"],\"conditions\":"
                             "[{\"kind\":\"event_match\",\"key\":\"room_id\",\"pattern\":\"!loud:x.org\"}]}]}}",
                             ME);
  g_assert_true (mx_push_rules_is_muted (rules, ROOM));
  g_assert_false (mx_push_rules_is_muted (rules, "!off:x.org"));
  g_assert_false (mx_push_rules_is_muted (rules, "!loud:x.org"));
  g_assert_false (mx_push_rules_is_muted (defaults_only, ROOM));
}

static const struct
{
  const char *pattern;
  const char *text;
  gboolean words;
  gboolean matches;
} globs[] = {
  { "", "", FALSE, TRUE },
  { "", "a", FALSE, FALSE },
  { "*", "", FALSE, TRUE },
  { "**", "abc", FALSE, TRUE },
  { "a*c", "abbbc", FALSE, TRUE },
  { "a*c", "abbbcd", FALSE, FALSE },
  { "?", "\xc3\xa9", FALSE, TRUE },
  { "?", "", FALSE, FALSE },
  { "ÉTÉ", "été", FALSE, TRUE },
  { "*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", FALSE, FALSE },
  { "", "x", TRUE, FALSE },
  { "cake", "cake", TRUE, TRUE },
  { "cake", "a cake.", TRUE, TRUE },
  { "cake", "pancakes", TRUE, FALSE },
  { "cake", "pancake cake", TRUE, TRUE },
  { "cake", "cake_", TRUE, FALSE },
  { "cake", "écakeé", TRUE, TRUE },
  { "*cake*", "pancakes", TRUE, TRUE },
  { "cake*", "cakes here", TRUE, TRUE },
  { "@room", "x@room", TRUE, TRUE },
  { "a b", "x a b y", TRUE, TRUE },
};

static void
test_globs (void)
{
  g_autofree char *stars = g_strnfill (250, '*');
  g_autofree char *text = g_strnfill (65536, 'a');
  g_autofree char *tail = g_strconcat (stars, "b", NULL);
  g_autofree char *large = g_strnfill (256, 'a');
  gint64 began = g_get_monotonic_time ();
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (globs); i++) {
    g_test_message ("%s: %s", globs[i].pattern, globs[i].text);
    g_assert_cmpint (mx_push_match_glob (globs[i].pattern, globs[i].text, globs[i].words), ==, globs[i].matches);
  }
  g_assert_false (mx_push_match_glob (tail, text, TRUE));
  g_assert_false (mx_push_match_glob (large, large, FALSE));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
}

static void
test_words (void)
{
  g_assert_true (mx_push_match_words ("M?a*", "hello m?A*!"));
  g_assert_false (mx_push_match_words ("M?a", "hello Mia"));
  g_assert_true (mx_push_match_words ("Ünal", "ünal:"));
  g_assert_false (mx_push_match_words ("ann", "anna"));
  g_assert_true (mx_push_match_words ("ann", "anna ann"));
  g_assert_false (mx_push_match_words ("", "x"));
}

static void
test_counts (void)
{
  static const struct
  {
    const char *is;
    guint count;
    gboolean holds;
  } counts[] = {
    { "2", 2, TRUE },
    { "2", 3, FALSE },
    { "==2", 2, TRUE },
    { "<2", 1, TRUE },
    { "<2", 2, FALSE },
    { ">2", 3, TRUE },
    { ">2", 2, FALSE },
    { "<=2", 2, TRUE },
    { "<=2", 3, FALSE },
    { ">=2", 2, TRUE },
    { ">=2", 1, FALSE },
    { "=2", 2, FALSE },
    { "=>2", 2, FALSE },
    { "<>2", 1, FALSE },
    { "", 0, FALSE },
    { "2 ", 2, FALSE },
    { "two", 2, FALSE },
    { "-1", 0, FALSE },
    { "99999999999999999999", 2, FALSE },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_test_message ("%u %s", counts[i].count, counts[i].is);
    g_assert_cmpint (mx_push_match_count (counts[i].is, counts[i].count), ==, counts[i].holds);
  }
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/push-rules/defaults", test_defaults);
  g_test_add_func ("/push-rules/own-events", test_own);
  g_test_add_func ("/push-rules/no-power-levels", test_no_levels);
  g_test_add_func ("/push-rules/conditions", test_conditions);
  g_test_add_func ("/push-rules/unreadable", test_unreadable);
  g_test_add_func ("/push-rules/muted", test_muted);
  g_test_add_func ("/push-rules/globs", test_globs);
  g_test_add_func ("/push-rules/words", test_words);
  g_test_add_func ("/push-rules/counts", test_counts);
  return g_test_run ();
}
