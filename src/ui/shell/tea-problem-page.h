/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PROBLEM_PAGE (tea_problem_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaProblemPage, tea_problem_page, TEA, PROBLEM_PAGE, AdwBin)

/* Emits "retry" (passphrase, nullable): open again. */
void tea_problem_page_show_error     (TeaProblemPage *self,
                                      const GError   *error);
void tea_problem_page_ask_passphrase (TeaProblemPage *self,
                                      const GError   *error);
void tea_problem_page_set_can_leave  (TeaProblemPage *self,
                                      gboolean        can_leave);

G_END_DECLS
