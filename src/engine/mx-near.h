/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/* Whether one of the two may have been meant by the other. */
gboolean   mx_near_is_alike (const char *alias,
                             const char *other);
guint      mx_near_distance (const char *a,
                             const char *b);
/* The rooms of @rooms (element-type MxPublicRoom) whose alias looks like @alias, nearest
 * first; they stay @rooms' own. */
GPtrArray *mx_near_aliases  (GPtrArray  *rooms,
                             const char *alias,
                             guint       max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
