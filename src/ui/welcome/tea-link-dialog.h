/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_LINK_DIALOG (tea_link_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaLinkDialog, tea_link_dialog, TEA, LINK_DIALOG, AdwDialog)

AdwDialog *tea_link_dialog_new (MxSession *session);

G_END_DECLS
