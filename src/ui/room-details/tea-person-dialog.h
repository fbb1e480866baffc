/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PERSON_DIALOG (tea_person_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaPersonDialog, tea_person_dialog, TEA, PERSON_DIALOG, AdwDialog)

void tea_person_dialog_present (GtkWidget  *parent,
                                MxSession  *session,
                                MxRoom     *room,
                                const char *user_id,
                                const char *action);

G_END_DECLS
