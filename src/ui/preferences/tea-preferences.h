/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PREFERENCES (tea_preferences_get_type ())
G_DECLARE_FINAL_TYPE (TeaPreferences, tea_preferences, TEA, PREFERENCES, AdwPreferencesDialog)

AdwDialog *tea_preferences_new (MxSession *session,
                                GSettings *settings);

G_END_DECLS
