/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* In a dialog's init. */
void tea_dialog_cancel_when_closed (AdwDialog    *dialog,
                                    GCancellable *cancellable);
/* In a dialog's dispose, instead of gtk_widget_dispose_template (). */
void tea_dialog_dispose_template   (AdwDialog *dialog,
                                    GType      type);

G_END_DECLS
