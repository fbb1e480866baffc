/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the welcome page to an account, on a server that may say anything: finding it, a password, a
 * guest, a new account with its questions, keeping a guest's; and what a room's link shows on the way. */

#include "config.h"

#include "tea-scripted.h"
#include "tea-welcome.h"

#include "mx-join-flow.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define LOGIN       "POST /_matrix/client/v3/login"
#define REGISTER    "POST /_matrix/client/v3/register"
#define ALIAS       "GET /_matrix/client/v3/directory/room/"
#define SUMMARY     "GET /_matrix/client/v1/room_summary/"
#define SIGNED_IN   "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"canary\",\"device_id\":\"DEVICE\"}"

typedef struct
{
  TeaScripted t;
  TeaWelcome *welcome;
  char *server; /* (owned): its name */
  guint n_signed_in;
} Fixture;

static void
on_signed_in (Fixture *self)
{
  self->n_signed_in++;
}

static void
show_welcome (Fixture *self)
{
  mx_script_push_room (self->t.s.script);
  tea_scripted_open_window (&self->t);
  self->welcome = g_object_new (TEA_TYPE_WELCOME, NULL);
  tea_welcome_set_session (self->welcome, self->t.s.session, NULL);
  g_signal_connect_swapped (self->welcome, "signed-in", G_CALLBACK (on_signed_in), self);
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->welcome));
  tea_scripted_wait_text (&self->t, "Welcome to Teahouse");
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  mx_scripted_set_up_signed_out (&self->t.s, data);
  self->server = g_strdup_printf ("127.0.0.1:%u", mx_test_server_get_port (self->t.s.server));
  show_welcome (self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  tea_scripted_tear_down (&self->t, data);
  g_free (self->server);
}

static gboolean
has_signed_in (gpointer self)
{
  return ((Fixture *) self)->n_signed_in > 0;
}

/* The server is found by what is typed, and says what it offers. */
static void
find_server (Fixture *self)
{
  tea_scripted_press (&self->t, "Sign in");
  tea_scripted_wait_text (&self->t, "Which Account Is Yours?");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), self->server);
  tea_scripted_wait_text (&self->t, "is here.");
}

static void
type_password (Fixture    *self,
               const char *password)
{
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "me");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), password);
  tea_scripted_press_progress (&self->t);
}

static void
show_password (Fixture *self)
{
  find_server (self);
  tea_scripted_press (&self->t, "Sign in with a password");
  tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0);
  tea_scripted_wait_no_text (&self->t, "Which Account Is Yours?");
}

/* --- the server ------------------------------------------------------------------------------ */

static void
test_no_server (Fixture       *self,
                gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, "GET /_matrix/client/versions", 200, NULL, "<html>a shop</html>");
  tea_scripted_press (&self->t, "Sign in");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), self->server);
  tea_scripted_wait_no_text (&self->t, "For example");
  g_assert_false (tea_scripted_shows (&self->t, "is here."));
  /* What is typed next is looked for anew. */
  mx_test_server_reply (self->t.s.server, "GET /_matrix/client/versions", 200, NULL, "{\"versions\":[\"v1.11\"]}");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "");
  tea_scripted_wait_text (&self->t, "For example");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), self->server);
  tea_scripted_wait_text (&self->t, "is here.");
}

static void
test_no_way (Fixture       *self,
             gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, "GET /_matrix/client/v3/login", 200, NULL,
                        "{\"flows\":[{\"type\":\"org.example.fingerprint\"}]}");
  tea_scripted_press (&self->t, "Sign in");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), self->server);
  tea_scripted_wait_text (&self->t, "lets nobody in in a way that Teahouse knows");
}

/* --- a password ------------------------------------------------------------------------------- */

static void
test_password (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *body = NULL;

  show_password (self);
  type_password (self, "correct horse");
  mx_test_assert_wait (has_signed_in, self, DEADLINE_MS);
  g_assert_true (mx_session_is_open (self->t.s.session));
  body = mx_scripted_dup_body (&self->t.s, LOGIN, 0);
  g_assert_nonnull (strstr (body, "\"password\":\"correct horse\""));
  /* It stands nowhere any more. */
  g_assert_cmpstr (gtk_editable_get_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0)), ==, "");
}

static void
test_password_wrong (Fixture       *self,
                     gconstpointer  data)
{
  show_password (self);
  mx_test_server_reply (self->t.s.server, LOGIN, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"Invalid\"}");
  type_password (self, "wrong");
  tea_scripted_wait_text (&self->t, "Name or password is wrong");
  g_assert_cmpuint (self->n_signed_in, ==, 0);
  mx_test_server_reply (self->t.s.server, LOGIN, 200, NULL, SIGNED_IN);
  type_password (self, "right");
  mx_test_assert_wait (has_signed_in, self, DEADLINE_MS);
}

#define SLOW "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"slow\",\"retry_after_ms\":1200}"

/* The server wants a pause: it is counted, and then tried again without another press. */
static void
test_password_pause (Fixture       *self,
                     gconstpointer  data)
{
  show_password (self);
  mx_test_server_reply (self->t.s.server, LOGIN, 429, NULL, SLOW);
  type_password (self, "right");
  g_assert_true (mx_test_server_wait (self->t.s.server, LOGIN, 1, DEADLINE_MS));
  mx_test_server_reply (self->t.s.server, LOGIN, 200, NULL, SIGNED_IN);
  mx_test_assert_wait (has_signed_in, self, DEADLINE_MS);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, LOGIN), ==, 2);
}

/* Whoever goes away during the pause is not signed in behind their back. */
static void
test_password_left (Fixture       *self,
                    gconstpointer  data)
{
  show_password (self);
  mx_test_server_reply (self->t.s.server, LOGIN, 429, NULL, SLOW);
  mx_test_server_hold (self->t.s.server, LOGIN);
  type_password (self, "right");
  g_assert_true (mx_test_server_wait (self->t.s.server, LOGIN, 1, DEADLINE_MS));
  adw_navigation_view_pop (tea_scripted_find (&self->t, ADW_TYPE_NAVIGATION_VIEW, 0));
  mx_test_server_release (self->t.s.server, LOGIN);
  mx_test_spin (2500);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, LOGIN), ==, 1);
  g_assert_false (mx_session_is_open (self->t.s.session));
}

/* --- a server that is silent ------------------------------------------------------------------- */

static void
look_up_silent (Fixture *self)
{
  mx_test_server_hold (self->t.s.server, "GET /_matrix/client/versions");
  tea_scripted_press (&self->t, "Sign in");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), self->server);
}

static void
password_silent (Fixture *self)
{
  show_password (self);
  mx_test_server_hold (self->t.s.server, LOGIN);
  type_password (self, "right");
}

static void
guest_silent (Fixture *self)
{
  find_server (self);
  mx_test_server_hold (self->t.s.server, REGISTER);
  mx_test_server_clear_log (self->t.s.server);
  tea_scripted_press (&self->t, "Look around as a guest");
}

typedef struct
{
  const char *name;
  void (*ask) (Fixture *);
  const char *request;
  const char *page;
} SilentCase;

static const SilentCase silent[] = {
  { "look-up", look_up_silent, "GET /_matrix/client/versions", "TeaAccountPage" },
  { "password", password_silent, LOGIN, "TeaPasswordPage" },
  { "guest", guest_silent, REGISTER, "TeaAccountPage" },
};

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

static gboolean
is_ours_alone (gpointer session)
{
  return G_OBJECT (session)->ref_count == 1;
}

/* Whoever closes the window does not wait for the server: the pages go, and with them what held the session. */
static void
test_silent (Fixture       *self,
             gconstpointer  data)
{
  const SilentCase *wanted = data;
  gpointer page;

  wanted->ask (self);
  g_assert_true (mx_test_server_wait (self->t.s.server, wanted->request, 1, DEADLINE_MS));
  page = tea_scripted_find (&self->t, g_type_from_name (wanted->page), 0);
  g_object_add_weak_pointer (page, &page);
  adw_window_set_content (ADW_WINDOW (self->t.window), adw_bin_new ());
  mx_test_assert_wait (is_gone, &page, DEADLINE_MS);
  mx_test_assert_wait (is_ours_alone, self->t.s.session, DEADLINE_MS);
}

/* --- a new account ------------------------------------------------------------------------------ */

/* First the terms, then nothing more; a name that is taken, another one that is not. On the server's thread. */
static void
on_register (MxTestServer      *server,
             SoupServerMessage *message,
             gpointer           user_data)
{
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  if (strstr (text, "\"username\":\"taken\"") != NULL)
    mx_test_answer (message, 400, "{\"errcode\":\"M_USER_IN_USE\",\"error\":\"x\"}");
  else if (strstr (text, "\"username\":\"me\"") == NULL)
    mx_test_answer (message, 401, "{\"session\":\"probe\",\"flows\":[{\"stages\":[\"m.login.terms\"]}],\"params\":{}}");
  else if (strstr (text, "\"type\":\"m.login.terms\"") != NULL)
    mx_test_answer (message, 200, SIGNED_IN);
  else
    mx_test_answer (message, 401,
                    "{\"session\":\"s1\",\"flows\":[{\"stages\":[\"m.login.terms\"]}],\"params\":{\"m.login.terms\":"
                    "{\"policies\":{\"privacy\":{\"version\":\"1\",\"en\":{\"name\":\"Privacy\","
                    "\"url\":\"https://example.org/privacy\"}}}}}}");
}

static void
show_register (Fixture *self)
{
  mx_test_server_handle (self->t.s.server, REGISTER, on_register, NULL, NULL);
  find_server (self);
  tea_scripted_press (&self->t, "Create an account");
  tea_scripted_wait_text (&self->t, "New Account at");
}

static void
test_register (Fixture       *self,
               gconstpointer  data)
{
  show_register (self);
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "taken");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "has this name already");
  mx_test_assert_wait (gtk_widget_get_can_target,
                       tea_scripted_find (&self->t, g_type_from_name ("TeaProgressButton"), 0), DEADLINE_MS);
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "me");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "agrees to its terms");
  g_assert_cmpuint (self->n_signed_in, ==, 0);
  tea_scripted_press (&self->t, "Agree");
  mx_test_assert_wait (has_signed_in, self, DEADLINE_MS);
  g_assert_true (mx_session_is_open (self->t.s.session));
}

/* Who does not agree has no account, and no half of one. */
static void
test_register_given_up (Fixture       *self,
                        gconstpointer  data)
{
  show_register (self);
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_ENTRY_ROW, 0), "me");
  gtk_editable_set_text (tea_scripted_find (&self->t, ADW_TYPE_PASSWORD_ENTRY_ROW, 0), "correct horse");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "agrees to its terms");
  adw_navigation_view_pop (tea_scripted_find (&self->t, ADW_TYPE_NAVIGATION_VIEW, 0));
  tea_scripted_wait_text (&self->t, "New Account at");
  g_assert_false (mx_session_is_open (self->t.s.session));
  g_assert_cmpuint (self->n_signed_in, ==, 0);
  /* And can begin again. */
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "agrees to its terms");
}

/* --- a room's link on the way ---------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  int status;
  const char *summary;
  const char *shown;
} PreviewCase;

#define ROOM \
  "\"room_id\":\"!tea:localhost\",\"name\":\"<b>Tea</b>\",\"topic\":\"<i>Leaves</i>\",\"num_joined_members\":7"

static const PreviewCase previews[] = {
  { "guests-may-join", 200, "{" ROOM ",\"join_rule\":\"public\",\"guest_can_join\":true,\"world_readable\":false}",
    "Join as guest" },
  { "needs-account", 200, "{" ROOM ",\"join_rule\":\"public\",\"guest_can_join\":false,\"world_readable\":false}",
    "<b>Tea</b>" },
  { "by-invite", 200, "{" ROOM ",\"join_rule\":\"invite\",\"guest_can_join\":false,\"world_readable\":false}",
    "<b>Tea</b>" },
  { "server-down", 503, "down", "Try again" },
};

static MxJoinFlow *
show_link (Fixture *self)
{
  g_autofree char *alias = g_strdup_printf ("#tea:%s", self->server);
  MxJoinFlow *flow = mx_join_flow_new (self->t.s.session, alias);

  tea_welcome_set_flow (self->welcome, flow);
  mx_join_flow_start (flow);
  return flow;
}

static void
test_preview (Fixture       *self,
              gconstpointer  data)
{
  const PreviewCase *wanted = data;
  g_autoptr (MxJoinFlow) flow = NULL;

  mx_test_server_reply (self->t.s.server, ALIAS, 200, NULL, "{\"room_id\":\"!tea:localhost\",\"servers\":[]}");
  mx_test_server_reply (self->t.s.server, SUMMARY, wanted->status, NULL, wanted->summary);
  flow = show_link (self);
  tea_scripted_wait_text (&self->t, wanted->shown);
  /* Looking makes nobody a guest. */
  for (guint i = 0; i < mx_test_server_count (self->t.s.server, REGISTER); i++)
    g_assert_null (mx_test_server_get_request (self->t.s.server, REGISTER, i)->query);
  g_assert_false (mx_session_is_open (self->t.s.session));
  tea_welcome_set_flow (self->welcome, NULL);
}

static gboolean
has_joined (gpointer flow)
{
  return mx_join_flow_get_state (flow) == MX_JOIN_DONE;
}

/* One press: a guest, and in the room. */
static void
test_guest_joins (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  mx_test_server_reply (self->t.s.server, ALIAS, 200, NULL, "{\"room_id\":\"!tea:localhost\",\"servers\":[]}");
  mx_test_server_reply (self->t.s.server, SUMMARY, 200, NULL, previews[0].summary);
  mx_test_server_reply (self->t.s.server, REGISTER, 200, NULL, SIGNED_IN);
  mx_test_server_reply (self->t.s.server, "POST /_matrix/client/v3/join/", 200, NULL,
                        "{\"room_id\":\"" MX_SCRIPT_ROOM "\"}");
  flow = show_link (self);
  tea_scripted_press (&self->t, "Join as guest");
  mx_test_assert_wait (has_joined, flow, DEADLINE_MS);
  g_assert_true (mx_session_is_guest (self->t.s.session));
  tea_welcome_set_flow (self->welcome, NULL);
}

/* Rooms that may have been meant are one press away. */
static void
test_suggestion (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  mx_test_server_reply (self->t.s.server, ALIAS, 404, NULL, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_test_server_reply (self->t.s.server, "GET /_matrix/client/v3/publicRooms", 200, NULL,
                        "{\"chunk\":[{\"room_id\":\"!tee:localhost\",\"canonical_alias\":\"#tee:localhost\","
                        "\"name\":\"<b>Tee</b>\",\"num_joined_members\":4}]}");
  flow = show_link (self);
  tea_scripted_wait_text (&self->t, "<b>Tee</b>");
  tea_scripted_press (&self->t, "<b>Tee</b>");
  g_assert_cmpstr (self->t.acts->str, ==, "open-link matrix:r/tee:localhost\n");
  tea_welcome_set_flow (self->welcome, NULL);
}

/* What a link asks for is said, and not done. */
static void
test_action (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *link = g_strdup_printf ("matrix:r/tea:%s?action=join", self->server);
  g_autoptr (MxJoinFlow) flow = mx_join_flow_new (self->t.s.session, link);

  mx_test_server_reply (self->t.s.server, ALIAS, 200, NULL, "{\"room_id\":\"!tea:localhost\",\"servers\":[]}");
  mx_test_server_reply (self->t.s.server, SUMMARY, 200, NULL, previews[0].summary);
  tea_welcome_set_flow (self->welcome, flow);
  mx_join_flow_start (flow);
  tea_scripted_wait_text (&self->t, "Join as guest");
  tea_scripted_wait_text (&self->t, "The link asks to join. Nothing happens until you say so.");
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_PREVIEW);
  g_assert_false (mx_session_is_open (self->t.s.session));
  tea_welcome_set_flow (self->welcome, NULL);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  ADD ("/sign-in/server/not-one", NULL, test_no_server);
  ADD ("/sign-in/server/no-way-known", NULL, test_no_way);
  ADD ("/sign-in/password/right", NULL, test_password);
  ADD ("/sign-in/password/wrong-then-right", NULL, test_password_wrong);
  ADD ("/sign-in/password/pause", NULL, test_password_pause);
  ADD ("/sign-in/password/left-during-pause", NULL, test_password_left);
  ADD ("/sign-in/register/taken-then-terms", NULL, test_register);
  ADD ("/sign-in/register/given-up", NULL, test_register_given_up);
  for (gsize i = 0; i < G_N_ELEMENTS (previews); i++) {
    g_autofree char *path = g_strconcat ("/sign-in/link/", previews[i].name, NULL);

    ADD (path, &previews[i], test_preview);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++) {
    g_autofree char *path = g_strconcat ("/sign-in/silent-server/", silent[i].name, NULL);

    ADD (path, &silent[i], test_silent);
  }
  ADD ("/sign-in/link/guest-joins", NULL, test_guest_joins);
  ADD ("/sign-in/link/suggestion", NULL, test_suggestion);
  ADD ("/sign-in/link/action", NULL, test_action);
  return g_test_run ();
}
