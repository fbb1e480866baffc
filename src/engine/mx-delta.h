/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The immutable values that cross from the engine thread to the main thread. */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

typedef enum {
  MX_ENTRY_EVENT,
  MX_ENTRY_GAP, /* events may be missing here; loading older fills it */
} MxEntryKind;

/* Everything the room list and a room's header show. Reference-counted. */
struct _MxRoomSummary {
  gatomicrefcount ref_count;
  char *room_id;
  MxMembership membership;
  char *name;   /* as the specification computes it           */
  char *avatar; /* (nullable): mxc                            */
  char *topic;  /* (nullable)                                 */
  char *alias;  /* (nullable): canonical                      */
  char *version;
  char *type;      /* (nullable): "m.space" …                    */
  char **children; /* (nullable): of a space we are in: the ids of its rooms, in no order */
  char *join_rule; /* "public", "invite", "knock" …              */
  char *guest_access;
  char *history_visibility;
  char *replacement;     /* (nullable): room id a tombstone points to  */
  gboolean is_replaced;  /* we are in that room, and it says so too  */
  char *direct_user;     /* (nullable): the other one of a direct chat */
  char *inviter;         /* (nullable): who invited, or removed us */
  char *inviter_name;    /* (nullable)                                 */
  char *reason;          /* (nullable): why we were removed            */
  char *service;         /* (nullable): "irc": the control chat of a bridge of this protocol … */
  char *service_network; /* (nullable): … to this network; cleaned        */
  gboolean is_encrypted;
  gboolean is_favourite;
  gboolean is_low_priority;
  gboolean is_muted;
  gboolean is_marked_unread;
  double tag_order; /* 0 … 1; 2 when there is none                */
  guint joined_count;
  guint invited_count;
  guint unread_count;
  guint highlight_count;
  char *last_sender;           /* (nullable): disambiguated name             */
  char *last_text;             /* (nullable): one line                       */
  gint64 last_ts;              /* ms since 1970; 0 when unknown              */
  gint64 sort_ts;              /* the same, or when we came to an empty room  */
  char *fully_read;            /* (nullable): event id                       */
  char *draft;                 /* (nullable)                                 */
  MxPowerLevels *power_levels; /* (nullable)                                 */
  gboolean is_closed;          /* for now: nobody new comes in; with the power levels only */
  char *bridge_protocol;       /* (nullable): "irc": people read it there too; with the power levels only */
};

struct _MxMemberInfo {
  char *user_id;
  char *name;     /* disambiguated, cleaned                     */
  char *raw_name; /* (nullable): as the member event says       */
  char *avatar;   /* (nullable): mxc                            */
  MxMembership membership;
  gint64 power;
  char *reason; /* (nullable): of a request to be let in      */
  gint64 ts;    /* ms; when it was made; 0: none              */
};

struct _MxTimelineEntry {
  MxEntryKind kind;
  gint64 pos;     /* order within the room; stable              */
  MxEvent *event; /* (nullable): %NULL for a gap                */
  char *txn_id;   /* (nullable): of our own                     */
  MxSendState send_state;
  GError *error;      /* (nullable): why it failed                  */
  gboolean is_upload; /* its file is not at the server yet          */
  double progress;    /* of the upload: 0 … 1                       */
};

/* A piece of a room's timeline, oldest entry first. */
struct _MxTimelineSlice {
  GPtrArray *entries; /* (element-type MxTimelineEntry)             */
  GPtrArray *members; /* (element-type MxMemberInfo): senders and targets */
  gboolean at_start;  /* nothing older exists or may be seen        */
};

typedef struct
{
  char *user_id;
  char *event_id;
  gint64 ts;
} MxReadReceipt;

typedef struct
{
  char *room_id;
  char *event_id;
  char *room_name;
  char *sender_name;
  char *text;
  gboolean highlight;
  gboolean sound;
} MxNotification;

struct _MxRoomDelta {
  char *room_id;
  MxRoomSummary *summary; /* (nullable): unchanged                      */
  gboolean removed;       /* the room is gone (left and forgotten)      */
  /* Only for rooms that are open (mx_engine_open_room_async): */
  GPtrArray *appended; /* (nullable) (element-type MxTimelineEntry): newest last; a gap entry first when limited */
  /* (nullable) (element-type MxTimelineEntry): same event id or txn id: redacted, echo confirmed, state
   * changed */
  GPtrArray *changed;
  GPtrArray *discarded; /* (nullable) (element-type utf8): txn ids    */
  GPtrArray *members;   /* (nullable) (element-type MxMemberInfo)     */
  GPtrArray *receipts;  /* (nullable) (element-type MxReadReceipt)    */
  char **typing;        /* (nullable): unchanged; user ids, not mine  */
};

struct _MxDelta {
  gatomicrefcount ref_count;
  GPtrArray *rooms;         /* (element-type MxRoomDelta)                 */
  GPtrArray *notifications; /* (element-type MxNotification)              */
  char **ignored;           /* (nullable): unchanged; user ids            */
  gboolean has_sync_state;
  MxSyncState sync_state;
  GError *error; /* (nullable): why OFFLINE or REFUSED         */
};

MxDelta     *mx_delta_new      (void) G_GNUC_WARN_UNUSED_RESULT;
MxDelta     *mx_delta_ref      (MxDelta *self);
void         mx_delta_unref    (MxDelta *self);
gboolean     mx_delta_is_empty (MxDelta *self);
/* The delta of a room, made when missing. */
MxRoomDelta *mx_delta_get_room (MxDelta    *self,
                                const char *room_id);

/* The same for a room that the delta does not have yet. */
MxRoomDelta *mx_delta_add_room (MxDelta    *self,
                                const char *room_id);

MxRoomSummary   *mx_room_summary_ref    (MxRoomSummary *self);
void             mx_room_summary_unref  (MxRoomSummary *self);
MxMemberInfo    *mx_member_info_copy    (const MxMemberInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void             mx_member_info_free    (MxMemberInfo *self);
MxTimelineEntry *mx_timeline_entry_copy (const MxTimelineEntry *self) G_GNUC_WARN_UNUSED_RESULT;
void             mx_timeline_entry_free (MxTimelineEntry *self);
void             mx_timeline_slice_free (MxTimelineSlice *self);
void             mx_read_receipt_free   (MxReadReceipt *self);
void             mx_notification_free   (MxNotification *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxDelta, mx_delta_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxRoomSummary, mx_room_summary_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxMemberInfo, mx_member_info_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxTimelineEntry, mx_timeline_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxTimelineSlice, mx_timeline_slice_free)

G_END_DECLS
