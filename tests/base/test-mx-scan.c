/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-scan.h"

#include "mx-error.h"

#include <string.h>
#include <time.h>

static const char *const good[] = {
  "{}",
  "[]",
  "0",
  "-0",
  "-1.5e+10",
  "\"\"",
  "true",
  "false",
  "null",
  " {\"a\" : [ 1 , 2 ] } \n",
  "[[],[[]],{}]",
  "\"\\u0000\\ud800\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
  "\"\\ud83c\\udf75\"",
  "{\"\":1}",
  "[1e400]",
  "123456789012345678901234567890",
  "\"مرحبا\"",
  "{\"a\":1,\"a\":2}",
  "\"eight bytes and more of plain text\"",
  "\"1234567\"",
  "\"12345678\"",
  "\"\x7f\"",
};

static const char *const bad[] = {
  "",
  " ",
  "{",
  "}",
  "[",
  "]",
  "[1,]",
  "[,1]",
  "{\"a\":1,}",
  "{,}",
  "{\"a\"}",
  "{\"a\":}",
  "{a:1}",
  "{'a':1}",
  "'a'",
  "\"a",
  "\"a\\",
  "\"\\x41\"",
  "\"\\u12\"",
  "\"\\u12g4\"",
  "\"a\nb\"",
  "\"a\tb\"",
  "\"1234567\x01\"",
  "01",
  "-",
  "+1",
  "1.",
  ".5",
  "1e",
  "1e+",
  "0x10",
  "NaN",
  "Infinity",
  "-Infinity",
  "tru",
  "TRUE",
  "nul",
  "// x\n{}",
  "/* x */{}",
  "{} // x",
  "{}{}",
  "[1 2]",
  "{\"a\" 1}",
  "{\"a\":1 \"b\":2}",
  "[}",
  "{]",
  "[1}",
  "undefined",
  "\xef\xbb\xbf{}",
  "\v{}",
  "{\"a\":1;}",
  "1_000",
  "\"\\'\"",
};

static void
test_check (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GError) error = NULL;

    mx_scan_check (good[i], strlen (good[i]), 1000, &error);
    if (error != NULL)
      g_error ("“%s” refused: %s", good[i], error->message);
  }
}

static void
test_strict (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    if (mx_scan_check (bad[i], strlen (bad[i]), 1000, &error))
      g_error ("“%s” accepted", bad[i]);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_nul (void)
{
  static const char inside[] = "\"a\0b\"", after[] = "{}\0";

  g_assert_false (mx_scan_check (inside, sizeof inside - 1, 100, NULL));
  g_assert_false (mx_scan_check (after, sizeof after - 1, 100, NULL));
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mx_scan_check ("[1,2]", 5, 5, NULL));
  g_assert_false (mx_scan_check ("[1,2]", 5, 4, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

static char *
nest (const char *open,
      const char *inner,
      const char *close,
      guint       n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, open);
  g_string_append (text, inner);
  for (guint i = 0; i < n; i++)
    g_string_append (text, close);
  return g_string_free_and_steal (text);
}

static gboolean
ignore_item (const char *key,
             const char *value,
             gsize       value_len,
             gpointer    user_data)
{
  return TRUE;
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open, *inner, *close;
  } shapes[] = { { "[", "", "]" }, { "{\"a\":", "1", "}" }, { "[{\"a\":", "1", "}]" } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    guint step = strlen (shapes[i].close);
    g_autofree char *deepest = nest (shapes[i].open, shapes[i].inner, shapes[i].close, MX_SCAN_MAX_DEPTH / step);
    g_autofree char *deeper = nest (shapes[i].open, shapes[i].inner, shapes[i].close, MX_SCAN_MAX_DEPTH / step + 1);
    g_autofree char *bomb = nest (shapes[i].open, shapes[i].inner, shapes[i].close, 100000);

    g_assert_true (mx_scan_check (deepest, strlen (deepest), G_MAXSIZE, NULL));
    g_assert_false (mx_scan_check (deeper, strlen (deeper), G_MAXSIZE, NULL));
    g_assert_false (mx_scan_check (bomb, strlen (bomb), G_MAXSIZE, NULL));
    g_assert_false (mx_scan_members (bomb, strlen (bomb), ignore_item, NULL, NULL));
    g_assert_false (mx_scan_elements (bomb, strlen (bomb), ignore_item, NULL, NULL));
  }
}

static gboolean
collect (const char *key,
         const char *value,
         gsize       value_len,
         gpointer    user_data)
{
  GString *out = user_data;

  g_string_append_printf (out, "<%s|%.*s>", key ? key : "", (int) value_len, value);
  return strstr (out->str, "stop") == NULL;
}

static void
test_members (void)
{
  static const struct
  {
    const char *text, *expected;
  } cases[] = {
    { "{}", "" },
    { " { } ", "" },
    { "{\"a\":1}", "<a|1>" },
    { "{ \"a\" : { \"b\" : [ 1, \"}\" ] } , \"c\":\"x\\\"y\" }", "<a|{ \"b\" : [ 1, \"}\" ] }><c|\"x\\\"y\">" },
    { "{\"\\u00e9\\n\":null,\"\":true}", "<é\n|null><|true>" },
    { "{\"a\\u0000b\":1}", "<a\xef\xbf\xbd"
                           "b|1>" },
    { "{\"\\ud800\":1}", "<\xef\xbf\xbd|1>" },
    { "{\"a\":\"stop\",\"b\":broken", "<a|\"stop\">" },
    { "{\"a\":1,\"a\":2}", "<a|1><a|2>" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    g_assert_true (mx_scan_members (cases[i].text, strlen (cases[i].text), collect, out, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (out->str, ==, cases[i].expected);
  }
}

static void
test_members_bad (void)
{
  static const char *const cases[] = {
    "",
    "[]",
    "{",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{a:1}",
    "{\"a\":[}",
    "{\"a\":[1}}",
    "{\"a\":1}x",
    "{\"a\":\"x}",
    "{\"a\":'b'}",
    "{\"a\":{]}}",
    "null",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) out = g_string_new (NULL);
    g_autoptr (GError) error = NULL;

    if (mx_scan_members (cases[i], strlen (cases[i]), collect, out, &error))
      g_error ("“%s” accepted", cases[i]);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_elements (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *text = "[ 1 , {\"a\":[]} ,\"x\", [] ]";

  g_assert_true (mx_scan_elements (text, strlen (text), collect, out, NULL));
  g_assert_cmpstr (out->str, ==, "<|1><|{\"a\":[]}><|\"x\"><|[]>");
  g_assert_false (mx_scan_elements ("[1,]", 4, collect, out, NULL));
  g_assert_false (mx_scan_elements ("{}", 2, collect, out, NULL));
}

/* Every prefix of a document is refused, and reads nothing beyond its end. */
static void
test_prefixes (void)
{
  const char *text = "{\"rooms\":{\"join\":{\"!a:b\":{\"x\":[1.5e3,true,\"\\u00e9\\ud83c\\udf75\",null]}}}}";

  for (gsize len = 0; len < strlen (text); len++) {
    g_autofree char *exact = g_memdup2 (text, len);

    g_assert_false (mx_scan_check (exact, len, 1000, NULL));
    g_assert_false (mx_scan_members (exact, len, ignore_item, NULL, NULL));
  }
}

static gint64
cpu_time_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* A sync of 50 MB must not take longer than reading it from the disk. */
static void
test_speed (void)
{
  const char *event =
    "{\"type\":\"m.room.message\",\"sender\":\"@ann:example.org\","
    "\"event_id\":\"$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg\","
    "\"origin_server_ts\":1700000000000,\"content\":{\"msgtype\":\"m.text\","
    "\"body\":\"A sentence of common length, as people write it in rooms.\"}}";
  g_autoptr (GString) text = g_string_new ("{\"events\":[");
#if defined(__SANITIZE_ADDRESS__)
  double floor = 5;
#else
  double floor = 100;
#endif
  gint64 start;
  double check, members;

  for (guint i = 0; i < 40000; i++) {
    g_string_append (text, i > 0 ? "," : "");
    g_string_append (text, event);
  }
  g_string_append (text, "]}");
  start = cpu_time_us ();
  g_assert_true (mx_scan_check (text->str, text->len, G_MAXSIZE, NULL));
  check = (double) text->len / (double) (cpu_time_us () - start);
  start = cpu_time_us ();
  g_assert_true (mx_scan_members (text->str, text->len, ignore_item, NULL, NULL));
  members = (double) text->len / (double) (cpu_time_us () - start);
  g_test_message ("check %.0f MB/s, members %.0f MB/s", check, members);
  g_assert_cmpfloat (check, >, floor);
  g_assert_cmpfloat (members, >, floor);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scan/check", test_check);
  g_test_add_func ("/scan/size", test_size);
  g_test_add_func ("/scan/members", test_members);
  g_test_add_func ("/scan/members-bad", test_members_bad);
  g_test_add_func ("/scan/elements", test_elements);
  g_test_add_func ("/scan/prefixes", test_prefixes);
  g_test_add_func ("/scan/speed", test_speed);
  g_test_add_func ("/security/H09/strict", test_strict);
  g_test_add_func ("/security/H09/nul-bytes", test_nul);
  g_test_add_func ("/security/H09/depth", test_depth);
  return g_test_run ();
}
