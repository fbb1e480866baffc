/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ACCOUNT_PAGE (tea_account_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaAccountPage, tea_account_page, TEA, ACCOUNT_PAGE, AdwNavigationPage)

/* Emits "chosen" (TeaSignInWay, MxServerOffer, server, user nullable). */
void tea_account_page_set_session (TeaAccountPage *self,
                                   MxSession      *session,
                                   GSettings      *settings);
void tea_account_page_set_name    (TeaAccountPage *self,
                                   const char     *name);
/* Only the ways to a new account. */
void tea_account_page_set_is_new  (TeaAccountPage *self,
                                   gboolean        is_new);

G_END_DECLS
