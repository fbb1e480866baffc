/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SPACE_DIALOG (tea_space_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaSpaceDialog, tea_space_dialog, TEA, SPACE_DIALOG, AdwDialog)

AdwDialog *tea_space_dialog_new (MxSession  *session,
                                 const char *room_id);

G_END_DECLS
