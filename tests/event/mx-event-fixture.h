/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The event fixtures, found by folder. */

#pragma once

#include "mx-event.h"

#include <string.h>

G_BEGIN_DECLS

static inline const char *
mx_event_fixture_folder (void)
{
  static char *folder = NULL;

  if (folder == NULL)
    folder = g_build_filename (g_getenv ("MX_FIXTURES"), "events", NULL);
  return folder;
}

static inline void
mx_event_fixture_add_folder (GPtrArray  *paths,
                             const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
}

/* (element-type filename): sorted */
static inline GPtrArray *
mx_event_fixture_list (void)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (mx_event_fixture_folder (), 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (mx_event_fixture_folder (), name, NULL);

    mx_event_fixture_add_folder (paths, folder);
  }
  g_ptr_array_sort_values (paths, (GCompareFunc) strcmp);
  g_assert_cmpuint (paths->len, >, 100);
  return paths;
}

/* How an event of that folder is read: state stands in timelines, too. */
static inline MxEventKind
mx_event_fixture_kind (const char *path)
{
  gsize n;
  const MxEventType *const *types = mx_event_type_list (&n);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (folder);

  for (gsize i = 0; i < n; i++)
    if (strcmp (types[i]->name, name) == 0 && types[i]->kind != MX_EVENT_STATE)
      return types[i]->kind;
  return MX_EVENT_MESSAGE;
}

static inline GHashTable *
mx_event_fixture_names (void)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (names, (gpointer) "@ann:example.org", (gpointer) "Ann");
  g_hash_table_insert (names, (gpointer) "@ben:example.org", (gpointer) "Ben");
  return names;
}

G_END_DECLS
