/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_RESET_PAGE (tea_reset_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaResetPage, tea_reset_page, TEA, RESET_PAGE, AdwNavigationPage)

/* Emits "signed-in". */
TeaResetPage *tea_reset_page_new    (MxSession  *session,
                                     GSettings  *settings,
                                     const char *server,
                                     const char *link) G_GNUC_WARN_UNUSED_RESULT;
/* What had been begun when the program ended. */
void          tea_reset_page_resume (TeaResetPage *self,
                                     MxUia        *uia);

G_END_DECLS
