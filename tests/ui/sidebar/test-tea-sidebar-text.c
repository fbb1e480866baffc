/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of the list of rooms. */

#include "config.h"

#include "tea-preferences-words.h"
#include "tea-sidebar-text.h"

#include "mx-test.h"

#define FSI "\u2068"
#define PDI "\u2069"

/* Thursday, 12 March 2026, 14:02:30 UTC */
#define THEN   G_GINT64_CONSTANT (1773324150000)
#define MINUTE G_GINT64_CONSTANT (60000)
#define DAY    (24 * 60 * MINUTE)

static void
test_spoken (void)
{
  static const struct
  {
    TeaRoomFacts facts;
    const char *spoken;
  } cases[] = {
    { { .name = "Wiki Help Desk", .sender = "Ann", .last_ts = THEN, .unread = 3, .mentions = 1, .is_unread = TRUE },
      "Wiki Help Desk, 3 unread, 1 mention, last from " FSI "Ann" PDI ", 14:02" },
    { { .name = "Wiki Help Desk", .sender = "Ann", .last_ts = THEN },
      "Wiki Help Desk, last from " FSI "Ann" PDI ", 14:02" },
    { { .name = "Quiet", .is_unread = TRUE, .is_muted = TRUE }, "Quiet, unread, muted" },
    { { .name = "Two", .unread = 2, .mentions = 2 }, "Two, 2 unread, 2 mentions" },
    { { .name = "Empty" }, "Empty" },
    { { .name = "Editors", .inviter = "Ben", .is_invite = TRUE }, "Editors, " FSI "Ben" PDI " invited you" },
    { { .name = "Editors", .is_invite = TRUE }, "Editors, You are invited" },
    { { .name = "Bot", .inviter = "Bot", .service = "irc", .network = "Net", .is_invite = TRUE },
      "Bot, Control chat of the IRC bridge" },
    { { .name = "Bot", .service = "xyz", .network = "N\u202eet", .is_invite = TRUE },
      "Bot, Control chat of the bridge to " FSI "Net" PDI },
    { { .name = "Bot", .service = "xyz", .is_invite = TRUE }, "Bot, Control chat of a bridge" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *spoken = tea_sidebar_spoken (&cases[i].facts, THEN + MINUTE);

    g_assert_cmpstr (spoken, ==, cases[i].spoken);
  }
}

/* A name cannot reorder or break what is spoken around it. */
static void
test_spoken_hostile (void)
{
  TeaRoomFacts facts = { .name = "\u202eksed <b>help</b> & \n\u2067", .sender = "\u202eAnn\u2069\u2069, 9 mentions" };
  g_autofree char *spoken = tea_sidebar_spoken (&facts, THEN);

  g_assert_null (strstr (spoken, "\u202e"));
  g_assert_null (strstr (spoken, "\u2067"));
  g_assert_null (strstr (spoken, "\n"));
  g_assert_nonnull (strstr (spoken, "<b>help</b> &"));
  g_assert_nonnull (strstr (spoken, FSI "Ann, 9 mentions" PDI));
}

static void
test_badge (void)
{
  static const struct
  {
    TeaRoomFacts facts;
    TeaBadge badge;
    guint number;
  } cases[] = {
    { { .name = "read" }, TEA_BADGE_NONE, 0 },
    { { .unread = 7 }, TEA_BADGE_DOT, 0 },
    { { .is_unread = TRUE }, TEA_BADGE_DOT, 0 },
    { { .unread = 7, .mentions = 2 }, TEA_BADGE_NUMBER, 2 },
    { { .unread = 4, .is_direct = TRUE }, TEA_BADGE_NUMBER, 4 },
    { { .unread = 4, .mentions = 1, .is_direct = TRUE }, TEA_BADGE_NUMBER, 4 },
    { { .is_unread = TRUE, .is_direct = TRUE }, TEA_BADGE_DOT, 0 },
    { { .unread = 7, .is_muted = TRUE }, TEA_BADGE_MUTED, 0 },
    { { .is_muted = TRUE }, TEA_BADGE_MUTED, 0 },
    { { .unread = 7, .mentions = 1, .is_muted = TRUE }, TEA_BADGE_NUMBER, 1 },
    { { .unread = 7, .is_invite = TRUE }, TEA_BADGE_NONE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint number = 1000;

    g_assert_cmpint (tea_sidebar_badge (&cases[i].facts, &number), ==, cases[i].badge);
    g_assert_cmpuint (number, ==, cases[i].number);
  }
}

static void
test_number (void)
{
  g_autofree char *one = tea_sidebar_number (1);
  g_autofree char *most = tea_sidebar_number (99);
  g_autofree char *more = tea_sidebar_number (100);

  g_assert_cmpstr (one, ==, "1");
  g_assert_cmpstr (most, ==, "99");
  g_assert_cmpstr (more, ==, "99+");
}

static void
test_time (void)
{
  static const struct
  {
    gint64 ms;
    const char *text;
  } cases[] = {
    { THEN, "14:02" },
    { THEN - 14 * 60 * MINUTE, "00:02" },
    { THEN - 15 * 60 * MINUTE, "Wed" },
    { THEN - 6 * DAY, "Fri" },
    { THEN - 7 * DAY, "5 Mar" },
    { THEN - 365 * DAY, "12 Mar 2025" },
    { THEN + 3 * DAY, "15 Mar" },
    { G_MAXINT64, "" },
    { G_MININT64, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = tea_sidebar_time (cases[i].ms, THEN + MINUTE);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_matches (void)
{
  static const struct
  {
    const char *typed;
    const char *name;
    const char *alias;
    gboolean matches;
  } cases[] = {
    { "help", "Wiki Help Desk", NULL, TRUE },
    { "WIKI H", "Wiki Help Desk", NULL, TRUE },
    { "wi de", "Wiki Help Desk", NULL, TRUE },
    { "elp", "Wiki Help Desk", NULL, TRUE },
    { "  desk ", "Wiki Help Desk", NULL, TRUE },
    { "desk wiki x", "Wiki Help Desk", NULL, FALSE },
    { "café", "CAFE\u0301 Central", NULL, TRUE },
    { "cafe", "Café Central", NULL, TRUE },
    { "مساعدة", "غرفة المساعدة", NULL, TRUE },
    { "部屋", "みんなの部屋", NULL, TRUE },
    { "#wiki", "Help", "#wiki-help:example.org", TRUE },
    { "example", "Help", "#wiki-help:example.org", TRUE },
    { "other", "Help", "#wiki-help:example.org", FALSE },
    { "\xff", "Help", NULL, FALSE },
    { "!?", "Help", NULL, FALSE },
    { "!?", "Help!?", NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *needle = tea_sidebar_fold (cases[i].typed);

    g_test_message ("%s", cases[i].typed);
    g_assert_cmpint (tea_sidebar_matches (needle, cases[i].name, cases[i].alias), ==, cases[i].matches);
  }

  g_assert_null (tea_sidebar_fold ("  "));
  g_assert_null (tea_sidebar_fold (NULL));
  g_assert_true (tea_sidebar_matches (NULL, "anything", NULL));
}

static void
test_heading (void)
{
  g_autofree char *one = tea_sidebar_heading ("People", 1);
  g_autofree char *many = tea_sidebar_heading ("Rooms", 2000);

  g_assert_cmpstr (one, ==, "People, 1 room");
  g_assert_cmpstr (many, ==, "Rooms, 2000 rooms");
}

/* Each place of the key has words of its own. */
static void
test_key_mode (void)
{
  for (int a = MX_KEY_SERVICE; a <= MX_KEY_MEMORY; a++)
    for (int b = a + 1; b <= MX_KEY_MEMORY; b++) {
      g_assert_cmpstr (tea_key_mode_title ((MxKeyMode) a), !=, tea_key_mode_title ((MxKeyMode) b));
      g_assert_cmpstr (tea_key_mode_detail ((MxKeyMode) a), !=, tea_key_mode_detail ((MxKeyMode) b));
    }
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);

  g_test_add_func ("/sidebar/text/spoken", test_spoken);
  g_test_add_func ("/security/H03/spoken-names", test_spoken_hostile);
  g_test_add_func ("/sidebar/text/badge", test_badge);
  g_test_add_func ("/sidebar/text/number", test_number);
  g_test_add_func ("/sidebar/text/time", test_time);
  g_test_add_func ("/sidebar/text/matches", test_matches);
  g_test_add_func ("/sidebar/text/heading", test_heading);
  g_test_add_func ("/preferences/words/key-mode", test_key_mode);

  return g_test_run ();
}
