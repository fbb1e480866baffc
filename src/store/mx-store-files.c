/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The store's directory:
 *
 *   lock        held by the one process that has the store open (flock)
 *   store.db    SQLCipher, and store.db-wal while it is open
 *   header      not secret: says that there is a store, and which key fits
 *   media/      encrypted cache files
 *   damaged-*   what could not be read any more; never deleted without being asked
 *
 * Directories are 0700, files 0600, whatever the umask. The header is written after the
 * first complete creation of the database, so a header without a database is damage and
 * not a first run. */

#include "config.h"

#include "mx-store-private.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_FIRST_LINE "teahouse-store 1"
#define DB_NAME           "store.db"
#define HEADER_NAME       "header"
#define LOCK_NAME         "lock"
#define MEDIA_NAME        "media"

static const char *const db_files[] = { DB_NAME, DB_NAME "-wal", DB_NAME "-journal", DB_NAME "-shm", HEADER_NAME };

static gboolean
fail (GError     **error,
      const char  *doing)
{
  int saved = errno;

  g_set_error (error, MX_ERROR, saved == ENOSPC || saved == EDQUOT ? MX_ERROR_STORE_FULL : MX_ERROR_FAILED,
               "%s: %s", doing, g_strerror (saved));
  return FALSE;
}

char *
_mx_store_db_path (const char *dir)
{
  return g_build_filename (dir, DB_NAME, NULL);
}

char *
_mx_store_media_path (const char *dir)
{
  return g_build_filename (dir, MEDIA_NAME, NULL);
}

gboolean
_mx_store_make_dir (const char  *dir,
                    GError     **error)
{
  if (g_mkdir_with_parents (dir, 0700) != 0 || g_chmod (dir, 0700) != 0)
    return fail (error, "making the store's directory");
  return TRUE;
}

/* The descriptor that holds the lock, or -1: %MX_ERROR_STORE_BUSY when another has it. */
int
_mx_store_lock (const char  *dir,
                GError     **error)
{
  g_autofree char *path = g_build_filename (dir, LOCK_NAME, NULL);
  g_autofd int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0 || fchmod (fd, 0600) != 0) {
    fail (error, "making the lock file");
    return -1;
  }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_BUSY, "another process has the store open");
    else
      fail (error, "locking the store");
    return -1;
  }
  return g_steal_fd (&fd);
}

/* What a header says about the key; different for every master key, and of no use to find it. */
static char *
key_check (MxSecret *master)
{
  g_autoptr (MxSecret) check = mx_secret_derive (master, "check");

  return mx_secret_dup_base64 (check);
}

/* Whether @master fits the header, where there is a readable one. */
gboolean
_mx_store_check_key (const char  *dir,
                     MxSecret    *master,
                     gboolean    *has_header,
                     GError     **error)
{
  g_autofree char *path = g_build_filename (dir, HEADER_NAME, NULL);
  g_autofree char *text = NULL;
  g_autofree char *check = NULL;
  g_auto (GStrv) lines = NULL;

  *has_header = FALSE;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return TRUE;
  lines = g_strsplit (text, "\n", 3);
  /* A header that is no header says nothing; the database itself will. */
  if (g_strv_length (lines) < 2 || strcmp (lines[0], HEADER_FIRST_LINE) != 0)
    return TRUE;
  *has_header = TRUE;
  check = key_check (master);
  if (strcmp (lines[1], check) == 0)
    return TRUE;
  g_set_error_literal (error, MX_ERROR, MX_ERROR_STORE_KEY, "there is a store, and this key does not open it");
  return FALSE;
}

gboolean
_mx_store_write_header (const char  *dir,
                        MxSecret    *master,
                        GError     **error)
{
  g_autofree char *path = g_build_filename (dir, HEADER_NAME, NULL);
  g_autofree char *check = key_check (master);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", HEADER_FIRST_LINE, check);
  g_autoptr (GError) failure = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure) &&
      g_chmod (path, 0600) == 0)
    return TRUE;
  g_set_error (error, MX_ERROR,
               g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? MX_ERROR_STORE_FULL : MX_ERROR_FAILED,
               "writing the header: %s", failure != NULL ? failure->message : g_strerror (errno));
  return FALSE;
}

/**
 * mx_store_exists:
 * @dir: a store's directory
 *
 * Returns: whether there is a store in it, whatever its condition
 */
gboolean
mx_store_exists (const char *dir)
{
  g_autofree char *header = g_build_filename (dir, HEADER_NAME, NULL);
  g_autofree char *db = _mx_store_db_path (dir);
  struct stat st;

  return g_stat (header, &st) == 0 || (g_stat (db, &st) == 0 && st.st_size > 0);
}

/* Removes a file or a whole folder; a symbolic link itself, not what it leads to. */
static gboolean
remove_tree (const char  *path,
             GError     **error)
{
  struct stat st;
  const char *name;
  g_autoptr (GDir) folder = NULL;

  if (lstat (path, &st) != 0)
    return errno == ENOENT || fail (error, "looking for what to remove");
  if (!S_ISDIR (st.st_mode))
    return g_unlink (path) == 0 || errno == ENOENT || fail (error, "removing a file of the store");
  folder = g_dir_open (path, 0, error);
  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (!remove_tree (child, error))
      return FALSE;
  }
  return g_rmdir (path) == 0 || fail (error, "removing a folder of the store");
}

/**
 * mx_store_delete:
 * @dir: a store's directory; nobody has it open
 *
 * Removes the store, its media and what was kept of damaged ones. See row L09.
 *
 * Returns: whether nothing is left; also when there was nothing
 */
gboolean
mx_store_delete (const char  *dir,
                 GError     **error)
{
  g_autofd int lock = -1;

  if (!g_file_test (dir, G_FILE_TEST_IS_DIR))
    return TRUE;
  lock = _mx_store_lock (dir, error);
  return lock >= 0 && remove_tree (dir, error);
}

static char *
make_folder_for_damaged (const char  *dir,
                         GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("damaged-%s-XXXXXX", stamp);
  g_autofree char *folder = g_build_filename (dir, name, NULL);

  if (g_mkdtemp_full (folder, 0700) == NULL) {
    fail (error, "making a folder for the damaged store");
    return NULL;
  }
  return g_steal_pointer (&folder);
}

/**
 * mx_store_keep_damaged:
 * @dir: a store's directory; nobody has it open
 *
 * Moves database and header aside, so that a new store can be made. Deletes nothing.
 *
 * Returns: (transfer full) (nullable): the folder they lie in now
 */
char *
mx_store_keep_damaged (const char  *dir,
                       GError     **error)
{
  g_autofd int lock = _mx_store_lock (dir, error);
  g_autofree char *folder = NULL;
  gsize i;

  if (lock < 0)
    return NULL;
  folder = make_folder_for_damaged (dir, error);
  if (folder == NULL)
    return NULL;
  for (i = 0; i < G_N_ELEMENTS (db_files); i++) {
    g_autofree char *from = g_build_filename (dir, db_files[i], NULL);
    g_autofree char *to = g_build_filename (folder, db_files[i], NULL);

    if (g_rename (from, to) != 0 && errno != ENOENT) {
      fail (error, "moving the damaged store aside");
      return NULL;
    }
  }
  return g_steal_pointer (&folder);
}
