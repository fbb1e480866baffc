/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_ACCOUNT_GROUP (tea_account_group_get_type ())
G_DECLARE_FINAL_TYPE (TeaAccountGroup, tea_account_group, TEA, ACCOUNT_GROUP, AdwPreferencesGroup)

void tea_account_group_set_session (TeaAccountGroup *self,
                                    MxSession       *session);

G_END_DECLS
