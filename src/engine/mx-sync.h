/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

MxSync   *mx_sync_new     (MxCore *core) G_GNUC_WARN_UNUSED_RESULT;
void      mx_sync_free    (MxSync *self);
/* Starts what is due; answers when to look again, in µs (0: when something ends). */
gint64    mx_sync_pump    (MxSync *self,
                           gint64  now);
/* The server answers. */
gboolean  mx_sync_is_live (MxSync *self);
/* Does not wait for the back-off. */
void      mx_sync_hurry   (MxSync *self);

G_END_DECLS
