/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files mx-join-flow*.c share. */

#pragma once

#include "mx-join-flow.h"
#include "mx-room-preview.h"

G_BEGIN_DECLS

typedef enum {
  PROP_SESSION = 1,
  PROP_LINK,
  PROP_STATE,
  PROP_PREVIEW,
  PROP_SERVER,
  PROP_NAME,
  PROP_ALIAS,
  PROP_TOPIC,
  PROP_AVATAR,
  PROP_MEMBER_COUNT,
  PROP_IS_WORLD_READABLE,
  PROP_IS_ENCRYPTED,
  PROP_INVITER,
  PROP_INVITER_NAME,
  PROP_INVITED_TS,
  PROP_REASON,
  PROP_REPLACEMENT,
  PROP_LANGUAGE,
  PROP_JOIN_RULE,
  PROP_BRIDGE_NETWORK,
  PROP_BRIDGE_CHANNEL,
  PROP_SERVICE,
  PROP_SERVICE_NETWORK,
  PROP_ACTOR,
  PROP_ACTOR_NAME,
  PROP_ACTOR_TS,
  PROP_WITH_ACCOUNT,
  PROP_IS_SPACE,
  PROP_IS_DENIED,
  PROP_IS_CONFIRMED,
  PROP_COMMUNITY,
  PROP_ROOM_ID,
  PROP_HISTORY,
  PROP_SUGGESTIONS,
  PROP_SUGGESTED_ROOMS,
  PROP_ERROR,
} MxJoinFlowProperty;

struct _MxJoinFlow {
  GObject parent_instance;

  MxSession *session; /* (owned)                                        */
  char *link;         /* (owned)                                        */
  MxJoinState state;
  MxRoomPreview *preview;    /* (owned) (nullable): once looked up             */
  GListStore *history;       /* (owned) (nullable) (element-type MxTimelineItem) */
  GListStore *suggested;     /* (owned) (element-type MxFoundRoom)             */
  MxRoom *room;              /* (owned) (nullable): watched                    */
  MxPreviewState now;        /* of the preview, or what joining has shown      */
  char *room_id;             /* (owned) (nullable): once joined                */
  gboolean wants_in;         /* signed in for it: joins, if that turns out to be all it takes */
  GError *error;             /* (owned) (nullable)                             */
  GCancellable *cancellable; /* (owned) (nullable): of what is under way       */
};

/* The class's get_property. */
void _mx_join_flow_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec);

/* The lists, from the preview. */
void _mx_join_flow_fill (MxJoinFlow *self);

G_END_DECLS
