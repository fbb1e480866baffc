/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-browser-step.h"
#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_WELCOME (tea_welcome_get_type ())
G_DECLARE_FINAL_TYPE (TeaWelcome, tea_welcome, TEA, WELCOME, AdwBin)

/* Emits "signed-in". */
void     tea_welcome_set_session    (TeaWelcome *self,
                                     MxSession  *session,
                                     GSettings  *settings);
void     tea_welcome_set_flow       (TeaWelcome *self,
                                     MxJoinFlow *flow);
/* Whether there is something to come back to. */
gboolean tea_welcome_is_begun       (TeaWelcome *self);
/* Whether there is another account to go back to. */
void     tea_welcome_set_can_leave  (TeaWelcome *self,
                                     gboolean    can_leave);
/* The account that signs in takes the rooms of a guest of @server (nullable). */
void     tea_welcome_take_along     (TeaWelcome *self,
                                     const char *server);
void     tea_welcome_show_first     (TeaWelcome *self);
void     tea_welcome_resume         (TeaWelcome    *self,
                                     MxBrowserStep *step);
/* The same of an account that was being made. */
void     tea_welcome_resume_account (TeaWelcome *self,
                                     MxUia      *uia);
void     tea_welcome_sign_in_again  (TeaWelcome *self);

G_END_DECLS
