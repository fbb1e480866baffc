/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-reaction.h"

G_BEGIN_DECLS

MxReaction *_mx_reaction_new    (MxTimelineItem *item,
                                 const char     *key) G_GNUC_WARN_UNUSED_RESULT;
void        _mx_reaction_update (MxReaction        *self,
                                 guint              count,
                                 const char        *my_event_id,
                                 const char        *my_txn_id,
                                 const char *const *names);

G_END_DECLS
