/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What making an account, and a forgotten password, need besides their attempts: mails, and a record that outlives the
 * program; each is an MxCoreFunc. */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* @wish: the server as text, the address as user_id, our secret as secret, which mail to this
 * address it is as limit, whether it is about a forgotten password as flag. Ends with the mail's id. */
void mx_enrol_mail (MxCore *core,
                    GTask  *task,
                    MxWish *wish);
/* @wish: the record as secret; NULL takes it away. Ends with a boolean. */
void mx_enrol_keep (MxCore *core,
                    GTask  *task,
                    MxWish *wish);
/* Ends with the record, or NULL. */
void mx_enrol_load (MxCore *core,
                    GTask  *task,
                    MxWish *wish);

G_END_DECLS
