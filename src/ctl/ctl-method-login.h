/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every way of signing in answers. */

#pragma once

#include "ctl-call.h"

G_BEGIN_DECLS

JsonObject *ctl_login_new_account (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;
/* Ends the call that is @user_data. */
void        ctl_login_cb          (GObject      *object,
                                   GAsyncResult *result,
                                   gpointer      user_data);

G_END_DECLS
