/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-watch.h"

G_BEGIN_DECLS

typedef struct _CtlWatcher CtlWatcher;

/* What happened: "sync", "room.changed", "timeline.item", "browser.open" or "error". */
typedef void (*CtlNewsFunc) (const char *method,
                             JsonObject *params,
                             gpointer user_data);

CtlWatcher *ctl_watcher_new         (MxSession   *session,
                                     CtlNewsFunc  func,
                                     gpointer     user_data) G_GNUC_WARN_UNUSED_RESULT;
void        ctl_watcher_free        (CtlWatcher *self);
/* Another one from now on; what was there at first is no news. */
void        ctl_watcher_set_session (CtlWatcher *self,
                                     MxSession  *session);
/* Tells what a method has to say before it ends. Takes @params. */
void        ctl_watcher_tell        (CtlWatcher *self,
                                     const char *method,
                                     JsonObject *params);
/* The room's watch, made at the first call. */
CtlWatch   *ctl_watcher_get_room    (CtlWatcher *self,
                                     MxRoom     *room);

G_END_DECLS
