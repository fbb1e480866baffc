/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The preferences: account, key, notifications, hidden people. */

#include "config.h"

#include "tea-hidden-row.h"
#include "tea-preferences-words.h"
#include "tea-preferences.h"
#include "tea-settings.h"
#include "tea-sidebar-fixture.h"

#include "mx-test.h"

typedef struct
{
  MxSession *session;
  GSettings *settings;
  GtkWindow *window;
  AdwDialog *dialog;
} Fixture;

static void
setup (Fixture       *self,
       gconstpointer  data)
{
  static const char *const ignored[] = { "@spammer:example.org", "@<b>evil</b>&:x", NULL };

  self->session = tea_test_session_new ();
  tea_test_session_sign_in (self->session);
  tea_test_ignore (self->session, ignored);
  self->settings = tea_settings_new (tea_test_temp_dir ());
  g_assert_nonnull (self->settings);
  self->window = tea_test_show (adw_bin_new (), 700, 900);
  self->dialog = tea_preferences_new (self->session, self->settings);
  adw_dialog_present (self->dialog, GTK_WIDGET (self->window));
  tea_test_frames (GTK_WIDGET (self->window), 3);
}

static void
teardown (Fixture       *self,
          gconstpointer  data)
{
  tea_test_close (self->window);
  g_assert_finalize_object (self->session);
  g_assert_finalize_object (self->settings);
}

static void
test_shown (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *texts = tea_test_texts (GTK_WIDGET (self->dialog));

  mx_test_spin (500);
  tea_test_picture (GTK_WIDGET (self->window), "preferences");
  g_assert_nonnull (strstr (texts, "@noor:example.org\n"));
  g_assert_nonnull (strstr (texts, "\nexample.org\n"));
  g_assert_nonnull (strstr (texts, tea_key_mode_title (MX_KEY_SERVICE)));
  g_assert_null (strstr (texts, "You have no account yet"));
}

static void
test_notifications (Fixture       *self,
                    gconstpointer  data)
{
  AdwSwitchRow *row = ADW_SWITCH_ROW (tea_test_find (GTK_WIDGET (self->dialog), ADW_TYPE_SWITCH_ROW, 0));

  g_assert_true (adw_switch_row_get_active (row));
  adw_switch_row_set_active (row, FALSE);
  g_assert_false (tea_settings_get_boolean (self->settings, "notifications", TRUE));
}

/* Names of strangers are shown as they are, and the list follows the session. */
static void
test_hidden (Fixture       *self,
             gconstpointer  data)
{
  static const char *const nobody[] = { NULL };
  GtkWidget *row = tea_test_find (GTK_WIDGET (self->dialog), TEA_TYPE_HIDDEN_ROW, 0);
  GtkWidget *button;
  g_autofree char *texts = tea_test_texts (GTK_WIDGET (self->dialog));
  g_autofree char *after = NULL;

  g_assert_nonnull (row);
  button = tea_test_find (row, GTK_TYPE_BUTTON, 0);
  g_assert_nonnull (button);
  g_assert_cmpuint (tea_test_count (GTK_WIDGET (self->dialog), TEA_TYPE_HIDDEN_ROW), ==, 2);
  g_assert_nonnull (strstr (texts, "<b>evil</b>&"));

  tea_test_ignore (self->session, nobody);
  tea_test_frames (GTK_WIDGET (self->window), 2);
  after = tea_test_texts (GTK_WIDGET (self->dialog));
  g_assert_cmpuint (tea_test_count (GTK_WIDGET (self->dialog), TEA_TYPE_HIDDEN_ROW), ==, 0);
  g_assert_nonnull (strstr (after, "Nobody is hidden."));
}

/* Without settings there is nothing to switch. */
static void
test_no_settings (Fixture       *self,
                  gconstpointer  data)
{
  AdwDialog *dialog = tea_preferences_new (self->session, NULL);

  adw_dialog_present (dialog, GTK_WIDGET (self->window));
  tea_test_frames (GTK_WIDGET (self->window), 2);
  g_assert_null (tea_test_find (GTK_WIDGET (dialog), ADW_TYPE_SWITCH_ROW, 0));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)

int
main (int    argc,
      char **argv)
{
  tea_test_init (&argc, &argv);

  ADD ("/preferences/shown", test_shown);
  ADD ("/preferences/notifications", test_notifications);
  ADD ("/security/H01/preferences-hidden", test_hidden);
  ADD ("/preferences/no-settings", test_no_settings);

  return g_test_run ();
}
