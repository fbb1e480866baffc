/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of strangers, decoded in a box without network, bounded and cached. */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void        tea_picture_load_async    (MxSession           *session,
                                       const char          *mxc,
                                       int                  width,
                                       int                  height,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GdkTexture *tea_picture_load_finish   (GAsyncResult  *result,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
void        tea_picture_decode_async  (GBytes              *bytes,
                                       int                  width,
                                       int                  height,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GdkTexture *tea_picture_decode_finish (GAsyncResult  *result,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
