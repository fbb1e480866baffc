/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "mx-uia.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Has a server do something for a form inside an AdwNavigationView; what it asks for first gets pages
 * of its own above the form. */
void     tea_stage_run_async        (GtkWidget           *form,
                                     MxUia               *uia,
                                     const char          *server,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* The same of what was being done when the program ended. */
void     tea_stage_run_resume_async (GtkWidget           *form,
                                     MxUia               *uia,
                                     const char          *server,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean tea_stage_run_finish       (GAsyncResult  *result,
                                     GError       **error);

G_END_DECLS
