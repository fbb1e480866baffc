/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_UNKNOWN (tea_content_unknown_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentUnknown, tea_content_unknown, TEA, CONTENT_UNKNOWN, GtkWidget)

G_END_DECLS
