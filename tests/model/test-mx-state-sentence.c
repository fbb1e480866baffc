/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-state-sentence.h"
#include "mx-test.h"

/* A run, one change a word: who, before > after, and who did it where that is another. */
typedef struct
{
  const char *run;
  const char *sentence;
} Row;

static const Row rows[] = {
  { "a:leave>join b:leave>join", "<a> and <b> joined" },
  { "a:leave>join b:leave>join c:invite>join", "<a>, <b> and <c> joined" },
  { "a:leave>join b:leave>join c:leave>join d:leave>join", "<a>, <b> and 2 others joined" },
  { "a:leave>join b:leave>join c:leave>join d:leave>join e:leave>join", "<a>, <b> and 3 others joined" },
  { "a:leave>join a:join>leave", "<a> joined and left" },
  { "a:join>leave a:leave>join", "<a> left and came back" },
  { "a:join>leave b:join>leave a:leave>join b:leave>join", "<a> and <b> left and came back" },
  { "a:join>leave b:leave>join", "<a> left · <b> joined" },
  { "a:join>leave/x b:join>leave/x", "<a> and <b> were removed" },
  { "a:join>ban/x b:join>ban/x", "<a> and <b> were removed for good" },
  { "a:ban>leave/x b:ban>leave/x", "<a> and <b> may come back" },
  { "a:leave>invite/x b:leave>invite/x", "<a> and <b> were invited" },
  { "a:leave>invite/x a:invite>join", "<a> joined" },
  { "a:invite>leave b:invite>leave", "<a> and <b> declined the invitation" },
  { "a:invite>leave/x b:invite>leave/x", "<a> and <b> are no longer invited" },
  { "a:leave>knock b:leave>knock", "<a> and <b> asked to join" },
  { "a:join>join+name b:join>join+name", "<a> and <b> chose other names" },
  { "a:join>join+picture a:join>join+picture", "<a> chose another picture" },
  { "a:leave>join a:join>join+name", "<a> joined" },
};

static MxEvent *
change (const char *word,
        guint       n)
{
  g_auto (GStrv) parts = g_strsplit_set (word, ":>/+", -1);
  gboolean renamed = strstr (word, "+name") != NULL;
  gboolean repainted = strstr (word, "+picture") != NULL;
  const char *sender = strchr (word, '/') != NULL ? parts[3] : parts[0];
  g_autofree char *json = g_strdup_printf (
    "{\"type\":\"m.room.member\",\"event_id\":\"$%u\",\"sender\":\"@%s:x\",\"state_key\":\"@%s:x\","
    "\"origin_server_ts\":1,"
    "\"content\":{\"membership\":\"%s\",\"displayname\":\"%s\",\"avatar_url\":\"mxc://x/%s\"},"
    "\"unsigned\":{\"prev_content\":{\"membership\":\"%s\",\"displayname\":\"old\",\"avatar_url\":\"mxc://x/old\"}}}",
    n, sender, parts[0], parts[2], renamed ? "new" : "old", repainted ? "new" : "old", parts[1]);

  return mx_model_event (json);
}

static char *
plain (const char *sentence)
{
  GString *out = g_string_new (sentence);

  g_string_replace (out, "\342\201\250", "<", 0);
  g_string_replace (out, "\342\201\251", ">", 0);
  return g_string_free_and_steal (out);
}

static void
test_runs (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (const char *p = "abcde"; *p != '\0'; p++)
    g_hash_table_insert (names, g_strdup_printf ("@%c:x", *p), g_strndup (p, 1));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (GStrv) words = g_strsplit (rows[i].run, " ", -1);
    g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
    g_autofree char *sentence = NULL;
    g_autofree char *readable = NULL;

    for (guint j = 0; words[j] != NULL; j++)
      g_ptr_array_add (events, change (words[j], j));
    sentence = _mx_state_sentence (events, NULL, names);
    readable = plain (sentence);
    g_assert_cmpstr (readable, ==, rows[i].sentence);
  }
}

static MxEvent *
setting (guint       n,
         const char *type,
         const char *content)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"%s\",\"event_id\":\"$%u\",\"sender\":\"@a:x\","
                                           "\"state_key\":\"\","
                                           "\"origin_server_ts\":1,\"content\":{%s}}",
                                           type, n, content);

  return mx_model_event (json);
}

/* A new room as a server makes it: what happened first is told first, whether it is about people or not. */
static void
test_order (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
  g_autofree char *sentence = NULL;
  g_autofree char *readable = NULL;

  g_hash_table_insert (names, (char *) "@a:x", (char *) "a");
  g_hash_table_insert (names, (char *) "@b:x", (char *) "b");
  g_ptr_array_add (events, setting (0, "m.room.create", "\"creator\":\"@a:x\""));
  g_ptr_array_add (events, change ("a:leave>join", 1));
  g_ptr_array_add (events, setting (2, "m.room.name", "\"name\":\"Tea\""));
  g_ptr_array_add (events, change ("b:leave>invite/a", 3));
  sentence = _mx_state_sentence (events, NULL, names);
  readable = plain (sentence);
  g_assert_cmpstr (readable, ==, "<a> created this room · <a> joined · <a> named this room <Tea> · <b> was invited");
}

/* A flood of different changes stays a row. */
static void
test_flood (void)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < 500; i++) {
    g_autofree char *json = g_strdup_printf ("{\"type\":\"org.x.t%u\",\"event_id\":\"$%u\",\"sender\":\"" ANN "\","
                                             "\"state_key\":\"\",\"origin_server_ts\":1,\"content\":{}}",
                                             i, i);

    g_ptr_array_add (events, mx_model_event (json));
  }
  sentence = _mx_state_sentence (events, NULL, NULL);
  g_assert_cmpuint (strlen (sentence), <, 2000);
  g_assert_true (g_str_has_suffix (sentence, "495 more changes"));
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/state-sentence/runs", test_runs);
  g_test_add_func ("/state-sentence/tells-in-order", test_order);
  g_test_add_func ("/state-sentence/flood", test_flood);
  return g_test_run ();
}
