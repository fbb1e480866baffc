/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

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

G_END_DECLS
