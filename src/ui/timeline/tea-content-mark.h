/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_MARK (tea_content_mark_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentMark, tea_content_mark, TEA, CONTENT_MARK, GtkWidget)

G_END_DECLS
