/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where somebody without an account may make one: the servers that presets name, on loopback. One
 * makes accounts, one makes none, one is silent. */

#include "config.h"

#include "tea-scripted.h"
#include "tea-welcome.h"

#include "mx-session-private.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define VERSIONS    "GET /_matrix/client/versions"
#define LOGIN       "GET /_matrix/client/v3/login"
#define REGISTER    "POST /_matrix/client/v3/register"

typedef struct
{
  TeaScripted t;
  TeaWelcome *welcome;
  MxTestServer *open; /* (unowned): the script's */
  MxTestServer *closed;
  MxTestServer *silent;
} Fixture;

static char *
dup_name (MxTestServer *server)
{
  return g_strdup_printf ("127.0.0.1:%u", mx_test_server_get_port (server));
}

static void
write_preset (const char *folder,
              const char *id,
              const char *members)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.json", folder, id);
  g_autofree char *text = g_strdup_printf ("{\"id\":\"%s\",%s}", id, members);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* A community on the open server; what is general names all three, the open one once more. */
static void
write_presets (Fixture *self)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "teahouse", "presets", NULL);
  g_autofree char *open = dup_name (self->open);
  g_autofree char *closed = dup_name (self->closed);
  g_autofree char *silent = dup_name (self->silent);
  g_autofree char *general =
    g_strdup_printf ("\"name\":\"General\",\"servers\":[{\"name\":\"%s\",\"reason\":\"Named twice.\"},"
                     "{\"name\":\"%s\",\"reason\":{\"en\":\"Full <b>now</b>.\",\"ar\":\"ممتلئ.\"}},"
                     "{\"name\":\"%s\",\"reason\":\"Far away.\"}]",
                     open, closed, silent);
  g_autofree char *place = g_strdup_printf ("\"name\":\"Place <b>1\",\"summary\":\"For people & cats.\","
                                            "\"homeserver\":\"%s\"",
                                            open);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_preset (folder, "general", general);
  write_preset (folder, "a-place", place);
}

static void
open_session (Fixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* Presets are read when a session begins. */
  mx_session_close_async (self->t.s.session, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_session_close_finish (self->t.s.session, result, NULL));
  g_object_unref (self->t.s.session);
  self->t.s.session = mx_session_new (self->t.s.dir);
  mx_session_set_key_mode (self->t.s.session, MX_KEY_MEMORY, NULL);
  _mx_session_load_communities (self->t.s.session);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  mx_scripted_set_up_signed_out (&self->t.s, data);
  self->open = self->t.s.server;
  self->closed = mx_test_server_new (MX_TEST_TLS_NONE);
  self->silent = mx_test_server_new (MX_TEST_TLS_NONE);
  mx_test_server_reply (self->open, REGISTER, 401, NULL,
                        "{\"session\":\"s\",\"flows\":[{\"stages\":[\"m.login.dummy\"]}],\"params\":{}}");
  mx_test_server_reply (self->closed, VERSIONS, 200, NULL, "{\"versions\":[\"v1.11\"]}");
  mx_test_server_reply (self->closed, LOGIN, 200, NULL, "{\"flows\":[{\"type\":\"m.login.password\"}]}");
  mx_test_server_reply (self->closed, REGISTER, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_test_server_hold (self->silent, "");
  write_presets (self);
  open_session (self);
  tea_scripted_open_window (&self->t);
  self->welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  tea_welcome_set_session (self->welcome, self->t.s.session, NULL);
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->welcome));
  tea_scripted_wait_text (&self->t, "Create an");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  tea_scripted_tear_down (&self->t, data);
  mx_test_server_free (self->closed);
  mx_test_server_free (self->silent);
}

static guint
count_all (Fixture *self)
{
  return mx_test_server_count (self->open, "") + mx_test_server_count (self->closed, "") +
         mx_test_server_count (self->silent, "");
}

static void
show_list (Fixture *self)
{
  tea_scripted_press (&self->t, "Create an");
  tea_scripted_wait_text (&self->t, "Where Shall Your Account Be?");
}

static gboolean
is_activatable (GtkWidget *row)
{
  return gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (row));
}

/* Nobody is asked before a person wants an account; then all are, at once, each with its reason. */
static void
test_asked (Fixture       *self,
            gconstpointer  data)
{
  GType type = g_type_from_name ("TeaServerRow");

  g_assert_cmpuint (count_all (self), ==, 0);
  show_list (self);
  tea_scripted_wait_text (&self->t, "It makes no new accounts right now.");
  g_assert_true (tea_scripted_shows (&self->t, "Place <b>1"));
  g_assert_true (tea_scripted_shows (&self->t, "For people & cats."));
  g_assert_true (tea_scripted_shows (&self->t, "Full <b>now</b>."));
  g_assert_true (tea_scripted_shows (&self->t, "Far away."));
  g_assert_true (tea_scripted_shows (&self->t, "Everyone can talk with everyone"));
  g_assert_true (tea_scripted_shows (&self->t, "An account stays with its server."));
  g_assert_true (tea_scripted_shows (&self->t, "Another server"));
  g_assert_false (tea_scripted_shows (&self->t, "Named twice."));
  g_assert_true (mx_test_server_wait (self->silent, "", 1, DEADLINE_MS));
  g_assert_true (is_activatable (tea_scripted_find (&self->t, type, 0)));
  g_assert_false (is_activatable (tea_scripted_find (&self->t, type, 1)));
  g_assert_true (is_activatable (tea_scripted_find (&self->t, type, 2)));
}

static void
test_silent (Fixture       *self,
             gconstpointer  data)
{
  show_list (self);
  tea_scripted_wait_text (&self->t, "It makes no new accounts right now.");
  g_assert_false (tea_scripted_shows (&self->t, "It does not answer right now."));
  tea_scripted_wait_text (&self->t, "It does not answer right now.");
}

static gboolean
has_asked (gpointer user_data)
{
  return mx_test_server_count (((Fixture *) user_data)->open, REGISTER) > 0;
}

/* What the server has said is not asked again, and only a new account's ways are there. */
static void
test_chosen (Fixture       *self,
             gconstpointer  data)
{
  show_list (self);
  mx_test_assert_wait (has_asked, self, DEADLINE_MS);
  tea_scripted_wait_text (&self->t, "It makes no new accounts right now.");
  tea_scripted_press (&self->t, "Place <b>1");
  tea_scripted_wait_text (&self->t, "is here.");
  g_assert_cmpuint (mx_test_server_count (self->open, VERSIONS), ==, 1);
  g_assert_false (tea_scripted_shows (&self->t, "Place"));
  g_assert_false (tea_scripted_shows (&self->t, "An account stays"));
  g_assert_true (tea_scripted_shows (&self->t, "Create an"));
  g_assert_false (tea_scripted_shows (&self->t, "Sign in with a password"));
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "");
  tea_scripted_wait_text (&self->t, "Place <b>1");
}

/* One that nobody listed is typed. */
static void
test_another (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *closed = dup_name (self->closed);

  show_list (self);
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), closed);
  tea_scripted_wait_text (&self->t, "makes no new accounts here. Choose another one.");
}

/* Who has an account sees the communities, and none of the servers is told of it. */
static void
test_sign_in (Fixture       *self,
              gconstpointer  data)
{
  tea_scripted_press (&self->t, "Sign in");
  tea_scripted_wait_text (&self->t, "Which Account Is Yours?");
  g_assert_true (tea_scripted_shows (&self->t, "Place <b>1"));
  g_assert_false (tea_scripted_shows (&self->t, "Far away."));
  g_assert_cmpuint (count_all (self), ==, 0);
  tea_scripted_press (&self->t, "Place <b>1");
  tea_scripted_wait_text (&self->t, "is here.");
  g_assert_true (tea_scripted_shows (&self->t, "Sign in with a password"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tea-servers-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  tea_scripted_init (&argc, &argv);
  ADD ("/servers/asked-when-wanted", test_asked);
  ADD ("/servers/silent", test_silent);
  ADD ("/servers/chosen", test_chosen);
  ADD ("/servers/another", test_another);
  ADD ("/servers/who-has-an-account", test_sign_in);
  result = g_test_run ();
  mx_test_remove_tree (folder);
  return result;
}
