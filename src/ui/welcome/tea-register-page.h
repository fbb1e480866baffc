/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_REGISTER_PAGE (tea_register_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaRegisterPage, tea_register_page, TEA, REGISTER_PAGE, AdwNavigationPage)

/* Emits "signed-in". */
void tea_register_page_set_session (TeaRegisterPage *self,
                                    MxSession       *session,
                                    GSettings       *settings);
void tea_register_page_set_server  (TeaRegisterPage *self,
                                    const char      *server);
/* The link that was opened; the account's owner goes on there. */
void tea_register_page_set_flow    (TeaRegisterPage *self,
                                    MxJoinFlow      *flow);
/* An account that was being made when the program ended. */
void tea_register_page_resume      (TeaRegisterPage *self,
                                    MxUia           *uia);
/* The person went back from what the server asks for. */
void tea_register_page_give_up     (TeaRegisterPage *self);

G_END_DECLS
