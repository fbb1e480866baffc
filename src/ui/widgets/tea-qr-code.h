/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_QR_CODE (tea_qr_code_get_type ())
G_DECLARE_FINAL_TYPE (TeaQrCode, tea_qr_code, TEA, QR_CODE, GtkWidget)

gboolean tea_qr_code_set_text (TeaQrCode  *self,
                               const char *text);

G_END_DECLS
