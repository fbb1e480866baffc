/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Getters of a room. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-link.h"
#include "mx-member-list-private.h"
#include "mx-session-private.h"
#include "mx-timeline-private.h"

#include <string.h>

/**
 * mx_room_get_session:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): the account
 */
MxSession *
mx_room_get_session (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->session;
}

/**
 * mx_room_get_id:
 * @self: a room
 *
 * Returns: (transfer none): the room's id
 */
const char *
mx_room_get_id (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->room_id;
}

/**
 * mx_room_get_name:
 * @self: a room
 *
 * Returns: (transfer none): the room's name, as the specification computes it
 */
const char *
mx_room_get_name (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL && self->summary->name != NULL ? self->summary->name : self->room_id;
}

/**
 * mx_room_get_avatar:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): mxc address
 */
const char *
mx_room_get_avatar (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->avatar : NULL;
}

/**
 * mx_room_get_topic:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): what it is about
 */
const char *
mx_room_get_topic (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->topic : NULL;
}

/**
 * mx_room_get_alias:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): its canonical alias
 */
const char *
mx_room_get_alias (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->alias : NULL;
}

/**
 * mx_room_get_last_text:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): the last message on one line
 */
const char *
mx_room_get_last_text (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->last_text;
}

/**
 * mx_room_get_last_ts:
 * @self: a room
 *
 * Returns: when the last message came, in ms since 1970; 0 when unknown
 */
gint64
mx_room_get_last_ts (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), 0);

  return self->summary != NULL ? self->summary->last_ts : 0;
}

/**
 * mx_room_get_unread_count:
 * @self: a room
 *
 * Returns: how many messages are unread
 */
guint
mx_room_get_unread_count (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), 0);

  return self->summary != NULL ? self->summary->unread_count : 0;
}

/**
 * mx_room_get_highlight_count:
 * @self: a room
 *
 * Returns: how many of them are meant for me
 */
guint
mx_room_get_highlight_count (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), 0);

  return self->summary != NULL ? self->summary->highlight_count : 0;
}

/**
 * mx_room_get_member_count:
 * @self: a room
 *
 * Returns: how many people are in it
 */
guint
mx_room_get_member_count (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), 0);

  return self->summary != NULL ? self->summary->joined_count : 0;
}

/**
 * mx_room_get_section:
 * @self: a room
 *
 * Returns: where the sidebar shows it
 */
MxSection
mx_room_get_section (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), MX_SECTION_HIDDEN);

  return self->section;
}

/**
 * mx_room_get_membership:
 * @self: a room
 *
 * Returns: what I am in it
 */
MxMembership
mx_room_get_membership (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), MX_MEMBERSHIP_LEAVE);

  return self->summary != NULL && !self->is_gone ? self->summary->membership : MX_MEMBERSHIP_LEAVE;
}

/**
 * mx_room_get_draft:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): what is written and not yet sent
 */
const char *
mx_room_get_draft (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->draft;
}

/**
 * mx_room_get_power_levels:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): who may do what
 */
MxPowerLevels *
mx_room_get_power_levels (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->power_levels;
}

/**
 * mx_room_is_unread:
 * @self: a room
 *
 * Returns: whether something in it is unread
 */
gboolean
mx_room_is_unread (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL &&
         (self->summary->unread_count > 0 || self->summary->highlight_count > 0 || self->summary->is_marked_unread);
}

/**
 * mx_room_is_direct:
 * @self: a room
 *
 * Returns: whether it is a conversation with one person
 */
gboolean
mx_room_is_direct (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && self->summary->direct_user != NULL;
}

/**
 * mx_room_is_public:
 * @self: a room
 *
 * Returns: whether anybody may join
 */
gboolean
mx_room_is_public (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && g_strcmp0 (self->summary->join_rule, "public") == 0;
}

/**
 * mx_room_is_world_readable:
 * @self: a room
 *
 * Returns: whether anybody may read without joining
 */
gboolean
mx_room_is_world_readable (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && g_strcmp0 (self->summary->history_visibility, "world_readable") == 0;
}

/**
 * mx_room_hides_past:
 * @self: a room
 *
 * Returns: whether who comes later cannot read what is written now
 */
gboolean
mx_room_hides_past (MxRoom *self)
{
  const char *seen;

  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  seen = self->summary != NULL ? self->summary->history_visibility : NULL;
  return g_strcmp0 (seen, "invited") == 0 || g_strcmp0 (seen, "joined") == 0;
}

/**
 * mx_room_is_closed:
 * @self: a room that has been opened
 *
 * Returns: whether it is closed for now: it was open to others, and is to be so again
 */
gboolean
mx_room_is_closed (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->is_closed;
}

/**
 * mx_room_get_bridge_protocol:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): "irc" where people read along there, as far as is known
 */
const char *
mx_room_get_bridge_protocol (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->bridge_protocol;
}

/**
 * mx_room_is_encrypted:
 * @self: a room
 *
 * Returns: whether only the people in it can read it
 */
gboolean
mx_room_is_encrypted (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && self->summary->is_encrypted;
}

/* @via has room for one; @link owns nothing. */
static void
fill_link (MxRoom      *self,
           const char  *event_id,
           const char **via,
           MxLink      *link)
{
  const char *alias = mx_room_get_alias (self);
  const char *me = self->session != NULL ? mx_session_get_user_id (self->session) : NULL;
  const char *colon = me != NULL ? strchr (me, ':') : NULL;

  *link = (MxLink) { .kind = event_id != NULL ? MX_LINK_EVENT : MX_LINK_ROOM };
  link->id = (char *) (alias != NULL ? alias : self->room_id);
  link->event = (char *) event_id;
  /* A room id alone says nothing about where the room can be found. */
  via[0] = alias == NULL && colon != NULL ? colon + 1 : NULL;
  via[1] = NULL;
  link->via = (char **) via;
}

/**
 * mx_room_dup_link:
 * @self: a room
 * @event_id: (nullable): a message in it
 *
 * Returns: (transfer full): a web link that other people can open
 */
char *
mx_room_dup_link (MxRoom     *self,
                  const char *event_id)
{
  const char *via[2];
  MxLink link;

  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  fill_link (self, event_id, via, &link);
  return mx_link_to_web (&link);
}

/**
 * mx_room_get_last_sender:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): who wrote the last message
 */
const char *
mx_room_get_last_sender (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->last_sender : NULL;
}

/**
 * mx_room_get_inviter:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): user id of who invited me
 */
const char *
mx_room_get_inviter (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->inviter : NULL;
}

/**
 * mx_room_get_leave_reason:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): why somebody removed us; a stranger's words, not cleaned
 */
const char *
mx_room_get_leave_reason (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->reason : NULL;
}

/**
 * mx_room_get_inviter_name:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): the name of who invited me
 */
const char *
mx_room_get_inviter_name (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->inviter_name : NULL;
}

/**
 * mx_room_get_service:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): "irc", where it is the control chat of a bridge to IRC; %NULL where it
 *   is none of any bridge
 */
const char *
mx_room_get_service (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->service : NULL;
}

/**
 * mx_room_get_service_network:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): the network that the bridge leads to; a stranger's word, cleaned
 */
const char *
mx_room_get_service_network (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  return self->summary != NULL ? self->summary->service_network : NULL;
}

/**
 * mx_room_is_muted:
 * @self: a room
 *
 * Returns: whether nothing in it notifies
 */
gboolean
mx_room_is_muted (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && self->summary->is_muted;
}

/**
 * mx_room_is_favourite:
 * @self: a room
 *
 * Returns: whether it stands among the favourites
 */
gboolean
mx_room_is_favourite (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && self->summary->is_favourite;
}

/**
 * mx_room_is_low_priority:
 * @self: a room
 *
 * Returns: whether it stands at the end
 */
gboolean
mx_room_is_low_priority (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->summary != NULL && self->summary->is_low_priority;
}

/**
 * mx_room_get_timeline:
 * @self: a room
 *
 * Returns: (transfer full): its timeline, which lives while somebody holds it
 */
MxTimeline *
mx_room_get_timeline (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  if (self->timeline != NULL)
    return g_object_ref (self->timeline);
  self->timeline = _mx_timeline_new (self);
  return self->timeline;
}

/**
 * mx_room_get_members:
 * @self: a room
 *
 * Returns: (transfer full): the people in it, a list that lives while somebody holds it
 */
MxMemberList *
mx_room_get_members (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), NULL);

  if (self->member_list != NULL)
    return g_object_ref (self->member_list);
  self->member_list = _mx_member_list_new (self);
  return self->member_list;
}

/*< private >
 * _mx_room_me:
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
const char *
_mx_room_me (MxRoom *self)
{
  return self->session != NULL ? _mx_session_me (self->session) : NULL;
}

const MxRoomSummary *
_mx_room_get_summary (MxRoom *self)
{
  return self->summary;
}

const char *
_mx_room_get_fully_read (MxRoom *self)
{
  return self->summary != NULL ? self->summary->fully_read : NULL;
}

/*< private >
 * _mx_room_get_engine:
 *
 * Returns: (transfer none) (nullable): the engine, while there is a session
 */
MxEngine *
_mx_room_get_engine (MxRoom *self)
{
  return self->session != NULL ? _mx_session_get_engine (self->session) : NULL;
}
