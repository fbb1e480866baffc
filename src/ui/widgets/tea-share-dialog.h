/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SHARE_DIALOG (tea_share_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaShareDialog, tea_share_dialog, TEA, SHARE_DIALOG, AdwDialog)

AdwDialog *tea_share_dialog_new (MxSession  *session,
                                 const char *link,
                                 const char *name);

G_END_DECLS
