/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with the account and the rooms, and what becomes of it: what the server is
 * asked, what the person is told when it says no, and what waits for the network. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-error.h"
#include "mx-room-list.h"
#include "mx-room.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define JOIN        "POST /_matrix/client/v3/join/"
#define CREATE      "POST /_matrix/client/v3/createRoom"
#define IGNORED     "PUT /_matrix/client/v3/user/" MX_SCRIPT_USER "/account_data/m.ignored_user_list"
#define DIRECT      "PUT /_matrix/client/v3/user/" MX_SCRIPT_USER "/account_data/m.direct"
#define NEW_ROOM    "!new:localhost"

/* A session's call that has ended. */
static char *
await_string (MxScripted    *self,
              GAsyncResult **result,
              GError       **error)
{
  mx_test_await (result, DEADLINE_MS);
  return mx_session_string_finish (self->session, *result, error);
}

static gboolean
await_boolean (MxScripted    *self,
               GAsyncResult **result,
               GError       **error)
{
  mx_test_await (result, DEADLINE_MS);
  return mx_session_boolean_finish (self->session, *result, error);
}

static void
push_joined (MxScripted *self,
             const char *room_id)
{
  g_autofree char *members =
    g_strdup_printf ("\"rooms\":{\"join\":{\"%s\":{\"state\":{\"events\":["
                     "{\"type\":\"m.room.member\",\"event_id\":\"$me-new\",\"sender\":\"" MX_SCRIPT_USER
                     "\",\"state_key\":\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,"
                     "\"content\":{\"membership\":\"join\"}}]}}}}",
                     room_id);

  mx_script_push (self->script, members);
}

/* --- what the server refuses ------------------------------------------------------------ */

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
} Refusal;

static const Refusal refusals[] = {
  { "not-invited", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are not invited to this room.\"}",
    MX_ERROR_NEEDS_INVITE },
  { "banned", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are banned from this room\"}", MX_ERROR_BANNED },
  { "no-such-room", 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", MX_ERROR_NOT_FOUND },
  { "guests-may-not", 403, "{\"errcode\":\"M_GUEST_ACCESS_FORBIDDEN\",\"error\":\"x\"}", MX_ERROR_GUEST_FORBIDDEN },
  { "suspended", 403, "{\"errcode\":\"M_USER_SUSPENDED\",\"error\":\"x\"}", MX_ERROR_ACCOUNT_SUSPENDED },
  { "no-room-named", 200, "{\"room\":5}", MX_ERROR_BAD_RESPONSE },
  { "no-json", 200, "<html>", MX_ERROR_BAD_RESPONSE },
};

static void
test_join_refused (MxScripted    *self,
                   gconstpointer  data)
{
  const Refusal *refusal = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;

  mx_test_server_reply (self->server, JOIN, refusal->status, NULL, refusal->body);
  mx_session_join_async (self->session, "#tea:localhost", NULL, NULL, mx_test_store_cb, &result);
  room_id = await_string (self, &result, &error);
  g_assert_null (room_id);
  g_assert_error (error, MX_ERROR, (int) refusal->code);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 1);
}

/* What is no address of a room is not asked about. */
static void
test_join_nonsense (MxScripted    *self,
                    gconstpointer  data)
{
  static const char *const targets[] = { "", "tea", "@ben:localhost", "https://example.org/", "#tea", "!\n:x" };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *room_id = NULL;

    mx_session_join_async (self->session, targets[i], NULL, NULL, mx_test_store_cb, &result);
    room_id = await_string (self, &result, &error);
    g_assert_null (room_id);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  }
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);
}

/* Who hears that they joined finds the room in the list, however late sync tells of it. */
static void
test_join_waits_for_sync (MxScripted    *self,
                          gconstpointer  data)
{
  static const char *const via[] = { "one.example", "two.example", NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;

  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" NEW_ROOM "\"}");
  mx_session_join_async (self->session, NEW_ROOM, via, NULL, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, JOIN, 1, DEADLINE_MS));
  mx_test_spin (100);
  g_assert_null (result);
  push_joined (self, NEW_ROOM);
  room_id = await_string (self, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (room_id, ==, NEW_ROOM);
  g_assert_nonnull (mx_session_get_room (self->session, NEW_ROOM));
  g_assert_nonnull (strstr (mx_test_server_get_request (self->server, JOIN, 0)->query, "via=one.example"));
  g_assert_nonnull (strstr (mx_test_server_get_request (self->server, JOIN, 0)->query, "via=two.example"));
}

static void
test_join_cancelled (MxScripted    *self,
                     gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;

  mx_test_server_hold (self->server, JOIN);
  mx_session_join_async (self->session, "#tea:localhost", NULL, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->server, JOIN, 1, DEADLINE_MS));
  g_cancellable_cancel (cancellable);
  room_id = await_string (self, &result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- conversations ---------------------------------------------------------------------- */

static void
test_direct_once (MxScripted    *self,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *body = NULL;
  g_autofree char *direct = NULL;
  g_autoptr (GAsyncResult) one = NULL;
  g_autoptr (GAsyncResult) two = NULL;

  mx_test_server_reply (self->server, CREATE, 200, NULL, "{\"room_id\":\"" NEW_ROOM "\"}");
  mx_test_server_reply (self->server, DIRECT, 200, NULL, "{}");
  push_joined (self, NEW_ROOM);
  mx_session_start_direct_async (self->session, "@cleo.x:localhost", NULL, mx_test_store_cb, &one);
  first = await_string (self, &one, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, NEW_ROOM);
  body = mx_scripted_dup_body (self, CREATE, 0);
  g_assert_nonnull (strstr (body, "\"is_direct\":true"));
  g_assert_nonnull (strstr (body, "\"invite\":[\"@cleo.x:localhost\"]"));
  direct = mx_scripted_dup_body (self, DIRECT, 0);
  g_assert_cmpstr (direct, ==, "{\"@cleo.x:localhost\":[\"" NEW_ROOM "\"]}");

  /* Whom one writes to already, one writes to there. */
  mx_session_start_direct_async (self->session, "@cleo.x:localhost", NULL, mx_test_store_cb, &two);
  second = await_string (self, &two, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (second, ==, NEW_ROOM);
  g_assert_cmpuint (mx_test_server_count (self->server, CREATE), ==, 1);
}

static void
test_direct_with_nobody (MxScripted    *self,
                         gconstpointer  data)
{
  static const char *const people[] = { MX_SCRIPT_USER, "cleo", "#cleo:localhost", "@:localhost" };

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *room_id = NULL;

    mx_session_start_direct_async (self->session, people[i], NULL, mx_test_store_cb, &result);
    room_id = await_string (self, &result, &error);
    g_assert_null (room_id);
    if (i < 3)
      g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    else
      g_assert_nonnull (error);
  }
}

/* --- hiding and reporting ---------------------------------------------------------------- */

static void
set_ignored (MxScripted *self,
             const char *user_id,
             gboolean    ignored)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_set_ignored_async (self->session, user_id, ignored, NULL, mx_test_store_cb, &result);
  g_assert_true (await_boolean (self, &result, &error));
  g_assert_no_error (error);
}

static gboolean
hides_old (gpointer session)
{
  return mx_session_is_ignored (session, "@old:x");
}

/* What another client wrote into the list stays in it. */
static void
test_hide_and_show (MxScripted    *self,
                    gconstpointer  data)
{
  g_autofree char *hidden = NULL;
  g_autofree char *shown = NULL;

  mx_test_server_reply (self->server, IGNORED, 200, NULL, "{}");
  mx_script_push (self->script, "\"account_data\":{\"events\":[{\"type\":\"m.ignored_user_list\",\"content\":"
                                "{\"org.x\":1,\"ignored_users\":{\"@old:x\":{\"org.y\":2}}}}]}");
  mx_test_assert_wait (hides_old, self->session, DEADLINE_MS);
  set_ignored (self, "@spam.er:localhost", TRUE);
  g_assert_true (mx_session_is_ignored (self->session, "@spam.er:localhost"));
  g_assert_true (mx_session_is_ignored (self->session, "@old:x"));
  hidden = mx_scripted_dup_body (self, IGNORED, 0);
  g_assert_cmpstr (hidden, ==, "{\"org.x\":1,\"ignored_users\":{\"@old:x\":{\"org.y\":2},\"@spam.er:localhost\":{}}}");

  set_ignored (self, "@spam.er:localhost", FALSE);
  g_assert_false (mx_session_is_ignored (self->session, "@spam.er:localhost"));
  shown = mx_scripted_dup_body (self, IGNORED, 1);
  g_assert_cmpstr (shown, ==, "{\"org.x\":1,\"ignored_users\":{\"@old:x\":{\"org.y\":2}}}");
}

static void
test_hide_nobody (MxScripted    *self,
                  gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_set_ignored_async (self->session, "spammer", TRUE, NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
  g_assert_false (mx_session_is_ignored (self->session, "spammer"));
}

typedef struct
{
  const char *name;
  const char *room_id;
  const char *event_id;
  const char *user_id;
  const char *path;
} Report;

static const Report reports[] = {
  { "message", MX_SCRIPT_ROOM, "$first", "@ben:localhost",
    "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/report/$first" },
  { "room", MX_SCRIPT_ROOM, NULL, NULL, "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/report" },
  { "person", NULL, NULL, "@ben:localhost", "POST /_matrix/client/v3/users/@ben:localhost/report" },
};

static void
test_report (MxScripted    *self,
             gconstpointer  data)
{
  const Report *report = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->server, report->path, 200, NULL, "{}");
  mx_session_report_async (self->session, report->room_id, report->event_id, report->user_id, "it is “rude”", NULL,
                           mx_test_store_cb, &result);
  g_assert_true (await_boolean (self, &result, &error));
  g_assert_no_error (error);
  body = mx_scripted_dup_body (self, report->path, 0);
  g_assert_cmpstr (body, ==, "{\"reason\":\"it is “rude”\"}");
}

static void
test_report_refused (MxScripted    *self,
                     gconstpointer  data)
{
  const Report *report = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, report->path, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_session_report_async (self->session, report->room_id, report->event_id, report->user_id, "rude", NULL,
                           mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  /* It was refused, and is not tried for ever. */
  mx_session_try_now (self->session);
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (self->server, report->path), ==, 1);
}

/* Who reports without a network is told that it will be sent; and it is. */
static void
test_report_offline (MxScripted    *self,
                     gconstpointer  data)
{
  const Report *report = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, report->path, 200, NULL, "{}");
  mx_test_server_stop (self->server);
  mx_session_report_async (self->session, report->room_id, report->event_id, report->user_id, "rude", NULL,
                           mx_test_store_cb, &result);
  g_assert_true (await_boolean (self, &result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (mx_test_server_count (self->server, report->path), ==, 0);
  mx_test_server_start (self->server);
  mx_session_try_now (self->session);
  g_assert_true (mx_test_server_wait (self->server, report->path, 1, DEADLINE_MS));
}

/* --- a guest ------------------------------------------------------------------------------ */

/* What a guest hides stays on this computer: the server keeps no such list for guests. */
static void
test_guest_hides (MxScripted    *self,
                  gconstpointer  data)
{
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);

  g_assert_true (mx_session_is_guest (self->session));
  set_ignored (self, "@ben:localhost", TRUE);
  g_assert_true (mx_session_is_ignored (self->session, "@ben:localhost"));
  mx_room_set_tag (room, "m.favourite", TRUE);
  mx_test_assert_wait (mx_room_is_favourite, room, DEADLINE_MS);
  g_assert_cmpuint (mx_test_server_count (self->server, "PUT /_matrix/client/v3/user/"), ==, 0);
}

/* --- the room ----------------------------------------------------------------------------- */

static gboolean
await_room (MxRoom        *room,
            GAsyncResult **result,
            GError       **error)
{
  mx_test_await (result, DEADLINE_MS);
  return mx_room_boolean_finish (room, *result, error);
}

/* Nothing of a room that was left stays on the server; it does not matter when that fails. */
static void
test_leave (MxScripted    *self,
            gconstpointer  data)
{
  const char *forget = "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/forget";
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/leave", 200, NULL, "{}");
  mx_test_server_reply (self->server, forget, 400, NULL, "{\"errcode\":\"M_UNKNOWN\",\"error\":\"no\"}");
  mx_room_leave_async (room, NULL, mx_test_store_cb, &result);
  g_assert_true (await_room (room, &result, &error));
  g_assert_no_error (error);
  g_assert_true (mx_test_server_wait (self->server, forget, 1, DEADLINE_MS));
}

static void
test_leave_refused (MxScripted    *self,
                    gconstpointer  data)
{
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/leave", 403, NULL,
                        "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}");
  mx_room_leave_async (room, NULL, mx_test_store_cb, &result);
  g_assert_false (await_room (room, &result, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_FORBIDDEN);
  g_assert_cmpint (mx_room_get_membership (room), ==, MX_MEMBERSHIP_JOIN);
  g_assert_cmpuint (mx_test_server_count (self->server, "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/forget"), ==,
                    0);
}

/* The store answers where it can, the server where it must. */
static void
test_state (MxScripted    *self,
            gconstpointer  data)
{
  static const struct
  {
    const char *type;
    const char *answer; /* (nullable): the server's */
    const char *content;
  } cases[] = {
    { "m.room.name", NULL, "{\"name\":\"The room\"}" },
    { "org.example.tea", "{\"leaves\":3}", "{\"leaves\":3}" },
    { "org.example.none", NULL, NULL },
  };
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("GET /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/state/", cases[i].type, NULL);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *content = NULL;

    mx_test_server_reply (self->server, path, cases[i].answer ? 200 : 404, NULL,
                          cases[i].answer ? cases[i].answer : "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
    mx_room_get_state_async (room, cases[i].type, "", NULL, mx_test_store_cb, &result);
    mx_test_await (&result, DEADLINE_MS);
    content = mx_room_get_state_finish (room, result, &error);
    g_assert_cmpstr (content, ==, cases[i].content);
    if (cases[i].content == NULL)
      g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
    g_assert_cmpuint (mx_test_server_count (self->server, path), ==, i == 0 ? 0 : 1);
  }
}

/* A room that did not move leads nowhere. */
static void
test_follow_nowhere (MxScripted    *self,
                     gconstpointer  data)
{
  MxRoom *room = mx_session_get_room (self->session, MX_SCRIPT_ROOM);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;

  mx_room_follow_async (room, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  room_id = mx_room_follow_finish (room, result, &error);
  g_assert_null (room_id);
  g_assert_error (error, MX_ERROR, MX_ERROR_NOT_FOUND);
}

/* --- signing out -------------------------------------------------------------------------- */

/* Whoever signs out is signed out here, whatever the server thinks of it. */
static void
test_logout_refused (MxScripted    *self,
                     gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_test_server_reply (self->server, "POST /_matrix/client/v3/logout", 401, NULL,
                        "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"x\"}");
  mx_session_logout_async (self->session, NULL, mx_test_store_cb, &result);
  g_assert_true (await_boolean (self, &result, &error));
  g_assert_no_error (error);
  g_assert_false (mx_session_is_open (self->session));
  g_assert_null (mx_session_get_user_id (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (mx_session_get_rooms (self->session))), ==, 0);
}

static void
set_up_passphrase (MxScripted    *self,
                   gconstpointer  data)
{
  mx_scripted_set_up_signed_out (self, data);
  mx_session_set_key_mode (self->session, MX_KEY_PASSPHRASE, "canary-passphrase");
  mx_scripted_sign_in (self);
}

/* What the key lies in cannot be taken away: the person hears of it, and is signed out all the same. */
static void
test_logout_key_stays (MxScripted    *self,
                       gconstpointer  data)
{
  g_autofree char *keys = g_build_filename (self->dir, "keyring", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (keys), ==, 0);
  g_assert_cmpint (g_mkdir (keys, 0700), ==, 0);
  mx_session_logout_async (self->session, NULL, mx_test_store_cb, &result);
  g_assert_false (await_boolean (self, &result, &error));
  g_assert_nonnull (error);
  g_assert_false (mx_session_is_open (self->session));
  g_assert_null (mx_session_get_user_id (self->session));
  g_assert_cmpint (g_rmdir (keys), ==, 0);
}

/* Without an account nothing is asked of any server, and who asked is told. */
static void
test_signed_out (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (GAsyncResult) join = NULL;
  g_autoptr (GAsyncResult) hide = NULL;
  g_autoptr (GAsyncResult) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;

  mx_session_join_async (self->session, "#tea:localhost", NULL, NULL, mx_test_store_cb, &join);
  room_id = await_string (self, &join, &error);
  g_assert_error (error, MX_ERROR, MX_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  mx_session_set_ignored_async (self->session, "@ben:localhost", TRUE, NULL, mx_test_store_cb, &hide);
  g_assert_false (await_boolean (self, &hide, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_SIGNED_OUT);
  g_clear_error (&error);
  mx_session_report_async (self->session, NULL, NULL, "@ben:localhost", "rude", NULL, mx_test_store_cb, &report);
  g_assert_false (await_boolean (self, &report, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_SIGNED_OUT);
  mx_session_try_now (self->session);
  mx_test_spin (50);
  g_assert_cmpuint (mx_test_server_count (self->server, ""), ==, 0);
}

#define ADD(path, data, func) g_test_add (path, MxScripted, data, mx_scripted_set_up, func, mx_scripted_tear_down)

static void
add_refusals (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/session/join/refused/", refusals[i].name, NULL);

    ADD (path, &refusals[i], test_join_refused);
  }
}

static void
add_reports (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++) {
    g_autofree char *sent = g_strconcat ("/session/report/sent/", reports[i].name, NULL);
    g_autofree char *refused = g_strconcat ("/session/report/refused/", reports[i].name, NULL);

    ADD (sent, &reports[i], test_report);
    ADD (refused, &reports[i], test_report_refused);
  }
  ADD ("/session/report/waits-for-the-network", &reports[0], test_report_offline);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  add_refusals ();
  add_reports ();
  ADD ("/session/join/nonsense-is-not-asked", NULL, test_join_nonsense);
  ADD ("/session/join/waits-for-sync", NULL, test_join_waits_for_sync);
  ADD ("/session/join/cancelled", NULL, test_join_cancelled);
  ADD ("/session/direct/is-one-room", NULL, test_direct_once);
  ADD ("/session/direct/with-nobody", NULL, test_direct_with_nobody);
  ADD ("/session/hide/keeps-what-others-wrote", NULL, test_hide_and_show);
  ADD ("/session/hide/nobody", NULL, test_hide_nobody);
  ADD ("/session/room/leave-forgets", NULL, test_leave);
  ADD ("/session/room/leave-refused", NULL, test_leave_refused);
  ADD ("/session/room/state-of-store-then-server", NULL, test_state);
  ADD ("/session/room/follow-nowhere", NULL, test_follow_nowhere);
  ADD ("/session/logout/refused-is-still-out", NULL, test_logout_refused);
  g_test_add ("/session/logout/key-stays", MxScripted, NULL, set_up_passphrase, test_logout_key_stays,
              mx_scripted_tear_down);
  g_test_add ("/session/guest/hides-here-alone", MxScripted, NULL, mx_scripted_set_up_guest, test_guest_hides,
              mx_scripted_tear_down);
  g_test_add ("/session/signed-out/asks-no-server", MxScripted, NULL, mx_scripted_set_up_signed_out, test_signed_out,
              mx_scripted_tear_down);
  return g_test_run ();
}
