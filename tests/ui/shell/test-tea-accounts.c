/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several accounts in one window: going from one to another and back, one more, one less. No
 * server: who is signed in is set by hand, and the engines only say that nobody is. */

#include "config.h"

#include "mx-accounts.h"
#include "mx-delta.h"
#include "mx-model-fixture.h"
#include "mx-session-private.h"
#include "mx-test.h"
#include "tea-account-row.h"
#include "tea-account-switcher.h"
#include "tea-notifier.h"
#include "tea-problem-page.h"
#include "tea-settings.h"
#include "tea-shell-fixture.h"
#include "tea-sidebar.h"
#include "tea-welcome.h"
#include "tea-window.h"

#include <string.h>

#define OTHER_ROOM "!other:example.org"

typedef struct
{
  char *dir;            /* (owned)   */
  MxAccounts *accounts; /* (owned)   */
  GSettings *settings;  /* (owned)   */
  MxSession *first;     /* (unowned) */
  MxSession *second;    /* (unowned) */
  TeaWindow *window;    /* (unowned) */
} Fixture;

static void
sign_in (MxSession  *session,
         const char *user_id,
         const char *room_id,
         guint       mentions)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxAccountInfo account = {
    .user_id = (char *) user_id,
    .device_id = (char *) "DEVICE",
    .homeserver = (char *) "http://localhost:1",
    .server_name = (char *) "example.org",
  };

  _mx_session_set_account (session, &account);
  mx_delta_get_room (delta, room_id)->summary = mx_model_summary (room_id, room_id);
  mx_delta_get_room (delta, room_id)->summary->highlight_count = mentions;
  mx_model_apply (session, delta);
}

static gboolean
shows_main (gpointer window)
{
  GtkWidget *sidebar = tea_shell_test_find (window, TEA_TYPE_SIDEBAR);

  return gtk_widget_get_mapped (sidebar);
}

static gboolean
shows_welcome (gpointer window)
{
  GtkWidget *welcome = tea_shell_test_find (window, TEA_TYPE_WELCOME);

  return welcome != NULL && gtk_widget_get_mapped (welcome);
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

static void
close_window (Fixture *fixture)
{
  gpointer weak = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &weak);
  gtk_window_close (GTK_WINDOW (fixture->window));
  mx_test_assert_wait (is_gone, &weak, 5000);
}

/* Also once more, as the next run of the program does it. */
static void
open_window (Fixture *fixture)
{
  if (fixture->window != NULL)
    close_window (fixture);
  fixture->window = tea_window_new (tea_shell_test_get_application (), fixture->first, fixture->settings);
  tea_window_set_accounts (fixture->window, fixture->accounts);
  gtk_window_present (GTK_WINDOW (fixture->window));
  mx_test_assert_wait (tea_shell_test_is_mapped, fixture->window, 5000);
  tea_window_start (fixture->window);
  mx_test_assert_wait (shows_main, fixture->window, 10000);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("tea-accounts-XXXXXX", NULL);
  fixture->accounts = mx_accounts_new (fixture->dir);
  fixture->settings = tea_settings_new (fixture->dir);
  fixture->first = mx_accounts_get_first (fixture->accounts);
  fixture->second = mx_accounts_add (fixture->accounts);
  sign_in (fixture->first, ANN, ROOM, 0);
  sign_in (fixture->second, BEN, OTHER_ROOM, 2);
  open_window (fixture);
  tea_window_show_room (fixture->window, ROOM);
  g_assert_cmpstr (mx_room_get_id (tea_window_get_room (fixture->window)), ==, ROOM);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;

  close_window (fixture);
  mx_accounts_close_async (fixture->accounts, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_clear_object (&fixture->settings);
  g_clear_object (&fixture->accounts);
  mx_test_remove_tree (fixture->dir);
  g_clear_pointer (&fixture->dir, g_free);
}

static void
act (Fixture    *fixture,
     const char *action,
     GVariant   *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), action, parameter);
}

static void
show (Fixture   *fixture,
      MxSession *session)
{
  act (fixture, "switch-account", g_variant_new_string (mx_accounts_get_name (fixture->accounts, session)));
}

static const char *
get_open_room (Fixture *fixture)
{
  MxRoom *room = tea_window_get_room (fixture->window);

  return room != NULL ? mx_room_get_id (room) : NULL;
}

static char *
dup_written (Fixture *fixture)
{
  GtkWidget *view = tea_shell_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_TEXT_VIEW);
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  return text;
}

static void
write_text (Fixture    *fixture,
            const char *text)
{
  GtkWidget *view = tea_shell_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* Each account is where it was left. */
static void
test_there_and_back (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *name = NULL;
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  write_text (fixture, "half a sen");
  show (fixture, fixture->second);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->second);
  g_assert_null (get_open_room (fixture));
  tea_window_show_room (fixture->window, OTHER_ROOM);
  g_assert_cmpstr (get_open_room (fixture), ==, OTHER_ROOM);
  there = dup_written (fixture);
  g_assert_cmpstr (there, ==, "");
  name = tea_settings_dup_string (fixture->settings, "account");
  g_assert_cmpstr (name, ==, mx_accounts_get_name (fixture->accounts, fixture->second));

  show (fixture, fixture->first);
  g_assert_cmpstr (get_open_room (fixture), ==, ROOM);
  here = dup_written (fixture);
  g_assert_cmpstr (here, ==, "half a sen");
  show (fixture, fixture->second);
  g_assert_cmpstr (get_open_room (fixture), ==, OTHER_ROOM);
}

static gboolean
has_two (gpointer accounts)
{
  return g_list_model_get_n_items (accounts) == 2;
}

/* A place for one more account is there as long as somebody wants it. */
static void
test_add_and_leave (Fixture       *fixture,
                    gconstpointer  data)
{
  act (fixture, "add-account", NULL);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 3);
  act (fixture, "close-sign-in", NULL);
  mx_test_assert_wait (shows_main, fixture->window, 5000);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  g_assert_cmpstr (get_open_room (fixture), ==, ROOM);
  mx_test_assert_wait (has_two, fixture->accounts, 10000);
}

static const char *
get_typed (Fixture *fixture)
{
  GtkWidget *welcome = tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_WELCOME);

  return gtk_editable_get_text (GTK_EDITABLE (tea_shell_test_find (welcome, ADW_TYPE_ENTRY_ROW)));
}

/* As a notification does it. */
static void
open_from_elsewhere (Fixture    *fixture,
                     MxSession  *session,
                     const char *room_id)
{
  tea_window_set_session (fixture->window, session);
  tea_window_show_room (fixture->window, room_id);
  g_assert_cmpstr (get_open_room (fixture), ==, room_id);
  g_assert_false (shows_welcome (fixture->window));
}

static void
join_space (MxSession  *session,
            const char *space_id,
            const char *child)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  MxRoomSummary *summary = mx_model_summary (space_id, space_id);

  g_set_str (&summary->type, "m.space");
  summary->children = g_strsplit (child, " ", -1);
  mx_delta_get_room (delta, space_id)->summary = summary;
  mx_model_apply (session, delta);
}

static const char *
get_group (Fixture *fixture)
{
  return tea_sidebar_get_group (TEA_SIDEBAR (tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_SIDEBAR)));
}

/* The group of rooms that was chosen is one of each account, and of the next run; the room that was open need not be
 * one of it. */
static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  TeaSidebar *sidebar = TEA_SIDEBAR (tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_SIDEBAR));

  join_space (fixture->first, "!club:example.org", "!tea:example.org");
  join_space (fixture->second, "!wiki:example.org", OTHER_ROOM);
  tea_sidebar_set_group (sidebar, "!club:example.org");
  show (fixture, fixture->second);
  g_assert_null (get_group (fixture));
  tea_sidebar_set_group (sidebar, "!wiki:example.org");
  show (fixture, fixture->first);
  g_assert_cmpstr (get_open_room (fixture), ==, ROOM);
  g_assert_cmpstr (get_group (fixture), ==, "!club:example.org");

  open_window (fixture);
  g_assert_cmpstr (get_open_room (fixture), ==, ROOM);
  g_assert_cmpstr (get_group (fixture), ==, "!club:example.org");
  show (fixture, fixture->second);
  g_assert_cmpstr (get_group (fixture), ==, "!wiki:example.org");
  /* Whoever signs out leaves no name of a group behind. */
  _mx_session_set_account (fixture->second, NULL);
  sign_in (fixture->second, BEN, OTHER_ROOM, 0);
  show (fixture, fixture->second);
  g_assert_null (get_group (fixture));
}

/* What somebody typed to sign in waits while another account is looked at. */
static void
test_sign_in_stays (Fixture       *fixture,
                    gconstpointer  data)
{
  GListModel *accounts = G_LIST_MODEL (fixture->accounts);
  MxSession *place;
  GtkWidget *welcome;

  act (fixture, "add-account", NULL);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  place = tea_window_get_session (fixture->window);
  welcome = tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_WELCOME);
  g_assert_true (gtk_widget_activate_action (welcome, "welcome.sign-in", NULL));
  gtk_editable_set_text (GTK_EDITABLE (tea_shell_test_find (welcome, ADW_TYPE_ENTRY_ROW)), "@carol:exam");

  open_from_elsewhere (fixture, fixture->second, OTHER_ROOM);
  act (fixture, "add-account", NULL);
  g_assert_true (shows_welcome (fixture->window));
  g_assert_true (tea_window_get_session (fixture->window) == place);
  g_assert_cmpstr (get_typed (fixture), ==, "@carol:exam");
  open_from_elsewhere (fixture, fixture->first, ROOM);
  act (fixture, "resume-sign-in", NULL);
  g_assert_cmpstr (get_typed (fixture), ==, "@carol:exam");
  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 3);

  /* Only who goes back on purpose gives it up. */
  act (fixture, "close-sign-in", NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  mx_test_assert_wait (has_two, accounts, 10000);
  act (fixture, "resume-sign-in", NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
}

/* A sign-in that is finished elsewhere, in the browser say, comes on screen. */
static void
test_sign_in_ends_elsewhere (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *welcome;
  MxSession *place;

  act (fixture, "add-account", NULL);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  place = tea_window_get_session (fixture->window);
  welcome = tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_WELCOME);
  gtk_widget_activate_action (welcome, "welcome.sign-in", NULL);
  open_from_elsewhere (fixture, fixture->second, OTHER_ROOM);
  sign_in (place, "@carol:example.org", ROOM, 0);
  g_assert_true (tea_window_get_session (fixture->window) == place);
  mx_test_assert_wait (shows_main, fixture->window, 5000);
}

/* Who has to sign in again finds what they typed, too, and loses nothing by looking elsewhere. */
static void
test_again_stays (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *welcome;

  act (fixture, "sign-in-again", NULL);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  welcome = tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_WELCOME);
  open_from_elsewhere (fixture, fixture->second, OTHER_ROOM);
  show (fixture, fixture->first);
  g_assert_true (shows_welcome (fixture->window));
  g_assert_true (tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_WELCOME) == welcome);
  act (fixture, "close-sign-in", NULL);
  mx_test_assert_wait (shows_main, fixture->window, 5000);

  act (fixture, "sign-in-again", NULL);
  open_from_elsewhere (fixture, fixture->second, OTHER_ROOM);
  g_signal_emit_by_name (welcome, "signed-in");
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  g_assert_false (shows_welcome (fixture->window));
}

/* Who signs out goes on with the next account; the last one leaves the welcome. */
static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  _mx_session_set_account (fixture->first, NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->second);
  mx_test_assert_wait (shows_main, fixture->window, 5000);
  /* The profile's own place is free again. */
  act (fixture, "add-account", NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  act (fixture, "close-sign-in", NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->second);
  _mx_session_set_account (fixture->second, NULL);
  mx_test_assert_wait (shows_welcome, fixture->window, 10000);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
}

/* Signing out of one that is not shown changes nothing on screen. */
static void
test_other_goes (Fixture       *fixture,
                 gconstpointer  data)
{
  _mx_session_set_account (fixture->second, NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  g_assert_cmpstr (get_open_room (fixture), ==, ROOM);
}

static gboolean
shows_problem (gpointer window)
{
  GtkWidget *problem = tea_shell_test_find (window, TEA_TYPE_PROBLEM_PAGE);

  return problem != NULL && gtk_widget_get_mapped (problem);
}

static gboolean
is_known (gpointer user_data)
{
  Fixture *fixture = user_data;

  return mx_accounts_has_account (fixture->accounts, fixture->second);
}

/* An account that cannot be opened says so, stays in the list, and is no reason for the others. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  const char *name = mx_accounts_get_name (fixture->accounts, fixture->second);
  g_autofree char *dir = g_build_filename (fixture->dir, "accounts", name, NULL);
  g_autofree char *file = g_build_filename (dir, "account.json", NULL);

  _mx_session_set_account (fixture->second, NULL);
  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "nothing of ours", -1, NULL));
  show (fixture, fixture->second);
  mx_test_assert_wait (shows_problem, fixture->window, 10000);
  mx_test_assert_wait (is_known, fixture, 10000);
  act (fixture, "close-sign-in", NULL);
  g_assert_true (tea_window_get_session (fixture->window) == fixture->first);
  mx_test_assert_wait (shows_main, fixture->window, 5000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->accounts)), ==, 2);
}

static void
count_rows (GtkWidget *widget,
            guint     *rows)
{
  if (TEA_IS_ACCOUNT_ROW (widget) && gtk_widget_get_visible (widget))
    (*rows)++;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count_rows (child, rows);
}

/* What waits elsewhere is told; what waits here is in the list of rooms. */
static void
test_news (Fixture       *fixture,
           gconstpointer  data)
{
  TeaAccountSwitcher *switcher =
    TEA_ACCOUNT_SWITCHER (tea_shell_test_find (GTK_WIDGET (fixture->window), TEA_TYPE_ACCOUNT_SWITCHER));
  guint rows = 0;

  g_assert_true (tea_account_switcher_has_news (switcher));
  show (fixture, fixture->second);
  g_assert_false (tea_account_switcher_has_news (switcher));
  count_rows (GTK_WIDGET (switcher), &rows);
  g_assert_cmpuint (rows, ==, 2);
  _mx_session_set_account (fixture->first, NULL);
  rows = 0;
  count_rows (GTK_WIDGET (switcher), &rows);
  g_assert_cmpuint (rows, ==, 1);
}

static void
test_notification (void)
{
  g_autofree char *title = tea_notifier_name_account ("Ann in Help", BEN);

  g_assert_cmpstr (title, ==, "Ann in Help, for \u2068" BEN "\u2069");
}

int
main (int    argc,
      char **argv)
{
  tea_shell_test_init (&argc, &argv);
  g_test_add ("/accounts/there-and-back", Fixture, NULL, set_up, test_there_and_back, tear_down);
  g_test_add ("/accounts/add-and-leave", Fixture, NULL, set_up, test_add_and_leave, tear_down);
  g_test_add ("/accounts/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/accounts/sign-in-stays", Fixture, NULL, set_up, test_sign_in_stays, tear_down);
  g_test_add ("/accounts/sign-in-ends-elsewhere", Fixture, NULL, set_up, test_sign_in_ends_elsewhere, tear_down);
  g_test_add ("/accounts/again-stays", Fixture, NULL, set_up, test_again_stays, tear_down);
  g_test_add ("/accounts/sign-out", Fixture, NULL, set_up, test_sign_out, tear_down);
  g_test_add ("/accounts/another-goes", Fixture, NULL, set_up, test_other_goes, tear_down);
  g_test_add ("/accounts/one-cannot-be-opened", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/accounts/news", Fixture, NULL, set_up, test_news, tear_down);
  g_test_add_func ("/accounts/notification", test_notification);
  return tea_shell_test_run ();
}
