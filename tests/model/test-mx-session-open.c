/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening a profile that two ask for: the application before there is a window, then the
 * window. The engine is asked once, so that a locked keyring is; both hear the answer, and
 * who went away meanwhile hears that. */

#include "config.h"

#include "mx-session-private.h"
#include "mx-test.h"

#define DEADLINE_MS 10000

static MxSession *
session_new (void)
{
  g_autofree char *dir = g_build_filename (mx_test_temp_dir (), "profile", NULL);

  return mx_session_new (dir);
}

static void
close_session (MxSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, DEADLINE_MS);
  g_assert_true (mx_session_close_finish (session, result, &error));
  g_assert_no_error (error);
}

static void
test_joins (void)
{
  g_autoptr (MxSession) session = session_new ();
  g_autoptr (GAsyncResult) early = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_open_async (session, NULL, mx_test_store_cb, &early);
  mx_session_open_async (session, NULL, mx_test_store_cb, &late);
  g_assert_cmpuint (session->openers->len, ==, 2);
  mx_test_await (&early, DEADLINE_MS);
  mx_test_await (&late, DEADLINE_MS);
  g_assert_null (session->openers);
  g_assert_false (mx_session_open_finish (session, early, &error));
  g_assert_no_error (error);
  g_assert_false (mx_session_open_finish (session, late, &error));
  g_assert_no_error (error);
  close_session (session);
}

static void
test_one_gone (void)
{
  g_autoptr (MxSession) session = session_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) early = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;

  mx_session_open_async (session, NULL, mx_test_store_cb, &early);
  mx_session_open_async (session, cancellable, mx_test_store_cb, &late);
  g_cancellable_cancel (cancellable);
  mx_test_await (&early, DEADLINE_MS);
  mx_test_await (&late, DEADLINE_MS);
  g_assert_false (mx_session_open_finish (session, early, &error));
  g_assert_no_error (error);
  g_assert_false (mx_session_open_finish (session, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close_session (session);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/session-open/second-joins", test_joins);
  g_test_add_func ("/session-open/one-is-gone", test_one_gone);
  return g_test_run ();
}
