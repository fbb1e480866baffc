/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* The specification's "Calculating the display name for a room". @heroes are display
 * names, already disambiguated; @others is how many joined or invited people besides me. */
char *mx_room_name_compute (const char        *name,
                            const char        *canonical_alias,
                            const char *const *heroes,
                            guint              others,
                            gboolean           i_am_joined);

G_END_DECLS
