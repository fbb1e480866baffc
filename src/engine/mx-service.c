/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a room is the control chat of a bridge: a room for the bridge's bot and us alone,
 * in which it answers commands and tells what is wrong with our connection. Read anew from
 * the store's state and members whenever a room's summary is made; nothing else is kept.
 *
 * A bot is believed where a room that we are in says so (m.bridge), where the bot itself
 * said it and where it is joined there. Anybody with the power to set state may name any
 * member as a bot: without the second condition they could put that member's invitations
 * where nobody looks. As it is, they can do so with their own alone.
 *
 * An invitation to such a chat waits for no answer: nothing is lost where it is left alone.
 * What does need one stays what it is: an invitation to a channel's room, and in a control
 * chat that we are in, whatever the bot writes. Engine thread. */

#include "config.h"

#include "mx-service.h"

#include "mx-event.h"
#include "types/m-room-create.h"
#include "types/m-room-name.h"
#include "types/uk-half-shot-bridge.h"

#define PROTOCOL_IRC "irc"
/* How the names of channels begin, RFC 2811, section 2.1. */
#define CHANNEL_PREFIXES "#&+!"

/**
 * mx_service_is_possible:
 * @row: a room's row
 *
 * Returns: whether the room is closed, and nobody is in it but us and one other; a channel's room has an
 *   address, and mostly anybody may join it
 */
gboolean
mx_service_is_possible (const MxStoreRoom *row)
{
  guint people = row->joined_count + row->invited_count;

  if (row->alias || row->type || (row->join_rule && !g_str_equal (row->join_rule, "invite")))
    return FALSE;
  if (row->membership == MX_MEMBERSHIP_INVITE)
    return row->inviter != NULL;
  return row->membership == MX_MEMBERSHIP_JOIN && people <= 2 && (row->direct_user || people == 2);
}

/* The other one: heroes where the room has no name, else who made it. */
static char *
dup_other (MxStore           *store,
           const MxStoreRoom *row)
{
  g_autoptr (MxEvent) create = NULL;

  if (row->membership == MX_MEMBERSHIP_INVITE)
    return g_strdup (row->inviter);
  if (row->direct_user)
    return g_strdup (row->direct_user);
  if (row->heroes && row->heroes[0])
    return row->heroes[1] ? NULL : g_strdup (row->heroes[0]);
  create = mx_store_get_state (store, row->room_id, mx_type_room_create.name, "", NULL);
  return create ? g_strdup (mx_event_get_sender (create)) : NULL;
}

/* Some bots make a conversation of it; that for IRC (matrix-appservice-irc) an ordinary room, called
 * "Libera.Chat IRC Bridge status". A room that is neither, or named as a channel is, is more than that. */
static gboolean
is_control (MxStore           *store,
            const MxStoreRoom *row,
            const MxBridge    *claim)
{
  g_autoptr (MxEvent) event = NULL;
  const MxRoomName *content;

  if (g_strcmp0 (row->direct_user, claim->bot) == 0)
    return TRUE;
  event = mx_store_get_state (store, row->room_id, mx_type_room_name.name, "", NULL);
  content = event ? mx_event_get_content_as (event, &mx_type_room_name) : NULL;
  if (!content || !content->name || !*content->name)
    return TRUE;
  return g_str_equal (claim->protocol, PROTOCOL_IRC) && !strchr (CHANNEL_PREFIXES, *content->name);
}

/* Whether the claim decides it. */
static gboolean
take_claim (MxService         *self,
            MxStore           *store,
            const MxStoreRoom *row,
            MxEvent           *event)
{
  const MxBridge *claim = mx_bridge_get_claim (event);
  g_autoptr (MxStoreMember) member = NULL;

  if (!is_control (store, row, claim))
    return FALSE;
  member = mx_store_get_member (store, mx_event_get_room_id (event), claim->bot, NULL);
  if (!member) {
    g_set_str (&self->ask_room, mx_event_get_room_id (event));
    g_set_str (&self->ask_bot, claim->bot);
    return FALSE;
  }
  if (member->membership != MX_MEMBERSHIP_JOIN)
    return FALSE;
  mx_service_clear (self);
  self->protocol = g_strdup (claim->protocol);
  self->network = mx_bridge_dup_network (claim);
  return TRUE;
}

/**
 * mx_service_read:
 * @self: (out caller-allocates): what comes of it; clear it after use
 * @store: a store
 * @row: a room's row
 *
 * Looks whether the room is a control chat.
 */
void
mx_service_read (MxService         *self,
                 MxStore           *store,
                 const MxStoreRoom *row)
{
  g_autofree char *bot = mx_service_is_possible (row) ? dup_other (store, row) : NULL;
  g_autoptr (GPtrArray) events = NULL;
  MxEvent *event;

  *self = (MxService) { NULL };
  if (bot)
    events = mx_store_list_state_naming (store, mx_type_bridge.name, mx_type_uk_half_shot_bridge.name, bot, NULL);
  for (guint i = 0; events && i < events->len; i++) {
    event = g_ptr_array_index (events, i);
    if (mx_bridge_is_by_bot (event) && g_str_equal (mx_event_get_sender (event), bot) &&
        take_claim (self, store, row, event))
      return;
  }
}

/**
 * mx_service_clear:
 * @self: what was read
 */
void
mx_service_clear (MxService *self)
{
  g_clear_pointer (&self->protocol, g_free);
  g_clear_pointer (&self->network, g_free);
  g_clear_pointer (&self->ask_room, g_free);
  g_clear_pointer (&self->ask_bot, g_free);
}
