/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_STATE (tea_content_state_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentState, tea_content_state, TEA, CONTENT_STATE, GtkWidget)

G_END_DECLS
