/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-store-room.h"
#include "mx-store-state.h"

G_BEGIN_DECLS

/* What a room is for its bridge, if it is a bridge's control chat. All NULL: it is none. */
typedef struct
{
  char *protocol; /* (owned) (nullable): "irc"                                         */
  char *network;  /* (owned) (nullable): "Libera.Chat", cleaned                         */
  char *ask_room; /* (owned) (nullable): it would be one if this bot were in this room, */
  char *ask_bot;  /* (owned) (nullable): which the store does not know                  */
} MxService;

/* Whether @row may be a control chat, whatever rooms say: cheap. */
gboolean mx_service_is_possible (const MxStoreRoom *row);
void     mx_service_read        (MxService         *self,
                                 MxStore           *store,
                                 const MxStoreRoom *row);
void     mx_service_clear       (MxService *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MxService, mx_service_clear)

G_END_DECLS
