/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-field.h"

#include "mx-error.h"
#include "mx-json.h"

#include <string.h>

typedef struct
{
  char *name;
  char *user;
  char *room;
  char *alias;
  char *event;
  char *mxc;
  gint64 number;
  gint64 lenient;
  gboolean flag;
  char **list;
  GHashTable *map;
  char *object;
} Sample;

static const MxField fields[] = {
  { "name", MX_FIELD_STRING, G_STRUCT_OFFSET (Sample, name), MX_FIELD_REQUIRED },
  { "user", MX_FIELD_USER_ID, G_STRUCT_OFFSET (Sample, user) },
  { "room", MX_FIELD_ROOM_ID, G_STRUCT_OFFSET (Sample, room) },
  { "alias", MX_FIELD_ALIAS, G_STRUCT_OFFSET (Sample, alias) },
  { "event", MX_FIELD_EVENT_ID, G_STRUCT_OFFSET (Sample, event) },
  { "info.mxc", MX_FIELD_MXC, G_STRUCT_OFFSET (Sample, mxc) },
  { "info.number", MX_FIELD_INT, G_STRUCT_OFFSET (Sample, number), MX_FIELD_OPTIONAL, 7 },
  { "lenient", MX_FIELD_INT, G_STRUCT_OFFSET (Sample, lenient), MX_FIELD_LENIENT, 8 },
  { "m\\.flag", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (Sample, flag), MX_FIELD_OPTIONAL, TRUE },
  { "list", MX_FIELD_STRV, G_STRUCT_OFFSET (Sample, list) },
  { "map", MX_FIELD_INT_MAP, G_STRUCT_OFFSET (Sample, map) },
  { "object", MX_FIELD_OBJECT, G_STRUCT_OFFSET (Sample, object) },
  { NULL },
};

static const char full[] =
  "{\"name\":\"n\",\"user\":\"@a:b\",\"room\":\"!a:b\",\"alias\":\"#a:b\",\"event\":\"$a\","
  "\"info\":{\"mxc\":\"mxc://b/a\",\"number\":-9},"
  "\"lenient\":3,\"m.flag\":false,\"list\":[\"x\",\"y\"],\"map\":{\"k\":-1},\"object\":{\"z\":[1]}}";

static gboolean
read_sample (const char  *text,
             Sample      *sample,
             GError     **error)
{
  g_autoptr (JsonObject) object = mx_json_parse_object (text, strlen (text), 10000, NULL);

  g_assert_nonnull (object);
  memset (sample, 0, sizeof *sample);
  return mx_fields_read (fields, object, sample, error);
}

static char *
dup_canonical (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return mx_json_canonical (node, NULL);
}

static void
test_read (void)
{
  Sample sample;
  g_autoptr (GError) error = NULL;

  g_assert_true (read_sample (full, &sample, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (sample.user, ==, "@a:b");
  g_assert_cmpstr (sample.mxc, ==, "mxc://b/a");
  g_assert_cmpint (sample.number, ==, -9);
  g_assert_cmpint (sample.lenient, ==, 3);
  g_assert_false (sample.flag);
  g_assert_cmpstr (sample.list[1], ==, "y");
  g_assert_cmpint ((gint64) (gintptr) g_hash_table_lookup (sample.map, "k"), ==, -1);
  g_assert_cmpstr (sample.object, ==, "{\"z\":[1]}");
  mx_fields_clear (fields, &sample);
  g_assert_null (sample.list);
  g_assert_null (sample.name);
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    full, "{\"name\":\"\"}", "{\"name\":\"n\",\"list\":[\"\"],\"map\":{\"a\":0,\"b\":9007199254740991}}"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    Sample first, second;
    g_autoptr (JsonObject) written = NULL;
    g_autoptr (JsonObject) rewritten = NULL;
    g_autofree char *a = NULL;
    g_autofree char *b = NULL;

    g_assert_true (read_sample (texts[i], &first, NULL));
    written = mx_fields_write (fields, &first);
    a = dup_canonical (written);
    g_assert_true (read_sample (a, &second, NULL));
    rewritten = mx_fields_write (fields, &second);
    b = dup_canonical (rewritten);
    g_assert_cmpstr (a, ==, b);
    g_assert_cmpint (first.number, ==, second.number);
    g_assert_cmpint (first.flag, ==, second.flag);
    g_assert_true (g_strv_equal ((const char *const *) first.list, (const char *const *) second.list));
    mx_fields_clear (fields, &first);
    mx_fields_clear (fields, &second);
  }
}

static void
test_fallbacks (void)
{
  Sample sample;

  g_assert_true (read_sample ("{\"name\":\"n\",\"list\":null,\"info\":null}", &sample, NULL));
  g_assert_cmpint (sample.number, ==, 7);
  g_assert_cmpint (sample.lenient, ==, 8);
  g_assert_true (sample.flag);
  g_assert_nonnull (sample.list);
  g_assert_null (sample.list[0]);
  g_assert_cmpuint (g_hash_table_size (sample.map), ==, 0);
  g_assert_null (sample.user);
  mx_fields_clear (fields, &sample);
}

static void
test_grammar (void)
{
  Sample sample;

  g_assert_true (read_sample (
    "{\"name\":\"n\",\"user\":\"ann\",\"room\":\"x\",\"alias\":\"#\",\"event\":\"e\",\"info\":{\"mxc\":\"mxc://b/..\"},"
    "\"list\":[1,\"x\",null]}",
    &sample, NULL));
  g_assert_null (sample.user);
  g_assert_null (sample.room);
  g_assert_null (sample.alias);
  g_assert_null (sample.event);
  g_assert_null (sample.mxc);
  g_assert_cmpuint (g_strv_length (sample.list), ==, 1);
  mx_fields_clear (fields, &sample);
}

static void
test_lenient (void)
{
  static const struct
  {
    const char *text;
    gint64 value;
  } cases[] = {
    { "5.0", 5 },
    { "\"6\"", 6 },
    { "\"-6\"", -6 },
    { "1e300", 8 },
    { "\"x\"", 8 },
    { "true", 8 },
    { "[]", 8 },
    { "{}", 8 },
    { "\"\"", 8 },
    { "null", 8 },
    { "-9223372036854775808", G_MININT64 },
    { "\"99999999999999999999\"", 8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strdup_printf ("{\"name\":\"n\",\"lenient\":%s}", cases[i].text);
    Sample sample;

    g_assert_true (read_sample (text, &sample, NULL));
    g_assert_cmpint (sample.lenient, ==, cases[i].value);
    mx_fields_clear (fields, &sample);
  }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "{}",
    "{\"name\":null}",
    "{\"name\":5}",
    "{\"name\":\"n\",\"user\":5}",
    "{\"name\":\"n\",\"info\":{\"number\":\"5\"}}",
    "{\"name\":\"n\",\"m.flag\":1}",
    "{\"name\":\"n\",\"list\":{}}",
    "{\"name\":\"n\",\"map\":[]}",
    "{\"name\":\"n\",\"map\":{\"k\":\"1\"}}",
    "{\"name\":\"n\",\"object\":[]}",
    "{\"name\":\"n\",\"info\":{\"number\":1.5}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    static const Sample nothing;
    Sample sample;
    g_autoptr (GError) error = NULL;

    if (read_sample (cases[i], &sample, &error))
      g_error ("%s accepted", cases[i]);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
    g_assert_cmpmem (&sample, sizeof sample, &nothing, sizeof nothing);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/read", test_read);
  g_test_add_func ("/field/round-trip", test_round_trip);
  g_test_add_func ("/field/fallbacks", test_fallbacks);
  g_test_add_func ("/field/grammar", test_grammar);
  g_test_add_func ("/field/lenient", test_lenient);
  g_test_add_func ("/field/refused", test_refused);
  return g_test_run ();
}
