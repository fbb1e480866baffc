/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_ACCOUNT_ROW (tea_account_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaAccountRow, tea_account_row, TEA, ACCOUNT_ROW, GtkButton)

GtkWidget *tea_account_row_new         (MxSession *session) G_GNUC_WARN_UNUSED_RESULT;
MxSession *tea_account_row_get_session (TeaAccountRow *self);
void       tea_account_row_set_current (TeaAccountRow *self,
                                        gboolean       current);

G_END_DECLS
