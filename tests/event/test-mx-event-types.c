/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads tests/fixtures/events/TYPE/NAME.json and compares what became of it with
 * NAME.expected. A new fixture needs no code: write the .json, run this test with
 * MX_WRITE_EXPECTED=1, and read the .expected before believing it. */

#include "config.h"

#include "mx-event-fixture.h"
#include "mx-field.h"
#include "mx-id.h"
#include "mx-json.h"
#include "types/m-direct.h"
#include "types/m-ignored-user-list.h"
#include "types/m-receipt.h"
#include "types/m-room-create.h"
#include "types/m-room-join-rules.h"
#include "types/m-room-message.h"
#include "types/m-room-topic.h"
#include "types/m-tag.h"

#include <string.h>

static void
add_line (GString    *out,
          const char *name,
          const char *value)
{
  if (value != NULL)
    g_string_append_printf (out, "%s: %s\n", name, value);
}

static void
add_strv (GString     *out,
          const char  *name,
          char       **values)
{
  g_autofree char *joined = values ? g_strjoinv (" ", values) : NULL;

  add_line (out, name, joined);
}

static void
describe_receipts (GString                *out,
                   const MxReceiptContent *content)
{
  for (guint i = 0; i < content->receipts->len; i++) {
    const MxReceipt *receipt = g_ptr_array_index (content->receipts, i);

    g_string_append_printf (out, "receipt: %s %s %s %" G_GINT64_FORMAT "%s\n", receipt->event_id, receipt->user_id,
                            receipt->thread_id ? receipt->thread_id : "-", receipt->ts,
                            receipt->is_private ? " private" : "");
  }
}

static void
describe_tags (GString            *out,
               const MxTagContent *content)
{
  for (guint i = 0; i < content->tags->len; i++) {
    const MxTag *tag = g_ptr_array_index (content->tags, i);

    g_string_append_printf (out, "tag: %s %g\n", tag->name, tag->order);
  }
}

static void
describe_direct (GString        *out,
                 const MxDirect *content)
{
  g_autoptr (GList) users = g_list_sort (g_hash_table_get_keys (content->rooms), (GCompareFunc) strcmp);

  for (GList *l = users; l != NULL; l = l->next)
    add_strv (out, l->data, g_hash_table_lookup (content->rooms, l->data));
}

static void
describe_message (GString             *out,
                  const MxRoomMessage *content)
{
  g_string_append_printf (out, "msgtype: %d%s\n", content->msgtype,
                          mx_room_message_has_file (content) ? " with a file" : "");
  add_line (out, "html", content->formatted_body);
  add_line (out, "new body", content->new_content ? content->new_content->body : NULL);
  add_line (out, "filename", mx_room_message_get_filename (content));
  add_line (out, "says whom it mentions", content->has_mentions ? "yes" : NULL);
}

/* What the tables do not hold. */
static void
describe_extra (GString *out,
                MxEvent *event)
{
  const MxEventType *type = mx_event_get_type (event);
  gconstpointer content = mx_event_get_content (event);

  if (content == NULL)
    return;
  if (type == &mx_type_room_message)
    describe_message (out, content);
  else if (type == &mx_type_receipt)
    describe_receipts (out, content);
  else if (type == &mx_type_tag)
    describe_tags (out, content);
  else if (type == &mx_type_direct)
    describe_direct (out, content);
  else if (type == &mx_type_room_topic)
    add_line (out, "html", ((const MxRoomTopic *) content)->html);
  else if (type == &mx_type_room_join_rules)
    add_strv (out, "allow", ((const MxRoomJoinRules *) content)->allow_rooms);
  else if (type == &mx_type_ignored_user_list)
    add_strv (out, "users", ((const MxIgnoredUserList *) content)->users);
  else if (type == &mx_type_room_create) {
    g_auto (GStrv) creators = mx_room_create_dup_creators (event);

    add_strv (out, "creators", creators);
    add_line (out, "creators above all", mx_room_create_has_privileged_creators (event) ? "yes" : NULL);
  }
}

static char *
describe (MxEvent *event)
{
  static const char *const kinds[] = { "message", "state", "ephemeral", "account data" };
  static const char *const relations[] = { NULL, "replace", "annotation", "thread", "reference", "other" };
  GString *out = g_string_new (NULL);
  g_autoptr (GHashTable) names = mx_event_fixture_names ();
  g_autofree char *summary = mx_event_dup_summary (event, names);

  add_line (out, "kind", kinds[mx_event_get_kind (event)]);
  add_line (out, "unknown", mx_event_is_unknown (event) ? "yes" : NULL);
  add_line (out, "redacted", mx_event_is_redacted (event) ? "yes" : NULL);
  add_line (out, "redacted by", mx_event_get_redacted_by (event));
  add_line (out, "transaction", mx_event_get_txn_id (event));
  add_line (out, "relation", relations[mx_event_get_relation (event)]);
  add_line (out, "target", mx_event_get_target (event));
  add_line (out, "annotation", mx_event_get_annotation (event));
  add_line (out, "reply to", mx_event_get_reply_to (event));
  if (mx_event_get_content (event) != NULL) {
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
    g_autofree char *text = NULL;

    json_node_take_object (node, mx_fields_write (mx_event_get_type (event)->fields, mx_event_get_content (event)));
    text = mx_json_print (node);
    add_line (out, "content", text);
  }
  describe_extra (out, event);
  add_line (out, "summary", summary);
  return g_string_free_and_steal (out);
}

static void
test_fixture (gconstpointer data)
{
  const char *path = data;
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".json"));
  g_autofree char *expected_path = g_strconcat (stem, ".expected", NULL);
  g_autofree char *text = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  g_autoptr (MxEvent) event = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  event = mx_event_new (text, strlen (text), mx_event_fixture_kind (path), "!room:example.org", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mx_event_get_source (event), ==, text);
  g_assert_cmpstr (mx_event_get_room_id (event), ==, "!room:example.org");
  found = describe (event);
  if (g_getenv ("MX_WRITE_EXPECTED") != NULL)
    g_assert_true (g_file_set_contents (expected_path, found, -1, &error));
  g_assert_true (g_file_get_contents (expected_path, &expected, NULL, &error));
  g_assert_cmpstr (found, ==, expected);
}

/* Every known type has fixtures, and every fixture folder but one a known type. */
static void
test_complete (void)
{
  gsize n;
  const MxEventType *const *types = mx_event_type_list (&n);

  g_assert_cmpuint (n, >=, 28);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *folder = g_build_filename (mx_event_fixture_folder (), types[i]->name, NULL);

    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
      g_error ("no fixtures for %s", types[i]->name);
    g_assert_true (mx_event_type_find (types[i]->name, types[i]->kind) == types[i]);
    g_assert_true (mx_event_type_find (types[i]->name, (types[i]->kind + 1) % 4) == &mx_unknown_type);
    g_assert_nonnull (types[i]->fields);
    g_assert_cmpuint (types[i]->size, >, 0);
  }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) paths = NULL;

  g_test_init (&argc, &argv, NULL);
  paths = mx_event_fixture_list ();
  g_test_add_func ("/event-types/complete", test_complete);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *name = g_path_get_basename (g_ptr_array_index (paths, i));
    g_autofree char *folder = g_path_get_dirname (g_ptr_array_index (paths, i));
    g_autofree char *type = g_path_get_basename (folder);
    g_autofree char *test = g_strconcat ("/event-types/", type, "/", name, NULL);

    g_test_add_data_func (test, g_ptr_array_index (paths, i), test_fixture);
  }
  return g_test_run ();
}
