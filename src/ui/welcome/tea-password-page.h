/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PASSWORD_PAGE (tea_password_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaPasswordPage, tea_password_page, TEA, PASSWORD_PAGE, AdwNavigationPage)

/* Signs in by the session; "is-open" of the session tells the rest. */
void tea_password_page_set_session (TeaPasswordPage *self,
                                    MxSession       *session,
                                    GSettings       *settings);
void tea_password_page_set_account (TeaPasswordPage *self,
                                    const char      *server,
                                    const char      *user);
/* The link that was opened; who gets another password goes on there. */
void tea_password_page_set_flow    (TeaPasswordPage *self,
                                    MxJoinFlow      *flow);
/* A forgotten password, as it stood when the program ended. */
void tea_password_page_resume      (TeaPasswordPage *self,
                                    MxUia           *uia);

G_END_DECLS
