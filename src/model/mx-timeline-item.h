/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-enums.h"
#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_TIMELINE_ITEM (mx_timeline_item_get_type ())
G_DECLARE_FINAL_TYPE (MxTimelineItem, mx_timeline_item, MX, TIMELINE_ITEM, GObject)

typedef enum {
  MX_ITEM_MESSAGE, /* m.room.message, m.sticker                                */
  MX_ITEM_STATE,   /* one or more folded state changes: mx_timeline_item_get_text () */
  MX_ITEM_REDACTED,
  MX_ITEM_UNKNOWN, /* an event this version cannot show, or an encrypted one   */
  MX_ITEM_DAY,     /* "ts" says which                                          */
  MX_ITEM_UNREAD,
  MX_ITEM_GAP,   /* messages may be missing; loading fills it                */
  MX_ITEM_START, /* the beginning of what there is to read                   */
} MxItemKind;

/**
 * MxTimelineItem:
 *
 * One row. The event is replaced as edits, redactions and confirmations arrive; each
 * property notifies.
 *
 * Properties: "kind" (MxItemKind as int), "event" (MxEvent boxed, nullable: after edits), "changes" (GPtrArray of
 * MxEvent, nullable: what a state row tells), "event-id"
 * (nullable), "txn-id" (nullable), "sender" (user id, nullable),
 * "sender-name", "sender-avatar" (mxc, nullable), "is-own", "is-head" (first of a group by one sender within 5
 * minutes), "text" (plain text of the row),
 * "ts" (int64 ms), "is-edited", "send-state" (MxSendState as int), "progress" (double: of its file's
 * upload, 0 … 1; -1: no file is missing), "error" (GError, nullable), "reactions"
 * (GListModel of MxReaction), "reply-event"
 * (MxEvent, nullable: what it answers, once known), "reply-name" (nullable), "is-highlight" (mentions me), "is-
 * ignored".
 */
MxItemKind    mx_timeline_item_get_kind          (MxTimelineItem *self);
MxEvent      *mx_timeline_item_get_event         (MxTimelineItem *self);
const char   *mx_timeline_item_get_event_id      (MxTimelineItem *self);
const char   *mx_timeline_item_get_txn_id        (MxTimelineItem *self);
const char   *mx_timeline_item_get_sender        (MxTimelineItem *self);
const char   *mx_timeline_item_get_sender_name   (MxTimelineItem *self);
const char   *mx_timeline_item_get_sender_avatar (MxTimelineItem *self);
const char   *mx_timeline_item_get_text          (MxTimelineItem *self);
gint64        mx_timeline_item_get_ts            (MxTimelineItem *self);
gboolean      mx_timeline_item_is_own            (MxTimelineItem *self);
gboolean      mx_timeline_item_is_head           (MxTimelineItem *self);
gboolean      mx_timeline_item_is_edited         (MxTimelineItem *self);
gboolean      mx_timeline_item_is_highlight      (MxTimelineItem *self);
MxSendState   mx_timeline_item_get_send_state    (MxTimelineItem *self);
double        mx_timeline_item_get_progress      (MxTimelineItem *self);
const GError *mx_timeline_item_get_error         (MxTimelineItem *self);
GListModel   *mx_timeline_item_get_reactions     (MxTimelineItem *self);
const char   *mx_timeline_item_get_reply_to      (MxTimelineItem *self);
MxEvent      *mx_timeline_item_get_reply_event   (MxTimelineItem *self);
const char   *mx_timeline_item_get_reply_name    (MxTimelineItem *self);
/* (nullable) (element-type MxEvent): the changes that a row of kind MX_ITEM_STATE tells, oldest first. */
GPtrArray    *mx_timeline_item_get_changes       (MxTimelineItem *self);
/* The unedited source and, when edited, the newest edit's, as JSON text. */
char         *mx_timeline_item_dup_source        (MxTimelineItem *self);
void          mx_timeline_item_retry             (MxTimelineItem *self);
void          mx_timeline_item_discard           (MxTimelineItem *self);

G_END_DECLS
