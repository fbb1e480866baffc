/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_PICTURE_VIEWER (tea_picture_viewer_get_type ())
G_DECLARE_FINAL_TYPE (TeaPictureViewer, tea_picture_viewer, TEA, PICTURE_VIEWER, AdwDialog)

AdwDialog *tea_picture_viewer_new          (MxSession  *session,
                                            const char *mxc,
                                            const char *name);
/* A button "Report…", which closes the dialog and emits "report" (event_id). */
void       tea_picture_viewer_offer_report (TeaPictureViewer *self,
                                            const char       *event_id);

G_END_DECLS
