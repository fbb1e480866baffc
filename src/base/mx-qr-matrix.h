/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

/**
 * MxQrMatrix:
 *
 * A QR code as squares, for whoever draws it: light all around, at least four squares wide.
 */
MxQrMatrix *mx_qr_matrix_new  (const char  *text,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        mx_qr_matrix_free (MxQrMatrix *self);

/* Squares on a side. */
guint    mx_qr_matrix_get_size (const MxQrMatrix *self);
gboolean mx_qr_matrix_is_dark  (const MxQrMatrix *self,
                                guint             x,
                                guint             y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxQrMatrix, mx_qr_matrix_free)

G_END_DECLS
