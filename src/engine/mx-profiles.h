/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people say of themselves; each is an MxCoreFunc. */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* The account's name and picture as they were last, from the store. */
void mx_profiles_recall (MxCore *core);

/* @wish: whose as user_id, NULL: one's own. Ends with an MxProfile. */
void mx_profiles_find       (MxCore *core,
                             GTask  *task,
                             MxWish *wish);
/* @wish: the part as type, its value as text (nullable). Ends with a boolean. */
void mx_profiles_set        (MxCore *core,
                             GTask  *task,
                             MxWish *wish);
/* @wish: the picture as bytes, what it is as type. Ends with its address. */
void mx_profiles_set_avatar (MxCore *core,
                             GTask  *task,
                             MxWish *wish);

G_END_DECLS
