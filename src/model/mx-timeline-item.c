/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of a timeline, for the view: what is shown, as properties. The timeline
 * fills it through the setters of mx-timeline-item-set.c; a row keeps its object while
 * its message is sent, confirmed, edited and redacted, so that a view can hold its place.
 * Text is made when somebody asks (mx-timeline-item-text.c). Main thread. */

#include "config.h"

#include "mx-timeline-item-private.h"

#include "mx-event.h"
#include "mx-model-private.h"

G_DEFINE_FINAL_TYPE (MxTimelineItem, mx_timeline_item, G_TYPE_OBJECT)

static GParamSpec *props[MX_ITEM_N_PROPS];

static void
mx_timeline_item_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  MxTimelineItem *self = MX_TIMELINE_ITEM (object);

  switch ((MxTimelineItemProperty) prop_id) {
  case MX_ITEM_PROP_KIND:
    g_value_set_int (value, (int) self->kind);
    break;
  case MX_ITEM_PROP_EVENT:
    g_value_set_boxed (value, self->event);
    break;
  case MX_ITEM_PROP_CHANGES:
    g_value_set_boxed (value, self->folded);
    break;
  case MX_ITEM_PROP_EVENT_ID:
    g_value_set_string (value, mx_timeline_item_get_event_id (self));
    break;
  case MX_ITEM_PROP_TXN_ID:
    g_value_set_string (value, self->txn_id);
    break;
  case MX_ITEM_PROP_SENDER:
    g_value_set_string (value, mx_timeline_item_get_sender (self));
    break;
  case MX_ITEM_PROP_SENDER_NAME:
    g_value_set_string (value, self->sender_name);
    break;
  case MX_ITEM_PROP_SENDER_AVATAR:
    g_value_set_string (value, self->sender_avatar);
    break;
  case MX_ITEM_PROP_IS_OWN:
    g_value_set_boolean (value, self->is_own);
    break;
  case MX_ITEM_PROP_IS_HEAD:
    g_value_set_boolean (value, self->is_head);
    break;
  case MX_ITEM_PROP_TEXT:
    g_value_set_string (value, mx_timeline_item_get_text (self));
    break;
  case MX_ITEM_PROP_TS:
    g_value_set_int64 (value, self->ts);
    break;
  case MX_ITEM_PROP_IS_EDITED:
    g_value_set_boolean (value, self->is_edited);
    break;
  case MX_ITEM_PROP_PROGRESS:
    g_value_set_double (value, self->progress);
    break;
  case MX_ITEM_PROP_SEND_STATE:
    g_value_set_int (value, (int) self->send_state);
    break;
  case MX_ITEM_PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case MX_ITEM_PROP_REACTIONS:
    g_value_set_object (value, mx_timeline_item_get_reactions (self));
    break;
  case MX_ITEM_PROP_REPLY_EVENT:
    g_value_set_boxed (value, mx_timeline_item_get_reply_event (self));
    break;
  case MX_ITEM_PROP_REPLY_NAME:
    g_value_set_string (value, self->reply_name);
    break;
  case MX_ITEM_PROP_IS_HIGHLIGHT:
    g_value_set_boolean (value, self->is_highlight);
    break;
  case MX_ITEM_PROP_IS_IGNORED:
    g_value_set_boolean (value, self->is_ignored);
    break;
  case MX_ITEM_N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_timeline_item_finalize (GObject *object)
{
  MxTimelineItem *self = MX_TIMELINE_ITEM (object);

  g_weak_ref_clear (&self->room);
  g_clear_pointer (&self->handle, g_rc_box_release);
  g_clear_pointer (&self->event, mx_event_unref);
  g_clear_pointer (&self->original, mx_event_unref);
  g_clear_pointer (&self->edit, mx_event_unref);
  g_clear_pointer (&self->folded, g_ptr_array_unref);
  g_clear_pointer (&self->txn_id, g_free);
  g_clear_pointer (&self->sender_name, g_ref_string_release);
  g_clear_pointer (&self->sender_avatar, g_free);
  g_clear_pointer (&self->given_text, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_error (&self->error);
  g_clear_object (&self->reactions);
  g_clear_pointer (&self->reply_event, mx_event_unref);
  g_clear_pointer (&self->reply_name, g_free);
  G_OBJECT_CLASS (mx_timeline_item_parent_class)->finalize (object);
}

static void
mx_timeline_item_class_init (MxTimelineItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_timeline_item_get_property;
  object_class->finalize = mx_timeline_item_finalize;

  /* Documented in the header, one line for all: they are one row's picture. */
  props[MX_ITEM_PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, MX_ITEM_START, 0, flags);
  props[MX_ITEM_PROP_EVENT] = g_param_spec_boxed ("event", NULL, NULL, MX_TYPE_EVENT, flags);
  props[MX_ITEM_PROP_CHANGES] = g_param_spec_boxed ("changes", NULL, NULL, G_TYPE_PTR_ARRAY, flags);
  props[MX_ITEM_PROP_EVENT_ID] = g_param_spec_string ("event-id", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_TXN_ID] = g_param_spec_string ("txn-id", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_SENDER] = g_param_spec_string ("sender", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_SENDER_NAME] = g_param_spec_string ("sender-name", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_SENDER_AVATAR] = g_param_spec_string ("sender-avatar", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_IS_OWN] = g_param_spec_boolean ("is-own", NULL, NULL, FALSE, flags);
  props[MX_ITEM_PROP_IS_HEAD] = g_param_spec_boolean ("is-head", NULL, NULL, FALSE, flags);
  props[MX_ITEM_PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_TS] = g_param_spec_int64 ("ts", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[MX_ITEM_PROP_IS_EDITED] = g_param_spec_boolean ("is-edited", NULL, NULL, FALSE, flags);
  props[MX_ITEM_PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  props[MX_ITEM_PROP_SEND_STATE] = g_param_spec_int ("send-state", NULL, NULL, 0, MX_SEND_FAILED, 0, flags);
  props[MX_ITEM_PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[MX_ITEM_PROP_REACTIONS] = g_param_spec_object ("reactions", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  props[MX_ITEM_PROP_REPLY_EVENT] = g_param_spec_boxed ("reply-event", NULL, NULL, MX_TYPE_EVENT, flags);
  props[MX_ITEM_PROP_REPLY_NAME] = g_param_spec_string ("reply-name", NULL, NULL, NULL, flags);
  props[MX_ITEM_PROP_IS_HIGHLIGHT] = g_param_spec_boolean ("is-highlight", NULL, NULL, FALSE, flags);
  props[MX_ITEM_PROP_IS_IGNORED] = g_param_spec_boolean ("is-ignored", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_timeline_item_init (MxTimelineItem *self)
{
  g_weak_ref_init (&self->room, NULL);
  self->progress = -1;
}

/*< private >
 * _mx_timeline_item_notify:
 *
 * Notifies one property: for the setters in their own file.
 */
void
_mx_timeline_item_notify (MxTimelineItem         *self,
                          MxTimelineItemProperty  prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

/*< private >
 * _mx_timeline_item_new:
 * @room: (nullable): for "is-own", retry and discard
 * @event: (nullable): what the row shows
 *
 * Returns: (transfer full): a row that belongs to no timeline yet
 */
MxTimelineItem *
_mx_timeline_item_new (MxRoom     *room,
                       MxItemKind  kind,
                       MxEvent    *event,
                       gint64      ts)
{
  MxTimelineItem *self = g_object_new (MX_TYPE_TIMELINE_ITEM, NULL);

  if (room != NULL)
    g_weak_ref_set (&self->room, room);
  self->kind = kind;
  self->ts = ts;
  if (event != NULL) {
    self->event = mx_event_ref (event);
    self->original = mx_event_ref (event);
    self->sender_name = g_ref_string_new (mx_event_get_sender (event) != NULL ? mx_event_get_sender (event) : "");
    self->txn_id = g_strdup (mx_event_get_txn_id (event));
    self->is_own = room != NULL && g_strcmp0 (mx_event_get_sender (event), _mx_room_me (room)) == 0;
  }
  return self;
}

/*< private >
 * _mx_timeline_item_get_room:
 *
 * Returns: (transfer none) (nullable): the room the row belongs to
 */
MxRoom *
_mx_timeline_item_get_room (MxTimelineItem *self)
{
  MxTimeline *timeline = _mx_timeline_item_get_timeline (self);
  g_autoptr (GObject) room = NULL;

  if (timeline != NULL)
    return _mx_timeline_room (timeline);
  room = g_weak_ref_get (&self->room);
  /* Rooms live as long as their session; both only die on this thread. */
  return (MxRoom *) room;
}

/**
 * mx_timeline_item_get_kind:
 * @self: a row
 *
 * Returns: what kind of row it is
 */
MxItemKind
mx_timeline_item_get_kind (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), MX_ITEM_MESSAGE);

  return self->kind;
}

/**
 * mx_timeline_item_get_event:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the event after edits
 */
MxEvent *
mx_timeline_item_get_event (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->event;
}

/**
 * mx_timeline_item_get_event_id:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the event's id; %NULL until the server gave one
 */
const char *
mx_timeline_item_get_event_id (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->event != NULL ? mx_event_get_id (self->event) : NULL;
}

/**
 * mx_timeline_item_get_txn_id:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the transaction id of a message of our own
 */
const char *
mx_timeline_item_get_txn_id (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->txn_id;
}

/**
 * mx_timeline_item_get_sender:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): user id
 */
const char *
mx_timeline_item_get_sender (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->event != NULL ? mx_event_get_sender (self->event) : NULL;
}

/**
 * mx_timeline_item_get_sender_name:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the sender's name, disambiguated
 */
const char *
mx_timeline_item_get_sender_name (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->sender_name;
}

/**
 * mx_timeline_item_get_sender_avatar:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): mxc address
 */
const char *
mx_timeline_item_get_sender_avatar (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->sender_avatar;
}

/**
 * mx_timeline_item_get_ts:
 * @self: a row
 *
 * Returns: when, in ms since 1970
 */
gint64
mx_timeline_item_get_ts (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), 0);

  return self->ts;
}

/**
 * mx_timeline_item_is_own:
 * @self: a row
 *
 * Returns: whether the person at this computer wrote it
 */
gboolean
mx_timeline_item_is_own (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), FALSE);

  return self->is_own;
}

/**
 * mx_timeline_item_is_head:
 * @self: a row
 *
 * Returns: whether it is the first of a group by one sender
 */
gboolean
mx_timeline_item_is_head (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), FALSE);

  return self->is_head;
}

/**
 * mx_timeline_item_is_edited:
 * @self: a row
 *
 * Returns: whether an edit is shown
 */
gboolean
mx_timeline_item_is_edited (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), FALSE);

  return self->is_edited;
}

/**
 * mx_timeline_item_is_highlight:
 * @self: a row
 *
 * Returns: whether it mentions the person at this computer
 */
gboolean
mx_timeline_item_is_highlight (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), FALSE);

  return self->is_highlight;
}

/**
 * mx_timeline_item_get_send_state:
 * @self: a row
 *
 * Returns: how far sending is
 */
MxSendState
mx_timeline_item_get_send_state (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), MX_SEND_NONE);

  return self->send_state;
}

/**
 * mx_timeline_item_get_progress:
 * @self: a row
 *
 * Returns: how much of its file is at the server, 0 … 1; -1 when it waits for no file
 */
double
mx_timeline_item_get_progress (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), -1);

  return self->progress;
}

/**
 * mx_timeline_item_get_error:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): why sending failed
 */
const GError *
mx_timeline_item_get_error (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->error;
}

/**
 * mx_timeline_item_get_reactions:
 * @self: a row
 *
 * Returns: (transfer none): a list of #MxReaction
 */
GListModel *
mx_timeline_item_get_reactions (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return G_LIST_MODEL (_mx_timeline_item_ensure_reactions (self));
}

/**
 * mx_timeline_item_get_changes:
 * @self: a row
 *
 * Returns: (transfer none) (nullable) (element-type MxEvent): the changes that a row of kind
 *   %MX_ITEM_STATE tells, oldest first
 */
GPtrArray *
mx_timeline_item_get_changes (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->folded;
}

/**
 * mx_timeline_item_get_reply_to:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the id of the event it answers
 */
const char *
mx_timeline_item_get_reply_to (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->original != NULL ? mx_event_get_reply_to (self->original) : NULL;
}

/**
 * mx_timeline_item_get_reply_event:
 * @self: a row
 *
 * What the row answers. The first call asks the engine for it where it is not loaded;
 * "reply-event" notifies when it came.
 *
 * Returns: (transfer none) (nullable): the event
 */
MxEvent *
mx_timeline_item_get_reply_event (MxTimelineItem *self)
{
  MxTimeline *timeline;

  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  timeline = _mx_timeline_item_get_timeline (self);
  if (self->reply_event == NULL && timeline != NULL && mx_timeline_item_get_reply_to (self) != NULL)
    _mx_timeline_want_reply (timeline, mx_timeline_item_get_reply_to (self));
  return self->reply_event;
}

/**
 * mx_timeline_item_get_reply_name:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the name of whom it answers
 */
const char *
mx_timeline_item_get_reply_name (MxTimelineItem *self)
{
  g_return_val_if_fail (MX_IS_TIMELINE_ITEM (self), NULL);

  return self->reply_name;
}

/**
 * mx_timeline_item_retry:
 * @self: a row
 *
 * Sends a failed message again.
 */
void
mx_timeline_item_retry (MxTimelineItem *self)
{
  MxRoom *room;

  g_return_if_fail (MX_IS_TIMELINE_ITEM (self));

  room = _mx_timeline_item_get_room (self);
  if (room != NULL && self->txn_id != NULL && self->send_state == MX_SEND_FAILED)
    _mx_room_retry (room, self->txn_id);
}

/**
 * mx_timeline_item_discard:
 * @self: a row
 *
 * Gives up a message that the server does not have; also one whose file is on its way.
 */
void
mx_timeline_item_discard (MxTimelineItem *self)
{
  MxRoom *room;
  gboolean waits;

  g_return_if_fail (MX_IS_TIMELINE_ITEM (self));

  room = _mx_timeline_item_get_room (self);
  waits = self->send_state == MX_SEND_FAILED || self->send_state == MX_SEND_QUEUED || self->progress >= 0;
  if (room != NULL && self->txn_id != NULL && waits)
    _mx_room_discard (room, self->txn_id);
}
