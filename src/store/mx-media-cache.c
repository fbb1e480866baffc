/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures and files that were downloaded, each in a file of its own that says nothing.
 *
 * A file's name is a keyed hash of address and variant; its bytes are a nonce and what
 * XChaCha20-Poly1305 makes of the content, with the name as additional data, so that no file
 * can be read, altered or put in another's place without being noticed. A file that does not
 * open is a miss and is removed. Written beside its place and renamed, mode 0600. The total is
 * bounded; what was used longest ago goes first. Without a folder everything is in memory.
 * Thread: the engine's. */

#include "config.h"

#include "mx-media-cache.h"

#include "mx-error.h"
#include "mx-secret.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define NAME_BYTES  16

typedef struct
{
  char *name;    /* (owned): of the file                           */
  gsize size;    /* on disk, or of the content in memory           */
  GBytes *bytes; /* (owned) (nullable): where there is no folder   */
  GList link;    /* in the queue, oldest first; data is the entry  */
} Entry;

struct _MxMediaCache {
  char *dir;          /* (owned) (nullable)                            */
  MxSecret *key;      /* (owned) (nullable): of the bytes              */
  MxSecret *name_key; /* (owned): of the names                         */
  guint64 max_bytes;
  guint64 size;
  GHashTable *entries; /* (owned) (element-type utf8 Entry): by name    */
  GQueue by_use;       /* oldest use first                              */
};

static void
entry_free (Entry *entry)
{
  g_free (entry->name);
  g_clear_pointer (&entry->bytes, g_bytes_unref);
  g_free (entry);
}

static void
forget (MxMediaCache *self,
        Entry        *entry)
{
  self->size -= entry->size;
  g_queue_unlink (&self->by_use, &entry->link);
  g_hash_table_remove (self->entries, entry->name);
}

static Entry *
remember (MxMediaCache *self,
          const char   *name,
          gsize         size)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->name = g_strdup (name);
  entry->size = size;
  entry->link.data = entry;
  self->size += size;
  g_queue_push_tail_link (&self->by_use, &entry->link);
  g_hash_table_insert (self->entries, entry->name, entry);
  return entry;
}

static char *
path_of (MxMediaCache *self,
         const char   *name)
{
  return g_build_filename (self->dir, name, NULL);
}

static void
remove_entry (MxMediaCache *self,
              Entry        *entry)
{
  if (self->dir != NULL) {
    g_autofree char *path = path_of (self, entry->name);

    if (g_unlink (path) != 0 && errno != ENOENT)
      g_debug ("a cached file stays: %s", g_strerror (errno));
  }
  forget (self, entry);
}

static void
evict (MxMediaCache *self)
{
  while (self->size > self->max_bytes && !g_queue_is_empty (&self->by_use))
    remove_entry (self, g_queue_peek_head (&self->by_use));
}

typedef struct
{
  char *name;
  gsize size;
  gint64 used;
} Found;

static void
found_clear (gpointer data)
{
  g_free (((Found *) data)->name);
}

static int
by_time (gconstpointer a,
         gconstpointer b)
{
  const Found *x = a;
  const Found *y = b;

  return (x->used > y->used) - (x->used < y->used);
}

static gboolean
is_our_name (const char *name)
{
  return strlen (name) == NAME_BYTES * 2 && strspn (name, "0123456789abcdef") == NAME_BYTES * 2;
}

/* What earlier runs left. A half-written file is nobody's: it goes. */
static void
take_stock (MxMediaCache *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  const char *name;

  g_array_set_clear_func (found, found_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = path_of (self, name);
    GStatBuf info;

    if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
      continue;
    if (is_our_name (name)) {
      gint64 used = info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
      Found file = { g_strdup (name), info.st_size, used };

      g_array_append_val (found, file);
    } else if (g_str_has_suffix (name, ".part")) {
      g_unlink (path);
    }
  }
  g_array_sort (found, by_time);
  for (guint i = 0; i < found->len; i++) {
    Found *file = &g_array_index (found, Found, i);

    remember (self, file->name, file->size);
  }
}

/**
 * mx_media_cache_new:
 * @dir: (nullable): an existing folder of our own, mode 0700; %NULL keeps all in memory
 * @key: (nullable): 32 bytes; needed with a folder
 * @max_bytes: how much is kept; 0 is 256 MiB
 *
 * Returns: (transfer full): the cache, with what earlier runs left
 */
MxMediaCache *
mx_media_cache_new (const char *dir,
                    MxSecret   *key,
                    guint64     max_bytes)
{
  MxMediaCache *self = g_new0 (MxMediaCache, 1);

  g_assert (dir == NULL || key != NULL);
  self->dir = g_strdup (dir);
  self->key = key != NULL ? mx_secret_derive (key, "media content") : NULL;
  self->name_key = key != NULL ? mx_secret_derive (key, "media names") : mx_secret_new_random (MX_SECRET_KEY_BYTES);
  self->max_bytes = max_bytes > 0 ? max_bytes : MX_MEDIA_CACHE_DEFAULT_BYTES;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) entry_free);
  g_queue_init (&self->by_use);
  if (self->dir != NULL) {
    take_stock (self);
    evict (self);
  }
  return self;
}

/**
 * mx_media_cache_free:
 * @self: (nullable): a cache
 *
 * Lets go of it; files stay.
 */
void
mx_media_cache_free (MxMediaCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_clear_pointer (&self->key, mx_secret_unref);
  g_clear_pointer (&self->name_key, mx_secret_unref);
  g_free (self->dir);
  g_free (self);
}

static char *
dup_name (MxMediaCache *self,
          const char   *mxc,
          const char   *variant)
{
  g_autofree char *text = g_strconcat (mxc, "\n", variant != NULL ? variant : "", NULL);
  unsigned char hash[NAME_BYTES];
  char hex[NAME_BYTES * 2 + 1];
  gsize key_len;
  const guint8 *key = mx_secret_get_data (self->name_key, &key_len);

  crypto_generichash (hash, sizeof hash, (const unsigned char *) text, strlen (text), key, key_len);
  sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
  return g_strdup (hex);
}

static GBytes *
seal (MxMediaCache *self,
      const char   *name,
      GBytes       *bytes)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  const guint8 *key = mx_secret_get_data (self->key, NULL);
  guint8 *sealed = g_malloc (NONCE_BYTES + len + TAG_BYTES);

  randombytes_buf (sealed, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE_BYTES, NULL, data, len, (const unsigned char *) name,
                                              strlen (name), NULL, sealed, key);
  return g_bytes_new_take (sealed, NONCE_BYTES + len + TAG_BYTES);
}

static GBytes *
unseal (MxMediaCache *self,
        const char   *name,
        const guint8 *sealed,
        gsize         len)
{
  const guint8 *key = mx_secret_get_data (self->key, NULL);
  g_autofree guint8 *data = NULL;

  if (len < NONCE_BYTES + TAG_BYTES)
    return NULL;
  data = g_malloc (len - NONCE_BYTES - TAG_BYTES + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (data, NULL, NULL, sealed + NONCE_BYTES, len - NONCE_BYTES,
                                                  (const unsigned char *) name, strlen (name), sealed, key) != 0)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), len - NONCE_BYTES - TAG_BYTES);
}

static GBytes *
read_file (MxMediaCache *self,
           Entry        *entry)
{
  g_autofree char *path = path_of (self, entry->name);
  g_autofree char *sealed = NULL;
  gsize len;

  if (!g_file_get_contents (path, &sealed, &len, NULL))
    return NULL;
  if (utimensat (AT_FDCWD, path, NULL, 0) != 0)
    g_debug ("the use of a cached file is not noted: %s", g_strerror (errno));
  return unseal (self, entry->name, (const guint8 *) sealed, len);
}

/**
 * mx_media_cache_lookup:
 * @self: a cache
 * @mxc: an address
 * @variant: (nullable): which size
 *
 * Returns: (transfer full) (nullable): the content, %NULL when it is not here
 */
GBytes *
mx_media_cache_lookup (MxMediaCache *self,
                       const char   *mxc,
                       const char   *variant)
{
  g_autofree char *name = dup_name (self, mxc, variant);
  Entry *entry = g_hash_table_lookup (self->entries, name);
  GBytes *bytes;

  if (entry == NULL)
    return NULL;
  bytes = self->dir != NULL ? read_file (self, entry) : g_bytes_ref (entry->bytes);
  if (bytes == NULL) {
    g_debug ("a cached file does not open and is removed");
    remove_entry (self, entry);
    return NULL;
  }
  g_queue_unlink (&self->by_use, &entry->link);
  g_queue_push_tail_link (&self->by_use, &entry->link);
  return bytes;
}

/* Beside its place first, so that a crash leaves nothing that looks whole. */
static gboolean
write_file (MxMediaCache  *self,
            const char    *name,
            GBytes        *sealed,
            GError       **error)
{
  g_autofree char *path = path_of (self, name);
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  gsize len;
  const char *data = g_bytes_get_data (sealed, &len);
  g_autoptr (GError) local_error = NULL;

  if (g_file_set_contents_full (part, data, len, G_FILE_SET_CONTENTS_NONE, 0600, &local_error) &&
      g_rename (part, path) == 0)
    return TRUE;
  g_unlink (part);
  g_set_error (error, MX_ERROR,
               g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? MX_ERROR_STORE_FULL : MX_ERROR_FAILED,
               "a file cannot be kept: %s",
               local_error != NULL ? local_error->message : g_strerror (errno));
  return FALSE;
}

/**
 * mx_media_cache_insert:
 * @self: a cache
 * @mxc: an address
 * @variant: (nullable): which size
 * @bytes: its content
 *
 * Keeps it, and lets the longest unused go where there is no room. What is larger than a
 * quarter of the cache is not kept.
 *
 * Returns: whether nothing went wrong; #MX_ERROR_STORE_FULL when it cannot be written
 */
gboolean
mx_media_cache_insert (MxMediaCache  *self,
                       const char    *mxc,
                       const char    *variant,
                       GBytes        *bytes,
                       GError       **error)
{
  g_autofree char *name = dup_name (self, mxc, variant);
  g_autoptr (GBytes) sealed = NULL;
  Entry *entry = g_hash_table_lookup (self->entries, name);

  if (g_bytes_get_size (bytes) > self->max_bytes / 4)
    return TRUE;
  if (self->dir == NULL) {
    if (entry != NULL)
      forget (self, entry);
    entry = remember (self, name, g_bytes_get_size (bytes));
    entry->bytes = g_bytes_ref (bytes);
  } else {
    sealed = seal (self, name, bytes);
    if (!write_file (self, name, sealed, error))
      return FALSE;
    if (entry != NULL)
      forget (self, entry);
    remember (self, name, g_bytes_get_size (sealed));
  }
  evict (self);
  return TRUE;
}

/**
 * mx_media_cache_remove:
 * @self: a cache
 * @mxc: an address
 * @variant: (nullable): which size
 *
 * Removes it, where it is here.
 */
void
mx_media_cache_remove (MxMediaCache *self,
                       const char   *mxc,
                       const char   *variant)
{
  g_autofree char *name = dup_name (self, mxc, variant);
  Entry *entry = g_hash_table_lookup (self->entries, name);

  if (entry != NULL)
    remove_entry (self, entry);
}

/**
 * mx_media_cache_get_size:
 * @self: a cache
 *
 * Returns: how many bytes it takes
 */
guint64
mx_media_cache_get_size (MxMediaCache *self)
{
  return self->size;
}
