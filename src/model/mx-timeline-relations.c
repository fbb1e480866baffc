/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hangs on an event: edits, reactions and redactions, kept under the id of their
 * target. They may come before it and simply lie there until it does; whoever shows the
 * target looks here. A change only notes the target as touched; the row is shown again
 * once, at the end of the pass. Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-event.h"

#include "types/m-reaction.h"
#include "types/m-room-redaction.h"

#include <string.h>

static gboolean
is_of_type (MxEvent           *event,
            const MxEventType *type)
{
  return strcmp (mx_event_get_type_name (event), type->name) == 0;
}

/* %NULL: the event stands for itself. */
static const char *
target_of (MxEvent *event)
{
  MxRelationKind relation = mx_event_get_relation (event);

  if (mx_event_is_redacted (event))
    return NULL;
  if (relation == MX_RELATION_REPLACE && mx_event_get_state_key (event) == NULL)
    return mx_event_get_target (event);
  if (relation == MX_RELATION_ANNOTATION && is_of_type (event, &mx_type_reaction))
    return mx_event_get_target (event);
  if (is_of_type (event, &mx_type_room_redaction))
    return mx_event_get_target (event);
  return NULL;
}

static void
list_add (GHashTable     *table,
          const char     *id,
          MxTimelineNode *node)
{
  GPtrArray *list = g_hash_table_lookup (table, id);

  if (list == NULL) {
    list = g_ptr_array_new ();
    g_hash_table_insert (table, g_strdup (id), list);
  }
  g_ptr_array_add (list, node);
}

static void
list_remove (GHashTable     *table,
             const char     *id,
             MxTimelineNode *node)
{
  GPtrArray *list = g_hash_table_lookup (table, id);

  if (list == NULL)
    return;
  g_ptr_array_remove_fast (list, node);
  if (list->len == 0)
    g_hash_table_remove (table, id);
}

/*< private >
 * _mx_timeline_touch:
 * @event_id: (nullable): whose row may have to be shown otherwise
 */
void
_mx_timeline_touch (MxTimeline *self,
                    const char *event_id)
{
  if (event_id != NULL)
    g_hash_table_add (self->touched, g_strdup (event_id));
}

/*< private >
 * _mx_timeline_relate:
 *
 * Lists @node under what it edits, reacts to or removes, and under what it answers.
 */
void
_mx_timeline_relate (MxTimeline     *self,
                     MxTimelineNode *node)
{
  const char *target = target_of (node->event);

  if (target != NULL) {
    node->target = g_strdup (target);
    node->relation = mx_event_get_relation (node->event);
    node->was_relation = TRUE;
    list_add (self->relations, target, node);
    _mx_timeline_touch (self, target);
  } else if (mx_event_get_reply_to (node->event) != NULL) {
    node->reply_to = g_strdup (mx_event_get_reply_to (node->event));
    list_add (self->replies, node->reply_to, node);
  }
}

/*< private >
 * _mx_timeline_unrelate:
 *
 * The reverse of _mx_timeline_relate ().
 */
void
_mx_timeline_unrelate (MxTimeline     *self,
                       MxTimelineNode *node)
{
  if (node->target != NULL) {
    list_remove (self->relations, node->target, node);
    _mx_timeline_touch (self, node->target);
    g_clear_pointer (&node->target, g_free);
    node->relation = MX_RELATION_NONE;
  }
  if (node->reply_to != NULL) {
    list_remove (self->replies, node->reply_to, node);
    g_clear_pointer (&node->reply_to, g_free);
  }
}

/*< private >
 * _mx_timeline_get_relations:
 * @event_id: (nullable): a target
 *
 * Returns: (transfer none) (nullable) (element-type MxTimelineNode): what hangs on it, unsorted
 */
GPtrArray *
_mx_timeline_get_relations (MxTimeline *self,
                            const char *event_id)
{
  return event_id != NULL ? g_hash_table_lookup (self->relations, event_id) : NULL;
}

static MxTimelineNode *
find_redaction (MxTimeline           *self,
                const MxTimelineNode *node)
{
  GPtrArray *list = _mx_timeline_get_relations (self, mx_event_get_id (node->event));

  for (guint i = 0; list != NULL && i < list->len; i++) {
    MxTimelineNode *candidate = g_ptr_array_index (list, i);

    if (candidate->send_state != MX_SEND_FAILED && is_of_type (candidate->event, &mx_type_room_redaction))
      return candidate;
  }
  return NULL;
}

/*< private >
 * _mx_timeline_is_removed:
 *
 * Returns: whether the event was redacted, or a redaction of it is known
 */
gboolean
_mx_timeline_is_removed (MxTimeline           *self,
                         const MxTimelineNode *node)
{
  return mx_event_is_redacted (node->event) || find_redaction (self, node) != NULL;
}

static gboolean
is_newer (const MxTimelineNode *a,
          const MxTimelineNode *b)
{
  if (a->is_local != b->is_local)
    return a->is_local;
  if (a->is_local)
    return a->pos > b->pos;
  if (mx_event_get_ts (a->event) != mx_event_get_ts (b->event))
    return mx_event_get_ts (a->event) > mx_event_get_ts (b->event);
  return strcmp (mx_event_get_id (a->event), mx_event_get_id (b->event)) > 0;
}

/* The newest edit older than @below (nullable) that is neither failed nor removed. See
 * Client-Server API, "Applying m.new_content". */
static MxTimelineNode *
newest_edit (MxTimeline           *self,
             GPtrArray            *list,
             const MxTimelineNode *below)
{
  MxTimelineNode *best = NULL;

  for (guint i = 0; i < list->len; i++) {
    MxTimelineNode *edit = g_ptr_array_index (list, i);

    if (edit->relation != MX_RELATION_REPLACE || edit->send_state == MX_SEND_FAILED ||
        _mx_timeline_is_removed (self, edit))
      continue;
    if ((below == NULL || is_newer (below, edit)) && (best == NULL || is_newer (edit, best)))
      best = edit;
  }
  return best;
}

/* What the row shows already, when it was made of the same parts: making it again costs. */
static MxEvent *
dup_kept (const MxTimelineNode *node,
          MxEvent              *edit,
          gboolean              is_redacted)
{
  const MxTimelineItem *item = node->item;

  if (item == NULL || item->event == NULL || item->original != node->event || item->edit != edit)
    return NULL;
  return mx_event_is_redacted (item->event) == is_redacted ? mx_event_ref (item->event) : NULL;
}

/*< private >
 * _mx_timeline_dup_shown:
 * @edit: (out) (transfer none) (nullable): the edit that made it what it is
 *
 * Returns: (transfer full): the event as it is to be shown, after edits and redactions
 */
MxEvent *
_mx_timeline_dup_shown (MxTimeline      *self,
                        MxTimelineNode  *node,
                        MxEvent        **edit)
{
  GPtrArray *list = _mx_timeline_get_relations (self, mx_event_get_id (node->event));
  MxTimelineNode *redaction, *candidate;
  MxEvent *shown;

  *edit = NULL;
  if (list == NULL || mx_event_is_redacted (node->event))
    return mx_event_ref (node->event);
  redaction = find_redaction (self, node);
  if (redaction != NULL) {
    shown = dup_kept (node, NULL, TRUE);
    return shown != NULL ? shown : mx_event_redact (node->event, mx_event_get_source (redaction->event));
  }

  candidate = newest_edit (self, list, NULL);
  while (candidate != NULL) {
    shown = dup_kept (node, candidate->event, FALSE);
    if (shown == NULL)
      shown = mx_event_apply_edit (node->event, candidate->event);
    if (shown != NULL) {
      *edit = candidate->event;
      return shown;
    }
    candidate = newest_edit (self, list, candidate);
  }
  return mx_event_ref (node->event);
}

static void
refresh_one (MxTimeline *self,
             const char *event_id)
{
  MxTimelineNode *node = g_hash_table_lookup (self->by_id, event_id);
  GPtrArray *repliers = g_hash_table_lookup (self->replies, event_id);

  if (node != NULL && node->item != NULL && node->shape == MX_SHAPE_ROW)
    _mx_timeline_show (self, node);
  /* A reaction or an edit that was itself removed. */
  if (node != NULL && node->target != NULL) {
    MxTimelineNode *target = g_hash_table_lookup (self->by_id, node->target);

    if (target != NULL && target->item != NULL && target->shape == MX_SHAPE_ROW)
      _mx_timeline_show (self, target);
  }
  for (guint i = 0; repliers != NULL && i < repliers->len; i++) {
    MxTimelineNode *replier = g_ptr_array_index (repliers, i);

    if (replier->item != NULL)
      _mx_timeline_show_reply (self, replier);
  }
}

/*< private >
 * _mx_timeline_refresh_touched:
 *
 * Shows again whatever was touched since the last time.
 */
void
_mx_timeline_refresh_touched (MxTimeline *self)
{
  g_autoptr (GHashTable) touched = NULL;
  GHashTableIter iter;
  gpointer event_id;

  if (g_hash_table_size (self->touched) == 0)
    return;
  touched = g_steal_pointer (&self->touched);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &event_id, NULL))
    refresh_one (self, event_id);
}
