/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For mx-accounts*.c alone. */

#pragma once

#include "mx-accounts.h"

G_BEGIN_DECLS

typedef struct
{
  MxSession *session; /* (owned) */
  char *dir;          /* (owned) */
  gboolean is_known;  /* somebody had signed in there when it was looked */
} MxAccountsPlace;

struct _MxAccounts {
  GObject parent_instance;
  char *dir;         /* (owned)                       */
  GPtrArray *places; /* (owned) (element-type MxAccountsPlace): the first is the profile's own */
};

/* (nullable): @session is none of them */
MxAccountsPlace *_mx_accounts_find_place (MxAccounts *self,
                                          MxSession  *session,
                                          guint      *position);

G_END_DECLS
