/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ACCOUNT_SWITCHER (tea_account_switcher_get_type ())
G_DECLARE_FINAL_TYPE (TeaAccountSwitcher, tea_account_switcher, TEA, ACCOUNT_SWITCHER, AdwBin)

/* Property "has-news": another account than the one that is shown has something to read. */
void     tea_account_switcher_set_accounts (TeaAccountSwitcher *self,
                                            MxAccounts         *accounts);
void     tea_account_switcher_set_session  (TeaAccountSwitcher *self,
                                            MxSession          *session);
gboolean tea_account_switcher_has_news     (TeaAccountSwitcher *self);

G_END_DECLS
