/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A written text with its mentions, as it is sent: body, HTML, user ids. Pure. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint start; /* characters */
  guint end;
  char *user_id;
} TeaMention;

char  *tea_message_text_to_html (const char *text,
                                 GPtrArray  *mentions);
char **tea_message_text_to_ids  (GPtrArray *mentions);
void   tea_mention_free         (TeaMention *self);

G_END_DECLS
