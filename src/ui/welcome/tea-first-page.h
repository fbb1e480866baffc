/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "tea-sign-in-way.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_FIRST_PAGE (tea_first_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaFirstPage, tea_first_page, TEA, FIRST_PAGE, AdwNavigationPage)

/* Whose welcome it is. */
void tea_first_page_set_community (TeaFirstPage *self,
                                   MxCommunity  *community);
/* Its community's own way in, and whether one may look around; until then it has neither. */
void tea_first_page_set_ways      (TeaFirstPage *self,
                                   TeaSignInWay *way,
                                   gboolean      takes_guests,
                                   GListModel   *communities);
/* Whether there is another account to go back to. */
void tea_first_page_set_can_leave (TeaFirstPage *self,
                                   gboolean      can_leave);
/* The account that signs in takes the rooms of a guest. */
void tea_first_page_take_along    (TeaFirstPage *self);
/* The keyboard goes to what Enter would press. */
void tea_first_page_focus         (TeaFirstPage *self);

G_END_DECLS
