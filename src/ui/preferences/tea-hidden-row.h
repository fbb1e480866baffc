/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_HIDDEN_ROW (tea_hidden_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaHiddenRow, tea_hidden_row, TEA, HIDDEN_ROW, AdwActionRow)

GtkWidget *tea_hidden_row_new (const char *user_id,
                               const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
