/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the conditions of push rules compare. Private to mx-push-rules. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean mx_push_match_glob  (const char *pattern_text,
                              const char *text,
                              gboolean    words);
gboolean mx_push_match_words (const char *needle_text,
                              const char *text);
gboolean mx_push_match_count (const char *is,
                              guint       count);

G_END_DECLS
