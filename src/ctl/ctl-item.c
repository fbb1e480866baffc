/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows, rooms and people as JSON: what doc/teahousectl.md calls an item, a room and a
 * member. Words are the specification's. A value that is not known is null, so that every
 * object of a kind has the same members. Main thread. */

#include "config.h"

#include "ctl-item.h"

#include "ctl-error.h"

#include "mx-event.h"
#include "mx-json.h"
#include "mx-member.h"
#include "mx-power-levels.h"
#include "mx-reaction.h"
#include "mx-room.h"
#include "mx-timeline-item.h"

#include <string.h>

static const char *const kinds[] = {
  [MX_ITEM_MESSAGE] = "message",
  [MX_ITEM_STATE] = "state",
  [MX_ITEM_REDACTED] = "redacted",
  [MX_ITEM_UNKNOWN] = "unknown",
};

static const char *const send_states[] = {
  [MX_SEND_NONE] = NULL,
  [MX_SEND_QUEUED] = "queued",
  [MX_SEND_SENDING] = "sending",
  [MX_SEND_SENT] = "sent",
  [MX_SEND_FAILED] = "failed",
};

static const char *const memberships[] = {
  [MX_MEMBERSHIP_LEAVE] = "leave",
  [MX_MEMBERSHIP_JOIN] = "join",
  [MX_MEMBERSHIP_INVITE] = "invite",
  [MX_MEMBERSHIP_KNOCK] = "knock",
  [MX_MEMBERSHIP_BAN] = "ban",
};

static const char *const sync_states[] = {
  [MX_SYNC_STOPPED] = "stopped",
  [MX_SYNC_LOADING] = "loading",
  [MX_SYNC_LIVE] = "live",
  [MX_SYNC_OFFLINE] = "offline",
  [MX_SYNC_REFUSED] = "refused",
};

static const char *const sections[] = {
  [MX_SECTION_INVITES] = "invites",
  [MX_SECTION_FAVOURITES] = "favourites",
  [MX_SECTION_PEOPLE] = "people",
  [MX_SECTION_ROOMS] = "rooms",
  [MX_SECTION_LOW_PRIORITY] = "low_priority",
  [MX_SECTION_SERVICES] = "services",
  [MX_SECTION_HIDDEN] = "hidden",
};

/**
 * ctl_membership_get_word:
 * @membership: a membership
 *
 * Returns: (transfer none): the specification's word
 */
const char *
ctl_membership_get_word (MxMembership membership)
{
  return memberships[membership];
}

/**
 * ctl_sync_state_get_word:
 * @state: how the server is reached
 *
 * Returns: (transfer none): a word for it
 */
const char *
ctl_sync_state_get_word (MxSyncState state)
{
  return sync_states[state];
}

/**
 * ctl_json_set_text:
 * @object: an object
 * @name: a member's name
 * @text: (nullable): its value
 *
 * Sets a string, or null.
 */
void
ctl_json_set_text (JsonObject *object,
                   const char *name,
                   const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
  else
    json_object_set_null_member (object, name);
}

/**
 * ctl_json_add_text:
 * @object: an object
 * @name: a member's name
 * @text: (nullable): its value
 *
 * Sets a string; what is not there is left out.
 */
void
ctl_json_add_text (JsonObject *object,
                   const char *name,
                   const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

/**
 * ctl_json_strv:
 * @strings: (nullable): strings
 *
 * Returns: (transfer full): an array of them
 */
JsonArray *
ctl_json_strv (const char *const *strings)
{
  JsonArray *array = json_array_new ();
  guint i;

  for (i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);
  return array;
}

/**
 * ctl_item_is_event:
 * @item: a row
 *
 * Returns: whether it shows an event, and is not a divider or a gap
 */
gboolean
ctl_item_is_event (MxTimelineItem *item)
{
  switch (mx_timeline_item_get_kind (item)) {
  case MX_ITEM_MESSAGE:
  case MX_ITEM_STATE:
  case MX_ITEM_REDACTED:
  case MX_ITEM_UNKNOWN:
    return mx_timeline_item_get_event (item) != NULL;
  case MX_ITEM_DAY:
  case MX_ITEM_UNREAD:
  case MX_ITEM_GAP:
  case MX_ITEM_START:
  default:
    return FALSE;
  }
}

static JsonObject *
content_of (MxEvent *event)
{
  g_autofree char *text = event != NULL ? mx_event_dup_content_json (event) : NULL;
  JsonObject *content = text != NULL ? mx_json_parse_object (text, strlen (text), G_MAXSIZE, NULL) : NULL;

  return content != NULL ? content : json_object_new ();
}

/**
 * ctl_item_content:
 * @item: a row that shows an event
 *
 * Returns: (transfer full): the event's content, after edits
 */
JsonObject *
ctl_item_content (MxTimelineItem *item)
{
  return content_of (mx_timeline_item_get_event (item));
}

/* What a row of state changes tells in one sentence, each by itself. */
static JsonArray *
changes_to_json (MxTimelineItem *item)
{
  const GPtrArray *changes = mx_timeline_item_get_changes (item);
  JsonArray *array = json_array_new ();
  guint i;

  for (i = 0; changes != NULL && i < changes->len; i++) {
    MxEvent *event = g_ptr_array_index (changes, i);
    JsonObject *object = json_object_new ();

    ctl_json_set_text (object, "event_id", mx_event_get_id (event));
    ctl_json_set_text (object, "sender", mx_event_get_sender (event));
    ctl_json_set_text (object, "type", mx_event_get_type_name (event));
    ctl_json_set_text (object, "state_key", mx_event_get_state_key (event));
    json_object_set_int_member (object, "ts", mx_event_get_ts (event));
    json_object_set_object_member (object, "content", content_of (event));
    json_array_add_object_element (array, object);
  }
  return array;
}

static JsonArray *
reactions_to_json (MxTimelineItem *item)
{
  GListModel *reactions = mx_timeline_item_get_reactions (item);
  JsonArray *array = json_array_new ();
  guint i;

  for (i = 0; i < g_list_model_get_n_items (reactions); i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (reactions, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "key", mx_reaction_get_key (reaction));
    json_object_set_int_member (object, "count", mx_reaction_get_count (reaction));
    json_object_set_boolean_member (object, "mine", mx_reaction_is_mine (reaction));
    json_array_add_object_element (array, object);
  }
  return array;
}

/**
 * ctl_item_to_json:
 * @item: a row that shows an event
 *
 * Returns: (transfer full): the event as the model shows it
 */
JsonObject *
ctl_item_to_json (MxTimelineItem *item)
{
  MxEvent *event = mx_timeline_item_get_event (item);
  JsonObject *object = json_object_new ();
  const GError *error = mx_timeline_item_get_error (item);

  ctl_json_set_text (object, "event_id", mx_timeline_item_get_event_id (item));
  ctl_json_set_text (object, "txn_id", mx_timeline_item_get_txn_id (item));
  ctl_json_set_text (object, "sender", mx_timeline_item_get_sender (item));
  ctl_json_set_text (object, "sender_name", mx_timeline_item_get_sender_name (item));
  ctl_json_set_text (object, "type", mx_event_get_type_name (event));
  if (mx_event_get_state_key (event) != NULL)
    json_object_set_string_member (object, "state_key", mx_event_get_state_key (event));
  json_object_set_int_member (object, "ts", mx_timeline_item_get_ts (item));
  json_object_set_object_member (object, "content", ctl_item_content (item));
  json_object_set_string_member (object, "kind", kinds[mx_timeline_item_get_kind (item)]);
  ctl_json_set_text (object, "text", mx_timeline_item_get_text (item));
  ctl_json_set_text (object, "reply_to", mx_timeline_item_get_reply_to (item));
  json_object_set_array_member (object, "changes", changes_to_json (item));
  json_object_set_array_member (object, "reactions", reactions_to_json (item));
  ctl_json_set_text (object, "send_state", send_states[mx_timeline_item_get_send_state (item)]);
  if (mx_timeline_item_get_progress (item) >= 0)
    json_object_set_double_member (object, "progress", mx_timeline_item_get_progress (item));
  json_object_set_boolean_member (object, "edited", mx_timeline_item_is_edited (item));
  json_object_set_boolean_member (object, "redacted", mx_event_is_redacted (event));
  json_object_set_boolean_member (object, "mine", mx_timeline_item_is_own (item));
  json_object_set_boolean_member (object, "highlight", mx_timeline_item_is_highlight (item));
  if (error != NULL)
    json_object_set_object_member (object, "error", ctl_error_to_json (error));
  return object;
}

static void
set_inviter (JsonObject *object,
             MxRoom     *room)
{
  g_autofree char *inviter = NULL;

  if (mx_room_get_membership (room) != MX_MEMBERSHIP_INVITE)
    return;
  g_object_get (room, "inviter", &inviter, NULL);
  ctl_json_set_text (object, "inviter", inviter);
}

/**
 * ctl_room_to_json:
 * @room: a room
 *
 * Returns: (transfer full): what a list of rooms shows of it
 */
JsonObject *
ctl_room_to_json (MxRoom *room)
{
  JsonObject *object = json_object_new ();
  g_autofree char *direct_user = NULL;
  g_autofree char *replacement = NULL;
  gboolean is_space = FALSE;

  g_object_get (room, "direct-user", &direct_user, "replacement", &replacement, "is-space", &is_space, NULL);
  json_object_set_string_member (object, "room_id", mx_room_get_id (room));
  ctl_json_set_text (object, "name", mx_room_get_name (room));
  ctl_json_set_text (object, "canonical_alias", mx_room_get_alias (room));
  ctl_json_set_text (object, "topic", mx_room_get_topic (room));
  ctl_json_set_text (object, "avatar_url", mx_room_get_avatar (room));
  json_object_set_string_member (object, "membership", ctl_membership_get_word (mx_room_get_membership (room)));
  set_inviter (object, room);
  json_object_set_string_member (object, "section", sections[mx_room_get_section (room)]);
  ctl_json_set_text (object, "service", mx_room_get_service (room));
  ctl_json_set_text (object, "direct_user", direct_user);
  ctl_json_set_text (object, "replacement_room", replacement);
  json_object_set_int_member (object, "joined_member_count", mx_room_get_member_count (room));
  json_object_set_int_member (object, "notification_count", mx_room_get_unread_count (room));
  json_object_set_int_member (object, "highlight_count", mx_room_get_highlight_count (room));
  json_object_set_boolean_member (object, "unread", mx_room_is_unread (room));
  json_object_set_boolean_member (object, "encrypted", mx_room_is_encrypted (room));
  json_object_set_boolean_member (object, "public", mx_room_is_public (room));
  json_object_set_boolean_member (object, "space", is_space);
  ctl_json_set_text (object, "last_text", mx_room_get_last_text (room));
  json_object_set_int_member (object, "last_ts", mx_room_get_last_ts (room));
  return object;
}

/**
 * ctl_member_to_json:
 * @member: somebody in a room
 *
 * Returns: (transfer full): who it is. A creator of a room of version 12 is above every
 *   number: the power level is null.
 */
JsonObject *
ctl_member_to_json (MxMember *member)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "user_id", mx_member_get_user_id (member));
  ctl_json_set_text (object, "displayname", mx_member_get_name (member));
  ctl_json_set_text (object, "avatar_url", mx_member_get_avatar (member));
  json_object_set_string_member (object, "membership", ctl_membership_get_word (mx_member_get_membership (member)));
  if (mx_member_get_power (member) == MX_POWER_CREATOR)
    json_object_set_null_member (object, "power_level");
  else
    json_object_set_int_member (object, "power_level", mx_member_get_power (member));
  return object;
}
