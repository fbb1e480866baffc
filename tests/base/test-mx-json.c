/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-json.h"

#include "mx-error.h"

#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = mx_json_parse_object (text, strlen (text), strlen (text), &error);

  g_assert_no_error (error);
  g_assert_nonnull (object);
  return object;
}

static void
test_getters (void)
{
  g_autoptr (JsonObject) o = parse (
    "{\"s\":\"x\",\"i\":-5,\"d\":1.5,\"b\":true,\"n\":null,\"a\":[\"p\",1,\"q\"],"
    "\"o\":{\"k\":{\"z\":7}},\"m.x\":{\"y.z\":\"dots\"}}");
  g_auto (GStrv) strings = mx_json_dup_strv (o, "a");

  g_assert_cmpstr (mx_json_get_string (o, "s"), ==, "x");
  g_assert_cmpint (mx_json_get_int (o, "i", 1), ==, -5);
  g_assert_cmpint (mx_json_get_int (o, "o.k.z", 1), ==, 7);
  g_assert_true (mx_json_get_boolean (o, "b", FALSE));
  g_assert_cmpstr (mx_json_get_string (o, "m\\.x.y\\.z"), ==, "dots");
  g_assert_nonnull (mx_json_get_object (o, "o.k"));
  g_assert_nonnull (mx_json_get_array (o, "a"));
  g_assert_cmpuint (g_strv_length (strings), ==, 2);
  g_assert_cmpstr (strings[1], ==, "q");
  g_assert_true (JSON_NODE_HOLDS_NULL (mx_json_get_node (o, "n")));
}

/* Another type is as good as absent, and warns nobody. */
static void
test_wrong_types (void)
{
  static const char *const paths[] = { "s", "i", "d", "b", "n", "a", "o", "none", "s.x", "a.x", "o.none.x", "" };
  g_autoptr (JsonObject) o = parse ("{\"s\":\"x\",\"i\":-5,\"d\":1.5,\"b\":true,\"n\":null,\"a\":[1],\"o\":{}}");

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    const char *path = paths[i];
    g_auto (GStrv) strv = mx_json_dup_strv (o, path);

    g_assert_cmpint (mx_json_get_string (o, path) != NULL, ==, g_str_equal (path, "s"));
    g_assert_cmpint (mx_json_get_int (o, path, 99) != 99, ==, g_str_equal (path, "i"));
    g_assert_cmpint (mx_json_get_boolean (o, path, FALSE), ==, g_str_equal (path, "b"));
    g_assert_cmpint (mx_json_get_array (o, path) != NULL, ==, g_str_equal (path, "a"));
    g_assert_cmpint (mx_json_get_object (o, path) != NULL, ==, g_str_equal (path, "o"));
    g_assert_cmpint (strv != NULL, ==, g_str_equal (path, "a"));
  }
  g_assert_null (mx_json_get_string (NULL, "a"));
  g_assert_null (mx_json_get_string (NULL, "a.b"));
  g_assert_null (mx_json_node_string (NULL));
  g_assert_null (mx_json_node_object (NULL));
}

static void
test_print (void)
{
  g_autoptr (JsonObject) o = parse ("{ \"a\" : [ 1 , \"x\" ] }");
  g_autofree char *text = mx_json_print_object (o);

  g_assert_cmpstr (text, ==, "{\"a\":[1,\"x\"]}");
}

/* The examples of Appendices, "Canonical JSON". */
static void
test_canonical (void)
{
  static const struct
  {
    const char *in, *out;
  } cases[] = {
    { "{}", "{}" },
    { "{\n \"one\": 1,\n \"two\": \"Two\"\n}", "{\"one\":1,\"two\":\"Two\"}" },
    { "{\"b\": \"2\", \"a\": \"1\"}", "{\"a\":\"1\",\"b\":\"2\"}" },
    { "{\"b\":\"2\",\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"2\"}" },
    { "{\"auth\":{\"success\":true,\"mxid\":\"@john.doe:example.com\","
      "\"profile\":{\"display_name\":\"John Doe\",\"three_pids\":[{\"medium\":\"email\","
      "\"address\":\"john.doe@example.org\"},{\"medium\":\"msisdn\",\"address\":\"123456789\"}]}}}",
      "{\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John Doe\","
      "\"three_pids\":[{\"address\":\"john.doe@example.org\","
      "\"medium\":\"email\"},{\"address\":\"123456789\",\"medium\":\"msisdn\"}]},\"success\":true}}" },
    { "{\"a\": \"日本語\"}", "{\"a\":\"日本語\"}" },
    { "{\"本\": 2, \"日\": 1}", "{\"日\":1,\"本\":2}" },
    { "{\"a\": \"\\u65E5\"}", "{\"a\":\"日\"}" },
    { "{\"a\": null}", "{\"a\":null}" },
    { "{\"a\": -0, \"b\": 1e10}", "{\"a\":0,\"b\":10000000000}" },
    /* beyond the examples: by the grammar of the same section */
    { "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\\u007f\"}",
      "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\"}" },
    { "{\"\\ud83c\\udf75\":1,\"\\uffee\":2}", "{\"\xef\xbf\xae\":2,\"\xf0\x9f\x8d\xb5\":1}" },
    { "[9007199254740991,-9007199254740991,[true,false]]", "[9007199254740991,-9007199254740991,[true,false]]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = mx_json_parse (cases[i].in, strlen (cases[i].in), 10000, &error);
    g_autoptr (JsonNode) again = NULL;
    g_autofree char *out = NULL;
    g_autofree char *out_again = NULL;

    g_assert_no_error (error);
    out = mx_json_canonical (node, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (out, ==, cases[i].out);
    again = mx_json_parse (out, strlen (out), 10000, &error);
    g_assert_no_error (error);
    out_again = mx_json_canonical (again, NULL);
    g_assert_cmpstr (out_again, ==, out);
  }
}

static void
test_canonical_numbers (void)
{
  static const char *const refused[] = {
    "{\"a\":9007199254740992}",
    "{\"a\":-9007199254740992}",
    "{\"a\":1.5}",
    "{\"a\":1.0}",
    "{\"a\":1e400}x",
    "{\"a\":1e300}",
    "{\"a\":1e-5}",
    "{\"a\":18446744073709551617}",
    "[9223372036854775808]",
    "[-9223372036854775808]",
    "[123456789012345678901234567890]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = mx_json_parse (refused[i], strlen (refused[i]), 10000, NULL);
    g_autofree char *out = NULL;

    if (node == NULL)
      continue;
    out = mx_json_canonical (node, &error);
    if (out != NULL)
      g_error ("%s became %s", refused[i], out);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
}

static void
test_surrogates (void)
{
  static const struct
  {
    const char *in, *out;
  } cases[] = {
    { "\"\\ud800\"", "\xef\xbf\xbd" },
    { "\"a\\udc00b\"", "a\xef\xbf\xbd"
                       "b" },
    { "\"\\ud800\\ud83c\\udf75\"", "\xef\xbf\xbd\xf0\x9f\x8d\xb5" },
    { "\"\\ud83c\\udf75\\udf75\"", "\xf0\x9f\x8d\xb5\xef\xbf\xbd" },
    { "\"\\ud800x\"", "\xef\xbf\xbdx" },
    { "\"\\ud800\\n\"", "\xef\xbf\xbd\n" },
    { "\"\\ud800\\u0041\"", "\xef\xbf\xbd"
                            "A" },
    { "\"a\\u0000b\"", "a\xef\xbf\xbd"
                       "b" },
    { "\"\\\\ud800\"", "\\ud800" },
    { "\"\\\\\\u0000\"", "\\\xef\xbf\xbd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("{\"x\":%s,\"\\ud800\":\"neighbour\"}", cases[i].in);
    g_autoptr (JsonObject) object = parse (text);

    g_assert_cmpstr (mx_json_get_string (object, "x"), ==, cases[i].out);
    g_assert_cmpstr (mx_json_get_string (object, "\xef\xbf\xbd"), ==, "neighbour");
  }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *in;
    gint64 out; /* 42: no integer */
  } cases[] = {
    { "9223372036854775807", G_MAXINT64 },
    { "-9223372036854775808", G_MININT64 },
    { "9223372036854775808", 42 },
    { "18446744073709551617", 42 },
    { "1e3", 1000 },
    { "1E+2", 100 },
    { "1e400", 42 },
    { "-1e400", 42 },
    { "1.5", 42 },
    { "1.0", 42 },
    { "-0", 0 },
    { "1e-1", 42 },
    { "1e15", 1000000000000000 },
    { "0", 0 },
    { "000", 42 },
    { "-9223372036854775809", 42 },
    { "999999999999999999", 999999999999999999 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("{\"n\":%s,\"after\":1}", cases[i].in);
    g_autoptr (JsonObject) object = mx_json_parse_object (text, strlen (text), 10000, NULL);

    g_assert_cmpint (mx_json_get_int (object, "n", 42), ==, cases[i].out);
    g_assert_true (object == NULL || mx_json_get_int (object, "after", 0) == 1);
  }
}

/* The last of two members of one name counts, as for everybody who reads JSON by hashing. */
static void
test_duplicates (void)
{
  g_autoptr (JsonObject) object = parse ("{\"a\":{\"x\":1},\"b\":2,\"a\":\"last\"}");

  g_assert_cmpstr (mx_json_get_string (object, "a"), ==, "last");
  g_assert_cmpint (mx_json_get_int (object, "a.x", 0), ==, 0);
  g_assert_cmpuint (json_object_get_size (object), ==, 2);
}

static void
test_refused (void)
{
  static const char *const cases[] = { "{\"a\":\"\xff\"}",
                                       "{\"a\":\"\xc0\x80\"}",
                                       "{\"a\":\"\xed\xa0\x80\"}",
                                       "{'a':1}",
                                       "{\"a\":1}//",
                                       "{\"a\":0x1}",
                                       "[1",
                                       "" };
  g_autoptr (GError) no_object = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = mx_json_parse (cases[i], strlen (cases[i]), 1000, &error);

    g_assert_null (node);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
  g_assert_null (mx_json_parse_object ("[]", 2, 10, &no_object));
  g_assert_error (no_object, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/wrong-types", test_wrong_types);
  g_test_add_func ("/json/print", test_print);
  g_test_add_func ("/json/canonical", test_canonical);
  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/security/H09/canonical-numbers", test_canonical_numbers);
  g_test_add_func ("/security/H09/surrogates-and-nul", test_surrogates);
  g_test_add_func ("/security/H09/numbers", test_numbers);
  g_test_add_func ("/security/H09/duplicates", test_duplicates);
  return g_test_run ();
}
