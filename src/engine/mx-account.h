/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-core.h"

G_BEGIN_DECLS

/* Border: each takes the task. */
void mx_account_set_key_mode   (MxCore *core,
                                GTask  *task,
                                MxWish *wish);
void mx_account_open           (MxCore *core,
                                GTask  *task,
                                MxWish *wish);
void mx_account_login_password (MxCore *core,
                                GTask  *task,
                                MxWish *wish);
void mx_account_login_guest    (MxCore *core,
                                GTask  *task,
                                MxWish *wish);
void mx_account_login_token    (MxCore *core,
                                GTask  *task,
                                MxWish *wish);
void mx_account_logout         (MxCore *core,
                                GTask  *task,
                                MxWish *wish);

/* The loops of who is signed in. mx_account_start () needs keyring, store and account. */
gboolean mx_account_start  (MxCore  *core,
                            GError **error);
void     mx_account_cancel (MxCore *core);
void     mx_account_stop   (MxCore *core);

/* Opens the store with @master; memory mode has no folder. */
gboolean   mx_account_open_store     (MxCore    *core,
                                      MxSecret  *master,
                                      GError   **error);
char      *mx_account_store_dir      (MxCore *core);
MxKeyring *mx_account_ensure_keyring (MxCore *core);

G_END_DECLS
