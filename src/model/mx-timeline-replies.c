/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a row answers: from the loaded nodes, else asked of the engine once per id, and
 * only when a view looks at the row. Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-engine.h"
#include "mx-event.h"
#include "mx-room.h"
#include "mx-session-private.h"

/*< private >
 * _mx_timeline_show_reply:
 *
 * Brings what the row shows of the event it answers up to date. What was answered by
 * somebody who is hidden stays hidden.
 */
void
_mx_timeline_show_reply (MxTimeline     *self,
                         MxTimelineNode *node)
{
  MxTimelineNode *target = node->reply_to != NULL ? g_hash_table_lookup (self->by_id, node->reply_to) : NULL;
  g_autoptr (MxEvent) event = NULL;
  MxEvent *edit = NULL;

  if (target != NULL && target->item != NULL && target->shape == MX_SHAPE_ROW && target->item->event != NULL)
    event = mx_event_ref (target->item->event);
  else if (target != NULL)
    event = _mx_timeline_dup_shown (self, target, &edit);
  else if (node->reply_to != NULL) {
    event = g_hash_table_lookup (self->fetched, node->reply_to);
    if (event != NULL)
      mx_event_ref (event);
  }
  if (event != NULL && _mx_timeline_is_ignored (self, mx_event_get_sender (event)))
    g_clear_pointer (&event, mx_event_unref);
  _mx_timeline_item_set_reply (node->item, event,
                               event != NULL ? _mx_timeline_get_name (self, mx_event_get_sender (event)) : NULL);
}

typedef struct
{
  MxTimelineHandle *handle;
  char *event_id;
} Want;

static void
want_free (Want *want)
{
  g_rc_box_release (want->handle);
  g_free (want->event_id);
  g_free (want);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Want, want_free)

static void
load_event_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Want) want = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEvent) event = mx_engine_load_event_finish (MX_ENGINE (source), result, &error);
  MxTimeline *self = want->handle->timeline;

  if (event == NULL)
    g_debug ("what is answered did not come: %s", error->message);
  if (event == NULL || self == NULL)
    return;
  g_hash_table_replace (self->fetched, g_strdup (want->event_id), mx_event_ref (event));
  _mx_timeline_touch (self, want->event_id);
  _mx_timeline_flush (self);
}

/*< private >
 * _mx_timeline_want_reply:
 *
 * Asks for an event that is not loaded; the second time nothing happens.
 */
void
_mx_timeline_want_reply (MxTimeline *self,
                         const char *event_id)
{
  MxEngine *engine = self->session != NULL ? _mx_session_get_engine (self->session) : NULL;
  Want *want;

  if (engine == NULL || self->is_static || g_hash_table_contains (self->fetched, event_id) ||
      g_hash_table_contains (self->by_id, event_id))
    return;
  g_hash_table_insert (self->fetched, g_strdup (event_id), NULL);
  want = g_new0 (Want, 1);
  want->handle = g_rc_box_acquire (self->handle);
  want->event_id = g_strdup (event_id);
  mx_engine_load_event_async (engine, mx_room_get_id (self->room), event_id, self->cancellable, load_event_cb, want);
}
