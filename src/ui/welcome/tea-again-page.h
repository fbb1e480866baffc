/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_AGAIN_PAGE (tea_again_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaAgainPage, tea_again_page, TEA, AGAIN_PAGE, AdwNavigationPage)

/* Emits "chosen" (TeaSignInWay, MxServerOffer). */
void tea_again_page_set_session (TeaAgainPage *self,
                                 MxSession    *session);
void tea_again_page_start       (TeaAgainPage *self);

G_END_DECLS
