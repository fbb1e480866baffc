/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"
#include "mx-keyring.h"

G_BEGIN_DECLS

MxToken *mx_token_new  (MxCore *core) G_GNUC_WARN_UNUSED_RESULT;
void     mx_token_free (MxToken *self);

/* What a keyring item says; NULL forgets. @expires_in_ms 0: not known. */
void          mx_token_set         (MxToken             *self,
                                    const MxKeyringItem *item,
                                    gint64               expires_in_ms);
/* For the sign-out; the caller wipes it. @is_refresh: which kind it is. */
char         *mx_token_dup_last    (MxToken  *self,
                                    gboolean *is_refresh) G_GNUC_WARN_UNUSED_RESULT;
char         *mx_token_dup_access  (MxToken *self) G_GNUC_WARN_UNUSED_RESULT;
/* Renews when it is time; answers when to look again (0: never). */
gint64        mx_token_pump        (MxToken *self,
                                    gint64   now);
/* The server does not take the session any more: see the error. */
gboolean      mx_token_is_refused  (MxToken *self);
const GError *mx_token_get_refusal (MxToken *self);
/* Ends every exchange; @idle_func (core, NULL) is called when all callbacks have run. */
void          mx_token_cancel_all  (MxToken *self,
                                    GFunc    idle_func);
/* The server was heard again after it had locked the account. */
void          mx_token_accept      (MxToken *self);

G_END_DECLS
