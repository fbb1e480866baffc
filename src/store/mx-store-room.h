/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row a room: its standing, its counts, and the picture the room list is drawn from. */

#pragma once

#include "mx-enums.h"
#include "mx-store.h"

G_BEGIN_DECLS

/* Plain data; the owner changes it and saves it. Strings are owned; NULL is "unknown". */
typedef struct
{
  char *room_id;
  MxMembership membership;
  gboolean is_encrypted;     /* sticky: saving never takes it back            */
  gboolean members_complete; /* every member is stored, not the lazy ones only */
  char **heroes;             /* (nullable): user ids                          */
  guint joined_count;
  guint invited_count;
  guint notification_count; /* the server's                                  */
  guint highlight_count;    /* the server's                                  */
  guint unread_count;       /* what is shown                                 */
  guint unread_highlights;  /* what is shown                                 */
  char *prev_batch;         /* of the oldest known event                     */
  char *fully_read;         /* event id                                      */
  char *own_receipt;        /* event id of our newest read receipt           */
  gboolean marked_unread;
  gboolean is_favourite;
  gboolean is_low_priority;
  double tag_order; /* 0 … 1; 2 when there is none                   */
  gboolean is_direct;
  gboolean is_muted;
  char *draft;
  gint64 opened_ts; /* ms; when the person last opened it            */
  gint64 sort_ts;   /* ms; what the list is sorted by                */
  /* The snapshot of the summary. */
  char *name;
  char *avatar;
  char *topic;
  char *alias;
  char *version;
  char *type;
  char *join_rule;
  char *guest_access;
  char *history_visibility;
  char *replacement;
  char *direct_user;
  char *inviter;
  char *inviter_name;
  char *last_sender;
  char *last_text;
  gint64 last_ts;
  char *last_event; /* event id                                      */
  char *last_type;  /* event type                                    */
  char *reason;     /* why who removed us did                          */
} MxStoreRoom;

MxStoreRoom *mx_store_room_new  (const char *room_id) G_GNUC_WARN_UNUSED_RESULT;
MxStoreRoom *mx_store_room_copy (const MxStoreRoom *self) G_GNUC_WARN_UNUSED_RESULT;
void         mx_store_room_free (MxStoreRoom *self);

/* Absent: NULL without an error. */
MxStoreRoom *mx_store_load_room   (MxStore     *self,
                                   const char  *room_id,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreRoom): one SELECT. */
GPtrArray   *mx_store_list_rooms  (MxStore  *self,
                                   GError  **error) G_GNUC_WARN_UNUSED_RESULT;
/* Insert or replace by room id. */
gboolean     mx_store_save_room   (MxStore            *self,
                                   const MxStoreRoom  *room,
                                   GError            **error);
/* Only the draft: the person types while a sync runs. NULL removes. */
gboolean     mx_store_set_draft   (MxStore     *self,
                                   const char  *room_id,
                                   const char  *draft,
                                   GError     **error);
/* The room and everything in it: state, members, timeline, receipts, account data. Its outbox too. */
gboolean     mx_store_delete_room (MxStore     *self,
                                   const char  *room_id,
                                   GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStoreRoom, mx_store_room_free)

G_END_DECLS
