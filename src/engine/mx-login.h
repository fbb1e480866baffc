/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways into an account that begin inside the engine; the border's are in mx-account.h. */

#pragma once

#include "mx-account.h"
#include "mx-grant.h"

G_BEGIN_DECLS

/* Takes both; @task ends with an MxAccountInfo. */
void mx_account_login_grant (MxCore  *core,
                             GTask   *task,
                             MxGrant *grant);

G_END_DECLS
