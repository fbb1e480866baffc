/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names of emoji, from the table that GTK brings for its emoji chooser. The table's
 * format is GTK's own: it is looked at before it is used, and without it an emoji
 * has no name but itself. Main thread. */

#include "config.h"

#include "tea-words.h"

#include <gtk/gtk.h>

#define TABLE  "/org/gtk/libgtk/emoji/en.data"
#define FORMAT "a(aussasasu)"

/* Skin tones (0 in the table stands for one) and the wish for colour do not change the name. */
static gboolean
counts (gunichar point)
{
  return point != 0 && point != 0xfe0f && (point < 0x1f3fb || point > 0x1f3ff);
}

/* Only these two fields are read: the code points and the name. */
static void
add_row (GHashTable *names,
         GVariant   *row)
{
  g_autoptr (GVariant) points = g_variant_get_child_value (row, 0);
  g_autoptr (GVariant) name = g_variant_get_child_value (row, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n = g_variant_n_children (points);
  gsize i;

  for (i = 0; i < n; i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (points, i);
    guint32 point = g_variant_get_uint32 (child);

    if (counts (point))
      g_string_append_unichar (text, point);
  }
  g_hash_table_insert (names, g_string_free (g_steal_pointer (&text), FALSE), g_variant_dup_string (name, NULL));
}

static GHashTable *
load_names (void)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (TABLE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GVariant) table = NULL;
  gsize n, i;

  if (bytes == NULL)
    return names;
  table = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (table))
    return names;

  n = g_variant_n_children (table);
  for (i = 0; i < n; i++) {
    g_autoptr (GVariant) row = g_variant_get_child_value (table, i);

    add_row (names, row);
  }
  return names;
}

/**
 * tea_words_emoji:
 * @emoji: any text
 *
 * Returns: (nullable): the emoji's name in English; %NULL when it is none, or not known
 */
const char *
tea_words_emoji (const char *emoji)
{
  static GHashTable *names = NULL;
  g_autoptr (GString) bare = g_string_new (NULL);
  const char *p;

  if (names == NULL)
    names = load_names ();
  for (p = emoji; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar point = g_utf8_get_char (p);

    if (counts (point))
      g_string_append_unichar (bare, point);
  }
  return g_hash_table_lookup (names, bare->str);
}
