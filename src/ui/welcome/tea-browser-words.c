/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-browser-words: what is said while somebody signs in in the browser.
 *
 * One row a phase: title, sentence, and the one suggested step; what failed takes
 * its words from tea-error, except where signing in knows a better next step. The
 * address that a server gives is a stranger's: only https is opened, and http where
 * it leads to this computer. Pure. */

#include "config.h"

#include "tea-browser-words.h"

#include "mx-text.h"
#include "tea-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

typedef struct
{
  TeaBrowserPhase phase;
  const char *title;
  const char *sentence; /* with one %s: the server */
  const char *label;
  TeaBrowserAct act;
  gboolean offers_copy;
  gboolean offers_code;
} TeaBrowserRow;

/* Translators: in these sentences %s is the name of a server, such as example.org. */
/* The formatter makes a staircase of a table of sentences. */
/* clang-format off */
static const TeaBrowserRow rows[] = {
  {
    .phase = TEA_BROWSER_ASKING,
    .title = N_ ("One Moment"),
    .sentence = N_ ("Asking %s for its page…"),
  },
  {
    .phase = TEA_BROWSER_WAITING,
    .title = N_ ("Finish in Your Browser"),
    .sentence = N_ ("We opened %s there. Come back here when it says you are done."),
    .label = N_ ("_Open again"),
    .act = TEA_BROWSER_DO_OPEN,
    .offers_copy = TRUE,
    .offers_code = TRUE,
  },
  {
    .phase = TEA_BROWSER_RESUMED,
    .title = N_ ("Finish in Your Browser"),
    .sentence = N_ ("You were signing in at %s. Go on in your browser, or open the page again."),
    .label = N_ ("_Open again"),
    .act = TEA_BROWSER_DO_OPEN,
    .offers_copy = TRUE,
    .offers_code = TRUE,
  },
  {
    .phase = TEA_BROWSER_CODE,
    .title = N_ ("Type This Code"),
    .sentence = N_ ("Open the page of %s on any device, your phone for example, and type the code there. "
                    "We go on here by ourselves."),
    .label = N_ ("_Copy address"),
    .act = TEA_BROWSER_DO_COPY,
  },
  {
    .phase = TEA_BROWSER_NO_BROWSER,
    .title = N_ ("No Browser Here"),
    .sentence = N_ ("This computer has no browser to open %s with. Copy the address into one, then come back here."),
    .label = N_ ("_Copy address"),
    .act = TEA_BROWSER_DO_COPY,
  },
};
/* clang-format on */
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == TEA_BROWSER_FAILED);

/* The only place where a translated text is a format; every row has exactly one %s. */
static char *
fill_server (const char *sentence,
             const char *server)
{
  g_autofree char *isolated = mx_text_isolate (server);
  g_auto (GStrv) parts = g_strsplit (sentence, "%s", 2);

  return g_strjoinv (isolated, parts);
}

static void
describe_failure (const TeaBrowserFacts *facts,
                  TeaBrowserWords       *out)
{
  const char *server = facts->server != NULL ? facts->server : "";
  g_auto (TeaErrorText) text = { 0 };

  tea_error_describe (facts->error, facts->server, &text);
  out->title = g_steal_pointer (&text.title);
  out->line = tea_error_sentence (facts->error, facts->server);
  out->details = g_steal_pointer (&text.details);
  out->label = _ ("_Try again");
  out->act = TEA_BROWSER_DO_BEGIN;

  if (g_error_matches (facts->error, MX_ERROR, MX_ERROR_UNRECOGNIZED) ||
      g_error_matches (facts->error, MX_ERROR, MX_ERROR_BAD_RESPONSE)) {
    g_set_str (&out->title, _ ("Not This Way"));
    g_free (out->line);
    /* Translators: %s is the name of a server, such as example.org. */
    out->line = fill_server (_ ("%s changed how people sign in. Choose another way."), server);
    out->label = _ ("_Choose another way");
    out->act = TEA_BROWSER_DO_LEAVE;
  }
}

/**
 * tea_browser_words:
 * @facts: where it is
 * @out: (out caller-allocates): what is said; clear it after use
 */
void
tea_browser_words (const TeaBrowserFacts *facts,
                   TeaBrowserWords       *out)
{
  const TeaBrowserRow *row;

  *out = (TeaBrowserWords) { 0 };
  if (facts->phase >= TEA_BROWSER_FAILED) {
    describe_failure (facts, out);
    return;
  }

  row = &rows[facts->phase];
  out->title = g_strdup (_ (row->title));
  out->line = fill_server (_ (row->sentence), facts->server != NULL ? facts->server : "");
  out->label = row->label != NULL ? _ (row->label) : NULL;
  out->act = row->act;
  out->offers_copy = row->offers_copy;
  out->offers_code = row->offers_code && facts->has_code_way;
  if (facts->phase == TEA_BROWSER_NO_BROWSER && facts->has_code_way) {
    g_free (out->line);
    /* Translators: %s is the name of a server, such as example.org. */
    out->line = fill_server (_ ("This computer has no browser to open %s with. Sign in on another device with a code."),
                               facts->server != NULL ? facts->server : "");
    out->label = _ ("_Use a code");
    out->act = TEA_BROWSER_DO_CODE;
    out->offers_copy = TRUE;
  }
}

/**
 * tea_browser_words_clear:
 * @self: the words
 */
void
tea_browser_words_clear (TeaBrowserWords *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->details, g_free);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

/**
 * tea_browser_may_open:
 * @url: (nullable): an address that a server gave
 *
 * Returns: whether it may be given to a browser: https, or http on this computer, and nothing hidden in it
 */
gboolean
tea_browser_may_open (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme, *host;

  if (url == NULL)
    return FALSE;

  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return FALSE;

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  return g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && is_loopback (host));
}
