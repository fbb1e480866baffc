/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a join flow shows, as properties: the preview's values, and nothing before there is
 * one; its last messages and its near matches as lists. Main thread. */

#include "config.h"

#include "mx-join-flow-private.h"

#include "mx-community.h"
#include "mx-delta.h"
#include "mx-event.h"
#include "mx-found-room-private.h"
#include "mx-session.h"
#include "mx-timeline-item-private.h"

static const char *
find_name (MxTimelineSlice *slice,
           const char      *user_id)
{
  for (guint i = 0; i < slice->members->len; i++) {
    MxMemberInfo *member = g_ptr_array_index (slice->members, i);

    if (g_str_equal (member->user_id, user_id))
      return member->name;
  }
  return user_id;
}

static void
fill_history (MxJoinFlow *self)
{
  MxTimelineSlice *slice = self->preview->history;

  g_clear_object (&self->history);
  if (slice == NULL)
    return;
  self->history = g_list_store_new (MX_TYPE_TIMELINE_ITEM);
  for (guint i = 0; i < slice->entries->len; i++) {
    MxTimelineEntry *entry = g_ptr_array_index (slice->entries, i);
    g_autoptr (MxTimelineItem) item = NULL;

    if (entry->event == NULL || !g_str_equal (mx_event_get_type_name (entry->event), "m.room.message") ||
        mx_event_is_redacted (entry->event) || mx_event_get_relation (entry->event) == MX_RELATION_REPLACE)
      continue;
    item = _mx_timeline_item_new (NULL, MX_ITEM_MESSAGE, entry->event, mx_event_get_ts (entry->event));
    _mx_timeline_item_set_sender_name (item, find_name (slice, mx_event_get_sender (entry->event)));
    g_list_store_append (self->history, item);
  }
}

static void
fill_suggested (MxJoinFlow *self)
{
  GPtrArray *rows = self->preview->suggestions;
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    g_ptr_array_add (rooms, _mx_found_room_new (self->session, g_ptr_array_index (rows, i), NULL, FALSE));
  g_list_store_splice (self->suggested, 0, g_list_model_get_n_items (G_LIST_MODEL (self->suggested)), rooms->pdata,
                       rooms->len);
}

/*< private >
 * _mx_join_flow_fill:
 * @self: a flow with another preview
 *
 * Its lists show what is in the preview.
 */
void
_mx_join_flow_fill (MxJoinFlow *self)
{
  fill_history (self);
  fill_suggested (self);
}

static char **
dup_suggestions (MxJoinFlow *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; self->preview != NULL && self->preview->suggestions != NULL &&
                    i < self->preview->suggestions->len;
       i++) {
    MxRoomPreview *near = g_ptr_array_index (self->preview->suggestions, i);

    if (near->alias != NULL)
      g_strv_builder_add (builder, near->alias);
  }
  return g_strv_builder_end (builder);
}

/* What the preview says: nothing before there is one. */
static void
get_preview_property (MxJoinFlow         *self,
                      MxJoinFlowProperty  prop_id,
                      GValue             *value)
{
  static const MxRoomPreview nothing;
  const MxRoomPreview *preview = self->preview != NULL ? self->preview : &nothing;
  const char *const texts[] = {
    [PROP_SERVER] = preview->server,
    [PROP_NAME] = preview->name,
    [PROP_ALIAS] = preview->alias,
    [PROP_TOPIC] = preview->topic,
    [PROP_AVATAR] = preview->avatar,
    [PROP_INVITER] = preview->inviter_id,
    [PROP_INVITER_NAME] = preview->inviter,
    [PROP_REASON] = preview->reason,
    [PROP_REPLACEMENT] = preview->replacement,
    [PROP_LANGUAGE] = preview->language,
    [PROP_JOIN_RULE] = preview->join_rule,
    [PROP_BRIDGE_NETWORK] = preview->bridge_network,
    [PROP_BRIDGE_CHANNEL] = preview->bridge_channel,
    [PROP_SERVICE] = preview->service,
    [PROP_SERVICE_NETWORK] = preview->service_network,
    [PROP_ACTOR] = preview->actor,
    [PROP_ACTOR_NAME] = preview->actor_name,
  };

  if (prop_id == PROP_MEMBER_COUNT)
    g_value_set_uint (value, preview->members);
  else if (prop_id == PROP_IS_WORLD_READABLE)
    g_value_set_boolean (value, preview->is_world_readable);
  else if (prop_id == PROP_IS_ENCRYPTED)
    g_value_set_boolean (value, preview->is_encrypted);
  else if (prop_id == PROP_IS_SPACE)
    g_value_set_boolean (value, g_strcmp0 (preview->type, "m.space") == 0);
  else if (prop_id == PROP_IS_DENIED)
    g_value_set_boolean (value, preview->is_denied);
  else if (prop_id == PROP_IS_CONFIRMED)
    g_value_set_boolean (value, preview->is_confirmed);
  else if (prop_id == PROP_WITH_ACCOUNT)
    g_value_set_int (value, preview->with_account);
  else if (prop_id == PROP_ACTOR_TS)
    g_value_set_int64 (value, preview->actor_ts);
  else if (prop_id == PROP_INVITED_TS)
    g_value_set_int64 (value, preview->invited_ts);
  else
    g_value_set_string (value, texts[prop_id]);
}

void
_mx_join_flow_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MxJoinFlow *self = MX_JOIN_FLOW (object);

  switch ((MxJoinFlowProperty) prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_LINK:
    g_value_set_string (value, self->link);
    break;
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_PREVIEW:
    g_value_set_int (value, mx_join_flow_get_preview (self));
    break;
  case PROP_ROOM_ID:
    g_value_set_string (value, mx_join_flow_get_room_id (self));
    break;
  case PROP_HISTORY:
    g_value_set_object (value, self->history);
    break;
  case PROP_SUGGESTIONS:
    g_value_take_boxed (value, dup_suggestions (self));
    break;
  case PROP_SUGGESTED_ROOMS:
    g_value_set_object (value, self->suggested);
    break;
  case PROP_COMMUNITY:
    g_value_set_object (value,
                        self->preview != NULL ? mx_session_find_community (self->session, self->preview->link) : NULL);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_LANGUAGE:
  case PROP_JOIN_RULE:
  case PROP_BRIDGE_NETWORK:
  case PROP_BRIDGE_CHANNEL:
  case PROP_SERVICE:
  case PROP_SERVICE_NETWORK:
  case PROP_ACTOR:
  case PROP_ACTOR_NAME:
  case PROP_ACTOR_TS:
  case PROP_WITH_ACCOUNT:
  case PROP_IS_SPACE:
  case PROP_IS_DENIED:
  case PROP_IS_CONFIRMED:
  case PROP_SERVER:
  case PROP_NAME:
  case PROP_ALIAS:
  case PROP_TOPIC:
  case PROP_AVATAR:
  case PROP_MEMBER_COUNT:
  case PROP_IS_WORLD_READABLE:
  case PROP_IS_ENCRYPTED:
  case PROP_INVITER:
  case PROP_INVITER_NAME:
  case PROP_INVITED_TS:
  case PROP_REASON:
  case PROP_REPLACEMENT:
    get_preview_property (self, prop_id, value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/**
 * mx_join_flow_get_state:
 * @self: a flow
 *
 * Returns: where it is
 */
MxJoinState
mx_join_flow_get_state (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), MX_JOIN_LOOKING);

  return self->state;
}

/**
 * mx_join_flow_get_preview:
 * @self: a flow
 *
 * Returns: what can be done with the room, as far as is known
 */
MxPreviewState
mx_join_flow_get_preview (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), MX_PREVIEW_UNKNOWN);

  return self->preview != NULL ? self->now : MX_PREVIEW_UNKNOWN;
}

/**
 * mx_join_flow_get_room_id:
 * @self: a flow
 *
 * Returns: (nullable): the room, as soon as a server told its id
 */
const char *
mx_join_flow_get_room_id (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  if (self->room_id == NULL && self->preview != NULL)
    return self->preview->room_id;
  return self->room_id;
}

/**
 * mx_join_flow_get_link:
 * @self: a flow
 *
 * Returns: what it began with
 */
const char *
mx_join_flow_get_link (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  return self->link;
}

/**
 * mx_join_flow_get_error:
 * @self: a flow
 *
 * Returns: (nullable): why the last step failed
 */
const GError *
mx_join_flow_get_error (MxJoinFlow *self)
{
  g_return_val_if_fail (MX_IS_JOIN_FLOW (self), NULL);

  return self->error;
}
