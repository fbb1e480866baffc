/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Does what its arguments say with a profile's Secret Service keyring and prints what came
 * of it, a line each. test-mx-keyring runs it on buses of its own making: libsecret decides
 * once a process where secrets go.
 *
 * usage: keyring-probe PROFILE_DIR (load|store|delete)... */

#include "config.h"

#include "mx-error.h"
#include "mx-keyring.h"
#include "mx-secret.h"
#include "mx-test.h"

#include <string.h>

static void
print_error (const GError *error)
{
  if (error->domain == MX_ERROR && error->code == MX_ERROR_KEYRING_LOCKED)
    g_print ("locked\n");
  else if (error->domain == MX_ERROR && error->code == MX_ERROR_KEYRING_MISSING)
    g_print ("missing\n");
  else
    g_print ("error %s %d: %s\n", g_quark_to_string (error->domain), error->code, error->message);
}

static void
load (MxKeyring *keyring)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxKeyringItem) item = NULL;
  g_autofree char *token = NULL;

  mx_keyring_load_async (keyring, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 15000);
  item = mx_keyring_load_finish (keyring, result, &error);
  if (error != NULL) {
    print_error (error);
    return;
  }
  token = item != NULL ? mx_keyring_item_dup_token (item) : NULL;
  g_print ("%s %s\n", item != NULL ? item->user_id : "absent", token != NULL ? token : "-");
}

static void
store (MxKeyring *keyring)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MxSecret) master = mx_secret_new_random (MX_SECRET_KEY_BYTES);
  g_autoptr (MxKeyringItem) item = mx_keyring_item_new ("@alice:example.org", master, "syt_token", NULL);

  mx_keyring_store_async (keyring, item, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 15000);
  if (mx_keyring_store_finish (keyring, result, &error))
    g_print ("stored\n");
  else
    print_error (error);
}

static void delete (MxKeyring *keyring)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mx_keyring_delete_async (keyring, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 15000);
  if (mx_keyring_delete_finish (keyring, result, &error))
    g_print ("deleted\n");
  else
    print_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (MxKeyring) keyring = NULL;
  int i;

  if (argc < 2)
    return 2;
  keyring = mx_keyring_new (argv[1]);
  for (i = 2; i < argc; i++) {
    if (strcmp (argv[i], "load") == 0)
      load (keyring);
    else if (strcmp (argv[i], "store") == 0)
      store (keyring);
    else if (strcmp (argv[i], "delete") == 0)
      delete (keyring);
    else
      return 2;
  }
  return 0;
}
