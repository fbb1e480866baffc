/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The setters of a row: each compares first and notifies exactly when something
 * changed. Main thread. */

#include "config.h"

#include "mx-timeline-item-private.h"

#include "mx-event.h"
#include "mx-reaction-private.h"

/*< private >
 * _mx_timeline_item_set_handle:
 * @handle: of the timeline that owns the row
 */
void
_mx_timeline_item_set_handle (MxTimelineItem   *self,
                              MxTimelineHandle *handle)
{
  g_assert (self->handle == NULL);

  self->handle = g_rc_box_acquire (handle);
}

/*< private >
 * _mx_timeline_item_get_timeline:
 *
 * Returns: (transfer none) (nullable): the timeline, while it lives
 */
MxTimeline *
_mx_timeline_item_get_timeline (MxTimelineItem *self)
{
  return self->handle != NULL ? self->handle->timeline : NULL;
}

/*< private >
 * _mx_timeline_item_get_key:
 *
 * Returns: where the row stands
 */
const MxRowKey *
_mx_timeline_item_get_key (MxTimelineItem *self)
{
  return &self->key;
}

void
_mx_timeline_item_set_key (MxTimelineItem *self,
                           MxRowKey        key)
{
  self->key = key;
}

guint
_mx_timeline_item_get_serial (MxTimelineItem *self)
{
  return self->serial;
}

void
_mx_timeline_item_set_serial (MxTimelineItem *self,
                              guint           serial)
{
  self->serial = serial;
}

void
_mx_timeline_item_set_kind (MxTimelineItem *self,
                            MxItemKind      kind)
{
  if (self->kind == kind)
    return;
  self->kind = kind;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_KIND);
  _mx_timeline_item_refresh_text (self);
}

void
_mx_timeline_item_set_event (MxTimelineItem *self,
                             MxEvent        *event)
{
  g_autoptr (MxEvent) old = NULL;

  if (self->event == event)
    return;
  old = g_steal_pointer (&self->event);
  self->event = event != NULL ? mx_event_ref (event) : NULL;
  g_object_freeze_notify (G_OBJECT (self));
  _mx_timeline_item_notify (self, MX_ITEM_PROP_EVENT);
  if (g_strcmp0 (old != NULL ? mx_event_get_id (old) : NULL, mx_timeline_item_get_event_id (self)) != 0)
    _mx_timeline_item_notify (self, MX_ITEM_PROP_EVENT_ID);
  if (g_strcmp0 (old != NULL ? mx_event_get_sender (old) : NULL, mx_timeline_item_get_sender (self)) != 0)
    _mx_timeline_item_notify (self, MX_ITEM_PROP_SENDER);
  _mx_timeline_item_refresh_text (self);
  g_object_thaw_notify (G_OBJECT (self));
}

void
_mx_timeline_item_set_sources (MxTimelineItem *self,
                               MxEvent        *original,
                               MxEvent        *edit)
{
  if (self->original != original) {
    g_clear_pointer (&self->original, mx_event_unref);
    self->original = original != NULL ? mx_event_ref (original) : NULL;
  }
  if (self->edit != edit) {
    g_clear_pointer (&self->edit, mx_event_unref);
    self->edit = edit != NULL ? mx_event_ref (edit) : NULL;
  }
  _mx_timeline_item_set_edited (self, edit != NULL);
}

void
_mx_timeline_item_set_txn_id (MxTimelineItem *self,
                              const char     *txn_id)
{
  if (g_set_str (&self->txn_id, txn_id))
    _mx_timeline_item_notify (self, MX_ITEM_PROP_TXN_ID);
}

void
_mx_timeline_item_set_ts (MxTimelineItem *self,
                          gint64          ts)
{
  if (self->ts == ts)
    return;
  self->ts = ts;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_TS);
}

void
_mx_timeline_item_set_own (MxTimelineItem *self,
                           gboolean        is_own)
{
  if (self->is_own == !!is_own)
    return;
  self->is_own = !!is_own;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_IS_OWN);
}

void
_mx_timeline_item_set_head (MxTimelineItem *self,
                            gboolean        is_head)
{
  if (self->is_head == !!is_head)
    return;
  self->is_head = !!is_head;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_IS_HEAD);
}

void
_mx_timeline_item_set_edited (MxTimelineItem *self,
                              gboolean        is_edited)
{
  if (self->is_edited == !!is_edited)
    return;
  self->is_edited = !!is_edited;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_IS_EDITED);
}

void
_mx_timeline_item_set_highlight (MxTimelineItem *self,
                                 gboolean        is_highlight)
{
  if (self->is_highlight == !!is_highlight)
    return;
  self->is_highlight = !!is_highlight;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_IS_HIGHLIGHT);
}

void
_mx_timeline_item_set_ignored (MxTimelineItem *self,
                               gboolean        is_ignored)
{
  if (self->is_ignored == !!is_ignored)
    return;
  self->is_ignored = !!is_ignored;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_IS_IGNORED);
}

void
_mx_timeline_item_set_sender_name (MxTimelineItem *self,
                                   const char     *name)
{
  if (g_strcmp0 (self->sender_name, name) == 0)
    return;
  g_clear_pointer (&self->sender_name, g_ref_string_release);
  self->sender_name = name != NULL ? g_ref_string_new (name) : NULL;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_SENDER_NAME);
  if (self->kind != MX_ITEM_MESSAGE)
    _mx_timeline_item_refresh_text (self);
}

void
_mx_timeline_item_set_sender_avatar (MxTimelineItem *self,
                                     const char     *avatar)
{
  if (g_set_str (&self->sender_avatar, avatar))
    _mx_timeline_item_notify (self, MX_ITEM_PROP_SENDER_AVATAR);
}

void
_mx_timeline_item_set_send_state (MxTimelineItem *self,
                                  MxSendState     state,
                                  const GError   *error)
{
  gboolean differs = (self->error == NULL) != (error == NULL);

  if (!differs && error != NULL)
    differs = !g_error_matches (self->error, error->domain, error->code) || g_strcmp0 (self->error->message,
                                                                                       error->message) != 0;

  g_object_freeze_notify (G_OBJECT (self));
  if (differs) {
    g_clear_error (&self->error);
    self->error = error != NULL ? g_error_copy (error) : NULL;
    _mx_timeline_item_notify (self, MX_ITEM_PROP_ERROR);
  }
  if (self->send_state != state) {
    self->send_state = state;
    _mx_timeline_item_notify (self, MX_ITEM_PROP_SEND_STATE);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

void
_mx_timeline_item_set_progress (MxTimelineItem *self,
                                double          progress)
{
  if (G_APPROX_VALUE (self->progress, progress, 0.001))
    return;
  self->progress = progress;
  _mx_timeline_item_notify (self, MX_ITEM_PROP_PROGRESS);
}

void
_mx_timeline_item_set_text (MxTimelineItem *self,
                            const char     *text)
{
  if (!g_set_str (&self->given_text, text))
    return;
  if (self->text != NULL)
    _mx_timeline_item_refresh_text (self);
  else
    _mx_timeline_item_notify (self, MX_ITEM_PROP_TEXT);
}

void
_mx_timeline_item_set_reply (MxTimelineItem *self,
                             MxEvent        *event,
                             const char     *name)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->reply_event != event) {
    g_clear_pointer (&self->reply_event, mx_event_unref);
    self->reply_event = event != NULL ? mx_event_ref (event) : NULL;
    _mx_timeline_item_notify (self, MX_ITEM_PROP_REPLY_EVENT);
  }
  _mx_timeline_item_set_reply_name (self, name);
  g_object_thaw_notify (G_OBJECT (self));
}

void
_mx_timeline_item_set_reply_name (MxTimelineItem *self,
                                  const char     *name)
{
  if (g_set_str (&self->reply_name, name))
    _mx_timeline_item_notify (self, MX_ITEM_PROP_REPLY_NAME);
}

static gboolean
same_events (GPtrArray *a,
             GPtrArray *b)
{
  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (g_ptr_array_index (a, i) != g_ptr_array_index (b, i))
      return FALSE;
  return TRUE;
}

/*< private >
 * _mx_timeline_item_take_folded:
 * @events: (transfer full) (element-type MxEvent): the changes one sentence tells
 */
void
_mx_timeline_item_take_folded (MxTimelineItem *self,
                               GPtrArray      *events)
{
  g_autoptr (GPtrArray) taken = events;

  if (same_events (self->folded, events))
    return;
  g_clear_pointer (&self->folded, g_ptr_array_unref);
  self->folded = g_steal_pointer (&taken);
  _mx_timeline_item_notify (self, MX_ITEM_PROP_CHANGES);
  _mx_timeline_item_refresh_text (self);
}

GListStore *
_mx_timeline_item_peek_reactions (MxTimelineItem *self)
{
  return self->reactions;
}

/*< private >
 * _mx_timeline_item_ensure_reactions:
 *
 * Returns: (transfer none): the list, made now when there was none
 */
GListStore *
_mx_timeline_item_ensure_reactions (MxTimelineItem *self)
{
  if (self->reactions == NULL)
    self->reactions = g_list_store_new (MX_TYPE_REACTION);
  return self->reactions;
}

/*< private >
 * _mx_timeline_item_add_reaction:
 *
 * Adds one person's reaction by hand, for rows that belong to no timeline.
 */
void
_mx_timeline_item_add_reaction (MxTimelineItem *self,
                                const char     *key,
                                const char     *user_id,
                                gboolean        mine)
{
  GListModel *list = G_LIST_MODEL (_mx_timeline_item_ensure_reactions (self));
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (MxReaction) reaction = NULL;
  g_auto (GStrv) all = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list) && reaction == NULL; i++) {
    g_autoptr (MxReaction) candidate = g_list_model_get_item (list, i);

    if (g_strcmp0 (mx_reaction_get_key (candidate), key) == 0)
      reaction = g_steal_pointer (&candidate);
  }
  if (reaction == NULL) {
    reaction = _mx_reaction_new (self, key);
    g_list_store_append (self->reactions, reaction);
  }
  g_strv_builder_addv (names, (const char **) mx_reaction_get_names (reaction));
  g_strv_builder_add (names, user_id);
  all = g_strv_builder_end (names);
  _mx_reaction_update (reaction, mx_reaction_get_count (reaction) + 1, mine ? "$mine" : NULL, NULL,
                       (const char *const *) all);
}
