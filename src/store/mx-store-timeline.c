/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing timelines. A room's entries lie in order of `pos`:
 *
 *    gap(-3)  e(-2) e(-1) e(0)  e(1) e(2)  …  gap(2^32+2)  e(2^32+3) e(2^32+4)
 *    `- the past not asked for  `- first sync   `- a limited sync: filled downwards
 *
 * New events go above the highest. A gap leaves 2^32 positions free below itself; what
 * fills it goes in from the top, newest first, and the gap moves below. Filling the lowest
 * gap is how the past is read. So an event never moves. Events are found by a keyed 64-bit
 * hash of their id, and the id itself is compared. Thread: the engine's. */

#include "config.h"

#include "mx-store-timeline.h"

#include "mx-error.h"
#include "mx-store-private.h"

#define GAP_STRIDE (G_GINT64_CONSTANT (1) << 32)

/**
 * mx_store_has_event:
 * @self: a store
 * @room_id: a room
 * @event_id: an event
 * @present: (out): whether the room's timeline has it
 * @pos: (out) (optional): where
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_has_event (MxStore     *self,
                    const char  *room_id,
                    const char  *event_id,
                    gboolean    *present,
                    gint64      *pos,
                    GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  GError *failure = NULL;
  gint64 row;
  gboolean found;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return FALSE;
  cursor = mx_sqlite_query (self->db, error, "SELECT pos FROM timeline WHERE hash = ? AND room = ? AND event_id = ?",
                            "IIs", _mx_store_hash (self, event_id), row, event_id);
  if (cursor == NULL)
    return FALSE;
  found = mx_cursor_next (cursor, &failure);
  if (failure != NULL) {
    g_propagate_error (error, failure);
    return FALSE;
  }
  *present = found;
  if (found && pos != NULL)
    *pos = mx_cursor_int (cursor, 0);
  return TRUE;
}

static gboolean
insert_event (MxStore     *self,
              gint64       row,
              gint64       pos,
              MxEvent     *event,
              const char  *txn_id,
              GError     **error)
{
  const char *target = mx_event_get_target (event);
  g_autoptr (MxCursor) cursor = NULL;
  GError *failure = NULL;

  cursor = mx_sqlite_query (self->db, error,
                            "INSERT INTO timeline (room, pos, hash, event_id, sender, ts, txn_id, relation, target, "
                            "redacted, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? THEN ? END, ?, ?)",
                            "IIIssIsiiIis", row, pos, _mx_store_hash (self, mx_event_get_id (event)),
                            mx_event_get_id (event), mx_event_get_sender (event), mx_event_get_ts (event),
                            txn_id != NULL ? txn_id : mx_event_get_txn_id (event),
                            (int) mx_event_get_relation (event), target != NULL,
                            target != NULL ? _mx_store_hash (self, target) : (gint64) 0,
                            (int) mx_event_is_redacted (event), mx_event_get_source (event));
  if (cursor == NULL)
    return FALSE;
  mx_cursor_next (cursor, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
insert_gap (MxStore     *self,
            gint64       row,
            gint64       pos,
            const char  *token,
            GError     **error)
{
  return mx_sqlite_run (self->db, error, "INSERT INTO timeline (room, pos, token) VALUES (?, ?, ?)",
                        "IIs", row, pos, token);
}

/* 0 where the room has no entry: the first gap lies there. */
static gboolean
highest_pos (MxStore  *self,
             gint64    row,
             gint64   *pos,
             GError  **error)
{
  *pos = 0;
  return mx_sqlite_query_int (self->db, error, pos, "SELECT max(pos) FROM timeline WHERE room = ?", "I", row);
}

static gboolean
append_new (MxStore     *self,
            const char  *room_id,
            MxEvent     *event,
            const char  *txn_id,
            gint64      *pos,
            GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gint64 row;
  gint64 last;

  if (!mx_transaction_begin (&transaction, self->db, error) ||
      !_mx_store_need_row (self, room_id, &row, error) ||
      !highest_pos (self, row, &last, error) ||
      !insert_event (self, row, last + 1, event, txn_id, error) ||
      !mx_transaction_commit (&transaction, error))
    return FALSE;
  *pos = last + 1;
  return TRUE;
}

/**
 * mx_store_append_event:
 * @self: a store
 * @room_id: a room; its row is made when missing
 * @event: an event with an id
 * @txn_id: (nullable): the transaction it was sent with
 * @pos: (out) (optional): where it lies
 * @is_new: (out) (optional): whether the room did not have it before (row N07)
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_append_event (MxStore     *self,
                       const char  *room_id,
                       MxEvent     *event,
                       const char  *txn_id,
                       gint64      *pos,
                       gboolean    *is_new,
                       GError     **error)
{
  gboolean present = FALSE;
  gint64 place = 0;

  g_return_val_if_fail (mx_event_get_id (event) != NULL, FALSE);

  if (!mx_store_has_event (self, room_id, mx_event_get_id (event), &present, &place, error))
    return FALSE;
  if (!present && !append_new (self, room_id, event, txn_id, &place, error))
    return FALSE;
  if (pos != NULL)
    *pos = place;
  if (is_new != NULL)
    *is_new = !present;
  return TRUE;
}

/* Where the newest entry is a gap: its position. */
static gboolean
newest_is_gap (MxStore   *self,
               gint64     row,
               gint64     last,
               gboolean  *is_gap,
               GError   **error)
{
  gint64 n = 0;

  if (!mx_sqlite_query_int (self->db, error, &n,
                            "SELECT count(*) FROM timeline WHERE room = ? AND pos = ? AND source IS NULL",
                            "II", row, last))
    return FALSE;
  *is_gap = n > 0;
  return TRUE;
}

/**
 * mx_store_append_gap:
 * @self: a store
 * @room_id: a room; its row is made when missing
 * @token: (nullable): what /messages wants for the events that are missing
 * @pos: (out) (optional): where the gap lies
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_append_gap (MxStore     *self,
                     const char  *room_id,
                     const char  *token,
                     gint64      *pos,
                     GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gboolean is_gap = FALSE;
  gint64 has_any = 0;
  gint64 place;
  gint64 row;

  if (!mx_transaction_begin (&transaction, self->db, error) ||
      !_mx_store_need_row (self, room_id, &row, error) ||
      !highest_pos (self, row, &place, error) ||
      !newest_is_gap (self, row, place, &is_gap, error) ||
      !mx_sqlite_query_int (self->db, error, &has_any, "SELECT 1 FROM timeline WHERE room = ? LIMIT 1", "I", row))
    return FALSE;
  if (!is_gap && has_any)
    place += GAP_STRIDE;
  if (is_gap) {
    if (!mx_sqlite_run (self->db, error, "UPDATE timeline SET token = ? WHERE room = ? AND pos = ?",
                        "sII", token, row, place))
      return FALSE;
  } else if (!insert_gap (self, row, place, token, error)) {
    return FALSE;
  }
  if (!mx_transaction_commit (&transaction, error))
    return FALSE;
  if (pos != NULL)
    *pos = place;
  return TRUE;
}

/* The gap's row; MX_ERROR_NOT_FOUND when there is none at @gap_pos. */
static gboolean
find_gap_row (MxStore     *self,
              const char  *room_id,
              gint64       gap_pos,
              gint64      *row,
              GError     **error)
{
  gboolean is_gap = FALSE;

  if (!_mx_store_find_row (self, room_id, row, error) ||
      !newest_is_gap (self, *row, gap_pos, &is_gap, error))
    return FALSE;
  if (!is_gap)
    g_set_error_literal (error, MX_ERROR, MX_ERROR_NOT_FOUND, "no gap is there");
  return is_gap;
}

typedef struct
{
  gint64 row;
  gint64 top;   /* of the gap                                 */
  gint64 place; /* where the next event goes                  */
  gint64 floor; /* the highest entry below the gap            */
  guint n_added;
  gboolean closed;
} Filling;

/* Puts one event into the gap, or finds that it is known. */
static gboolean
fill_one (MxStore     *self,
          const char  *room_id,
          MxEvent     *event,
          Filling     *filling,
          GError     **error)
{
  gboolean present = FALSE;
  gint64 known = 0;

  if (!mx_store_has_event (self, room_id, mx_event_get_id (event), &present, &known, error))
    return FALSE;
  if (present) {
    filling->closed = known < filling->top;
    return TRUE;
  }
  if (!insert_event (self, filling->row, filling->place, event, NULL, error))
    return FALSE;
  filling->place--;
  filling->n_added++;
  filling->closed = filling->place <= filling->floor;
  return TRUE;
}

static gboolean
fill (MxStore     *self,
      const char  *room_id,
      GPtrArray   *events,
      const char  *next_token,
      Filling     *filling,
      GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  guint i;

  if (!mx_transaction_begin (&transaction, self->db, error) ||
      !mx_sqlite_query_int (self->db, error, &filling->floor,
                            "SELECT max(pos) FROM timeline WHERE room = ? AND pos < ?",
                            "II", filling->row, filling->top) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM timeline WHERE room = ? AND pos = ?",
                      "II", filling->row, filling->top))
    return FALSE;
  for (i = 0; i < events->len && !filling->closed; i++)
    if (mx_event_get_id (events->pdata[i]) != NULL &&
        !fill_one (self, room_id, events->pdata[i], filling, error))
      return FALSE;
  if (next_token == NULL)
    filling->closed = TRUE;
  if (!filling->closed && !insert_gap (self, filling->row, filling->place, next_token, error))
    return FALSE;
  return mx_transaction_commit (&transaction, error);
}

/**
 * mx_store_fill_gap:
 * @self: a store
 * @room_id: a room
 * @gap_pos: where the gap lies
 * @events: (element-type MxEvent): newest first
 * @next_token: (nullable): where /messages goes on; %NULL when nothing is older
 * @n_added: (out) (optional): how many of @events are new
 * @closed: (out) (optional): whether the gap is no more
 *
 * Returns: whether it succeeded; %MX_ERROR_NOT_FOUND when no gap is there
 */
gboolean
mx_store_fill_gap (MxStore     *self,
                   const char  *room_id,
                   gint64       gap_pos,
                   GPtrArray   *events,
                   const char  *next_token,
                   guint       *n_added,
                   gboolean    *closed,
                   GError     **error)
{
  Filling filling = { .top = gap_pos, .place = gap_pos, .floor = G_MININT64 };

  if (!find_gap_row (self, room_id, gap_pos, &filling.row, error) ||
      !fill (self, room_id, events, next_token, &filling, error))
    return FALSE;
  if (n_added != NULL)
    *n_added = filling.n_added;
  if (closed != NULL)
    *closed = filling.closed;
  return TRUE;
}

/**
 * mx_store_update_event:
 * @self: a store
 * @room_id: a room
 * @event: what the event of the same id is from now on
 *
 * Returns: whether it succeeded; %MX_ERROR_NOT_FOUND when the room has none
 */
gboolean
mx_store_update_event (MxStore     *self,
                       const char  *room_id,
                       MxEvent     *event,
                       GError     **error)
{
  const char *id = mx_event_get_id (event);
  const char *target = mx_event_get_target (event);
  gint64 row;

  g_return_val_if_fail (id != NULL, FALSE);

  if (!_mx_store_find_row (self, room_id, &row, error) ||
      !mx_sqlite_run (self->db, error,
                      "UPDATE timeline SET source = ?, relation = ?, target = CASE WHEN ? THEN ? END, redacted = ? "
                      "WHERE hash = ? AND room = ? AND event_id = ?",
                      "siiIiIIs", mx_event_get_source (event), (int) mx_event_get_relation (event), target != NULL,
                      target != NULL ? _mx_store_hash (self, target) : (gint64) 0,
                      (int) mx_event_is_redacted (event), _mx_store_hash (self, id), row, id))
    return FALSE;
  if (mx_sqlite_changes (self->db) > 0)
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_NOT_FOUND, "the room has no such event");
  return FALSE;
}

/**
 * mx_store_trim_timeline:
 * @self: a store
 * @room_id: a room
 * @keep: how many entries stay at least
 *
 * Drops what is older than the newest gap that has at least @keep newer entries, so that
 * what is dropped can be asked for again.
 *
 * Returns: whether it succeeded; also when nothing could be dropped
 */
gboolean
mx_store_trim_timeline (MxStore     *self,
                        const char  *room_id,
                        guint        keep,
                        GError     **error)
{
  gint64 oldest = G_MININT64;
  gint64 gap = G_MININT64;
  gint64 row;

  return _mx_store_find_row (self, room_id, &row, error) &&
         mx_sqlite_query_int (self->db, error, &oldest,
                              "SELECT pos FROM timeline WHERE room = ? ORDER BY pos DESC LIMIT 1 OFFSET ?",
                              "II", row, (gint64) keep) &&
         mx_sqlite_query_int (self->db, error, &gap,
                              "SELECT max(pos) FROM timeline WHERE room = ? AND source IS NULL AND pos <= ?",
                              "II", row, oldest) &&
         mx_sqlite_run (self->db, error, "DELETE FROM timeline WHERE room = ? AND pos < ?", "II", row, gap);
}

/**
 * mx_store_clear_timeline:
 * @self: a store
 * @room_id: a room
 *
 * Returns: whether nothing of its timeline is left
 */
gboolean
mx_store_clear_timeline (MxStore     *self,
                         const char  *room_id,
                         GError     **error)
{
  gint64 row;

  return _mx_store_find_row (self, room_id, &row, error) &&
         mx_sqlite_run (self->db, error, "DELETE FROM timeline WHERE room = ?", "I", row);
}
