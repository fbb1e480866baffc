/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading timelines; mx-store-timeline.c explains the order. Thread: the engine's. */

#include "config.h"

#include "mx-store-timeline.h"

#include "mx-store-private.h"

#include <string.h>

#define SELECT "SELECT pos, source, token, txn_id FROM timeline "

/**
 * mx_store_entry_free:
 * @self: (transfer full): an entry
 */
void
mx_store_entry_free (MxStoreEntry *self)
{
  g_clear_pointer (&self->event, mx_event_unref);
  g_free (self->token);
  g_free (self->txn_id);
  g_free (self);
}

/* %NULL where a stored event is none any more. */
static MxStoreEntry *
read_entry (MxCursor   *cursor,
            const char *room_id)
{
  g_autoptr (MxStoreEntry) entry = g_new0 (MxStoreEntry, 1);
  g_autoptr (GError) failure = NULL;
  const char *source = mx_cursor_text (cursor, 1);

  entry->pos = mx_cursor_int (cursor, 0);
  entry->token = g_strdup (mx_cursor_text (cursor, 2));
  entry->txn_id = g_strdup (mx_cursor_text (cursor, 3));
  if (source == NULL)
    return g_steal_pointer (&entry);
  entry->event = mx_event_new (source, strlen (source), MX_EVENT_MESSAGE, room_id, &failure);
  if (entry->event != NULL)
    return g_steal_pointer (&entry);
  g_debug ("a stored event is none any more: %s", failure->message);
  return NULL;
}

/* In the order of the rows. @n_rows (nullable) counts unreadable ones too. */
static GPtrArray *
read_entries (MxCursor    *cursor,
              const char  *room_id,
              guint       *n_rows,
              GError     **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_store_entry_free);
  GError *failure = NULL;
  guint n = 0;

  if (cursor == NULL)
    return NULL;
  for (; mx_cursor_next (cursor, &failure); n++) {
    MxStoreEntry *entry = read_entry (cursor, room_id);

    if (entry != NULL)
      g_ptr_array_add (entries, entry);
  }
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return NULL;
  }
  if (n_rows != NULL)
    *n_rows = n;
  return g_steal_pointer (&entries);
}

/* The first row of @cursor, which it consumes. */
static MxStoreEntry *
read_one (MxCursor    *cursor,
          const char  *room_id,
          GError     **error)
{
  g_autoptr (MxCursor) owned = cursor;

  return owned != NULL && mx_cursor_next (owned, error) ? read_entry (owned, room_id) : NULL;
}

static void
reverse (GPtrArray *array)
{
  guint i;

  for (i = 0; i < array->len / 2; i++) {
    gpointer swapped = array->pdata[i];

    array->pdata[i] = array->pdata[array->len - 1 - i];
    array->pdata[array->len - 1 - i] = swapped;
  }
}

/* Whether the oldest of all entries is among the @n rows before @pos, and is no gap. */
static gboolean
find_start (MxStore   *self,
            gint64     row,
            gint64     pos,
            guint      limit,
            guint      n_rows,
            gboolean  *at_start,
            GError   **error)
{
  gint64 lowest_gap = 1;
  gint64 n_before = n_rows;

  if (n_rows == limit &&
      !mx_sqlite_query_int (self->db, error, &n_before,
                            "SELECT count(*) FROM (SELECT 1 FROM timeline WHERE room = ? AND pos < ? LIMIT ?)",
                            "III", row, pos, (gint64) limit + 1))
    return FALSE;
  if (!mx_sqlite_query_int (self->db, error, &lowest_gap,
                            "SELECT source IS NULL FROM timeline WHERE room = ? ORDER BY pos LIMIT 1", "I", row))
    return FALSE;
  *at_start = n_before <= limit && !lowest_gap;
  return TRUE;
}

/**
 * mx_store_list_before:
 * @self: a store
 * @room_id: a room
 * @pos: below which position; %MX_STORE_NEWEST for the newest entries
 * @limit: how many at most
 * @at_start: (out) (optional): whether the first entry is the first of the room: no gap
 *   lies before it. %FALSE for a room of which nothing is known
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreEntry): oldest first
 */
GPtrArray *
mx_store_list_before (MxStore     *self,
                      const char  *room_id,
                      gint64       pos,
                      guint        limit,
                      gboolean    *at_start,
                      GError     **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (MxCursor) cursor = NULL;
  gboolean start = FALSE;
  guint n_rows = 0;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND pos < ? ORDER BY pos DESC LIMIT ?",
                            "III", row, pos, (gint64) limit);
  entries = read_entries (cursor, room_id, &n_rows, error);
  if (entries == NULL || !find_start (self, row, pos, limit, n_rows, &start, error))
    return NULL;
  if (at_start != NULL)
    *at_start = start;
  reverse (entries);
  return g_steal_pointer (&entries);
}

/**
 * mx_store_list_after:
 * @self: a store
 * @room_id: a room
 * @pos: above which position
 * @limit: how many at most
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreEntry): oldest first
 */
GPtrArray *
mx_store_list_after (MxStore     *self,
                     const char  *room_id,
                     gint64       pos,
                     guint        limit,
                     GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND pos > ? ORDER BY pos LIMIT ?",
                            "III", row, pos, (gint64) limit);
  return read_entries (cursor, room_id, NULL, error);
}

/**
 * mx_store_find_newest:
 * @self: a store
 * @room_id: a room
 *
 * Returns: (transfer full) (nullable): its newest event; %NULL without an error when it has none
 */
MxStoreEntry *
mx_store_find_newest (MxStore     *self,
                      const char  *room_id,
                      GError     **error)
{
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  return read_one (mx_sqlite_query (self->db, error,
                                    SELECT "WHERE room = ? AND source IS NOT NULL ORDER BY pos DESC LIMIT 1", "I", row),
                   room_id, error);
}

/**
 * mx_store_find_event:
 * @self: a store
 * @room_id: a room
 * @event_id: an event
 *
 * Returns: (transfer full) (nullable): its entry; %NULL without an error when the room has none
 */
MxStoreEntry *
mx_store_find_event (MxStore     *self,
                     const char  *room_id,
                     const char  *event_id,
                     GError     **error)
{
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  return read_one (mx_sqlite_query (self->db, error, SELECT "WHERE hash = ? AND room = ? AND event_id = ?",
                                    "IIs", _mx_store_hash (self, event_id), row, event_id),
                   room_id, error);
}

/**
 * mx_store_find_txn:
 * @self: a store
 * @room_id: a room
 * @txn_id: a transaction of ours
 *
 * Returns: (transfer full) (nullable): the event that was sent with it; %NULL without an
 *   error when there is none
 */
MxStoreEntry *
mx_store_find_txn (MxStore     *self,
                   const char  *room_id,
                   const char  *txn_id,
                   GError     **error)
{
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  return read_one (mx_sqlite_query (self->db, error, SELECT "WHERE txn_id = ? AND room = ?", "sI", txn_id, row),
                   room_id, error);
}

/**
 * mx_store_find_gap:
 * @self: a store
 * @room_id: a room
 * @pos: a position
 *
 * Returns: (transfer full) (nullable): the gap there; %NULL without an error when there is none
 */
MxStoreEntry *
mx_store_find_gap (MxStore     *self,
                   const char  *room_id,
                   gint64       pos,
                   GError     **error)
{
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  return read_one (mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND pos = ? AND source IS NULL",
                                    "II", row, pos),
                   room_id, error);
}

/* Two ids of one hash are possible; only the right one stays. */
static void
keep_related (GPtrArray      *entries,
              const char     *target,
              MxRelationKind  kind)
{
  guint i = entries->len;

  while (i-- > 0) {
    MxStoreEntry *entry = entries->pdata[i];

    if (g_strcmp0 (mx_event_get_target (entry->event), target) != 0 ||
        (kind != MX_RELATION_NONE && mx_event_get_relation (entry->event) != kind))
      g_ptr_array_remove_index (entries, i);
  }
}

/**
 * mx_store_list_relations:
 * @self: a store
 * @room_id: a room
 * @target: an event id
 * @kind: which relation; %MX_RELATION_NONE is any
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreEntry): what relates to it, oldest first
 */
GPtrArray *
mx_store_list_relations (MxStore         *self,
                         const char      *room_id,
                         const char      *target,
                         MxRelationKind   kind,
                         GError         **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  /* The plus keeps the search on the hash, not on the room. */
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE target = ? AND +room = ? ORDER BY pos",
                            "II", _mx_store_hash (self, target), row);
  entries = read_entries (cursor, room_id, NULL, error);
  if (entries != NULL)
    keep_related (entries, target, kind);
  return g_steal_pointer (&entries);
}

/**
 * mx_store_count_after:
 * @self: a store
 * @room_id: a room
 * @pos: above which position
 * @not_sender: (nullable): whose events do not count
 * @count: (out): how many events
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_count_after (MxStore     *self,
                      const char  *room_id,
                      gint64       pos,
                      const char  *not_sender,
                      guint       *count,
                      GError     **error)
{
  gint64 value = 0;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error) ||
      !mx_sqlite_query_int (self->db, error, &value,
                            "SELECT count(*) FROM timeline WHERE room = ? AND pos > ? AND source IS NOT NULL "
                            "AND sender IS NOT ?",
                            "IIs", row, pos, not_sender))
    return FALSE;
  *count = value;
  return TRUE;
}
