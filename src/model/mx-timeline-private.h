/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files of the timeline only:
 *
 *   mx-timeline.c            object and list model
 *   mx-timeline-load.c       asking the engine
 *   mx-timeline-nodes.c      entries of the engine → nodes, in order
 *   mx-timeline-build.c      nodes → rows
 *   mx-timeline-rows.c       where a row stands, and items-changed
 *   mx-timeline-show.c       node → what its row shows
 *   mx-timeline-relations.c  edits and redactions by target
 *   mx-timeline-reactions.c  reactions of a row
 *   mx-timeline-replies.c    what a row answers */

#pragma once

#include "mx-delta.h"
#include "mx-event.h"
#include "mx-member-table.h"
#include "mx-model-private.h"
#include "mx-timeline-item-private.h"
#include "mx-timeline.h"

G_BEGIN_DECLS

typedef enum {
  MX_SHAPE_HIDDEN,
  MX_SHAPE_ROW,   /* a row of its own: message, redacted or unknown */
  MX_SHAPE_STATE, /* folds with its neighbours                      */
  MX_SHAPE_GAP,
} MxShape;

/* An entry of the engine. Nodes are sorted: remote ones by the engine's position, then
 * local ones by arrival. */
typedef struct
{
  gint64 pos;              /* remote: the engine's; local: number of arrival           */
  MxEvent *event;          /* (owned) (nullable): as the engine gave it; NULL: a gap    */
  char *txn_id;            /* (owned) (nullable)                                        */
  MxTimelineItem *item;    /* (owned) (nullable): the row that shows it                 */
  GError *error;           /* (owned) (nullable)                                        */
  char *target;            /* (owned) (nullable): whose edit or reaction this is        */
  char *reply_to;          /* (owned) (nullable): listed in replies under this id       */
  MxRelationKind relation; /* how it hangs on @target                                   */
  MxSendState send_state;
  double progress; /* of its file's upload, 0 … 1; -1: no file is missing       */
  MxShape shape;
  gboolean is_local;
  gboolean was_relation; /* also when a redaction took the relation away: no row   */
} MxTimelineNode;

struct _MxTimeline {
  GObject parent_instance;

  MxTimelineHandle *handle; /* (owned): what rows know us by                    */
  MxSession *session;       /* (unowned) (nullable): weak pointer               */
  MxRoom *room;             /* (owned) (nullable): NULL for a preview           */
  MxMemberTable *members;   /* (owned)                                          */
  char *me;                 /* (owned) (nullable): user id                      */

  GPtrArray *nodes; /* (element-type MxTimelineNode)                    */
  guint n_remote;
  gint64 next_local;
  GHashTable *by_id;     /* event id → node; keys are the events'            */
  GHashTable *by_txn;    /* transaction id → node; keys are the nodes'       */
  GHashTable *relations; /* target's event id → GPtrArray of nodes           */
  GHashTable *replies;   /* target's event id → GPtrArray of nodes           */
  GHashTable *fetched;   /* event id → MxEvent, or NULL: asked for           */
  GHashTable *touched;   /* event ids whose row, or rows answering it, may differ */

  GPtrArray *rows;             /* (element-type MxTimelineItem)                    */
  MxTimelineItem *start_item;  /* (owned) (nullable)                               */
  MxTimelineItem *unread_item; /* (owned) (nullable)                               */
  MxTimelineNode *unread_node; /* (unowned) (nullable): the line stands before it  */
  char *anchor;                /* (owned) (nullable): event id the line comes after */
  guint serial;                /* of the layout pass                               */
  gboolean is_static;          /* no engine behind it                              */
  gboolean is_following;
  gboolean at_start;

  /* The nodes to lay out again; from > to: none. */
  guint dirty_from;
  guint dirty_to;

  /* What the rows were before this pass, between the untouched ends. */
  GPtrArray *before; /* (nullable) (element-type MxTimelineItem)         */
  guint before_head; /* untouched rows above                             */
  guint before_tail; /* untouched rows below                             */

  /* Loading. */
  GCancellable *cancellable;
  gboolean is_open; /* the engine was asked to open the room            */
  gboolean is_opening;
  gboolean is_loading;
  guint wanted; /* rows still to come of a load_older ()            */
  guint rounds;
  gint64 loading_pos; /* before which entries are on their way            */
  gint64 retry_after; /* monotonic: no gap is asked for before            */
  GError *error;      /* (owned) (nullable)                               */
};

/* mx-timeline.c */
MxTimeline *_mx_timeline_new             (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
MxTimeline *_mx_timeline_new_static      (MxSession       *session,
                                          MxTimelineSlice *slice) G_GNUC_WARN_UNUSED_RESULT;
void        _mx_timeline_members_changed (MxTimeline *self,
                                          GHashTable *changed);
void        _mx_timeline_ignored_changed (MxTimeline *self);
void        _mx_timeline_fully_read      (MxTimeline *self,
                                          const char *event_id);
void        _mx_timeline_take            (MxTimeline      *self,
                                          MxTimelineSlice *slice,
                                          gint64           before);
void        _mx_timeline_take_entries    (MxTimeline        *self,
                                          const MxRoomDelta *room_delta,
                                          guint              from,
                                          guint              to);
void        _mx_timeline_set_loading     (MxTimeline *self,
                                          gboolean    is_loading);
void        _mx_timeline_set_error       (MxTimeline *self,
                                          GError     *error);

/* mx-timeline-load.c */
void _mx_timeline_open (MxTimeline *self);

/* mx-timeline-nodes.c */
void  _mx_timeline_node_free (MxTimelineNode *node);
guint _mx_timeline_index_of  (MxTimeline           *self,
                              const MxTimelineNode *node);
void  _mx_timeline_append    (MxTimeline *self,
                              GPtrArray  *entries,
                              guint       from,
                              guint       to);
void  _mx_timeline_change    (MxTimeline *self,
                              GPtrArray  *entries);
void  _mx_timeline_discard   (MxTimeline *self,
                              GPtrArray  *txn_ids);
void  _mx_timeline_drop_gap  (MxTimeline *self,
                              gint64      pos);
void  _mx_timeline_drop_head (MxTimeline *self,
                              guint       n);

/* mx-timeline-rows.c */
MxRowKey _mx_timeline_node_key (const MxTimelineNode *node,
                                MxRank                rank);
guint    _mx_timeline_find_row (MxTimeline     *self,
                                const MxRowKey *key);
void     _mx_timeline_splice   (GPtrArray *array,
                                guint      at,
                                guint      n_removed,
                                gpointer  *added,
                                guint      n_added);
void     _mx_timeline_remember (MxTimeline *self,
                                guint       at,
                                guint       n);
void     _mx_timeline_commit   (MxTimeline *self);

/* mx-timeline-build.c */
void _mx_timeline_settle       (MxTimeline *self,
                                guint       from,
                                guint       to);
void _mx_timeline_mark_dirty   (MxTimeline *self,
                                guint       from,
                                guint       to);
void _mx_timeline_shift_dirty  (MxTimeline *self,
                                guint       at,
                                int         by);
void _mx_timeline_flush        (MxTimeline *self);
void _mx_timeline_place_unread (MxTimeline *self);

/* mx-timeline-show.c */
MxShape     _mx_timeline_judge      (MxTimeline           *self,
                                     const MxTimelineNode *node);
void        _mx_timeline_show       (MxTimeline     *self,
                                     MxTimelineNode *node);
gboolean    _mx_timeline_is_ignored (MxTimeline *self,
                                     const char *user_id);
const char *_mx_timeline_get_name   (MxTimeline *self,
                                     const char *user_id);

/* mx-timeline-relations.c */
void     _mx_timeline_relate          (MxTimeline     *self,
                                       MxTimelineNode *node);
void     _mx_timeline_unrelate        (MxTimeline     *self,
                                       MxTimelineNode *node);
void     _mx_timeline_touch           (MxTimeline *self,
                                       const char *event_id);
void     _mx_timeline_refresh_touched (MxTimeline *self);
MxEvent *_mx_timeline_dup_shown       (MxTimeline      *self,
                                       MxTimelineNode  *node,
                                       MxEvent        **edit) G_GNUC_WARN_UNUSED_RESULT;

/* mx-timeline-reactions.c */
void       _mx_timeline_show_reactions (MxTimeline     *self,
                                        MxTimelineNode *node);
GPtrArray *_mx_timeline_get_relations  (MxTimeline *self,
                                        const char *event_id);
gboolean   _mx_timeline_is_removed     (MxTimeline           *self,
                                        const MxTimelineNode *node);

/* mx-timeline-replies.c */
void _mx_timeline_show_reply (MxTimeline     *self,
                              MxTimelineNode *node);

G_END_DECLS
