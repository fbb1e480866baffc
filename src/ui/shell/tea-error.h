/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What went wrong, in words, and what to do next. Pure functions. */

#pragma once

#include "mx-error.h"

G_BEGIN_DECLS

/* What the button beside the sentence does; the page that shows the sentence does it. */
typedef enum {
  TEA_STEP_NONE,
  TEA_STEP_CHECK_NAME, /* back to the entry with the name                */
  TEA_STEP_TRY_AGAIN,
  TEA_STEP_TRY_NOW, /* it goes on by itself; this hurries it          */
  TEA_STEP_WAIT,    /* it goes on by itself after TeaErrorText.wait_ms */
  TEA_STEP_SIGN_IN,
  TEA_STEP_RETYPE, /* back to the password                           */
  TEA_STEP_EDIT,   /* change what was written                        */
  TEA_STEP_GO_BACK,
  TEA_STEP_ASK_INVITE, /* copy the link for somebody inside              */
  TEA_STEP_UNLOCK,
  TEA_STEP_LOAD_AGAIN,
  TEA_STEP_CHOOSE_KEY, /* choose where the key is kept                   */
  TEA_STEP_QUIT,
  TEA_STEP_ASK_WHY, /* those who run the server                       */
} TeaErrorStep;

typedef struct
{
  char *title;    /* (owned): a few words, for a page               */
  char *sentence; /* (owned): what happened and what to do          */
  char *label;    /* (owned) (nullable): the next step, a verb      */
  char *details;  /* (owned) (nullable): the technical line         */
  TeaErrorStep step;
  gint64 wait_ms; /* for TEA_STEP_WAIT                              */
} TeaErrorText;

void      tea_error_describe   (const GError *error,
                                const char   *server,
                                TeaErrorText *out);
char     *tea_error_sentence   (const GError *error,
                                const char   *server);
void      tea_error_text_clear (TeaErrorText *self);
gboolean  tea_error_is_quiet   (const GError *error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeaErrorText, tea_error_text_clear)

G_END_DECLS
