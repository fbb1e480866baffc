/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-content.h"

G_BEGIN_DECLS

#define TEA_TYPE_CONTENT_FILE (tea_content_file_get_type ())
G_DECLARE_FINAL_TYPE (TeaContentFile, tea_content_file, TEA, CONTENT_FILE, GtkWidget)

G_END_DECLS
