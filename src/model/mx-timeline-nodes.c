/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries of the engine → nodes, in order and once each.
 *
 * Remote nodes are sorted by the engine's position, whatever order they come in; local
 * ones (not confirmed) follow in order of arrival. An entry is the same as a node with
 * its event id or its transaction id: an event that comes twice, an echo before the
 * answer to its request and an answer after the echo all end in one node, which keeps its
 * row (security.md N07, N08). Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-event.h"

/* Nodes that go to the same place, put there with one move of what follows. */
typedef struct
{
  MxTimeline *timeline;
  GPtrArray *nodes; /* (element-type MxTimelineNode) (unowned) */
  guint at;
} Batch;

/*< private >
 * _mx_timeline_node_free:
 * @node: (transfer full): a node that no table knows any more
 */
void
_mx_timeline_node_free (MxTimelineNode *node)
{
  g_clear_pointer (&node->event, mx_event_unref);
  g_clear_pointer (&node->txn_id, g_free);
  g_clear_object (&node->item);
  g_clear_error (&node->error);
  g_clear_pointer (&node->target, g_free);
  g_clear_pointer (&node->reply_to, g_free);
  g_free (node);
}

/* The place of the first remote node that is not before @pos. */
static guint
find_pos (MxTimeline *self,
          gint64      pos)
{
  guint low = 0;
  guint high = self->n_remote;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    const MxTimelineNode *node = g_ptr_array_index (self->nodes, middle);

    if (node->pos < pos)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/*< private >
 * _mx_timeline_index_of:
 *
 * Returns: the index of @node
 */
guint
_mx_timeline_index_of (MxTimeline           *self,
                       const MxTimelineNode *node)
{
  guint at = node->is_local ? self->n_remote : find_pos (self, node->pos);

  while (at < self->nodes->len && g_ptr_array_index (self->nodes, at) != node)
    at++;
  g_assert (at < self->nodes->len);
  return at;
}

static MxTimelineNode *
find_node (MxTimeline            *self,
           const MxTimelineEntry *entry)
{
  const char *id = mx_event_get_id (entry->event);
  MxTimelineNode *node = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;

  if (node == NULL && entry->txn_id != NULL)
    node = g_hash_table_lookup (self->by_txn, entry->txn_id);
  return node;
}

static gboolean
is_remote (const MxTimelineEntry *entry)
{
  return entry->send_state == MX_SEND_NONE && mx_event_get_id (entry->event) != NULL;
}

static void
set_event (MxTimeline     *self,
           MxTimelineNode *node,
           MxEvent        *event)
{
  g_autoptr (MxEvent) old = g_steal_pointer (&node->event);
  const char *old_id = old != NULL ? mx_event_get_id (old) : NULL;
  const char *id = mx_event_get_id (event);

  node->event = mx_event_ref (event);
  if (old_id != NULL && g_strcmp0 (old_id, id) != 0 && g_hash_table_lookup (self->by_id, old_id) == node)
    g_hash_table_remove (self->by_id, old_id);
  if (id != NULL)
    g_hash_table_replace (self->by_id, (char *) id, node);
}

static void
set_txn_id (MxTimeline     *self,
            MxTimelineNode *node,
            const char     *txn_id)
{
  if (txn_id == NULL || g_strcmp0 (node->txn_id, txn_id) == 0)
    return;
  if (node->txn_id != NULL && g_hash_table_lookup (self->by_txn, node->txn_id) == node)
    g_hash_table_remove (self->by_txn, node->txn_id);
  g_set_str (&node->txn_id, txn_id);
  g_hash_table_replace (self->by_txn, node->txn_id, node);
}

static void
set_send_state (MxTimelineNode        *node,
                const MxTimelineEntry *entry)
{
  node->send_state = entry->send_state;
  node->progress = entry->is_upload ? entry->progress : -1;
  g_clear_error (&node->error);
  if (entry->error != NULL)
    node->error = g_error_copy (entry->error);
}

/* A local node became remote: to its place, with its row. */
static void
confirm (MxTimeline     *self,
         MxTimelineNode *node,
         gint64          pos)
{
  guint from = _mx_timeline_index_of (self, node);
  guint to = find_pos (self, pos);
  gpointer moved = node;

  _mx_timeline_settle (self, to, from + 1);
  node->is_local = FALSE;
  node->pos = pos;
  if (from != to) {
    _mx_timeline_splice (self->nodes, from, 1, NULL, 0);
    _mx_timeline_splice (self->nodes, to, 0, &moved, 1);
  }
  self->n_remote++;
  _mx_timeline_mark_dirty (self, to, from + 1);
}

static void
update_node (MxTimeline            *self,
             MxTimelineNode        *node,
             const MxTimelineEntry *entry)
{
  gint64 ts = mx_event_get_ts (node->event);
  MxShape shape = node->shape;

  set_txn_id (self, node, entry->txn_id);
  if (!node->is_local && !is_remote (entry))
    return;
  _mx_timeline_unrelate (self, node);
  if (node->is_local && is_remote (entry))
    confirm (self, node, entry->pos);
  set_event (self, node, entry->event);
  set_send_state (node, entry);
  _mx_timeline_relate (self, node);

  shape = _mx_timeline_judge (self, node);
  if (shape != node->shape || shape == MX_SHAPE_STATE || ts != mx_event_get_ts (node->event)) {
    guint at = _mx_timeline_index_of (self, node);

    _mx_timeline_settle (self, at, at + 1);
    node->shape = shape;
    _mx_timeline_mark_dirty (self, at, at + 1);
  } else if (shape == MX_SHAPE_ROW && node->item != NULL)
    _mx_timeline_show (self, node);
  _mx_timeline_touch (self, mx_event_get_id (node->event));
}

static void
batch_end (Batch *batch)
{
  MxTimeline *self = batch->timeline;
  guint n = batch->nodes->len;
  MxTimelineNode *first = n > 0 ? g_ptr_array_index (batch->nodes, 0) : NULL;

  if (n == 0)
    return;
  _mx_timeline_settle (self, batch->at, batch->at);
  _mx_timeline_splice (self->nodes, batch->at, 0, batch->nodes->pdata, n);
  _mx_timeline_shift_dirty (self, batch->at, (int) n);
  _mx_timeline_mark_dirty (self, batch->at, batch->at + n);
  if (!first->is_local)
    self->n_remote += n;
  g_ptr_array_set_size (batch->nodes, 0);
}

static void
batch_add (Batch          *batch,
           MxTimelineNode *node)
{
  MxTimeline *self = batch->timeline;
  guint n = batch->nodes->len;
  const MxTimelineNode *last = n > 0 ? g_ptr_array_index (batch->nodes, n - 1) : NULL;
  guint at = node->is_local ? self->nodes->len : find_pos (self, node->pos);

  if (last != NULL && (at != batch->at || last->is_local != node->is_local || last->pos >= node->pos)) {
    batch_end (batch);
    at = node->is_local ? self->nodes->len : find_pos (self, node->pos);
  }
  batch->at = at;
  g_ptr_array_add (batch->nodes, node);
}

static void
add_gap (Batch                 *batch,
         const MxTimelineEntry *entry)
{
  MxTimeline *self = batch->timeline;
  guint at = find_pos (self, entry->pos);
  MxTimelineNode *node;

  if (at < self->n_remote && ((MxTimelineNode *) g_ptr_array_index (self->nodes, at))->pos == entry->pos)
    return;
  node = g_new0 (MxTimelineNode, 1);
  node->pos = entry->pos;
  node->shape = MX_SHAPE_GAP;
  batch_add (batch, node);
}

static void
add_entry (Batch                 *batch,
           const MxTimelineEntry *entry)
{
  MxTimeline *self = batch->timeline;
  MxTimelineNode *node;

  if (entry->kind == MX_ENTRY_GAP || entry->event == NULL) {
    add_gap (batch, entry);
    return;
  }
  node = find_node (self, entry);
  if (node != NULL) {
    batch_end (batch);
    update_node (self, node, entry);
    return;
  }
  node = g_new0 (MxTimelineNode, 1);
  node->is_local = !is_remote (entry);
  node->pos = node->is_local ? self->next_local++ : entry->pos;
  set_event (self, node, entry->event);
  set_txn_id (self, node, entry->txn_id);
  set_send_state (node, entry);
  _mx_timeline_relate (self, node);
  node->shape = _mx_timeline_judge (self, node);
  batch_add (batch, node);
  _mx_timeline_touch (self, mx_event_get_id (node->event));
}

/*< private >
 * _mx_timeline_append:
 * @entries: (element-type MxTimelineEntry): oldest first
 *
 * Takes over the entries in [@from, @to), wherever they belong.
 */
void
_mx_timeline_append (MxTimeline *self,
                     GPtrArray  *entries,
                     guint       from,
                     guint       to)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  Batch batch = { .timeline = self, .nodes = nodes };

  for (guint i = from; i < to; i++)
    add_entry (&batch, g_ptr_array_index (entries, i));
  batch_end (&batch);
}

/*< private >
 * _mx_timeline_change:
 * @entries: (element-type MxTimelineEntry): what is otherwise now; unknown ones are left out
 */
void
_mx_timeline_change (MxTimeline *self,
                     GPtrArray  *entries)
{
  for (guint i = 0; i < entries->len; i++) {
    const MxTimelineEntry *entry = g_ptr_array_index (entries, i);
    MxTimelineNode *node = entry->event != NULL ? find_node (self, entry) : NULL;

    if (node != NULL)
      update_node (self, node, entry);
  }
}

/* Takes the nodes in [@from, @to) out of every table. */
static void
drop (MxTimeline *self,
      guint       from,
      guint       to)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func ((GDestroyNotify) _mx_timeline_node_free);

  _mx_timeline_settle (self, from, to);
  for (guint i = from; i < to; i++) {
    MxTimelineNode *node = g_ptr_array_index (self->nodes, i);
    const char *id = node->event != NULL ? mx_event_get_id (node->event) : NULL;

    _mx_timeline_unrelate (self, node);
    if (id != NULL && g_hash_table_lookup (self->by_id, id) == node)
      g_hash_table_remove (self->by_id, id);
    if (node->txn_id != NULL && g_hash_table_lookup (self->by_txn, node->txn_id) == node)
      g_hash_table_remove (self->by_txn, node->txn_id);
    if (self->unread_node == node)
      self->unread_node = NULL;
    if (!node->is_local)
      self->n_remote--;
    g_ptr_array_add (gone, node);
  }
  _mx_timeline_splice (self->nodes, from, to - from, NULL, 0);
  _mx_timeline_shift_dirty (self, from, (int) from - (int) to);
  _mx_timeline_mark_dirty (self, from, from);
}

/*< private >
 * _mx_timeline_discard:
 * @txn_ids: (element-type utf8): local ones that are given up
 */
void
_mx_timeline_discard (MxTimeline *self,
                      GPtrArray  *txn_ids)
{
  for (guint i = 0; i < txn_ids->len; i++) {
    MxTimelineNode *node = g_hash_table_lookup (self->by_txn, g_ptr_array_index (txn_ids, i));

    if (node != NULL && node->is_local) {
      guint at = _mx_timeline_index_of (self, node);

      drop (self, at, at + 1);
    }
  }
}

/*< private >
 * _mx_timeline_drop_gap:
 *
 * What was missing before @pos has come: the gap there, if there is one, goes.
 */
void
_mx_timeline_drop_gap (MxTimeline *self,
                       gint64      pos)
{
  guint at = find_pos (self, pos);
  const MxTimelineNode *node = at < self->n_remote ? g_ptr_array_index (self->nodes, at) : NULL;

  if (node != NULL && node->pos == pos && node->shape == MX_SHAPE_GAP)
    drop (self, at, at + 1);
}

/*< private >
 * _mx_timeline_drop_head:
 *
 * Forgets the oldest @n remote nodes.
 */
void
_mx_timeline_drop_head (MxTimeline *self,
                        guint       n)
{
  drop (self, 0, MIN (n, self->n_remote));
}
