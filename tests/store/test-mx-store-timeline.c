/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Timelines: order, gaps, what is known already. */

#include "config.h"

#include "mx-error.h"
#include "mx-store-test.h"
#include "mx-store-timeline.h"

#include <string.h>

typedef struct
{
  MxStore *store;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = mx_store_test_open (NULL, NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  mx_store_close (fixture->store);
}

/* The room as a word: ids without $ and server, "|" for a gap with its token. */
static char *
picture (MxStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = mx_store_list_before (store, ROOM, MX_STORE_NEWEST, 1000, NULL, &error);
  GString *text = g_string_new (NULL);
  gint64 last = G_MININT64;
  guint i;

  g_assert_no_error (error);
  for (i = 0; i < entries->len; i++) {
    MxStoreEntry *entry = entries->pdata[i];

    g_assert_cmpint (entry->pos, >, last);
    last = entry->pos;
    if (i > 0)
      g_string_append_c (text, ' ');
    if (entry->event == NULL)
      g_string_append_printf (text, "|%s", entry->token);
    else
      g_string_append_len (text, mx_event_get_id (entry->event) + 1,
                           strcspn (mx_event_get_id (entry->event) + 1, ":"));
  }
  return g_string_free_and_steal (text);
}

#define assert_picture(store, expected)       \
  G_STMT_START                                \
  {                                           \
    g_autofree char *seen_ = picture (store); \
    g_assert_cmpstr (seen_, ==, expected);    \
  }                                           \
  G_STMT_END

static gint64
append_gap (MxStore    *store,
            const char *token)
{
  g_autoptr (GError) error = NULL;
  gint64 pos = G_MININT64;

  mx_store_append_gap (store, ROOM, token, &pos, &error);
  g_assert_no_error (error);
  return pos;
}

/* Fills with $<prefix><from> down to $<prefix><to>. */
static gboolean
fill (MxStore    *store,
      gint64      pos,
      const char *prefix,
      int         from,
      int         to,
      const char *next,
      guint      *n_added)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
  g_autoptr (GError) error = NULL;
  gboolean closed = FALSE;
  int i;

  for (i = from; i >= to; i--) {
    g_autofree char *id = g_strdup_printf ("%s%d", prefix, i);

    g_ptr_array_add (events, mx_store_test_message (id, BOB, "old"));
  }
  mx_store_fill_gap (store, ROOM, pos, events, next, n_added, &closed, &error);
  g_assert_no_error (error);
  return closed;
}

static gint64
gap_pos (MxStore *store)
{
  g_autoptr (GPtrArray) entries = mx_store_list_before (store, ROOM, MX_STORE_NEWEST, 1000, NULL, NULL);
  guint i;

  for (i = 0; i < entries->len; i++)
    if (((MxStoreEntry *) entries->pdata[i])->event == NULL)
      return ((MxStoreEntry *) entries->pdata[i])->pos;
  g_assert_not_reached ();
}

static void
test_append (Fixture       *fixture,
             gconstpointer  data)
{
  mx_store_test_append (fixture->store, "e", 1, 3);
  assert_picture (fixture->store, "e1 e2 e3");
}

static void
test_known_event (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (MxEvent) again = mx_store_test_message ("e2", BOB, "hello");
  gboolean is_new = TRUE;
  gint64 pos = 0;

  mx_store_test_append (fixture->store, "e", 1, 3);
  g_assert_true (mx_store_append_event (fixture->store, ROOM, again, NULL, &pos, &is_new, NULL));
  g_assert_false (is_new);
  g_assert_cmpint (pos, ==, 2);
  assert_picture (fixture->store, "e1 e2 e3");
}

/* The same id in another room is another event. */
static void
test_rooms_are_apart (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (MxEvent) event = mx_store_test_message ("e1", BOB, "hello");
  gboolean is_new = FALSE;

  mx_store_test_append (fixture->store, "e", 1, 1);
  g_assert_true (mx_store_append_event (fixture->store, "!other:example.org", event, NULL, NULL, &is_new, NULL));
  g_assert_true (is_new);
  assert_picture (fixture->store, "e1");
}

static void
test_past (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 gap = append_gap (fixture->store, "t1");
  gboolean at_start = TRUE;
  g_autoptr (GPtrArray) newest = NULL;
  guint n_added = 0;

  mx_store_test_append (fixture->store, "e", 10, 3);
  assert_picture (fixture->store, "|t1 e10 e11 e12");
  g_assert_false (fill (fixture->store, gap, "e", 9, 7, "t2", &n_added));
  g_assert_cmpuint (n_added, ==, 3);
  assert_picture (fixture->store, "|t2 e7 e8 e9 e10 e11 e12");
  newest = mx_store_list_before (fixture->store, ROOM, MX_STORE_NEWEST, 100, &at_start, NULL);
  g_assert_false (at_start);

  g_assert_true (fill (fixture->store, gap_pos (fixture->store), "e", 6, 5, NULL, NULL));
  assert_picture (fixture->store, "e5 e6 e7 e8 e9 e10 e11 e12");
  g_clear_pointer (&newest, g_ptr_array_unref);
  newest = mx_store_list_before (fixture->store, ROOM, MX_STORE_NEWEST, 8, &at_start, NULL);
  g_assert_true (at_start);
  g_clear_pointer (&newest, g_ptr_array_unref);
  newest = mx_store_list_before (fixture->store, ROOM, MX_STORE_NEWEST, 7, &at_start, NULL);
  g_assert_false (at_start);
}

/* Row N06: events missed between two syncs are filled in until a known one comes. */
static void
test_limited_sync (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 gap;
  guint n_added = 0;

  mx_store_test_append (fixture->store, "e", 1, 3);
  gap = append_gap (fixture->store, "t1");
  mx_store_test_append (fixture->store, "e", 20, 2);
  assert_picture (fixture->store, "e1 e2 e3 |t1 e20 e21");
  g_assert_false (fill (fixture->store, gap, "e", 19, 10, "t2", &n_added));
  g_assert_cmpuint (n_added, ==, 10);
  mx_store_test_append (fixture->store, "e", 22, 1);
  g_assert_true (fill (fixture->store, gap_pos (fixture->store), "e", 9, 1, "t3", &n_added));
  g_assert_cmpuint (n_added, ==, 6);
  assert_picture (fixture->store, "e1 e2 e3 e4 e5 e6 e7 e8 e9 e10 e11 e12 e13 e14 e15 e16 e17 e18 e19 e20 e21 e22");
}

static void
test_overlap_above (Fixture       *fixture,
                    gconstpointer  data)
{
  gint64 gap = append_gap (fixture->store, "t1");

  mx_store_test_append (fixture->store, "e", 5, 2);
  g_assert_false (fill (fixture->store, gap, "e", 6, 3, "t2", NULL));
  assert_picture (fixture->store, "|t2 e3 e4 e5 e6");
}

static void
test_two_gaps_become_one (Fixture       *fixture,
                          gconstpointer  data)
{
  mx_store_test_append (fixture->store, "e", 1, 1);
  append_gap (fixture->store, "t1");
  append_gap (fixture->store, "t2");
  mx_store_test_append (fixture->store, "e", 9, 1);
  assert_picture (fixture->store, "e1 |t2 e9");
}

static void
test_no_gap_there (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  mx_store_test_append (fixture->store, "e", 1, 1);
  g_assert_false (mx_store_fill_gap (fixture->store, ROOM, 1, none, NULL, NULL, NULL, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
  assert_picture (fixture->store, "e1");
}

static void
test_slices (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  MxStoreEntry *entry;

  mx_store_test_append (fixture->store, "e", 1, 10);
  before = mx_store_list_before (fixture->store, ROOM, 8, 3, NULL, NULL);
  g_assert_cmpuint (before->len, ==, 3);
  entry = before->pdata[0];
  g_assert_cmpstr (mx_event_get_id (entry->event), ==, "$e5:example.org");
  after = mx_store_list_after (fixture->store, ROOM, 8, 5, NULL);
  g_assert_cmpuint (after->len, ==, 2);
  entry = after->pdata[0];
  g_assert_cmpstr (mx_event_get_id (entry->event), ==, "$e9:example.org");
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (MxEvent) own = mx_store_test_message ("own", ALICE, "mine");
  g_autoptr (MxStoreEntry) by_id = NULL;
  g_autoptr (MxStoreEntry) by_txn = NULL;
  g_autoptr (MxStoreEntry) newest = NULL;
  gint64 pos = 0;
  guint count = 0;

  mx_store_test_append (fixture->store, "e", 1, 2);
  g_assert_true (mx_store_append_event (fixture->store, ROOM, own, "txn1", &pos, NULL, NULL));
  append_gap (fixture->store, "t");
  by_id = mx_store_find_event (fixture->store, ROOM, "$own:example.org", NULL);
  by_txn = mx_store_find_txn (fixture->store, ROOM, "txn1", NULL);
  newest = mx_store_find_newest (fixture->store, ROOM, NULL);
  g_assert_cmpint (by_id->pos, ==, pos);
  g_assert_cmpint (by_txn->pos, ==, pos);
  g_assert_cmpint (newest->pos, ==, pos);
  g_assert_cmpstr (by_id->txn_id, ==, "txn1");
  g_assert_null (mx_store_find_event (fixture->store, ROOM, "$none:example.org", NULL));
  g_assert_true (mx_store_count_after (fixture->store, ROOM, 0, ALICE, &count, NULL));
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (mx_store_count_after (fixture->store, ROOM, 1, NULL, &count, NULL));
  g_assert_cmpuint (count, ==, 2);
}

static void
test_relations_and_redaction (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (MxEvent) reaction = NULL;
  g_autoptr (MxEvent) redacted = NULL;
  g_autoptr (GPtrArray) related = NULL;
  g_autoptr (MxStoreEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  reaction = mx_store_test_event ("{\"type\":\"m.reaction\",\"event_id\":\"$r:example.org\",\"sender\":\"" BOB "\","
                                  "\"origin_server_ts\":1,\"content\":{\"m.relates_to\":{\"rel_type\":\"m.annotation\","
                                  "\"event_id\":\"$e1:example.org\",\"key\":\"+\"}}}");
  mx_store_test_append (fixture->store, "e", 1, 2);
  g_assert_true (mx_store_append_event (fixture->store, ROOM, reaction, NULL, NULL, NULL, NULL));
  related = mx_store_list_relations (fixture->store, ROOM, "$e1:example.org", MX_RELATION_ANNOTATION, NULL);
  g_assert_cmpuint (related->len, ==, 1);
  g_clear_pointer (&related, g_ptr_array_unref);
  related = mx_store_list_relations (fixture->store, ROOM, "$e1:example.org", MX_RELATION_REPLACE, NULL);
  g_assert_cmpuint (related->len, ==, 0);
  g_clear_pointer (&related, g_ptr_array_unref);

  redacted = mx_event_redact (reaction, "{\"type\":\"m.room.redaction\",\"event_id\":\"$x:example.org\","
                                        "\"sender\":\"" BOB "\",\"origin_server_ts\":2,\"content\":{}}");
  g_assert_nonnull (redacted);
  g_assert_true (mx_store_update_event (fixture->store, ROOM, redacted, NULL));
  related = mx_store_list_relations (fixture->store, ROOM, "$e1:example.org", MX_RELATION_NONE, NULL);
  g_assert_cmpuint (related->len, ==, 0);
  entry = mx_store_find_event (fixture->store, ROOM, "$r:example.org", NULL);
  g_assert_cmpint (entry->pos, ==, 3);
  g_assert_true (mx_event_is_redacted (entry->event));

  g_clear_pointer (&redacted, mx_event_unref);
  redacted = mx_store_test_message ("unknown", BOB, "x");
  g_assert_false (mx_store_update_event (fixture->store, ROOM, redacted, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
}

static void
test_trim (Fixture       *fixture,
           gconstpointer  data)
{
  append_gap (fixture->store, "t1");
  mx_store_test_append (fixture->store, "e", 1, 5);
  append_gap (fixture->store, "t2");
  mx_store_test_append (fixture->store, "e", 11, 3);
  g_assert_true (mx_store_trim_timeline (fixture->store, ROOM, 4, NULL));
  assert_picture (fixture->store, "|t1 e1 e2 e3 e4 e5 |t2 e11 e12 e13");
  g_assert_true (mx_store_trim_timeline (fixture->store, ROOM, 3, NULL));
  assert_picture (fixture->store, "|t2 e11 e12 e13");
  g_assert_true (mx_store_clear_timeline (fixture->store, ROOM, NULL));
  assert_picture (fixture->store, "");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/timeline/append", test_append);
  ADD ("/security/N07/known-event-is-one-row", test_known_event);
  ADD ("/store/timeline/rooms-are-apart", test_rooms_are_apart);
  ADD ("/store/timeline/past", test_past);
  ADD ("/security/N06/limited-sync-leaves-a-gap", test_limited_sync);
  ADD ("/store/timeline/overlap-above", test_overlap_above);
  ADD ("/store/timeline/two-gaps-become-one", test_two_gaps_become_one);
  ADD ("/store/timeline/no-gap-there", test_no_gap_there);
  ADD ("/store/timeline/slices", test_slices);
  ADD ("/store/timeline/find", test_find);
  ADD ("/store/timeline/relations-and-redaction", test_relations_and_redaction);
  ADD ("/store/timeline/trim", test_trim);
  return g_test_run ();
}
