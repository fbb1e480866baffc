/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The media cache: bounded, encrypted, and quiet about damage. */

#include "config.h"

#include "mx-media-cache.h"
#include "mx-secret.h"
#include "mx-store-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
put (MxMediaCache *cache,
     const char   *mxc,
     gsize         size,
     guint8        fill)
{
  guint8 *data = g_malloc (size + 1);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  memset (data, fill, size);
  bytes = g_bytes_new_take (data, size);
  g_assert_true (mx_media_cache_insert (cache, mxc, NULL, bytes, &error));
  g_assert_no_error (error);
}

static gboolean
has (MxMediaCache *cache,
     const char   *mxc,
     gsize         size,
     guint8        fill)
{
  g_autoptr (GBytes) bytes = mx_media_cache_lookup (cache, mxc, NULL);
  const guint8 *data;
  gsize len;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &len);
  g_assert_cmpuint (len, ==, size);
  g_assert_true (len == 0 || (data[0] == fill && data[len - 1] == fill));
  return TRUE;
}

static void
test_keeps (gconstpointer memory)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (3);
  MxMediaCache *cache = mx_media_cache_new (memory != NULL ? NULL : dir, memory != NULL ? NULL : key, 0);
  g_autoptr (GBytes) small = g_bytes_new ("thumb", 5);
  g_autoptr (GBytes) found = NULL;

  put (cache, "mxc://a/1", 1000, 'x');
  put (cache, "mxc://a/empty", 0, 0);
  g_assert_true (mx_media_cache_insert (cache, "mxc://a/1", "96x96", small, NULL));
  g_assert_true (has (cache, "mxc://a/1", 1000, 'x'));
  g_assert_true (has (cache, "mxc://a/empty", 0, 0));
  found = mx_media_cache_lookup (cache, "mxc://a/1", "96x96");
  g_assert_true (g_bytes_equal (found, small));
  g_assert_false (has (cache, "mxc://a/2", 0, 0));
  put (cache, "mxc://a/1", 10, 'y');
  g_assert_true (has (cache, "mxc://a/1", 10, 'y'));
  mx_media_cache_remove (cache, "mxc://a/1", NULL);
  g_assert_false (has (cache, "mxc://a/1", 10, 'y'));
  mx_media_cache_free (cache);
  mx_store_test_remove (dir);
}

static void
test_evicts_longest_unused (gconstpointer memory)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (3);
  MxMediaCache *cache = NULL;

  cache = mx_media_cache_new (memory != NULL ? NULL : dir, memory != NULL ? NULL : key, 5000);
  put (cache, "mxc://a/1", 1100, '1');
  put (cache, "mxc://a/2", 1100, '2');
  put (cache, "mxc://a/3", 1100, '3');
  put (cache, "mxc://a/4", 1100, '4');
  g_assert_true (has (cache, "mxc://a/1", 1100, '1'));
  put (cache, "mxc://a/5", 1100, '5');
  g_assert_cmpuint (mx_media_cache_get_size (cache), <=, 5000);
  g_assert_true (has (cache, "mxc://a/1", 1100, '1'));
  g_assert_false (has (cache, "mxc://a/2", 1100, '2'));
  g_assert_true (has (cache, "mxc://a/5", 1100, '5'));
  mx_media_cache_free (cache);
  mx_store_test_remove (dir);
}

static void
test_reopens (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autofree char *left = g_build_filename (dir, "half.part", NULL);
  g_autoptr (MxSecret) key = mx_store_test_key (3);
  g_autoptr (MxSecret) other = mx_store_test_key (4);
  MxMediaCache *cache = mx_media_cache_new (dir, key, 0);

  put (cache, "mxc://a/1", 1000, '1');
  mx_media_cache_free (cache);
  g_assert_true (g_file_set_contents (left, "half", 4, NULL));
  cache = mx_media_cache_new (dir, key, 0);
  g_assert_cmpuint (mx_media_cache_get_size (cache), >, 1000);
  g_assert_true (has (cache, "mxc://a/1", 1000, '1'));
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  mx_media_cache_free (cache);
  cache = mx_media_cache_new (dir, other, 0);
  g_assert_false (has (cache, "mxc://a/1", 1000, '1'));
  mx_media_cache_free (cache);
  mx_store_test_remove (dir);
}

static void
find_file (const char *path,
           gpointer    data)
{
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    *(char **) data = g_strdup (path);
}

/* A flipped byte anywhere, or a file cut short, is a miss, and the file goes. */
static void
test_damaged_file (void)
{
  g_autofree char *dir = mx_store_test_dir ();
  g_autoptr (MxSecret) key = mx_store_test_key (3);
  gsize at;

  for (at = 0; at < 160; at += 7) {
    MxMediaCache *cache = mx_media_cache_new (dir, key, 0);
    g_autofree char *path = NULL;
    g_autofree char *bytes = NULL;
    gsize len;

    put (cache, "mxc://a/1", 100, '1');
    mx_store_test_walk (dir, find_file, &path);
    g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
    if (at < len)
      bytes[at] ^= 1;
    else
      len = at - len;
    g_assert_true (g_file_set_contents (path, bytes, len, NULL));
    g_assert_false (has (cache, "mxc://a/1", 100, '1'));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    mx_media_cache_free (cache);
  }
  mx_store_test_remove (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/store/media/keeps/files", NULL, test_keeps);
  g_test_add_data_func ("/store/media/keeps/memory", "", test_keeps);
  g_test_add_data_func ("/store/media/evicts/files", NULL, test_evicts_longest_unused);
  g_test_add_data_func ("/store/media/evicts/memory", "", test_evicts_longest_unused);
  g_test_add_func ("/store/media/reopens", test_reopens);
  g_test_add_func ("/security/N15/damaged-media-is-a-miss", test_damaged_file);
  return g_test_run ();
}
