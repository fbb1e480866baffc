/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_DIRECTORY_DIALOG (tea_directory_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaDirectoryDialog, tea_directory_dialog, TEA, DIRECTORY_DIALOG, AdwDialog)

AdwDialog *tea_directory_dialog_new (MxSession *session);

G_END_DECLS
