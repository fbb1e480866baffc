/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SOURCE_DIALOG (tea_source_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaSourceDialog, tea_source_dialog, TEA, SOURCE_DIALOG, AdwDialog)

AdwDialog *tea_source_dialog_new (const char *source);

G_END_DECLS
