/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.bridge: people elsewhere read and write here too (MSC2346). Anybody who may set the
 * state can claim it. Any thread. */

#include "config.h"

#include "types/m-bridge.h"

#include "mx-event-private.h"
#include "mx-text.h"
#include "types/uk-half-shot-bridge.h"

#include <glib/gi18n-lib.h>

const MxField mx_bridge_fields[] = {
  { "bridgebot", MX_FIELD_USER_ID, G_STRUCT_OFFSET (MxBridge, bot), MX_FIELD_LENIENT },
  { "protocol.id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxBridge, protocol), MX_FIELD_LENIENT },
  { "network.id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxBridge, network), MX_FIELD_LENIENT },
  { "network.displayname", MX_FIELD_STRING, G_STRUCT_OFFSET (MxBridge, network_name), MX_FIELD_LENIENT },
  { "channel.id", MX_FIELD_STRING, G_STRUCT_OFFSET (MxBridge, channel), MX_FIELD_LENIENT },
  { "channel.displayname", MX_FIELD_STRING, G_STRUCT_OFFSET (MxBridge, channel_name), MX_FIELD_LENIENT },
  { NULL },
};

/**
 * mx_bridge_dup_summary:
 * @event: what says that a room is bridged
 * @names: (nullable): of people
 *
 * Returns: (transfer full): a sentence
 */
char *
mx_bridge_dup_summary (MxEvent    *event,
                       GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);
  const MxBridge *content = mx_event_get_content (event);

  if (content->protocol == NULL)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s disconnected this room from another network"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s connected this room with another network"), name);
}

const MxEventType mx_type_bridge = {
  .name = "m.bridge",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxBridge),
  .fields = mx_bridge_fields,
  .summary = mx_bridge_dup_summary,
};

/**
 * mx_bridge_is_type:
 * @type_name: an event type
 *
 * Returns: whether it is one of the two names
 */
gboolean
mx_bridge_is_type (const char *type_name)
{
  return g_str_equal (type_name, mx_type_bridge.name) || g_str_equal (type_name, mx_type_uk_half_shot_bridge.name);
}

/**
 * mx_bridge_get_claim:
 * @event: state of a room
 *
 * Returns: (transfer none) (nullable): what it says of a bridge, with bot and protocol; not to be believed
 *   where the bot is not in the room
 */
const MxBridge *
mx_bridge_get_claim (MxEvent *event)
{
  const MxBridge *content = mx_event_get_content_as (event, &mx_type_bridge);

  if (content == NULL)
    content = mx_event_get_content_as (event, &mx_type_uk_half_shot_bridge);
  if (content == NULL || mx_event_get_state_key (event) == NULL || content->protocol == NULL || content->bot == NULL)
    return NULL;
  return content;
}

/**
 * mx_bridge_is_by_bot:
 * @event: state of a room
 *
 * Bridges write it themselves, by the bot that they name. Others with the power to set state can name any
 * member of the room; in the bot's name they cannot speak.
 *
 * Returns: whether it claims a bridge, in the words of that bridge's bot
 */
gboolean
mx_bridge_is_by_bot (MxEvent *event)
{
  const MxBridge *claim = mx_bridge_get_claim (event);

  return claim != NULL && g_strcmp0 (claim->bot, mx_event_get_sender (event)) == 0;
}

/**
 * mx_bridge_dup_network:
 * @self: a claim
 *
 * Returns: (transfer full): what the network is called, cleaned
 */
char *
mx_bridge_dup_network (const MxBridge *self)
{
  return mx_text_clean_name (self->network_name != NULL ? self->network_name
                             : self->network != NULL    ? self->network
                                                        : self->protocol);
}

/**
 * mx_bridge_dup_channel:
 * @self: a claim
 *
 * Returns: (transfer full) (nullable): what the channel is called, cleaned
 */
char *
mx_bridge_dup_channel (const MxBridge *self)
{
  const char *name = self->channel_name != NULL ? self->channel_name : self->channel;

  return name != NULL ? mx_text_clean_name (name) : NULL;
}
