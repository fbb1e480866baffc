/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-error: what went wrong, in words, and what to do next.
 *
 * One table, a row for each code of MX_ERROR. A row has the sentence twice: with
 * the server's name and for when nobody knows which server it was, so that no
 * sentence is glued from pieces. Names are isolated (FSI … PDI), so that a server
 * or room name of another direction cannot turn a sentence around. What a server
 * wrote stays under "Details" and is never parsed as markup.
 *
 * Pure; any thread, in practice the main thread. */

#include "config.h"

#include "tea-error.h"

#include "mx-text.h"

#include <glib/gi18n.h>

typedef struct
{
  MxError code;
  const char *title;
  const char *sentence; /* with one %s: the server */
  const char *unnamed;  /* without it */
  const char *once;     /* (nullable): instead, of what is not tried again by itself */
  const char *once_unnamed;
  const char *label;
  TeaErrorStep step;
} TeaErrorRow;

/* Translators: in these sentences %s is the name of a server, such as example.org. */
/* The formatter makes a staircase of a table of sentences. */
/* clang-format off */
static const TeaErrorRow rows[] = {
  {
    .code = MX_ERROR_FAILED,
    .title = N_ ("Something Went Wrong"),
    .sentence = N_ ("Something went wrong with %s. Nothing you wrote is lost."),
    .unnamed = N_ ("Something went wrong. Nothing you wrote is lost."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_BAD_INPUT,
    .title = N_ ("Not a Valid Name"),
    .sentence = N_ ("This cannot be used at %s as it is written. Look for a typing mistake."),
    .unnamed = N_ ("This cannot be used as it is written. Look for a typing mistake."),
    .label = N_ ("_Check the Name"),
    .step = TEA_STEP_CHECK_NAME,
  },
  {
    .code = MX_ERROR_BAD_RESPONSE,
    .title = N_ ("Strange Answer"),
    .sentence = N_ ("%s gave an answer that makes no sense. Try again in a while."),
    .unnamed = N_ ("The server gave an answer that makes no sense. Try again in a while."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_NO_SERVER,
    .title = N_ ("No Such Server"),
    .sentence = N_ ("There is no chat server at %s."),
    .unnamed = N_ ("There is no chat server of that name."),
    .label = N_ ("_Check the Name"),
    .step = TEA_STEP_CHECK_NAME,
  },
  {
    .code = MX_ERROR_NOT_MATRIX,
    .title = N_ ("Not a Chat Server"),
    .sentence = N_ ("%s answers, but it is not a chat server."),
    .unnamed = N_ ("Something answers there, but it is not a chat server."),
    .label = N_ ("_Check the Name"),
    .step = TEA_STEP_CHECK_NAME,
  },
  {
    .code = MX_ERROR_UNREACHABLE,
    .title = N_ ("No Answer"),
    .sentence = N_ ("%s does not answer. We keep trying; what you write is sent later."),
    .unnamed = N_ ("You are offline. What you write is sent later."),
    .once = N_ ("%s does not answer. Try again in a while."),
    .once_unnamed = N_ ("There is no connection. Try again when there is one."),
    .label = N_ ("_Try Now"),
    .step = TEA_STEP_TRY_NOW,
  },
  {
    .code = MX_ERROR_CERTIFICATE,
    .title = N_ ("Not a Safe Connection"),
    .sentence = N_ ("The connection to %s is not safe: nobody vouches that it is the real one. Nothing was sent."),
    .unnamed = N_ ("The connection is not safe: nobody vouches that the server is the real one. Nothing was sent."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_SERVER,
    .title = N_ ("The Server Has Trouble"),
    .sentence = N_ ("%s has trouble right now. We keep trying."),
    .unnamed = N_ ("The server has trouble right now. We keep trying."),
    .once = N_ ("%s has trouble right now. Try again in a while."),
    .once_unnamed = N_ ("The server has trouble right now. Try again in a while."),
    .label = N_ ("_Try Now"),
    .step = TEA_STEP_TRY_NOW,
  },
  {
    .code = MX_ERROR_RATE_LIMITED,
    .title = N_ ("Too Many Tries"),
    .sentence = N_ ("%s asks us to wait a moment."),
    .unnamed = N_ ("The server asks us to wait a moment."),
    .step = TEA_STEP_WAIT,
  },
  {
    .code = MX_ERROR_FORBIDDEN,
    .title = N_ ("Not Allowed"),
    .sentence = N_ ("%s does not let you do this. The people who run the room can change that."),
    .unnamed = N_ ("You are not allowed to do this. The people who run the room can change that."),
    .label = N_ ("_Go Back"),
    .step = TEA_STEP_GO_BACK,
  },
  {
    .code = MX_ERROR_WRONG_PASSWORD,
    .title = N_ ("Name or Password Is Wrong"),
    .sentence = N_ ("Name or password is wrong for %s. Type them again."),
    .unnamed = N_ ("Name or password is wrong. Type them again."),
    .label = N_ ("_Type Again"),
    .step = TEA_STEP_RETYPE,
  },
  {
    .code = MX_ERROR_GUEST_FORBIDDEN,
    .title = N_ ("Not for Guests"),
    .sentence = N_ ("Guests cannot do this at %s. With an account you can."),
    .unnamed = N_ ("Guests cannot do this. With an account you can."),
    .label = N_ ("_Sign In"),
    .step = TEA_STEP_SIGN_IN,
  },
  {
    .code = MX_ERROR_NEEDS_INVITE,
    .title = N_ ("By Invitation"),
    .sentence = N_ ("Only people who are invited can join this room of %s. Ask somebody inside."),
    .unnamed = N_ ("Only people who are invited can join. Ask somebody inside."),
    .label = N_ ("_Copy Link for Someone Inside"),
    .step = TEA_STEP_ASK_INVITE,
  },
  {
    .code = MX_ERROR_BANNED,
    .title = N_ ("You Cannot Come Back"),
    .sentence = N_ ("The people who run this room of %s removed you for good. They can change that."),
    .unnamed = N_ ("The people who run this room removed you for good. They can change that."),
    .label = N_ ("_Go Back"),
    .step = TEA_STEP_GO_BACK,
  },
  {
    .code = MX_ERROR_NOT_FOUND,
    .title = N_ ("Nothing There"),
    .sentence = N_ ("%s does not know this. Ask for the right link."),
    .unnamed = N_ ("This does not exist, or no longer. Ask for the right link."),
    .label = N_ ("_Check the Name"),
    .step = TEA_STEP_CHECK_NAME,
  },
  {
    .code = MX_ERROR_UNRECOGNIZED,
    .title = N_ ("The Server Cannot Do This"),
    .sentence = N_ ("%s is too old for this or has it switched off. Those who run it can change that."),
    .unnamed = N_ ("The server is too old for this or has it switched off. Those who run it can change that."),
    .label = N_ ("_Go Back"),
    .step = TEA_STEP_GO_BACK,
  },
  {
    .code = MX_ERROR_TOO_LARGE,
    .title = N_ ("Too Large"),
    .sentence = N_ ("This is more than %s takes. Send less at a time."),
    .unnamed = N_ ("This is more than the server takes. Send less at a time."),
    .label = N_ ("_Edit"),
    .step = TEA_STEP_EDIT,
  },
  {
    .code = MX_ERROR_REFUSED,
    .title = N_ ("Not Accepted"),
    .sentence = N_ ("%s did not accept this. Change it and try again."),
    .unnamed = N_ ("The server did not accept this. Change it and try again."),
    .label = N_ ("_Edit"),
    .step = TEA_STEP_EDIT,
  },
  {
    .code = MX_ERROR_SIGNED_OUT,
    .title = N_ ("You Were Signed Out"),
    .sentence = N_ ("You were signed out of %s on another device. Sign in again; nothing here is lost."),
    .unnamed = N_ ("You were signed out on another device. Sign in again; nothing here is lost."),
    .label = N_ ("_Sign In"),
    .step = TEA_STEP_SIGN_IN,
  },
  {
    .code = MX_ERROR_SOFT_LOGOUT,
    .title = N_ ("Please Sign In Again"),
    .sentence = N_ ("%s wants you to sign in again. Nothing here is lost."),
    .unnamed = N_ ("The server wants you to sign in again. Nothing here is lost."),
    .label = N_ ("_Sign In"),
    .step = TEA_STEP_SIGN_IN,
  },
  {
    .code = MX_ERROR_ACCOUNT_LOCKED,
    .title = N_ ("Account Paused"),
    .sentence = N_ ("%s has locked this account. Ask the people who run it why."),
    .unnamed = N_ ("This account is locked. Ask the people who run the server why."),
    .label = N_ ("_Ask Why…"),
    .step = TEA_STEP_ASK_WHY,
  },
  {
    .code = MX_ERROR_ACCOUNT_SUSPENDED,
    .title = N_ ("Account Paused"),
    .sentence = N_ ("%s has paused this account: you can read, but not write. Ask the people who run it why."),
    .unnamed = N_ ("This account is paused: you can read, but not write. Ask the people who run the server why."),
    .label = N_ ("_Ask Why…"),
    .step = TEA_STEP_ASK_WHY,
  },
  {
    .code = MX_ERROR_STORE_BUSY,
    .title = N_ ("Already Open"),
    .sentence = N_ ("Another Teahouse has your messages of %s open. Close it first."),
    .unnamed = N_ ("Another Teahouse has your messages open. Close it first."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_STORE_DAMAGED,
    .title = N_ ("Messages Cannot Be Read"),
    .sentence = N_ ("Your messages on this computer cannot be read. They can be loaded again from %s."),
    .unnamed = N_ ("Your messages on this computer cannot be read. They can be loaded again from the server."),
    .label = N_ ("_Load Again"),
    .step = TEA_STEP_LOAD_AGAIN,
  },
  {
    .code = MX_ERROR_STORE_KEY,
    .title = N_ ("The Key Is Missing"),
    .sentence = N_ ("Your messages of %s are here, but the key that opens them is not: your keyring was "
                    "replaced, or the passphrase is another one."),
    .unnamed = N_ ("Your messages are here, but the key that opens them is not: your keyring was "
                   "replaced, or the passphrase is another one."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_UNLOCK,
  },
  {
    .code = MX_ERROR_STORE_FULL,
    .title = N_ ("No Space Left"),
    .sentence = N_ ("This computer has no space left for messages of %s. Delete something, then try again."),
    .unnamed = N_ ("This computer has no space left. Delete something, then try again."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_KEYRING_LOCKED,
    .title = N_ ("Your Keyring Is Locked"),
    .sentence = N_ ("Your keyring is locked. Teahouse needs it to open your messages of %s."),
    .unnamed = N_ ("Your keyring is locked. Teahouse needs it to open your messages."),
    .label = N_ ("_Unlock"),
    .step = TEA_STEP_UNLOCK,
  },
  {
    .code = MX_ERROR_KEYRING_MISSING,
    .title = N_ ("No Keyring Here"),
    .sentence = N_ ("This computer has no keyring to keep the key of your messages of %s. Choose another place."),
    .unnamed = N_ ("This computer has no keyring to keep the key of your messages. Choose another place."),
    .label = N_ ("_Choose"),
    .step = TEA_STEP_CHOOSE_KEY,
  },
  {
    .code = MX_ERROR_STORE_NEWER,
    .title = N_ ("A Newer Teahouse Was Here"),
    .sentence = N_ ("Your messages of %s were last opened by a newer Teahouse. Update this one to read them."),
    .unnamed = N_ ("Your messages were last opened by a newer Teahouse. Update this one to read them."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_DENIED,
    .title = N_ ("Not Signed In"),
    .sentence = N_ ("The sign-in at %s ended without your agreement. You can begin again."),
    .unnamed = N_ ("The sign-in in the browser ended without your agreement. You can begin again."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_EXPIRED,
    .title = N_ ("Too Late"),
    .sentence = N_ ("The sign-in at %s took too long. Begin again."),
    .unnamed = N_ ("The sign-in in the browser took too long. Begin again."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_USER_IN_USE,
    .title = N_ ("Name Taken"),
    .sentence = N_ ("Somebody at %s has this name already. Choose another."),
    .unnamed = N_ ("Somebody has this name already. Choose another."),
    .label = N_ ("_Choose Another"),
    .step = TEA_STEP_RETYPE,
  },
  {
    .code = MX_ERROR_BAD_USERNAME,
    .title = N_ ("Not This Name"),
    .sentence = N_ ("%s does not allow this name. Use small letters, digits, and . _ - only."),
    .unnamed = N_ ("This name is not allowed. Use small letters, digits, and . _ - only."),
    .label = N_ ("_Choose Another"),
    .step = TEA_STEP_RETYPE,
  },
  {
    .code = MX_ERROR_WEAK_PASSWORD,
    .title = N_ ("A Better Password"),
    .sentence = N_ ("%s wants a longer or more varied password."),
    .unnamed = N_ ("The server wants a longer or more varied password."),
    .label = N_ ("_Choose Another"),
    .step = TEA_STEP_RETYPE,
  },
  {
    .code = MX_ERROR_FAR_SERVER,
    .title = N_ ("No Answer from There"),
    .sentence = N_ ("%s does not answer your server. Try again in a while."),
    .unnamed = N_ ("Another server does not answer yours. Try again in a while."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
  {
    .code = MX_ERROR_OTHER_ACCOUNT,
    .title = N_ ("Another Account"),
    .sentence = N_ ("That is another account at %s. Sign in with the one you had here; nothing was changed."),
    .unnamed = N_ ("That is another account. Sign in with the one you had here; nothing was changed."),
    .label = N_ ("_Try Again"),
    .step = TEA_STEP_TRY_AGAIN,
  },
};
/* clang-format on */
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == MX_N_ERRORS);

static const TeaErrorRow *
find_row (const GError *error)
{
  if (error != NULL && error->domain == MX_ERROR && error->code >= 0 &&
      error->code < (int) G_N_ELEMENTS (rows))
    return &rows[error->code];

  return &rows[MX_ERROR_FAILED];
}

/* The only place where a translated text is a format; every row has exactly one %s. */
static char *
fill_server (const char *sentence,
             const char *server)
{
  g_autofree char *isolated = mx_text_isolate (server);
  g_auto (GStrv) parts = g_strsplit (sentence, "%s", 2);

  return g_strjoinv (isolated, parts);
}

static char *
describe_wait (const char *server,
               gint64      wait_ms)
{
  guint seconds = (guint) CLAMP ((wait_ms + 999) / 1000, 1, 24 * 60 * 60);
  g_autofree char *isolated = NULL;

  if (server == NULL)
    /* Translators: shown when something was tried too often. */
    return g_strdup_printf (ngettext ("The server asks us to wait %u second.",
                                      "The server asks us to wait %u seconds.", seconds),
                            seconds);

  isolated = mx_text_isolate (server);
  /* Translators: %s is the name of a server, such as example.org. */
  return g_strdup_printf (
    ngettext ("%s asks us to wait %u second.", "%s asks us to wait %u seconds.", seconds),
    isolated, seconds);
}

/* Both numbers, so that one knows how much is too much. */
static char *
describe_size (const GError *error,
               const char   *server)
{
  g_autofree char *size = g_format_size (mx_error_get_size (error));
  g_autofree char *limit = g_format_size (mx_error_get_limit (error));
  g_autofree char *isolated = server != NULL ? mx_text_isolate (server) : NULL;

  if (server == NULL)
    /* Translators: sizes of files, such as "80 MB" and "50 MB". */
    return g_strdup_printf (_ ("The file has %1$s; the server takes up to %2$s."), size, limit);
  /* Translators: a size such as "80 MB", the name of a server, and the largest size that it takes. */
  return g_strdup_printf (_ ("The file has %1$s; %2$s takes up to %3$s."), size, isolated, limit);
}

/* A line for people who know: code, server's words, shortened and on one line. */
static char *
describe_details (const GError *error)
{
  g_autofree char *line = NULL;
  g_autofree char *cut = NULL;
  const char *errcode = NULL;

  if (error == NULL || error->message == NULL || *error->message == '\0')
    return NULL;

  line = mx_text_clean_line (error->message);
  cut = mx_text_limit (line, 1, 300, NULL);
  if (error->domain == MX_ERROR)
    errcode = mx_error_get_errcode (error);

  if (errcode != NULL && strstr (cut, errcode) == NULL)
    return g_strdup_printf ("%s: %s", errcode, cut);

  return g_steal_pointer (&cut);
}

/**
 * tea_error_describe:
 * @error: (nullable): what went wrong
 * @server: (nullable): the server that was asked, where the error does not know it
 * @out: (out caller-allocates): filled with translated words; clear it after use
 *
 * Says what happened, and what the person can do next.
 */
void
tea_error_describe (const GError *error,
                    const char   *server,
                    TeaErrorText *out)
{
  const TeaErrorRow *row = find_row (error);
  gint64 wait_ms = 0;

  g_return_if_fail (out != NULL);

  if (error != NULL && error->domain == MX_ERROR) {
    if (mx_error_get_server (error) != NULL)
      server = mx_error_get_server (error);
    wait_ms = mx_error_get_retry_after (error);
  }
  if (server != NULL && *server == '\0')
    server = NULL;

  *out = (TeaErrorText) { .step = row->step, .wait_ms = MAX (wait_ms, 0) };
  out->title = g_strdup (_ (row->title));
  if (row->code == MX_ERROR_RATE_LIMITED && wait_ms > 0)
    out->sentence = describe_wait (server, wait_ms);
  else if (mx_error_get_limit (error) > 0)
    out->sentence = describe_size (error, server);
  else if (server != NULL)
    out->sentence = fill_server (_ (row->sentence), server);
  else
    out->sentence = g_strdup (_ (row->unnamed));
  out->label = row->label != NULL ? g_strdup (_ (row->label)) : NULL;
  out->details = describe_details (error);
}

/**
 * tea_error_sentence:
 * @error: (nullable): what went wrong
 * @server: (nullable): the server that was asked
 *
 * Of what somebody asked for once: it is not tried again by itself, and nothing waits to be sent.
 *
 * Returns: (transfer full): the sentence of tea_error_describe () alone
 */
char *
tea_error_sentence (const GError *error,
                    const char   *server)
{
  const TeaErrorRow *row = find_row (error);
  g_auto (TeaErrorText) text = { 0 };

  if (row->once != NULL && mx_error_get_server (error) != NULL)
    server = mx_error_get_server (error);
  if (row->once != NULL && server != NULL && *server != '\0')
    return fill_server (_ (row->once), server);
  if (row->once != NULL)
    return g_strdup (_ (row->once_unnamed));
  tea_error_describe (error, server, &text);
  return g_steal_pointer (&text.sentence);
}

/**
 * tea_error_is_quiet:
 * @error: (nullable): what an async call answered
 *
 * Returns: whether nothing is to be said: no error, or the person cancelled it
 */
gboolean
tea_error_is_quiet (const GError *error)
{
  return error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * tea_error_text_clear:
 * @self: the words
 *
 * Frees what tea_error_describe () filled in.
 */
void
tea_error_text_clear (TeaErrorText *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->details, g_free);
}
