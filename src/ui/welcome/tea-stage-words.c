/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-stage-words: what a server asks for before it does something.
 *
 * A row a stage that this program knows. Every other has a page of the server's that
 * does it, and is described as that: nobody is stopped by a stage of tomorrow. See
 * Client-Server API, "User-interactive authentication". Pure. */

#include "config.h"

#include "tea-stage-words.h"

#include "mx-error.h"
#include "mx-text.h"
#include "tea-error.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *stage; /* (nullable): any other */
  gboolean resets;   /* only where a password was forgotten */
  TeaStageKind kind;
  const char *title;
  const char *sentence; /* with one %s: the server */
} TeaStageRow;

/* Translators: in these sentences %s is the name of a server, such as example.org. */
/* The formatter makes a staircase of a table of sentences. */
/* clang-format off */
static const TeaStageRow rows[] = {
  {
    "m.login.password", FALSE, TEA_STAGE_PASSWORD, N_ ("Is It You?"),
    N_ ("%s wants your password once more."),
  },
  {
    "m.login.registration_token", FALSE, TEA_STAGE_TOKEN, N_ ("Who Invited You?"),
    N_ ("Only people who were invited can have an account at %s. Type the code that you were given."),
  },
  {
    "m.login.terms", FALSE, TEA_STAGE_TERMS, N_ ("The Rules of the House"),
    N_ ("Whoever has an account at %s agrees to its terms."),
  },
  {
    "m.login.email.identity", TRUE, TEA_STAGE_MAIL, N_ ("Your Mail Address"),
    N_ ("Type the address that you gave %s for your account. A mail with a link comes there."),
  },
  {
    "m.login.email.identity", FALSE, TEA_STAGE_MAIL, N_ ("Your Mail Address"),
    N_ ("%s sends a mail with a link, so that you can come back when you forget your password."),
  },
  {
    "m.login.recaptcha", FALSE, TEA_STAGE_BROWSER, N_ ("Are You a Person?"),
    N_ ("%s wants to know on its page that you are no machine. Come back here when it says you are done."),
  },
  {
    NULL, FALSE, TEA_STAGE_BROWSER, N_ ("One More Step"),
    N_ ("%s wants one more step in the browser. Come back here when it says you are done."),
  },
};
/* clang-format on */

/**
 * tea_stage_words:
 * @stage: (nullable): what is asked for
 * @resets: whether it is asked because a password was forgotten
 * @server: (nullable): who asks
 * @out: (out caller-allocates): what is said; clear it after use
 */
void
tea_stage_words (const char    *stage,
                 gboolean       resets,
                 const char    *server,
                 TeaStageWords *out)
{
  const TeaStageRow *row = rows;
  g_autofree char *isolated = mx_text_isolate (server != NULL ? server : "");
  g_auto (GStrv) parts = NULL;

  while (row->stage != NULL && (g_strcmp0 (row->stage, stage) != 0 || (row->resets && !resets)))
    row++;

  /* The only place where a translated text is a format; every row has exactly one %s. */
  parts = g_strsplit (_ (row->sentence), "%s", 2);
  *out = (TeaStageWords) { .kind = row->kind, .title = _ (row->title), .line = g_strjoinv (isolated, parts) };
}

/**
 * tea_stage_dup_refusal:
 * @error: what went wrong
 * @resets: whether a password was forgotten
 * @server: (nullable): the server's name
 *
 * Returns: (transfer full): it in words
 */
char *
tea_stage_dup_refusal (const GError *error,
                       gboolean      resets,
                       const char   *server)
{
  g_autofree char *isolated = mx_text_isolate (server != NULL ? server : "");

  if (resets && g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND))
    /* Translators: %s is the name of a server. */
    return g_strdup_printf (_ ("No account at %s has this mail address. Try another one that you may have given."),
                              isolated);
  if (resets && g_error_matches (error, MX_ERROR, MX_ERROR_UNRECOGNIZED))
    /* Translators: %s is the name of a server. */
    return g_strdup_printf (_ ("%s sends no mails to who forgot a password. The people who run it can help."),
                              isolated);
  return tea_error_sentence (error, server);
}

/**
 * tea_stage_words_clear:
 * @self: the words
 */
void
tea_stage_words_clear (TeaStageWords *self)
{
  g_clear_pointer (&self->line, g_free);
}
