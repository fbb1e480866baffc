/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A guest keeps the account with one password: what the server may say to that. Whatever it says, the
 * dialog lets go of the session once it is closed; tearing down waits for that. */

#include "config.h"

#include "tea-keep-page.h"
#include "tea-scripted.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define REGISTER    "POST /_matrix/client/v3/register"
#define NAME        "PUT /_matrix/client/v3/profile/" MX_SCRIPT_USER "/displayname"

static void
try_password (TeaScripted *self,
              const char  *password)
{
  gtk_editable_set_text (tea_scripted_find (self, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), password);
  tea_scripted_press_progress (self);
}

static void
test_kept (TeaScripted   *self,
           gconstpointer  data)
{
  g_autofree char *body = NULL;
  g_autofree char *named = NULL;

  tea_scripted_present (self, tea_keep_dialog_new (self->s.session));
  tea_scripted_wait_text (self, MX_SCRIPT_USER);
  /* Nothing to keep it with yet. */
  g_assert_false (gtk_widget_is_sensitive (tea_scripted_find (self, g_type_from_name ("TeaProgressButton"), 0)));
  mx_test_server_reply (self->s.server, REGISTER, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary-token-kept\","
                        "\"device_id\":\"GUEST\"}");
  mx_test_server_reply (self->s.server, NAME, 200, NULL, "{}");
  mx_script_set_token (self->s.script, "canary-token-kept");
  gtk_editable_set_text (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), " Amina ");
  try_password (self, "seven brown teapots");
  tea_scripted_wait_closed (self);
  tea_scripted_wait_act (self, "toast This account is yours now");
  g_assert_false (mx_session_is_guest (self->s.session));
  /* The first request made the guest. */
  body = mx_scripted_dup_body (&self->s, REGISTER, 1);
  g_assert_nonnull (strstr (body, "\"guest_access_token\":\"canary-token-guest\""));
  g_assert_nonnull (strstr (body, "\"password\":\"seven brown teapots\""));
  /* And the first of these named the guest. */
  named = mx_scripted_dup_body (&self->s, NAME, 1);
  g_assert_cmpstr (named, ==, "{\"displayname\":\"Amina\"}");
}

static const struct
{
  const char *name;
  int status;
  const char *answer;
  const char *words;
} refusals[] = {
  { "weak", 400, "{\"errcode\":\"M_WEAK_PASSWORD\",\"error\":\"short\"}", "wants a longer or more varied password" },
  { "not-there", 404, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"no\"}", "cannot turn a guest into an account" },
  { "forbidden", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}", "cannot turn a guest into an account" },
};

/* It is said, what was typed is still there, and the guest stays one. */
static void
test_refused (TeaScripted   *self,
              gconstpointer  data)
{
  guint row = GPOINTER_TO_UINT (data);
  GtkEditable *password;

  tea_scripted_present (self, tea_keep_dialog_new (self->s.session));
  mx_test_server_reply (self->s.server, REGISTER, refusals[row].status, NULL, refusals[row].answer);
  try_password (self, "tea");
  tea_scripted_wait_text (self, refusals[row].words);
  password = tea_scripted_find (self, ADW_TYPE_PASSWORD_ENTRY_ROW, 0);
  g_assert_cmpstr (gtk_editable_get_text (password), ==, "tea");
  g_assert_true (mx_session_is_guest (self->s.session));
}

/* Who has an account goes on with it. */
static void
test_another (TeaScripted   *self,
              gconstpointer  data)
{
  tea_scripted_present (self, tea_keep_dialog_new (self->s.session));
  tea_scripted_press (self, "another account");
  tea_scripted_wait_closed (self);
  g_assert_cmpstr (self->acts->str, ==, "carry-over\n");
  g_assert_true (mx_session_is_guest (self->s.session));
}

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  g_test_add ("/keep/kept", TeaScripted, NULL, tea_scripted_set_up_guest, test_kept, tea_scripted_tear_down);
  g_test_add ("/keep/another", TeaScripted, NULL, tea_scripted_set_up_guest, test_another, tea_scripted_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/keep/refused/", refusals[i].name, NULL);

    g_test_add (path, TeaScripted, GUINT_TO_POINTER (i), tea_scripted_set_up_guest, test_refused,
                tea_scripted_tear_down);
  }
  return g_test_run ();
}
