/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a sign-in outside the program brought: whose server it is, and a login token
 * (single sign-on), tokens (OAuth 2.0) or a whole account (a registration). Private to the engine. */

#pragma once

#include "mx-discovery.h"

G_BEGIN_DECLS

typedef struct _MxGrant {
  MxServer *server;  /* (owned)                               */
  char *login_token; /* (owned) (nullable): wiped when freed  */
  MxLogin *tokens;   /* (owned) (nullable)                    */
  char *client_id;   /* (owned) (nullable): with tokens       */
  MxLogin *login;    /* (owned) (nullable): all that is known, nothing more is asked */
  gboolean upgrades; /* the guest who is signed in becomes this account */
} MxGrant;

void mx_grant_free (MxGrant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxGrant, mx_grant_free)

G_END_DECLS
