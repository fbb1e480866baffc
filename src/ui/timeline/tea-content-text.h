/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_TEXT (tea_content_text_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentText, tea_content_text, TEA, CONTENT_TEXT, GtkWidget)

G_END_DECLS
