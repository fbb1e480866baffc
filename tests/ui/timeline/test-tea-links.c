/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which links there are, which may be followed, and when the person is asked first. */

#include "config.h"

#include "tea-link-anchor.h"
#include "tea-links.h"
#include "tea-message-text.h"
#include "tea-test-window.h"
#include "tea-text-label.h"

#include <adwaita.h>
#include <string.h>

static const struct
{
  const char *text;
  const char *links; /* joined by spaces */
} found[] = {
  { "see https://a.org/x.", "https://a.org/x" },
  { "(https://a.org/x_(y))", "https://a.org/x_(y)" },
  { "HTTP://A.org, and http://b.org!", "HTTP://A.org http://b.org" },
  { "mail mailto:ann@a.org now", "mailto:ann@a.org" },
  { "ask @ann:a.org or #help:a.org.", "@ann:a.org #help:a.org" },
  { "ann@a.org is no link, C# is none, #tag is none", "" },
  { "xhttps://a.org", "" },
  { "javascript:alert(1) file:///x ftp://a.org", "" },
  { "https://good.org@evil.org/x", "" },
  { "https://", "" },
  { "<https://a.org>", "https://a.org" },
  { "https://a.org/\u202ex", "https://a.org/" },
  { "مرحبا https://ar.wikipedia.org/wiki/ويكيبيديا", "https://ar.wikipedia.org/wiki/ويكيبيديا" },
};

static void
test_linkify (void)
{
  gsize i;
  guint k;

  for (i = 0; i < G_N_ELEMENTS (found); i++) {
    g_autoptr (TeaText) text = tea_text_new_plain (found[i].text, TRUE);
    g_autoptr (GString) links = g_string_new (NULL);

    for (k = 0; k < text->links->len; k++) {
      TeaTextLink *link = g_ptr_array_index (text->links, k);

      g_string_append_printf (links, "%s%s", k > 0 ? " " : "", link->uri);
      g_assert_cmpint (strncmp (text->text->str + link->start, link->uri, link->end - link->start), ==, 0);
    }
    g_assert_cmpstr (links->str, ==, found[i].links);
  }
}

static void
test_security_h06 (void)
{
  static const char *const refused[] = {
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:x",
    "file:///etc/passwd",
    "data:text/html,x",
    "smb://host/share",
    "ssh://host",
    "ms-word:x",
    "vbscript:x",
    "about:config",
    "//evil.org/x",
    "",
    "https:",
    "https://",
    "http:///x",
    "steam://run/1",
    "tel:123",
    "magnet:?xt=x",
    "https://user@host.org/",
  };
  static const char *const allowed[] = {
    "https://a.org",
    "HTTPS://A.ORG/",
    "http://a.org:8080/x?y#z",
    "mailto:ann@a.org",
    "matrix:r/help:a.org",
    "https://matrix.to/#/#help:a.org",
    "@ann:a.org",
    "#help:a.org",
    "irc://irc.a.org/help",
    "ircs://irc.a.org:6697/%23help",
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (tea_links_is_allowed (refused[i]));
  for (i = 0; i < G_N_ELEMENTS (allowed); i++)
    g_assert_true (tea_links_is_allowed (allowed[i]));
}

static void
test_security_h05 (void)
{
  static const struct
  {
    const char *uri;
    const char *text;
    gboolean asks;
  } cases[] = {
    { "https://a.org/x", "https://a.org/x", FALSE },
    { "https://a.org/x", "this page", FALSE },
    { "https://a.org/x", "a.org", FALSE },
    { "https://www.a.org/x", "a.org", FALSE },
    { "https://a.org/x", "e.g. this", FALSE },
    { "https://a.org/x", NULL, FALSE },
    { "https://evil.org/", "https://good.org", TRUE },
    { "https://evil.org/", "good.org", TRUE },
    { "https://evil.org/", "see good.org/login now", TRUE },
    { "https://evil.org/", "(www.good.org)", TRUE },
    { "https://good.org.evil.org/", "good.org", TRUE },
    { "https://evil.org/", "https://good.org@evil.org/", TRUE },
    /* A Cyrillic a in the name. */
    { "https://\u0430pple.org/", "apple", TRUE },
    { "https://xn--pple-43d.org/", "apple", TRUE },
    { "https://matrix.to.evil.org/#/@a:b.org", "https://matrix.to/#/@a:b.org", TRUE },
    { "https://matrix.to/#/@eve:b.org", "@ann:a.org", TRUE },
    { "https://matrix.to/#/@ann:a.org", "Ann", FALSE },
    { "https://matrix.to/#/@ann:a.org", "@ann:a.org", FALSE },
    { "mailto:eve@evil.org", "Ann", FALSE },
    /* What a community's rule made. */
    { "https://ar.wikipedia.org/wiki/Foo", "[[Foo|bar]]", FALSE },
    { "https://ar.wikipedia.org/wiki/X", "[[good.org]]", TRUE },
    { "https://ar.wikipedia.org/wiki/X", "[[X|https://good.org/login]]", TRUE },
    { "https://xn--wikipedi-86g.org/wiki/X", "[[X]]", TRUE },
    { "mailto:eve@evil.org", "https://good.org", TRUE },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    if (tea_links_must_ask (cases[i].uri, cases[i].text) != cases[i].asks)
      g_error ("%s under \"%s\"", cases[i].uri, cases[i].text);
  }
}

static void
test_security_h05_punycode (void)
{
  g_autofree char *cyrillic = tea_links_describe ("https://\u0430pple.org/x");
  g_autofree char *plain = tea_links_describe ("https://a.org:81/x?y");
  g_autofree char *person = tea_links_describe ("https://matrix.to/#/@ann:a.org");
  g_autofree char *turned = tea_links_describe ("https://a.org/%E2%80%AE\u202efdp.exe");

  g_assert_cmpstr (cyrillic, ==, "https://xn--pple-43d.org/x");
  g_assert_cmpstr (plain, ==, "https://a.org:81/x?y");
  g_assert_cmpstr (person, ==, "@ann:a.org");
  g_assert_null (strstr (turned, "\u202e"));
}

/* The question shows the real address, and "cancel" is what Enter does. */
static void
test_security_h05_question (void)
{
  TeaTestWindow test = { 0 };
  GtkWidget *label = tea_text_label_new ();
  AdwDialog *dialog;
  g_autofree char *texts = NULL;

  tea_test_window_show (&test, adw_bin_new (), 400, 400);
  gtk_window_destroy (test.window);
  test.window = GTK_WINDOW (g_object_new (ADW_TYPE_WINDOW, "default-width", 400, "default-height", 400, NULL));
  adw_window_set_content (ADW_WINDOW (test.window), label);
  gtk_window_present (test.window);
  tea_test_wait_frames (GTK_WIDGET (test.window), 2);
  tea_links_activate_text (label, "https://\u0430pple.org/", "apple.org");
  tea_test_wait_frames (GTK_WIDGET (test.window), 2);

  dialog = adw_window_get_visible_dialog (ADW_WINDOW (test.window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  texts = tea_test_dump_texts (GTK_WIDGET (dialog));
  g_assert_nonnull (strstr (texts, "https://xn--pple-43d.org/"));
  g_assert_cmpstr (adw_alert_dialog_get_default_response (ADW_ALERT_DIALOG (dialog)), ==, "cancel");
  adw_dialog_force_close (dialog);
  tea_test_window_close (&test);
}

static void
test_label_anchors (void)
{
  TeaTestWindow test = { 0 };
  GtkWidget *label = tea_text_label_new ();
  GtkWidget *anchor;
  graphene_rect_t bounds;

  tea_text_label_set_text (TEA_TEXT_LABEL (label), tea_text_new_plain ("see https://a.org/x and #help:b.org", TRUE));
  tea_test_window_show (&test, label, 500, 100);
  anchor = tea_test_find_type (label, TEA_TYPE_LINK_ANCHOR);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (anchor), GTK_ACCESSIBLE_ROLE_LINK);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (anchor), GTK_ACCESSIBLE_PROPERTY_LABEL, "https://a.org/x");
  g_assert_true (gtk_widget_get_focusable (anchor));
  g_assert_true (gtk_widget_compute_bounds (anchor, label, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >, 10);
  g_assert_cmpstr (tea_text_label_get_link_at (TEA_TEXT_LABEL (label), bounds.origin.x + 5,
                                               bounds.origin.y + 5),
                   ==, "https://a.org/x");
  g_assert_null (tea_text_label_get_link_at (TEA_TEXT_LABEL (label), 3, bounds.origin.y + 5));
  tea_test_window_close (&test);
}

static void
test_label_spoiler (void)
{
  GtkWidget *label = g_object_ref_sink (tea_text_label_new ());
  TeaText *text = tea_text_new_plain ("the butler did it", FALSE);

  tea_text_add_spoiler (text, 4, 10, "");
  tea_text_label_set_text (TEA_TEXT_LABEL (label), text);
  g_assert_cmpstr (tea_text_label_get_shown (TEA_TEXT_LABEL (label)), ==, "the [Hidden text – show] did it");
  tea_text_label_reveal (TEA_TEXT_LABEL (label));
  g_assert_cmpstr (tea_text_label_get_shown (TEA_TEXT_LABEL (label)), ==, "the butler did it");
  g_object_unref (label);
}

/* Places to break a line are put into long words; no part of an address, nor of a copy. */
static void
test_long (void)
{
  g_autoptr (GString) address = g_string_new ("https://a.org/");
  g_autofree char *tame = NULL;
  g_autofree char *copied = NULL;
  g_autoptr (TeaText) text = NULL;
  GtkWidget *label = g_object_ref_sink (tea_text_label_new ());
  int i;

  for (i = 0; i < 400; i++)
    g_string_append_c (address, (char) ('a' + i % 26));
  tame = tea_text_break_words (address->str);
  g_assert_cmpuint (strlen (tame), >, address->len);
  text = tea_text_new_plain (tame, TRUE);
  g_assert_cmpuint (text->links->len, ==, 1);
  g_assert_cmpstr (((TeaTextLink *) g_ptr_array_index (text->links, 0))->uri, ==, address->str);
  tea_text_label_set_text (TEA_TEXT_LABEL (label), g_steal_pointer (&text));
  gtk_label_select_region (tea_text_label_get_label (TEA_TEXT_LABEL (label)), 0, -1);
  copied = tea_text_label_dup_selection (TEA_TEXT_LABEL (label));
  g_assert_cmpstr (copied, ==, address->str);
  g_object_unref (label);
}

static PangoAttribute *
find_attr (GtkWidget     *label,
           PangoAttrType  type,
           int            byte)
{
  PangoAttrList *attrs = gtk_label_get_attributes (tea_text_label_get_label (TEA_TEXT_LABEL (label)));
  g_autoptr (PangoAttrIterator) iter = pango_attr_list_get_iterator (attrs);
  int start, end;

  do {
    pango_attr_iterator_range (iter, &start, &end);
  } while (end <= byte && pango_attr_iterator_next (iter));
  return pango_attr_iterator_get (iter, type);
}

static void
test_label_no_hyphens (void)
{
  GtkWidget *label = g_object_ref_sink (tea_text_label_new ());
  PangoAttribute *attr;

  tea_text_label_set_text (TEA_TEXT_LABEL (label), tea_text_new_plain ("words", TRUE));
  attr = find_attr (label, PANGO_ATTR_INSERT_HYPHENS, 0);
  g_assert_nonnull (attr);
  g_assert_cmpint (((PangoAttrInt *) attr)->value, ==, FALSE);
  g_object_unref (label);
}

/* A person by name stands on a pill; an address is underlined, wherever it leads. */
static void
test_label_pill (void)
{
  const char *person = "https://matrix.to/#/@ben:b.org";
  TeaText *text = tea_text_new_plain ("Ben", FALSE);
  TeaTestWindow test = { 0 };
  GtkWidget *label = tea_text_label_new ();

  tea_text_add_link (text, 0, 3, person);
  tea_text_append (text, ": https://matrix.to/#/@cem:b.org", -1);
  tea_text_linkify (text, 3, NULL);
  tea_text_label_set_text (TEA_TEXT_LABEL (label), text);
  g_assert_null (find_attr (label, PANGO_ATTR_UNDERLINE, 1));
  g_assert_nonnull (find_attr (label, PANGO_ATTR_WEIGHT, 1));
  g_assert_nonnull (find_attr (label, PANGO_ATTR_UNDERLINE, 10));
  tea_test_window_show (&test, label, 200, 100);
  tea_test_window_close (&test);
}

/* What is a link for who reads goes out as it was written: IRC and bots see it untouched. */
static void
test_written (void)
{
  g_autoptr (GPtrArray) mentions = g_ptr_array_new_with_free_func ((GDestroyNotify) tea_mention_free);
  TeaMention *mention = g_new0 (TeaMention, 1);
  g_autofree char *html = NULL;

  g_assert_null (tea_message_text_to_html ("see [[Foo|bar]] and {{x}} T123", mentions));
  mention->end = 3;
  mention->user_id = g_strdup ("@ben:b.org");
  g_ptr_array_add (mentions, mention);
  html = tea_message_text_to_html ("Ben: see [[Foo|bar]] T123", mentions);
  g_assert_true (g_str_has_suffix (html, "Ben</a>: see [[Foo|bar]] T123"));
}

/* Whatever a pill calls somebody: where it leads is said by the pointer, the focus and a screen reader. */
static void
test_security_h04_pill (void)
{
  static const char *const names[] = { "Ann", "Admin", "\u0410nn", "@ann:good.org", "Room moderator", "\u202eAnn" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    TeaTestWindow test = { 0 };
    TeaText *text = tea_text_new_plain (names[i], FALSE);
    GtkWidget *label = tea_text_label_new ();
    GtkWidget *anchor;

    tea_text_add_link (text, 0, (guint) strlen (names[i]), "https://matrix.to/#/@eve:evil.org");
    tea_text_label_set_text (TEA_TEXT_LABEL (label), text);
    tea_test_window_show (&test, label, 300, 100);
    anchor = tea_test_find_type (label, TEA_TYPE_LINK_ANCHOR);
    g_assert_cmpstr (tea_link_anchor_get_where (TEA_LINK_ANCHOR (anchor)), ==, "@eve:evil.org");
    gtk_test_accessible_assert_property (GTK_ACCESSIBLE (anchor), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                         "@eve:evil.org");
    g_assert_true (gtk_widget_get_has_tooltip (label));
    tea_test_window_close (&test);
  }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/links/linkify", test_linkify);
  g_test_add_func ("/links/written", test_written);
  g_test_add_func ("/links/long", test_long);
  g_test_add_func ("/links/label/anchors", test_label_anchors);
  g_test_add_func ("/links/label/no-hyphens", test_label_no_hyphens);
  g_test_add_func ("/links/label/pill", test_label_pill);
  g_test_add_func ("/links/label/spoiler", test_label_spoiler);
  g_test_add_func ("/security/H04/pill-shows-account-name", test_security_h04_pill);
  g_test_add_func ("/security/H05/text-and-target", test_security_h05);
  g_test_add_func ("/security/H05/punycode", test_security_h05_punycode);
  g_test_add_func ("/security/H05/question", test_security_h05_question);
  g_test_add_func ("/security/H06/schemes", test_security_h06);
  return g_test_run ();
}
