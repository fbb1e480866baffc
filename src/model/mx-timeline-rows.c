/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The array of rows: where a row stands, and telling what changed. Whoever replaces rows
 * remembers what was there first; at the end of the pass one items-changed tells the
 * difference, trimmed at both ends. Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include <string.h>

/*< private >
 * _mx_timeline_node_key:
 *
 * Returns: where the row of @node, its day or the line before it stands
 */
MxRowKey
_mx_timeline_node_key (const MxTimelineNode *node,
                       MxRank                rank)
{
  return (MxRowKey) { .region = node->is_local ? MX_REGION_LOCAL : MX_REGION_REMOTE, .rank = rank, .pos = node->pos };
}

static int
compare_keys (const MxRowKey *a,
              const MxRowKey *b)
{
  if (a->region != b->region)
    return a->region < b->region ? -1 : 1;
  if (a->pos != b->pos)
    return a->pos < b->pos ? -1 : 1;
  return (int) a->rank - (int) b->rank;
}

/*< private >
 * _mx_timeline_find_row:
 *
 * Returns: the position of the first row whose key is not below @key
 */
guint
_mx_timeline_find_row (MxTimeline     *self,
                       const MxRowKey *key)
{
  guint low = 0;
  guint high = self->rows->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    MxTimelineItem *item = g_ptr_array_index (self->rows, middle);

    if (compare_keys (_mx_timeline_item_get_key (item), key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/*< private >
 * _mx_timeline_splice:
 * @array: an array without a free function
 *
 * Replaces @n_removed pointers at @at by those of @added, moving the tail once.
 */
void
_mx_timeline_splice (GPtrArray *array,
                     guint      at,
                     guint      n_removed,
                     gpointer  *added,
                     guint      n_added)
{
  guint old_len = array->len;
  guint tail = old_len - at - n_removed;

  if (n_added > n_removed)
    g_ptr_array_set_size (array, (int) (old_len + n_added - n_removed));
  if (tail > 0 && n_added != n_removed)
    memmove (array->pdata + at + n_added, array->pdata + at + n_removed, tail * sizeof (gpointer));
  for (guint i = 0; i < n_added; i++)
    array->pdata[at + i] = added[i];
  if (n_added < n_removed)
    g_ptr_array_set_size (array, (int) (old_len + n_added - n_removed));
}

/*< private >
 * _mx_timeline_remember:
 *
 * Keeps what stands in [@at, @at + @n) as "before", so that commit can compare.
 */
void
_mx_timeline_remember (MxTimeline *self,
                       guint       at,
                       guint       n)
{
  guint end = self->rows->len - self->before_tail;

  if (self->before == NULL) {
    self->before = g_ptr_array_new_with_free_func (g_object_unref);
    self->before_head = at;
    self->before_tail = self->rows->len - at;
    end = at;
  }
  if (at < self->before_head) {
    g_autoptr (GPtrArray) wider = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = at; i < self->before_head; i++)
      g_ptr_array_add (wider, g_object_ref (g_ptr_array_index (self->rows, i)));
    g_ptr_array_extend_and_steal (wider, g_steal_pointer (&self->before));
    self->before = g_steal_pointer (&wider);
    self->before_head = at;
  }
  for (guint i = end; i < at + n; i++)
    g_ptr_array_add (self->before, g_object_ref (g_ptr_array_index (self->rows, i)));
  if (at + n > end)
    self->before_tail = self->rows->len - (at + n);
}

/*< private >
 * _mx_timeline_commit:
 *
 * Lets views know what has become of the rows since they were remembered.
 */
void
_mx_timeline_commit (MxTimeline *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->before);
  guint head = self->before_head;
  guint after_len, n_removed, n_added, common = 0;

  if (before == NULL)
    return;
  after_len = self->rows->len - head - self->before_tail;
  while (common < before->len && common < after_len &&
         g_ptr_array_index (before, common) == g_ptr_array_index (self->rows, head + common))
    common++;
  n_removed = before->len - common;
  n_added = after_len - common;
  head += common;
  while (n_removed > 0 && n_added > 0 &&
         g_ptr_array_index (before, common + n_removed - 1) == g_ptr_array_index (self->rows, head + n_added - 1)) {
    n_removed--;
    n_added--;
  }
  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_removed, n_added);
}
