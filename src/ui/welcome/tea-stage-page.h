/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_STAGE_PAGE (tea_stage_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaStagePage, tea_stage_page, TEA, STAGE_PAGE, AdwNavigationPage)

/* Emits "done": the server did it. */
TeaStagePage *tea_stage_page_new (MxUia      *uia,
                                  const char *server) G_GNUC_WARN_UNUSED_RESULT;

/* Goes on with what waits: a mail whose link nobody has followed yet. */
void tea_stage_page_resume  (TeaStagePage *self);
/* The person went back: nothing of it is kept. */
void tea_stage_page_abandon (TeaStagePage *self);

G_END_DECLS
