/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in in the browser, in words, and which addresses are opened. Pure functions. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a sign-in in the browser is. */
typedef enum {
  TEA_BROWSER_ASKING,     /* the server is asked for its page              */
  TEA_BROWSER_WAITING,    /* the page is open                              */
  TEA_BROWSER_RESUMED,    /* it was opened before the program was started  */
  TEA_BROWSER_CODE,       /* a code is to be typed, on any device          */
  TEA_BROWSER_NO_BROWSER, /* nothing here opens the page                   */
  TEA_BROWSER_FAILED,     /* it came to nothing                            */
} TeaBrowserPhase;

/* What the suggested button does. */
typedef enum {
  TEA_BROWSER_DO_NOTHING,
  TEA_BROWSER_DO_OPEN,
  TEA_BROWSER_DO_COPY,
  TEA_BROWSER_DO_CODE,
  TEA_BROWSER_DO_BEGIN,
  TEA_BROWSER_DO_LEAVE,
} TeaBrowserAct;

typedef struct
{
  TeaBrowserPhase phase;
  const char *server;    /* (nullable)                         */
  gboolean has_code_way; /* the server has codes               */
  const GError *error;   /* (nullable): of TEA_BROWSER_FAILED  */
} TeaBrowserFacts;

typedef struct
{
  char *title;       /* (owned)                                      */
  char *line;        /* (owned)                                      */
  char *details;     /* (owned) (nullable): the technical line       */
  const char *label; /* (nullable): the suggested button, translated */
  TeaBrowserAct act;
  gboolean offers_copy; /* "Copy address" beside it                    */
  gboolean offers_code; /* "Use a code" below it                       */
} TeaBrowserWords;

void     tea_browser_words       (const TeaBrowserFacts *facts,
                                  TeaBrowserWords       *out);
void     tea_browser_words_clear (TeaBrowserWords *self);
gboolean tea_browser_may_open    (const char *url);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TeaBrowserWords, tea_browser_words_clear)

G_END_DECLS
