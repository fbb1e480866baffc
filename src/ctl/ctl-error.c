/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a failure looks like to a script and to a person at a terminal: a number, an error
 * code in the specification's form, and a sentence that says what to do. The error's own
 * message is for the log and travels as "detail". Main thread. */

#include "config.h"

#include "ctl-error.h"

#include "mx-error.h"
#include "mx-text.h"

G_DEFINE_QUARK (ctl - rpc - error - quark, ctl_rpc_error)

static const char *const sentences[] = {
  [MX_ERROR_FAILED] = "This did not work.",
  [MX_ERROR_BAD_INPUT] = "What was given is not well formed. Check ids, links and names.",
  [MX_ERROR_BAD_RESPONSE] = "The server sent an answer that cannot be used. Try again later.",
  [MX_ERROR_NO_SERVER] = "There is no server of this name. Check the spelling.",
  [MX_ERROR_NOT_MATRIX] = "This is not a Matrix server. Check the name.",
  [MX_ERROR_UNREACHABLE] = "The server cannot be reached. Check the connection and try again.",
  [MX_ERROR_CERTIFICATE] = "The server's certificate is not valid, so nothing was sent to it.",
  [MX_ERROR_SERVER] = "The server has a problem of its own. Try again later.",
  [MX_ERROR_RATE_LIMITED] = "The server asks to wait before trying again.",
  [MX_ERROR_FORBIDDEN] = "This account is not allowed to do this.",
  [MX_ERROR_WRONG_PASSWORD] = "The name or the password is wrong.",
  [MX_ERROR_GUEST_FORBIDDEN] = "Guests are not allowed to do this. Sign in with an account.",
  [MX_ERROR_NEEDS_INVITE] = "Only invited people can join this room. Ask a member to invite you.",
  [MX_ERROR_BANNED] = "This account is banned from the room.",
  [MX_ERROR_NOT_FOUND] = "There is no such thing, or it cannot be seen from here. Check the id.",
  [MX_ERROR_UNRECOGNIZED] = "The server does not offer this.",
  [MX_ERROR_TOO_LARGE] = "This is larger than the server takes.",
  [MX_ERROR_REFUSED] = "This was refused; trying again does not help.",
  [MX_ERROR_SIGNED_OUT] = "Nobody is signed in. Sign in first.",
  [MX_ERROR_SOFT_LOGOUT] = "The server ended this session. Sign in again; nothing here is lost.",
  [MX_ERROR_ACCOUNT_LOCKED] = "The server's administrators have locked this account.",
  [MX_ERROR_ACCOUNT_SUSPENDED] = "The server's administrators have suspended this account: it can read only.",
  [MX_ERROR_STORE_BUSY] = "Another program has this profile open. Close it, or use another profile.",
  [MX_ERROR_STORE_DAMAGED] = "What is stored in this profile is damaged.",
  [MX_ERROR_STORE_KEY] = "The key of this profile is missing, or the passphrase is wrong.",
  [MX_ERROR_STORE_FULL] = "There is no space left on the disk.",
  [MX_ERROR_KEYRING_LOCKED] = "The keyring is locked. Unlock it, or give the passphrase.",
  [MX_ERROR_KEYRING_MISSING] = "There is no Secret Service here. Choose --keys passphrase or --keys memory.",
  [MX_ERROR_STORE_NEWER] = "A newer version wrote this profile. Update this program.",
  [MX_ERROR_DENIED] = "The sign-in in the browser was refused.",
  [MX_ERROR_EXPIRED] = "The sign-in in the browser took too long. Begin again.",
  [MX_ERROR_USER_IN_USE] = "Somebody has this name already.",
  [MX_ERROR_BAD_USERNAME] = "The server does not allow this name.",
  [MX_ERROR_WEAK_PASSWORD] = "The server wants a better password.",
  [MX_ERROR_FAR_SERVER] = "The server of this room does not answer ours. Try again later.",
  [MX_ERROR_OTHER_ACCOUNT] = "That is another account. Sign in with the one this profile has, or sign out first.",
};

/* What is none of ours is told as a failure of which nothing more can be said. */
static MxError
code_of (const GError *error)
{
  if (error->domain == MX_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (sentences))
    return (MxError) error->code;
  return MX_ERROR_FAILED;
}

static int
number_of (const GError *error)
{
  if (error->domain == CTL_RPC_ERROR)
    return error->code;
  if (error->domain == MX_ERROR)
    return CTL_RPC_FIRST_CODE - error->code;
  return CTL_RPC_FIRST_CODE;
}

static const char *
rpc_errcode (const GError *error)
{
  switch ((CtlRpcError) error->code) {
  case CTL_RPC_PARSE:
    return "M_NOT_JSON";
  case CTL_RPC_NO_METHOD:
    return "M_UNRECOGNIZED";
  case CTL_RPC_INVALID_PARAMS:
    return "M_INVALID_PARAM";
  case CTL_RPC_SIGNED_IN:
    return "ORG.TEAHOUSE.SIGNED_IN";
  case CTL_RPC_INVALID_REQUEST:
  default:
    return "M_BAD_JSON";
  }
}

/**
 * ctl_error_get_sentence:
 * @error: an error
 *
 * Returns: (transfer none): what happened and what to do, in English
 */
const char *
ctl_error_get_sentence (const GError *error)
{
  if (error->domain == CTL_RPC_ERROR)
    return error->message;
  return sentences[code_of (error)];
}

/**
 * ctl_error_dup_errcode:
 * @error: an error
 *
 * Returns: (transfer full): the server's error code, or one of ours in the same form
 */
char *
ctl_error_dup_errcode (const GError *error)
{
  const char *errcode = mx_error_get_errcode (error);

  if (error->domain == CTL_RPC_ERROR)
    return g_strdup (rpc_errcode (error));
  if (errcode != NULL)
    return g_strdup (errcode);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_strdup ("ORG.TEAHOUSE.CANCELLED");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup ("ORG.TEAHOUSE.TIMED_OUT");
  return g_strconcat ("ORG.TEAHOUSE.", mx_error_get_name (code_of (error)), NULL);
}

/* The numbers are what helps: how large it is, and how large it may be. */
static char *
dup_sentence (const GError *error)
{
  const char *server = mx_error_get_server (error);
  g_autofree char *size = NULL;
  g_autofree char *limit = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_strdup ("It did not happen in time.");
  if (mx_error_get_limit (error) == 0)
    return g_strdup (ctl_error_get_sentence (error));
  size = g_format_size (mx_error_get_size (error));
  limit = g_format_size (mx_error_get_limit (error));
  return g_strdup_printf ("The file has %s; %s takes up to %s.", size, server != NULL ? server : "the server", limit);
}

/**
 * ctl_error_to_json:
 * @error: an error
 *
 * Returns: (transfer full): the error object of JSON-RPC
 */
JsonObject *
ctl_error_to_json (const GError *error)
{
  JsonObject *object = json_object_new ();
  JsonObject *data = json_object_new ();
  g_autofree char *errcode = ctl_error_dup_errcode (error);
  g_autofree char *sentence = dup_sentence (error);

  json_object_set_string_member (data, "errcode", errcode);
  if (error->domain != CTL_RPC_ERROR)
    json_object_set_string_member (data, "detail", error->message);
  if (mx_error_get_server (error) != NULL)
    json_object_set_string_member (data, "server", mx_error_get_server (error));
  if (mx_error_get_status (error) > 0)
    json_object_set_int_member (data, "status", mx_error_get_status (error));
  if (mx_error_get_retry_after (error) >= 0)
    json_object_set_int_member (data, "retry_after_ms", mx_error_get_retry_after (error));
  json_object_set_int_member (object, "code", number_of (error));
  json_object_set_string_member (object, "message", sentence);
  json_object_set_object_member (object, "data", data);
  return object;
}

/**
 * ctl_error_dup_line:
 * @error: an error
 *
 * Returns: (transfer full): one line for a terminal, free of control characters
 */
char *
ctl_error_dup_line (const GError *error)
{
  const char *server = mx_error_get_server (error);
  g_autofree char *line = NULL;

  if (error->domain != MX_ERROR || error->code == MX_ERROR_FAILED)
    line = g_strdup (error->message);
  else if (server != NULL)
    line = g_strdup_printf ("%s (%s: %s)", ctl_error_get_sentence (error), server, error->message);
  else
    line = g_strdup_printf ("%s (%s)", ctl_error_get_sentence (error), error->message);
  return mx_text_clean_line (line);
}
