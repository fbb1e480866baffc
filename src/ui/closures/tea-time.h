/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times as people read them. Pure: what time it is now is an argument. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tea_time_short  (gint64 ms,
                       gint64 now_ms);
char *tea_time_clock  (gint64 ms);
char *tea_time_long   (gint64 ms);
char *tea_time_ago    (gint64 ms,
                       gint64 now_ms);
char *tea_day_heading (gint64 ms,
                       gint64 now_ms);

G_END_DECLS
