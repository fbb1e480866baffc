/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room's timeline as a list model. It opens the room in the engine, takes what the
 * engine tells (mx-timeline-nodes.c), lays it out in rows (mx-timeline-build.c) and asks
 * for older entries and for what is missing in gaps.
 *
 * The unread line comes after the anchor: the event up to which everything was read when
 * the timeline was made. It stays there while somebody reads, moves when another device
 * reads on, and is not drawn for what arrives while somebody looks at the end
 * (mx_timeline_set_following ()). Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-engine.h"
#include "mx-event.h"
#include "mx-room-private.h"

static void mx_timeline_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxTimeline, mx_timeline, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_timeline_list_model_init))

typedef enum {
  PROP_ROOM = 1,
  PROP_IS_LOADING,
  PROP_AT_START,
  PROP_ERROR,
  PROP_UNREAD_ITEM,
} MxTimelineProperty;

static GParamSpec *props[PROP_UNREAD_ITEM + 1];

/*< private >
 * _mx_timeline_set_loading:
 *
 * Notifies when it differs.
 */
void
_mx_timeline_set_loading (MxTimeline *self,
                          gboolean    is_loading)
{
  if (self->is_loading == is_loading)
    return;
  self->is_loading = is_loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

/*< private >
 * _mx_timeline_set_error:
 *
 * Notifies; why the last older entries did not come, or %NULL.
 */
void
_mx_timeline_set_error (MxTimeline *self,
                        GError     *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
set_at_start (MxTimeline *self,
              gboolean    at_start)
{
  if (self->at_start == at_start)
    return;
  _mx_timeline_settle (self, 0, 0);
  self->at_start = at_start;
  _mx_timeline_mark_dirty (self, 0, 0);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AT_START]);
}

/* Everything that came is in its place: now the rows. */
static void
update_rows (MxTimeline *self)
{
  MxTimelineNode *old = self->unread_node;

  _mx_timeline_place_unread (self);
  _mx_timeline_flush (self);
  if ((old == NULL) != (self->unread_node == NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_UNREAD_ITEM]);
}

/*< private >
 * _mx_timeline_take:
 * @slice: entries as the engine answers
 * @before: before which position they were asked for; %G_MAXINT64: the newest
 *
 * Takes over a page. A gap that it fills goes; one that it brings is shown.
 */
void
_mx_timeline_take (MxTimeline      *self,
                   MxTimelineSlice *slice,
                   gint64           before)
{
  const MxTimelineNode *first = self->nodes->len > 0 ? g_ptr_array_index (self->nodes, 0) : NULL;
  gboolean is_oldest = first == NULL || first->is_local || first->pos >= before;

  if (slice->members != NULL) {
    g_autoptr (GHashTable) changed = _mx_member_table_update (self->members, slice->members);

    if (changed != NULL)
      _mx_timeline_members_changed (self, changed);
  }
  if (before != G_MAXINT64)
    _mx_timeline_drop_gap (self, before);
  _mx_timeline_append (self, slice->entries, 0, slice->entries->len);
  if (is_oldest)
    set_at_start (self, slice->at_start);
  update_rows (self);
}

/* The list. */

static GType
mx_timeline_get_item_type (GListModel *model)
{
  return MX_TYPE_TIMELINE_ITEM;
}

static guint
mx_timeline_get_n_items (GListModel *model)
{
  return MX_TIMELINE (model)->rows->len;
}

static gpointer
mx_timeline_get_nth (GListModel *model,
                     guint       position)
{
  MxTimeline *self = MX_TIMELINE (model);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
mx_timeline_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_timeline_get_item_type;
  iface->get_n_items = mx_timeline_get_n_items;
  iface->get_item = mx_timeline_get_nth;
}

static void
mx_timeline_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  MxTimeline *self = MX_TIMELINE (object);

  switch ((MxTimelineProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_IS_LOADING:
    g_value_set_boolean (value, self->is_loading);
    break;
  case PROP_AT_START:
    g_value_set_boolean (value, self->at_start);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_UNREAD_ITEM:
    g_value_set_object (value, self->unread_node != NULL ? self->unread_item : NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_timeline_dispose (GObject *object)
{
  MxTimeline *self = MX_TIMELINE (object);

  self->handle->timeline = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->session != NULL && (self->is_open || self->is_opening) && _mx_session_get_engine (self->session) != NULL)
    mx_engine_close_room (_mx_session_get_engine (self->session), mx_room_get_id (self->room));
  self->is_open = self->is_opening = FALSE;
  g_clear_weak_pointer (&self->session);
  if (self->room != NULL)
    _mx_room_forget_timeline (self->room, self);
  G_OBJECT_CLASS (mx_timeline_parent_class)->dispose (object);
}

static void
mx_timeline_finalize (GObject *object)
{
  MxTimeline *self = MX_TIMELINE (object);

  for (guint i = 0; i < self->rows->len; i++)
    g_object_unref (g_ptr_array_index (self->rows, i));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->by_txn, g_hash_table_unref);
  g_clear_pointer (&self->relations, g_hash_table_unref);
  g_clear_pointer (&self->replies, g_hash_table_unref);
  g_clear_pointer (&self->fetched, g_hash_table_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_ptr_array_foreach (self->nodes, (GFunc) _mx_timeline_node_free, NULL);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_object (&self->start_item);
  g_clear_object (&self->unread_item);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->room);
  g_clear_pointer (&self->members, _mx_member_table_unref);
  g_clear_pointer (&self->me, g_free);
  g_clear_pointer (&self->anchor, g_free);
  g_clear_pointer (&self->handle, g_rc_box_release);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (mx_timeline_parent_class)->finalize (object);
}

static void
mx_timeline_class_init (MxTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_timeline_get_property;
  object_class->dispose = mx_timeline_dispose;
  object_class->finalize = mx_timeline_finalize;

  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM, flags);
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  props[PROP_AT_START] = g_param_spec_boolean ("at-start", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_UNREAD_ITEM] = g_param_spec_object ("unread-item", NULL, NULL, MX_TYPE_TIMELINE_ITEM, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
unref_event (gpointer event)
{
  if (event != NULL)
    mx_event_unref (event);
}

static void
mx_timeline_init (MxTimeline *self)
{
  self->handle = g_rc_box_new0 (MxTimelineHandle);
  self->handle->timeline = self;
  self->nodes = g_ptr_array_new ();
  self->rows = g_ptr_array_new ();
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_txn = g_hash_table_new (g_str_hash, g_str_equal);
  self->relations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->fetched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_event);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->dirty_from = 1;
}

/*< private >
 * _mx_timeline_new:
 *
 * Opens the room in the engine; rows come when it has answered.
 *
 * Returns: (transfer full): the timeline of @room
 */
MxTimeline *
_mx_timeline_new (MxRoom *room)
{
  MxTimeline *self = g_object_new (MX_TYPE_TIMELINE, NULL);

  g_set_object (&self->room, room);
  g_set_weak_pointer (&self->session, mx_room_get_session (room));
  self->members = _mx_member_table_ref (_mx_room_get_member_table (room));
  self->me = g_strdup (_mx_session_me (self->session));
  self->anchor = g_strdup (_mx_room_get_fully_read (room));
  _mx_timeline_open (self);
  return self;
}

/*< private >
 * _mx_timeline_new_static:
 * @session: whose hidden people are hidden here too
 * @slice: what there is to show
 *
 * Returns: (transfer full): a timeline with nothing behind it, for previews
 */
MxTimeline *
_mx_timeline_new_static (MxSession       *session,
                         MxTimelineSlice *slice)
{
  MxTimeline *self = g_object_new (MX_TYPE_TIMELINE, NULL);

  self->is_static = TRUE;
  g_set_weak_pointer (&self->session, session);
  self->members = _mx_member_table_new ();
  self->me = g_strdup (_mx_session_me (session));
  _mx_timeline_take (self, slice, G_MAXINT64);
  return self;
}

/*< private >
 * _mx_timeline_room:
 *
 * Returns: (transfer none) (nullable): the room
 */
MxRoom *
_mx_timeline_room (MxTimeline *self)
{
  return self->room;
}

/*< private >
 * _mx_timeline_get_names:
 *
 * Returns: (transfer none) (element-type utf8 utf8): user id to name
 */
GHashTable *
_mx_timeline_get_names (MxTimeline *self)
{
  return _mx_member_table_get_names (self->members);
}

/*< private >
 * _mx_timeline_take_entries:
 * @room_delta: what is new; its entries from @from to @to are appended
 *
 * Takes over a piece of a delta, and tells the views once.
 */
void
_mx_timeline_take_entries (MxTimeline        *self,
                           const MxRoomDelta *room_delta,
                           guint              from,
                           guint              to)
{
  gboolean was_at_end = self->is_following && self->unread_node == NULL;

  if (from == 0 && room_delta->changed != NULL)
    _mx_timeline_change (self, room_delta->changed);
  if (room_delta->appended != NULL)
    _mx_timeline_append (self, room_delta->appended, from, to);
  if (from == 0 && room_delta->discarded != NULL)
    _mx_timeline_discard (self, room_delta->discarded);
  if (was_at_end && mx_timeline_get_newest_id (self) != NULL)
    g_set_str (&self->anchor, mx_timeline_get_newest_id (self));
  update_rows (self);
}

/*< private >
 * _mx_timeline_members_changed:
 * @changed: (element-type utf8): user ids of those who are shown otherwise now
 */
void
_mx_timeline_members_changed (MxTimeline *self,
                              GHashTable *changed)
{
  GHashTableIter iter;
  gpointer target;

  for (guint i = 0; i < self->nodes->len; i++) {
    MxTimelineNode *node = g_ptr_array_index (self->nodes, i);

    if (node->item == NULL || node->event == NULL)
      continue;
    if (node->shape == MX_SHAPE_STATE)
      _mx_timeline_item_refresh_text (node->item);
    else if (g_hash_table_contains (changed, mx_event_get_sender (node->event)) || node->reply_to != NULL)
      _mx_timeline_show (self, node);
  }
  g_hash_table_iter_init (&iter, self->relations);
  while (g_hash_table_iter_next (&iter, &target, NULL))
    _mx_timeline_touch (self, target);
  _mx_timeline_flush (self);
}

/*< private >
 * _mx_timeline_ignored_changed:
 *
 * Somebody is hidden now, or not any more.
 */
void
_mx_timeline_ignored_changed (MxTimeline *self)
{
  GHashTableIter iter;
  gpointer target;

  for (guint i = 0; i < self->nodes->len; i++) {
    MxTimelineNode *node = g_ptr_array_index (self->nodes, i);
    MxShape shape = _mx_timeline_judge (self, node);

    if (shape == node->shape)
      continue;
    _mx_timeline_settle (self, i, i + 1);
    if (shape == MX_SHAPE_HIDDEN && node->item != NULL)
      _mx_timeline_item_set_ignored (node->item, TRUE);
    node->shape = shape;
    _mx_timeline_mark_dirty (self, i, i + 1);
  }
  g_hash_table_iter_init (&iter, self->relations);
  while (g_hash_table_iter_next (&iter, &target, NULL))
    _mx_timeline_touch (self, target);
  g_hash_table_iter_init (&iter, self->replies);
  while (g_hash_table_iter_next (&iter, &target, NULL))
    _mx_timeline_touch (self, target);
  update_rows (self);
}

/*< private >
 * _mx_timeline_fully_read:
 * @event_id: (nullable): up to where everything was read, here or on another device
 */
void
_mx_timeline_fully_read (MxTimeline *self,
                         const char *event_id)
{
  MxTimelineNode *now = event_id != NULL ? g_hash_table_lookup (self->by_id, event_id) : NULL;
  MxTimelineNode *old = self->anchor != NULL ? g_hash_table_lookup (self->by_id, self->anchor) : NULL;

  if (event_id == NULL || self->is_following)
    return;
  if (old != NULL && (now == NULL || _mx_timeline_index_of (self, now) <= _mx_timeline_index_of (self, old)))
    return;
  g_set_str (&self->anchor, event_id);
  update_rows (self);
}

/**
 * mx_timeline_is_loading:
 * @self: a timeline
 *
 * Returns: whether older messages are on their way
 */
gboolean
mx_timeline_is_loading (MxTimeline *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE (self), FALSE);

  return self->is_loading;
}

/**
 * mx_timeline_is_at_start:
 * @self: a timeline
 *
 * Returns: whether nothing older exists or may be seen
 */
gboolean
mx_timeline_is_at_start (MxTimeline *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE (self), FALSE);

  return self->at_start;
}

/**
 * mx_timeline_set_following:
 * @self: a timeline
 * @is_following: whether somebody looks at the end of it
 *
 * What arrives while somebody looks needs no unread line above it. Looking away puts
 * the line after what has been seen.
 */
void
mx_timeline_set_following (MxTimeline *self,
                           gboolean    is_following)
{
  g_return_if_fail (MX_IS_TIMELINE (self));

  if (self->is_following == !!is_following)
    return;
  self->is_following = !!is_following;
  if (is_following || mx_timeline_get_newest_id (self) == NULL)
    return;
  g_set_str (&self->anchor, mx_timeline_get_newest_id (self));
  update_rows (self);
}

/**
 * mx_timeline_find_event:
 * @self: a timeline
 * @event_id: an event's id
 *
 * Returns: the position of the row that shows it, or %G_MAXUINT
 */
guint
mx_timeline_find_event (MxTimeline *self,
                        const char *event_id)
{
  MxTimelineNode *node;

  g_return_val_if_fail (MX_IS_TIMELINE (self), G_MAXUINT);
  g_return_val_if_fail (event_id != NULL, G_MAXUINT);

  node = g_hash_table_lookup (self->by_id, event_id);
  if (node == NULL || node->item == NULL)
    return G_MAXUINT;
  return _mx_timeline_find_row (self, &node->item->key);
}

/**
 * mx_timeline_get_item:
 * @self: a timeline
 * @event_id: an event's id
 *
 * Returns: (transfer none) (nullable): the row that shows it
 */
MxTimelineItem *
mx_timeline_get_item (MxTimeline *self,
                      const char *event_id)
{
  MxTimelineNode *node;

  g_return_val_if_fail (MX_IS_TIMELINE (self), NULL);
  g_return_val_if_fail (event_id != NULL, NULL);

  node = g_hash_table_lookup (self->by_id, event_id);
  return node != NULL ? node->item : NULL;
}

/**
 * mx_timeline_trim:
 * @self: a timeline
 * @keep: how many of the newest rows stay
 *
 * Forgets what is far above; load_older () brings it back.
 */
void
mx_timeline_trim (MxTimeline *self,
                  guint       keep)
{
  const MxRowKey *key;
  guint n = 0;

  g_return_if_fail (MX_IS_TIMELINE (self));

  if (self->rows->len <= keep || self->is_loading)
    return;
  key = _mx_timeline_item_get_key (g_ptr_array_index (self->rows, self->rows->len - MAX (keep, 1)));
  while (n < self->n_remote && ((MxTimelineNode *) g_ptr_array_index (self->nodes, n))->pos < key->pos &&
         key->region == MX_REGION_REMOTE)
    n++;
  if (n == 0)
    return;
  _mx_timeline_drop_head (self, n);
  set_at_start (self, FALSE);
  update_rows (self);
}

/**
 * mx_timeline_get_newest_id:
 * @self: a timeline
 *
 * Returns: (transfer none) (nullable): the newest event's id, for read receipts
 */
const char *
mx_timeline_get_newest_id (MxTimeline *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE (self), NULL);

  for (guint i = self->n_remote; i > 0; i--) {
    const MxTimelineNode *node = g_ptr_array_index (self->nodes, i - 1);

    if (node->event != NULL)
      return mx_event_get_id (node->event);
  }
  return NULL;
}
