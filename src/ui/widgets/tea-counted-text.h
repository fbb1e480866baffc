/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_COUNTED_TEXT (tea_counted_text_get_type ())
G_DECLARE_FINAL_TYPE (TeaCountedText, tea_counted_text, TEA, COUNTED_TEXT, AdwBin)

char *tea_counted_text_dup_text (TeaCountedText *self);
void  tea_counted_text_set_text (TeaCountedText *self,
                                 const char     *text);

G_END_DECLS
