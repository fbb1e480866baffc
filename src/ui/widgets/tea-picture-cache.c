/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Decoded pictures that are kept, by address and size, the longest unused dropped first
 * when they hold more than TEA_PICTURE_CACHE_BYTES; and the addresses whose bytes were no
 * picture, so that no scrolling starts their decoder again and again. One for the
 * program: a texture is the same for every window. Main thread. */

#include "config.h"

#include "tea-picture-cache.h"

/* A forgotten bad address costs one more decoder, a kept one a few bytes. */
#define MAX_BAD 4096

typedef struct
{
  char *key;           /* (owned) */
  GdkTexture *texture; /* (owned) */
  gsize size;
} Entry;

static GHashTable *entries = NULL; /* key → link in order */
static GHashTable *bad = NULL;
static GQueue order = G_QUEUE_INIT; /* of Entry, newest use first */
static gsize total = 0;

static char *
make_key (const char *mxc,
          int         width,
          int         height)
{
  return g_strdup_printf ("%s %dx%d", mxc, width, height);
}

static void
entry_free (Entry *entry)
{
  total -= entry->size;
  g_object_unref (entry->texture);
  g_free (entry->key);
  g_free (entry);
}

static void
ensure_tables (void)
{
  if (entries != NULL)
    return;
  entries = g_hash_table_new (g_str_hash, g_str_equal);
  bad = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
drop_oldest (void)
{
  Entry *entry = g_queue_pop_tail (&order);

  g_hash_table_remove (entries, entry->key);
  entry_free (entry);
}

/**
 * tea_picture_cache_find:
 * @mxc: an address
 * @width: of the box that it was made to fit
 * @height: of the box
 *
 * Returns: (transfer none) (nullable): the picture
 */
GdkTexture *
tea_picture_cache_find (const char *mxc,
                        int         width,
                        int         height)
{
  g_autofree char *key = make_key (mxc, width, height);
  GList *link;

  ensure_tables ();
  link = g_hash_table_lookup (entries, key);
  if (link == NULL)
    return NULL;
  g_queue_unlink (&order, link);
  g_queue_push_head_link (&order, link);
  return ((Entry *) link->data)->texture;
}

/**
 * tea_picture_cache_add:
 * @mxc: an address
 * @width: of the box that it was made to fit
 * @height: of the box
 * @texture: the picture
 */
void
tea_picture_cache_add (const char *mxc,
                       int         width,
                       int         height,
                       GdkTexture *texture)
{
  Entry *entry;

  if (tea_picture_cache_find (mxc, width, height) != NULL)
    return;
  entry = g_new0 (Entry, 1);
  entry->key = make_key (mxc, width, height);
  entry->texture = g_object_ref (texture);
  entry->size = (gsize) gdk_texture_get_width (texture) * (gsize) gdk_texture_get_height (texture) * 4;
  total += entry->size;
  g_queue_push_head (&order, entry);
  g_hash_table_insert (entries, entry->key, order.head);
  while (total > TEA_PICTURE_CACHE_BYTES && order.length > 1)
    drop_oldest ();
}

/**
 * tea_picture_cache_add_bad:
 * @mxc: an address whose bytes are no picture that is shown
 */
void
tea_picture_cache_add_bad (const char *mxc)
{
  ensure_tables ();
  if (g_hash_table_size (bad) >= MAX_BAD)
    g_hash_table_remove_all (bad);
  g_hash_table_add (bad, g_strdup (mxc));
}

/**
 * tea_picture_cache_is_bad:
 * @mxc: an address
 *
 * Returns: whether its bytes are known to be no picture that is shown
 */
gboolean
tea_picture_cache_is_bad (const char *mxc)
{
  ensure_tables ();
  return g_hash_table_contains (bad, mxc);
}

/**
 * tea_picture_cache_clear:
 *
 * Forgets everything: somebody signed out.
 */
void
tea_picture_cache_clear (void)
{
  ensure_tables ();
  while (order.length > 0)
    drop_oldest ();
  g_hash_table_remove_all (bad);
}

/**
 * tea_picture_cache_get_size:
 *
 * Returns: how many bytes the kept pictures take
 */
gsize
tea_picture_cache_get_size (void)
{
  return total;
}
