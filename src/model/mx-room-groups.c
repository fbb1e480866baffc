/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The groups of an account's rooms. A space brings the rooms that it names and those of the
 * spaces among them that the person is in, however deep, and also where spaces name each
 * other in a circle. Only what stands in no other space is a group of its own: a tree is one
 * group.
 *
 *   wiki ─┬─ help      groups: [all rooms] [wiki: help, photos, prints] [club: tea]
 *         └─ photos ── prints
 *   club ─── tea
 *
 * A group that stays keeps its object, so that whoever shows it need not look again.
 * Main thread. */

#include "config.h"

#include "mx-room-groups.h"

#include "mx-room-list-private.h"
#include "mx-room-private.h"

static void
add_below (MxRoomList *rooms,
           MxRoom     *space,
           GHashTable *ids)
{
  const MxRoomSummary *summary = _mx_room_get_summary (space);

  for (guint i = 0; summary != NULL && summary->children != NULL && summary->children[i] != NULL; i++) {
    MxRoom *child = _mx_room_list_get (rooms, summary->children[i]);

    if (g_hash_table_add (ids, g_strdup (summary->children[i])) && child != NULL)
      add_below (rooms, child, ids);
  }
}

static GHashTable *
dup_below (MxRoomList *rooms,
           MxRoom     *space)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  add_below (rooms, space, ids);
  return ids;
}

/* Of two spaces in each other both are shown: neither may be lost. */
static gboolean
stands_in_another (MxRoom     *space,
                   GHashTable *below)
{
  GHashTable *own = g_hash_table_lookup (below, space);
  GHashTableIter iter;
  gpointer other, ids;

  g_hash_table_iter_init (&iter, below);
  while (g_hash_table_iter_next (&iter, &other, &ids))
    if (other != space && g_hash_table_contains (ids, mx_room_get_id (space)) &&
        !g_hash_table_contains (own, mx_room_get_id (other)))
      return TRUE;
  return FALSE;
}

/* Puts the group of @room at @at: the one that there is, or a new one. */
static MxRoomGroup *
place_group (GListStore *groups,
             guint       at,
             MxRoom     *room)
{
  g_autoptr (MxRoomGroup) made = NULL;

  for (guint i = at; i < g_list_model_get_n_items (G_LIST_MODEL (groups)); i++) {
    g_autoptr (MxRoomGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

    if (mx_room_group_get_room (group) != room)
      continue;
    if (i != at) {
      g_list_store_remove (groups, i);
      g_list_store_insert (groups, at, group);
    }
    return group;
  }
  made = _mx_room_group_new (room);
  g_list_store_insert (groups, at, made);
  return made;
}

static void
remake (GListStore *groups,
        MxRoomList *rooms)
{
  GListModel *spaces = mx_room_list_get_spaces (rooms);
  guint n = g_list_model_get_n_items (spaces);
  g_autoptr (GHashTable) below = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  guint at = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (MxRoom) space = g_list_model_get_item (spaces, i);

    g_hash_table_insert (below, space, dup_below (rooms, space));
  }
  if (n > 0)
    place_group (groups, at++, NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxRoom) space = g_list_model_get_item (spaces, i);

    if (!stands_in_another (space, below))
      _mx_room_group_take_ids (place_group (groups, at++, space),
                               g_hash_table_ref (g_hash_table_lookup (below, space)));
  }
  n = g_list_model_get_n_items (G_LIST_MODEL (groups));
  g_list_store_splice (groups, at, n - at, NULL, 0);
}

/*< private >
 * _mx_room_groups_update:
 * @groups: what to bring up to date
 * @rooms: the rooms
 * @again: whether a space is another one now
 *
 * Makes the groups and counts what is new in them.
 */
void
_mx_room_groups_update (GListStore *groups,
                        MxRoomList *rooms,
                        gboolean    again)
{
  if (again)
    remake (groups, rooms);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (groups)); i++) {
    g_autoptr (MxRoomGroup) group = g_list_model_get_item (G_LIST_MODEL (groups), i);

    _mx_room_group_count (group, rooms);
  }
}
