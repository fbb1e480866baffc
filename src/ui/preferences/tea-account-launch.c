/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-account-launch: where a server looks after its accounts itself, the page there.
 *
 * The address is asked for each time, and opened only where it is one for a browser;
 * whatever goes wrong is said as a toast. Main thread. */

#include "config.h"

#include "tea-account-launch.h"

#include "mx-session.h"
#include "tea-browser-words.h"
#include "tea-error.h"

#include <glib/gi18n.h>

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", _ ("This computer has no browser to open the page with."));
}

static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *url = mx_session_string_finish (MX_SESSION (source), result, &error);
  g_autofree char *sentence = NULL;
  GtkRoot *root = gtk_widget_get_root (widget);

  if (url != NULL && tea_browser_may_open (url)) {
    g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (url);

    gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, launch_cb,
                             g_object_ref (widget));
    return;
  }
  sentence = tea_error_sentence (error, mx_session_get_server_name (MX_SESSION (source)));
  gtk_widget_activate_action (widget, "win.toast", "s", sentence);
}

/**
 * tea_account_launch:
 * @widget: from where
 * @session: the account
 * @action: (nullable): what is to be done there
 * @device_id: (nullable): which device it is about
 *
 * Opens the page in the browser.
 */
void
tea_account_launch (GtkWidget  *widget,
                    MxSession  *session,
                    const char *action,
                    const char *device_id)
{
  mx_session_find_page_async (session, action, device_id, NULL, page_cb, g_object_ref (widget));
}
