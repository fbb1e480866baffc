/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a server asks for before it does something, in words. Pure functions. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a stage is answered. */
typedef enum {
  TEA_STAGE_PASSWORD,
  TEA_STAGE_TOKEN,
  TEA_STAGE_TERMS,
  TEA_STAGE_MAIL,
  TEA_STAGE_BROWSER, /* on a page of the server, whatever it is */
} TeaStageKind;

typedef struct
{
  TeaStageKind kind;
  const char *title; /* translated          */
  char *line;        /* (owned)             */
} TeaStageWords;

void  tea_stage_words       (const char    *stage,
                             gboolean       resets,
                             const char    *server,
                             TeaStageWords *out);
/* Why it did not go on. */
char *tea_stage_dup_refusal (const GError *error,
                             gboolean      resets,
                             const char   *server) G_GNUC_WARN_UNUSED_RESULT;
void  tea_stage_words_clear (TeaStageWords *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeaStageWords, tea_stage_words_clear)

G_END_DECLS
