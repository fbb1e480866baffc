/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* Exponential back-off with jitter; seeded, so that tests can foretell it. */
MxBackoff *mx_backoff_new   (guint   first_ms,
                             guint   max_ms,
                             guint32 seed) G_GNUC_WARN_UNUSED_RESULT;
void       mx_backoff_free  (MxBackoff *self);
guint      mx_backoff_next  (MxBackoff *self);
void       mx_backoff_reset (MxBackoff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxBackoff, mx_backoff_free)

G_END_DECLS
