/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-error.h"

static void
test_server (void)
{
  g_autoptr (GError) error =
    mx_error_new_server (MX_ERROR_RATE_LIMITED, 429, "M_LIMIT_EXCEEDED", "example.org", 1500, "slow down");
  g_autoptr (GError) copy = g_error_copy (error);

  g_prefix_error (&copy, "joining: ");
  g_clear_error (&error);
  g_assert_error (copy, MX_ERROR, MX_ERROR_RATE_LIMITED);
  g_assert_cmpstr (copy->message, ==, "joining: slow down");
  g_assert_cmpstr (mx_error_get_errcode (copy), ==, "M_LIMIT_EXCEEDED");
  g_assert_cmpstr (mx_error_get_server (copy), ==, "example.org");
  g_assert_cmpint (mx_error_get_status (copy), ==, 429);
  g_assert_cmpint (mx_error_get_retry_after (copy), ==, 1500);
}

static void
test_plain (void)
{
  g_autoptr (GError) error = g_error_new (MX_ERROR, MX_ERROR_BAD_INPUT, "no");
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stop");

  g_assert_null (mx_error_get_errcode (error));
  g_assert_cmpint (mx_error_get_status (error), ==, 0);
  g_assert_cmpint (mx_error_get_retry_after (error), ==, -1);
  g_assert_null (mx_error_get_server (other));
  g_assert_cmpint (mx_error_get_retry_after (other), ==, -1);
  g_assert_null (mx_error_get_errcode (NULL));
}

static void
test_transient (void)
{
  for (int code = MX_ERROR_FAILED; code <= MX_ERROR_WEAK_PASSWORD; code++) {
    g_autoptr (GError) error = g_error_new (MX_ERROR, code, "x");
    gboolean expected = code == MX_ERROR_UNREACHABLE || code == MX_ERROR_SERVER || code == MX_ERROR_RATE_LIMITED;

    g_assert_cmpint (mx_error_is_transient (error), ==, expected);
  }
  g_assert_false (mx_error_is_transient (NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/server", test_server);
  g_test_add_func ("/error/plain", test_plain);
  g_test_add_func ("/error/transient", test_transient);
  return g_test_run ();
}
