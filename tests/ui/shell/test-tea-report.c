/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog that reports, and the page of a person: what is said first, what goes with a report,
 * what a guest is offered instead, and that the whole account name is always there. */

#include "config.h"

#include "tea-person-dialog.h"
#include "tea-progress-button.h"
#include "tea-report-dialog.h"
#include "tea-shell-fixture.h"

#include "mx-session-private.h"
#include "mx-test.h"

static void
test_report_message (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = tea_shell_test_add_room (session);
  AdwDialog *dialog = tea_report_dialog_new (session, room, "$event", "@spam:example.org", HOSTILE " text");
  GtkWindow *window = tea_shell_test_show_dialog (dialog);
  g_autofree char *too_long = g_strnfill (600, 'x');
  GtkWidget *text = tea_shell_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));

  g_assert_cmpstr (adw_dialog_get_title (dialog), ==, "Report This Message");
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "Your report goes to the people who run"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), HOSTILE " text"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "Someone may be in danger"), ==, 1);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "0/500"), ==, 1);
  gtk_text_buffer_set_text (buffer, too_long, -1);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 500);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "500/500"), ==, 1);
  g_assert_true (
    adw_switch_row_get_active (ADW_SWITCH_ROW (tea_shell_test_find (GTK_WIDGET (dialog), ADW_TYPE_SWITCH_ROW))));
  g_assert_cmpuint (tea_shell_test_check_names (GTK_WIDGET (dialog)), >, 0);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

static void
test_report_room (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = tea_shell_test_add_room (session);
  AdwDialog *dialog = tea_report_dialog_new (session, room, NULL, NULL, NULL);
  GtkWindow *window = tea_shell_test_show_dialog (dialog);

  g_assert_cmpstr (adw_dialog_get_title (dialog), ==, "Report This Room");
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), HOSTILE), ==, 1);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

/* What a guest cannot do is said, and there is no button that would fail: of a person there is
 * one that hides them, @words, of a room none. */
static void
check_report_of_guest (MxSession  *session,
                       MxRoom     *room,
                       const char *user_id,
                       const char *words)
{
  AdwDialog *dialog = tea_report_dialog_new (session, room, NULL, user_id, NULL);
  GtkWindow *window = tea_shell_test_show_dialog (dialog);
  GtkWidget *send = tea_shell_test_find (GTK_WIDGET (dialog), TEA_TYPE_PROGRESS_BUTTON);
  g_autofree char *caption = NULL;

  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "takes no reports from guests"), ==, 1);
  g_assert_cmpint (gtk_widget_get_visible (send), ==, words != NULL);
  g_object_get (send, "caption", &caption, NULL);
  if (words != NULL)
    g_assert_cmpstr (caption, ==, words);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

static void
test_report_guest (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  g_autoptr (MxRoom) room = tea_shell_test_add_room (session);
  const MxAccountInfo guest = {
    .user_id = (char *) "@1:example.org",
    .device_id = (char *) "GUEST",
    .homeserver = (char *) "http://localhost:1",
    .server_name = (char *) "example.org",
    .is_guest = TRUE,
  };

  _mx_session_set_account (session, &guest);
  check_report_of_guest (session, NULL, "@spam:example.org", "_Hide This Person");
  check_report_of_guest (session, room, NULL, NULL);
}

static void
test_report_offline (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  AdwDialog *dialog;
  GtkWindow *window;

  _mx_session_set_state (session, MX_SYNC_OFFLINE, NULL);
  dialog = tea_report_dialog_new (session, NULL, NULL, "@spam:example.org", NULL);
  window = tea_shell_test_show_dialog (dialog);
  g_assert_cmpuint (tea_shell_test_count_text (GTK_WIDGET (dialog), "Will be sent when you are back online."), ==, 1);
  adw_dialog_force_close (dialog);
  gtk_window_destroy (window);
}

#define ASKS "The link asks to start a conversation. Nothing happens until you say so."

/* The whole account name stands beside a name that anybody could take. */
static void
test_person (void)
{
  g_autoptr (MxSession) session = tea_shell_test_open_session ();
  GtkWindow *window = tea_shell_test_show (gtk_label_new ("below"));
  GtkWidget *dialog;

  tea_person_dialog_present (GTK_WIDGET (window), session, NULL, "@admin:evil.example", "chat");
  dialog = GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (window)));
  mx_test_assert_wait (tea_shell_test_is_mapped, dialog, 5000);
  g_assert_cmpuint (tea_shell_test_count_text (dialog, "@admin:evil.example"), >=, 1);
  g_assert_cmpuint (tea_shell_test_count_text (dialog, ASKS), ==, 1);
  g_assert_cmpuint (tea_shell_test_check_names (dialog), >, 0);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  gtk_window_destroy (window);
}

int
main (int   argc,
      char *argv[])
{
  tea_shell_test_init (&argc, &argv);
  g_test_add_func ("/report/message", test_report_message);
  g_test_add_func ("/report/room", test_report_room);
  g_test_add_func ("/report/guest", test_report_guest);
  g_test_add_func ("/report/offline", test_report_offline);
  g_test_add_func ("/security/H04/person-shows-account-name", test_person);
  return tea_shell_test_run ();
}
