/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sentences about messages, for the eye and for the ear. Pure functions. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

char       *tea_words_item         (MxTimelineItem *item);
char       *tea_words_reaction     (const char *key,
                                    guint       count,
                                    gboolean    mine);
const char *tea_words_send_delay   (const GError *error);
char       *tea_words_send_error   (const GError *error,
                                    gboolean      is_file);
char       *tea_words_placeholder  (const char *room_name,
                                    gboolean    is_public);
char       *tea_words_new_messages (guint n);
const char *tea_words_emoji        (const char *emoji);

G_END_DECLS
