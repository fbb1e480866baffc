/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between mx-sync-apply.c (the response) and mx-sync-apply-room.c (a room of it). */

#pragma once

#include "mx-push-rules.h"
#include "mx-store-room.h"
#include "mx-sync-apply.h"

G_BEGIN_DECLS

typedef struct
{
  const MxSyncScope *scope;
  MxDelta *delta;           /* (owned)                                          */
  gboolean is_first;        /* no token before this one                         */
  GHashTable *direct;       /* (owned) (element-type utf8 utf8): room to person */
  GHashTable *ignored;      /* (owned) (element-type utf8): a set               */
  MxPushRules *rules;       /* (owned)                                          */
  gboolean bridges_changed; /* some bot is believed now, or no longer         */
} MxSyncApply;

/* A room that is being changed. */
typedef struct
{
  MxSyncApply *apply;
  MxSyncRoom *in;
  MxStoreRoom *row; /* (owned)                                          */
  MxRoomDelta *out; /* (nullable): of the delta                         */
  MxMembership before;
  gboolean is_new;     /* there was no row                                 */
  gboolean is_open;    /* somebody looks at it                             */
  gboolean is_changed; /* the summary is                                   */
  gboolean renamed;    /* the name may be                                  */
  gboolean lost_last;  /* the last message was redacted                    */
  GHashTable *people;  /* (owned) (element-type utf8): whose picture changed */
  GHashTable *bots;    /* (owned) (nullable) (element-type utf8): a set: the room's bridges name them */
  MxEvent *last;       /* (owned) (nullable): the newest message           */
  guint n_notify;      /* by our own reckoning                             */
  guint n_highlight;
  gboolean spoke;         /* we wrote after the last of them                  */
  gboolean has_push_room; /* push_room is filled                              */
  MxPushContext push_room;
  char *own_name; /* (owned) (nullable): of push_room                 */
} MxSyncRoomPass;

/* Before and while a room is applied: what makes control chats others than they were. */
void     _mx_sync_note_state      (MxSyncRoomPass *pass,
                                   MxEvent        *event);
void     _mx_sync_note_leaving    (MxSyncRoomPass *pass);
/* Whether it can be known what @row is. */
void     _mx_sync_note_row        (MxSyncApply       *apply,
                                   const MxStoreRoom *row);
/* After all rooms. */
gboolean _mx_sync_apply_services  (MxSyncApply  *apply,
                                   GError      **error);
gboolean _mx_sync_apply_room      (MxSyncApply  *apply,
                                   MxSyncRoom   *in,
                                   GError      **error);
gboolean _mx_sync_apply_timeline  (MxSyncRoomPass  *pass,
                                   GError         **error);
gboolean _mx_sync_apply_sent      (MxSyncApply  *apply,
                                   GError      **error);
gboolean _mx_sync_apply_ephemeral (MxSyncRoomPass  *pass,
                                   GError         **error);
gboolean _mx_sync_apply_state     (MxSyncRoomPass  *pass,
                                   MxEvent         *event,
                                   GError         **error);

G_END_DECLS
