/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* No loop waits longer than this for a server that only fails. */
#define MX_PACE_MAX_MS 30000

/**
 * MxPace:
 *
 * When a loop (sync, a queue of the outbox, …) may try again. Time is an input.
 */
typedef struct _MxPace MxPace;

MxPace   *mx_pace_new     (guint32 seed) G_GNUC_WARN_UNUSED_RESULT;
void      mx_pace_free    (MxPace *self);
void      mx_pace_succeed (MxPace *self);
void      mx_pace_fail    (MxPace       *self,
                           const GError *error,
                           gint64        now);
void      mx_pace_hurry   (MxPace *self);
gint64    mx_pace_get_due (MxPace *self);
gboolean  mx_pace_is_due  (MxPace *self,
                           gint64  now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPace, mx_pace_free)

G_END_DECLS
