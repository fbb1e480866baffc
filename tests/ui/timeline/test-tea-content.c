/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What rows show, and that hostile text stays text. */

#include "config.h"

#include "tea-content-view.h"
#include "tea-row-layout.h"
#include "tea-test-list.h"
#include "tea-test-names.h"
#include "tea-test-window.h"
#include "tea-text-label.h"
#include "tea-timeline-pane.h"
#include "tea-timeline-row.h"

#include "mx-error.h"
#include "mx-test.h"
#include "mx-timeline-item-private.h"

#include <adwaita.h>
#include <string.h>
#include <time.h>

#define HOSTILE "<b>&amp;</b> <span foreground=\"red\">x</span> & <a href=\"javascript:x\">y</a> %s%n"

static GtkWidget *
show_item (TeaTestWindow  *test,
           MxTimelineItem *item)
{
  GListStore *store = g_list_store_new (MX_TYPE_TIMELINE_ITEM);
  g_autoptr (GString) faults = g_string_new (NULL);
  GtkWidget *row;

  g_list_store_append (store, item);
  tea_test_window_open (test, G_LIST_MODEL (store), 700, 500);
  g_object_unref (store);
  row = tea_test_window_find_row (test, item);
  g_assert_nonnull (row);
  /* Whatever it shows, every control in it says what it is. */
  tea_test_find_nameless (row, faults);
  g_assert_cmpstr (faults->str, ==, "");
  return row;
}

/* Every place that a stranger's text reaches, in one message. */
static void
test_security_h01_row (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:example.org", HOSTILE, NULL);
  g_autoptr (MxTimelineItem) answered = tea_test_text_item ("$b", "@ann:example.org", HOSTILE, NULL);
  g_autoptr (GError) error = g_error_new_literal (MX_ERROR, MX_ERROR_FORBIDDEN, HOSTILE);
  g_autofree char *texts = NULL;
  GtkWidget *row;
  int n = 0;
  const char *p;

  _mx_timeline_item_set_sender_name (item, HOSTILE);
  _mx_timeline_item_set_head (item, TRUE);
  _mx_timeline_item_set_reply (item, mx_timeline_item_get_event (answered), HOSTILE);
  _mx_timeline_item_add_reaction (item, HOSTILE, "@b:example.org", FALSE);
  _mx_timeline_item_set_send_state (item, MX_SEND_FAILED, error);
  row = show_item (&test, item);
  texts = tea_test_dump_texts (row);
  for (p = texts; (p = strstr (p, "<b>&amp;</b>")) != NULL; p++)
    n++;
  /* Name, body, reaction (cut), and, where the model knows it, what is answered. */
  g_assert_cmpint (n, >=, 3);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  tea_test_window_close (&test);
}

static void
test_security_h01_kinds (void)
{
  static const MxItemKind kinds[] = { MX_ITEM_STATE, MX_ITEM_REDACTED, MX_ITEM_UNKNOWN };
  static const char *const contents[] = {
    "{\"msgtype\":\"m.file\",\"body\":\"<b>&amp;</b>.pdf\",\"url\":\"mxc://a.org/x\"}",
    "{\"msgtype\":\"m.image\",\"body\":\"<b>&amp;</b> caption\",\"filename\":\"<b>&amp;</b>.png\","
    "\"url\":\"mxc://a.org/x\"}",
    "{\"msgtype\":\"m.emote\",\"body\":\"<b>&amp;</b>\"}",
    "{\"msgtype\":\"m.notice\",\"body\":\"<b>&amp;</b>\"}",
    "{\"msgtype\":\"org.other\",\"body\":\"<b>&amp;</b>\"}",
    "{\"msgtype\":\"m.text\",\"body\":\"x\",\"format\":\"org.matrix.custom.html\","
    "\"formatted_body\":\"&lt;b&gt;&amp;amp;&lt;/b&gt;\"}",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    TeaTestWindow test = { 0 };
    g_autoptr (MxTimelineItem) item = _mx_timeline_item_new (NULL, kinds[i], NULL, 0);
    g_autofree char *texts = NULL;

    _mx_timeline_item_set_text (item, HOSTILE);
    texts = tea_test_dump_texts (show_item (&test, item));
    g_assert_nonnull (strstr (texts, "<b>&amp;</b>"));
    tea_test_window_close (&test);
  }
  for (i = 0; i < G_N_ELEMENTS (contents); i++) {
    TeaTestWindow test = { 0 };
    g_autoptr (MxTimelineItem) item = tea_test_item ("m.room.message", "$a", "@ann:example.org", contents[i]);
    g_autofree char *texts = tea_test_dump_texts (show_item (&test, item));

    /* A file is shown by the name that it would be saved under. */
    g_assert_nonnull (strstr (texts, i == 0 ? "b_.pdf" : "<b>&amp;</b>"));
    tea_test_window_close (&test);
  }
}

typedef struct
{
  double began;   /* of the frame under way */
  double longest; /* ms of this thread's time, waiting and other programs not counted */
} Frames;

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000.0 + (double) now.tv_nsec / 1e6;
}

static void
on_before_paint (GdkFrameClock *clock,
                 Frames        *frames)
{
  frames->began = thread_ms ();
}

static void
on_after_paint (GdkFrameClock *clock,
                Frames        *frames)
{
  frames->longest = MAX (frames->longest, thread_ms () - frames->began);
}

/* Adds a message to an open timeline; what it takes to take it in, and the longest frame until it is drawn. */
static double
longest_frame (TeaTestWindow *test,
               GListStore    *store,
               const char    *body)
{
  g_autofree char *id = g_strdup_printf ("$h10-%u", g_list_model_get_n_items (G_LIST_MODEL (store)));
  g_autoptr (MxTimelineItem) item = tea_test_text_item (id, "@ann:example.org", body, NULL);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->view));
  Frames frames = { thread_ms (), 0 };
  gulong before = g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), &frames);
  gulong after = g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), &frames);

  g_list_store_append (store, item);
  on_after_paint (clock, &frames);
  tea_test_wait_frames (GTK_WIDGET (test->view), 3);
  g_signal_handler_disconnect (clock, before);
  g_signal_handler_disconnect (clock, after);
  g_assert_nonnull (tea_test_window_find_row (test, item));
  return frames.longest;
}

static const struct
{
  const char *piece;
  guint n;
} h10_bodies[] = {
  { "W", 65536 },
  { "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308", 4000 },
  { "\u0301", 30000 },
  { "\n", 60000 },
  { "\u202ea\u202c", 9000 },
  { "\u2067a\u2069", 9000 },
  { "word ", 13000 },
  { "😀", 15000 },
  { "ﷺ", 15000 },
  { "https://a.example/", 3600 },
};

/* The caps that keep a frame short: a word, marks, lines and turns beyond reason. Fonts are opened before, by one of
 * each. */
static void
test_security_h10 (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  TeaTestWindow test = { 0 };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GListStore) store = g_list_store_new (MX_TYPE_TIMELINE_ITEM);
  double took;
  guint k;

  for (k = 0; k < h10_bodies[i].n; k++)
    g_string_append (body, h10_bodies[i].piece);
  tea_test_window_open (&test, G_LIST_MODEL (store), 700, 500);
  longest_frame (&test, store, h10_bodies[i].piece);
  took = longest_frame (&test, store, body->str);
  g_test_message ("%zu bytes: %.1f ms", body->len, took);
  g_assert_cmpfloat (took, <, 100.0 * MX_TEST_SLOWER);
  tea_test_window_close (&test);
}

static gboolean
click_more (GtkWidget *row)
{
  GtkWidget *button = tea_test_find_type (tea_test_find_type (row, TEA_TYPE_CONTENT_VIEW), GTK_TYPE_BUTTON);

  if (button == NULL)
    return FALSE;
  g_signal_emit_by_name (button, "clicked");
  return TRUE;
}

static void
test_show_more (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (MxTimelineItem) item = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *row;
  int i;

  for (i = 0; i < 100; i++)
    g_string_append_printf (body, "line %d\n", i);
  item = tea_test_text_item ("$more", "@ann:example.org", body->str, NULL);
  row = show_item (&test, item);
  before = tea_test_dump_texts (row);
  g_assert_nonnull (strstr (before, "line 39\n"));
  g_assert_null (strstr (before, "line 40"));
  g_assert_nonnull (strstr (before, "Show more"));
  g_assert_true (click_more (row));
  tea_test_wait_frames (GTK_WIDGET (test.view), 2);
  after = tea_test_dump_texts (row);
  g_assert_nonnull (strstr (after, "line 99"));
  g_assert_null (strstr (after, "Show more"));
  tea_test_window_close (&test);
}

static void
test_html_tree (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_text_item (
    "$a", "@ann:example.org", "plain",
    "<p>one</p><ul><li>two</li></ul><pre><code>three</code></pre><table><tr><td>four</td></tr></table><blockquote>"
    "five</blockquote>");
  g_autofree char *texts = tea_test_dump_texts (show_item (&test, item));

  g_assert_cmpstr (texts, ==, "one\n•\ntwo\nthree\nfour\nfive\n");
  tea_test_window_close (&test);
}

/* Too deep for HTML: the plain body is shown. */
static void
test_security_h02_fallback (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (GString) html = g_string_new (NULL);
  g_autoptr (MxTimelineItem) item = NULL;
  g_autofree char *texts = NULL;
  int i;

  for (i = 0; i < 150; i++)
    g_string_append (html, "<blockquote>");
  g_string_append (html, "deep");
  item = tea_test_text_item ("$a", "@ann:example.org", "the plain body", html->str);
  texts = tea_test_dump_texts (show_item (&test, item));
  g_assert_cmpstr (texts, ==, "the plain body\n");
  tea_test_window_close (&test);
}

static void
test_emote (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_item ("m.room.message", "$a", "@ann:example.org",
                                                   "{\"msgtype\":\"m.emote\",\"body\":\"waves\"}");
  g_autofree char *texts = NULL;

  _mx_timeline_item_set_sender_name (item, "Ann");
  texts = tea_test_dump_texts (show_item (&test, item));
  g_assert_cmpstr (texts, ==, "* \u2068Ann\u2069 waves\n");
  tea_test_window_close (&test);
}

/* The row follows its item: text, state, reactions. */
static void
test_row_follows (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:example.org", "first", NULL);
  GtkWidget *row = show_item (&test, item);
  g_autofree char *edited = NULL;
  g_autofree char *failed = NULL;
  g_autofree char *calm = NULL;

  _mx_timeline_item_set_text (item, "second");
  _mx_timeline_item_set_edited (item, TRUE);
  _mx_timeline_item_add_reaction (item, "👍", "@b:example.org", FALSE);
  edited = tea_test_dump_texts (row);
  g_assert_cmpstr (edited, ==, "second\n👍 1\nedited\n");
  _mx_timeline_item_add_reaction (item, "👍", "@c:example.org", TRUE);
  _mx_timeline_item_set_send_state (item, MX_SEND_FAILED, NULL);
  failed = tea_test_dump_texts (row);
  g_assert_cmpstr (failed, ==, "second\n👍 2\nNot sent.\nTry again\nDiscard\n");
  g_assert_true (gtk_widget_has_css_class (row, "failed"));
  _mx_timeline_item_set_send_state (item, MX_SEND_NONE, NULL);
  _mx_timeline_item_set_edited (item, FALSE);
  calm = tea_test_dump_texts (row);
  g_assert_cmpstr (calm, ==, "second\n👍 2\n");
  tea_test_window_close (&test);
}

static void
test_reaction_spoken (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_text_item ("$a", "@ann:example.org", "x", NULL);
  GtkWidget *toggle;

  _mx_timeline_item_add_reaction (item, "👍", "@b:example.org", FALSE);
  _mx_timeline_item_add_reaction (item, "👍", "@me:example.org", TRUE);
  toggle = tea_test_find_type (show_item (&test, item), GTK_TYPE_TOGGLE_BUTTON);
  g_assert_nonnull (toggle);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "thumbs up, 2, you reacted");
  tea_test_window_close (&test);
}

/* The real suffix of a file is what is shown, whatever turns its name round. */
static void
test_security_h03_file (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_item ("m.room.message", "$a", "@ann:example.org",
                                                   "{\"msgtype\":\"m.file\",\"body\":\"photo\u202egpj.exe\","
                                                   "\"url\":\"mxc://a.org/x\"}");
  g_autofree char *texts = tea_test_dump_texts (show_item (&test, item));

  g_assert_null (strstr (texts, "\u202e"));
  g_assert_nonnull (strstr (texts, "photogpj.exe"));
  tea_test_window_close (&test);
}

/* The box of a picture has its size before the picture is there. */
static void
test_image_reserved (void)
{
  TeaTestWindow test = { 0 };
  g_autoptr (MxTimelineItem) item = tea_test_item (
    "m.room.message", "$a", "@ann:example.org",
    "{\"msgtype\":\"m.image\",\"body\":\"x.png\",\"url\":\"mxc://a.org/x\",\"info\":{\"w\":1600,\"h\":800}}");
  GtkWidget *row = show_item (&test, item);
  GtkWidget *button = tea_test_find_type (row, GTK_TYPE_BUTTON);

  g_assert_cmpint (gtk_widget_get_width (button), ==, 400);
  g_assert_cmpint (gtk_widget_get_height (button), ==, 200);
  tea_test_window_close (&test);
}

static void
test_image_sizes_hostile (void)
{
  static const char *const infos[] = {
    "{}",
    "{\"w\":0,\"h\":0}",
    "{\"w\":-5,\"h\":100}",
    "{\"w\":9007199254740991,\"h\":1}",
    "{\"w\":1,\"h\":99999}",
    "{\"w\":\"x\"}",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (infos); i++) {
    TeaTestWindow test = { 0 };
    g_autofree char *content = g_strdup_printf ("{\"msgtype\":\"m.image\",\"body\":\"x.png\","
                                                "\"url\":\"mxc://a.org/x\",\"info\":%s}",
                                                infos[i]);
    g_autoptr (MxTimelineItem) item = tea_test_item ("m.room.message", "$a", "@ann:example.org", content);
    GtkWidget *row = show_item (&test, item);

    g_assert_cmpint (gtk_widget_get_height (row), <=, 400);
    tea_test_window_close (&test);
  }
}

int
main (int    argc,
      char **argv)
{
  gsize i;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/security/H01/row", test_security_h01_row);
  g_test_add_func ("/security/H01/kinds", test_security_h01_kinds);
  g_test_add_func ("/security/H02/fallback", test_security_h02_fallback);
  g_test_add_func ("/security/H03/file-suffix", test_security_h03_file);
  for (i = 0; i < G_N_ELEMENTS (h10_bodies); i++) {
    g_autofree char *path = g_strdup_printf ("/security/H10/body-%" G_GSIZE_FORMAT, i);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_security_h10);
  }
  g_test_add_func ("/content/show-more", test_show_more);
  g_test_add_func ("/content/html-tree", test_html_tree);
  g_test_add_func ("/content/emote", test_emote);
  g_test_add_func ("/content/row-follows", test_row_follows);
  g_test_add_func ("/content/reaction-spoken", test_reaction_spoken);
  g_test_add_func ("/content/image-reserved", test_image_reserved);
  g_test_add_func ("/content/image-sizes-hostile", test_image_sizes_hostile);
  return g_test_run ();
}
