/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The account in the preferences, on a server: its name, the devices where it is signed in, its
 * password and its end, with the server's questions in between and everything it may refuse. */

#include "config.h"

#include "tea-preferences.h"
#include "tea-scripted.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define NAME        "PUT /_matrix/client/v3/profile/" MX_SCRIPT_USER "/displayname"
#define DEVICES     "GET /_matrix/client/v3/devices"
#define RENAME      "PUT /_matrix/client/v3/devices/PHONE"
#define DELETE      "POST /_matrix/client/v3/delete_devices"
#define PASSWORD    "POST /_matrix/client/v3/account/password"
#define DEACTIVATE  "POST /_matrix/client/v3/account/deactivate"
#define EVIL        "<b>Phone</b> & co"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define ASKS_PASSWORD                                                                                              \
  "{\"session\":\"s1\",\"flows\":[{\"stages\":[\"m.login.password\"]}],\"params\":{},\"errcode\":\"M_FORBIDDEN\"," \
  "\"error\":\"Invalid password\"}"

/* Asks for the old password, takes "right" alone. On the server's thread. */
static void
on_questions (MxTestServer      *server,
              SoupServerMessage *message,
              gpointer           user_data)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  gboolean right = strstr (text, "\"password\":\"right\"") != NULL && strstr (text, "\"session\":\"s1\"") != NULL;

  mx_test_answer (message, right ? 200 : 401, right ? "{}" : ASKS_PASSWORD);
}

static void
show_preferences (TeaScripted *self)
{
  mx_test_server_reply (self->s.server, DEVICES, 200, NULL,
                        "{\"devices\":[{\"device_id\":\"DEVICE\",\"display_name\":\"Here\"},"
                        "{\"device_id\":\"PHONE\",\"display_name\":\"" EVIL "\",\"last_seen_ip\":\"192.0.2.1\","
                        "\"last_seen_ts\":1700000000000},{\"device_id\":\"TABLET\"}]}");
  tea_scripted_present (self, tea_preferences_new (self->s.session, NULL));
  tea_scripted_wait_text (self, MX_SCRIPT_USER);
}

static void
show_devices (TeaScripted *self)
{
  show_preferences (self);
  tea_scripted_press (self, "Where You Are Signed In");
  tea_scripted_wait_text (self, EVIL);
}

/* The question of the server's, answered. */
static void
answer (TeaScripted *self,
        const char  *password)
{
  tea_scripted_wait_text (self, "Continue");
  gtk_editable_set_text (tea_scripted_find (self, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), password);
  tea_scripted_press (self, "Continue");
}

static void
test_name (TeaScripted   *self,
           gconstpointer  data)
{
  gpointer row;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, NAME, 200, NULL, "{}");
  show_preferences (self);
  row = tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0);
  gtk_editable_set_text (row, "Nóra");
  g_signal_emit_by_name (row, "apply");
  tea_scripted_wait_text (self, "Others see your new name now");
  body = mx_scripted_dup_body (&self->s, NAME, 0);
  g_assert_cmpstr (body, ==, "{\"displayname\":\"Nóra\"}");
}

static void
test_name_refused (TeaScripted   *self,
                   gconstpointer  data)
{
  gpointer row;

  mx_test_server_reply (self->s.server, NAME, 403, NULL, FORBIDDEN);
  show_preferences (self);
  row = tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0);
  gtk_editable_set_text (row, "Nóra");
  g_signal_emit_by_name (row, "apply");
  tea_scripted_wait_text (self, "does not let you do this");
}

static gboolean
is_changeable (gpointer row)
{
  return gtk_widget_is_visible (row);
}

/* The server's answer comes while somebody types: what is typed stays. */
static void
test_name_typed_first (TeaScripted   *self,
                       gconstpointer  data)
{
  const char *profile = "GET /_matrix/client/v3/profile/" MX_SCRIPT_USER;
  gpointer name, pronouns;

  mx_test_server_reply (self->s.server, profile, 200, NULL,
                        "{\"displayname\":\"Old name\","
                        "\"m.pronouns\":[{\"summary\":\"she/her\",\"language\":\"en\"}]}");
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/capabilities", 200, NULL,
                        "{\"capabilities\":{\"m.profile_fields\":{\"enabled\":true}}}");
  mx_test_server_hold (self->s.server, profile);
  show_preferences (self);
  name = tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0);
  gtk_editable_set_text (name, "Nóra");
  mx_test_server_release (self->s.server, profile);
  pronouns = tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 1);
  mx_test_assert_wait (is_changeable, pronouns, DEADLINE_MS);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Nóra");
  g_assert_cmpstr (gtk_editable_get_text (pronouns), ==, "she/her");
}

static gboolean
is_fixed (gpointer row)
{
  return !gtk_widget_get_sensitive (row);
}

/* What the server lets nobody change can be read, not written. */
static void
test_name_fixed (TeaScripted   *self,
                 gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/profile/" MX_SCRIPT_USER, 200, NULL,
                        "{\"displayname\":\"Company name\"}");
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/capabilities", 200, NULL,
                        "{\"capabilities\":{\"m.set_displayname\":{\"enabled\":false}}}");
  show_preferences (self);
  mx_test_assert_wait (is_fixed, tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), DEADLINE_MS);
  g_assert_cmpstr (gtk_editable_get_text (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0)), ==, "Company name");
}

static AdwSwitchRow *
find_time_zone (TeaScripted *self)
{
  for (guint n = 0;; n++) {
    gpointer row = tea_scripted_find (self, ADW_TYPE_SWITCH_ROW, n);

    if (strstr (adw_preferences_row_get_title (row), "Time Zone") != NULL)
      return row;
  }
}

static gboolean
is_off (gpointer row)
{
  return !adw_switch_row_get_active (row);
}

/* What the server refused was not done: the switch says so. */
static void
test_time_zone_refused (TeaScripted   *self,
                        gconstpointer  data)
{
  AdwSwitchRow *row;

  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/profile/" MX_SCRIPT_USER, 200, NULL, "{}");
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/capabilities", 200, NULL,
                        "{\"capabilities\":{\"m.profile_fields\":{\"enabled\":true}}}");
  mx_test_server_reply (self->s.server, "PUT /_matrix/client/v3/profile/" MX_SCRIPT_USER "/m.tz", 403, NULL, FORBIDDEN);
  show_preferences (self);
  tea_scripted_wait_text (self, "Pronouns that others see");
  row = find_time_zone (self);
  g_assert_true (is_off (row));
  adw_switch_row_set_active (row, TRUE);
  tea_scripted_wait_text (self, "does not let you do this");
  mx_test_assert_wait (is_off, row, DEADLINE_MS);
}

static void
test_devices (TeaScripted   *self,
              gconstpointer  data)
{
  show_devices (self);
  g_assert_true (tea_scripted_shows (self, "This device"));
  g_assert_true (tea_scripted_shows (self, "192.0.2.1"));
  /* One without a name is known by its id. */
  g_assert_true (tea_scripted_shows (self, "TABLET"));
}

static void
test_devices_retry (TeaScripted   *self,
                    gconstpointer  data)
{
  show_preferences (self);
  mx_test_server_reply (self->s.server, DEVICES, 403, NULL, FORBIDDEN);
  tea_scripted_press (self, "Where You Are Signed In");
  tea_scripted_wait_text (self, "does not let you do this");
  mx_test_server_reply (self->s.server, DEVICES, 200, NULL, "{\"devices\":[{\"device_id\":\"DEVICE\"}]}");
  tea_scripted_press (self, "Try again");
  tea_scripted_wait_text (self, "This device");
  /* Alone there is nobody else to sign out. */
  g_assert_false (tea_scripted_shows (self, "Sign Out All Others"));
}

static void
act_on_device (TeaScripted *self,
               const char  *action)
{
  GtkWidget *page = tea_scripted_find (self, g_type_from_name ("TeaDevicesPage"), 0);

  g_assert_true (gtk_widget_activate_action (page, action, "s", "PHONE"));
}

static void
test_device_renamed (TeaScripted   *self,
                     gconstpointer  data)
{
  GtkWidget *entry;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, RENAME, 200, NULL, "{}");
  show_devices (self);
  act_on_device (self, "devices.rename");
  entry = adw_alert_dialog_get_extra_child (tea_scripted_get_question (self));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, EVIL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "My phone");
  tea_scripted_respond (self, "rename");
  body = mx_scripted_dup_body (&self->s, RENAME, 0);
  g_assert_cmpstr (body, ==, "{\"display_name\":\"My phone\"}");
  /* The list is asked for anew. */
  g_assert_true (mx_test_server_wait (self->s.server, DEVICES, 2, DEADLINE_MS));
}

static void
test_device_kept (TeaScripted   *self,
                  gconstpointer  data)
{
  show_devices (self);
  act_on_device (self, "devices.rename");
  tea_scripted_respond (self, "cancel");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->s.server, RENAME), ==, 0);
}

static void
test_device_rename_refused (TeaScripted   *self,
                            gconstpointer  data)
{
  mx_test_server_reply (self->s.server, RENAME, 403, NULL, FORBIDDEN);
  show_devices (self);
  act_on_device (self, "devices.rename");
  tea_scripted_respond (self, "rename");
  tea_scripted_wait_text (self, "does not let you do this");
  g_assert_true (tea_scripted_shows (self, EVIL));
}

/* Everywhere but here, after the password; a wrong one can be mended. */
static void
test_sign_out_others (TeaScripted   *self,
                      gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_handle (self->s.server, DELETE, on_questions, NULL, NULL);
  show_devices (self);
  tea_scripted_press (self, "Sign Out All Others");
  answer (self, "wrong");
  tea_scripted_wait_text (self, "password");
  g_assert_true (mx_test_server_wait (self->s.server, DELETE, 2, DEADLINE_MS));
  mx_test_assert_wait (gtk_widget_get_can_target, tea_scripted_find (self, g_type_from_name ("TeaProgressButton"), 0),
                       DEADLINE_MS);
  mx_test_server_reply (self->s.server, DEVICES, 200, NULL, "{\"devices\":[{\"device_id\":\"DEVICE\"}]}");
  answer (self, "right");
  tea_scripted_wait_text (self, "This device");
  tea_scripted_wait_no_text (self, EVIL);
  body = mx_scripted_dup_body (&self->s, DELETE, 2);
  g_assert_nonnull (strstr (body, "\"devices\":[\"PHONE\",\"TABLET\"]"));
}

/* Whoever goes back from the question has not signed out anybody, and hears no reproach. */
static void
test_sign_out_given_up (TeaScripted   *self,
                        gconstpointer  data)
{
  mx_test_server_handle (self->s.server, DELETE, on_questions, NULL, NULL);
  show_devices (self);
  act_on_device (self, "devices.sign-out");
  tea_scripted_wait_text (self, "Continue");
  adw_preferences_dialog_pop_subpage (tea_scripted_find (self, ADW_TYPE_PREFERENCES_DIALOG, 0));
  tea_scripted_wait_text (self, EVIL);
  g_assert_cmpuint (mx_test_server_count (self->s.server, DELETE), ==, 1);
}

static void
ask_new_password (TeaScripted *self,
                  const char  *password)
{
  GtkWidget *entry;

  show_preferences (self);
  tea_scripted_press (self, "Change Password");
  entry = adw_alert_dialog_get_extra_child (tea_scripted_get_question (self));
  gtk_editable_set_text (GTK_EDITABLE (entry), password);
  tea_scripted_respond (self, "change");
}

static void
test_password (TeaScripted   *self,
               gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_handle (self->s.server, PASSWORD, on_questions, NULL, NULL);
  ask_new_password (self, "correct horse");
  answer (self, "right");
  tea_scripted_wait_text (self, "The new password counts from now on");
  tea_scripted_wait_text (self, "Change Password");
  body = mx_scripted_dup_body (&self->s, PASSWORD, 1);
  g_assert_nonnull (strstr (body, "\"new_password\":\"correct horse\""));
}

static void
test_password_weak (TeaScripted   *self,
                    gconstpointer  data)
{
  mx_test_server_reply (self->s.server, PASSWORD, 400, NULL, "{\"errcode\":\"M_WEAK_PASSWORD\",\"error\":\"short\"}");
  ask_new_password (self, "x");
  tea_scripted_wait_text (self, "assword");
  g_assert_true (mx_test_server_wait (self->s.server, PASSWORD, 1, DEADLINE_MS));
  tea_scripted_find (self, g_type_from_name ("AdwToastWidget"), 0);
  g_assert_false (tea_scripted_shows (self, "The new password counts"));
}

/* No password is none. */
static void
test_password_empty (TeaScripted   *self,
                     gconstpointer  data)
{
  ask_new_password (self, "");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->s.server, PASSWORD), ==, 0);
}

/* After the end of the account nothing of it is left here. */
static void
test_deleted (TeaScripted   *self,
              gconstpointer  data)
{
  GtkWidget *erase;
  g_autofree char *body = NULL;

  mx_test_server_handle (self->s.server, DEACTIVATE, on_questions, NULL, NULL);
  show_preferences (self);
  tea_scripted_press (self, "Delete Account");
  tea_scripted_wait_text (self, "nobody can ever have this name again");
  erase = adw_alert_dialog_get_extra_child (tea_scripted_get_question (self));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (erase), TRUE);
  tea_scripted_respond (self, "delete");
  answer (self, "right");
  tea_scripted_wait_closed (self);
  g_assert_false (mx_session_is_open (self->s.session));
  body = mx_scripted_dup_body (&self->s, DEACTIVATE, 1);
  g_assert_nonnull (strstr (body, "\"erase\":true"));
}

static void
test_kept (TeaScripted   *self,
           gconstpointer  data)
{
  show_preferences (self);
  tea_scripted_press (self, "Delete Account");
  tea_scripted_respond (self, "cancel");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->s.server, DEACTIVATE), ==, 0);
  g_assert_true (mx_session_is_open (self->s.session));
}

/* A guest has no password to change and no devices, and is told what that means. */
static void
test_guest (TeaScripted   *self,
            gconstpointer  data)
{
  show_preferences (self);
  tea_scripted_wait_text (self, "You have no account yet");
  g_assert_false (tea_scripted_shows (self, "Change Password"));
  g_assert_false (tea_scripted_shows (self, "Delete Account"));
  g_assert_false (tea_scripted_shows (self, "Where You Are Signed In"));
}

/* --- hidden people ------------------------------------------------------------------------- */

#define IGNORED "PUT /_matrix/client/v3/user/" MX_SCRIPT_USER "/account_data/m.ignored_user_list"

static void
test_shown_again (TeaScripted   *self,
                  gconstpointer  data)
{
  g_autofree char *shown = NULL;
  g_autofree char *hidden = NULL;

  mx_test_server_reply (self->s.server, IGNORED, 200, NULL, "{}");
  mx_script_push (self->s.script, "\"account_data\":{\"events\":[{\"type\":\"m.ignored_user_list\",\"content\":"
                                  "{\"ignored_users\":{\"@spam:localhost\":{}}}}]}");
  show_preferences (self);
  tea_scripted_wait_text (self, "Show Again");
  tea_scripted_press (self, "Show Again");
  tea_scripted_wait_text (self, "Nobody is hidden.");
  shown = mx_scripted_dup_body (&self->s, IGNORED, 0);
  g_assert_cmpstr (shown, ==, "{\"ignored_users\":{}}");
  /* And back. */
  tea_scripted_press (self, "Undo");
  tea_scripted_wait_no_text (self, "Nobody is hidden.");
  hidden = mx_scripted_dup_body (&self->s, IGNORED, 1);
  g_assert_cmpstr (hidden, ==, "{\"ignored_users\":{\"@spam:localhost\":{}}}");
}

#define ADD(path, func) g_test_add (path, TeaScripted, NULL, tea_scripted_set_up, func, tea_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  ADD ("/preferences/name/changed", test_name);
  ADD ("/preferences/name/typed-first", test_name_typed_first);
  ADD ("/preferences/name/refused", test_name_refused);
  ADD ("/preferences/name/server-does-not-let", test_name_fixed);
  ADD ("/preferences/time-zone/refused", test_time_zone_refused);
  ADD ("/security/H01/preferences-devices", test_devices);
  ADD ("/preferences/devices/tries-again", test_devices_retry);
  ADD ("/preferences/devices/renamed", test_device_renamed);
  ADD ("/preferences/devices/rename-cancelled", test_device_kept);
  ADD ("/preferences/devices/rename-refused", test_device_rename_refused);
  ADD ("/preferences/devices/others-signed-out", test_sign_out_others);
  ADD ("/preferences/devices/question-given-up", test_sign_out_given_up);
  ADD ("/preferences/password/changed", test_password);
  ADD ("/preferences/password/too-weak", test_password_weak);
  ADD ("/preferences/password/empty", test_password_empty);
  ADD ("/preferences/account/deleted", test_deleted);
  ADD ("/preferences/account/kept", test_kept);
  ADD ("/preferences/hidden/shown-again-and-undone", test_shown_again);
  g_test_add ("/preferences/account/guest", TeaScripted, NULL, tea_scripted_set_up_guest, test_guest,
              tea_scripted_tear_down);
  return g_test_run ();
}
