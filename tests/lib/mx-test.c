/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Helpers of the tests; the test's thread. */

#define LOOK_MS 2

typedef struct
{
  MxTestFunc func;
  gpointer data;
  GMainLoop *loop;
  gint64 deadline;
  gboolean held;
} Wait;

static GPtrArray *temp_dirs;

static void
remove_temp_dirs (void)
{
  guint i;

  for (i = 0; i < temp_dirs->len; i++)
    mx_test_remove_tree (temp_dirs->pdata[i]);
  g_clear_pointer (&temp_dirs, g_ptr_array_unref);
}

static void
prepare (void)
{
  /* Loopback only, and no settings of a desktop that is not there. */
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  temp_dirs = g_ptr_array_new_with_free_func (g_free);
  atexit (remove_temp_dirs);
}

/**
 * mx_test_init:
 * @argc: (inout): as in main ()
 * @argv: (inout): as in main ()
 *
 * Starts a test program.
 */
void
mx_test_init (int    *argc,
              char ***argv)
{
  prepare ();
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
}

/**
 * mx_test_init_with_system:
 * @argc: (inout): as in main ()
 * @argv: (inout): as in main ()
 *
 * Starts a test program that finds what is installed on the system: schemas, image loaders.
 */
void
mx_test_init_with_system (int    *argc,
                          char ***argv)
{
  prepare ();
  g_test_init (argc, argv, NULL);
}

/**
 * mx_test_temp_dir:
 *
 * Returns: (transfer none): a new directory that is removed at exit
 */
const char *
mx_test_temp_dir (void)
{
  GError *error = NULL;
  char *path = g_dir_make_tmp ("mx-test-XXXXXX", &error);

  g_assert_no_error (error);
  g_ptr_array_add (temp_dirs, path);
  return path;
}

/**
 * mx_test_remove_tree:
 * @path: a file or directory
 *
 * Removes it with all that is in it; follows no links.
 */
void
mx_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    mx_test_remove_tree (child);
  }
  remove (path);
}

/**
 * mx_test_fixture:
 * @path: below tests/fixtures
 * @len: (out) (optional): its length
 *
 * Returns: (transfer full): the file
 */
char *
mx_test_fixture (const char *path,
                 gsize      *len)
{
  g_autofree char *file = g_build_filename (g_getenv ("MX_FIXTURES"), path, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (file, &data, len, &error);
  g_assert_no_error (error);
  return data;
}

static gboolean
look (gpointer user_data)
{
  Wait *wait = user_data;

  wait->held = wait->func != NULL && wait->func (wait->data);
  if (wait->held || g_get_monotonic_time () >= wait->deadline)
    g_main_loop_quit (wait->loop);
  return G_SOURCE_CONTINUE;
}

/**
 * mx_test_wait:
 * @func: a condition
 * @user_data: for @func
 * @deadline_ms: how long at most
 *
 * Runs the thread's default context until @func answers %TRUE.
 *
 * Returns: whether it did
 */
gboolean
mx_test_wait (MxTestFunc func,
              gpointer   user_data,
              guint      deadline_ms)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GSource) source = g_timeout_source_new (LOOK_MS);
  Wait wait = { func, user_data, loop, g_get_monotonic_time () + deadline_ms * G_GINT64_CONSTANT (1000), FALSE };

  if (func != NULL && func (user_data))
    return TRUE;
  g_source_set_callback (source, look, &wait, NULL);
  g_source_attach (source, context);
  g_main_loop_run (loop);
  g_source_destroy (source);
  return wait.held;
}

/**
 * mx_test_spin:
 * @ms: how long
 *
 * Runs the thread's default context for a while.
 */
void
mx_test_spin (guint ms)
{
  mx_test_wait (NULL, NULL, ms);
}

/**
 * mx_test_store_cb:
 * @source: ignored
 * @result: what is stored
 * @user_data: a GAsyncResult **
 *
 * A callback for mx_test_await ().
 */
void
mx_test_store_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/**
 * mx_test_await:
 * @result: where mx_test_store_cb () puts it
 * @deadline_ms: how long at most
 *
 * Waits for a callback.
 */
void
mx_test_await (GAsyncResult **result,
               guint          deadline_ms)
{
  g_assert_true (mx_test_wait (is_set, result, deadline_ms));
}

static gsize
read_status (const char *name)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, name);
  if (line == NULL)
    return 0;
  line += strlen (name);
  return (gsize) g_ascii_strtoull (line + strspn (line, " \t"), NULL, 10) * 1024;
}

/**
 * mx_test_rss:
 *
 * Returns: the resident memory of the process in bytes
 */
gsize
mx_test_rss (void)
{
  return read_status ("VmRSS:");
}

/**
 * mx_test_peak_rss:
 *
 * Returns: the most there was since mx_test_reset_peak ()
 */
gsize
mx_test_peak_rss (void)
{
  return read_status ("VmHWM:");
}

/**
 * mx_test_reset_peak:
 *
 * Starts measuring the peak anew.
 */
void
mx_test_reset_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file == NULL)
    return;
  fputs ("5", file);
  fclose (file);
}
