/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving what somebody sent, under a name that is safe, where the person says. */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     tea_save_media_async  (GtkWidget           *parent,
                                MxSession           *session,
                                const char          *mxc,
                                const char          *name,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
void     tea_save_bytes_async  (GFile               *file,
                                GBytes              *bytes,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean tea_save_bytes_finish (GAsyncResult  *result,
                                GError       **error);
gboolean tea_save_media_finish (GAsyncResult  *result,
                                GError       **error);

G_END_DECLS
