/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several accounts at once against the real homeserver, and a guest who takes everything along. */

#include "config.h"

#include "mx-accounts.h"
#include "mx-carry-over.h"
#include "mx-engine-fixture.h"
#include "mx-json.h"
#include "mx-room-private.h"
#include "mx-somebody.h"
#include "mx-uia.h"

#define PASSWORD "a long enough password"
#define ROOM                                                                                            \
  "{\"preset\":\"public_chat\",\"name\":\"help\",\"initial_state\":[{\"type\":\"m.room.guest_access\"," \
  "\"state_key\":\"\",\"content\":{\"guest_access\":\"can_join\"}}]}"

static void
log_in (MxSession  *session,
        const char *server,
        const char *user)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (user != NULL)
    mx_session_login_password_async (session, server, user, user, NULL, mx_test_store_cb, &result);
  else
    mx_session_login_guest_async (session, server, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  mx_session_login_finish (session, result, &error);
  g_assert_no_error (error);
}

static gboolean
is_live (gpointer user_data)
{
  return mx_session_get_sync_state (user_data) == MX_SYNC_LIVE;
}

static void
remove_one (MxAccounts *accounts,
            MxSession  *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_accounts_remove_async (accounts, session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_accounts_remove_finish (accounts, result, &error));
  g_assert_no_error (error);
}

/* Of accounts besides the first. */
static void
assert_no_folders (const char *profile_dir)
{
  g_autofree char *path = g_build_filename (profile_dir, "accounts", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  g_assert_cmpstr (dir != NULL ? g_dir_read_name (dir) : NULL, ==, NULL);
}

static void
close_session (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_session_close_finish (session, result, NULL));
}

static void
load (MxAccounts *accounts)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_accounts_load_async (accounts, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  g_assert_true (mx_accounts_load_finish (accounts, result, NULL));
}

static gboolean
open_session (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_open;

  mx_session_open_async (session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  is_open = mx_session_open_finish (session, result, &error);
  g_assert_no_error (error);
  return is_open;
}

static gboolean
has_name (gpointer user_data)
{
  return g_strcmp0 (mx_session_get_name (user_data), "Ben of the Tea Club") == 0;
}

/* What others see of the person. */
static void
change_profile (MxSession  *session,
                const char *field,
                const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_set_profile_async (session, field, value, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  mx_session_boolean_finish (session, result, &error);
  g_assert_no_error (error);
}

/* Who starts offline is still somebody: nobody asks the server here. */
static void
assert_remembers (MxSession *session)
{
  g_assert_cmpstr (mx_session_get_name (session), ==, "Ben of the Tea Club");
  g_assert_cmpstr (mx_session_get_avatar (session), ==, "mxc://localhost/picture");
}

static void
test_two_at_once (gconstpointer data)
{
  const MxHomeserver *server = data;
  const char *dir = mx_test_temp_dir ();
  g_autoptr (MxAccounts) accounts = mx_accounts_new (dir);
  g_autoptr (MxAccounts) again = NULL;
  g_autoptr (MxSession) second = NULL;
  MxSession *first = mx_accounts_get_first (accounts);

  load (accounts);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
  log_in (first, server->url, "ann");
  log_in (mx_accounts_add (accounts), server->url, "ben");
  second = g_list_model_get_item (G_LIST_MODEL (accounts), 1);
  mx_test_assert_wait (is_live, first, 60000);
  mx_test_assert_wait (is_live, second, 60000);
  g_assert_true (g_str_has_prefix (mx_session_get_user_id (first), "@ann:"));
  g_assert_true (g_str_has_prefix (mx_session_get_user_id (second), "@ben:"));
  change_profile (second, "displayname", "Ben of the Tea Club");
  change_profile (second, "avatar_url", "mxc://localhost/picture");
  mx_session_ask_own_profile (second);
  mx_test_assert_wait (has_name, second, 60000);
  close_session (first);
  close_session (second);

  again = mx_accounts_new (dir);
  load (again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 2);
  g_set_object (&second, NULL);
  second = g_list_model_get_item (G_LIST_MODEL (again), 1);
  g_assert_true (open_session (mx_accounts_get_first (again)));
  g_assert_true (open_session (second));
  assert_remembers (second);
  remove_one (again, second);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 1);
  assert_no_folders (dir);
  mx_test_assert_wait (is_live, mx_accounts_get_first (again), 60000);
  remove_one (again, mx_accounts_get_first (again));
  g_assert_false (mx_session_is_open (mx_accounts_get_first (again)));
  close_session (mx_accounts_get_first (again));
}

static char *
make_room (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_create_room_async (session, ROOM, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_session_string_finish (session, result, NULL);
}

/* Returns the id of the first of them. */
static char *
write_messages (MxSomebody *writer,
                const char *room_id,
                const char *name,
                guint       count)
{
  g_autofree char *escaped = g_uri_escape_string (room_id, NULL, FALSE);
  char *first = NULL;

  for (guint i = 0; i < count; i++) {
    g_autofree char *path = g_strdup_printf ("rooms/%s/send/m.room.message/%s%u", escaped, name, i);
    g_autoptr (JsonObject) answer =
      mx_somebody_call (writer, "PUT", path, "{\"msgtype\":\"m.text\",\"body\":\"tea\"}");

    if (first == NULL)
      first = g_strdup (mx_json_get_string (answer, "event_id"));
  }
  return first;
}

typedef struct
{
  MxRoom *room;
  const char *event_id;
} Read;

static gboolean
is_read_to (gpointer user_data)
{
  Read *read = user_data;

  return g_strcmp0 (_mx_room_get_fully_read (read->room), read->event_id) == 0;
}

/* Until the guest knows the event it cannot be read. */
static gboolean
can_be_read (gpointer user_data)
{
  Read *read = user_data;

  mx_room_mark_read_to (read->room, read->event_id);
  return is_read_to (read);
}

static void
on_progress (guint    done,
             guint    total,
             gpointer user_data)
{
  guint *calls = user_data;

  g_assert_cmpuint (done, ==, *calls);
  g_assert_cmpuint (total, ==, 1);
  (*calls)++;
}

/* What a guest read long ago, the account has not here: it counts all the same. */
static void
test_carry_over (gconstpointer data)
{
  const MxHomeserver *server = data;
  g_autoptr (MxAccounts) accounts = mx_accounts_new (mx_test_temp_dir ());
  MxSession *guest = mx_accounts_get_first (accounts);
  MxSession *host = mx_accounts_add (accounts);
  MxSession *account = mx_accounts_add (accounts);
  g_autoptr (MxUia) uia = NULL;
  g_autoptr (GAsyncResult) joined = NULL;
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) carried = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = NULL;
  g_autofree char *same = NULL;
  g_auto (GStrv) left = NULL;
  MxSomebody *writer = mx_somebody_new ((MxHomeserver *) server, "cleo");
  g_autofree char *read_id = NULL;
  Read read;
  guint calls = 0;

  log_in (host, server->url, "cleo");
  room_id = make_room (host);
  log_in (guest, server->url, NULL);
  mx_session_join_async (guest, room_id, NULL, NULL, mx_test_store_cb, &joined);
  mx_test_await (&joined, 60000);
  same = mx_session_string_finish (guest, joined, &error);
  g_assert_no_error (error);
  mx_room_set_draft (mx_session_get_room (guest, room_id), "half a sen");
  read_id = write_messages (writer, room_id, "read", 1);
  read = (Read) { mx_session_get_room (guest, room_id), read_id };
  mx_test_assert_wait (can_be_read, &read, 60000);
  g_free (write_messages (writer, room_id, "later", 60));

  uia = mx_uia_new_register (account, server->url, "grown", PASSWORD);
  mx_uia_run_async (uia, NULL, mx_test_store_cb, &made);
  mx_test_await (&made, 60000);
  g_assert_true (mx_uia_run_finish (uia, made, &error));
  g_assert_no_error (error);
  mx_carry_over_async (guest, account, on_progress, &calls, NULL, mx_test_store_cb, &carried);
  mx_test_await (&carried, 60000);
  left = mx_carry_over_finish (carried, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (left), ==, 0);
  g_assert_false (mx_session_is_open (guest));
  g_assert_cmpint (mx_room_get_membership (mx_session_get_room (account, room_id)), ==, MX_MEMBERSHIP_JOIN);
  g_assert_cmpstr (mx_room_get_draft (mx_session_get_room (account, room_id)), ==, "half a sen");
  g_assert_cmpuint (calls, ==, 2);
  read.room = mx_session_get_room (account, room_id);
  mx_test_assert_wait (is_read_to, &read, 60000);
  mx_somebody_free (writer);
  close_session (account);
  close_session (host);
  close_session (guest);
}

int
main (int    argc,
      char **argv)
{
  MxHomeserver *server;
  int status;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  g_test_add_data_func ("/security/L09/two-accounts-at-once", server, test_two_at_once);
  g_test_add_data_func ("/accounts/a-guest-takes-everything-along", server, test_carry_over);
  status = g_test_run ();
  mx_homeserver_free (server);
  return status;
}
