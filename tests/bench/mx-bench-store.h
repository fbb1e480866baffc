/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A profile as a person with many rooms has it, made by the engine itself: it signs in at a
 * homeserver on loopback and takes a first sync. */

#pragma once

#include "mx-enums.h"
#include "mx-script.h"

G_BEGIN_DECLS

/* A homeserver whose first sync is that of a big account; afterwards it has nothing to say. */
MxScript *mx_bench_server_new (guint n_rooms,
                               gsize bytes) G_GNUC_WARN_UNUSED_RESULT;
/* Signs in at @server and ends when the first sync is in @profile_dir. */
void      mx_bench_store_make (const char *profile_dir,
                               MxKeyMode   mode,
                               const char *passphrase,
                               MxScript   *server);

G_END_DECLS
