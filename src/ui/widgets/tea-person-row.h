/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PERSON_ROW (tea_person_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaPersonRow, tea_person_row, TEA, PERSON_ROW, AdwActionRow)

GtkWidget  *tea_person_row_new         (MxSession  *session,
                                        const char *user_id,
                                        const char *name,
                                        const char *avatar) G_GNUC_WARN_UNUSED_RESULT;
void        tea_person_row_set_note    (TeaPersonRow *self,
                                        const char   *note);
const char *tea_person_row_get_user_id (TeaPersonRow *self);

G_END_DECLS
