/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values of the border that both of its sides know. */

#pragma once

#include "mx-browser-step.h"
#include "mx-types.h"
#include "mx-uia-challenge.h"

G_BEGIN_DECLS

/* Deltas arrive in order, on the main thread, never while a border function runs. */
typedef void (*MxDeltaFunc) (MxDelta *delta,
                             gpointer user_data);

typedef struct
{
  char *user_id;
  char *device_id;
  char *homeserver; /* base URL                                 */
  char *server_name;
  gboolean is_guest;
  char *issuer;    /* (nullable): signed in by OAuth 2.0, there        */
  char *client_id; /* (nullable): this program at the issuer           */
  char *name;      /* (nullable): that others saw when it was asked for last */
  char *avatar;    /* (nullable): the picture's address, the same      */
} MxAccountInfo;

/* What user-interactive authentication stands before. */
typedef enum {
  MX_ATTEMPT_REGISTER, /* an account: {"username", "password"}                    */
  MX_ATTEMPT_UPGRADE,  /* the guest's own account, its id stays: {"password"}     */
  MX_ATTEMPT_DELETE_DEVICES,
  MX_ATTEMPT_PASSWORD,
  MX_ATTEMPT_DEACTIVATE,
  MX_ATTEMPT_RESET, /* a forgotten password: {"new_password", "logout_devices"} */
} MxAttempt;

MxAccountInfo *mx_account_info_copy (const MxAccountInfo *self) G_GNUC_WARN_UNUSED_RESULT;
void           mx_account_info_free (MxAccountInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxAccountInfo, mx_account_info_free)

G_END_DECLS
