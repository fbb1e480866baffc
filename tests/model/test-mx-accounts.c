/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which accounts a profile has, what they are called, which one comes next, and what one shows
 * of itself while another is on screen. No server. */

#include "config.h"

#include "mx-accounts.h"
#include "mx-model-fixture.h"
#include "mx-session-private.h"
#include "mx-test.h"

#include <glib/gstdio.h>

static const MxAccountInfo somebody = {
  .user_id = (char *) ANN,
  .device_id = (char *) "DEVICE",
  .homeserver = (char *) "http://localhost:1",
  .server_name = (char *) "example.org",
};

static MxSession *
get (MxAccounts *accounts,
     guint       position)
{
  g_autoptr (MxSession) session = g_list_model_get_item (G_LIST_MODEL (accounts), position);

  return session;
}

static void
load (MxAccounts *accounts)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_accounts_load_async (accounts, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_accounts_load_finish (accounts, result, NULL));
}

/* As it lies there when somebody has signed in. */
static void
leave_account (const char *profile_dir,
               const char *name)
{
  g_autofree char *dir = name != NULL ? g_build_filename (profile_dir, "accounts", name, NULL) : g_strdup (profile_dir);
  g_autofree char *file = g_build_filename (dir, "account.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "{}", -1, NULL));
}

static void
test_names (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autoptr (MxAccounts) accounts = mx_accounts_new (dir);
  g_autoptr (MxAccounts) again = mx_accounts_new (dir);
  MxSession *first = mx_accounts_get_first (accounts);
  MxSession *second = mx_accounts_add (accounts);
  MxSession *third = mx_accounts_add (accounts);
  g_autofree char *name = g_strdup (mx_accounts_get_name (accounts, second));
  g_autofree char *later = g_strdup (mx_accounts_get_name (accounts, third));

  g_assert_cmpstr (mx_accounts_get_name (accounts, first), ==, MX_ACCOUNTS_FIRST);
  g_assert_null (mx_accounts_get_name (again, second));
  g_assert_true (mx_accounts_claim (accounts, name) == second);
  g_assert_true (mx_accounts_claim (accounts, MX_ACCOUNTS_FIRST) == first);
  g_assert_true (mx_accounts_look_up (accounts, later) == third);
  g_assert_null (mx_accounts_look_up (again, later));
  /* Another run asks for the last one first: it is in its place all the same. */
  mx_accounts_claim (again, later);
  leave_account (dir, name);
  load (again);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 3);
  g_assert_cmpstr (mx_accounts_get_name (again, get (again, 1)), ==, name);
  g_assert_cmpstr (mx_accounts_get_name (again, get (again, 2)), ==, later);
  g_assert_true (mx_accounts_has_account (again, get (again, 1)));
  g_assert_false (mx_accounts_has_account (again, get (again, 2)));
}

/* Where nobody signed in nobody is missed, and nobody's place is taken. */
static void
test_empty_folders (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autoptr (MxAccounts) accounts = mx_accounts_new (dir);

  for (guint i = 0; i < 40; i++) {
    g_autofree char *folder = g_strdup_printf ("%s/accounts/%02x", dir, i);

    g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  }
  leave_account (dir, "ff");
  load (accounts);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 2);
  g_assert_cmpstr (mx_accounts_get_name (accounts, get (accounts, 1)), ==, "ff");
}

/* A name comes out of a file that anybody may have written. */
static void
test_hostile_names (void)
{
  g_autofree char *longest = g_strnfill (65, 'a');
  const char *const names[] = { "", "..", "../../x", "/etc", "a/b", "A", "first/", longest };
  g_autoptr (MxAccounts) accounts = mx_accounts_new (mx_test_temp_dir ());

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_test_message ("%s", names[i]);
    g_assert_true (mx_accounts_claim (accounts, names[i]) == mx_accounts_get_first (accounts));
    g_assert_null (mx_accounts_look_up (accounts, names[i]));
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (accounts)), ==, 1);
}

static void
test_next (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autoptr (MxAccounts) accounts = mx_accounts_new (dir);
  MxSession *first = mx_accounts_get_first (accounts);
  MxSession *second = mx_accounts_add (accounts);
  MxSession *third;

  g_assert_null (mx_accounts_get_next (accounts, first));
  g_assert_null (mx_accounts_get_next (accounts, second));
  leave_account (dir, NULL);
  load (accounts);
  g_assert_true (mx_accounts_get_next (accounts, second) == first);
  third = mx_accounts_add (accounts);
  _mx_session_set_account (third, &somebody);
  /* One that is open comes before one that could not be opened. */
  g_assert_true (mx_accounts_get_next (accounts, second) == third);
  g_assert_true (mx_accounts_find (accounts, ANN) == third);
  g_assert_null (mx_accounts_find (accounts, BEN));
  _mx_session_set_account (third, NULL);
  g_assert_true (mx_accounts_get_next (accounts, third) == first);
}

typedef struct
{
  const char *room_id;
  guint unread;
  guint mentions;
  gboolean is_direct;
  gboolean is_muted;
  MxMembership membership;
  guint meant; /* what the account says then, with all rooms before */
} News;

/* What waits in all rooms is what waits in the account. */
static void
test_counts (void)
{
  static const News news[] = {
    { "!a:example.org", 3, 0, FALSE, FALSE, MX_MEMBERSHIP_JOIN, 0 },
    { "!b:example.org", 3, 2, FALSE, FALSE, MX_MEMBERSHIP_JOIN, 2 },
    { "!c:example.org", 4, 0, TRUE, FALSE, MX_MEMBERSHIP_JOIN, 6 },
    { "!d:example.org", 9, 0, TRUE, TRUE, MX_MEMBERSHIP_JOIN, 6 },
    { "!e:example.org", 9, 1, FALSE, TRUE, MX_MEMBERSHIP_JOIN, 7 },
    { "!f:example.org", 5, 5, FALSE, FALSE, MX_MEMBERSHIP_LEAVE, 7 },
    { "!g:example.org", 0, 0, FALSE, FALSE, MX_MEMBERSHIP_INVITE, 8 },
  };
  g_autoptr (MxSession) session = mx_model_session ();

  g_assert_false (mx_session_is_unread (session));
  for (gsize i = 0; i < G_N_ELEMENTS (news); i++) {
    g_autoptr (MxDelta) delta = mx_delta_new ();
    MxRoomSummary *summary = mx_model_summary (news[i].room_id, "Help");

    summary->unread_count = news[i].unread;
    summary->highlight_count = news[i].mentions;
    summary->direct_user = news[i].is_direct ? g_strdup (BEN) : NULL;
    summary->is_muted = news[i].is_muted;
    summary->membership = news[i].membership;
    mx_delta_get_room (delta, news[i].room_id)->summary = summary;
    mx_model_apply (session, delta);
    g_assert_cmpuint (mx_session_get_meant_count (session), ==, news[i].meant);
    g_assert_true (mx_session_is_unread (session));
  }
  _mx_session_set_account (session, NULL);
  g_assert_cmpuint (mx_session_get_meant_count (session), ==, 0);
  g_assert_false (mx_session_is_unread (session));
}

/* The picture and the name go with the account. */
static void
test_profile (void)
{
  g_autoptr (MxSession) session = mx_model_session ();

  g_assert_null (mx_session_get_name (session));
  _mx_session_set_profile (session, "Ann", "mxc://example.org/a");
  g_assert_cmpstr (mx_session_get_name (session), ==, "Ann");
  g_assert_cmpstr (mx_session_get_avatar (session), ==, "mxc://example.org/a");
  _mx_session_set_account (session, NULL);
  g_assert_null (mx_session_get_name (session));
  g_assert_null (mx_session_get_avatar (session));
}

static void
test_close_all (void)
{
  g_autoptr (MxAccounts) accounts = mx_accounts_new (mx_test_temp_dir ());
  g_autoptr (GAsyncResult) result = NULL;

  mx_accounts_add (accounts);
  mx_session_set_key_mode (mx_accounts_get_first (accounts), MX_KEY_MEMORY, NULL);
  mx_accounts_close_async (accounts, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_accounts_close_finish (accounts, result, NULL));
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/accounts/names-hold-over-restarts", test_names);
  g_test_add_func ("/accounts/a-name-leads-nowhere-else", test_hostile_names);
  g_test_add_func ("/accounts/empty-folders", test_empty_folders);
  g_test_add_func ("/accounts/next", test_next);
  g_test_add_func ("/accounts/what-waits", test_counts);
  g_test_add_func ("/accounts/profile", test_profile);
  g_test_add_func ("/accounts/close-all", test_close_all);
  return g_test_run ();
}
