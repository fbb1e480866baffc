/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sentences about a room and the people in it. Pure functions. */

#pragma once

#include "mx-enums.h"

G_BEGIN_DECLS

char       *tea_room_words_readers (gboolean is_world_readable,
                                    gboolean is_public,
                                    gboolean is_encrypted);
const char *tea_room_words_role    (gint64       power,
                                    MxMembership membership);
char       *tea_room_words_people  (guint n);
char       *tea_room_words_group   (guint n_people);
char       *tea_room_words_knocks  (guint       n_people,
                                    const char *name);

G_END_DECLS
