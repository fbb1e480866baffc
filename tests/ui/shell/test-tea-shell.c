/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every page and dialog of the shell made for real: nothing is missing from a template, what
 * has no text has a name, and what strangers wrote is shown as it is written. */

#include "config.h"

#include "mx-model-fixture.h"
#include "mx-test.h"
#include "tea-about.h"
#include "tea-account-page.h"
#include "tea-again-page.h"
#include "tea-application.h"
#include "tea-browser-page.h"
#include "tea-error.h"
#include "tea-key-dialog.h"
#include "tea-link-dialog.h"
#include "tea-password-page.h"
#include "tea-problem-page.h"
#include "tea-progress-button.h"
#include "tea-room-details.h"
#include "tea-room-page.h"
#include "tea-room-preview.h"
#include "tea-shell-fixture.h"
#include "tea-shortcuts.h"
#include "tea-sidebar.h"
#include "tea-status-banner.h"
#include "tea-welcome.h"
#include "tea-window.h"

#include "mx-error.h"
#include "mx-join-flow.h"
#include "mx-session-private.h"

#include <string.h>

static void
test_welcome (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  TeaWelcome *welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  GtkWindow *window;

  tea_welcome_set_session (welcome, session, NULL);
  window = tea_shell_test_show (GTK_WIDGET (welcome));
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (welcome), "Welcome to Teahouse"), ==, 1);
  g_assert_cmpuint (tea_shell_test_check_names (GTK_WIDGET (welcome)), >, 0);
  gtk_widget_activate_action (GTK_WIDGET (welcome), "welcome.sign-in", NULL);
  g_assert_nonnull (tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_ACCOUNT_PAGE));
  tea_shell_test_check_names (GTK_WIDGET (welcome));
  gtk_window_destroy (window);
}

/* As if the first way had been pressed that a server offers. */
static void
choose (GtkWidget *page,
        MxWays     ways,
        gboolean   named)
{
  g_autoptr (MxServerOffer) offer = mx_server_offer_new ("example.org", "https://example.org", ways, NULL, NULL);
  g_autoptr (GListModel) list = tea_sign_in_ways_list (offer, TEA_WAYS_ALL);
  g_autoptr (TeaSignInWay) way = g_list_model_get_item (list, 0);

  if (named)
    g_signal_emit_by_name (page, "chosen", way, offer, "example.org", "me");
  else
    g_signal_emit_by_name (page, "chosen", way, offer);
}

static void
test_sign_in_again (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  TeaWelcome *welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  GtkWindow *window;
  GtkWidget *page;

  tea_welcome_set_session (welcome, session, NULL);
  window = tea_shell_test_show (GTK_WIDGET (welcome));
  tea_welcome_sign_in_again (welcome);
  page = tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_AGAIN_PAGE);
  g_assert_nonnull (page);
  g_assert_cmpuint (tea_shell_test_count_text (page, "@me:example.org"), >, 0);
  g_assert_cmpuint (tea_shell_test_count_text (page, "nothing here is lost"), ==, 1);
  g_assert_null (tea_shell_test_find (page, ADW_TYPE_ENTRY_ROW));
  tea_shell_test_check_names (page);

  /* Who has an account is asked for its password alone. */
  choose (page, MX_WAY_PASSWORD | MX_WAY_GUEST, FALSE);
  page = tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_PASSWORD_PAGE);
  g_assert_cmpuint (tea_shell_test_count_text (page, "me"), >, 0);
  g_assert_cmpuint (tea_shell_test_count_text (page, "example.org"), >, 0);
  g_assert_nonnull (tea_shell_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW));
  gtk_window_destroy (window);
}

static GtkWidget *
choose_account (TeaWelcome *welcome)
{
  GtkWidget *account;

  gtk_widget_activate_action (GTK_WIDGET (welcome), "welcome.sign-in", NULL);
  account = tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_ACCOUNT_PAGE);
  g_assert_nonnull (account);
  choose (account, MX_WAY_PASSWORD, TRUE);
  g_assert_nonnull (tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_PASSWORD_PAGE));
  return account;
}

/* A button is pressed once more while the next page slides in over it. */
static void
test_sign_in_impatiently (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  TeaWelcome *welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  GtkWindow *window;
  GtkWidget *account;

  tea_welcome_set_session (welcome, session, NULL);
  window = tea_shell_test_show (GTK_WIDGET (welcome));
  gtk_widget_activate_action (GTK_WIDGET (welcome), "welcome.sign-in", NULL);
  account = choose_account (welcome);
  choose (account, MX_WAY_PASSWORD, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (welcome), "welcome.sign-in", NULL);
  g_assert_nonnull (tea_shell_test_find (GTK_WIDGET (welcome), TEA_TYPE_PASSWORD_PAGE));
  tea_welcome_sign_in_again (welcome);
  tea_welcome_sign_in_again (welcome);
  tea_welcome_show_first (welcome);
  choose_account (welcome);
  gtk_window_destroy (window);
}

static void
test_preview_looking (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxJoinFlow) flow = mx_join_flow_new (session, "matrix:r/help:example.org?action=join");
  TeaRoomPreview *preview = g_object_new (TEA_TYPE_ROOM_PREVIEW, NULL);
  GtkWindow *window;

  tea_room_preview_set_session (preview, session, NULL);
  tea_room_preview_set_flow (preview, flow);
  window = tea_shell_test_show (GTK_WIDGET (preview));
  /* The action of a link is never obeyed: nothing has begun. */
  g_assert_cmpint (mx_join_flow_get_state (flow), !=, MX_JOIN_JOINING);
  g_assert_cmpint (mx_join_flow_get_state (flow), !=, MX_JOIN_DONE);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (preview), "Looking at the room"), ==, 1);
  tea_shell_test_check_names (GTK_WIDGET (preview));
  gtk_window_destroy (window);
}

static void
test_problem (void)
{
  g_autoptr (GError) locked = g_error_new_literal (MX_ERROR, MX_ERROR_KEYRING_LOCKED, HOSTILE);
  TeaProblemPage *page = g_object_new (TEA_TYPE_PROBLEM_PAGE, NULL);
  GtkWindow *window = tea_shell_test_show (GTK_WIDGET (page));

  tea_problem_page_show_error (page, locked);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (page), "Your keyring is locked. Teahouse needs it"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (page), "Unlock"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (page), "Quit"), ==, 1);
  tea_problem_page_ask_passphrase (page, NULL);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (page), "passphrase"), >, 0);
  gtk_window_destroy (window);
}

static void
test_details (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = tea_shell_test_add_room (session);
  TeaRoomDetails *details = g_object_new (TEA_TYPE_ROOM_DETAILS, NULL);
  GtkWindow *window = tea_shell_test_show (GTK_WIDGET (details));

  tea_room_details_set_room (details, room);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (details), HOSTILE), ==, 2);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (details), "#help:example.org"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (details), "Anyone can join and then read this."), ==, 1);
  g_assert_cmpuint (tea_shell_test_check_names (GTK_WIDGET (details)), >, 1);
  gtk_widget_activate_action (GTK_WIDGET (details), "details.people", NULL);
  g_assert_nonnull (tea_shell_test_find (GTK_WIDGET (details), GTK_TYPE_LIST_VIEW));
  tea_shell_test_check_names (GTK_WIDGET (details));
  tea_room_details_set_room (details, NULL);
  gtk_window_destroy (window);
}

static void
test_room_page (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = tea_shell_test_add_room (session);
  TeaRoomPage *page = g_object_new (TEA_TYPE_ROOM_PAGE, NULL);
  GtkWindow *window = tea_shell_test_show (GTK_WIDGET (page));

  tea_room_page_set_room (page, room);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (page), HOSTILE), >=, 2);
  g_assert_cmpuint (tea_shell_test_check_names (GTK_WIDGET (page)), >, 1);
  tea_room_page_toggle_details (page);
  tea_room_page_set_room (page, NULL);
  gtk_window_destroy (window);
}

static void
test_banner (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = NULL;
  g_autoptr (MxDelta) delta = mx_delta_new ();
  g_autoptr (GError) signed_out = g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "");
  TeaStatusBanner *banner = g_object_new (TEA_TYPE_STATUS_BANNER, NULL);
  GtkWindow *window = tea_shell_test_show (GTK_WIDGET (banner));
  MxRoomSummary *summary = mx_model_summary (ROOM, "Old");
  GtkWidget *inner;

  summary->replacement = g_strdup ("!new:example.org");
  mx_delta_get_room (delta, ROOM)->summary = summary;
  mx_model_apply (session, delta);
  room = g_object_ref (mx_session_get_room (session, ROOM));
  inner = tea_shell_test_find (GTK_WIDGET (banner), ADW_TYPE_BANNER);
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (inner)));

  tea_status_banner_set_session (banner, session);
  tea_status_banner_set_room (banner, room);
  g_assert_true (adw_banner_get_revealed (ADW_BANNER (inner)));
  g_assert_cmpstr (adw_banner_get_title (ADW_BANNER (inner)), ==, "This room moved.");

  /* One at a time: the more important one. */
  _mx_session_set_state (session, MX_SYNC_REFUSED, signed_out);
  g_assert_nonnull (strstr (adw_banner_get_title (ADW_BANNER (inner)), "signed out"));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (inner)), ==, "win.sign-in-again");
  _mx_session_set_state (session, MX_SYNC_LIVE, NULL);
  g_assert_cmpstr (adw_banner_get_title (ADW_BANNER (inner)), ==, "This room moved.");
  gtk_window_destroy (window);
}

/* Two passphrases that are the same and long enough, or none. */
static void
test_key_dialog (void)
{
  AdwDialog *dialog = g_object_new (TEA_TYPE_KEY_DIALOG, NULL);
  GtkWindow *window = tea_shell_test_show_dialog (dialog);
  GtkWidget *first = tea_shell_test_find (GTK_WIDGET (dialog), ADW_TYPE_PASSWORD_ENTRY_ROW);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  g_assert_false (adw_alert_dialog_get_response_enabled (alert, "passphrase"));
  gtk_editable_set_text (GTK_EDITABLE (first), "correct horse");
  g_assert_false (adw_alert_dialog_get_response_enabled (alert, "passphrase"));
  gtk_editable_set_text (GTK_EDITABLE (second), "correct horse");
  g_assert_true (adw_alert_dialog_get_response_enabled (alert, "passphrase"));
  gtk_editable_set_text (GTK_EDITABLE (first), "short");
  gtk_editable_set_text (GTK_EDITABLE (second), "short");
  g_assert_false (adw_alert_dialog_get_response_enabled (alert, "passphrase"));
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

static void
test_dialogs (void)
{
  AdwDialog *dialogs[] = { tea_link_dialog_new (NULL), tea_shortcuts_new (), tea_about_new () };

  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++) {
    GtkWindow *window = tea_shell_test_show_dialog (dialogs[i]);

    tea_shell_test_check_names (GTK_WIDGET (dialogs[i]));
    adw_dialog_force_close (dialogs[i]);
    gtk_window_destroy (window);
  }
}

static void
test_link_dialog (void)
{
  AdwDialog *dialog = tea_link_dialog_new (NULL);
  GtkWindow *window = tea_shell_test_show_dialog (dialog);
  GtkWidget *entry = tea_shell_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW);
  GtkWidget *button = adw_dialog_get_default_widget (dialog);

  g_assert_false (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (entry), "hello");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "This is not a link to a room yet."), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), " #help:example.org ");
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_editable_set_text (GTK_EDITABLE (entry), "Come to #help:example.org!");
  g_assert_true (gtk_widget_get_sensitive (button));
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

/* Busy, a button does not act, and says so. */
static void
test_progress_button (void)
{
  TeaProgressButton *button = g_object_new (TEA_TYPE_PROGRESS_BUTTON, "caption", "_Join", NULL);
  GtkWindow *window = tea_shell_test_show (GTK_WIDGET (button));

  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (button), "Join"), ==, 1);
  g_assert_false (tea_progress_button_is_busy (button));
  tea_progress_button_set_busy (button, TRUE);
  g_assert_true (gtk_test_accessible_has_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_BUSY));
  g_assert_false (gtk_widget_get_can_target (GTK_WIDGET (button)));
  gtk_window_destroy (window);
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/* Nothing keeps a window that was closed. */
static void
close_window (TeaWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_destroy (GTK_WINDOW (window));
  mx_test_assert_wait (is_gone, &weak, 5000);
}

static void
test_window (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  TeaWindow *window;

  window = tea_window_new (tea_shell_test_get_application (), session, NULL);
  gtk_window_present (GTK_WINDOW (window));
  mx_test_assert_wait (tea_shell_test_is_mapped, window, 5000);
  g_assert_null (tea_window_get_room (window));
  g_assert_cmpuint (tea_shell_test_check_names (GTK_WIDGET (window)), >, 3);
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), "find-room"));
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (window), "room-number"));
  tea_window_add_toast (window, HOSTILE);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (window), HOSTILE), ==, 1);
  close_window (window);
}

static gboolean
shows_welcome (gpointer window)
{
  GtkWidget *welcome = tea_shell_test_find (window, TEA_TYPE_WELCOME);

  return welcome != NULL && gtk_widget_get_mapped (welcome);
}

/* Signed in, signed out and signed in again, with the engine's answer that nobody is signed in at first. */
static void
test_sign_in_twice (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tea-shell-XXXXXX", NULL);
  g_autoptr (MxSession) session = mx_session_new (folder);
  TeaWindow *window;

  mx_session_set_key_mode (session, MX_KEY_MEMORY, NULL);
  window = tea_window_new (tea_shell_test_get_application (), session, NULL);
  gtk_window_present (GTK_WINDOW (window));
  tea_window_start (window);
  mx_test_assert_wait (shows_welcome, window, 10000);

  for (int i = 0; i < 3; i++) {
    choose_account (TEA_WELCOME (tea_shell_test_find (GTK_WIDGET (window), TEA_TYPE_WELCOME)));
    tea_shell_test_sign_in (session);
    mx_test_assert_wait (tea_shell_test_is_mapped, tea_shell_test_find (GTK_WIDGET (window), TEA_TYPE_SIDEBAR), 5000);
    _mx_session_set_account (session, NULL);
    mx_test_assert_wait (shows_welcome, window, 5000);
  }
  close_window (window);
  mx_test_remove_tree (folder);
}

static void
add_shell_tests (void)
{
  g_test_add_func ("/shell/welcome", test_welcome);
  g_test_add_func ("/shell/sign-in-again", test_sign_in_again);
  g_test_add_func ("/shell/sign-in-twice", test_sign_in_twice);
  g_test_add_func ("/shell/sign-in-impatiently", test_sign_in_impatiently);
  g_test_add_func ("/shell/problem", test_problem);
  g_test_add_func ("/shell/banner-shows-one", test_banner);
  g_test_add_func ("/shell/dialogs", test_dialogs);
  g_test_add_func ("/shell/link-dialog", test_link_dialog);
  g_test_add_func ("/shell/progress-button", test_progress_button);
  g_test_add_func ("/shell/window", test_window);
  g_test_add_func ("/security/H01/room-details", test_details);
  g_test_add_func ("/security/H01/room-page", test_room_page);
  g_test_add_func ("/security/H07/preview-never-joins", test_preview_looking);
  g_test_add_func ("/security/L03/key-choice", test_key_dialog);
}

int
main (int   argc,
      char *argv[])
{
  tea_shell_test_init (&argc, &argv);
  add_shell_tests ();
  return tea_shell_test_run ();
}
