/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_SECRET_KEY_BYTES 32

/* Bytes in locked memory that are wiped when the last reference goes. */
MxSecret     *mx_secret_new        (gconstpointer data,
                                    gsize         len) G_GNUC_WARN_UNUSED_RESULT;
MxSecret     *mx_secret_new_random (gsize len) G_GNUC_WARN_UNUSED_RESULT;
MxSecret     *mx_secret_new_base64 (const char *text) G_GNUC_WARN_UNUSED_RESULT;
MxSecret     *mx_secret_derive     (MxSecret   *self,
                                    const char *purpose) G_GNUC_WARN_UNUSED_RESULT;
MxSecret     *mx_secret_ref        (MxSecret *self);
void          mx_secret_unref      (MxSecret *self);
const guint8 *mx_secret_get_data   (MxSecret *self,
                                    gsize    *len);
char         *mx_secret_dup_base64 (MxSecret *self);
gboolean      mx_secret_equal      (MxSecret *a,
                                    MxSecret *b);

/* Random bytes as base64url without padding: a nonce, a state, a verifier. */
char     *mx_secret_random_text (gsize len) G_GNUC_WARN_UNUSED_RESULT;
/* In constant time for texts of the same length. */
gboolean  mx_secret_equal_text  (const char *a,
                                 const char *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxSecret, mx_secret_unref)

G_END_DECLS
