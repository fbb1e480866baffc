/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Members of rooms, looked up without parsing their events. Thread: the engine's. */

#include "config.h"

#include "mx-store-state.h"

#include "mx-store-private.h"

#define SELECT "SELECT user, membership, name, avatar FROM member "

/**
 * mx_store_member_free:
 * @self: (transfer full): a member
 */
void
mx_store_member_free (MxStoreMember *self)
{
  g_free (self->user_id);
  g_free (self->name);
  g_free (self->avatar);
  g_free (self);
}

static MxStoreMember *
read_member (MxCursor *cursor)
{
  MxStoreMember *member = g_new0 (MxStoreMember, 1);

  member->user_id = g_strdup (mx_cursor_text (cursor, 0));
  member->membership = mx_cursor_int (cursor, 1);
  member->name = g_strdup (mx_cursor_text (cursor, 2));
  member->avatar = g_strdup (mx_cursor_text (cursor, 3));
  return member;
}

static GPtrArray *
read_members (MxCursor  *cursor,
              GError   **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_store_member_free);
  GError *failure = NULL;

  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure))
    g_ptr_array_add (members, read_member (cursor));
  if (failure == NULL)
    return g_steal_pointer (&members);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * mx_store_get_member:
 * @self: a store
 * @room_id: a room
 * @user_id: a person
 *
 * Returns: (transfer full) (nullable): %NULL without an error when not known there
 */
MxStoreMember *
mx_store_get_member (MxStore     *self,
                     const char  *room_id,
                     const char  *user_id,
                     GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error, SELECT "WHERE room = ? AND user = ?", "Is", row, user_id);
  return cursor != NULL && mx_cursor_next (cursor, error) ? read_member (cursor) : NULL;
}

/**
 * mx_store_list_members:
 * @self: a store
 * @room_id: a room
 * @filter: which memberships
 * @offset: how many to pass over
 * @limit: how many at most; 0 is all
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreMember): by name, then id
 */
GPtrArray *
mx_store_list_members (MxStore          *self,
                       const char       *room_id,
                       MxMembersFilter   filter,
                       guint             offset,
                       guint             limit,
                       GError          **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error,
                            SELECT "WHERE room = ? AND ((1 << membership) & ?) <> 0 "
                                   "ORDER BY coalesce (nullif (name, ''), substr (user, 2)) COLLATE NOCASE, user "
                                   "LIMIT ? OFFSET ?",
                            "IiII", row, (int) filter, limit > 0 ? (gint64) limit : (gint64) -1, (gint64) offset);
  return read_members (cursor, error);
}

/* Counts stay below 2^32: rows are. */
static gboolean
give_count (gboolean  succeeded,
            gint64    value,
            guint    *count)
{
  if (succeeded)
    *count = value;
  return succeeded;
}

/**
 * mx_store_count_members:
 * @self: a store
 * @room_id: a room
 * @filter: which memberships
 * @count: (out): how many are known
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_count_members (MxStore          *self,
                        const char       *room_id,
                        MxMembersFilter   filter,
                        guint            *count,
                        GError          **error)
{
  gint64 value = 0;
  gint64 row;
  gboolean succeeded;

  succeeded = _mx_store_find_row (self, room_id, &row, error) &&
              mx_sqlite_query_int (self->db, error, &value,
                                   "SELECT count(*) FROM member WHERE room = ? AND ((1 << membership) & ?) <> 0",
                                   "Ii", row, (int) filter);
  return give_count (succeeded, value, count);
}

/**
 * mx_store_count_members_named:
 * @self: a store
 * @room_id: a room
 * @name: a display name as events have it
 * @count: (out): how many joined or invited people bear it
 *
 * See Client-Server API, "Calculating the display name for a user".
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_count_members_named (MxStore     *self,
                              const char  *room_id,
                              const char  *name,
                              guint       *count,
                              GError     **error)
{
  gint64 value = 0;
  gint64 row;
  gboolean succeeded;

  succeeded = _mx_store_find_row (self, room_id, &row, error) &&
              mx_sqlite_query_int (self->db, error, &value,
                                   "SELECT count(*) FROM member WHERE room = ? AND membership IN (1, 2) AND name = ?",
                                   "Is", row, name);
  return give_count (succeeded, value, count);
}

/**
 * mx_store_list_members_named:
 * @self: a store
 * @room_id: a room
 * @name: a display name as events have it
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreMember): who bears it, joined or invited
 */
GPtrArray *
mx_store_list_members_named (MxStore     *self,
                             const char  *room_id,
                             const char  *name,
                             GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error,
                            SELECT "WHERE room = ? AND membership IN (1, 2) AND name = ? ORDER BY user",
                            "Is", row, name);
  return read_members (cursor, error);
}

/**
 * mx_store_list_heroes:
 * @self: a store
 * @room_id: a room
 * @own_user: who does not count
 * @limit: how many at most
 *
 * For rooms whose summary brought no heroes. See "Calculating the display name for a room".
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreMember): in order of user id
 */
GPtrArray *
mx_store_list_heroes (MxStore     *self,
                      const char  *room_id,
                      const char  *own_user,
                      guint        limit,
                      GError     **error)
{
  g_autoptr (GPtrArray) present = NULL;
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  cursor = mx_sqlite_query (self->db, error,
                            SELECT "WHERE room = ? AND membership IN (1, 2) AND user <> ? ORDER BY user LIMIT ?",
                            "IsI", row, own_user, (gint64) limit);
  present = read_members (cursor, error);
  if (present == NULL || present->len > 0)
    return g_steal_pointer (&present);
  g_clear_pointer (&cursor, mx_cursor_free);
  cursor = mx_sqlite_query (self->db, error,
                            SELECT "WHERE room = ? AND membership IN (0, 4) AND user <> ? ORDER BY user LIMIT ?",
                            "IsI", row, own_user, (gint64) limit);
  return read_members (cursor, error);
}
