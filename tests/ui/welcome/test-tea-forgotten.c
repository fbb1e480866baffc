/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A forgotten password, on a server that may say anything: by mail to another one, and what is said where that is
 * no way. */

#include "config.h"

#include "tea-scripted.h"
#include "tea-welcome.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define LOGIN       "POST /_matrix/client/v3/login"
#define RESET       "POST /_matrix/client/v3/account/password"
#define RESET_MAIL  RESET "/email/requestToken"
#define SUPPORT     "GET /.well-known/matrix/support"

typedef struct
{
  TeaScripted t;
  TeaWelcome *welcome;
  guint n_signed_in;
} Fixture;

static void
on_signed_in (Fixture *self)
{
  self->n_signed_in++;
}

static gboolean
has_signed_in (gpointer self)
{
  return ((Fixture *) self)->n_signed_in > 0;
}

/* As far as the page for the password. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *server = NULL;

  mx_scripted_set_up_signed_out (&self->t.s, data);
  server = g_strdup_printf ("127.0.0.1:%u", mx_test_server_get_port (self->t.s.server));
  mx_script_push_room (self->t.s.script);
  tea_scripted_open_window (&self->t);
  self->welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  tea_welcome_set_session (self->welcome, self->t.s.session, NULL);
  g_signal_connect_swapped (self->welcome, "signed-in", G_CALLBACK (on_signed_in), self);
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->welcome));
  tea_scripted_wait_text (&self->t, "Welcome to Teahouse");
  tea_scripted_press (&self->t, "Sign in");
  tea_scripted_wait_text (&self->t, "Which Account Is Yours?");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), server);
  tea_scripted_wait_text (&self->t, "is here.");
  tea_scripted_press (&self->t, "Sign in with a password");
  tea_scripted_wait_no_text (&self->t, "Which Account Is Yours?");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  tea_scripted_tear_down (&self->t, data);
}

/* The link counts as followed with the second question for it. On the server's thread. */
static void
on_reset (MxTestServer      *server,
          SoupServerMessage *message,
          gpointer           user_data)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  guint *n_asked = user_data;

  if (strstr (text, "\"sid\":\"mail1\"") == NULL)
    mx_test_answer (message, 401, "{\"session\":\"s1\",\"flows\":[{\"stages\":[\"m.login.email.identity\"]}],"
                                  "\"params\":{}}");
  else if ((*n_asked)++ == 0)
    mx_test_answer (message, 401, "{\"errcode\":\"M_UNAUTHORIZED\",\"error\":\"\"}");
  else
    mx_test_answer (message, 200, "{}");
}

static void
forget_password (Fixture *self)
{
  tea_scripted_press (&self->t, "Forgot Your");
  tea_scripted_wait_text (&self->t, "Choose another one for your account");
  tea_scripted_wait_no_text (&self->t, "Account name");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "Type the address that you gave");
  tea_scripted_wait_no_text (&self->t, "Choose another one");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "me@example.org");
  tea_scripted_press_progress (&self->t);
}

static void
test_forgotten (Fixture       *self,
                gconstpointer  data)
{
  guint n_asked = 0;
  g_autofree char *asked = NULL;
  g_autofree char *login = NULL;

  mx_test_server_handle (self->t.s.server, RESET, on_reset, &n_asked, NULL);
  mx_test_server_reply (self->t.s.server, RESET_MAIL, 200, NULL, "{\"sid\":\"mail1\"}");
  forget_password (self);
  tea_scripted_wait_text (&self->t, "Look in Your Mailbox");
  mx_test_assert_wait (has_signed_in, self, DEADLINE_MS);
  g_assert_true (mx_session_is_open (self->t.s.session));
  asked = mx_scripted_dup_body (&self->t.s, RESET, 0);
  /* Who forgot a password has not been robbed of it. */
  g_assert_nonnull (strstr (asked, "\"logout_devices\":false"));
  login = mx_scripted_dup_body (&self->t.s, LOGIN, 0);
  g_assert_nonnull (strstr (login, "\"address\":\"me@example.org\""));
  g_assert_nonnull (strstr (login, "\"password\":\"correct horse\""));
}

/* No such address: another one may be right. No mails at all: who can help, asked only now. */
static void
test_forgotten_refused (Fixture       *self,
                        gconstpointer  data)
{
  guint n_asked = 0;

  mx_test_server_handle (self->t.s.server, RESET, on_reset, &n_asked, NULL);
  mx_test_server_reply (self->t.s.server, RESET_MAIL, 400, NULL,
                        "{\"errcode\":\"M_THREEPID_NOT_FOUND\",\"error\":\"x\"}");
  forget_password (self);
  tea_scripted_wait_text (&self->t, "has this mail address");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SUPPORT), ==, 0);
  mx_test_server_reply (self->t.s.server, RESET_MAIL, 400, NULL, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"x\"}");
  mx_test_server_reply (self->t.s.server, SUPPORT, 200, NULL,
                        "{\"contacts\":[{\"role\":\"m.role.admin\",\"email_address\":\"help@b\u00fccher.example\"}]}");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "sends no mails");
  tea_scripted_wait_text (&self->t, "help@xn--bcher-kva.example");
  g_assert_false (mx_session_is_open (self->t.s.session));
}

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  g_test_add ("/forgotten/mail", Fixture, NULL, set_up, test_forgotten, tear_down);
  g_test_add ("/forgotten/refused", Fixture, NULL, set_up, test_forgotten_refused, tear_down);
  return g_test_run ();
}
