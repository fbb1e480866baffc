/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.bridge: people elsewhere read and write here too (MSC2346). Anybody who may set the
 * state can claim it. Any thread. */

#include "config.h"

#include "types/m-bridge.h"

#include "mx-event-private.h"

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
