/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_TIMELINE (mx_timeline_get_type ())
G_DECLARE_FINAL_TYPE (MxTimeline, mx_timeline, MX, TIMELINE, GObject)

/**
 * MxTimeline:
 *
 * A #GListModel of #MxTimelineItem, oldest first: start marker | remote | local echoes, with day
 * dividers, folded state changes, the unread marker and gaps as items of their own.
 *
 * Properties: "room", "is-loading" (older messages are on their way), "at-start", "error" (GError, nullable:
 * why older messages did not come), "unread-item" (nullable; the line above what is new).
 */
gboolean        mx_timeline_is_loading    (MxTimeline *self);
gboolean        mx_timeline_is_at_start   (MxTimeline *self);
/* Asks for about @n more older rows; does nothing while loading or at the start. */
void            mx_timeline_load_older    (MxTimeline *self,
                                           guint       n);
/* For a gap row in sight: asks for what is missing there; cheap to call again. */
void            mx_timeline_fill_gap      (MxTimeline     *self,
                                           MxTimelineItem *gap);
/* Whether somebody looks at the end: what comes then is not called new. */
void            mx_timeline_set_following (MxTimeline *self,
                                           gboolean    is_following);
/* Position of the row that shows the event, or G_MAXUINT. */
guint           mx_timeline_find_event    (MxTimeline *self,
                                           const char *event_id);
MxTimelineItem *mx_timeline_get_item      (MxTimeline *self,
                                           const char *event_id);
/* Forget what is far above, keep the newest @keep rows (memory). */
void            mx_timeline_trim          (MxTimeline *self,
                                           guint       keep);
/* The newest event's id, for read receipts. (nullable) */
const char     *mx_timeline_get_newest_id (MxTimeline *self);

G_END_DECLS
