/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of rooms and people that were found. Pure functions. */

#pragma once

#include "mx-types.h"

#include <glib.h>

G_BEGIN_DECLS

/* What is known of a room that was found; strings are borrowed. */
typedef struct
{
  const char *name;
  const char *topic;     /* (nullable) */
  const char *alias;     /* (nullable) */
  const char *join_rule; /* (nullable) */
  guint members;         /* 0: unknown */
  gboolean is_space;
  gboolean is_member;
  gboolean is_suggested;
} TeaFoundFacts;

char *tea_finding_words_line   (const TeaFoundFacts *facts);
char *tea_finding_words_side   (const TeaFoundFacts *facts);
char *tea_finding_words_spoken (const TeaFoundFacts *facts);
char *tea_finding_words_join   (guint n_selected);
char *tea_finding_words_joined (guint n_joined,
                                guint n_failed);
char *tea_finding_words_alias  (const char *name);

G_END_DECLS
