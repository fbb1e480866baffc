/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_REACTION (mx_reaction_get_type ())
G_DECLARE_FINAL_TYPE (MxReaction, mx_reaction, MX, REACTION, GObject)

/* Properties: "key", "count" (uint), "is-mine", "names" (strv). */
const char *mx_reaction_get_key   (MxReaction *self);
guint       mx_reaction_get_count (MxReaction *self);
gboolean    mx_reaction_is_mine   (MxReaction *self);
const char *const *mx_reaction_get_names (MxReaction *self);
void        mx_reaction_toggle    (MxReaction *self);

G_END_DECLS
