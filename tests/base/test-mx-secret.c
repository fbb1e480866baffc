/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-secret.h"

#include <string.h>

static char *
dup_hex (MxSecret *secret)
{
  GString *out = g_string_new (NULL);
  gsize len;
  const guint8 *data = mx_secret_get_data (secret, &len);

  for (gsize i = 0; i < len; i++)
    g_string_append_printf (out, "%02x", data[i]);
  return g_string_free_and_steal (out);
}

/* RFC 5869, test case 3: no salt and no info; the first 32 bytes. */
static void
test_derive (void)
{
  guint8 bytes[22];
  g_autoptr (MxSecret) key = NULL;
  g_autoptr (MxSecret) derived = NULL;
  g_autoptr (MxSecret) other = NULL;
  g_autofree char *hex = NULL;

  memset (bytes, 0x0b, sizeof bytes);
  key = mx_secret_new (bytes, sizeof bytes);
  derived = mx_secret_derive (key, "");
  other = mx_secret_derive (key, "database");
  hex = dup_hex (derived);
  g_assert_cmpstr (hex, ==, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
  g_assert_false (mx_secret_equal (derived, other));
}

static void
test_base64 (void)
{
  static const struct
  {
    const char *text, *bytes;
  } cases[] = {
    { "", "" },
    { "Zg", "f" },
    { "Zg==", "f" },
    { "Zm8", "fo" },
    { "Zm8=", "fo" },
    { "Zm9v", "foo" },
    { "Zm9vYg", "foob" },
  };
  static const char *const bad[] = { "Z", "Zg=", "Z===", "Z m8", "Zm-_", "=", "Zm9v\n", "Zh" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MxSecret) secret = mx_secret_new_base64 (cases[i].text);
    g_autofree char *text = NULL;
    gsize len;

    g_assert_nonnull (secret);
    g_assert_cmpmem (mx_secret_get_data (secret, &len), strlen (cases[i].bytes), cases[i].bytes,
                     strlen (cases[i].bytes));
    g_assert_cmpuint (len, ==, strlen (cases[i].bytes));
    text = mx_secret_dup_base64 (secret);
    g_assert_null (strchr (text, '='));
    g_assert_true (g_str_has_prefix (cases[i].text, text));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (mx_secret_new_base64 (bad[i]) != NULL)
      g_error ("“%s” accepted", bad[i]);
  g_assert_null (mx_secret_new_base64 (NULL));
}

static void
test_random (void)
{
  g_autoptr (MxSecret) a = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (MxSecret) b = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (MxSecret) copy = mx_secret_new (mx_secret_get_data (a, NULL), MX_SECRET_KEY_BYTES);
  g_autoptr (MxSecret) shorter = mx_secret_new (mx_secret_get_data (a, NULL), 5);
  g_autoptr (MxSecret) same = mx_secret_ref (a);

  g_assert_true (same == a);
  g_assert_false (mx_secret_equal (a, b));
  g_assert_true (mx_secret_equal (a, copy));
  g_assert_false (mx_secret_equal (a, shorter));
}

/* A filled secret cannot be written over. */
static void
test_read_only (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (MxSecret) secret = mx_secret_new ("abc", 3);

    ((volatile guint8 *) mx_secret_get_data (secret, NULL))[0] = 'x';
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/derive", test_derive);
  g_test_add_func ("/secret/base64", test_base64);
  g_test_add_func ("/secret/random", test_random);
  g_test_add_func ("/secret/read-only", test_read_only);
  return g_test_run ();
}
