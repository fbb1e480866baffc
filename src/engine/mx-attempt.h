/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the owner of an account asks of the server; each is an MxCoreFunc. */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* @wish: the MxAttempt as limit, the server as text, the body as secret, a stage's answer as
 * auth. Ends with an MxUiaChallenge or NULL. */
void mx_attempt_run           (MxCore *core,
                               GTask  *task,
                               MxWish *wish);
/* Ends with an MxAccountInfo. */
void mx_attempt_login_made    (MxCore *core,
                               GTask  *task,
                               MxWish *wish);
/* Ends with a GPtrArray of MxDevice. */
void mx_attempt_list_devices  (MxCore *core,
                               GTask  *task,
                               MxWish *wish);
/* @wish: the device as text, its name as type. Ends with a boolean. */
void mx_attempt_rename_device (MxCore *core,
                               GTask  *task,
                               MxWish *wish);

G_END_DECLS
