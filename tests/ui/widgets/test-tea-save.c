/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of strangers on disk (row H16): an ordinary file, never executable, whatever was there before; what a symbolic
 * link points at stays as it was; nothing is half written. */

#include "config.h"

#include "mx-test.h"
#include "tea-save.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
in (const char *dir,
    const char *name)
{
  return g_build_filename (dir, name, NULL);
}

static gboolean
save (const char  *path,
      const char  *text,
      GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  tea_save_bytes_async (file, bytes, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  return tea_save_bytes_finish (result, error);
}

static void
assert_ordinary (const char *path,
                 const char *text)
{
  g_autofree char *data = NULL;
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  g_assert_true (S_ISREG (info.st_mode));
  g_assert_cmpint (info.st_mode & 0111, ==, 0);
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  g_assert_cmpstr (data, ==, text);
}

static guint
count (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open) != NULL)
    n++;
  return n;
}

static void
test_new (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autofree char *path = in (dir, "script.sh");
  g_autoptr (GError) error = NULL;

  g_assert_true (save (path, "#!/bin/sh\nexit 1\n", &error));
  g_assert_no_error (error);
  assert_ordinary (path, "#!/bin/sh\nexit 1\n");
  g_assert_cmpuint (count (dir), ==, 1);
}

static void
test_over_program (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autofree char *path = in (dir, "tool");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents_full (path, "old", -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  g_assert_true (save (path, "new", &error));
  g_assert_no_error (error);
  assert_ordinary (path, "new");
}

static void
test_over_link (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autofree char *target = in (dir, "precious");
  g_autofree char *path = in (dir, "link");
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (target, "precious", -1, NULL));
  g_assert_cmpint (symlink (target, path), ==, 0);
  g_assert_true (save (path, "new", &error));
  g_assert_no_error (error);
  assert_ordinary (path, "new");
  assert_ordinary (target, "precious");
}

static void
test_nowhere (void)
{
  const char *dir = mx_test_temp_dir ();
  g_autofree char *missing = in (dir, "no/such/folder/file");
  g_autofree char *folder = in (dir, "folder");
  g_autoptr (GError) error = NULL;

  g_assert_false (save (missing, "x", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_false (save (folder, "x", &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count (dir), ==, 1);
  g_assert_cmpuint (count (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/security/H16/saved-is-no-program", test_new);
  g_test_add_func ("/security/H16/saved-over-a-program", test_over_program);
  g_test_add_func ("/security/H16/saved-over-a-link", test_over_link);
  g_test_add_func ("/security/H16/saved-nowhere", test_nowhere);
  return g_test_run ();
}
