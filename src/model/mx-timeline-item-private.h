/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the timeline (and tests and benches of views) fill a row. Every setter notifies
 * exactly when something changed. */

#pragma once

#include "mx-timeline-item.h"

G_BEGIN_DECLS

/* Where a row stands: rows are sorted by region, position and rank. */
typedef enum {
  MX_REGION_START,
  MX_REGION_REMOTE,
  MX_REGION_LOCAL,
} MxRegion;

typedef enum {
  MX_RANK_DAY,
  MX_RANK_UNREAD,
  MX_RANK_ROW,
} MxRank;

typedef struct
{
  MxRegion region;
  MxRank rank;
  gint64 pos;
} MxRowKey;

/* Shared by a timeline and its rows, in place of 100,000 weak references. */
typedef struct
{
  MxTimeline *timeline; /* (unowned) (nullable): NULL once it is gone */
} MxTimelineHandle;

struct _MxTimelineItem {
  GObject parent_instance;
  MxTimelineHandle *handle; /* (owned) (nullable): reference-counted box                */
  GWeakRef room;            /* of a row without a timeline                              */
  MxRowKey key;
  guint serial; /* of the layout pass that placed us last                   */
  MxItemKind kind;
  MxEvent *event;          /* (owned) (nullable): as shown                             */
  MxEvent *original;       /* (owned) (nullable): as first sent                        */
  MxEvent *edit;           /* (owned) (nullable): the edit that is shown               */
  GPtrArray *folded;       /* (owned) (nullable) (element-type MxEvent): of a state row */
  char *txn_id;            /* (owned) (nullable)                                       */
  GRefString *sender_name; /* (owned) (nullable)                                       */
  char *sender_avatar;     /* (owned) (nullable)                                       */
  char *given_text;        /* (owned) (nullable): overrides the event's                */
  char *text;              /* (owned) (nullable): made when first asked for            */
  GError *error;           /* (owned) (nullable)                                       */
  GListStore *reactions;   /* (owned) (nullable)                                       */
  MxEvent *reply_event;    /* (owned) (nullable)                                       */
  char *reply_name;        /* (owned) (nullable)                                       */
  gint64 ts;
  double progress; /* of an upload, 0 … 1; -1: none                            */
  MxSendState send_state;
  guint is_own : 1;
  guint is_head : 1;
  guint is_edited : 1;
  guint is_highlight : 1;
  guint is_ignored : 1;
};

typedef enum {
  MX_ITEM_PROP_KIND = 1,
  MX_ITEM_PROP_EVENT,
  MX_ITEM_PROP_CHANGES,
  MX_ITEM_PROP_EVENT_ID,
  MX_ITEM_PROP_TXN_ID,
  MX_ITEM_PROP_SENDER,
  MX_ITEM_PROP_SENDER_NAME,
  MX_ITEM_PROP_SENDER_AVATAR,
  MX_ITEM_PROP_IS_OWN,
  MX_ITEM_PROP_IS_HEAD,
  MX_ITEM_PROP_TEXT,
  MX_ITEM_PROP_TS,
  MX_ITEM_PROP_IS_EDITED,
  MX_ITEM_PROP_SEND_STATE,
  MX_ITEM_PROP_PROGRESS,
  MX_ITEM_PROP_ERROR,
  MX_ITEM_PROP_REACTIONS,
  MX_ITEM_PROP_REPLY_EVENT,
  MX_ITEM_PROP_REPLY_NAME,
  MX_ITEM_PROP_IS_HIGHLIGHT,
  MX_ITEM_PROP_IS_IGNORED,
  MX_ITEM_N_PROPS,
} MxTimelineItemProperty;

void _mx_timeline_item_notify (MxTimelineItem         *self,
                               MxTimelineItemProperty  prop);

MxTimelineItem *_mx_timeline_item_new          (MxRoom     *room,
                                                MxItemKind  kind,
                                                MxEvent    *event,
                                                gint64      ts) G_GNUC_WARN_UNUSED_RESULT;
void            _mx_timeline_item_set_handle   (MxTimelineItem   *self,
                                                MxTimelineHandle *handle);
MxTimeline     *_mx_timeline_item_get_timeline (MxTimelineItem *self);
MxRoom         *_mx_timeline_item_get_room     (MxTimelineItem *self);
const MxRowKey *_mx_timeline_item_get_key      (MxTimelineItem *self);
void            _mx_timeline_item_set_key      (MxTimelineItem *self,
                                                MxRowKey        key);
guint           _mx_timeline_item_get_serial   (MxTimelineItem *self);
void            _mx_timeline_item_set_serial   (MxTimelineItem *self,
                                                guint           serial);

void        _mx_timeline_item_set_kind          (MxTimelineItem *self,
                                                 MxItemKind      kind);
void        _mx_timeline_item_set_event         (MxTimelineItem *self,
                                                 MxEvent        *event);
/* @original and @edit: for the source, and for "is-edited". */
void        _mx_timeline_item_set_sources       (MxTimelineItem *self,
                                                 MxEvent        *original,
                                                 MxEvent        *edit);
void        _mx_timeline_item_set_txn_id        (MxTimelineItem *self,
                                                 const char     *txn_id);
void        _mx_timeline_item_set_ts            (MxTimelineItem *self,
                                                 gint64          ts);
void        _mx_timeline_item_set_own           (MxTimelineItem *self,
                                                 gboolean        is_own);
void        _mx_timeline_item_set_head          (MxTimelineItem *self,
                                                 gboolean        is_head);
void        _mx_timeline_item_set_edited        (MxTimelineItem *self,
                                                 gboolean        is_edited);
void        _mx_timeline_item_set_highlight     (MxTimelineItem *self,
                                                 gboolean        is_highlight);
void        _mx_timeline_item_set_ignored       (MxTimelineItem *self,
                                                 gboolean        is_ignored);
void        _mx_timeline_item_set_sender_name   (MxTimelineItem *self,
                                                 const char     *name);
void        _mx_timeline_item_set_sender_avatar (MxTimelineItem *self,
                                                 const char     *avatar);
void        _mx_timeline_item_set_send_state    (MxTimelineItem *self,
                                                 MxSendState     state,
                                                 const GError   *error);
void        _mx_timeline_item_set_progress      (MxTimelineItem *self,
                                                 double          progress);
/* (nullable): overrides what the event says. */
void        _mx_timeline_item_set_text          (MxTimelineItem *self,
                                                 const char     *text);
/* Looks whether the text that was shown is still true (names change). */
void        _mx_timeline_item_refresh_text      (MxTimelineItem *self);
void        _mx_timeline_item_set_reply         (MxTimelineItem *self,
                                                 MxEvent        *event,
                                                 const char     *name);
void        _mx_timeline_item_set_reply_name    (MxTimelineItem *self,
                                                 const char     *name);
/* Of a state row: (element-type MxEvent). */
void        _mx_timeline_item_take_folded       (MxTimelineItem *self,
                                                 GPtrArray      *events);
void        _mx_timeline_item_add_reaction      (MxTimelineItem *self,
                                                 const char     *key,
                                                 const char     *user_id,
                                                 gboolean        mine);
/* (nullable): nobody has reacted and nobody has asked. */
GListStore *_mx_timeline_item_peek_reactions    (MxTimelineItem *self);
GListStore *_mx_timeline_item_ensure_reactions  (MxTimelineItem *self);

G_END_DECLS
