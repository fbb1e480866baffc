/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The real window in trouble: no connection, a session that the server has ended, an account that is locked, and
 * messages on this computer that cannot be opened. What is said, what can be pressed, and that nothing is lost. */

#include "config.h"

#include "tea-again-page.h"
#include "tea-scripted.h"
#include "tea-settings.h"
#include "tea-sidebar-fixture.h"
#include "tea-window.h"

#include "mx-room.h"

#include <string.h>

#define DEADLINE_MS (15000 * MX_TEST_SLOWER)
#define LOGIN       "POST /_matrix/client/v3/login"
#define FLOWS       "GET /_matrix/client/v3/login"
#define VERSIONS    "GET /_matrix/client/versions"
#define PASSPHRASE  "canary passphrase"

static GtkApplication *application;

typedef struct
{
  TeaScripted t;
  GSettings *settings; /* (owned) (nullable) */
  char *user_id;       /* (owned): at a server that can be found by its name */
} Fixture;

static void
open_window (Fixture *self)
{
  self->t.acts = g_string_new (NULL);
  self->t.window = GTK_WINDOW (tea_window_new (application, self->t.s.session, self->settings));
  gtk_window_present (self->t.window);
  tea_window_start (TEA_WINDOW (self->t.window));
}

static void
let_in (Fixture    *self,
        const char *user_id,
        const char *token)
{
  g_autofree char *answer =
    g_strdup_printf ("{\"user_id\":\"%s\",\"access_token\":\"%s\",\"device_id\":\"DEVICE\"}", user_id, token);

  mx_test_server_reply (self->t.s.server, LOGIN, 200, NULL, answer);
}

static void
set_up_signed_out (Fixture       *self,
                   gconstpointer  data)
{
  mx_scripted_set_up_signed_out (&self->t.s, data);
  self->user_id = g_strdup_printf ("@me:127.0.0.1:%u", mx_test_server_get_port (self->t.s.server));
  let_in (self, self->user_id, "one");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  set_up_signed_out (self, data);
  mx_scripted_sign_in (&self->t.s);
  open_window (self);
  tea_scripted_wait_text (&self->t, "The room");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  tea_scripted_tear_down (&self->t, data);
  g_clear_object (&self->settings);
  g_free (self->user_id);
}

static void
act (Fixture    *self,
     const char *name,
     GVariant   *parameter)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->t.window), name, parameter);
}

/* --- no connection ------------------------------------------------------------------------- */

/* It is said after a while, above the room one reads, and not any more when it is over. */
static void
test_offline (Fixture       *self,
              gconstpointer  data)
{
  act (self, "open-room", g_variant_new_string (MX_SCRIPT_ROOM));
  tea_scripted_wait_text (&self->t, "first");
  mx_test_server_stop (self->t.s.server);
  tea_scripted_wait_text (&self->t, "what you write is sent later");
  tea_scripted_wait_text (&self->t, "first");
  mx_test_server_start (self->t.s.server);
  tea_scripted_press (&self->t, "Try Now");
  tea_scripted_wait_no_text (&self->t, "what you write is sent later");
}

/* --- the session has ended --------------------------------------------------------------------- */

static void
end_session (Fixture *self)
{
  act (self, "open-room", g_variant_new_string (MX_SCRIPT_ROOM));
  mx_script_set_token (self->t.s.script, "two");
  mx_script_push_other_room (self->t.s.script);
  tea_scripted_wait_text (&self->t, "wants you to sign in again");
}

static void
type_password (Fixture *self)
{
  tea_scripted_press (&self->t, "password");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "canary");
  tea_scripted_press_progress (&self->t);
}

static gboolean
is_live (gpointer session)
{
  return mx_session_get_sync_state (session) == MX_SYNC_LIVE;
}

/* The same person goes on where they were. */
static void
test_again (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *body = NULL;

  end_session (self);
  let_in (self, self->user_id, "two");
  mx_test_server_clear_log (self->t.s.server);
  act (self, "sign-in-again", NULL);
  tea_scripted_wait_text (&self->t, self->user_id);
  type_password (self);
  mx_test_assert_wait (is_live, self->t.s.session, DEADLINE_MS);
  tea_scripted_wait_text (&self->t, "first");
  body = mx_scripted_dup_body (&self->t.s, LOGIN, 0);
  g_assert_nonnull (strstr (body, "\"device_id\":\"DEVICE\""));
}

/* Somebody else is turned away: it is said, and the rooms are still there. */
static void
test_somebody_else (Fixture       *self,
                    gconstpointer  data)
{
  end_session (self);
  let_in (self, "@eve:127.0.0.1", "three");
  act (self, "sign-in-again", NULL);
  type_password (self);
  tea_scripted_wait_text (&self->t, "That is another account");
  g_assert_cmpstr (mx_session_get_user_id (self->t.s.session), ==, self->user_id);
  act (self, "close-sign-in", NULL);
  tea_scripted_wait_text (&self->t, "first");
}

/* Without an answer one can ask again, or go back to read. */
static void
test_again_unanswered (Fixture       *self,
                       gconstpointer  data)
{
  end_session (self);
  mx_test_server_reply (self->t.s.server, VERSIONS, 503, NULL, "down");
  act (self, "sign-in-again", NULL);
  tea_scripted_find (&self->t, TEA_TYPE_AGAIN_PAGE, 0);
  tea_scripted_wait_text (&self->t, "does not answer");
  mx_test_server_remove (self->t.s.server, VERSIONS);
  tea_scripted_press (&self->t, "Try again");
  tea_scripted_wait_no_text (&self->t, "does not answer");
  let_in (self, self->user_id, "two");
  type_password (self);
  mx_test_assert_wait (is_live, self->t.s.session, DEADLINE_MS);
}

static void
test_again_no_way (Fixture       *self,
                   gconstpointer  data)
{
  end_session (self);
  mx_test_server_reply (self->t.s.server, FLOWS, 200, NULL, "{\"flows\":[{\"type\":\"org.example.riddle\"}]}");
  act (self, "sign-in-again", NULL);
  tea_scripted_wait_text (&self->t, "no way in that Teahouse knows");
  act (self, "close-sign-in", NULL);
  tea_scripted_wait_text (&self->t, "first");
}

/* --- an account that is locked -------------------------------------------------------------------- */

#define SUPPORT "GET /.well-known/matrix/support"

/* It is no sign-out: nobody is asked to sign in, and it goes on by itself when it is over. */
static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  const char *sync = "GET /_matrix/client/v3/sync";

  act (self, "open-room", g_variant_new_string (MX_SCRIPT_ROOM));
  mx_test_server_reply (self->t.s.server, sync, 401, NULL,
                        "{\"errcode\":\"M_USER_LOCKED\",\"error\":\"locked\",\"soft_logout\":true}");
  mx_script_push_other_room (self->t.s.script);
  tea_scripted_wait_text (&self->t, "locked");
  g_assert_false (tea_scripted_shows (&self->t, "sign in again"));
  tea_scripted_wait_text (&self->t, "first");
  /* Whom to ask is looked up when somebody asks, and not before. */
  mx_test_server_reply (self->t.s.server, SUPPORT, 200, NULL,
                        "{\"contacts\":[{\"role\":\"m.role.admin\",\"email_address\":\"help@example.org\"}]}");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SUPPORT), ==, 0);
  tea_scripted_press (&self->t, "Ask Why");
  tea_scripted_wait_text (&self->t, "Write to the people who run");
  tea_scripted_wait_text (&self->t, "help@example.org");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SUPPORT), ==, 1);
  g_assert_null (mx_test_server_get_request (self->t.s.server, SUPPORT, 0)->authorization);
  tea_scripted_respond (&self->t, "close");
  tea_scripted_wait_closed (&self->t);
  /* Nor a second time so soon. */
  tea_scripted_press (&self->t, "Ask Why");
  tea_scripted_wait_text (&self->t, "help@example.org");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SUPPORT), ==, 1);
  mx_test_server_remove (self->t.s.server, sync);
  tea_scripted_respond (&self->t, "try");
  mx_test_assert_wait (is_live, self->t.s.session, DEADLINE_MS);
  tea_scripted_wait_no_text (&self->t, "locked");
}

/* --- what lies on this computer --------------------------------------------------------------------- */

static void
close_session (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_close_async (self->t.s.session, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_session_close_finish (self->t.s.session, result, NULL));
}

/* As if the program had ended, and began again. */
static void
begin_again (Fixture *self)
{
  close_session (self);
  g_object_unref (self->t.s.session);
  self->t.s.session = mx_session_new (self->t.s.dir);
}

static void
set_up_kept (Fixture       *self,
             gconstpointer  data)
{
  set_up_signed_out (self, data);
  mx_session_set_key_mode (self->t.s.session, MX_KEY_PASSPHRASE, PASSPHRASE);
  mx_scripted_sign_in (&self->t.s);
  begin_again (self);
  self->settings = tea_settings_new (self->t.s.dir);
  tea_settings_set_key_mode (self->settings, MX_KEY_PASSPHRASE);
}

static void
type_passphrase (Fixture    *self,
                 const char *passphrase)
{
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), passphrase);
  tea_scripted_press (&self->t, "Open");
}

/* It is asked for before anything is opened; a wrong one is said to be wrong, and nothing is shown. */
static void
test_passphrase (Fixture       *self,
                 gconstpointer  data)
{
  open_window (self);
  tea_scripted_wait_text (&self->t, "closed with your passphrase");
  type_passphrase (self, "");
  g_assert_false (mx_session_is_open (self->t.s.session));
  type_passphrase (self, "canary wrong");
  tea_scripted_wait_text (&self->t, "This is not the passphrase");
  g_assert_false (tea_scripted_shows (&self->t, "The room"));
  g_assert_cmpstr (gtk_editable_get_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0)), ==, "");
  type_passphrase (self, PASSPHRASE);
  tea_scripted_wait_text (&self->t, "The room");
  g_assert_cmpstr (mx_session_get_user_id (self->t.s.session), ==, self->user_id);
}

/* What lies here cannot be read: that is said, nothing is done to it before the person says so, and then it comes from
 * the server. */
static void
test_damaged (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->t.s.dir, "store", "store.db", NULL);
  g_autofree char *bytes = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  memset (bytes + len / 4, 'x', len / 2);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) len, NULL));
  tea_settings_set_key_mode (self->settings, MX_KEY_SERVICE);
  mx_session_set_key_mode (self->t.s.session, MX_KEY_PASSPHRASE, PASSPHRASE);
  open_window (self);
  tea_scripted_wait_text (&self->t, "cannot be read");
  g_assert_false (mx_session_is_open (self->t.s.session));
  tea_scripted_press (&self->t, "Load Again");
  tea_scripted_wait_text (&self->t, "The room");
  g_assert_cmpstr (mx_session_get_user_id (self->t.s.session), ==, self->user_id);
}

#define ADD(path, set_up, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  tea_scripted_init (&argc, &argv);
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  ADD ("/window/trouble/offline", set_up, test_offline);
  ADD ("/window/trouble/again", set_up, test_again);
  ADD ("/window/trouble/somebody-else", set_up, test_somebody_else);
  ADD ("/window/trouble/again-unanswered", set_up, test_again_unanswered);
  ADD ("/window/trouble/again-no-way", set_up, test_again_no_way);
  ADD ("/window/trouble/locked", set_up, test_locked);
  ADD ("/window/trouble/passphrase", set_up_kept, test_passphrase);
  ADD ("/window/trouble/damaged", set_up_kept, test_damaged);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
