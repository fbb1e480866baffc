/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the lower classes of the model (room, timeline, row) ask of those above them.
 * They know no more of their owners than this, so that no file needs to be read to
 * understand another that stands on it. Each is defined beside its class. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

GType       _mx_session_type       (void);
MxEngine   *_mx_session_get_engine (MxSession *self);
const char *_mx_session_me         (MxSession *self);
gboolean    _mx_session_hides      (MxSession  *self,
                                    const char *user_id);

MxRoom     *_mx_timeline_room       (MxTimeline *self);
GHashTable *_mx_timeline_get_names  (MxTimeline *self);
void        _mx_timeline_want_reply (MxTimeline *self,
                                     const char *event_id);

const char *_mx_room_me      (MxRoom *self);
void        _mx_room_retry   (MxRoom     *self,
                              const char *txn_id);
void        _mx_room_discard (MxRoom     *self,
                              const char *txn_id);

G_END_DECLS
