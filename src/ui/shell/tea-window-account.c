/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-window-account: what keys and menus do with the account (win.*).
 *
 * Signing out asks first, because it deletes; signing in again leaves everything as it
 * is. Here are also the two ends of what the server was asked for: nothing where it is
 * done, a toast with a sentence where it is not. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-session.h"
#include "tea-error.h"
#include "tea-keep-page.h"

#include <glib/gi18n.h>

/*< private >
 * _tea_window_toast_error:
 * @error: (nullable): what an async call answered
 *
 * Says why it is not done.
 */
void
_tea_window_toast_error (TeaWindow    *self,
                         const GError *error)
{
  g_autofree char *sentence = NULL;

  if (tea_error_is_quiet (error))
    return;

  sentence = tea_error_sentence (error, NULL);
  tea_window_add_toast (self, sentence);
}

/*< private >
 * _tea_window_session_done_cb:
 * @user_data: (transfer full): the window
 *
 * Of anything that the session was asked for.
 */
void
_tea_window_session_done_cb (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error))
    _tea_window_toast_error (self, error);
}

static void
sign_in_again (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;

  _tea_window_show_welcome (self);
  tea_welcome_sign_in_again (_tea_window_get_welcome (self));
}

static void
close_sign_in (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  _tea_window_show_main (user_data);
}

static void
sign_out_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, "sign-out"))
    mx_session_logout_async (self->session, NULL, _tea_window_session_done_cb, g_object_ref (self));
}

static void
sign_out (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  TeaWindow *self = user_data;
  gboolean guest = mx_session_is_guest (self->session);
  AdwDialog *dialog;

  if (!mx_session_is_open (self->session))
    return;

  dialog = adw_alert_dialog_new (
    _ ("Sign Out?"),
      guest ? _ ("A guest cannot come back: this name and its rooms are gone for you. Everything "
                 "Teahouse keeps on this computer is deleted, also what was not sent yet.")
            : _ ("Everything Teahouse keeps on this computer is deleted, also what was not sent "
                 "yet. Your rooms and messages stay on the server, and you can sign in again."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _ ("_Stay Signed In"), "sign-out", _ ("Sign _Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, sign_out_cb,
                           g_object_ref (self));
}

static void
keep_account (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  TeaWindow *self = user_data;

  if (mx_session_is_guest (self->session))
    adw_dialog_present (tea_keep_dialog_new (self->session), GTK_WIDGET (self));
}

static void
toast (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  tea_window_add_toast (user_data, g_variant_get_string (parameter, NULL));
}

static void
on_is_guest (TeaWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "keep-account");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), mx_session_is_guest (self->session));
}

static const GActionEntry actions[] = {
  { "close-sign-in", close_sign_in },
  { "keep-account", keep_account },
  { "sign-in-again", sign_in_again },
  { "sign-out", sign_out },
  { "toast", toast, "s" },
};

/* Called once, with the others. */
void
_tea_window_add_account_actions (TeaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/* Only a guest can keep an account: for all others the menu has no such item. */
void
_tea_window_watch_account (TeaWindow *self)
{
  g_signal_connect_object (self->session, "notify::is-guest", G_CALLBACK (on_is_guest), self, G_CONNECT_SWAPPED);
  on_is_guest (self);
}
