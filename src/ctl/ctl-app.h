/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ctl-options.h"
#include "mx-accounts.h"

G_BEGIN_DECLS

typedef struct _CtlApp CtlApp;

CtlApp     *ctl_app_new          (CtlOptions *options) G_GNUC_WARN_UNUSED_RESULT;
void        ctl_app_free         (CtlApp *self);
int         ctl_app_run          (CtlApp *self);
MxSession  *ctl_app_get_session  (CtlApp *self);
void        ctl_app_set_session  (CtlApp    *self,
                                  MxSession *session);
MxSession  *ctl_app_add_session  (CtlApp *self);
MxAccounts *ctl_app_get_accounts (CtlApp *self);
CtlOptions *ctl_app_get_options  (CtlApp *self);

/* Opens the profile, with a passphrase where it needs one. TRUE: somebody is signed in. */
void     ctl_app_open_async  (CtlApp              *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data);
gboolean ctl_app_open_finish (CtlApp        *self,
                              GAsyncResult  *result,
                              GError       **error);
/* Closes the profile and ends ctl_app_run () with @status; only the first one counts. */
void     ctl_app_quit        (CtlApp *self,
                              int     status);
/* Says why on standard error, and quits. */
void     ctl_app_fail        (CtlApp       *self,
                              const GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlApp, ctl_app_free)

G_END_DECLS
