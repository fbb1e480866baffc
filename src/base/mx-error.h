/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MX_ERROR:
 *
 * The one error domain of the library. Cancellation stays %G_IO_ERROR_CANCELLED.
 */
#define MX_ERROR (mx_error_quark ())

/* A code exists only where a caller acts on it or a person reads another sentence. */
typedef enum {
  MX_ERROR_FAILED,       /* nothing more can be said */
  MX_ERROR_BAD_INPUT,    /* what the person or the caller gave is not well formed */
  MX_ERROR_BAD_RESPONSE, /* the server sent something malformed, cut short or too large */
  MX_ERROR_NO_SERVER,    /* no such name */
  MX_ERROR_NOT_MATRIX,   /* it answers, but not as a Matrix server */
  MX_ERROR_UNREACHABLE,  /* offline, refused, reset or timed out: try again later */
  MX_ERROR_CERTIFICATE,  /* TLS refused */
  MX_ERROR_SERVER,       /* 5xx: try again later */
  MX_ERROR_RATE_LIMITED, /* 429: see mx_error_get_retry_after () */
  MX_ERROR_FORBIDDEN,
  MX_ERROR_WRONG_PASSWORD,
  MX_ERROR_GUEST_FORBIDDEN,
  MX_ERROR_NEEDS_INVITE,
  MX_ERROR_BANNED,
  MX_ERROR_NOT_FOUND,
  MX_ERROR_UNRECOGNIZED, /* the server does not know this endpoint */
  MX_ERROR_TOO_LARGE,
  MX_ERROR_REFUSED,     /* any other 4xx: trying again does not help */
  MX_ERROR_SIGNED_OUT,  /* token gone for good */
  MX_ERROR_SOFT_LOGOUT, /* token gone, the device stays */
  MX_ERROR_ACCOUNT_LOCKED,
  MX_ERROR_ACCOUNT_SUSPENDED,
  MX_ERROR_STORE_BUSY, /* another process has the store open */
  MX_ERROR_STORE_DAMAGED,
  MX_ERROR_STORE_KEY,  /* there is a store, but its key is missing or wrong */
  MX_ERROR_STORE_FULL, /* no space left */
  MX_ERROR_KEYRING_LOCKED,
  MX_ERROR_KEYRING_MISSING, /* no Secret Service: the person must choose a fallback */
  MX_ERROR_STORE_NEWER,     /* the store is whole, but a newer version wrote it */
  MX_ERROR_DENIED,          /* the person, or who decides there, said no in the browser */
  MX_ERROR_EXPIRED,         /* the browser's answer or a code came too late: begin anew */
  MX_ERROR_USER_IN_USE,     /* somebody has that name already */
  MX_ERROR_BAD_USERNAME,    /* the server does not allow that name */
  MX_ERROR_WEAK_PASSWORD,   /* the server wants a better password */
  MX_ERROR_FAR_SERVER,      /* our server could not ask another one, which mx_error_get_server () names */
  MX_ERROR_OTHER_ACCOUNT,   /* somebody else signed in where an account was to go on */
} MxError;

#define MX_N_ERRORS (MX_ERROR_OTHER_ACCOUNT + 1)

GQuark mx_error_quark (void);

GError *mx_error_new_server (MxError     code,
                             int         status,
                             const char *errcode,
                             const char *server,
                             gint64      retry_after_ms,
                             const char *message);

GError *mx_error_new_too_large (guint64     size,
                                guint64     limit,
                                const char *server);

/* Another server than ours may be the one that does not answer. */
void        mx_error_blame           (GError     *error,
                                      const char *far_server);
const char *mx_error_get_name        (MxError code);
const char *mx_error_get_errcode     (const GError *error);
const char *mx_error_get_server      (const GError *error);
int         mx_error_get_status      (const GError *error);
gint64      mx_error_get_retry_after (const GError *error);
guint64     mx_error_get_size        (const GError *error);
guint64     mx_error_get_limit       (const GError *error);
gboolean    mx_error_is_transient    (const GError *error);

G_END_DECLS
