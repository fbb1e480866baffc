/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaWindow, which account it shows, and what of it comes first.
 *
 *   start ─► open ─┬─► somebody is signed in ─► main, with the room of last time
 *                  ├─► nobody ─► another account of the profile, else welcome
 *                  └─► it cannot be opened ─► problem
 *   set_session ─► the same for another account; what is open already is shown at once
 *
 * The account that is shown is opened first and alone, so that a locked keyring asks once; the
 * others follow when it is there, and one that cannot be opened stays closed. An account that
 * was signed out of gives way to the next one. Which account was shown, and which room and group
 * of rooms of each, is remembered by the account's name (MxAccounts). Main thread. */

#include "config.h"

#include "tea-window-private.h"

#include "mx-accounts.h"
#include "mx-error.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-session.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-settings.h"

#include <glib/gi18n.h>

/* A window that opens its store is shown after this time: sooner it would only flicker. */
#define APPEAR_MS 200

/*< private >
 * _tea_window_get_name:
 *
 * Returns: (transfer none) (nullable): what the account that is shown is called here
 */
const char *
_tea_window_get_name (TeaWindow *self)
{
  return self->accounts != NULL ? mx_accounts_get_name (self->accounts, self->session) : NULL;
}

/* The list of rooms shows the account, and the group of last time. */
static void
recall_group (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);
  g_autofree char *group = NULL;

  if (tea_sidebar_get_session (self->sidebar) == self->session)
    return;

  tea_sidebar_set_session (self->sidebar, self->session);
  group = name != NULL ? tea_settings_dup_entry (self->settings, "groups", name) : NULL;
  tea_sidebar_set_group (self->sidebar, group);
}

/*< private >
 * _tea_window_show_main:
 *
 * Signed in: the list of rooms, and beside it the flow or the room of last time.
 */
void
_tea_window_show_main (TeaWindow *self)
{
  recall_group (self);
  gtk_stack_set_visible_child_name (self->stack, "main");
  if (self->flow == NULL)
    return;

  _tea_window_show_preview (self);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/*< private >
 * _tea_window_try_restore:
 *
 * The room of last time may come with the first answer of the store. What a guest has in it
 * comes before it is shown.
 */
void
_tea_window_try_restore (TeaWindow *self)
{
  g_autofree char *group = NULL;
  MxRoom *room;

  if (self->is_carrying)
    return;
  if (self->restore == NULL || self->room != NULL || self->flow != NULL) {
    g_clear_pointer (&self->restore, g_free);
    return;
  }

  room = mx_session_get_room (self->session, self->restore);
  if (room == NULL || mx_room_get_membership (room) != MX_MEMBERSHIP_JOIN)
    return;

  g_clear_pointer (&self->restore, g_free);
  group = g_strdup (tea_sidebar_get_group (self->sidebar));
  _tea_window_set_room (self, room);
  /* It need not be one of the group: both are as they were. */
  tea_sidebar_set_group (self->sidebar, group);
  /* In a narrow window the list comes first, as it does on every other start. */
  adw_navigation_split_view_set_show_content (self->split, FALSE);
}

static void
on_rooms_changed (TeaWindow  *self,
                  guint       position,
                  guint       removed,
                  guint       added,
                  GListModel *rooms)
{
  gboolean none = g_list_model_get_n_items (rooms) == 0;

  adw_status_page_set_title (self->empty, none ? _ ("No Rooms Yet") : _ ("Choose a Room"));
  adw_status_page_set_description (self->empty,
                                   none ? _ ("A link leads to your first one.")
                                        : _ ("Choose one from the list, or join with a link."));
  if (added > 0)
    _tea_window_try_restore (self);
  if (self->room != NULL && removed > 0 &&
      mx_session_get_room (self->session, mx_room_get_id (self->room)) == NULL)
    _tea_window_set_room (self, NULL);
}

/* Where the account was, for when it is shown again. */
static void
remember_place (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);
  const char *room_id = self->room != NULL ? mx_room_get_id (self->room) : NULL;

  if (name != NULL)
    tea_settings_set_entry (self->settings, "last-rooms", name, room_id);
}

static void
recall_place (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);
  g_autofree char *room_id = NULL;

  if (name == NULL)
    return;

  room_id = tea_settings_dup_entry (self->settings, "last-rooms", name);
  tea_settings_set_string (self->settings, "account", name);
  tea_settings_set_string (self->settings, "last-room", room_id);
  tea_settings_set_entry (self->settings, "last-rooms", name, NULL);
  tea_settings_save (self->settings);
}

/*< private >
 * _tea_window_get_next:
 *
 * Returns: (transfer none) (nullable): the account to go on with when this one is left
 */
MxSession *
_tea_window_get_next (TeaWindow *self)
{
  return self->accounts != NULL ? mx_accounts_get_next (self->accounts, self->session) : NULL;
}

/*< private >
 * _tea_window_leave_for:
 * @next: another account
 *
 * Shows it, and takes the one that was shown, to which nobody is signed in, off the list.
 */
void
_tea_window_leave_for (TeaWindow *self,
                       MxSession *next)
{
  g_autoptr (MxSession) gone = g_object_ref (self->session);

  _tea_window_forget_sign_in (self, gone);
  tea_window_set_session (self, next);
  mx_accounts_remove_async (self->accounts, gone, NULL, NULL, NULL);
}

/* Whoever signs in here next has another account of the same name. */
static void
forget_entries (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);

  if (name != NULL) {
    tea_settings_set_entry (self->settings, "groups", name, NULL);
    tea_settings_set_entry (self->settings, "notes", name, NULL);
  }
  tea_settings_save (self->settings);
}

static void
on_is_open (TeaWindow *self)
{
  MxSession *next = _tea_window_get_next (self);

  if (!self->started)
    return;

  if (!mx_session_is_open (self->session)) {
    _tea_window_set_room (self, NULL);
    /* Who signed out leaves no room's name behind. */
    tea_settings_set_string (self->settings, "last-room", NULL);
    forget_entries (self);
    if (next == NULL && self->accounts != NULL && mx_accounts_get_first (self->accounts) != self->session)
      next = mx_accounts_get_first (self->accounts);
    if (next != NULL) {
      _tea_window_leave_for (self, next);
      return;
    }
    _tea_window_show_welcome (self);
    tea_welcome_show_first (_tea_window_get_welcome (self));
    return;
  }

  g_clear_object (&self->came_from);
  if (_tea_window_carry (self))
    return;
  if (self->flow == NULL) {
    _tea_window_show_main (self);
    _tea_window_follow_kept (self);
  } else
    /* Somebody signed in to answer a link: go on where they were. */
    mx_join_flow_signed_in (self->flow);
}

/* Shows the window that waits for its first page. */
static void
appear (TeaWindow *self)
{
  if (self->appear_id == 0)
    return;

  g_clear_handle_id (&self->appear_id, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
on_appear_time (gpointer user_data)
{
  TeaWindow *self = user_data;

  self->appear_id = 0;
  gtk_window_present (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

static void
show_first_page (TeaWindow *self,
                 gboolean   signed_in)
{
  g_autofree char *link = g_steal_pointer (&self->link);

  self->started = TRUE;
  if (self->restore == NULL)
    self->restore = tea_settings_dup_string (self->settings, "last-room");
  if (link == NULL)
    link = tea_settings_dup_string (self->settings, "pending-link");

  if (signed_in && !_tea_window_carry (self))
    _tea_window_show_main (self);
  if (link != NULL)
    _tea_window_follow (self, link);
  else if (signed_in)
    _tea_window_try_restore (self);
  if (!signed_in) {
    _tea_window_show_welcome (self);
    _tea_window_resume (self);
  }
  /* The first page does not fade in: it is what the person waits for. */
  appear (self);
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
}

/* Where one account is there, or will not be, the others come. */
static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  MxAccounts *accounts = MX_ACCOUNTS (source);
  g_autoptr (GError) error = NULL;
  MxSession *next;

  if (!mx_accounts_load_finish (accounts, result, &error))
    g_debug ("the other accounts are not known: %s", error->message);
  if (self->session == NULL || self->started)
    return;

  /* Nobody is signed in here, and nobody is about to be. */
  next = mx_accounts_get_next (accounts, self->session);
  if (next != NULL && self->came_from == NULL && !mx_accounts_has_account (accounts, self->session) &&
      !tea_settings_get_boolean (self->settings, "signing-in", FALSE)) {
    _tea_window_leave_for (self, next);
    return;
  }
  mx_accounts_open_others (accounts, self->session);
  show_first_page (self, mx_session_is_open (self->session));
}

static void
others_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_accounts_load_finish (MX_ACCOUNTS (source), result, &error))
    g_debug ("the other accounts are not known: %s", error->message);
  if (self->session == NULL)
    return;
  mx_accounts_open_others (MX_ACCOUNTS (source), self->session);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "problem") == 0)
    _tea_window_show_problem (self);
  if (self->started && mx_session_is_open (self->session))
    _tea_window_carry (self);
}

static void
key_chosen_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  TeaWindow *self = TEA_WINDOW (source);

  if (tea_key_dialog_choose_finish (GTK_WIDGET (self), result))
    _tea_window_open (self);
}

static void
show_problem (TeaWindow    *self,
              const GError *error)
{
  gboolean asks = tea_settings_get_key_mode (self->settings) == MX_KEY_PASSPHRASE &&
                  g_error_matches (error, MX_ERROR, MX_ERROR_STORE_KEY);

  if (asks)
    tea_problem_page_ask_passphrase (_tea_window_get_problem (self), error);
  else
    tea_problem_page_show_error (_tea_window_get_problem (self), error);
  _tea_window_show_problem (self);
  appear (self);
  if (g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_MISSING))
    tea_key_dialog_choose_async (GTK_WIDGET (self), self->session, self->settings, key_chosen_cb, NULL);
  /* Whatever keeps one store closed is no reason for the others; a keyring would only ask once more. */
  else if (self->accounts != NULL && !asks && !g_error_matches (error, MX_ERROR, MX_ERROR_KEYRING_LOCKED))
    mx_accounts_load_async (self->accounts, NULL, others_cb, g_object_ref (self));
}

static void
open_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (TeaWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = mx_session_open_finish (MX_SESSION (source), result, &error);

  /* Another account is shown by now, or the window is gone. */
  if (MX_SESSION (source) != self->session || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL) {
    show_problem (self, error);
  } else if (signed_in || self->accounts == NULL) {
    show_first_page (self, signed_in);
    if (self->accounts != NULL)
      mx_accounts_load_async (self->accounts, NULL, others_cb, g_object_ref (self));
  } else {
    mx_accounts_load_async (self->accounts, NULL, loaded_cb, g_object_ref (self));
  }
}

void
_tea_window_open (TeaWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  mx_session_open_async (self->session, self->cancellable, open_cb, g_object_ref (self));
}

/* What cannot be read is set aside; the server has it still. */
void
_tea_window_load_again (TeaWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  mx_session_load_again_async (self->session, self->cancellable, open_cb, g_object_ref (self));
}

/**
 * tea_window_start:
 * @self: the window
 *
 * Opens the profile, or waits for who opens it already, and shows the window: with its first
 * page, or without when that takes a while.
 */
void
tea_window_start (TeaWindow *self)
{
  g_return_if_fail (TEA_IS_WINDOW (self));

  if (tea_settings_get_key_mode (self->settings) == MX_KEY_PASSPHRASE) {
    tea_problem_page_ask_passphrase (_tea_window_get_problem (self), NULL);
    _tea_window_show_problem (self);
    gtk_window_present (GTK_WINDOW (self));
    return;
  }
  self->appear_id = g_timeout_add (APPEAR_MS, on_appear_time, self);
  _tea_window_open (self);
}

/*< private >
 * _tea_window_take_session:
 * @session: the account
 *
 * What the window hears from it from now on.
 */
void
_tea_window_take_session (TeaWindow *self,
                          MxSession *session)
{
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (session));

  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->rooms_signals, rooms);
  on_rooms_changed (self, 0, 0, 0, rooms);
  _tea_window_on_is_guest (self);
}

static void
on_group (TeaWindow *self)
{
  const char *name = _tea_window_get_name (self);

  if (name == NULL || tea_sidebar_get_session (self->sidebar) != self->session)
    return;

  tea_settings_set_entry (self->settings, "groups", name, tea_sidebar_get_group (self->sidebar));
  _tea_window_save_later (self);
}

/* Called once, from init. */
void
_tea_window_watch_session (TeaWindow *self)
{
  g_signal_connect_object (self->sidebar, "notify::group", G_CALLBACK (on_group), self, G_CONNECT_SWAPPED);
  self->session_signals = g_signal_group_new (MX_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_signals, "notify::is-open", G_CALLBACK (on_is_open), self);
  g_signal_group_connect_swapped (self->session_signals, "notify::is-guest", G_CALLBACK (_tea_window_on_is_guest),
                                  self);
  self->rooms_signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->rooms_signals, "items-changed", G_CALLBACK (on_rooms_changed), self);
}

/* The pages that were made for one account are made again for the next. */
static void
forget_pages (TeaWindow *self)
{
  _tea_window_set_room (self, NULL);
  if (self->flow != NULL)
    _tea_window_set_flow (self, NULL);
  adw_bin_set_child (self->welcome_page, NULL);
  adw_bin_set_child (self->preview_page, NULL);
}

/* A sign-in that was put aside and is done by now goes on where it was (self->started). */
static void
show_session (TeaWindow *self)
{
  if (!mx_session_is_open (self->session))
    _tea_window_open (self);
  else if (self->started)
    on_is_open (self);
  else
    show_first_page (self, TRUE);
}

/**
 * tea_window_set_session:
 * @self: the window
 * @session: one of the accounts
 *
 * Shows that account: its rooms, and the one that was open last; or the way to sign in to it. A
 * sign-in that was begun where the window is now waits (tea-window-kept.c).
 */
void
tea_window_set_session (TeaWindow *self,
                        MxSession *session)
{
  g_autoptr (MxSession) left = NULL;
  gboolean is_kept, is_given_up;

  g_return_if_fail (TEA_IS_WINDOW (self));
  g_return_if_fail (MX_IS_SESSION (session));

  if (self->session == session)
    return;

  is_kept = _tea_window_keep_sign_in (self);
  is_given_up = !is_kept && self->accounts != NULL && !mx_accounts_has_account (self->accounts, self->session);
  /* Who did not sign in takes no guest's rooms. */
  if (is_given_up)
    _tea_window_forget_carrying (self);
  left = g_object_ref (self->session);
  /* What is open already comes at once. */
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_NONE);
  remember_place (self);
  self->started = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  forget_pages (self);
  g_clear_pointer (&self->restore, g_free);
  _tea_window_take_session (self, session);
  recall_place (self);
  g_object_notify (G_OBJECT (self), "session");
  if (!_tea_window_recall_sign_in (self, left))
    show_session (self);
  if (is_kept)
    _tea_window_tell_kept (self);
  /* A place for one more account that nobody took. */
  if (is_given_up)
    mx_accounts_remove_async (self->accounts, left, NULL, NULL, NULL);
}

/**
 * tea_window_get_session:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the account whose rooms are shown
 */
MxSession *
tea_window_get_session (TeaWindow *self)
{
  g_return_val_if_fail (TEA_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * tea_window_set_accounts:
 * @self: the window, not yet started
 * @accounts: all accounts, the window's among them
 *
 * Lets the person go from one to another.
 */
void
tea_window_set_accounts (TeaWindow  *self,
                         MxAccounts *accounts)
{
  g_return_if_fail (TEA_IS_WINDOW (self));

  g_set_object (&self->accounts, accounts);
  tea_sidebar_set_accounts (self->sidebar, accounts);
  _tea_window_enable_accounts (self);
}
