/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text of strangers: made harmless for the eye, never for a markup parser. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

char       *mx_text_clean_name     (const char *name);
char       *mx_text_clean_line     (const char *text);
char       *mx_text_isolate        (const char *text);
char       *mx_text_limit          (const char *text,
                                    guint       max_lines,
                                    guint       max_chars,
                                    gboolean   *cut);
char       *mx_text_skeleton       (const char *text);
char       *mx_text_safe_filename  (const char *name);
gboolean    mx_text_is_rtl         (const char *text);
gboolean    mx_text_link_is_safe   (const char *uri);
const char *mx_text_guess_language (const char *text);
char       *mx_text_link_host      (const char *uri);

G_END_DECLS
