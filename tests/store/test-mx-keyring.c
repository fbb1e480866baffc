/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyring: memory and passphrase in this process, the Secret Service by a probe on
 * session buses of our own (row L03): unlocked, locked, without a service, without a bus,
 * and libsecret's file backend. */

#include "config.h"

#include "mx-error.h"
#include "mx-keyring.h"
#include "mx-secret.h"
#include "mx-store-test.h"
#include "mx-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *probe; /* (owned) */

static MxKeyringItem *
load (MxKeyring  *keyring,
      GError    **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_keyring_load_async (keyring, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_keyring_load_finish (keyring, result, error);
}

static gboolean
store (MxKeyring            *keyring,
       const MxKeyringItem  *item,
       GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_keyring_store_async (keyring, item, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_keyring_store_finish (keyring, result, error);
}

static gboolean delete (MxKeyring *keyring,
                        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mx_keyring_delete_async (keyring, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 60000);
  return mx_keyring_delete_finish (keyring, result, error);
}

static MxKeyringItem *
new_item (void)
{
  g_autoptr (MxSecret) master = mx_store_test_key (9);

  return mx_keyring_item_new ("@a\"b:example.org", master, "tok\"en\n", "refresh");
}

static void
assert_item (const MxKeyringItem *item)
{
  g_autoptr (MxSecret) master = mx_store_test_key (9);
  g_autofree char *token = NULL;

  g_assert_nonnull (item);
  token = mx_keyring_item_dup_token (item);
  g_assert_cmpstr (item->user_id, ==, "@a\"b:example.org");
  g_assert_true (mx_secret_equal (item->master, master));
  g_assert_cmpstr (token, ==, "tok\"en\n");
  g_assert_nonnull (item->refresh_token);
}

static void
test_memory (void)
{
  g_autoptr (MxKeyring) keyring = mx_keyring_new (NULL);
  g_autoptr (MxKeyringItem) item = new_item ();
  g_autoptr (MxKeyringItem) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mx_keyring_get_mode (keyring), ==, MX_KEY_MEMORY);
  g_assert_null (load (keyring, &error));
  g_assert_no_error (error);
  g_assert_true (store (keyring, item, NULL));
  loaded = load (keyring, NULL);
  assert_item (loaded);
  g_assert_true (delete (keyring, NULL));
  g_assert_null (load (keyring, NULL));
}

static void
check_file (const char *path,
            gpointer    data)
{
  g_autofree char *text = NULL;
  g_autofree char *encoded = NULL;
  g_autoptr (MxSecret) master = mx_store_test_key (9);
  struct stat st;

  g_assert_cmpint (g_stat (path, &st), ==, 0);
  if (S_ISDIR (st.st_mode))
    return;
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  encoded = mx_secret_dup_base64 (master);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, encoded));
  g_assert_null (strstr (text, "refresh"));
  g_assert_null (strstr (text, "open sesame"));
}

static void
test_passphrase (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) passphrase = mx_secret_new ("open sesame", 11);
  g_autoptr (MxSecret) wrong = mx_secret_new ("open barley", 11);
  g_autoptr (MxKeyring) keyring = mx_keyring_new (dir);
  g_autoptr (MxKeyringItem) item = new_item ();
  g_autoptr (MxKeyringItem) loaded = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mx_keyring_get_mode (keyring), ==, MX_KEY_SERVICE);
  mx_keyring_set_mode (keyring, MX_KEY_PASSPHRASE, passphrase);
  g_assert_null (load (keyring, &error));
  g_assert_no_error (error);
  g_assert_true (store (keyring, item, NULL));
  mx_store_test_walk (dir, check_file, NULL);
  g_clear_object (&keyring);

  keyring = mx_keyring_new (dir);
  g_assert_cmpint (mx_keyring_get_mode (keyring), ==, MX_KEY_PASSPHRASE);
  g_assert_null (load (keyring, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  mx_keyring_set_mode (keyring, MX_KEY_PASSPHRASE, wrong);
  g_assert_null (load (keyring, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_STORE_KEY);
  mx_keyring_set_mode (keyring, MX_KEY_PASSPHRASE, passphrase);
  loaded = load (keyring, NULL);
  assert_item (loaded);
  g_assert_true (delete (keyring, NULL));
  g_assert_null (load (keyring, NULL));
  mx_store_test_remove (dir);
}

/* Deleting waits for what is still being stored, or it would come after and stay. */
static void
test_order (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) passphrase = mx_secret_new ("open sesame", 11);
  g_autoptr (MxKeyring) keyring = mx_keyring_new (dir);
  g_autoptr (MxKeyringItem) item = new_item ();
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GAsyncResult) settled = NULL;
  g_autoptr (GError) error = NULL;

  mx_keyring_set_mode (keyring, MX_KEY_PASSPHRASE, passphrase);
  mx_keyring_store_async (keyring, item, NULL, mx_test_store_cb, &stored);
  mx_keyring_delete_async (keyring, NULL, mx_test_store_cb, &deleted);
  mx_keyring_settle_async (keyring, mx_test_store_cb, &settled);
  mx_test_await (&settled, 60000);
  g_assert_true (mx_keyring_settle_finish (keyring, settled));
  g_assert_true (mx_keyring_store_finish (keyring, stored, &error));
  g_assert_no_error (error);
  g_assert_true (mx_keyring_delete_finish (keyring, deleted, &error));
  g_assert_no_error (error);
  g_assert_null (load (keyring, &error));
  g_assert_no_error (error);
  mx_store_test_remove (dir);
}

/* What a file asks for is bounded, and garbage is said to be garbage. */
static void
test_damaged_file (void)
{
  static const char *const texts[] = {
    "garbage",
    "[keyring]\nmode=passphrase\n[passphrase]\n",
    "[passphrase]\nsalt=AAAAAAAAAAAAAAAAAAAAAA==\nops=3\nmem=99999999999999\n"
    "box=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
    "[passphrase]\nsalt=AAAA\nops=3\nmem=268435456\nbox=AAAA\n",
  };
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (dir, "keyring", NULL);
  g_autoptr (MxSecret) passphrase = mx_secret_new ("open sesame", 11);
  g_autoptr (MxKeyring) keyring = mx_keyring_new (dir);
  gsize i;

  mx_keyring_set_mode (keyring, MX_KEY_PASSPHRASE, passphrase);
  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
    g_assert_null (load (keyring, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_STORE_DAMAGED);
  }
  mx_store_test_remove (dir);
}

/* A home of its own, without the bus and the display of whoever runs the tests. */
static char **
clean_environment (const char *home)
{
  g_auto (GStrv) env = g_get_environ ();
  g_autofree char *data = g_build_filename (home, "data", NULL);

  g_assert_cmpint (g_mkdir_with_parents (data, 0700), ==, 0);
  env = g_environ_unsetenv (env, "DBUS_SESSION_BUS_ADDRESS");
  env = g_environ_unsetenv (env, "DISPLAY");
  env = g_environ_unsetenv (env, "WAYLAND_DISPLAY");
  env = g_environ_unsetenv (env, "SECRET_BACKEND");
  env = g_environ_unsetenv (env, "GNOME_KEYRING_CONTROL");
  /* The daemons of the session are not ours to judge. */
  env = g_environ_unsetenv (env, "G_DEBUG");
  env = g_environ_setenv (env, "HOME", home, TRUE);
  env = g_environ_setenv (env, "XDG_DATA_HOME", data, TRUE);
  env = g_environ_setenv (env, "XDG_RUNTIME_DIR", home, TRUE);
  return g_steal_pointer (&env);
}

static void
try_remove (const char *path,
            gpointer    data)
{
  if (g_remove (path) != 0)
    g_test_message ("%s is still in use", path);
}

static gboolean
is_removed (gpointer home)
{
  mx_store_test_walk (home, try_remove, NULL);
  return !g_file_test (home, G_FILE_TEST_EXISTS);
}

/* The daemon ends after its bus, and clears up in there meanwhile. */
static void
remove_home (char *home)
{
  mx_test_assert_wait (is_removed, home, 10000);
}

/* What the probe prints, run by a shell line that has its path and the profile as $1 and $2. */
static char *
run (const char  *home,
     const char  *line,
     char       **env)
{
  g_autofree char *profile = g_build_filename (home, "profile", NULL);
  const char *argv[] = { "sh", "-c", line, "sh", probe, profile, NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = -1;

  g_spawn_sync (home, (char **) argv, env, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return out;
}

#define SESSION(password, words)                                                         \
  "exec dbus-run-session -- sh -c 'printf " password " | gnome-keyring-daemon --unlock " \
  "--components=secrets >/dev/null; exec \"$1\" \"$2\" " words "' sh \"$1\" \"$2\""

static void
test_no_bus (void)
{
  g_autofree char *home = mx_store_test_dir ();
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *out = NULL;

  env = g_environ_setenv (env, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  out = run (home, "exec \"$1\" \"$2\" load store delete", env);
  g_assert_cmpstr (out, ==, "missing\nmissing\nmissing\n");
  remove_home (home);
}

static void
test_no_service (void)
{
  static const char config[] =
    "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
    "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
    "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
    "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>"
    "</policy></busconfig>";
  g_autofree char *home = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (home, "bus.conf", NULL);
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *out = NULL;

  g_assert_true (g_file_set_contents (path, config, -1, NULL));
  out = run (home, "exec dbus-run-session --config-file=bus.conf -- \"$1\" \"$2\" load store", env);
  g_assert_cmpstr (out, ==, "missing\nmissing\n");
  remove_home (home);
}

static void
test_unlocked (void)
{
  g_autofree char *home = mx_store_test_dir ();
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  first = run (home, SESSION ("right", "load store load"), env);
  g_assert_cmpstr (first, ==, "absent -\nstored\n@alice:example.org syt_token\n");
  second = run (home, SESSION ("right", "load delete load"), env);
  g_assert_cmpstr (second, ==, "@alice:example.org syt_token\ndeleted\nabsent -\n");
  remove_home (home);
}

/* Never "absent": that would look like a first run. */
static void
test_locked (void)
{
  g_autofree char *home = mx_store_test_dir ();
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  first = run (home, SESSION ("right", "store"), env);
  g_assert_cmpstr (first, ==, "stored\n");
  second = run (home, SESSION ("wrong", "load store"), env);
  g_assert_cmpstr (second, ==, "locked\nlocked\n");
  third = run (home, SESSION ("right", "load"), env);
  g_assert_cmpstr (third, ==, "@alice:example.org syt_token\n");
  remove_home (home);
}

/* A keyring that nobody has ever unlocked: it says that it has nothing, which is no first run where there is a store
 * (see /security/L03/other-key-is-not-a-first-run), and it takes nothing. */
static void
test_headless (void)
{
  g_autofree char *home = mx_store_test_dir ();
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *out = NULL;

  out = run (home,
             "exec dbus-run-session -- sh -c 'gnome-keyring-daemon --start --components=secrets >/dev/null; "
             "exec \"$1\" \"$2\" load store load' sh \"$1\" \"$2\"",
             env);
  g_assert_cmpstr (out, ==, "absent -\nmissing\nabsent -\n");
  remove_home (home);
}

static void
test_file_backend (void)
{
  g_autofree char *home = mx_store_test_dir ();
  g_autofree char *path = g_build_filename (home, "secrets", NULL);
  g_auto (GStrv) env = clean_environment (home);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  env = g_environ_setenv (env, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  env = g_environ_setenv (env, "SECRET_BACKEND", "file", TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PATH", path, TRUE);
  env = g_environ_setenv (env, "SECRET_FILE_TEST_PASSWORD", "pw", TRUE);
  first = run (home, "exec \"$1\" \"$2\" load store load", env);
  g_assert_cmpstr (first, ==, "absent -\nstored\n@alice:example.org syt_token\n");
  second = run (home, "exec \"$1\" \"$2\" load delete load", env);
  g_assert_cmpstr (second, ==, "@alice:example.org syt_token\ndeleted\nabsent -\n");
  remove_home (home);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  probe = g_canonicalize_filename (argv[1], NULL);
  g_test_add_func ("/keyring/memory", test_memory);
  g_test_add_func ("/security/L03/passphrase", test_passphrase);
  g_test_add_func ("/security/L09/stored-then-deleted", test_order);
  g_test_add_func ("/security/L03/damaged-passphrase-file", test_damaged_file);
  g_test_add_func ("/security/L03/no-bus", test_no_bus);
  g_test_add_func ("/security/L03/no-service", test_no_service);
  g_test_add_func ("/security/L03/unlocked", test_unlocked);
  g_test_add_func ("/security/L03/locked", test_locked);
  g_test_add_func ("/security/L03/headless", test_headless);
  g_test_add_func ("/security/L03/file-backend", test_file_backend);
  status = g_test_run ();
  g_free (probe);
  return status;
}
