/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-event.h"

#include "mx-error.h"
#include "types/m-room-member.h"
#include "types/m-room-message.h"

#include <string.h>

#define ENVELOPE \
  "\"type\":\"m.room.message\",\"sender\":\"@ann:example.org\",\"event_id\":\"$a\",\"origin_server_ts\":5"

static MxEvent *
make (const char   *json,
      MxEventKind   kind,
      GError      **error)
{
  return mx_event_new (json, strlen (json), kind, "!room:example.org", error);
}

static void
test_getters (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) event = make (
    "{" ENVELOPE ",\"content\":{\"msgtype\":\"m.text\",\"body\":\"hi\"},\"unsigned\":{\"transaction_id\":\"t\"}}",
    MX_EVENT_MESSAGE, &error);
  g_autoptr (MxEvent) second = NULL;
  g_autofree char *content = NULL;
  const MxRoomMessage *message;

  g_assert_no_error (error);
  second = mx_event_ref (event);
  g_assert_cmpstr (mx_event_get_id (second), ==, "$a");
  g_assert_cmpstr (mx_event_get_sender (event), ==, "@ann:example.org");
  g_assert_cmpstr (mx_event_get_type_name (event), ==, "m.room.message");
  g_assert_null (mx_event_get_state_key (event));
  g_assert_cmpstr (mx_event_get_txn_id (event), ==, "t");
  g_assert_cmpint (mx_event_get_ts (event), ==, 5);
  g_assert_true (mx_event_get_type (event) == &mx_type_room_message);
  message = mx_event_get_content_as (event, &mx_type_room_message);
  g_assert_cmpstr (message->body, ==, "hi");
  g_assert_null (mx_event_get_content_as (event, &mx_type_room_member));
  g_assert_null (mx_event_get_content_as (NULL, &mx_type_room_member));
  content = mx_event_dup_content_json (event);
  g_assert_cmpstr (content, ==, "{\"msgtype\":\"m.text\",\"body\":\"hi\"}");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *json;
    MxEventKind kind;
  } cases[] = {
    { "", MX_EVENT_MESSAGE },
    { "[]", MX_EVENT_MESSAGE },
    { "null", MX_EVENT_MESSAGE },
    { "{", MX_EVENT_MESSAGE },
    { "{}", MX_EVENT_MESSAGE },
    { "{\"type\":5,\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"ann\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"state_key\":\"\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_STATE },
    { "{\"type\":\"m.x\",\"state_key\":\"\",\"content\":{}}", MX_EVENT_STATE },
    { "{\"content\":{}}", MX_EVENT_ACCOUNT_DATA },
    /* NUL in ids */
    { "{\"type\":\"m.x\",\"sender\":\"@a\\u0000:b\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\\u0000.c\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"$a\\u0000\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\\u0000\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{}}", MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"state_key\":\"x\\u0000\",\"content\":{}}",
      MX_EVENT_MESSAGE },
    { "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"$\\ud800\",\"content\":{}}", MX_EVENT_MESSAGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MxEvent) event = make (cases[i].json, cases[i].kind, &error);

    if (event != NULL)
      g_error ("accepted: %s", cases[i].json);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_kinds (void)
{
  g_autoptr (MxEvent) timeline =
    make ("{\"type\":\"m.room.name\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"state_key\":\"\",\"content\":{}}",
          MX_EVENT_MESSAGE, NULL);
  g_autoptr (MxEvent) stripped =
    make ("{\"type\":\"m.room.name\",\"sender\":\"@a:b\",\"state_key\":\"\",\"content\":{\"name\":\"x\"}}",
          MX_EVENT_STATE, NULL);
  g_autoptr (MxEvent) no_key =
    make ("{\"type\":\"m.room.name\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{\"name\":\"x\"}}",
          MX_EVENT_MESSAGE, NULL);
  g_autoptr (MxEvent) odd_key = make (
    "{\"type\":\"m.room.name\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"state_key\":5,\"content\":{\"name\":\"x\"}}",
    MX_EVENT_MESSAGE, NULL);
  g_autoptr (MxEvent) data = make ("{\"type\":\"m.direct\",\"content\":{}}", MX_EVENT_ACCOUNT_DATA, NULL);
  g_autoptr (MxEvent) misplaced = make ("{\"type\":\"m.direct\",\"content\":{}}", MX_EVENT_EPHEMERAL, NULL);

  g_assert_cmpint (mx_event_get_kind (timeline), ==, MX_EVENT_STATE);
  g_assert_false (mx_event_is_unknown (timeline));
  g_assert_null (mx_event_get_id (stripped));
  g_assert_false (mx_event_is_unknown (stripped));
  g_assert_cmpint (mx_event_get_kind (no_key), ==, MX_EVENT_MESSAGE);
  g_assert_true (mx_event_is_unknown (no_key));
  g_assert_true (mx_event_is_unknown (odd_key));
  g_assert_null (mx_event_get_sender (data));
  g_assert_false (mx_event_is_unknown (data));
  g_assert_true (mx_event_is_unknown (misplaced));
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    gint64 ts;
  } cases[] = {
    { "5", 5 },
    { "-5", 0 },
    { "9223372036854775807", 253402300799999 },
    { "\"5\"", 0 },
    { "1.5", 0 },
    { "null", 0 },
    { "4070908800000", 4070908800000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = g_strdup_printf (
      "{\"type\":\"m.x\",\"sender\":\"@a:b\",\"event_id\":\"$a\",\"content\":{},\"origin_server_ts\":%s}",
      cases[i].text);
    g_autoptr (MxEvent) event = make (json, MX_EVENT_MESSAGE, NULL);
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (mx_event_get_ts (event) / 1000);

    g_assert_cmpint (mx_event_get_ts (event), ==, cases[i].ts);
    g_assert_nonnull (time);
  }
}

static void
test_local (void)
{
  g_autoptr (MxEvent) event = mx_event_new_local ("!room:example.org", "m.room.message", "@ann:example.org", "t1",
                                                  99, "{\"msgtype\":\"m.text\",\"body\":\"hi\"}");
  g_autoptr (MxEvent) edit = mx_event_new_local (
    "!room:example.org", "m.room.message", "@ann:example.org", "t2", 99,
    "{\"msgtype\":\"m.text\",\"body\":\"*\",\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$a\"}}");
  const MxRoomMessage *message = mx_event_get_content_as (event, &mx_type_room_message);

  g_assert_nonnull (message);
  g_assert_cmpstr (message->body, ==, "hi");
  g_assert_null (mx_event_get_id (event));
  g_assert_cmpstr (mx_event_get_txn_id (event), ==, "t1");
  g_assert_cmpint (mx_event_get_ts (event), ==, 99);
  g_assert_cmpint (mx_event_get_relation (edit), ==, MX_RELATION_REPLACE);
}

static void
test_boxed (void)
{
  g_autoptr (MxEvent) event = mx_event_new_local ("!r:e", "m.x", "@a:b", "t", 1, "{}");
  MxEvent *copy = g_boxed_copy (MX_TYPE_EVENT, event);

  g_assert_true (copy == event);
  g_boxed_free (MX_TYPE_EVENT, copy);
}

/* Names and texts of strangers stay what they are: no markup is made or lost, no
 * direction leaks out, nobody's name is longer than a name. */
static void
test_summary_names (void)
{
  static const char *const hostile[] = { "<b>Ann</b>", "&amp;", "\u202eAnn", "Ann\u2069\u202e",
                                         "A\nnn", "", "\u200b", "%s %n" };
  g_autoptr (MxEvent) event = make (
    "{\"type\":\"m.room.create\",\"sender\":\"@ann:example.org\",\"event_id\":\"$a\","
    "\"state_key\":\"\",\"content\":{}}",
    MX_EVENT_MESSAGE, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++) {
    g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
    g_autofree char *summary = NULL;

    g_hash_table_insert (names, (gpointer) "@ann:example.org", (gpointer) hostile[i]);
    summary = mx_event_dup_summary (event, names);
    g_assert_true (g_str_has_prefix (summary, "\u2068"));
    g_assert_true (g_str_has_suffix (summary, "\u2069 created this room"));
    g_assert_null (strchr (summary, '\n'));
    g_assert_null (strstr (summary, "\u202e"));
    if (strchr (hostile[i], '<') != NULL || strchr (hostile[i], '&') != NULL || strchr (hostile[i], '%') != NULL)
      g_assert_nonnull (strstr (summary, hostile[i]));
    if (i == 5 || i == 6)
      g_assert_nonnull (strstr (summary, "@ann:example.org"));
  }
}

static void
test_large (void)
{
  g_autofree char *fill = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *json = g_strdup_printf ("{" ENVELOPE ",\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}}", fill);
  g_autofree char *fitting =
    g_strdup_printf ("{" ENVELOPE ",\"content\":{\"msgtype\":\"m.text\",\"body\":\"%.60000s\"}}", fill);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) event = make (json, MX_EVENT_MESSAGE, &error);
  g_autoptr (MxEvent) long_one = make (fitting, MX_EVENT_MESSAGE, NULL);
  g_autofree char *summary = mx_event_dup_summary (long_one, NULL);

  g_assert_null (event);
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  g_assert_cmpuint (strlen (summary), <, 1000);
}

static gpointer
use_event (gpointer data)
{
  MxEvent *event = data;

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (MxEvent) held = mx_event_ref (event);

    g_assert_false (mx_event_is_unknown (held));
  }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (MxEvent) event =
    mx_event_new_local ("!r:e", "m.room.message", "@a:b", "t", 1, "{\"msgtype\":\"m.text\",\"body\":\"x\"}");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", use_event, event);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (mx_event_get_ts (event), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/getters", test_getters);
  g_test_add_func ("/event/kinds", test_kinds);
  g_test_add_func ("/event/time", test_time);
  g_test_add_func ("/event/local", test_local);
  g_test_add_func ("/event/boxed", test_boxed);
  g_test_add_func ("/event/threads", test_threads);
  g_test_add_func ("/security/H01/summary-names", test_summary_names);
  g_test_add_func ("/security/H09/nul-in-ids", test_refused);
  g_test_add_func ("/security/H10/large-event", test_large);
  return g_test_run ();
}
