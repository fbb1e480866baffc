/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rows exist, and where they stand. The view keeps an anchor (a row, and where its
 * bottom edge is) and, unless it sticks to the end, nothing but a scroll moves it: rows
 * are bound, measured and placed upward and downward from it until the view and a margin
 * are covered. What lies beyond is only estimated, from the mean height of a row; the
 * adjustment is told after each allocation.
 *
 *      estimate above          the rows that exist             estimate below
 *   |-----------------|====[ margin | the view | margin ]====|------------------|
 *                                      ^ anchor's bottom edge
 *
 * Invariants: sibling order is visual order (else screen readers and Tab would follow the
 * order of creation); a row with the focus or a selection is kept, outside the view if
 * need be; an allocation never asks for another one; a change of the list moves only the
 * anchor's index, and what that means for the adjustment is settled in the allocation. */

#include "config.h"

#include "tea-timeline-view-private.h"

#include "mx-timeline-item.h"

#include <math.h>

#define MARGIN       300
#define KEEP         500
#define MAX_POOL     12
#define MAX_KEPT     20
#define MAX_MEASURED 400
/* Where a row that must not go away, but is out of reach, stands. */
#define FAR_AWAY 32000

static void
live_row_free (TeaLiveRow *live)
{
  g_object_unref (live->item);
  g_free (live);
}

static void
release (TeaTimelineView *self,
         TeaLiveRow      *live)
{
  gtk_widget_set_child_visible (GTK_WIDGET (live->row), FALSE);
  tea_timeline_row_unbind (live->row);
  g_ptr_array_add (self->pool, live->row);
  live_row_free (live);
}

static TeaTimelineRow *
take_row (TeaTimelineView *self,
          MxTimelineItem  *item)
{
  GType shape = tea_content_view_choose (item);
  TeaTimelineRow *row = NULL;
  guint i;

  for (i = 0; i < self->pool->len && row == NULL; i++) {
    if (tea_timeline_row_get_shape (g_ptr_array_index (self->pool, i)) == shape)
      row = g_ptr_array_steal_index_fast (self->pool, i);
  }
  if (row == NULL && self->pool->len >= MAX_POOL)
    row = g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1);
  if (row != NULL) {
    gtk_widget_set_child_visible (GTK_WIDGET (row), TRUE);
    return row;
  }
  row = TEA_TIMELINE_ROW (tea_timeline_row_new ());
  gtk_widget_set_parent (GTK_WIDGET (row), GTK_WIDGET (self));
  return row;
}

/*< private >
 * _tea_timeline_view_live_at:
 *
 * Returns: (nullable): the row at a position of the list, if there is one now
 */
TeaLiveRow *
_tea_timeline_view_live_at (TeaTimelineView *self,
                            guint            position)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (live->position == position)
      return live;
  }
  return NULL;
}

/*< private >
 * _tea_timeline_view_find_live:
 *
 * Returns: (nullable): the row of an item, if there is one now
 */
TeaLiveRow *
_tea_timeline_view_find_live (TeaTimelineView *self,
                              MxTimelineItem  *item)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (live->item == item)
      return live;
  }
  return NULL;
}

/*< private >
 * _tea_timeline_view_is_far:
 *
 * Returns: whether a row is only kept, out of reach
 */
gboolean
_tea_timeline_view_is_far (const TeaLiveRow *live)
{
  return ABS (live->y) >= FAR_AWAY;
}

/*< private >
 * _tea_timeline_view_live_at_y:
 *
 * Returns: (nullable): the row under a point of the view
 */
TeaLiveRow *
_tea_timeline_view_live_at_y (TeaTimelineView *self,
                              double           y)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (y >= live->y && y < live->y + live->height)
      return live;
  }
  return NULL;
}

/*< private >
 * _tea_timeline_view_find_position:
 *
 * Returns: where an item stands in the list, or %G_MAXUINT; from the newest on
 */
guint
_tea_timeline_view_find_position (TeaTimelineView *self,
                                  MxTimelineItem  *item)
{
  TeaLiveRow *live = _tea_timeline_view_find_live (self, item);
  guint i;

  if (live != NULL)
    return live->position;
  for (i = self->model != NULL ? g_list_model_get_n_items (self->model) : 0; i > 0; i--) {
    g_autoptr (MxTimelineItem) other = g_list_model_get_item (self->model, i - 1);

    if (other == item)
      return i - 1;
  }
  return G_MAXUINT;
}

static void
measure_row (TeaTimelineView *self,
             TeaLiveRow      *live,
             int              width)
{
  int minimum_width;

  gtk_widget_measure (GTK_WIDGET (live->row), GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (live->row), GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width), NULL,
                      &live->height, NULL, NULL);
  self->n_measured = MIN (self->n_measured + 1, MAX_MEASURED);
  self->mean += (live->height - self->mean) / self->n_measured;
}

/* The row at a position, bound and measured. */
static TeaLiveRow *
row_at (TeaTimelineView *self,
        guint            position,
        int              width)
{
  TeaLiveRow *live = _tea_timeline_view_live_at (self, position);

  if (live == NULL) {
    live = g_new0 (TeaLiveRow, 1);
    live->position = position;
    live->item = g_list_model_get_item (self->model, position);
    live->row = take_row (self, live->item);
    tea_timeline_row_bind (live->row, live->item, self->session);
    g_ptr_array_add (self->live, live);
  }
  if (!live->is_used) {
    measure_row (self, live, width);
    live->is_used = TRUE;
  }
  return live;
}

static int
by_position (gconstpointer a,
             gconstpointer b)
{
  const TeaLiveRow *x = *(TeaLiveRow *const *) a;
  const TeaLiveRow *y = *(TeaLiveRow *const *) b;

  return x->position < y->position ? -1 : x->position > y->position;
}

/* Takes rows from the anchor upward and downward until the view is covered; a list that
 * begins or ends inside the view is pushed to its edge. Gives the top of the first row. */
static double
cover (TeaTimelineView *self,
       int              width,
       int              height)
{
  guint n = g_list_model_get_n_items (self->model);
  TeaLiveRow *anchor = row_at (self, self->anchor, width);
  double bottom = self->anchor_at_top ? anchor->height : self->anchor_bottom;
  double top = bottom - anchor->height;
  guint first = self->anchor;
  guint last = self->anchor;
  int pass;

  for (pass = 0; pass < 3; pass++) {
    double push = 0;

    while (first > 0 && top > -MARGIN)
      top -= row_at (self, --first, width)->height;
    while (last + 1 < n && bottom < height + MARGIN)
      bottom += row_at (self, ++last, width)->height;
    if (first == 0 && top > 0)
      push = -top;
    if (last == n - 1 && bottom + push < height)
      push = height - bottom;
    if (push == 0)
      break;
    top += push;
    bottom += push;
  }
  return top;
}

static gboolean
must_keep (TeaTimelineView *self,
           TeaLiveRow      *live)
{
  g_autofree char *selection = NULL;

  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (live->row))
    return TRUE;
  selection = tea_timeline_row_dup_selection (live->row);
  return selection != NULL;
}

static void
place_rows (TeaTimelineView *self,
            double           top,
            int              height)
{
  double y = top;
  guint i;

  g_ptr_array_sort (self->live, by_position);
  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (!live->is_used)
      continue;
    live->y = y;
    y += live->height;
    if (live->y + live->height < -KEEP || live->y > height + KEEP)
      live->is_used = FALSE;
  }
}

static void
drop_unused (TeaTimelineView *self,
             int              width)
{
  guint kept = 0;
  guint i;

  for (i = 0; i < self->live->len;) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (!live->is_used && kept < MAX_KEPT && must_keep (self, live)) {
      kept++;
      measure_row (self, live, width);
      live->y = live->position < self->anchor ? -FAR_AWAY : FAR_AWAY;
    } else if (!live->is_used) {
      g_ptr_array_remove_index (self->live, i);
      release (self, live);
      continue;
    }
    i++;
  }
  while (self->pool->len > MAX_POOL)
    gtk_widget_unparent (g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1));
}

static void
order_siblings (TeaTimelineView *self)
{
  GtkWidget *previous = NULL;
  guint i;

  for (i = 0; i < self->live->len; i++) {
    GtkWidget *row = GTK_WIDGET (((TeaLiveRow *) g_ptr_array_index (self->live, i))->row);

    if (gtk_widget_get_prev_sibling (row) != previous)
      gtk_widget_insert_after (row, GTK_WIDGET (self), previous);
    previous = row;
  }
}

static void
allocate_rows (TeaTimelineView *self,
               int              width)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);
    int minimum;

    gtk_widget_measure (GTK_WIDGET (live->row), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
    gtk_widget_size_allocate (
      GTK_WIDGET (live->row),
      &(GtkAllocation) { 0, (int) floor (live->y + 0.5), MAX (width, minimum), live->height }, -1);
  }
}

/* The first row whose bottom edge is in view keeps its place from now on. */
static void
choose_anchor (TeaTimelineView *self,
               int              height)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (!live->is_used || live->y + live->height <= 0 || live->y >= height)
      continue;
    self->anchor = live->position;
    self->anchor_bottom = live->y + live->height;
    /* One that is cut off above yields to one that is whole. */
    if (live->y >= 0 || live->y + live->height >= height)
      break;
  }
}

static void
find_ends (TeaTimelineView  *self,
           TeaLiveRow      **first,
           TeaLiveRow      **last)
{
  guint i;

  for (i = 0; i < self->live->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (!live->is_used)
      continue;
    if (*first == NULL)
      *first = live;
    *last = live;
  }
}

/* Keeps the value going on smoothly, and falls back to the estimate where it is far off. */
static void
tell_adjustment (TeaTimelineView *self,
                 int              height)
{
  guint n = g_list_model_get_n_items (self->model);
  TeaLiveRow *first = NULL;
  TeaLiveRow *last = NULL;
  double ideal, above, upper, value;

  find_ends (self, &first, &last);
  if (first == NULL)
    return;
  ideal = first->position * self->mean;
  above = self->value + self->shift + first->y;
  self->shift = 0;
  if (first->position == 0)
    above = 0;
  else if (above < ideal * 0.5 || above > ideal * 1.5 || above < first->position * 20.0)
    above = ideal;

  upper = above + (last->y + last->height - first->y) + (n - 1 - last->position) * self->mean;
  upper = MAX (upper, height);
  value = self->is_stuck ? upper - height : above - first->y;
  self->value = value;
  gtk_adjustment_configure (self->vadjustment, value, 0, upper, height * 0.1, height * 0.9, height);
  self->value = gtk_adjustment_get_value (self->vadjustment);
}

/*< private >
 * _tea_timeline_view_allocate:
 *
 * The view's size_allocate.
 */
void
_tea_timeline_view_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  TeaTimelineView *self = TEA_TIMELINE_VIEW (widget);
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
  guint i;

  self->in_allocate = TRUE;
  for (i = 0; i < self->live->len; i++)
    ((TeaLiveRow *) g_ptr_array_index (self->live, i))->is_used = FALSE;

  if (n > 0 && self->vadjustment != NULL) {
    if (self->is_stuck) {
      self->anchor = n - 1;
      self->anchor_bottom = height;
    }
    if (self->centres && height > 0) {
      self->anchor_bottom = (height + self->mean) / 2;
      self->centres = FALSE;
    }
    self->anchor = MIN (self->anchor, n - 1);
    place_rows (self, cover (self, width, height), height);
    drop_unused (self, width);
    order_siblings (self);
    allocate_rows (self, width);
    choose_anchor (self, height);
    tell_adjustment (self, height);
    self->anchor_at_top = FALSE;
  } else if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, 0, 0, height, 1, 1, height);
  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, 1, 1, width);
  _tea_timeline_view_place_toolbar (self, width);
  _tea_timeline_view_place_popups (self);
  self->in_allocate = FALSE;
  _tea_timeline_view_queue_watch (self);
}

/*< private >
 * _tea_timeline_view_scrolled:
 *
 * The adjustment's value changed: a small way moves the anchor, a long one jumps to where
 * the estimate says.
 */
void
_tea_timeline_view_scrolled (TeaTimelineView *self)
{
  double value = gtk_adjustment_get_value (self->vadjustment);
  double page = gtk_adjustment_get_page_size (self->vadjustment);
  double upper = gtk_adjustment_get_upper (self->vadjustment);
  double way = value - self->value;
  guint n = self->model != NULL ? g_list_model_get_n_items (self->model) : 0;

  if (self->in_allocate || way == 0 || n == 0)
    return;
  self->value = value;
  self->is_stuck = value >= upper - page - 1;
  if (ABS (way) <= 3 * page)
    self->anchor_bottom -= way;
  else if (value <= 0) {
    self->anchor = 0;
    self->anchor_at_top = TRUE;
  } else {
    self->anchor = (guint) CLAMP ((value + page / 2) / upper * n, 0, n - 1);
    self->anchor_bottom = page / 2;
  }
  _tea_timeline_view_hover (self, NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Rows whose items only moved keep them: a list may say "all of this changed" and mean little. */
static void
adopt_orphans (TeaTimelineView *self,
               GPtrArray       *orphans,
               guint            position,
               guint            added)
{
  guint i, k;

  for (i = 0; i < MIN (added, 256) && orphans->len > 0; i++) {
    g_autoptr (MxTimelineItem) item = g_list_model_get_item (self->model, position + i);

    for (k = 0; k < orphans->len; k++) {
      TeaLiveRow *live = g_ptr_array_index (orphans, k);

      if (live->item != item)
        continue;
      live->position = position + i;
      g_ptr_array_add (self->live, live);
      g_ptr_array_remove_index_fast (orphans, k);
      break;
    }
  }
}

static void
move_anchor (TeaTimelineView *self,
             MxTimelineItem  *item,
             guint            position,
             guint            removed,
             guint            added)
{
  TeaLiveRow *live = item != NULL ? _tea_timeline_view_find_live (self, item) : NULL;

  if (self->anchor >= position + removed) {
    self->anchor += added - removed;
    self->shift += ((double) added - removed) * self->mean;
  } else if (live != NULL)
    self->anchor = live->position;
  else if (self->anchor >= position)
    self->anchor = position;
}

/*< private >
 * _tea_timeline_view_items_changed:
 *
 * The list changed: rows learn their new positions.
 */
void
_tea_timeline_view_items_changed (TeaTimelineView *self,
                                  guint            position,
                                  guint            removed,
                                  guint            added)
{
  g_autoptr (GPtrArray) orphans = g_ptr_array_new ();
  TeaLiveRow *anchor = _tea_timeline_view_live_at (self, self->anchor);
  g_autoptr (MxTimelineItem) anchor_item = anchor != NULL ? g_object_ref (anchor->item) : NULL;
  guint i;

  for (i = 0; i < self->live->len;) {
    TeaLiveRow *live = g_ptr_array_index (self->live, i);

    if (live->position >= position && live->position < position + removed) {
      g_ptr_array_add (orphans, live);
      g_ptr_array_remove_index (self->live, i);
      continue;
    }
    if (live->position >= position + removed)
      live->position += added - removed;
    i++;
  }
  adopt_orphans (self, orphans, position, added);
  move_anchor (self, anchor_item, position, removed, added);
  for (i = 0; i < orphans->len; i++) {
    TeaLiveRow *live = g_ptr_array_index (orphans, i);

    if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == GTK_WIDGET (live->row))
      _tea_timeline_view_set_cursor (self, MIN (position, MAX (g_list_model_get_n_items (self->model), 1) - 1), TRUE);
    release (self, live);
  }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/*< private >
 * _tea_timeline_view_release_all:
 *
 * Gives every row back: another list, or the end.
 */
void
_tea_timeline_view_release_all (TeaTimelineView *self)
{
  while (self->live->len > 0)
    release (self, g_ptr_array_steal_index_fast (self->live, self->live->len - 1));
  self->anchor = 0;
  self->anchor_bottom = 0;
  self->shift = 0;
  self->value = 0;
  self->is_stuck = TRUE;
}
