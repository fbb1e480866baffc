/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a dialog ends.
 *
 * What is under way holds the dialog, which waits for the answer of a server or of another program
 * unless closing it ends that. And libadwaita 1.7 never frees the box around a dialog's child once it was
 * shown: with the child in it, each dialog that was ever opened would stay until the program
 * ends, and with it the session, its models and what they watch. So the dialog lets go of the
 * child first; what stays is an empty box. Main thread. */

#include "config.h"

#include "tea-dialog.h"

/**
 * tea_dialog_cancel_when_closed:
 * @dialog: a dialog
 * @cancellable: of what nobody wants to know any more once the dialog is closed
 *
 * Ends it then.
 */
void
tea_dialog_cancel_when_closed (AdwDialog    *dialog,
                               GCancellable *cancellable)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));
  g_return_if_fail (G_IS_CANCELLABLE (cancellable));

  g_signal_connect_object (dialog, "closed", G_CALLBACK (g_cancellable_cancel), cancellable, G_CONNECT_SWAPPED);
}

/**
 * tea_dialog_dispose_template:
 * @dialog: a dialog that is being disposed of
 * @type: its type, which has a template
 *
 * Lets go of what it shows, then of its template.
 */
void
tea_dialog_dispose_template (AdwDialog *dialog,
                             GType      type)
{
  g_return_if_fail (ADW_IS_DIALOG (dialog));

  adw_dialog_set_child (dialog, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (dialog), type);
}
