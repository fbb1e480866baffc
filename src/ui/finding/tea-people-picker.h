/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PEOPLE_PICKER (tea_people_picker_get_type ())
G_DECLARE_FINAL_TYPE (TeaPeoplePicker, tea_people_picker, TEA, PEOPLE_PICKER, AdwBin)

/* Emits "chosen" (a user id) where one person is enough; collects them with "many". */
void   tea_people_picker_set_session (TeaPeoplePicker *self,
                                      MxSession       *session);
void   tea_people_picker_add         (TeaPeoplePicker *self,
                                      const char      *user_id,
                                      const char      *name,
                                      const char      *avatar);
char **tea_people_picker_dup_chosen  (TeaPeoplePicker *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
