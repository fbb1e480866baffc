/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking the engine for entries: the newest when the timeline opens, older ones when
 * somebody scrolls up, and those missing in a gap. One request is under way at a time.
 * Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-engine.h"
#include "mx-room.h"

#define FIRST_PAGE  60
#define GAP_PAGE    50
#define GAP_RETRY_S 10
/* Pages that may bring no row at all (reactions, edits) before we wait to be asked again. */
#define MAX_ROUNDS 8

typedef struct
{
  MxTimelineHandle *handle;
  gint64 pos;
} Load;

static void
load_free (Load *load)
{
  g_rc_box_release (load->handle);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void ask_older (MxTimeline *self,
                       gint64 pos,
                       guint limit);

static gboolean
oldest_pos (MxTimeline *self,
            gint64     *pos)
{
  const MxTimelineNode *first = self->n_remote > 0 ? g_ptr_array_index (self->nodes, 0) : NULL;

  if (first == NULL)
    return FALSE;
  *pos = first->pos;
  return TRUE;
}

/* One page of a load_older () came: on until enough rows are there. */
static void
go_on (MxTimeline *self,
       guint       gained)
{
  gint64 pos;

  self->wanted = self->wanted > gained ? self->wanted - gained : 0;
  if (self->wanted > 0 && !self->at_start && self->rounds++ < MAX_ROUNDS && oldest_pos (self, &pos))
    ask_older (self, pos, MAX (self->wanted, 20));
  else {
    self->wanted = 0;
    _mx_timeline_set_loading (self, FALSE);
  }
}

static void
load_older_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Load) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = mx_engine_slice_finish (MX_ENGINE (source), result, &error);
  MxTimeline *self = load->handle->timeline;
  guint before;

  if (self == NULL)
    return;
  if (slice == NULL) {
    self->wanted = 0;
    self->retry_after = g_get_monotonic_time () + GAP_RETRY_S * G_USEC_PER_SEC;
    _mx_timeline_set_error (self, error);
    _mx_timeline_set_loading (self, FALSE);
    return;
  }
  g_object_ref (self);
  before = self->rows->len;
  _mx_timeline_set_error (self, NULL);
  _mx_timeline_take (self, slice, load->pos);
  go_on (self, self->rows->len > before ? self->rows->len - before : 0);
  g_object_unref (self);
}

static void
ask_older (MxTimeline *self,
           gint64      pos,
           guint       limit)
{
  MxEngine *engine = self->session != NULL ? _mx_session_get_engine (self->session) : NULL;
  Load *load;

  if (engine == NULL) {
    _mx_timeline_set_loading (self, FALSE);
    return;
  }
  load = g_new0 (Load, 1);
  load->handle = g_rc_box_acquire (self->handle);
  load->pos = pos;
  mx_engine_load_older_async (engine, mx_room_get_id (self->room), pos, limit, self->cancellable, load_older_cb, load);
}

static void
open_room_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Load) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxTimelineSlice) slice = mx_engine_slice_finish (MX_ENGINE (source), result, &error);
  MxTimeline *self = load->handle->timeline;

  if (self == NULL)
    return;
  self->is_opening = FALSE;
  if (slice == NULL)
    _mx_timeline_set_error (self, error);
  else {
    _mx_timeline_take (self, slice, G_MAXINT64);
    self->is_open = TRUE;
  }
  _mx_timeline_set_loading (self, FALSE);
}

/*< private >
 * _mx_timeline_open:
 *
 * Asks the engine for the newest entries, and for deltas with entries from now on.
 */
void
_mx_timeline_open (MxTimeline *self)
{
  MxEngine *engine = _mx_session_get_engine (self->session);
  Load *load;

  if (engine == NULL || _mx_session_me (self->session) == NULL)
    return;
  load = g_new0 (Load, 1);
  load->handle = g_rc_box_acquire (self->handle);
  self->is_opening = TRUE;
  _mx_timeline_set_loading (self, TRUE);
  mx_engine_open_room_async (engine, mx_room_get_id (self->room), FIRST_PAGE, self->cancellable, open_room_cb, load);
}

/**
 * mx_timeline_load_older:
 * @self: a timeline
 * @n: about how many rows
 *
 * Asks for older rows; does nothing while loading or at the start. They come with one
 * items-changed a page.
 */
void
mx_timeline_load_older (MxTimeline *self,
                        guint       n)
{
  gint64 pos;

  g_return_if_fail (MX_IS_TIMELINE (self));

  if (self->is_loading || self->at_start || self->is_static || !oldest_pos (self, &pos))
    return;
  self->wanted = n;
  self->rounds = 0;
  _mx_timeline_set_loading (self, TRUE);
  ask_older (self, pos, n);
}

/**
 * mx_timeline_fill_gap:
 * @self: a timeline
 * @gap: a row of kind %MX_ITEM_GAP
 *
 * Asks for what is missing where @gap stands. Cheap and safe to call again and again
 * while the row is in sight: nothing happens while something is on its way, nor for a while
 * after it failed.
 */
void
mx_timeline_fill_gap (MxTimeline     *self,
                      MxTimelineItem *gap)
{
  g_return_if_fail (MX_IS_TIMELINE (self));
  g_return_if_fail (MX_IS_TIMELINE_ITEM (gap));

  if (self->is_loading || self->is_static || gap->kind != MX_ITEM_GAP || g_get_monotonic_time () < self->retry_after)
    return;
  self->wanted = 0;
  _mx_timeline_set_loading (self, TRUE);
  ask_older (self, gap->key.pos, GAP_PAGE);
}
