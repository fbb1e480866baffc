/* SPDX-License-Identifier: GPL-3.0-or-later */

/* H11: every member of every fixture, at every depth, replaced by every wrong JSON type.
 * No warning, no crash; whatever comes of it can be summarised, redacted and edited; and
 * the neighbours in the same chunk are read as before. */

#include "config.h"

#include "mx-event-fixture.h"
#include "mx-json.h"
#include "mx-scan.h"
#include "types/m-room-message.h"

#include <string.h>

static const char *const wrong[] = {
  "null",
  "true",
  "false",
  "0",
  "-1",
  "1.5",
  "-9223372036854775808",
  "9223372036854775807",
  "1e308",
  "99999999999999999999",
  "\"\"",
  "\"x\"",
  "\"\\u0000\"",
  "\"\\ud800\"",
  "\"@a:b\"",
  "\"../../x\"",
  "[]",
  "[null]",
  "[[[]]]",
  "[{},5,\"x\"]",
  "{}",
  "{\"\":{}}",
  "{\"@a:b\":[1]}",
  "{\"event_id\":5,\"rel_type\":[]}",
};

static const char neighbour[] =
  "{\"type\":\"m.room.message\",\"event_id\":\"$n\",\"sender\":\"@n:example.org\","
  "\"origin_server_ts\":1,\"content\":{\"msgtype\":\"m.text\",\"body\":\"unharmed\"}}";

typedef struct
{
  MxEventKind kind;
  guint events;
  guint neighbours;
} Chunk;

static void
use (MxEvent *event)
{
  g_autoptr (MxEvent) gone = mx_event_redact (event, NULL);
  g_autoptr (MxEvent) changed = mx_event_apply_edit (event, event);
  g_autofree char *summary = mx_event_dup_summary (event, NULL);
  g_autofree char *content = mx_event_dup_content_json (event);
  const MxEventType *type = mx_event_get_type (event);

  g_assert_null (changed);
  g_assert_nonnull (gone);
  g_assert_cmpstr (summary, !=, "");
  g_assert_true (g_utf8_validate (summary, -1, NULL));
  g_assert_null (strchr (summary, '\n'));
  g_assert_nonnull (content);
  if (mx_event_get_content (event) != NULL && type->fields != NULL)
    json_object_unref (mx_fields_write (type->fields, mx_event_get_content (event)));
}

static gboolean
read_event (const char *key,
            const char *value,
            gsize       value_len,
            gpointer    user_data)
{
  Chunk *chunk = user_data;
  gboolean is_neighbour = value_len == sizeof neighbour - 1 && memcmp (value, neighbour, value_len) == 0;
  g_autoptr (MxEvent) event =
    mx_event_new (value, value_len, is_neighbour ? MX_EVENT_MESSAGE : chunk->kind, "!room:example.org", NULL);
  const MxRoomMessage *message = mx_event_get_content_as (event, &mx_type_room_message);

  if (event == NULL)
    return TRUE;
  use (event);
  chunk->events++;
  chunk->neighbours += is_neighbour && message != NULL && g_str_equal (message->body, "unharmed");
  return TRUE;
}

/* The mutant stands between two good events. */
static void
try_mutant (const char  *text,
            MxEventKind  kind)
{
  g_autofree char *json = g_strdup_printf ("[%s,%s,%s]", neighbour, text, neighbour);
  Chunk chunk = { .kind = kind };

  g_assert_true (mx_scan_elements (json, strlen (json), read_event, &chunk, NULL));
  if (chunk.neighbours != 2)
    g_error ("neighbours were harmed by %s", text);
}

typedef struct
{
  const char *document;
  MxEventKind kind;
  guint tried;
} Mutator;

static void mutate_members (Mutator *self, const char *value, gsize len);

/* Replaces the value at this very place by each wrong one, then goes inside. */
static gboolean
mutate_value (const char *key,
              const char *value,
              gsize       value_len,
              gpointer    user_data)
{
  Mutator *self = user_data;
  gsize before = (gsize) (value - self->document);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *mutant = g_strdup_printf ("%.*s%s%s", (int) before, self->document, wrong[i], value + value_len);

    try_mutant (mutant, self->kind);
    self->tried++;
  }
  mutate_members (self, value, value_len);
  return TRUE;
}

static void
mutate_members (Mutator    *self,
                const char *value,
                gsize       len)
{
  if (value[0] == '{')
    g_assert_true (mx_scan_members (value, len, mutate_value, self, NULL));
  else if (value[0] == '[')
    g_assert_true (mx_scan_elements (value, len, mutate_value, self, NULL));
}

static void
test_wrong_types (gconstpointer data)
{
  g_autoptr (GPtrArray) paths = mx_event_fixture_list ();
  const char *type = data;
  guint tried = 0;

  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index (paths, i);
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *name = g_path_get_basename (folder);
    g_autofree char *text = NULL;
    Mutator mutator = { .kind = mx_event_fixture_kind (path) };

    if (!g_str_equal (name, type))
      continue;
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    mutator.document = g_strchomp (text);
    mutate_members (&mutator, mutator.document, strlen (mutator.document));
    tried += mutator.tried;
  }
  g_test_message ("%u mutants", tried);
  g_assert_cmpuint (tried, >=, G_N_ELEMENTS (wrong) * 2);
}

int
main (int    argc,
      char **argv)
{
  gsize n;
  const MxEventType *const *types = mx_event_type_list (&n);

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *path = g_strconcat ("/security/H11/wrong-types/", types[i]->name, NULL);

    g_test_add_data_func (path, types[i]->name, test_wrong_types);
  }
  g_test_add_data_func ("/security/H11/wrong-types/unknown", "org.example.unknown", test_wrong_types);
  return g_test_run ();
}
