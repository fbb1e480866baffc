/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* MxCoreFunc: whom to write to. @wish: the server as text (nullable: the account's), whether it is about
 * what somebody does as flag. Ends with an address; MX_ERROR_NOT_FOUND: the server names nobody. */
void mx_support_find  (MxCore *core,
                       GTask  *task,
                       MxWish *wish);
void mx_support_close (MxCore *core);

G_END_DECLS
