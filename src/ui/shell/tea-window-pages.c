/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, the pages that are not there from the start: welcome, problem, the preview of a
 * room, and the room itself with its messages, composer and details. Each is made when it is
 * first wanted, with what the window knows by then; the list of rooms is there sooner for
 * it. Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-session.h"
#include "mx-uia.h"
#include "tea-settings.h"

/* Who signs in again was never signed out: the session tells nothing new. */
static void
on_signed_in (TeaWindow  *self,
              TeaWelcome *page)
{
  MxSession *session = _tea_window_find_kept_page (self, page);

  if (session != NULL) {
    /* Somebody finished it elsewhere. */
    _tea_window_forget_sign_in (self, session);
    tea_window_set_session (self, session);
    return;
  }
  /* Who signed in again to answer a link sees now what can be done there. */
  if (self->flow != NULL && mx_join_flow_get_state (self->flow) == MX_JOIN_PREVIEW)
    mx_join_flow_start (self->flow);
  /* What a guest has may be on its way here. */
  if (self->flow == NULL && !self->is_carrying && mx_session_is_open (self->session))
    _tea_window_show_main (self);
}

/*< private >
 * _tea_window_get_welcome:
 *
 * Returns: (transfer none): the way to sign in
 */
TeaWelcome *
_tea_window_get_welcome (TeaWindow *self)
{
  TeaWelcome *page;

  if (adw_bin_get_child (self->welcome_page) != NULL)
    return TEA_WELCOME (adw_bin_get_child (self->welcome_page));

  page = g_object_new (TEA_TYPE_WELCOME, NULL);
  adw_bin_set_child (self->welcome_page, GTK_WIDGET (page));
  tea_welcome_set_session (page, self->session, self->settings);
  tea_welcome_set_flow (page, self->flow);
  g_signal_connect_object (page, "signed-in", G_CALLBACK (on_signed_in), self, G_CONNECT_SWAPPED);

  return page;
}

static void
on_retry (TeaWindow  *self,
          const char *passphrase)
{
  if (passphrase != NULL)
    mx_session_set_key_mode (self->session, MX_KEY_PASSPHRASE, passphrase);
  _tea_window_open (self);
}

/*< private >
 * _tea_window_get_problem:
 *
 * Returns: (transfer none): why the store is not open
 */
TeaProblemPage *
_tea_window_get_problem (TeaWindow *self)
{
  TeaProblemPage *page;

  if (adw_bin_get_child (self->problem_page) != NULL)
    return TEA_PROBLEM_PAGE (adw_bin_get_child (self->problem_page));

  page = g_object_new (TEA_TYPE_PROBLEM_PAGE, NULL);
  g_signal_connect_object (page, "retry", G_CALLBACK (on_retry), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "load-again", G_CALLBACK (_tea_window_load_again), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->problem_page, GTK_WIDGET (page));

  return page;
}

/*< private >
 * _tea_window_get_preview:
 *
 * Returns: (transfer none): what a link leads to, for somebody who is signed in
 */
TeaRoomPreview *
_tea_window_get_preview (TeaWindow *self)
{
  TeaRoomPreview *page;

  if (adw_bin_get_child (self->preview_page) != NULL)
    return TEA_ROOM_PREVIEW (adw_bin_get_child (self->preview_page));

  page = g_object_new (TEA_TYPE_ROOM_PREVIEW, NULL);
  adw_bin_set_child (self->preview_page, GTK_WIDGET (page));
  tea_room_preview_set_session (page, self->session, self->settings);
  tea_room_preview_set_flow (page, self->flow);

  return page;
}

/*< private >
 * _tea_window_get_room_page:
 *
 * Returns: (transfer none): the open room, or where one will be
 */
TeaRoomPage *
_tea_window_get_room_page (TeaWindow *self)
{
  TeaRoomPage *page;

  if (adw_bin_get_child (self->room_page) != NULL)
    return TEA_ROOM_PAGE (adw_bin_get_child (self->room_page));

  page = g_object_new (TEA_TYPE_ROOM_PAGE, NULL);
  g_object_bind_property (self, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
  tea_room_page_set_settings (page, self->settings);
  g_signal_connect_object (page, "membership-changed", G_CALLBACK (_tea_window_on_membership), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "note-closed", G_CALLBACK (_tea_window_on_note_closed), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->room_page, GTK_WIDGET (page));

  return page;
}

/*< private >
 * _tea_window_show_welcome:
 *
 * Nobody is signed in, or somebody has to do it again.
 */
void
_tea_window_show_welcome (TeaWindow *self)
{
  MxSession *guest = _tea_window_get_carried (self);

  tea_welcome_set_can_leave (_tea_window_get_welcome (self), _tea_window_get_next (self) != NULL);
  if (guest != NULL && !mx_session_is_open (self->session))
    tea_welcome_take_along (_tea_window_get_welcome (self), mx_session_get_server_name (guest));
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

/*< private >
 * _tea_window_show_problem:
 *
 * The store cannot be opened, or asks for its passphrase.
 */
void
_tea_window_show_problem (TeaWindow *self)
{
  tea_problem_page_set_can_leave (_tea_window_get_problem (self), _tea_window_get_next (self) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

/*< private >
 * _tea_window_show_preview:
 *
 * Beside the list of rooms.
 */
void
_tea_window_show_preview (TeaWindow *self)
{
  _tea_window_get_preview (self);
  gtk_stack_set_visible_child_name (self->content, "preview");
}

/* @error: (nullable): without one there was nothing to go on with */
static void
end_resuming (TeaWindow    *self,
              const GError *error)
{
  tea_settings_set_signing_in (self->settings, FALSE);
  _tea_window_toast_error (self, error);
}

static void
account_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxUia) uia = mx_uia_resume_finish (MX_SESSION (source), result, &error);

  if (MX_SESSION (source) != self->session)
    return;
  if (uia == NULL) {
    end_resuming (self, error);
    return;
  }
  if (self->flow == NULL && mx_uia_get_link (uia) != NULL)
    _tea_window_follow (self, mx_uia_get_link (uia));
  tea_welcome_resume_account (_tea_window_get_welcome (self), uia);
}

static void
resume_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxBrowserStep) step = mx_session_browser_step_finish (MX_SESSION (source), result, &error);

  if (MX_SESSION (source) != self->session)
    return;
  if (step != NULL) {
    /* The link may have been opened by the other program that ended. */
    if (self->flow == NULL && step->link != NULL)
      _tea_window_follow (self, step->link);
    tea_welcome_resume (_tea_window_get_welcome (self), step);
    return;
  }

  if (error == NULL)
    mx_uia_resume_async (self->session, self->cancellable, account_cb, g_object_ref (self));
  else
    end_resuming (self, error);
}

/*< private >
 * _tea_window_resume:
 *
 * A sign-in in the browser, or an account that was being made, goes on where it was when the program ended. Without one
 * the keyring is left alone.
 */
void
_tea_window_resume (TeaWindow *self)
{
  if (tea_settings_get_boolean (self->settings, "signing-in", FALSE))
    mx_session_browser_resume_async (self->session, self->cancellable, resume_cb, g_object_ref (self));
}
