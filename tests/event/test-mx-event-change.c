/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-event.h"
#include "mx-json.h"
#include "types/m-room-member.h"
#include "types/m-room-message.h"

#include <string.h>

static MxEvent *
make (const char *type,
      const char *id,
      const char *sender,
      const char *room,
      const char *state_key,
      const char *content)
{
  g_autofree char *key = state_key ? g_strdup_printf ("\"state_key\":\"%s\",", state_key) : g_strdup ("");
  g_autofree char *json = g_strdup_printf (
    "{\"type\":\"%s\",\"event_id\":\"%s\",\"sender\":\"%s\",%s\"origin_server_ts\":5,\"content\":%s,"
    "\"unsigned\":{\"transaction_id\":\"t\",\"age\":7}}",
    type, id, sender, key, content);
  g_autoptr (GError) error = NULL;
  MxEvent *event = mx_event_new (json, strlen (json), MX_EVENT_MESSAGE, room, &error);

  g_assert_no_error (error);
  return event;
}

#define EDIT(body)                                                   \
  "{\"msgtype\":\"m.text\",\"body\":\"* x\",\"m.new_content\":" body \
  ",\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$a\"}}"
#define NEW "{\"msgtype\":\"m.text\",\"body\":\"new\"}"

typedef struct
{
  const char *original_content, *original_key;
  const char *type, *sender, *room, *state_key, *content;
  gboolean valid;
} EditCase;

static const EditCase edits[] = {
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL, EDIT (NEW),
    TRUE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ben:e.org", "!r:e.org", NULL, EDIT (NEW),
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.sticker", "@ann:e.org", "!r:e.org", NULL, EDIT (NEW),
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!other:e.org", NULL,
    EDIT (NEW), FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", "", EDIT (NEW),
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", "", "m.room.message", "@ann:e.org", "!r:e.org", NULL, EDIT (NEW),
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL, EDIT ("5"),
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL,
    EDIT ("{}"), FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$a\"}}",
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.new_content\":" NEW
    ",\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$b\"}}",
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\"}", NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.new_content\":" NEW
    ",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$a\"}}",
    FALSE },
  { "{\"msgtype\":\"m.text\",\"body\":\"old\",\"m.new_content\":" NEW
    ",\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$z\"}}",
    NULL, "m.room.message", "@ann:e.org", "!r:e.org", NULL, EDIT (NEW), FALSE },
};

static void
test_edit_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (MxEvent) original =
      make ("m.room.message", "$a", "@ann:e.org", "!r:e.org", edits[i].original_key, edits[i].original_content);
    g_autoptr (MxEvent) edit =
      make (edits[i].type, "$edit", edits[i].sender, edits[i].room, edits[i].state_key, edits[i].content);
    g_autoptr (MxEvent) result = mx_event_apply_edit (original, edit);

    if ((result != NULL) != edits[i].valid)
      g_error ("edit %" G_GSIZE_FORMAT " should be %s", i, edits[i].valid ? "valid" : "ignored");
  }
}

static void
test_edit_result (void)
{
  g_autoptr (MxEvent) original =
    make ("m.room.message", "$a", "@ann:e.org", "!r:e.org", NULL,
          "{\"msgtype\":\"m.text\",\"body\":\"old\",\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$q\"}}}");
  g_autoptr (MxEvent) edit = make (
    "m.room.message", "$edit", "@ann:e.org", "!r:e.org", NULL,
    EDIT (
      "{\"msgtype\":\"m.emote\",\"body\":\"new\",\"m.relates_to\":{\"m.in_reply_to\":{\"event_id\":\"$other\"}}}"));
  g_autoptr (MxEvent) result = mx_event_apply_edit (original, edit);
  const MxRoomMessage *message = mx_event_get_content_as (result, &mx_type_room_message);

  g_assert_cmpstr (message->body, ==, "new");
  g_assert_cmpint (message->msgtype, ==, MX_MSGTYPE_EMOTE);
  g_assert_cmpstr (mx_event_get_id (result), ==, "$a");
  g_assert_cmpint (mx_event_get_ts (result), ==, 5);
  g_assert_cmpstr (mx_event_get_reply_to (result), ==, "$q");
  g_assert_cmpstr (mx_event_get_txn_id (result), ==, "t");
  g_assert_cmpint (mx_event_get_relation (result), ==, MX_RELATION_NONE);
}

/* A type that this version does not know is edited like any other. */
static void
test_edit_unknown (void)
{
  g_autoptr (MxEvent) original = make ("org.example.poll", "$a", "@ann:e.org", "!r:e.org", NULL, "{\"q\":1}");
  g_autoptr (MxEvent) edit = make ("org.example.poll", "$edit", "@ann:e.org", "!r:e.org", NULL, EDIT ("{\"q\":2}"));
  g_autoptr (MxEvent) result = mx_event_apply_edit (original, edit);
  g_autofree char *content = mx_event_dup_content_json (result);

  g_assert_cmpstr (content, ==, "{\"q\":2}");
}

static void
test_edit_redacted (void)
{
  g_autoptr (MxEvent) original = make ("m.room.message", "$a", "@ann:e.org", "!r:e.org", NULL, NEW);
  g_autoptr (MxEvent) edit = make ("m.room.message", "$edit", "@ann:e.org", "!r:e.org", NULL, EDIT (NEW));
  g_autoptr (MxEvent) gone = mx_event_redact (original, NULL);
  g_autoptr (MxEvent) gone_edit = mx_event_redact (edit, NULL);

  g_assert_null (mx_event_apply_edit (gone, edit));
  g_assert_null (mx_event_apply_edit (original, gone_edit));
}

static void
test_redact_message (void)
{
  g_autoptr (MxEvent) event = make (
    "m.room.message", "$a", "@ann:e.org", "!r:e.org", NULL,
    "{\"msgtype\":\"m.text\",\"body\":\"secret\",\"m.relates_to\":{\"rel_type\":\"m.thread\",\"event_id\":\"$t\"}}");
  g_autoptr (MxEvent) gone =
    mx_event_redact (event, "{\"type\":\"m.room.redaction\",\"sender\":\"@mod:e.org\",\"content\":{}}");
  g_autoptr (MxEvent) odd = mx_event_redact (event, "not json");
  g_autofree char *summary = mx_event_dup_summary (gone, NULL);

  g_assert_true (mx_event_is_redacted (gone));
  g_assert_cmpstr (mx_event_get_redacted_by (gone), ==, "@mod:e.org");
  g_assert_null (mx_event_get_content (gone));
  g_assert_null (strstr (mx_event_get_source (gone), "secret"));
  g_assert_cmpint (mx_event_get_relation (gone), ==, MX_RELATION_NONE);
  g_assert_cmpstr (mx_event_get_id (gone), ==, "$a");
  g_assert_cmpstr (mx_event_get_txn_id (gone), ==, "t");
  g_assert_cmpint (mx_event_get_ts (gone), ==, 5);
  g_assert_false (mx_event_is_unknown (gone));
  g_assert_nonnull (strstr (summary, "@mod:e.org"));
  g_assert_true (mx_event_is_redacted (odd));
  g_assert_null (mx_event_get_redacted_by (odd));
}

/* State keeps what the rules of room version 11 keep, and acts on. */
static void
test_redact_state (void)
{
  static const struct
  {
    const char *type, *key, *content, *kept;
  } cases[] = {
    { "m.room.member", "@ann:e.org",
      "{\"membership\":\"join\",\"displayname\":\"Ann\",\"join_authorised_via_users_server\":\"@b:c\"}",
      "{\"membership\":\"join\",\"join_authorised_via_users_server\":\"@b:c\"}" },
    { "m.room.name", "", "{\"name\":\"x\"}", "{}" },
    { "m.room.topic", "", "{\"topic\":\"x\",\"m.topic\":{}}", "{}" },
    { "m.room.create", "", "{\"room_version\":\"12\",\"x\":1}", "{\"room_version\":\"12\",\"x\":1}" },
    { "m.room.join_rules", "", "{\"join_rule\":\"public\",\"x\":1}", "{\"join_rule\":\"public\"}" },
    { "m.room.power_levels", "", "{\"ban\":1,\"invite\":2,\"notifications\":{\"room\":1},\"users\":{\"@a:b\":3}}",
      "{\"ban\":1,\"invite\":2,\"users\":{\"@a:b\":3}}" },
    { "m.room.history_visibility", "", "{\"history_visibility\":\"shared\",\"x\":1}",
      "{\"history_visibility\":\"shared\"}" },
    { "org.example.x", "", "{\"x\":1}", "{}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MxEvent) event = make (cases[i].type, "$a", "@ann:e.org", "!r:e.org", cases[i].key, cases[i].content);
    g_autoptr (MxEvent) gone = mx_event_redact (event, NULL);
    g_autofree char *content = mx_event_dup_content_json (gone);
    g_autoptr (JsonNode) found = json_from_string (content, NULL);
    g_autoptr (JsonNode) kept = json_from_string (cases[i].kept, NULL);
    g_autofree char *a = mx_json_canonical (found, NULL);
    g_autofree char *b = mx_json_canonical (kept, NULL);

    g_assert_cmpstr (a, ==, b);
    g_assert_true (mx_event_is_redacted (gone));
    g_assert_cmpint (mx_event_is_unknown (gone), ==, mx_event_is_unknown (event));
    g_assert_cmpstr (mx_event_get_state_key (gone), ==, cases[i].key);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-change/edit/rules", test_edit_rules);
  g_test_add_func ("/event-change/edit/result", test_edit_result);
  g_test_add_func ("/event-change/edit/unknown", test_edit_unknown);
  g_test_add_func ("/event-change/edit/redacted", test_edit_redacted);
  g_test_add_func ("/event-change/redact/message", test_redact_message);
  g_test_add_func ("/event-change/redact/state", test_redact_state);
  return g_test_run ();
}
