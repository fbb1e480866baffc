/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure functions of the shell's pages: sentences, names, what a notification says. */

#include "config.h"

#include "tea-finding-words.h"
#include "tea-notifier.h"
#include "tea-preview-words.h"
#include "tea-room-page.h"
#include "tea-room-words.h"
#include "tea-server-name.h"

#include <string.h>

static void
test_server_names (void)
{
  static const struct
  {
    const char *text;
    const char *server;
    const char *user;
  } cases[] = {
    { "@ann:example.org", "example.org", "ann" },
    { "  @ann:localhost:8008 ", "localhost:8008", "ann" },
    { "ann@example.org", "example.org", "ann" },
    { "example.org", "example.org", NULL },
    { "localhost:8008", "localhost:8008", NULL },
    { "https://example.org/", "example.org", NULL },
    { "https://example.org:8448/path?x", "example.org:8448", NULL },
    { "[::1]:8008", "[::1]:8008", NULL },
  };
  static const char *const wrong[] = { "", " ", "@", "@ann", "@ann:", "ann@",
                                       "@:x.org", "ex ample.org", "https://", "a/b", "javascript:", "x@y@z" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *server = NULL;
    g_autofree char *user = NULL;

    g_assert_true (tea_server_name_split (cases[i].text, &server, &user));
    g_assert_cmpstr (server, ==, cases[i].server);
    g_assert_cmpstr (user, ==, cases[i].user);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *server = NULL;
    g_autofree char *user = NULL;

    g_test_message ("“%s”", wrong[i]);
    g_assert_false (tea_server_name_split (wrong[i], &server, &user));
    g_assert_null (server);
  }
}

static void
check_preview (MxPreviewState  state,
               gboolean        signed_in,
               const char     *line_has,
               TeaPreviewAct   first,
               TeaPreviewAct   second)
{
  g_auto (TeaPreviewWords) words = { 0 };

  tea_preview_words (
    &(TeaPreviewFacts) {
      .state = state,
      .with_account = state,
      .signed_in = signed_in,
      .can_appeal = TRUE,
      .can_forget = TRUE,
      .server = "example.org",
      .room = "#helpp:example.org",
      .inviter = "Ann",
      .reason = "spam",
    },
    &words);
  if (line_has != NULL)
    g_assert_nonnull (strstr (words.line, line_has));
  else
    g_assert_null (words.line);
  g_assert_cmpint (words.first_act, ==, first);
  g_assert_cmpint (words.second_act, ==, second);
  g_assert_true ((words.first != NULL) == (first != TEA_PREVIEW_NOTHING));
  g_assert_true ((words.second != NULL) == (second != TEA_PREVIEW_NOTHING));
}

static void
test_preview_states (void)
{
  check_preview (MX_PREVIEW_JOIN, TRUE, NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_JOIN, FALSE, NULL, TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_GUEST, FALSE, "As a guest", TEA_PREVIEW_JOIN_GUEST, TEA_PREVIEW_SIGN_IN);
  check_preview (MX_PREVIEW_NEEDS_ACCOUNT, FALSE, "Guests cannot", TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_KNOCK, TRUE, "let others in", TEA_PREVIEW_ASK, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_KNOCK, FALSE, "let others in", TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_KNOCKED, TRUE, "Request sent", TEA_PREVIEW_WITHDRAW, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_INVITED, TRUE, "Ann", TEA_PREVIEW_JOIN, TEA_PREVIEW_DECLINE);
  check_preview (MX_PREVIEW_NEEDS_INVITE, TRUE, "invited", TEA_PREVIEW_COPY_LINK, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_JOINED, TRUE, NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_BANNED, TRUE, "spam", TEA_PREVIEW_APPEAL, TEA_PREVIEW_FORGET);
  check_preview (MX_PREVIEW_MOVED, TRUE, "moved", TEA_PREVIEW_GO_TO_NEW, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_NOT_FOUND, TRUE, "example.org", TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK);
  check_preview (MX_PREVIEW_UNREACHABLE, FALSE, "does not answer", TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK);
  check_preview (MX_PREVIEW_UNKNOWN, TRUE, "private", TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING);
  check_preview (MX_PREVIEW_UNKNOWN, FALSE, "private", TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_NOTHING);
}

static void
check_line (const TeaPreviewFacts *facts,
            const char            *line)
{
  g_auto (TeaPreviewWords) words = { 0 };

  tea_preview_words (facts, &words);
  g_assert_cmpstr (words.line, ==, line);
}

static void
test_preview_answers (void)
{
  TeaPreviewFacts banned = { .state = MX_PREVIEW_BANNED, .actor = "Ann", .when = "yesterday", .reason = "spam" };
  TeaPreviewFacts denied = { .state = MX_PREVIEW_KNOCK, .is_denied = TRUE, .actor = "Ann", .reason = "full" };
  TeaPreviewFacts invited = { .state = MX_PREVIEW_INVITED, .inviter = "Ann", .inviter_id = "@ann:x" };
  TeaPreviewFacts outside = { .state = MX_PREVIEW_NEEDS_ACCOUNT, .with_account = MX_PREVIEW_KNOCK };
  TeaPreviewFacts unseen = { .state = MX_PREVIEW_NEEDS_ACCOUNT, .with_account = MX_PREVIEW_UNKNOWN };
  g_auto (TeaPreviewWords) words = { 0 };

  invited.when = "5 minutes ago";
  check_line (&banned, "\u2068Ann\u2069 removed you for good yesterday: “\u2068spam\u2069”. Only the people who run it "
                       "can change that.");
  banned.reason = "\n";
  check_line (&banned, "\u2068Ann\u2069 removed you for good yesterday. Only the people who run it can change that.");
  check_line (&denied,
              "\u2068Ann\u2069 did not let you in: “\u2068full\u2069”. You can ask once more.");
  denied.actor_id = "@ann:x";
  check_line (&denied,
              "\u2068Ann\u2069 (\u2068@ann:x\u2069) did not let you in: “\u2068full\u2069”. You can ask once more.");
  denied.actor = denied.actor_id = NULL;
  check_line (&denied, "You were not let in. You can ask once more.");
  check_line (&outside, "People here let others in themselves. Sign in to ask them.");
  check_line (&unseen, "This link does not say where the room is. Sign in, and your server looks for it.");
  unseen.server = "example.org";
  check_line (&unseen, "Details are private. Sign in to try.");

  check_line (&invited, "\u2068Ann\u2069 (\u2068@ann:x\u2069) invited you 5 minutes ago.");
  invited.when = NULL;
  invited.inviter = NULL;
  check_line (&invited, "\u2068@ann:x\u2069 invited you.");

  /* Without anybody to turn to, nothing is offered that leads nowhere. */
  tea_preview_words (&banned, &words);
  g_assert_null (words.first);
  g_assert_cmpint (words.first_act, ==, TEA_PREVIEW_NOTHING);
  /* What the account does not have any more cannot be forgotten again. */
  g_assert_cmpint (words.second_act, ==, TEA_PREVIEW_CLOSE);
}

static void
test_preview_without_names (void)
{
  for (int state = 0; state <= MX_PREVIEW_KNOCKED; state++) {
    g_auto (TeaPreviewWords) words = { 0 };

    tea_preview_words (&(TeaPreviewFacts) { .state = state }, &words);
    g_assert_true (words.line == NULL || strstr (words.line, "null") == NULL);
  }
}

static void
test_preview_hostile_reason (void)
{
  g_auto (TeaPreviewWords) words = { 0 };

  tea_preview_words (&(TeaPreviewFacts) { .state = MX_PREVIEW_BANNED, .reason = "a\n\n\u202eb" }, &words);
  g_assert_null (strchr (words.line, '\n'));
  g_assert_null (strstr (words.line, "\u202e"));
  g_assert_nonnull (strstr (words.line, "\u2068"));
}

static void
test_preview_service (void)
{
  TeaPreviewFacts irc = {
    .state = MX_PREVIEW_INVITED, .signed_in = TRUE, .inviter = "Bridge", .inviter_id = "@irc:x", .service = "irc"
  };
  TeaPreviewFacts other = { .state = MX_PREVIEW_INVITED, .service = "\u202exyz", .network = "A\nB" };

  check_line (&irc, "\u2068Bridge\u2069 (\u2068@irc:x\u2069) invited you. This is the IRC bridge’s control chat: it "
                    "writes here when something is wrong with your connection to \u2068IRC\u2069. You can join it or "
                    "leave it alone.");
  irc.network = "Example Net";
  irc.when = "5 minutes ago";
  check_line (&irc, "\u2068Bridge\u2069 (\u2068@irc:x\u2069) invited you 5 minutes ago. This is the IRC bridge’s "
                    "control chat: it writes here when something is wrong with your connection to \u2068Example "
                    "Net\u2069. You can join it or leave it alone.");
  check_line (&other, "You are invited. This is the control chat of the bridge to \u2068A B\u2069: it writes here when "
                      "something is wrong with your connection. You can join it or leave it alone.");
  other.network = " ";
  check_line (&other, "You are invited. This is a bridge’s control chat: it writes here when something is wrong with "
                      "your connection. You can join it or leave it alone.");
}

static void
check_summary (TeaPreviewTraits  traits,
               const char       *summary)
{
  g_autofree char *text = tea_preview_summary (&traits);

  g_assert_cmpstr (text, ==, summary);
}

static void
test_preview_summary (void)
{
  check_summary ((TeaPreviewTraits) { .members = 1, .is_world_readable = TRUE }, "1 person · anyone can read");
  check_summary ((TeaPreviewTraits) { .members = 12, .is_encrypted = TRUE },
                 "12 people · only the people inside can read");
  check_summary ((TeaPreviewTraits) { 0 }, "the people inside can read");
  check_summary ((TeaPreviewTraits) { .members = 3, .is_space = TRUE }, "a group of rooms · 3 people");
  check_summary (
    (TeaPreviewTraits) {
      .is_world_readable = TRUE, .bridge_network = "IRC", .bridge_channel = "#wiki-help", .language = "ar" },
    "anyone can read · also on \u2068IRC\u2069 \u2068#wiki-help\u2069 · speaks \u2068العربية\u2069");
  check_summary ((TeaPreviewTraits) { .bridge_network = "a\nb", .language = "tlh" },
                 "the people inside can read · also on \u2068a b\u2069");
}

static void
test_knock_words (void)
{
  g_autofree char *one = tea_room_words_knocks (1, "A\nnn");
  g_autofree char *nameless = tea_room_words_knocks (1, NULL);
  g_autofree char *many = tea_room_words_knocks (3, "Ann");
  g_autofree char *group = tea_room_words_group (2);

  g_assert_cmpstr (one, ==, "\u2068A nn\u2069 asks to be let in.");
  g_assert_cmpstr (nameless, ==, "1 person asks to be let in.");
  g_assert_cmpstr (many, ==, "3 people ask to be let in.");
  g_assert_cmpstr (group, ==, "_Private group with 2 people…");
}

static void
test_finding_words (void)
{
  TeaFoundFacts facts = { .name = "Help", .topic = "Ask\nanything", .members = 12, .is_suggested = TRUE };
  g_autofree char *spoken = tea_finding_words_spoken (&facts);
  g_autofree char *line = tea_finding_words_line (&(TeaFoundFacts) { .name = "Help", .alias = "#help:example.org" });
  g_autofree char *same = tea_finding_words_line (&(TeaFoundFacts) { .name = "#a:b.org", .alias = "#a:b.org" });
  g_autofree char *mine = tea_finding_words_side (&(TeaFoundFacts) { .name = "Help", .is_member = TRUE, .members = 2 });

  g_assert_cmpstr (spoken, ==, "Help, 12 people, suggested, Ask anything");
  g_assert_cmpstr (line, ==, "#help:example.org");
  g_assert_cmpstr (same, ==, "");
  g_assert_cmpstr (mine, ==, "Joined");
}

static void
test_finding_counts (void)
{
  g_autofree char *all = tea_finding_words_join (0);
  g_autofree char *two = tea_finding_words_join (2);
  g_autofree char *good = tea_finding_words_joined (2, 0);
  g_autofree char *mixed = tea_finding_words_joined (1, 1);

  g_assert_cmpstr (all, ==, "_Join all");
  g_assert_cmpstr (two, ==, "_Join 2 rooms");
  g_assert_cmpstr (good, ==, "You joined 2 rooms.");
  g_assert_cmpstr (mixed, ==, "You joined 1 room. 1 could not be joined.");
}

static void
test_finding_alias (void)
{
  static const char *const cases[][2] = {
    { "Tea Room", "tea-room" },
    { "  Café — Zürich! ", "cafe-zurich" },
    { "شاي", "" },
    { "", "" },
    { "a_b.c", "a-b-c" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *alias = tea_finding_words_alias (cases[i][0]);

    g_test_message ("“%s”: “%s”", cases[i][0], alias);
    g_assert_cmpstr (alias, ==, cases[i][1]);
  }
}

static void
check_who (TeaRoomReaders  who,
           const char     *wanted)
{
  g_autofree char *sentences = tea_room_words_who (&who);

  g_assert_cmpstr (sentences, ==, wanted);
}

static void
test_readers (void)
{
  check_who ((TeaRoomReaders) { .is_world_readable = TRUE, .is_public = TRUE },
             "Anyone can read this, also without joining. Those who come later can read it, too.");
  check_who ((TeaRoomReaders) { .is_public = TRUE, .hides_past = TRUE },
             "Anyone can join and then read this. Those who come later cannot read it.");
  check_who ((TeaRoomReaders) { .is_encrypted = TRUE }, "Only the people in this room can read this.");
  check_who ((TeaRoomReaders) { .is_encrypted = TRUE, .hides_past = TRUE },
             "Only the people in this room can read this. Those who come later cannot read it.");
  check_who ((TeaRoomReaders) { .bridge = "irc" },
             "Only the people in this room can read this, and those who run their servers. "
             "Those who come later can read it, too. People on IRC read it, too.");
  check_who ((TeaRoomReaders) { .is_public = TRUE, .bridge = "<b>" },
             "Anyone can join and then read this. Those who come later can read it, too. "
             "People elsewhere read it, too.");
}

static void
test_roles (void)
{
  g_assert_cmpstr (tea_room_words_role (G_MAXINT64, MX_MEMBERSHIP_JOIN), ==, "Owner");
  g_assert_cmpstr (tea_room_words_role (100, MX_MEMBERSHIP_JOIN), ==, "Admin");
  g_assert_cmpstr (tea_room_words_role (50, MX_MEMBERSHIP_JOIN), ==, "Moderator");
  g_assert_null (tea_room_words_role (0, MX_MEMBERSHIP_JOIN));
  g_assert_null (tea_room_words_role (-10, MX_MEMBERSHIP_JOIN));
  g_assert_cmpstr (tea_room_words_role (100, MX_MEMBERSHIP_INVITE), ==, "Invited");
}

static void
test_subtitle (void)
{
  static const char *const four[] = { "Ann", "Ben", "Cem", "Dia", NULL };
  static const char *const one[] = { "Ann", NULL };
  g_autofree char *topic = tea_room_page_subtitle ("line one\nline two", NULL);
  g_autofree char *typing = tea_room_page_subtitle ("topic", one);
  g_autofree char *many = tea_room_page_subtitle ("topic", four);
  g_autofree char *none = tea_room_page_subtitle (NULL, NULL);

  g_assert_null (strchr (topic, '\n'));
  g_assert_cmpstr (typing, ==, "\u2068Ann\u2069 is writing…");
  g_assert_cmpstr (many, ==, "\u2068Ann\u2069, \u2068Ben\u2069 and 2 others are writing…");
  g_assert_cmpstr (none, ==, "");
}

static void
test_notification (void)
{
  g_autofree char *title = tea_notifier_title ("<b>Help</b> & co\n", "\u202eAnn");
  g_autofree char *direct = tea_notifier_title ("Ann", "Ann");
  g_autofree char *body = tea_notifier_body ("<a href='x'>1 & 2</a>\n\n\x1b second");
  g_autofree char *empty = tea_notifier_body (NULL);

  /* Literally, on one line, in its direction. */
  g_assert_nonnull (strstr (title, "<b>Help</b> & co"));
  g_assert_null (strchr (title, '\n'));
  g_assert_null (strstr (title, "\u202e"));
  g_assert_cmpstr (direct, ==, "Ann");
  g_assert_nonnull (strstr (body, "<a href='x'>1 & 2</a>"));
  g_assert_null (strchr (body, '\n'));
  g_assert_null (strchr (body, '\x1b'));
  g_assert_cmpstr (empty, ==, "");
}

static void
test_notification_is_short (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *body = tea_notifier_body (text);

  g_assert_cmpint (g_utf8_strlen (body, -1), <=, 201);
}

static void
test_closed_line (void)
{
  static const struct
  {
    MxMembership membership;
    const char *remover;
    const char *reason;
    gboolean is_replaced;
    const char *line;
  } cases[] = {
    { MX_MEMBERSHIP_LEAVE, "Ann", "spam", FALSE, "\u2068Ann\u2069 removed you from this room: “\u2068spam\u2069”" },
    { MX_MEMBERSHIP_BAN, "Ann", "spam", TRUE,
      "\u2068Ann\u2069 removed you from this room for good: “\u2068spam\u2069”" },
    { MX_MEMBERSHIP_LEAVE, "Ann", "\n ", FALSE, "\u2068Ann\u2069 removed you from this room." },
    { MX_MEMBERSHIP_BAN, "Ann", NULL, FALSE, "\u2068Ann\u2069 removed you from this room for good." },
    { MX_MEMBERSHIP_JOIN, NULL, NULL, TRUE, "People talk in the new room now." },
    { MX_MEMBERSHIP_JOIN, NULL, NULL, FALSE, "Only some people can write in this room." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = tea_room_page_closed_line (cases[i].membership, cases[i].remover, cases[i].reason,
                                                       cases[i].is_replaced);

    g_assert_cmpstr (line, ==, cases[i].line);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server-name/split", test_server_names);
  g_test_add_func ("/preview/states", test_preview_states);
  g_test_add_func ("/preview/without-names", test_preview_without_names);
  g_test_add_func ("/preview/summary", test_preview_summary);
  g_test_add_func ("/words/preview/answers", test_preview_answers);
  g_test_add_func ("/words/preview/service", test_preview_service);
  g_test_add_func ("/words/knocks", test_knock_words);
  g_test_add_func ("/words/finding/row", test_finding_words);
  g_test_add_func ("/words/finding/counts", test_finding_counts);
  g_test_add_func ("/words/finding/alias", test_finding_alias);
  g_test_add_func ("/room/readers", test_readers);
  g_test_add_func ("/room/roles", test_roles);
  g_test_add_func ("/room/subtitle", test_subtitle);
  g_test_add_func ("/security/H01/notification-is-literal", test_notification);
  g_test_add_func ("/security/H03/ban-reason", test_preview_hostile_reason);
  g_test_add_func ("/notification/is-short", test_notification_is_short);

  g_test_add_func ("/words/closed-line", test_closed_line);
  return g_test_run ();
}
