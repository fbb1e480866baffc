/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-search: what Escape means in a field to search in. GTK's field takes the key for itself,
 * so that a dialog which begins with one could not be closed from the keyboard. Main thread. */

#include "config.h"

#include "tea-search.h"

#include <adwaita.h>

/**
 * tea_search_stop:
 * @entry: a field to search in
 *
 * A handler of #GtkSearchEntry::stop-search: empties the field, and closes the dialog of one that is empty.
 */
void
tea_search_stop (GtkSearchEntry *entry)
{
  GtkWidget *dialog;

  g_return_if_fail (GTK_IS_SEARCH_ENTRY (entry));

  if (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0') {
    gtk_editable_set_text (GTK_EDITABLE (entry), "");
    return;
  }

  dialog = gtk_widget_get_ancestor (GTK_WIDGET (entry), ADW_TYPE_DIALOG);
  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}
