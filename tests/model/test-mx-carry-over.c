/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a guest on one server to an account on another, where either server may say no: nobody is ever without a
 * place, and a guest who still has one is not signed out. */

#include "config.h"

#include "mx-carry-over.h"
#include "mx-scripted.h"

#include "mx-error.h"
#include "mx-room.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define JOIN        "POST /_matrix/client/v3/join/"
#define LEAVE       "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/leave"
#define LOGOUT      "POST /_matrix/client/v3/logout"
#define MARKERS     "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/read_markers"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"

typedef struct
{
  MxScripted guest;
  MxScripted account;
  guint n_told;
  guint done;
  guint total;
} Pair;

static gboolean
has_marker (gpointer session)
{
  return mx_room_is_favourite (mx_session_get_room (session, MX_SCRIPT_ROOM));
}

/* A guest in one room with a draft, who has read the first message. */
static void
set_up (Pair          *self,
        gconstpointer  data)
{
  mx_scripted_set_up_guest (&self->guest, data);
  mx_scripted_set_up (&self->account, data);
  mx_script_push (self->guest.script,
                  "\"rooms\":{\"join\":{\"" MX_SCRIPT_ROOM "\":{\"account_data\":{\"events\":["
                  "{\"type\":\"m.fully_read\",\"content\":{\"event_id\":\"$first\"}},"
                  "{\"type\":\"m.tag\",\"content\":{\"tags\":{\"m.favourite\":{}}}}]}}}}");
  mx_test_assert_wait (has_marker, self->guest.session, DEADLINE_MS);
  mx_room_set_draft (mx_session_get_room (self->guest.session, MX_SCRIPT_ROOM), "half a thought");
  mx_test_server_reply (self->account.server, JOIN, 200, NULL, "{\"room_id\":\"" MX_SCRIPT_ROOM "\"}");
  mx_test_server_reply (self->account.server, MARKERS, 200, NULL, "{}");
  mx_test_server_reply (self->guest.server, LEAVE, 200, NULL, "{}");
}

static void
tear_down (Pair          *self,
           gconstpointer  data)
{
  mx_scripted_tear_down (&self->guest, data);
  mx_scripted_tear_down (&self->account, data);
}

static void
on_progress (guint    done,
             guint    total,
             gpointer user_data)
{
  Pair *self = user_data;

  self->n_told++;
  self->done = done;
  self->total = total;
}

static char **
carry (Pair          *self,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_carry_over_async (self->guest.session, self->account.session, on_progress, self, cancellable, mx_test_store_cb,
                       &result);
  mx_test_await (&result, DEADLINE_MS);
  return mx_carry_over_finish (result, error);
}

/* The room is named as left behind, and the guest is still in it. */
static void
assert_stays (Pair              *self,
              const char *const *left)
{
  g_assert_cmpuint (g_strv_length ((char **) left), ==, 1);
  g_assert_cmpstr (left[0], ==, MX_SCRIPT_ROOM);
  g_assert_true (mx_session_is_open (self->guest.session));
  g_assert_cmpuint (mx_test_server_count (self->guest.server, LEAVE), ==, 0);
  g_assert_cmpuint (mx_test_server_count (self->guest.server, LOGOUT), ==, 0);
}

static void
test_taken (Pair          *self,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = carry (self, NULL, &error);
  g_autofree char *body = NULL;
  MxRoom *room = mx_session_get_room (self->account.session, MX_SCRIPT_ROOM);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (left), ==, 0);
  g_assert_false (mx_session_is_open (self->guest.session));
  g_assert_cmpuint (mx_test_server_count (self->guest.server, LEAVE), ==, 1);
  g_assert_cmpuint (mx_test_server_count (self->guest.server, LOGOUT), ==, 1);
  g_assert_cmpstr (mx_room_get_draft (room), ==, "half a thought");
  body = mx_scripted_dup_body (&self->account, MARKERS, 0);
  g_assert_nonnull (strstr (body, "\"$first\""));
  /* How far it is was told from the beginning to the end. */
  g_assert_cmpuint (self->n_told, ==, 2);
  g_assert_cmpuint (self->done, ==, 1);
  g_assert_cmpuint (self->total, ==, 1);
}

static void
test_refused (Pair          *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;
  g_auto (GStrv) again = NULL;

  mx_test_server_reply (self->account.server, JOIN, 403, NULL, FORBIDDEN);
  left = carry (self, NULL, &error);
  g_assert_no_error (error);
  assert_stays (self, (const char *const *) left);
  g_assert_null (mx_room_get_draft (mx_session_get_room (self->account.session, MX_SCRIPT_ROOM)));
  /* Trying again takes what is left. */
  mx_test_server_reply (self->account.server, JOIN, 200, NULL, "{\"room_id\":\"" MX_SCRIPT_ROOM "\"}");
  again = carry (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (again), ==, 0);
  g_assert_false (mx_session_is_open (self->guest.session));
}

/* The account's server does not answer. */
static void
test_unreachable (Pair          *self,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;

  mx_test_server_stop (self->account.server);
  left = carry (self, NULL, &error);
  g_assert_no_error (error);
  assert_stays (self, (const char *const *) left);
  mx_test_server_start (self->account.server);
}

/* A guest whom the server does not let go is gone all the same: the account is inside. */
static void
test_not_let_go (Pair          *self,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;

  mx_test_server_reply (self->guest.server, LEAVE, 403, NULL, FORBIDDEN);
  mx_test_server_reply (self->guest.server, LOGOUT, 500, NULL, "down");
  left = carry (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (left), ==, 0);
  g_assert_false (mx_session_is_open (self->guest.session));
}

/* Given up while the account joins: the guest has lost nothing. */
static void
test_given_up (Pair          *self,
               gconstpointer  data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) left = NULL;

  mx_test_server_hold (self->account.server, JOIN);
  mx_carry_over_async (self->guest.session, self->account.session, NULL, NULL, cancellable, mx_test_store_cb, &result);
  g_assert_true (mx_test_server_wait (self->account.server, JOIN, 1, DEADLINE_MS));
  g_cancellable_cancel (cancellable);
  mx_test_await (&result, DEADLINE_MS);
  left = mx_carry_over_finish (result, &error);
  g_assert_no_error (error);
  assert_stays (self, (const char *const *) left);
  g_assert_cmpstr (mx_room_get_draft (mx_session_get_room (self->guest.session, MX_SCRIPT_ROOM)), ==,
                   "half a thought");
}

#define ADD(path, func) g_test_add (path, Pair, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  ADD ("/carry-over/taken", test_taken);
  ADD ("/carry-over/refused", test_refused);
  ADD ("/carry-over/unreachable", test_unreachable);
  ADD ("/carry-over/not-let-go", test_not_let_go);
  ADD ("/carry-over/given-up", test_given_up);
  return g_test_run ();
}
