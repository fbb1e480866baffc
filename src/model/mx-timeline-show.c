/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of a node: whether it has a row, and what the row shows. Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-event.h"
#include "mx-id.h"
#include "mx-session.h"

#include "types/m-reaction.h"
#include "types/m-room-message.h"
#include "types/m-room-redaction.h"
#include "types/m-sticker.h"

#include <string.h>

/*< private >
 * _mx_timeline_is_ignored:
 *
 * Returns: whether what @user_id writes is hidden; never what I write
 */
gboolean
_mx_timeline_is_ignored (MxTimeline *self,
                         const char *user_id)
{
  return self->session != NULL && user_id != NULL && g_strcmp0 (user_id, self->me) != 0 &&
         mx_session_is_ignored (self->session, user_id);
}

/*< private >
 * _mx_timeline_get_name:
 *
 * Returns: (transfer none): the name of a person as it is shown
 */
const char *
_mx_timeline_get_name (MxTimeline *self,
                       const char *user_id)
{
  return _mx_member_table_ask (self->members, user_id)->name;
}

static gboolean
is_named (MxEvent           *event,
          const MxEventType *type)
{
  return strcmp (mx_event_get_type_name (event), type->name) == 0;
}

/*< private >
 * _mx_timeline_judge:
 *
 * Returns: whether and how @node has a row
 */
MxShape
_mx_timeline_judge (MxTimeline           *self,
                    const MxTimelineNode *node)
{
  if (node->event == NULL)
    return MX_SHAPE_GAP;
  if (node->was_relation || is_named (node->event, &mx_type_reaction) ||
      is_named (node->event, &mx_type_room_redaction))
    return MX_SHAPE_HIDDEN;
  if (_mx_timeline_is_ignored (self, mx_event_get_sender (node->event)))
    return MX_SHAPE_HIDDEN;
  return mx_event_get_state_key (node->event) != NULL ? MX_SHAPE_STATE : MX_SHAPE_ROW;
}

static MxItemKind
kind_of (MxTimeline     *self,
         MxTimelineNode *node,
         MxEvent        *shown)
{
  if (node->shape == MX_SHAPE_GAP)
    return MX_ITEM_GAP;
  if (node->shape == MX_SHAPE_STATE)
    return MX_ITEM_STATE;
  if (mx_event_is_redacted (shown))
    return MX_ITEM_REDACTED;
  if (mx_event_get_content_as (shown, &mx_type_room_message) != NULL ||
      mx_event_get_content_as (shown, &mx_type_sticker) != NULL)
    return MX_ITEM_MESSAGE;
  return MX_ITEM_UNKNOWN;
}

static gboolean
is_word_char (gunichar c)
{
  return g_unichar_isalnum (c) || c == '_';
}

static gboolean
has_word (const char *text,
          const char *word)
{
  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word)) {
    const char *end = p + strlen (word);
    gboolean starts = p == text || !is_word_char (g_utf8_get_char (g_utf8_prev_char (p)));

    if (starts && !is_word_char (g_utf8_get_char (end)))
      return TRUE;
  }
  return FALSE;
}

/* Messages of clients without m.mentions name people in the text. */
static gboolean
names_me (MxTimeline *self,
          const char *body)
{
  g_autofree char *localpart = mx_id_dup_localpart (self->me);
  const MxMemberRecord *record = _mx_member_table_find (self->members, self->me);

  if (body == NULL)
    return FALSE;
  if (localpart != NULL && localpart[0] != '\0' && has_word (body, localpart))
    return TRUE;
  return record != NULL && record->given != NULL && record->given[0] != '\0' && has_word (body, record->given);
}

static gboolean
mentions_me (MxTimeline *self,
             MxEvent    *event)
{
  const MxRoomMessage *message = mx_event_get_content_as (event, &mx_type_room_message);

  if (message == NULL || self->me == NULL || g_strcmp0 (mx_event_get_sender (event), self->me) == 0)
    return FALSE;
  if (message->has_mentions)
    return message->mentions_room || g_strv_contains ((const char *const *) message->mentions, self->me);
  return names_me (self, message->body);
}

static void
show_sender (MxTimeline     *self,
             MxTimelineNode *node)
{
  const char *sender = mx_event_get_sender (node->event);
  const MxMemberRecord *record = _mx_member_table_ask (self->members, sender);

  _mx_timeline_item_set_sender_name (node->item, record->name);
  _mx_timeline_item_set_sender_avatar (node->item, record->avatar);
  _mx_timeline_item_set_own (node->item, g_strcmp0 (sender, self->me) == 0);
}

/*< private >
 * _mx_timeline_show:
 * @node: a node with a row
 *
 * Makes the row show what is true now; only what differs is notified.
 */
void
_mx_timeline_show (MxTimeline     *self,
                   MxTimelineNode *node)
{
  MxTimelineItem *item = node->item;
  g_autoptr (MxEvent) shown = NULL;
  MxEvent *edit = NULL;

  if (node->event == NULL) {
    _mx_timeline_item_set_kind (item, MX_ITEM_GAP);
    return;
  }
  shown = node->shape == MX_SHAPE_ROW ? _mx_timeline_dup_shown (self, node, &edit) : mx_event_ref (node->event);

  g_object_freeze_notify (G_OBJECT (item));
  _mx_timeline_item_set_kind (item, kind_of (self, node, shown));
  _mx_timeline_item_set_event (item, shown);
  _mx_timeline_item_set_sources (item, node->event, edit);
  _mx_timeline_item_set_txn_id (item, node->txn_id);
  _mx_timeline_item_set_ts (item, mx_event_get_ts (node->event));
  _mx_timeline_item_set_progress (item, node->is_local ? node->progress : -1);
  _mx_timeline_item_set_send_state (item, node->is_local ? node->send_state : MX_SEND_NONE, node->error);
  show_sender (self, node);
  if (node->shape == MX_SHAPE_ROW) {
    _mx_timeline_item_set_highlight (item, mentions_me (self, shown));
    _mx_timeline_item_set_ignored (item, _mx_timeline_is_ignored (self, mx_event_get_sender (node->event)));
    _mx_timeline_show_reactions (self, node);
    _mx_timeline_show_reply (self, node);
  }
  g_object_thaw_notify (G_OBJECT (item));
}
