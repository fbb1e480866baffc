/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define CTL_TYPE_WATCH (ctl_watch_get_type ())
G_DECLARE_FINAL_TYPE (CtlWatch, ctl_watch, CTL, WATCH, GObject)

/**
 * CtlWatch:
 *
 * Signals: "item" (MxTimelineItem): a row came, or what it shows changed; never for what was
 * there at first or came by loading older rows. "loaded": older rows were loaded, or
 * could not be.
 */
CtlWatch       *ctl_watch_new          (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;
MxRoom         *ctl_watch_get_room     (CtlWatch *self);
MxTimeline     *ctl_watch_get_timeline (CtlWatch *self);
guint           ctl_watch_get_n_items  (CtlWatch *self);
MxTimelineItem *ctl_watch_get_item     (CtlWatch *self,
                                        guint     position);
/* Asks for what is missing between two rows. Whether "loaded" tells when something has come. */
gboolean        ctl_watch_fill         (CtlWatch *self,
                                        guint     begin,
                                        guint     end);
/* While somebody holds it, no old rows are let go. */
void            ctl_watch_hold         (CtlWatch *self);
void            ctl_watch_release      (CtlWatch *self);

G_END_DECLS
