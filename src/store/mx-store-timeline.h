/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Timelines: events and gaps in order of `pos`, which never changes for an event. */

#pragma once

#include "mx-event.h"
#include "mx-store.h"

G_BEGIN_DECLS

#define MX_STORE_NEWEST G_MAXINT64
#define MX_STORE_OLDEST G_MININT64

/* An event, or a gap: a place where events may be missing, with the token that asks for them. */
typedef struct
{
  gint64 pos;
  MxEvent *event; /* (nullable): %NULL for a gap              */
  char *token;    /* (nullable): of a gap, for /messages back */
  char *txn_id;   /* (nullable): of an event of ours          */
} MxStoreEntry;

void mx_store_entry_free (MxStoreEntry *self);

/* After the newest entry. An event that the room has already is left where it is:
 * @is_new is FALSE then and @pos where it lies. Both outputs may be NULL. @txn_id NULL:
 * the event's own, if any. */
gboolean mx_store_append_event (MxStore     *self,
                                const char  *room_id,
                                MxEvent     *event,
                                const char  *txn_id,
                                gint64      *pos,
                                gboolean    *is_new,
                                GError     **error);
/* After the newest entry: call before the events of a limited sync. Where the newest entry
 * is a gap already, its token is replaced. */
gboolean mx_store_append_gap   (MxStore     *self,
                                const char  *room_id,
                                const char  *token,
                                gint64      *pos,
                                GError     **error);
/* What /messages (dir=b) answered for the gap at @gap_pos: @events newest first, as they come.
 * Events the room has already are skipped; one that is older than the gap closes it, and so
 * does @next_token NULL. Otherwise the gap moves below the events, with @next_token.
 * @n_added and @closed may be NULL. Fails with MX_ERROR_NOT_FOUND when no gap is there. */
gboolean mx_store_fill_gap     (MxStore     *self,
                                const char  *room_id,
                                gint64       gap_pos,
                                GPtrArray   *events,
                                const char  *next_token,
                                guint       *n_added,
                                gboolean    *closed,
                                GError     **error);

/* (element-type MxStoreEntry), oldest first: the @limit entries before @pos (MX_STORE_NEWEST:
 * the newest). @at_start (nullable): nothing older is known, or may exist. */
GPtrArray    *mx_store_list_before    (MxStore     *self,
                                       const char  *room_id,
                                       gint64       pos,
                                       guint        limit,
                                       gboolean    *at_start,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxStoreEntry), oldest first: the @limit entries after @pos. */
GPtrArray    *mx_store_list_after     (MxStore     *self,
                                       const char  *room_id,
                                       gint64       pos,
                                       guint        limit,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The newest event of the room (gaps are passed over). Absent: NULL without an error. */
MxStoreEntry *mx_store_find_newest    (MxStore     *self,
                                       const char  *room_id,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxStoreEntry *mx_store_find_event     (MxStore     *self,
                                       const char  *room_id,
                                       const char  *event_id,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxStoreEntry *mx_store_find_txn       (MxStore     *self,
                                       const char  *room_id,
                                       const char  *txn_id,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxStoreEntry *mx_store_find_gap       (MxStore     *self,
                                       const char  *room_id,
                                       gint64       pos,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Cheaper than finding: neither reads nor parses the event. @pos may be NULL. */
gboolean      mx_store_has_event      (MxStore     *self,
                                       const char  *room_id,
                                       const char  *event_id,
                                       gboolean    *present,
                                       gint64      *pos,
                                       GError     **error);
/* (element-type MxStoreEntry), oldest first: events that relate to @target. MX_RELATION_NONE: of any kind. */
GPtrArray    *mx_store_list_relations (MxStore         *self,
                                       const char      *room_id,
                                       const char      *target,
                                       MxRelationKind   kind,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;
/* Replaces the event of the same id where it lies (redaction, decryption).
 * MX_ERROR_NOT_FOUND when the room has none. */
gboolean      mx_store_update_event   (MxStore     *self,
                                       const char  *room_id,
                                       MxEvent     *event,
                                       GError     **error);
/* Events after @pos by others than @not_sender (nullable). */
gboolean      mx_store_count_after    (MxStore     *self,
                                       const char  *room_id,
                                       gint64       pos,
                                       const char  *not_sender,
                                       guint       *count,
                                       GError     **error);
/* Drops what is older than the newest gap that has at least @keep newer entries; that gap stays. */
gboolean      mx_store_trim_timeline  (MxStore     *self,
                                       const char  *room_id,
                                       guint        keep,
                                       GError     **error);
gboolean      mx_store_clear_timeline (MxStore     *self,
                                       const char  *room_id,
                                       GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxStoreEntry, mx_store_entry_free)

G_END_DECLS
