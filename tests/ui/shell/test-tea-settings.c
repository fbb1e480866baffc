/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is remembered, where, and that nothing breaks where nothing can be. */

#include "config.h"

#include "tea-settings.h"

#include <glib/gstdio.h>

typedef struct
{
  char *dir;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("tea-settings-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "settings.ini", NULL);

  g_unlink (path);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
}

static void
test_remembers (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GSettings) settings = tea_settings_new (fixture->dir);
  g_autoptr (GSettings) again = NULL;
  g_autofree char *link = NULL;

  g_assert_nonnull (settings);
  tea_settings_set_string (settings, "pending-link", "matrix:r/help:example.org");
  tea_settings_set_folded (settings, 3, TRUE);
  tea_settings_set_folded (settings, 1, TRUE);
  tea_settings_set_folded (settings, 3, FALSE);
  tea_settings_set_key_mode (settings, MX_KEY_PASSPHRASE);
  tea_settings_save (settings);

  again = tea_settings_new (fixture->dir);
  link = tea_settings_dup_string (again, "pending-link");
  g_assert_cmpstr (link, ==, "matrix:r/help:example.org");
  g_assert_true (tea_settings_is_folded (again, 1));
  g_assert_false (tea_settings_is_folded (again, 3));
  g_assert_cmpint (tea_settings_get_key_mode (again), ==, MX_KEY_PASSPHRASE);
}

static void
test_profiles_are_apart (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *other_dir = g_dir_make_tmp ("tea-settings-XXXXXX", NULL);
  g_autoptr (GSettings) settings = tea_settings_new (fixture->dir);
  g_autoptr (GSettings) other = tea_settings_new (other_dir);
  g_autofree char *room = NULL;

  tea_settings_set_string (settings, "last-room", "!a:example.org");
  tea_settings_save (settings);
  room = tea_settings_dup_string (other, "last-room");
  g_assert_null (room);
  g_assert_cmpint (g_rmdir (other_dir), ==, 0);
}

static void
test_mode (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GSettings) settings = tea_settings_new (fixture->dir);
  g_autofree char *path = g_build_filename (fixture->dir, "settings.ini", NULL);
  GStatBuf buf;

  tea_settings_set_string (settings, "last-room", "!a:example.org");
  tea_settings_save (settings);
  g_assert_cmpint (g_stat (path, &buf), ==, 0);
  g_assert_cmpint (buf.st_mode & 0777, ==, 0600);
}

/* Without the schema, nothing is remembered and everything has its default. */
static void
test_nothing (void)
{
  g_autofree char *text = tea_settings_dup_string (NULL, "last-room");

  tea_settings_set_string (NULL, "last-room", "x");
  tea_settings_set_folded (NULL, 1, TRUE);
  tea_settings_set_key_mode (NULL, MX_KEY_MEMORY);
  tea_settings_save (NULL);
  g_assert_null (text);
  g_assert_false (tea_settings_is_folded (NULL, 1));
  g_assert_true (tea_settings_get_boolean (NULL, "notifications", TRUE));
  g_assert_cmpint (tea_settings_get_key_mode (NULL), ==, MX_KEY_SERVICE);
}

static void
test_missing_schema (void)
{
  if (g_test_subprocess ()) {
    g_autoptr (GSettings) settings = tea_settings_new ("/nonexistent");

    g_assert_null (settings);
    return;
  }

  g_test_trap_subprocess_with_envp (NULL,
                                    (const char *const[]) { "GSETTINGS_SCHEMA_DIR=/nonexistent",
                                                            "XDG_DATA_DIRS=/nonexistent",
                                                            "G_DEBUG=fatal-warnings", NULL },
                                    0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* One entry is changed, the others stay. */
static void
test_entries (void)
{
  g_autofree char *folder = g_dir_make_tmp ("tea-settings-XXXXXX", NULL);
  g_autoptr (GSettings) settings = tea_settings_new (folder);
  g_autofree char *none = tea_settings_dup_entry (NULL, "last-rooms", "a");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *gone = NULL;

  g_assert_null (none);
  tea_settings_set_entry (NULL, "last-rooms", "a", "x");
  tea_settings_set_entry (settings, "last-rooms", "a", "!a:example.org");
  tea_settings_set_entry (settings, "last-rooms", "b", "!b:example.org");
  tea_settings_set_entry (settings, "last-rooms", "a", "!c:example.org");
  first = tea_settings_dup_entry (settings, "last-rooms", "a");
  second = tea_settings_dup_entry (settings, "last-rooms", "b");
  g_assert_cmpstr (first, ==, "!c:example.org");
  g_assert_cmpstr (second, ==, "!b:example.org");
  tea_settings_set_entry (settings, "last-rooms", "a", NULL);
  gone = tea_settings_dup_entry (settings, "last-rooms", "a");
  g_assert_null (gone);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  /* The profile's own file is what is tested here. */
  g_unsetenv ("GSETTINGS_BACKEND");
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/settings/remembers", Fixture, NULL, set_up, test_remembers, tear_down);
  g_test_add ("/settings/profiles-are-apart", Fixture, NULL, set_up, test_profiles_are_apart, tear_down);
  g_test_add ("/security/L01/settings-mode", Fixture, NULL, set_up, test_mode, tear_down);
  g_test_add_func ("/settings/nothing-to-remember-with", test_nothing);
  g_test_add_func ("/settings/missing-schema", test_missing_schema);
  g_test_add_func ("/settings/entries", test_entries);

  return g_test_run ();
}
