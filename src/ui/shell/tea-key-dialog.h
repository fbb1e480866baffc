/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_KEY_DIALOG (tea_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaKeyDialog, tea_key_dialog, TEA, KEY_DIALOG, AdwAlertDialog)

/* Asks where the key is kept, tells the session and remembers it; finishes with
 * FALSE when the person chose nothing. */
void     tea_key_dialog_choose_async  (GtkWidget           *parent,
                                       MxSession           *session,
                                       GSettings           *settings,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
gboolean tea_key_dialog_choose_finish (GtkWidget    *parent,
                                       GAsyncResult *result);

G_END_DECLS
