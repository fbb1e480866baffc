/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-text.h"

#include <string.h>

typedef struct
{
  const char *in, *out;
} Case;

static void
check (const Case *cases,
       gsize       n,
       char *(*func) (const char *))
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *out = func (cases[i].in);

    if (g_strcmp0 (out, cases[i].out) != 0)
      g_error ("“%s” became “%s”, not “%s”", cases[i].in, out, cases[i].out);
  }
}

static void
test_clean_name (void)
{
  static const Case cases[] = {
    { NULL, "" },
    { "", "" },
    { "Ann", "Ann" },
    { "  Ann \t\n Lee  ", "Ann Lee" },
    { "<b>&amp;", "<b>&amp;" },
    { "A\u202etxt.exe", "Atxt.exe" },
    { "\u2066A\u2069", "A" },
    { "A\u200bn\u2060n\ufeff", "Ann" },
    { "\u200b\u00ad\u3164", "" },
    { "A\u2028B", "A B" },
    { "A\x01\x7f"
      "B",
      "A B" },
    { "\u0301A", "A" },
    { "e\u0301", "e\u0301" },
    { "a\xff"
      "b",
      "a\xef\xbf\xbd"
      "b" },
    { "👩\u200d👧", "👩\u200d👧" },
    { "A\u200dB", "AB" },
    { "می\u200cخواهم", "می\u200cخواهم" },
    { "A\u200c", "A" },
    { "\u200dA", "A" },
    { "👍🏽", "👍🏽" },
    { "❤\ufe0f", "❤\ufe0f" },
    { "\u202b\u202cأمينة تونس 88", "أمينة تونس 88" },
    { "🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f" },
    { "A\U000e0041B", "AB" },
    { "\ue000A\U000f0000", "A" },
  };

  check (cases, G_N_ELEMENTS (cases), mx_text_clean_name);
}

static char *
repeat (const char *unit,
        guint       n)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (out, unit);
  return g_string_free_and_steal (out);
}

static void
test_name_limits (void)
{
  g_autofree char *marks = repeat ("\u0301", 30000);
  g_autofree char *zalgo = g_strconcat ("a", marks, "b", NULL);
  g_autofree char *word = repeat ("x", 65536);
  g_autofree char *overrides = repeat ("\u202e\u202c", 9000);
  g_autofree char *clean_zalgo = mx_text_clean_name (zalgo);
  g_autofree char *clean_word = mx_text_clean_name (word);
  g_autofree char *clean_overrides = mx_text_clean_name (overrides);

  g_assert_cmpint (g_utf8_strlen (clean_zalgo, -1), ==, 8);
  g_assert_true (g_str_has_suffix (clean_zalgo, "b"));
  g_assert_cmpint (g_utf8_strlen (clean_word, -1), ==, 101);
  g_assert_true (g_str_has_suffix (clean_word, "…"));
  g_assert_cmpstr (clean_overrides, ==, "");
}

static void
test_isolate (void)
{
  static const Case cases[] = {
    { "Ann", "\u2068Ann\u2069" },
    { NULL, "\u2068\u2069" },
    { "A\u2069\u202eB", "\u2068AB\u2069" },
    { "أ", "\u2068أ\u2069" },
    { "\u2066\u2067\u2068x", "\u2068x\u2069" },
  };

  check (cases, G_N_ELEMENTS (cases), mx_text_isolate);
}

static void
test_limit (void)
{
  static const struct
  {
    const char *in;
    guint lines, chars;
    const char *out;
    gboolean cut;
  } cases[] = {
    { "a\nb\nc", 2, 100, "a\nb", TRUE },
    { "a\nb", 2, 100, "a\nb", FALSE },
    { "abcdef", 9, 3, "abc", TRUE },
    { "abc", 9, 3, "abc", FALSE },
    { "abe\u0301f", 9, 3, "abe\u0301", TRUE },
    { "x👍🏽y", 9, 2, "x👍🏽", TRUE },
    { "a\tb\x01"
      "c\r",
      9, 100, "a\tbc", FALSE },
    { "\u202ea\u202c", 9, 100, "a", FALSE },
    { "\u2067a\u2069", 9, 100, "\u2067a\u2069", FALSE },
    { "a\u2069", 9, 100, "a", FALSE },
    { NULL, 1, 1, "", FALSE },
    { "", 1, 1, "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gboolean cut;
    g_autofree char *out = mx_text_limit (cases[i].in, cases[i].lines, cases[i].chars, &cut);

    g_assert_cmpstr (out, ==, cases[i].out);
    g_assert_cmpint (cut, ==, cases[i].cut);
  }
}

static guint
count_marks (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_ismark (g_utf8_get_char (p)) ? 1 : 0;
  return n;
}

static void
test_hostile_text (void)
{
  static const char *const units[] = { "x", "\n", "\u0301", "\u202e\u202c", "\u2067\u2069",
                                       "\u2067", "\u200d", "a\u0489", "\xff", "👍",
                                       "\t" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autofree char *text = repeat (units[i], 10 * 1024 * 1024 / strlen (units[i]));
    gint64 start = g_get_monotonic_time ();
    gboolean cut;
    g_autofree char *out = mx_text_limit (text, 30, 4000, &cut);

    g_assert_true (g_utf8_validate (out, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (out, -1), <=, 4000 * 8);
    if (count_marks (out) > 4000)
      g_error ("%u marks of unit %" G_GSIZE_FORMAT, count_marks (out), i);
    g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
    g_assert_true (cut);
  }
}

/* Marks can be more than there is room for, but no base has more than a few. */
static void
test_marks_per_base (void)
{
  g_autofree char *marks = repeat ("\u0301", 30000);
  g_autofree char *text = g_strconcat ("a", marks, "b", marks, NULL);
  g_autofree char *out = mx_text_limit (text, 30, 4000, NULL);

  g_assert_cmpuint (count_marks (out), <=, 12);
  g_assert_nonnull (strstr (out, "a\u0301"));
}

static void
test_look_alikes (void)
{
  static const char *const pairs[][2] = {
    { "admin", "аdmin" },
    { "Admin", "ADMIN" },
    { "Admin", "Adm1n" },
    { "Ian", "lan" },
    { "Bob", "Вob" },
    { "Bob", "B0b" },
    { "paypal", "раураl" },
    { "Ann", "Ann\u200b" },
    { "Ann", " Ann " },
    { "Ann", "Аnn" },
    { "Ann", "Ａｎｎ" },
    { "Ann", "𝐀𝐧𝐧" },
    { "modern", "modem" },
    { "wave", "vvave" },
    { "clean", "dean" },
    { "Zoe", "Zoë" },
    { "Ann Lee", "AnnLee" },
    { "ann.lee", "ann_lee" },
    { "Oscar", "Оscar" },
    { "Ελένη", "Еλένη" },
    { "scope", "ѕсоре" },
    { "Kate", "Κate" },
    { "Hans", "Ηans" },
    { "Mia", "Μia" },
    { "Tom", "Τom" },
    { "Xena", "Χena" },
    { "jo", "ϳo" },
    { "gina", "ɡina" },
    { "Maria", "Mar\u0131a" },
    { "@ann:example.org", "@аnn:example.org" },
    { "Ann", "A\u034fnn" },
    { "Ann", "A\u0301nn" },
    { "support", "suрport" },
  };
  static const char *const different[][2] = {
    { "Ann", "Ben" },
    { "Ann", "Anna" },
    { "أمينة", "أمين" },
    { "कि", "कु" },
    { "山", "川" },
    { "Tom", "Tam" },
    { "Ольга", "Олег" },
    { "", "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree char *a = mx_text_skeleton (pairs[i][0]);
    g_autofree char *b = mx_text_skeleton (pairs[i][1]);

    if (strcmp (a, b) != 0)
      g_error ("“%s” (%s) and “%s” (%s) look alike", pairs[i][0], a, pairs[i][1], b);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (different); i++) {
    g_autofree char *a = mx_text_skeleton (different[i][0]);
    g_autofree char *b = mx_text_skeleton (different[i][1]);

    g_assert_cmpstr (a, !=, b);
  }
}

static void
test_filenames (void)
{
  static const Case cases[] = {
    { "cat.jpg", "cat.jpg" },
    { "../../.bashrc", "bashrc" },
    { "/etc/x", "x" },
    { "..", "file" },
    { ".", "file" },
    { "", "file" },
    { NULL, "file" },
    { "a\\b\\c.txt", "c.txt" },
    { "x\x01y\n.txt", "x y .txt" },
    { ".desktop", "desktop" },
    { "evil.desktop", "evil.desktop.txt" },
    { "evil.DESKTOP", "evil.DESKTOP.txt" },
    { "-rf", "rf" },
    { "--help", "help" },
    { "a:b*c?.txt", "a_b_c_.txt" },
    { "gpj.\u202eexe", "gpj.exe" },
    { "photo\u202egpj.exe", "photogpj.exe" },
    { "a/", "file" },
    { "/", "file" },
    { "   ", "file" },
    { "صورة.png", "صورة.png" },
    { "写真 1.png", "写真 1.png" },
    { "a.txt.", "a.txt" },
    { "a.txt ", "a.txt" },
    { "~", "_" },
    { "$HOME", "_HOME" },
    { "`id`", "_id_" },
    { "a|b;c", "a_b_c" },
    { "....", "file" },
    { ". . .", "file" },
    { "a\xff.txt", "a_.txt" },
    { "CON", "CON" },
    { "evil.desktop.", "evil.desktop.txt" },
  };

  check (cases, G_N_ELEMENTS (cases), mx_text_safe_filename);
}

static void
test_long_filename (void)
{
  g_autofree char *stem = repeat ("é", 4096);
  g_autofree char *name = g_strconcat (stem, ".jpeg", NULL);
  g_autofree char *plain = mx_text_safe_filename (stem);
  g_autofree char *kept = mx_text_safe_filename (name);
  g_autofree char *dots = repeat (".a", 4000);
  g_autofree char *dotted = mx_text_safe_filename (dots);
  g_autofree char *short_stem = repeat ("x", 400);
  g_autofree char *desktop = g_strconcat (short_stem, ".desktop", NULL);
  g_autofree char *safe = mx_text_safe_filename (desktop);

  g_assert_cmpuint (strlen (plain), <=, 160);
  g_assert_cmpuint (strlen (kept), <=, 160);
  g_assert_cmpuint (strlen (dotted), <=, 160);
  g_assert_true (g_utf8_validate (kept, -1, NULL));
  g_assert_true (dotted[0] != '.');
  g_assert_false (g_str_has_suffix (safe, ".desktop"));
}

static void
test_schemes (void)
{
  static const char *const safe[] = {
    "https://example.org",
    "http://example.org/a?b#c",
    "HTTPS://EXAMPLE.ORG",
    "https://bücher.example/x",
    "https://xn--bcher-kva.example",
    "https://1.2.3.4:8080/",
    "https://[::1]/",
    "mailto:ann@example.org",
    "mailto:ann@example.org?subject=x",
    "matrix:r/help:example.org",
    "https://example.org/wiki/ويكيبيديا",
    "https://example.org/a@b",
    "https://example.org/?q=a:b@c",
  };
  static const char *const unsafe[] = {
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:x",
    "\tjavascript:x",
    "file:///etc/passwd",
    "data:text/html,x",
    "smb://host/x",
    "ftp://example.org",
    "vbscript:x",
    "about:blank",
    "steam://run",
    "x-apt:foo",
    "http:",
    "https://",
    "https:///x",
    "https:example.org",
    "https:/example.org",
    "example.org",
    "//example.org",
    "",
    " ",
    "https://good@evil.com",
    "https://good:pw@evil.com",
    "https://good%40x@evil.com",
    "https://@evil.com",
    "https://ex ample.org",
    "https://example.org\\@evil.com",
    "https:\\\\evil.com",
    "https://example.org/\u202e",
    "https://example.org/\n",
    "https://example.org/<b>",
    "https://example.org/\"x",
    "https://ex%2fample.org",
    "mailto:",
    "mailto:?attach=/etc/passwd",
    "mailto:a@b?ATTACH=/etc/passwd",
    "mailto:a@b?%61ttach=/x",
    "mailto:a@b%0d%0aBcc:c@d",
    "mailto:@",
    "matrix:x/y",
    "matrix:",
    "https://exa\u200bmple.org",
    "https://example.org:99999",
    "https://example.org:x",
    "https://.",
    "https://a_b.example/",
    "javascript://example.org/%0aalert(1)",
    "blob:https://example.org",
    "view-source:https://example.org",
    "intent://x",
    "https://\xff.org",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (safe); i++)
    if (!mx_text_link_is_safe (safe[i]))
      g_error ("“%s” refused", safe[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (unsafe); i++)
    if (mx_text_link_is_safe (unsafe[i]))
      g_error ("“%s” accepted", unsafe[i]);
  g_assert_false (mx_text_link_is_safe (NULL));
}

static void
test_hosts (void)
{
  static const Case cases[] = {
    { "https://example.org/x", "example.org" },
    { "https://EXAMPLE.org", "example.org" },
    { "https://bücher.example/", "xn--bcher-kva.example" },
    { "https://аpple.com", "xn--pple-43d.com" },
    { "https://matrix.to.evil/", "matrix.to.evil" },
    { "https://good@evil.com", NULL },
    { "mailto:a@b.c", NULL },
    { "matrix:r/a:b", NULL },
    { "javascript:x", NULL },
    { "https://example.org:8080", "example.org" },
    { "https://[::1]:1/", "[::1]" },
    { "https://www.good.org.evil.com/good.org", "www.good.org.evil.com" },
    { "https://evil.com/#@good.org", "evil.com" },
    { "https://evil.com?@good.org", "evil.com" },
  };

  check (cases, G_N_ELEMENTS (cases), mx_text_link_host);
}

static void
test_direction (void)
{
  static const struct
  {
    const char *text;
    gboolean rtl;
  } cases[] = {
    { "abc", FALSE },
    { "مرحبا", TRUE },
    { "שלום", TRUE },
    { "123 مرحبا", TRUE },
    { "“abc مرحبا", FALSE },
    { "", FALSE },
    { NULL, FALSE },
    { "👍", FALSE },
    { "\u200fabc", TRUE },
    { "\u200eمرحبا", FALSE },
    { "日本", FALSE },
    { "\xffمرحبا", TRUE },
    { "!؟", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mx_text_is_rtl (cases[i].text), ==, cases[i].rtl);
}

static void
test_line (void)
{
  g_autofree char *cut = NULL;
  g_autofree char *long_text = repeat ("word ", 1000);
  g_autofree char *line = mx_text_clean_line ("a\n\n  b\tc ");

  cut = mx_text_clean_line (long_text);
  g_assert_cmpstr (line, ==, "a b c");
  g_assert_cmpint (g_utf8_strlen (cut, -1), <=, 502);
  g_assert_true (g_str_has_suffix (cut, "…"));
}

static void
test_language (void)
{
  static const struct
  {
    const char *text;
    const char *language; /* (nullable) */
  } cases[] = {
    { "حديث مفتوح بالعربية عن المقالات والصور والترجمة.", "ar" },
    { "Ask anything about editing, and where to find what you need", "en" },
    { "On parle de tout ce qui touche aux articles, en français.", "fr" },
    { "Fragen und Antworten rund ums Schreiben, auf Deutsch.", "de" },
    { "お茶についての質問", "ja" },
    { "关于茶的一切", "zh" },
    { "Вопросы и ответы", "ru" },
    { "Tea", NULL },
    { "", NULL },
    { "12:00 – 14:00 !!!", NULL },
    { NULL, NULL },
    { "\xff\xfe", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mx_text_guess_language (cases[i].text), ==, cases[i].language);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/clean-line", test_line);
  g_test_add_func ("/text/limit", test_limit);
  g_test_add_func ("/text/direction", test_direction);
  g_test_add_func ("/security/H03/names", test_clean_name);
  g_test_add_func ("/security/H03/isolate", test_isolate);
  g_test_add_func ("/security/H04/look-alikes", test_look_alikes);
  g_test_add_func ("/security/H05/hosts", test_hosts);
  g_test_add_func ("/security/H06/schemes", test_schemes);
  g_test_add_func ("/security/H10/names", test_name_limits);
  g_test_add_func ("/security/H10/text", test_hostile_text);
  g_test_add_func ("/security/H10/marks", test_marks_per_base);
  g_test_add_func ("/security/H16/filenames", test_filenames);
  g_test_add_func ("/security/H16/long-filenames", test_long_filename);
  g_test_add_func ("/text/language", test_language);
  return g_test_run ();
}
