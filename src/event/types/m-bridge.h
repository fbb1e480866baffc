/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

/**
 * MxBridge:
 *
 * Content of `m.bridge`, and of `uk.half-shot.bridge` before it: a claim, to be believed where the bot is in the room.
 */
typedef struct
{
  char *bot;          /* (nullable): user id                       */
  char *protocol;     /* (nullable): "irc"; NULL: bridged no more  */
  char *network;      /* (nullable): id                            */
  char *network_name; /* (nullable)                                */
  char *channel;      /* (nullable): id, "#help"                   */
  char *channel_name; /* (nullable)                                */
} MxBridge;

/* Shared by both names of the type. */
extern const MxField mx_bridge_fields[];

char *mx_bridge_dup_summary (MxEvent    *event,
                             GHashTable *names);

extern const MxEventType mx_type_bridge;

gboolean        mx_bridge_is_type     (const char *type_name);
/* NULL: it claims nothing (any more). */
const MxBridge *mx_bridge_get_claim   (MxEvent *event);
/* Whether the bot that a claim names wrote it. */
gboolean        mx_bridge_is_by_bot   (MxEvent *event);
char           *mx_bridge_dup_network (const MxBridge *self) G_GNUC_WARN_UNUSED_RESULT;
char           *mx_bridge_dup_channel (const MxBridge *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
