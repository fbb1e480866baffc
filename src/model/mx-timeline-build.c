/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nodes → rows. The rows are a function of the nodes:
 *
 *   start marker | for each node: [day] [unread line] row | the same for local nodes
 *
 * where neighbouring state changes share a row. A change of nodes marks a window as
 * dirty; _mx_timeline_flush () widens it to where its influence ends (the rows before and
 * after it that stand for themselves), makes those rows again out of the same objects,
 * and tells what differs with one items-changed, trimmed at both ends.
 *
 * Rows are sorted by their keys, which only change while their window is laid out, so a
 * row is found in O(log n). Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-event.h"

#define GROUP_MS (5 * 60 * 1000)
/* Windows further apart than this are laid out one after another. */
#define FAR_APART 256

static gboolean
stands_alone (const MxTimelineNode *node)
{
  return node->shape == MX_SHAPE_ROW || node->shape == MX_SHAPE_GAP;
}

/* What a layout pass carries from row to row. */
typedef struct
{
  MxTimeline *timeline;
  GPtrArray *rows;  /* (element-type MxTimelineItem): references are owned by the new list */
  GHashTable *days; /* (nullable): day → day row that stood here before */
  gint64 day;       /* of the last row that has one; G_MININT64: none yet */
  gint64 day_from;  /* ms: within this and the next, the day is known */
  gint64 day_until;
  const char *sender; /* (nullable): of the message just above */
  gint64 ts;
  guint at;            /* index of the node */
  MxTimelineItem *run; /* (nullable): the state row that is being filled */
  GPtrArray *folded;   /* (nullable): its changes */
} Layout;

static gint64
day_of (Layout *layout,
        gint64  ts)
{
  g_autoptr (GDateTime) when = NULL;
  g_autoptr (GDateTime) midnight = NULL;

  if (ts >= layout->day_from && ts < layout->day_until)
    return layout->day_from;
  when = g_date_time_new_from_unix_local (ts / 1000);
  if (when == NULL)
    return layout->day;
  midnight = g_date_time_new_local (g_date_time_get_year (when), g_date_time_get_month (when),
                                    g_date_time_get_day_of_month (when), 0, 0, 0);
  layout->day_from = g_date_time_to_unix (midnight) * 1000;
  layout->day_until = layout->day_from + 23 * G_GINT64_CONSTANT (3600000);
  return layout->day_from;
}

static void
place (Layout         *layout,
       MxTimelineItem *item,
       MxRowKey        key)
{
  _mx_timeline_item_set_key (item, key);
  _mx_timeline_item_set_serial (item, layout->timeline->serial);
  g_ptr_array_add (layout->rows, g_object_ref (item));
}

static void
end_run (Layout *layout)
{
  if (layout->run != NULL)
    _mx_timeline_item_take_folded (layout->run, g_steal_pointer (&layout->folded));
  layout->run = NULL;
}

static void
place_day (Layout               *layout,
           const MxTimelineNode *node)
{
  gint64 day = day_of (layout, mx_event_get_ts (node->event));
  g_autoptr (MxTimelineItem) item = NULL;

  if (day == layout->day)
    return;
  layout->day = day;
  layout->sender = NULL;
  end_run (layout);
  if (layout->days != NULL)
    item = g_hash_table_lookup (layout->days, &day);
  if (item != NULL && _mx_timeline_item_get_serial (item) != layout->timeline->serial)
    g_object_ref (item);
  else {
    item = _mx_timeline_item_new (NULL, MX_ITEM_DAY, NULL, day);
    _mx_timeline_item_set_handle (item, layout->timeline->handle);
  }
  place (layout, item, _mx_timeline_node_key (node, MX_RANK_DAY));
}

static void
place_unread (Layout               *layout,
              const MxTimelineNode *node)
{
  MxTimeline *self = layout->timeline;

  if (self->unread_node != node)
    return;
  if (self->unread_item == NULL) {
    self->unread_item = _mx_timeline_item_new (NULL, MX_ITEM_UNREAD, NULL, 0);
    _mx_timeline_item_set_handle (self->unread_item, self->handle);
  }
  layout->sender = NULL;
  end_run (layout);
  place (layout, self->unread_item, _mx_timeline_node_key (node, MX_RANK_UNREAD));
}

/* The row object of a node; shared ones of a run that was torn apart are not taken twice. */
static MxTimelineItem *
take_item (Layout         *layout,
           MxTimelineNode *node,
           MxItemKind      kind)
{
  MxTimeline *self = layout->timeline;

  if (node->item == NULL || _mx_timeline_item_get_serial (node->item) == self->serial) {
    gint64 ts = node->event != NULL ? mx_event_get_ts (node->event) : 0;

    g_clear_object (&node->item);
    node->item = _mx_timeline_item_new (NULL, kind, node->event, ts);
    _mx_timeline_item_set_handle (node->item, self->handle);
  }
  _mx_timeline_show (self, node);
  return node->item;
}

/* A run that grew at its upper end keeps the row it had. */
static void
inherit_item (Layout         *layout,
              MxTimelineNode *node)
{
  MxTimeline *self = layout->timeline;

  for (guint i = layout->at + 1; node->item == NULL && i < self->nodes->len; i++) {
    MxTimelineNode *next = g_ptr_array_index (self->nodes, i);

    if (stands_alone (next) || next == self->unread_node)
      return;
    if (next->shape == MX_SHAPE_HIDDEN)
      continue;
    if (day_of (layout, mx_event_get_ts (next->event)) != layout->day)
      return;
    if (next->item != NULL && _mx_timeline_item_get_serial (next->item) != self->serial)
      node->item = g_object_ref (next->item);
  }
}

static void
place_state (Layout         *layout,
             MxTimelineNode *node)
{
  if (layout->run == NULL) {
    inherit_item (layout, node);
    layout->run = take_item (layout, node, MX_ITEM_STATE);
    layout->folded = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
    place (layout, layout->run, _mx_timeline_node_key (node, MX_RANK_ROW));
  } else
    g_set_object (&node->item, layout->run);
  g_ptr_array_add (layout->folded, mx_event_ref (node->event));
  layout->sender = NULL;
}

static void
place_row (Layout         *layout,
           MxTimelineNode *node)
{
  const char *sender = mx_event_get_sender (node->event);
  gint64 ts = mx_event_get_ts (node->event);
  gboolean is_head = g_strcmp0 (layout->sender, sender) != 0 || ABS (ts - layout->ts) > GROUP_MS;
  MxTimelineItem *item;

  end_run (layout);
  item = take_item (layout, node, MX_ITEM_MESSAGE);
  _mx_timeline_item_set_head (item, is_head);
  place (layout, item, _mx_timeline_node_key (node, MX_RANK_ROW));
  layout->sender = sender;
  layout->ts = ts;
}

static void
place_gap (Layout         *layout,
           MxTimelineNode *node)
{
  end_run (layout);
  layout->sender = NULL;
  place (layout, take_item (layout, node, MX_ITEM_GAP), _mx_timeline_node_key (node, MX_RANK_ROW));
}

static void
place_node (Layout         *layout,
            MxTimelineNode *node)
{
  switch (node->shape) {
  case MX_SHAPE_HIDDEN:
    g_clear_object (&node->item);
    return;
  case MX_SHAPE_GAP:
    place_gap (layout, node);
    return;
  case MX_SHAPE_STATE:
    place_day (layout, node);
    place_unread (layout, node);
    place_state (layout, node);
    return;
  case MX_SHAPE_ROW:
    place_day (layout, node);
    place_unread (layout, node);
    place_row (layout, node);
    return;
  default:
    g_assert_not_reached ();
  }
}

static void
place_start (Layout *layout)
{
  MxTimeline *self = layout->timeline;

  if (!self->at_start)
    return;
  if (self->start_item == NULL) {
    self->start_item = _mx_timeline_item_new (NULL, MX_ITEM_START, NULL, 0);
    _mx_timeline_item_set_handle (self->start_item, self->handle);
  }
  place (layout, self->start_item, (MxRowKey) { .region = MX_REGION_START });
}

/* What the row just above the window means for it. */
static void
read_context (Layout *layout,
              guint   from)
{
  GPtrArray *nodes = layout->timeline->nodes;
  gboolean nearest = TRUE;

  layout->day = G_MININT64;
  for (guint i = from; i > 0; i--) {
    const MxTimelineNode *node = g_ptr_array_index (nodes, i - 1);

    if (node->shape == MX_SHAPE_HIDDEN)
      continue;
    if (node->shape != MX_SHAPE_GAP) {
      layout->day = day_of (layout, mx_event_get_ts (node->event));
      if (nearest && node->shape == MX_SHAPE_ROW) {
        layout->sender = mx_event_get_sender (node->event);
        layout->ts = mx_event_get_ts (node->event);
      }
      return;
    }
    nearest = FALSE;
  }
}

/* Widens the dirty window to where its influence ends. A gap has no day, so the day of
 * what follows it hangs on what is before it. */
static void
widen (MxTimeline *self,
       guint      *from,
       guint      *to)
{
  while (*from > 0 && !stands_alone (g_ptr_array_index (self->nodes, *from - 1)))
    (*from)--;
  while (*to < self->nodes->len) {
    const MxTimelineNode *node = g_ptr_array_index (self->nodes, (*to)++);

    if (node->shape == MX_SHAPE_ROW)
      break;
  }
}

static void
rows_of_window (MxTimeline *self,
                guint       from,
                guint       to,
                guint      *first,
                guint      *last)
{
  *first = 0;
  *last = self->rows->len;
  if (from > 0) {
    MxRowKey key = _mx_timeline_node_key (g_ptr_array_index (self->nodes, from - 1), MX_RANK_ROW);

    *first = _mx_timeline_find_row (self, &key) + 1;
  }
  if (to < self->nodes->len) {
    MxRowKey key = _mx_timeline_node_key (g_ptr_array_index (self->nodes, to), MX_RANK_DAY);

    *last = _mx_timeline_find_row (self, &key);
  }
}

static GHashTable *
collect_days (MxTimeline *self,
              guint       first,
              guint       last)
{
  GHashTable *days = NULL;

  for (guint i = first; i < last; i++) {
    MxTimelineItem *item = g_ptr_array_index (self->rows, i);

    if (item->kind != MX_ITEM_DAY)
      continue;
    if (days == NULL)
      days = g_hash_table_new (g_int64_hash, g_int64_equal);
    g_hash_table_insert (days, &item->ts, item);
  }
  return days;
}

/* Puts the new rows in place of the old ones of the window, as far as they differ. */
static void
replace_rows (MxTimeline *self,
              guint       first,
              guint       last,
              GPtrArray  *rows)
{
  guint skip = 0;
  guint n_old = last - first;
  guint n_new = rows->len;
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);

  while (skip < n_old && skip < n_new && g_ptr_array_index (self->rows, first + skip) == g_ptr_array_index (rows, skip))
    skip++;
  while (n_old > skip && n_new > skip &&
         g_ptr_array_index (self->rows, first + n_old - 1) == g_ptr_array_index (rows, n_new - 1)) {
    n_old--;
    n_new--;
  }
  if (n_old == skip && n_new == skip)
    return;

  _mx_timeline_remember (self, first + skip, n_old - skip);
  for (guint i = skip; i < n_old; i++)
    g_ptr_array_add (gone, g_ptr_array_index (self->rows, first + i));
  for (guint i = skip; i < n_new; i++)
    g_object_ref (g_ptr_array_index (rows, i));
  _mx_timeline_splice (self->rows, first + skip, n_old - skip, rows->pdata + skip, n_new - skip);
}

static void
lay_out (MxTimeline *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) days = NULL;
  Layout layout = { .timeline = self, .rows = rows, .day_from = 1, .day_until = 0 };
  guint from = self->dirty_from;
  guint to = self->dirty_to;
  guint first, last;

  if (from > to)
    return;
  self->dirty_from = 1;
  self->dirty_to = 0;
  self->serial++;
  widen (self, &from, &to);
  rows_of_window (self, from, to, &first, &last);
  layout.days = days = collect_days (self, first, last);
  read_context (&layout, from);
  if (from == 0)
    place_start (&layout);
  for (guint i = from; i < to; i++) {
    layout.at = i;
    place_node (&layout, g_ptr_array_index (self->nodes, i));
  }
  end_run (&layout);
  replace_rows (self, first, last, rows);
}

/*< private >
 * _mx_timeline_settle:
 *
 * To be called before anything changes in [@from, @to): what is dirty far away from
 * there is laid out now, so that one window does not span everything between.
 */
void
_mx_timeline_settle (MxTimeline *self,
                     guint       from,
                     guint       to)
{
  if (self->dirty_from <= self->dirty_to &&
      (from > self->dirty_to + FAR_APART || to + FAR_APART < self->dirty_from)) {
    lay_out (self);
    _mx_timeline_commit (self);
  }
}

/*< private >
 * _mx_timeline_mark_dirty:
 *
 * The nodes in [@from, @to) changed, came, or (where they are equal) went.
 */
void
_mx_timeline_mark_dirty (MxTimeline *self,
                         guint       from,
                         guint       to)
{
  if (self->dirty_from > self->dirty_to) {
    self->dirty_from = from;
    self->dirty_to = to;
    return;
  }
  self->dirty_from = MIN (self->dirty_from, from);
  self->dirty_to = MAX (self->dirty_to, to);
}

/*< private >
 * _mx_timeline_shift_dirty:
 *
 * @by nodes came (or, when negative, went) at @at: what is dirty after it moved.
 */
void
_mx_timeline_shift_dirty (MxTimeline *self,
                          guint       at,
                          int         by)
{
  if (self->dirty_from > self->dirty_to)
    return;
  if (self->dirty_from >= at)
    self->dirty_from = (guint) MAX ((int) at, (int) self->dirty_from + by);
  if (self->dirty_to >= at)
    self->dirty_to = (guint) MAX ((int) at, (int) self->dirty_to + by);
}

/*< private >
 * _mx_timeline_flush:
 *
 * Brings the rows up to date and tells the views.
 */
void
_mx_timeline_flush (MxTimeline *self)
{
  _mx_timeline_refresh_touched (self);
  lay_out (self);
  _mx_timeline_commit (self);
}

static MxTimelineNode *
find_unread (MxTimeline *self)
{
  MxTimelineNode *anchor = self->anchor != NULL ? g_hash_table_lookup (self->by_id, self->anchor) : NULL;

  if (anchor == NULL || anchor->is_local)
    return NULL;
  for (guint i = _mx_timeline_index_of (self, anchor) + 1; i < self->n_remote; i++) {
    MxTimelineNode *node = g_ptr_array_index (self->nodes, i);

    if (node->shape == MX_SHAPE_ROW && g_strcmp0 (mx_event_get_sender (node->event), self->me) != 0)
      return node;
  }
  return NULL;
}

/*< private >
 * _mx_timeline_place_unread:
 *
 * Moves the unread line to where the anchor says: away first, then in again, so that
 * the rows between are not touched.
 */
void
_mx_timeline_place_unread (MxTimeline *self)
{
  MxTimelineNode *old = self->unread_node;
  MxTimelineNode *now = find_unread (self);

  if (old == now)
    return;
  if (old != NULL) {
    guint at = _mx_timeline_index_of (self, old);

    _mx_timeline_settle (self, at, at + 1);
    self->unread_node = NULL;
    _mx_timeline_mark_dirty (self, at, at + 1);
    lay_out (self);
    _mx_timeline_commit (self);
  }
  if (now != NULL) {
    guint at = _mx_timeline_index_of (self, now);

    _mx_timeline_settle (self, at, at + 1);
    self->unread_node = now;
    _mx_timeline_mark_dirty (self, at, at + 1);
  }
}
