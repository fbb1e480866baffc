/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a community's rules make a link, where it leads, and that neither a pattern nor a text
 * makes them run away. */

#include "config.h"

#include "mx-link-rule.h"

#include "mx-preset.h"

#include <string.h>

#define WIKI "https://ar.wikipedia.org/wiki/"

static MxPreset *
read_wiki (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), "presets", "good", "wiki.json", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  MxPreset *preset;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &data, &len, NULL));
  preset = mx_preset_parse (data, len, &error);
  g_assert_no_error (error);
  return preset;
}

/* "text → address", one a line. */
static char *
dump (GPtrArray  *rules,
      const char *text,
      guint       start)
{
  g_autoptr (GPtrArray) found = mx_link_rules_find (rules, text, start);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    const MxRuleMatch *match = g_ptr_array_index (found, i);

    g_string_append_printf (out, "%s%.*s → %s", i > 0 ? "\n" : "", (int) (match->end - match->start),
                            text + match->start, match->uri);
  }
  return g_string_free_and_steal (out);
}

static const struct
{
  const char *text;
  const char *links;
} cases[] = {
  { "see T123, and T12", "T123 → https://tasks.example.org/T123" },
  { "T1234T5678 xT123 T123x", "" },
  { "rev:123 and rev:x", "rev:123 → https://ar.wikipedia.org/w/index.php?oldid=123" },
  { "[[Foo]]", "[[Foo]] → " WIKI "Foo" },
  { "[[ Foo bar ]]", "[[ Foo bar ]] → " WIKI "Foo_bar" },
  { "[[Foo|a label]]", "[[Foo|a label]] → " WIKI "Foo" },
  { "[[Foo#Some section|a label]]", "[[Foo#Some section|a label]] → " WIKI "Foo#Some_section" },
  { "[[User:Ann/Notes]]", "[[User:Ann/Notes]] → " WIKI "User:Ann/Notes" },
  { "[[ويكيبيديا:الميدان]]", "[[ويكيبيديا:الميدان]] → " WIKI "%D9%88%D9%8A%D9%83%D9%8A%D8%A8%D9%8A%D8%AF%D9%8A%D8%A7:"
                             "%D8%A7%D9%84%D9%85%D9%8A%D8%AF%D8%A7%D9%86" },
  { "[[:fr:Café crème|le café]]", "[[:fr:Café crème|le café]] → https://fr.wikipedia.org/wiki/Caf%C3%A9_cr%C3%A8me" },
  { "[[:Category:Tea]]", "[[:Category:Tea]] → " WIKI "Category:Tea" },
  { "{{template}} {{Box|a=b}}",
    "{{template}} → " WIKI "Template:template\n{{Box|a=b}} → " WIKI "Template:Box" },
  { "[[A]][[B]]", "[[A]] → " WIKI "A\n[[B]] → " WIKI "B" },
  { "two\n[[A\nB]] lines [[C]]", "[[C]] → " WIKI "C" },
  { "[[T123]]", "[[T123]] → " WIKI "T123" },
  /* What a stranger may try. */
  { "[[Foo?title=Special:X&x=1]]", "[[Foo?title=Special:X&x=1]] → " WIKI "Foo%3Ftitle%3DSpecial:X%26x%3D1" },
  { "[[Foo%2e%2e%00]]", "[[Foo%2e%2e%00]] → " WIKI "Foo%252e%252e%2500" },
  { "[[../w/index.php]] [[a/../b]] [[a/.]] [[.]] [[..]]", "" },
  { "[[...]] [[.a]]", "[[...]] → " WIKI "...\n[[.a]] → " WIKI ".a" },
  { "[[Foo\u202ebar\u200b]]", "[[Foo\u202ebar\u200b]] → " WIKI "Foobar" },
  { "[[\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645]]",
    "[[\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645]] → " WIKI
    "%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85" },
  { "[[//evil.org/]] [[@evil.org]]", "[[//evil.org/]] → " WIKI "//evil.org/\n[[@evil.org]] → " WIKI "%40evil.org" },
  { "[[\"><script>]] [[]] [[|x]] [[#x]]", "" },
  { "", "" },
};

static void
test_table (void)
{
  g_autoptr (MxPreset) preset = read_wiki ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *links = dump (preset->rules, cases[i].text, 0);

    g_assert_cmpstr (links, ==, cases[i].links);
  }
}

static GPtrArray *
new_rules (const char *pattern,
           const char *target)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_link_rule_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (rules, mx_link_rule_new (pattern, target, NULL, &error));
  g_assert_no_error (error);
  return rules;
}

/* A label out of the text is one label of letters, and no name that only looks like letters. */
static void
test_host (void)
{
  g_autoptr (GPtrArray) rules = new_rules ("w:(\\S*)", "https://\\1.example.org/x");
  g_autofree char *good = dump (rules, "w:fr w:be-tarask", 0);
  g_autofree char *bad = dump (rules, "w: w:a.b w:evil.org/ w:-x w:x- w:xn--80ak6aa92e w:\u0430 w:a@b w:a:1 w:a%2e", 0);

  g_assert_cmpstr (good, ==, "w:fr → https://fr.example.org/x\nw:be-tarask → https://be-tarask.example.org/x");
  g_assert_cmpstr (bad, ==, "");
}

static void
test_start (void)
{
  g_autoptr (MxPreset) preset = read_wiki ();
  g_autofree char *inside = dump (preset->rules, "xT123", 1);
  g_autofree char *later = dump (preset->rules, "T123 T456", 4);

  g_assert_cmpstr (inside, ==, "");
  g_assert_cmpstr (later, ==, "T456 → https://tasks.example.org/T456");
}

/* A line may be longer than what is tried at once. */
static void
test_long_line (void)
{
  g_autoptr (MxPreset) preset = read_wiki ();
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GPtrArray) found = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (line, "some words T123 and more of them, ");
  found = mx_link_rules_find (preset->rules, line->str, 0);
  g_assert_cmpuint (found->len, ==, 100);
}

static const struct
{
  const char *pattern;
  const char *piece;
} hostile[] = {
  { "(a+)+$", "a" },
  { "(a|aa)+$", "a" },
  { "(.*)(.*)(.*)(.*)x", "a" },
  { "([a-z]+\\s?)*:", "word " },
  { "\\w+:", "W" },
  { ".*?x", "a " },
  { "(?:(?:a?){50}){50}b", "a" },
  { "^(.|\\s)*x", "\n " },
  { "(\\((?:[^()]|(?1))*\\))", "((" },
  { "x*", "y" },
  { "(*LIMIT_MATCH=4000000000)(a+)+$", "a" },
  { "(?<=a{200})b", "a" },
  { "[[][[](.+?)[]][]]", "[[" },
  { "[[][[](.+?)[]][]]", "[[ا" },
};

static void
test_patterns (void)
{
  gint64 began = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GPtrArray) rules = new_rules (hostile[i].pattern, "https://example.org/\\0");
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GPtrArray) found = NULL;
    gint64 one = g_get_monotonic_time ();

    while (text->len < 65536)
      g_string_append (text, hostile[i].piece);
    found = mx_link_rules_find (rules, text->str, 0);
    g_assert_cmpuint (found->len, <=, 200);
    g_test_message ("%s: %u links, %.1f ms", hostile[i].pattern, found->len,
                    (double) (g_get_monotonic_time () - one) / 1000.0);
  }
  /* Without the limits, the first alone takes longer than the sun will last. */
  g_assert_cmpint (g_get_monotonic_time () - began, <, 20 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link-rule/table", test_table);
  g_test_add_func ("/link-rule/start", test_start);
  g_test_add_func ("/link-rule/long-line", test_long_line);
  g_test_add_func ("/security/H05/link-rule-host", test_host);
  g_test_add_func ("/security/H10/link-rule-patterns", test_patterns);
  return g_test_run ();
}
