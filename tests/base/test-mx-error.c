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
  for (int code = MX_ERROR_FAILED; code < MX_N_ERRORS; code++) {
    g_autoptr (GError) error = g_error_new (MX_ERROR, code, "x");
    gboolean expected = code == MX_ERROR_UNREACHABLE || code == MX_ERROR_SERVER || code == MX_ERROR_RATE_LIMITED;

    g_assert_cmpint (mx_error_is_transient (error), ==, expected);
  }
  g_assert_false (mx_error_is_transient (NULL));
}

/* Only a bad gateway in Matrix's form, and only where another server had to be asked. */
static void
test_blame (void)
{
  static const struct
  {
    int code;
    int status;
    const char *errcode;
    const char *far_server;
    gboolean is_far;
  } rows[] = {
    { MX_ERROR_SERVER, 502, "M_UNKNOWN", "far.example", TRUE },
    { MX_ERROR_SERVER, 502, "M_UNKNOWN", NULL, FALSE },
    { MX_ERROR_SERVER, 502, NULL, "far.example", FALSE },
    { MX_ERROR_SERVER, 500, "M_UNKNOWN", "far.example", FALSE },
    { MX_ERROR_FORBIDDEN, 502, "M_FORBIDDEN", "far.example", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = mx_error_new_server (rows[i].code, rows[i].status, rows[i].errcode, "near.example", -1,
                                                    "x");

    mx_error_blame (error, rows[i].far_server);
    g_assert_cmpint (error->code, ==, rows[i].is_far ? MX_ERROR_FAR_SERVER : rows[i].code);
    g_assert_cmpstr (mx_error_get_server (error), ==, rows[i].is_far ? "far.example" : "near.example");
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/server", test_server);
  g_test_add_func ("/error/plain", test_plain);
  g_test_add_func ("/error/transient", test_transient);
  g_test_add_func ("/error/blames-the-far-server", test_blame);
  return g_test_run ();
}
