/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pure functions behind rows: times, colours of names, spoken sentences. */

#include "config.h"

#include "tea-name-color.h"
#include "tea-test-list.h"
#include "tea-time.h"
#include "tea-words.h"

#include "mx-error.h"
#include "mx-timeline-item-private.h"

#include <gtk/gtk.h>

/* Tuesday, 12 March 2024, 12:00 UTC. */
#define NOON   G_GINT64_CONSTANT (1710244800000)
#define MINUTE G_GINT64_CONSTANT (60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static void
test_time_short (void)
{
  static const struct
  {
    gint64 ago;
    const char *text;
  } cases[] = {
    { 0, "just now" },
    { 59 * 1000, "just now" },
    { MINUTE, "1 min" },
    { 59 * MINUTE, "59 min" },
    { 2 * HOUR, "10:00" },
    { 12 * HOUR, "00:00" },
    { 13 * HOUR, "Yesterday 23:00" },
    { 3 * DAY, "9 March" },
    { 366 * DAY, "12 March 2023" },
    /* From the future: a time, never "just now". */
    { -10 * MINUTE, "12:10" },
    { -400 * DAY, "16 April 2025" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = tea_time_short (NOON - cases[i].ago, NOON);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_time_ago (void)
{
  static const struct
  {
    gint64 ago;
    const char *text;
  } cases[] = {
    { 0, "just now" },
    { MINUTE, "1 minute ago" },
    { 59 * MINUTE, "59 minutes ago" },
    { HOUR, "1 hour ago" },
    { 12 * HOUR, "12 hours ago" },
    { 13 * HOUR, "yesterday" },
    { 3 * DAY, "3 days ago" },
    { 7 * DAY, "on 5 March" },
    { 366 * DAY, "on 12 March 2023" },
    { -HOUR, "just now" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = tea_time_ago (NOON - cases[i].ago, NOON);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_time_long (void)
{
  g_autofree char *whole = tea_time_long (NOON);
  g_autofree char *clock = tea_time_clock (NOON);

  g_assert_cmpstr (whole, ==, "Tuesday, 12 March 2024, 12:00");
  g_assert_cmpstr (clock, ==, "12:00");
}

static void
test_time_heading (void)
{
  g_autofree char *today = tea_day_heading (NOON, NOON);
  g_autofree char *yesterday = tea_day_heading (NOON - DAY, NOON);
  g_autofree char *earlier = tea_day_heading (NOON - 6 * DAY, NOON);
  g_autofree char *last_year = tea_day_heading (NOON - 366 * DAY, NOON);

  g_assert_cmpstr (today, ==, "Today");
  g_assert_cmpstr (yesterday, ==, "Yesterday");
  g_assert_cmpstr (earlier, ==, "Wednesday, 6 March");
  g_assert_cmpstr (last_year, ==, "Sunday, 12 March 2023");
}

/* Servers can say any number. */
static void
test_time_hostile (void)
{
  static const gint64 times[] = { G_MININT64, G_MAXINT64, -1, -62135596800001, 253402300800000 };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *brief = tea_time_short (times[i], NOON);
    g_autofree char *clock = tea_time_clock (times[i]);
    g_autofree char *whole = tea_time_long (times[i]);
    g_autofree char *heading = tea_day_heading (times[i], NOON);

    g_assert_nonnull (brief);
    g_assert_nonnull (clock);
    g_assert_nonnull (whole);
    g_assert_nonnull (heading);
  }
}

static void
test_color_contrast (void)
{
  double hues = 0;
  GdkRGBA last = { 0 };
  int i;

  for (i = 0; i < 2000; i++) {
    g_autofree char *id = g_strdup_printf ("@person%d:example.org", i);
    GdkRGBA light, dark;

    tea_name_color (id, FALSE, &light);
    tea_name_color (id, TRUE, &dark);
    g_assert_cmpfloat (tea_color_contrast (&light, &tea_background_light), >=, 4.5);
    g_assert_cmpfloat (tea_color_contrast (&dark, &tea_background_dark), >=, 4.5);
    hues += !gdk_rgba_equal (&light, &last);
    last = light;
  }
  g_assert_cmpfloat (hues, >, 1900);
}

static void
test_color_readable (void)
{
  static const char *const colors[] = { "#ffff00", "#00ff00", "#000000", "#ffffff", "#7f7f7f", "#0000ff" };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (colors); i++) {
    GdkRGBA color;

    g_assert_true (gdk_rgba_parse (&color, colors[i]));
    tea_color_readable (&color, &tea_background_light);
    g_assert_cmpfloat (tea_color_contrast (&color, &tea_background_light), >=, 4.5);
    g_assert_true (gdk_rgba_parse (&color, colors[i]));
    tea_color_readable (&color, &tea_background_dark);
    g_assert_cmpfloat (tea_color_contrast (&color, &tea_background_dark), >=, 4.5);
  }
}

static void
test_words_message (void)
{
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:example.org", "Hello there", NULL);
  g_autofree char *plain = NULL;
  g_autofree char *full = NULL;

  _mx_timeline_item_set_sender_name (item, "Ann");
  plain = tea_words_item (item);
  g_assert_cmpstr (plain, ==, "\u2068Ann\u2069, 12:00: Hello there");

  _mx_timeline_item_set_edited (item, TRUE);
  _mx_timeline_item_add_reaction (item, "👍", "@b:x.org", FALSE);
  _mx_timeline_item_add_reaction (item, "👍", "@c:x.org", FALSE);
  _mx_timeline_item_add_reaction (item, "🎉", "@c:x.org", FALSE);
  _mx_timeline_item_set_send_state (item, MX_SEND_FAILED, NULL);
  full = tea_words_item (item);
  g_assert_cmpstr (full, ==, "\u2068Ann\u2069, 12:00: Hello there, edited, 3 reactions, not sent");
}

static void
test_words_marks (void)
{
  g_autoptr (MxTimelineItem) day = _mx_timeline_item_new (NULL, MX_ITEM_DAY, NULL, NOON);
  g_autoptr (MxTimelineItem) unread = _mx_timeline_item_new (NULL, MX_ITEM_UNREAD, NULL, NOON);
  g_autofree char *day_words = tea_words_item (day);
  g_autofree char *unread_words = tea_words_item (unread);

  g_assert_cmpstr (day_words, ==, "Tuesday, 12 March 2024");
  g_assert_cmpstr (unread_words, ==, "New messages");
}

static void
test_words_reaction (void)
{
  g_autofree char *mine = tea_words_reaction ("👍", 3, TRUE);
  g_autofree char *toned = tea_words_reaction ("👍🏽", 1, FALSE);
  g_autofree char *word = tea_words_reaction ("shipit", 2, FALSE);

  g_assert_cmpstr (mine, ==, "thumbs up, 3, you reacted");
  g_assert_cmpstr (toned, ==, "thumbs up, 1");
  g_assert_cmpstr (word, ==, "shipit, 2");
}

/* A name of right-to-left controls can neither turn the sentence nor hide in it. */
static void
test_security_h03_names (void)
{
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:example.org", "x", NULL);
  g_autofree char *words = NULL;

  _mx_timeline_item_set_sender_name (item, "\u202eegnahc\u2066\u2069");
  words = tea_words_item (item);
  g_assert_null (strstr (words, "\u202e"));
  g_assert_null (strstr (words, "\u2066"));
  g_assert_true (g_str_has_prefix (words, "\u2068egnahc\u2069"));
}

static void
test_words_errors (void)
{
  int code;

  for (code = MX_ERROR_FAILED; code <= MX_ERROR_KEYRING_MISSING; code++) {
    g_autoptr (GError) error = g_error_new_literal (MX_ERROR, code, "technical <b>");
    g_autofree char *sentence = tea_words_send_error (error, FALSE);

    g_assert_true (g_str_has_prefix (sentence, "Not sent"));
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_null (strstr (sentence, "technical"));
  }
}

/* What goes out by itself is no error. */
static void
test_words_delay (void)
{
  g_autoptr (GError) limited = g_error_new_literal (MX_ERROR, MX_ERROR_RATE_LIMITED, "technical");
  g_autoptr (GError) down = g_error_new_literal (MX_ERROR, MX_ERROR_SERVER, "technical");

  g_assert_cmpstr (tea_words_send_delay (NULL), ==, "Waiting to be sent");
  g_assert_cmpstr (tea_words_send_delay (down), ==, "Waiting to be sent");
  g_assert_cmpstr (tea_words_send_delay (limited), ==, "Waiting to be sent: the server asks for a pause");
}

static void
test_words_placeholder (void)
{
  g_autofree char *quiet = tea_words_placeholder ("Wiki Help Desk", FALSE);
  g_autofree char *warned = tea_words_placeholder ("Wiki Help Desk", TRUE);

  g_assert_cmpstr (quiet, ==, "Message \u2068Wiki Help Desk\u2069");
  g_assert_cmpstr (warned, ==, "Message \u2068Wiki Help Desk\u2069 — everyone can read this");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/closures/time/short", test_time_short);
  g_test_add_func ("/closures/time/ago", test_time_ago);
  g_test_add_func ("/closures/time/long", test_time_long);
  g_test_add_func ("/closures/time/heading", test_time_heading);
  g_test_add_func ("/closures/time/hostile", test_time_hostile);
  g_test_add_func ("/closures/color/contrast", test_color_contrast);
  g_test_add_func ("/closures/color/readable", test_color_readable);
  g_test_add_func ("/closures/words/message", test_words_message);
  g_test_add_func ("/closures/words/marks", test_words_marks);
  g_test_add_func ("/closures/words/reaction", test_words_reaction);
  g_test_add_func ("/closures/words/errors", test_words_errors);
  g_test_add_func ("/closures/words/delay", test_words_delay);
  g_test_add_func ("/closures/words/placeholder", test_words_placeholder);
  g_test_add_func ("/security/H03/names-in-sentences", test_security_h03_names);
  return g_test_run ();
}
