/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-window-account: what keys and menus do with the accounts (win.*).
 *
 * Another one is shown, or there is one more. Signing out asks first, because it deletes, and
 * says of which account where there are several; signing in again leaves everything as it is.
 * Of an account that its server has paused it is said whom to ask.
 * Here are also the two ends of what the server was asked for: nothing where it is done, a
 * toast with a sentence where it is not. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-accounts.h"
#include "mx-enums.h"
#include "mx-error.h"
#include "mx-session.h"
#include "mx-text.h"
#include "tea-contact-group.h"
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
why_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr (MxSession) session = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "try"))
    mx_session_try_now (session);
}

/* The server has paused the account: why, only those who run it know. */
static void
ask_why (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  TeaWindow *self = user_data;
  gboolean is_locked = mx_session_get_sync_state (self->session) == MX_SYNC_REFUSED;
  g_autoptr (GError) suspended = g_error_new_literal (MX_ERROR, MX_ERROR_ACCOUNT_SUSPENDED, "");
  g_auto (TeaErrorText) text = { 0 };
  GtkWidget *contact = g_object_new (TEA_TYPE_CONTACT_GROUP, NULL);
  AdwAlertDialog *dialog;

  tea_error_describe (is_locked ? mx_session_get_error (self->session) : suspended,
                      mx_session_get_server_name (self->session), &text);
  dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (text.title, text.sentence));
  adw_alert_dialog_set_extra_child (dialog, contact);
  adw_alert_dialog_add_response (dialog, "close", _ ("_Close"));
  if (is_locked)
    adw_alert_dialog_add_response (dialog, "try", _ ("_Try Again"));
  tea_contact_group_find (TEA_CONTACT_GROUP (contact), self->session, NULL, NULL, MX_CONTACT_ACCOUNT);
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), NULL, why_cb, g_object_ref (self->session));
}

/* Back to the rooms: of this account, or of the one before where nobody signed in to this one. */
static void
close_sign_in (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  TeaWindow *self = user_data;
  g_autoptr (MxSession) before = g_steal_pointer (&self->came_from);
  MxSession *next = before != NULL && mx_session_is_open (before) ? before : _tea_window_get_next (self);

  if (mx_session_is_open (self->session)) {
    _tea_window_show_main (self);
  } else if (next != NULL) {
    /* Without pages there is nothing to keep. */
    adw_bin_set_child (self->welcome_page, NULL);
    tea_window_set_session (self, next);
  }
}

/* By the name that the account has here. */
static void
switch_account (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  TeaWindow *self = user_data;
  MxSession *session = mx_accounts_look_up (self->accounts, g_variant_get_string (parameter, NULL));

  if (session != NULL)
    tea_window_set_session (self, session);
}

/*< private >
 * _tea_window_make_place:
 *
 * Where somebody began to sign in already, that is the place for one more; else the profile's own
 * account, where nobody is signed in to it.
 *
 * Returns: (transfer none): a place for one more account
 */
MxSession *
_tea_window_make_place (TeaWindow *self)
{
  MxSession *first = mx_accounts_get_first (self->accounts);
  MxSession *kept = _tea_window_get_kept_place (self);

  if (kept != NULL)
    return kept;
  return mx_accounts_has_account (self->accounts, first) ? mx_accounts_add (self->accounts) : first;
}

static void
add_account (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  TeaWindow *self = user_data;

  g_set_object (&self->came_from, self->session);
  tea_window_set_session (self, _tea_window_make_place (self));
}

static void
sign_out_of (TeaWindow *self,
             gpointer   session)
{
  mx_session_logout_async (session, NULL, _tea_window_session_done_cb, g_object_ref (self));
}

static void
sign_out (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  TeaWindow *self = user_data;
  g_autofree char *isolated = NULL;
  g_autofree char *whose = NULL;
  g_autofree char *body = NULL;
  TeaWindowQuestion question = { .heading = _ ("Sign Out?"), .response = "sign-out", .answer = sign_out_of };

  if (!mx_session_is_open (self->session))
    return;

  question.no = _ ("_Stay Signed In");
  question.yes = _ ("Sign _Out");
  question.body = mx_session_is_guest (self->session)
    ? _ ("A guest cannot come back: this name and its rooms are gone for you. Everything "
                         "Teahouse keeps on this computer is deleted, also what was not sent yet.")
    : _ ("Everything Teahouse keeps on this computer is deleted, also what was not sent "
                         "yet. Your rooms and messages stay on the server, and you can sign in again.");
  if (_tea_window_get_next (self) != NULL) {
    isolated = mx_text_isolate (mx_session_get_user_id (self->session));
    /* Translators: %s is the name of an account, such as @ann:example.org. */
    whose = g_strdup_printf (_ ("You sign out of %s; your other accounts stay."), isolated);
    body = g_strdup_printf ("%s\n\n%s", whose, question.body);
    question.body = body;
  }
  _tea_window_ask (self, &question, self->session);
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

/*< private >
 * _tea_window_on_is_guest:
 *
 * Only a guest can keep an account: for all others the menu has no such item.
 */
void
_tea_window_on_is_guest (TeaWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "keep-account");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), mx_session_is_guest (self->session));
}

/*< private >
 * _tea_window_enable_accounts:
 *
 * Without a list of accounts there is one.
 */
void
_tea_window_enable_accounts (TeaWindow *self)
{
  static const char *const names[] = { "add-account", "switch-account" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->accounts != NULL);
  }
}

static const GActionEntry actions[] = {
  { "add-account", add_account },
  { "ask-why", ask_why },
  { "close-sign-in", close_sign_in },
  { "keep-account", keep_account },
  { "sign-in-again", sign_in_again },
  { "sign-out", sign_out },
  { "switch-account", switch_account, "s" },
  { "toast", toast, "s" },
};

/* Called once, with the others. */
void
_tea_window_add_account_actions (TeaWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  _tea_window_enable_accounts (self);
}
