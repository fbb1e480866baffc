/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one error domain. A GError of it also says which server answered, with which
 * HTTP status and Matrix error code, and when to come back. Any thread; values. */

#include "config.h"

#include "mx-error.h"

/* As they stand in documents and in what scripts read. */
static const char *const names[] = {
  [MX_ERROR_FAILED] = "FAILED",
  [MX_ERROR_BAD_INPUT] = "BAD_INPUT",
  [MX_ERROR_BAD_RESPONSE] = "BAD_RESPONSE",
  [MX_ERROR_NO_SERVER] = "NO_SERVER",
  [MX_ERROR_NOT_MATRIX] = "NOT_MATRIX",
  [MX_ERROR_UNREACHABLE] = "UNREACHABLE",
  [MX_ERROR_CERTIFICATE] = "CERTIFICATE",
  [MX_ERROR_SERVER] = "SERVER",
  [MX_ERROR_RATE_LIMITED] = "RATE_LIMITED",
  [MX_ERROR_FORBIDDEN] = "FORBIDDEN",
  [MX_ERROR_WRONG_PASSWORD] = "WRONG_PASSWORD",
  [MX_ERROR_GUEST_FORBIDDEN] = "GUEST_FORBIDDEN",
  [MX_ERROR_NEEDS_INVITE] = "NEEDS_INVITE",
  [MX_ERROR_BANNED] = "BANNED",
  [MX_ERROR_NOT_FOUND] = "NOT_FOUND",
  [MX_ERROR_UNRECOGNIZED] = "UNRECOGNIZED",
  [MX_ERROR_TOO_LARGE] = "TOO_LARGE",
  [MX_ERROR_REFUSED] = "REFUSED",
  [MX_ERROR_SIGNED_OUT] = "SIGNED_OUT",
  [MX_ERROR_SOFT_LOGOUT] = "SOFT_LOGOUT",
  [MX_ERROR_ACCOUNT_LOCKED] = "ACCOUNT_LOCKED",
  [MX_ERROR_ACCOUNT_SUSPENDED] = "ACCOUNT_SUSPENDED",
  [MX_ERROR_STORE_BUSY] = "STORE_BUSY",
  [MX_ERROR_STORE_DAMAGED] = "STORE_DAMAGED",
  [MX_ERROR_STORE_KEY] = "STORE_KEY",
  [MX_ERROR_STORE_FULL] = "STORE_FULL",
  [MX_ERROR_KEYRING_LOCKED] = "KEYRING_LOCKED",
  [MX_ERROR_KEYRING_MISSING] = "KEYRING_MISSING",
  [MX_ERROR_STORE_NEWER] = "STORE_NEWER",
  [MX_ERROR_DENIED] = "DENIED",
  [MX_ERROR_EXPIRED] = "EXPIRED",
  [MX_ERROR_USER_IN_USE] = "USER_IN_USE",
  [MX_ERROR_BAD_USERNAME] = "BAD_USERNAME",
  [MX_ERROR_WEAK_PASSWORD] = "WEAK_PASSWORD",
  [MX_ERROR_FAR_SERVER] = "FAR_SERVER",
  [MX_ERROR_OTHER_ACCOUNT] = "OTHER_ACCOUNT",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == MX_N_ERRORS);

typedef struct
{
  char *errcode;         /* (nullable) */
  char *server;          /* (nullable) */
  int status;            /* 0: no HTTP answer */
  gint64 retry_after_ms; /* -1: nothing was said */
  guint64 size;          /* of what is too large; 0: not known */
  guint64 limit;         /* what is taken; 0: not known */
} MxErrorPrivate;

static void
mx_error_private_init (MxErrorPrivate *priv)
{
  priv->retry_after_ms = -1;
}

static void
mx_error_private_copy (const MxErrorPrivate *src,
                       MxErrorPrivate       *dest)
{
  dest->errcode = g_strdup (src->errcode);
  dest->server = g_strdup (src->server);
  dest->status = src->status;
  dest->retry_after_ms = src->retry_after_ms;
  dest->size = src->size;
  dest->limit = src->limit;
}

static void
mx_error_private_clear (MxErrorPrivate *priv)
{
  g_clear_pointer (&priv->errcode, g_free);
  g_clear_pointer (&priv->server, g_free);
}

G_DEFINE_EXTENDED_ERROR (MxError, mx_error)

static const MxErrorPrivate *
peek (const GError *error)
{
  if (error == NULL || error->domain != MX_ERROR)
    return NULL;
  return mx_error_get_private (error);
}

/**
 * mx_error_new_server:
 * @code: what it means to the caller
 * @status: the HTTP status, or 0
 * @errcode: (nullable): the Matrix error code, `M_FORBIDDEN` …
 * @server: (nullable): the server that was asked
 * @retry_after_ms: how long it asks to wait, or -1
 * @message: (nullable): text for the log
 *
 * Makes an error about an answer of a server.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_error_new_server (MxError     code,
                     int         status,
                     const char *errcode,
                     const char *server,
                     gint64      retry_after_ms,
                     const char *message)
{
  GError *error = g_error_new_literal (MX_ERROR, (int) code, message ? message : "no details");
  MxErrorPrivate *priv = mx_error_get_private (error);

  priv->errcode = g_strdup (errcode);
  priv->server = g_strdup (server);
  priv->status = status;
  priv->retry_after_ms = retry_after_ms;
  return error;
}

/**
 * mx_error_new_too_large:
 * @size: how many bytes there are
 * @limit: how many are taken
 * @server: (nullable): who takes them
 *
 * Makes an error about a file that nobody tries to send.
 *
 * Returns: (transfer full): the error
 */
GError *
mx_error_new_too_large (guint64     size,
                        guint64     limit,
                        const char *server)
{
  GError *error = g_error_new (MX_ERROR, MX_ERROR_TOO_LARGE,
                               "%" G_GUINT64_FORMAT " bytes where %" G_GUINT64_FORMAT " are taken", size, limit);
  MxErrorPrivate *priv = mx_error_get_private (error);

  priv->server = g_strdup (server);
  priv->size = size;
  priv->limit = limit;
  return error;
}

/**
 * mx_error_blame:
 * @error: an error
 * @far_server: (nullable): the server that ours had to ask for what it was asked, if any
 *
 * A server that answers "bad gateway", in Matrix's own form, has asked another one in vain: the trouble
 * is there. See Client-Server API, "Joining rooms" (502).
 */
void
mx_error_blame (GError     *error,
                const char *far_server)
{
  MxErrorPrivate *priv;

  if (!g_error_matches (error, MX_ERROR, MX_ERROR_SERVER) || far_server == NULL)
    return;
  priv = mx_error_get_private (error);
  if (priv->status != 502 || priv->errcode == NULL)
    return;
  error->code = MX_ERROR_FAR_SERVER;
  g_set_str (&priv->server, far_server);
}

/**
 * mx_error_get_name:
 * @code: a code of %MX_ERROR
 *
 * Returns: (transfer none): what it is called: "UNREACHABLE"
 */
const char *
mx_error_get_name (MxError code)
{
  g_return_val_if_fail (code < MX_N_ERRORS, NULL);

  return names[code];
}

/**
 * mx_error_get_errcode:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): the Matrix error code
 */
const char *
mx_error_get_errcode (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->errcode : NULL;
}

/**
 * mx_error_get_server:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): the server that was asked
 */
const char *
mx_error_get_server (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->server : NULL;
}

/**
 * mx_error_get_status:
 * @error: (nullable): any error
 *
 * Returns: the HTTP status, or 0 when there was no answer
 */
int
mx_error_get_status (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->status : 0;
}

/**
 * mx_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: the milliseconds that the server asks to wait, or -1 when it said nothing
 */
gint64
mx_error_get_retry_after (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->retry_after_ms : -1;
}

/**
 * mx_error_get_size:
 * @error: (nullable): any error
 *
 * Returns: how many bytes were too many, or 0
 */
guint64
mx_error_get_size (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->size : 0;
}

/**
 * mx_error_get_limit:
 * @error: (nullable): any error
 *
 * Returns: how many bytes are taken, or 0
 */
guint64
mx_error_get_limit (const GError *error)
{
  const MxErrorPrivate *priv = peek (error);

  return priv ? priv->limit : 0;
}

/**
 * mx_error_is_transient:
 * @error: (nullable): any error
 *
 * Returns: whether the same thing may succeed later without anybody's doing
 */
gboolean
mx_error_is_transient (const GError *error)
{
  return g_error_matches (error, MX_ERROR, MX_ERROR_UNREACHABLE) ||
         g_error_matches (error, MX_ERROR, MX_ERROR_SERVER) ||
         g_error_matches (error, MX_ERROR, MX_ERROR_RATE_LIMITED);
}
