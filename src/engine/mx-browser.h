/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in outside the program; one at a time. Each is an MxCoreFunc. */

#pragma once

#include "mx-core.h"
#include "mx-keyring.h"

G_BEGIN_DECLS

/* @wish: the server as text, the identity provider as type (nullable), the MxBrowserWay as
 * limit, what is to be kept with it as link, title and page of the page at the end. Ends with
 * an MxBrowserStep. */
void mx_browser_begin  (MxCore *core,
                        GTask  *task,
                        MxWish *wish);
/* Goes on with what was begun before the program ended. Ends with an MxBrowserStep or NULL. */
void mx_browser_resume (MxCore *core,
                        GTask  *task,
                        MxWish *wish);
/* Ends with an MxAccountInfo. Cancelling it ends the sign-in. */
void mx_browser_wait   (MxCore *core,
                        GTask  *task,
                        MxWish *wish);
/* Without a task. */
void mx_browser_cancel (MxCore *core,
                        GTask  *task,
                        MxWish *wish);
/* When the engine ends: what was begun stays to be resumed. */
void mx_browser_stop   (MxCore *core);
/* Takes the record out of @item (nullable), and that into the keyring. */
void mx_browser_forget (MxCore        *core,
                        MxKeyringItem *item);

G_END_DECLS
