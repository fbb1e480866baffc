/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_KEEP_PAGE (tea_keep_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaKeepPage, tea_keep_page, TEA, KEEP_PAGE, AdwNavigationPage)

/* A dialog with the page in it. */
AdwDialog *tea_keep_dialog_new (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
