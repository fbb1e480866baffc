/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-about: who made this, and under which licence. Main thread. */

#include "config.h"

#include "tea-about.h"

#include <glib/gi18n.h>

/**
 * tea_about_new:
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
tea_about_new (void)
{
  AdwAboutDialog *dialog = ADW_ABOUT_DIALOG (adw_about_dialog_new ());

  adw_about_dialog_set_application_name (dialog, "Teahouse");
  adw_about_dialog_set_application_icon (dialog, "org.teahouse.Teahouse");
  adw_about_dialog_set_version (dialog, PACKAGE_VERSION);
  adw_about_dialog_set_developer_name (dialog, _ ("The Teahouse people"));
  adw_about_dialog_set_comments (dialog,
                                 _ ("A place to talk for communities and their friends."));
  adw_about_dialog_set_license_type (dialog, GTK_LICENSE_GPL_3_0);
  /* Translators: put your names here, one a line; they are shown as credits. */
  adw_about_dialog_set_translator_credits (dialog, _ ("translator-credits"));

  return ADW_DIALOG (dialog);
}
