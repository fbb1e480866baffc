/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HTML of strangers becomes plain blocks: what is kept, what is dropped, what is refused. */

#include "config.h"

#include "tea-html.h"
#include "tea-name-color.h"

#include "mx-link-rule.h"

#include <gtk/gtk.h>
#include <string.h>

static const TeaHtmlOptions options = { 40, 4000, FALSE, NULL };

static char *
dump (const char *html)
{
  gboolean cut;
  g_autoptr (GPtrArray) blocks = tea_html_parse (html, &options, NULL, &cut);

  return blocks != NULL ? tea_html_dump (blocks) : g_strdup ("refused");
}

static const struct
{
  const char *path;
  const char *html;
  const char *dump;
} cases[] = {
  { "/html/plain", "just text", "p: just text\n" },
  { "/html/white-space", "  a \n\t b<br>  c  ", "p: a b\nc\n" },
  { "/html/paragraphs", "<p>one</p><p>two</p>", "p: one\np: two\n" },
  { "/html/entities", "&lt;b&gt; &amp; &#65;", "p: <b> & A\n" },
  { "/html/styles-are-no-text", "<b>a</b> <i>b</i><u>c</u>", "p: a bc\n" },
  { "/html/headings", "<h1>a</h1><h6>b</h6>", "h1: a\nh6: b\n" },
  { "/html/quote", "<blockquote>q<p>r</p></blockquote>s", "quote\n  p: q\n  p: r\np: s\n" },
  { "/html/list", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
    "list-1\n  item\n    p: a\n  item\n    p: b\n    list-1\n      item\n        p: c\n" },
  { "/html/list-start", "<ol start=\"5\"><li>a</li></ol>", "list5\n  item\n    p: a\n" },
  { "/html/code", "<pre><code class=\"language-c\">int x;\n  y &lt; z</code></pre>", "code(c): int x;\n  y < z\n" },
  { "/html/table", "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>",
    "table\n  row\n    cell1\n      p: h\n  row\n    cell\n      p: d\n" },
  { "/html/rule", "a<hr>b", "p: a\nrule\np: b\n" },
  { "/html/link", "see <a href=\"https://a.org/x\">this</a>.", "p: see this. [this](https://a.org/x)\n" },
  { "/html/link-of-pieces", "<a href=\"https://a.org/\">x<b>y</b>z</a>", "p: xyz [xyz](https://a.org/)\n" },
  { "/html/link-plain", "see https://a.org/x.", "p: see https://a.org/x. [https://a.org/x](https://a.org/x)\n" },
  { "/html/pill", "<a href=\"https://matrix.to/#/@ann:a.org\">Ann</a>",
    "p: Ann [Ann](https://matrix.to/#/@ann:a.org)\n" },
  { "/html/spoiler", "a <span data-mx-spoiler=\"end\">b</span> c", "p: a b c [b](spoiler)\n" },
  { "/html/mx-reply", "<mx-reply><blockquote>old</blockquote></mx-reply>new", "p: new\n" },
  { "/html/legacy", "<font color=\"#ff0000\">a</font> <strike>b</strike>", "p: a b\n" },
  { "/html/unknown-keeps-text", "<marquee>a</marquee><blink>b</blink>", "p: ab\n" },
  { "/html/details", "<details><summary>s</summary>t</details>", "p: s\np: t\n" },
  { "/html/item-alone", "<li>a</li>", "item\n  p: a\n" },
  { "/security/H02/script", "a<script>alert (1)</script>b<style>p { x }</style>", "p: ab\n" },
  { "/security/H02/handlers", "<p onclick=\"x\" style=\"y\">a</p>", "p: a\n" },
  { "/security/H02/frames", "<iframe src=\"https://e/\">i</iframe><object>o</object><embed>e", "refused" },
  { "/security/H02/remote-image", "a<img src=\"https://evil.org/x.png\" alt=\"cat\">", "p: acat\n" },
  { "/security/H02/data-image", "<img src=\"data:image/png;base64,AAAA\" alt=\"cat\">", "p: cat\n" },
  { "/security/H02/svg", "<svg><text>x</text></svg>y", "p: y\n" },
  { "/security/H02/comment", "a<!-- <b>x</b> -->b", "p: ab\n" },
  { "/security/H02/form", "<form><input value=x>f</form>g", "p: g\n" },
  { "/security/H02/nothing", "<b></b>", "refused" },
  { "/security/H06/javascript", "<a href=\"javascript:x\">a</a>", "p: a\n" },
  { "/security/H06/javascript-space", "<a href=\" JavaScript:x\">a</a>", "p: a\n" },
  { "/security/H06/data", "<a href=\"data:text/html,x\">a</a>", "p: a\n" },
  { "/security/H06/file", "<a href=\"file:///etc/passwd\">a</a>", "p: a\n" },
  { "/security/H06/smb", "<a href=\"smb://host/x\">a</a>", "p: a\n" },
  { "/security/H06/relative", "<a href=\"/x\">a</a>", "p: a\n" },
};

static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *text = dump (cases[i].html);

  g_assert_cmpstr (text, ==, cases[i].dump);
}

static void
test_lead (void)
{
  TeaText *lead = tea_text_new_plain ("* Ann ", FALSE);
  gboolean cut;
  g_autoptr (GPtrArray) blocks = tea_html_parse ("<p>waves</p><p>twice</p>", &options, lead, &cut);
  g_autofree char *text = tea_html_dump (blocks);

  g_assert_cmpstr (text, ==, "p: * Ann waves\np: twice\n");
}

static char *
nested (const char *open,
        const char *close,
        guint       n)
{
  GString *html = g_string_new (NULL);
  guint i;

  for (i = 0; i < n; i++)
    g_string_append (html, open);
  g_string_append (html, "x");
  for (i = 0; i < n && close != NULL; i++)
    g_string_append (html, close);
  return g_string_free (html, FALSE);
}

/* 90 levels are shown, 101 are not, and no number of them is a problem. */
static void
test_security_h02_depth (void)
{
  static const guint depths[] = { 101, 256, 1000, 20000 };
  g_autofree char *fine = nested ("<b>", "</b>", 90);
  g_autofree char *shown = dump (fine);
  gsize i;

  g_assert_cmpstr (shown, ==, "p: x\n");
  for (i = 0; i < G_N_ELEMENTS (depths); i++) {
    g_autofree char *deep = nested ("<div>", "</div>", depths[i]);
    g_autofree char *open = nested ("<div>", NULL, depths[i]);
    g_autofree char *deep_dump = dump (deep);
    g_autofree char *open_dump = dump (open);

    g_assert_cmpstr (deep_dump, ==, "refused");
    g_assert_cmpstr (open_dump, ==, "refused");
  }
}

static void
test_security_h02_size (void)
{
  g_autofree char *tags = nested ("<b>", NULL, 350000);
  g_autofree char *many = nested ("<br>", NULL, 60000);
  gint64 before = g_get_monotonic_time ();
  g_autofree char *tags_dump = dump (tags);
  g_autofree char *many_dump = dump (many);

  g_assert_cmpstr (tags_dump, ==, "refused");
  g_assert_cmpstr (many_dump, ==, "refused");
  g_assert_cmpint (g_get_monotonic_time () - before, <, G_USEC_PER_SEC);
}

static void
test_limits (void)
{
  g_autofree char *lines = nested ("<p>line</p>", NULL, 100);
  g_autofree char *chars = nested ("word ", NULL, 2000);
  gboolean cut = FALSE;
  g_autoptr (GPtrArray) few = tea_html_parse (lines, &options, NULL, &cut);
  g_autoptr (GPtrArray) short_one = NULL;

  g_assert_true (cut);
  g_assert_cmpuint (few->len, ==, options.max_lines);
  short_one = tea_html_parse (chars, &options, NULL, &cut);
  g_assert_true (cut);
  g_assert_cmpuint (g_utf8_strlen (((TeaHtmlBlock *) g_ptr_array_index (short_one, 0))->text->text->str, -1),
                    <=, options.max_chars);
}

/* Broken UTF-8 in, valid UTF-8 out; attributes lie inside of the text. */
static void
test_security_h02_bytes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  static const char *const pieces[] = { "<b>", "</b>", "<p>", "<li>", "<table><tr><td>", "</td>", "<pre>",
                                        "</pre>", "\xff\xfe", "é", "\xe0\x80", "<a href='https://a.org'>",
                                        "&#0;", "&#x202e;", "<span data-mx-spoiler>", "</span>", "<br>", "x",
                                        "<!--", "]]>", "<ol start=99999999999>", "<h9>", "\"", "<", ">" };
  int round, i;

  for (round = 0; round < 3000; round++) {
    g_autoptr (GString) html = g_string_new (NULL);
    g_autofree char *text = NULL;
    int n = g_rand_int_range (rand, 1, 40);

    for (i = 0; i < n; i++)
      g_string_append (html, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
    text = dump (html->str);
    g_assert_true (g_utf8_validate (text, -1, NULL));
  }
}

/* Bridged colours are moved until they can be read. */
static void
test_colors (void)
{
  gboolean cut;
  g_autoptr (GPtrArray) blocks = tea_html_parse ("<font color=\"#ffff00\">a</font>", &options, NULL, &cut);
  TeaHtmlBlock *block = g_ptr_array_index (blocks, 0);
  PangoAttrIterator *iter = pango_attr_list_get_iterator (block->text->attrs);
  PangoAttrColor *attr = (PangoAttrColor *) pango_attr_iterator_get (iter, PANGO_ATTR_FOREGROUND);
  GdkRGBA color;

  g_assert_nonnull (attr);
  color = (GdkRGBA) { attr->color.red / 65535.0f, attr->color.green / 65535.0f, attr->color.blue / 65535.0f, 1 };
  g_assert_cmpfloat (tea_color_contrast (&color, &tea_background_light), >=, 4.4);
  pango_attr_iterator_destroy (iter);
}

static void
test_spoiler_hidden (void)
{
  gboolean cut;
  g_autoptr (GPtrArray) blocks = tea_html_parse ("x <span data-mx-spoiler=\"end\">the <a href=\"https://a.org\">"
                                                 "butler</a></span> y <a href=\"https://b.org\">z</a>",
                                                 &options, NULL, &cut);
  TeaHtmlBlock *block = g_ptr_array_index (blocks, 0);
  g_autoptr (TeaText) hidden = tea_text_copy_hidden (block->text);
  TeaTextLink *link;

  g_assert_cmpstr (block->text->text->str, ==, "x the butler y z");
  g_assert_cmpstr (hidden->text->str, ==, "x [end – show] y z");
  g_assert_cmpuint (hidden->links->len, ==, 1);
  link = g_ptr_array_index (hidden->links, 0);
  g_assert_cmpstr (link->uri, ==, "https://b.org");
  g_assert_cmpstr (hidden->text->str + link->start, ==, "z");
}

/* What a community's rules find is a link in running text, and nowhere else. */
static void
test_rules (void)
{
  static const struct
  {
    const char *html;
    const char *dump;
  } rows[] = {
    { "see <b>[[Foo|bar]]</b>", "p: see [[Foo|bar]] [[[Foo|bar]]](https://example.org/Foo)\n" },
    { "<ul><li>[[Foo]]</li></ul>", "list-1\n  item\n    p: [[Foo]] [[[Foo]]](https://example.org/Foo)\n" },
    { "<code>[[Foo]]</code>", "p: [[Foo]]\n" },
    { "<pre>[[Foo]]</pre>", "code: [[Foo]]\n" },
    { "<a href=\"https://a.org/\">[[Foo]]</a>", "p: [[Foo]] [[[Foo]]](https://a.org/)\n" },
    { "https://a.org/[[Foo]]", "p: https://a.org/[[Foo]] [https://a.org/[[Foo]]](https://a.org/[[Foo]])\n" },
    { "[[A]] https://b.org [[C]]", "p: [[A]] https://b.org [[C]] [[[A]]](https://example.org/A) "
                                   "[https://b.org](https://b.org) [[[C]]](https://example.org/C)\n" },
  };
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  TeaHtmlOptions ruled = options;

  g_ptr_array_add (rules,
                   mx_link_rule_new ("\\[\\[([^|\\]]+)(?:\\|[^\\]]*)?\\]\\]", "https://example.org/\\1", NULL, NULL));
  ruled.rules = rules;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gboolean cut;
    g_autoptr (GPtrArray) blocks = tea_html_parse (rows[i].html, &ruled, NULL, &cut);
    g_autofree char *dumped = tea_html_dump (blocks);

    g_assert_cmpstr (dumped, ==, rows[i].dump);
  }
}

int
main (int    argc,
      char **argv)
{
  gsize i;

  gtk_test_init (&argc, &argv, NULL);
  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, GSIZE_TO_POINTER (i), test_case);
  g_test_add_func ("/html/lead", test_lead);
  g_test_add_func ("/html/limits", test_limits);
  g_test_add_func ("/html/colors", test_colors);
  g_test_add_func ("/html/spoiler-hidden", test_spoiler_hidden);
  g_test_add_func ("/html/rules", test_rules);
  g_test_add_func ("/security/H02/depth", test_security_h02_depth);
  g_test_add_func ("/security/H02/size", test_security_h02_size);
  g_test_add_func ("/security/H02/bytes", test_security_h02_bytes);
  return g_test_run ();
}
