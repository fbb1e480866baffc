/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be done with a room that a link leads to, in words. Pure functions. */

#pragma once

#include "mx-enums.h"

G_BEGIN_DECLS

/* What a button of the preview does. */
typedef enum {
  TEA_PREVIEW_NOTHING,
  TEA_PREVIEW_JOIN,
  TEA_PREVIEW_JOIN_GUEST,
  TEA_PREVIEW_SIGN_IN,
  TEA_PREVIEW_WAY, /* the one way in that the room's server has */
  TEA_PREVIEW_RETRY,
  TEA_PREVIEW_COPY_LINK,
  TEA_PREVIEW_GO_TO_NEW,
  TEA_PREVIEW_DECLINE,
} TeaPreviewAct;

typedef struct
{
  char *line;         /* (owned) (nullable): what the state means */
  const char *first;  /* (nullable): the suggested button's caption, translated */
  const char *second; /* (nullable) */
  TeaPreviewAct first_act;
  TeaPreviewAct second_act;
  gboolean offers_other; /* "Use another account" below them */
} TeaPreviewWords;

/* What the words are made from; strings are borrowed. */
typedef struct
{
  MxPreviewState state;
  gboolean signed_in;
  const char *server;  /* (nullable) */
  const char *room;    /* (nullable): what the link says */
  const char *inviter; /* (nullable) */
  const char *reason;  /* (nullable) */
  const char *way;     /* (nullable): how one signs in at its server, a button's label */
} TeaPreviewFacts;

void  tea_preview_words       (const TeaPreviewFacts *facts,
                               TeaPreviewWords       *out);
void  tea_preview_words_clear (TeaPreviewWords *self);
char *tea_preview_summary     (guint    members,
                               gboolean is_world_readable,
                               gboolean is_encrypted);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeaPreviewWords, tea_preview_words_clear)

G_END_DECLS
