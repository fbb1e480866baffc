/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The body of a first sync as a big account gets it. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MX_BENCH_ROOMS 2000
#define MX_BENCH_BYTES (50 * 1024 * 1024)
#define MX_BENCH_SEED  20250101

/* About @bytes for @user_id, who is in @n_rooms rooms; always the same for the same numbers. The
 * room mx_bench_sync_room_id (0) is the one with the newest message. */
GBytes *mx_bench_sync_new     (const char *user_id,
                               guint       n_rooms,
                               gsize       bytes,
                               guint32     seed) G_GNUC_WARN_UNUSED_RESULT;
char   *mx_bench_sync_room_id (guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
