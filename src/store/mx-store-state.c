/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Current state of rooms: the source of each event, members in a table of their own that
 * also knows their names. Thread: the engine's. */

#include "config.h"

#include "mx-store-state.h"

#include "mx-event.h"
#include "mx-json.h"
#include "mx-store-private.h"
#include "types/m-room-member.h"

#include <string.h>

#define MEMBER "m.room.member"

static MxMembership
parse_membership (const char *word)
{
  if (g_strcmp0 (word, "join") == 0)
    return MX_MEMBERSHIP_JOIN;
  if (g_strcmp0 (word, "invite") == 0)
    return MX_MEMBERSHIP_INVITE;
  if (g_strcmp0 (word, "knock") == 0)
    return MX_MEMBERSHIP_KNOCK;
  if (g_strcmp0 (word, "ban") == 0)
    return MX_MEMBERSHIP_BAN;
  return MX_MEMBERSHIP_LEAVE;
}

/* Where another field is malformed (a number for a name), the membership still counts. */
static MxMembership
membership_of_unknown (MxEvent *event)
{
  const char *source = mx_event_get_source (event);
  g_autoptr (JsonObject) object = NULL;

  object = mx_json_parse_object (source, strlen (source), strlen (source), NULL);
  return parse_membership (object != NULL ? mx_json_get_string (object, "content.membership") : NULL);
}

static gboolean
set_member (MxStore  *self,
            gint64    row,
            MxEvent  *event,
            GError  **error)
{
  const MxRoomMember *content = mx_event_get_content_as (event, &mx_type_room_member);
  MxMembership membership;

  membership = content != NULL ? parse_membership (content->membership) : membership_of_unknown (event);
  return mx_sqlite_run (self->db, error,
                        "INSERT INTO member (room, user, membership, name, avatar, source) VALUES (?, ?, ?, ?, ?, ?) "
                        "ON CONFLICT (room, user) DO UPDATE SET membership = excluded.membership, "
                        "name = excluded.name, avatar = excluded.avatar, source = excluded.source",
                        "Isisss", row, mx_event_get_state_key (event), (int) membership,
                        content != NULL ? content->displayname : NULL,
                        content != NULL ? content->avatar_url : NULL,
                        mx_event_get_source (event));
}

static gboolean
set_other (MxStore  *self,
           gint64    row,
           MxEvent  *event,
           GError  **error)
{
  return mx_sqlite_run (self->db, error,
                        "INSERT INTO state (room, type, state_key, source) VALUES (?, ?, ?, ?) "
                        "ON CONFLICT (room, type, state_key) DO UPDATE SET source = excluded.source",
                        "Isss", row, mx_event_get_type_name (event), mx_event_get_state_key (event),
                        mx_event_get_source (event));
}

/**
 * mx_store_set_state:
 * @self: a store
 * @room_id: a room; its row is made when missing
 * @event: an event with a state key
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_set_state (MxStore     *self,
                    const char  *room_id,
                    MxEvent     *event,
                    GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gboolean is_member;
  gint64 row;

  g_return_val_if_fail (mx_event_get_state_key (event) != NULL, FALSE);

  is_member = strcmp (mx_event_get_type_name (event), MEMBER) == 0;
  return mx_transaction_begin (&transaction, self->db, error) &&
         _mx_store_need_row (self, room_id, &row, error) &&
         (is_member ? set_member (self, row, event, error) : set_other (self, row, event, error)) &&
         mx_transaction_commit (&transaction, error);
}

/* A source that was an event when it was stored. */
static MxEvent *
read_event (const char *source,
            const char *room_id)
{
  g_autoptr (GError) failure = NULL;
  MxEvent *event = mx_event_new (source, strlen (source), MX_EVENT_STATE, room_id, &failure);

  if (event == NULL)
    g_debug ("a stored state event is none any more: %s", failure->message);
  return event;
}

/**
 * mx_store_get_state:
 * @self: a store
 * @room_id: a room
 * @type: an event type
 * @state_key: a state key
 *
 * Returns: (transfer full) (nullable): %NULL without an error when there is none
 */
MxEvent *
mx_store_get_state (MxStore     *self,
                    const char  *room_id,
                    const char  *type,
                    const char  *state_key,
                    GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  if (strcmp (type, MEMBER) == 0)
    cursor = mx_sqlite_query (self->db, error, "SELECT source FROM member WHERE room = ? AND user = ?",
                              "Is", row, state_key);
  else
    cursor = mx_sqlite_query (self->db, error,
                              "SELECT source FROM state WHERE room = ? AND type = ? AND state_key = ?",
                              "Iss", row, type, state_key);
  return cursor != NULL && mx_cursor_next (cursor, error) ? read_event (mx_cursor_text (cursor, 0), room_id) : NULL;
}

/* Rows of source and, where @room_id is NULL, room id. */
static GPtrArray *
read_events (MxCursor    *cursor,
             const char  *room_id,
             GError     **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_event_unref);
  GError *failure = NULL;

  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure)) {
    MxEvent *event = read_event (mx_cursor_text (cursor, 0), room_id != NULL ? room_id : mx_cursor_text (cursor, 1));

    if (event != NULL)
      g_ptr_array_add (events, event);
  }
  if (failure == NULL)
    return g_steal_pointer (&events);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * mx_store_list_state:
 * @self: a store
 * @room_id: a room
 * @type: (nullable): an event type; %NULL is every type but m.room.member
 *
 * Returns: (transfer full) (nullable) (element-type MxEvent): its state
 */
GPtrArray *
mx_store_list_state (MxStore     *self,
                     const char  *room_id,
                     const char  *type,
                     GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error))
    return NULL;
  if (type == NULL)
    cursor = mx_sqlite_query (self->db, error, "SELECT source FROM state WHERE room = ? ORDER BY type, state_key",
                              "I", row);
  else if (strcmp (type, MEMBER) == 0)
    cursor = mx_sqlite_query (self->db, error, "SELECT source FROM member WHERE room = ? ORDER BY user", "I", row);
  else
    cursor = mx_sqlite_query (self->db, error,
                              "SELECT source FROM state WHERE room = ? AND type = ? ORDER BY state_key",
                              "Is", row, type);
  return read_events (cursor, room_id, error);
}

/**
 * mx_store_list_state_of_rooms:
 * @self: a store
 * @type: an event type other than m.room.member
 * @state_key: a state key
 *
 * Returns: (transfer full) (nullable) (element-type MxEvent): that state of every room
 *   that has it
 */
GPtrArray *
mx_store_list_state_of_rooms (MxStore     *self,
                              const char  *type,
                              const char  *state_key,
                              GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error,
                            "SELECT state.source, room.room_id FROM state JOIN room ON room.id = state.room "
                            "WHERE state.type = ? AND state.state_key = ? ORDER BY room.id",
                            "ss", type, state_key);
  return read_events (cursor, NULL, error);
}

/**
 * mx_store_list_state_naming:
 * @self: a store
 * @type: an event type other than m.room.member
 * @other_type: another one
 * @user_id: a person
 *
 * The source is looked through as text, so that of many rooms only few events are read.
 *
 * Returns: (transfer full) (nullable) (element-type MxEvent): the state in which @user_id may be named, of the
 *   rooms that we are in and @user_id is in or may be in
 */
GPtrArray *
mx_store_list_state_naming (MxStore     *self,
                            const char  *type,
                            const char  *other_type,
                            const char  *user_id,
                            GError     **error)
{
  g_autoptr (MxCursor) cursor = NULL;

  cursor = mx_sqlite_query (self->db, error,
                            "SELECT state.source, room.room_id FROM state JOIN room ON room.id = state.room "
                            "LEFT JOIN member ON member.room = state.room AND member.user = ?3 "
                            "WHERE state.type IN (?1, ?2) AND instr (state.source, ?3) > 0 AND room.listed = 1 "
                            "AND room.membership = ?4 AND coalesce (member.membership, ?4) = ?4 "
                            "ORDER BY room.id, state.type, state.state_key",
                            "sssi", type, other_type, user_id, (int) MX_MEMBERSHIP_JOIN);
  return read_events (cursor, NULL, error);
}

/**
 * mx_store_clear_state:
 * @self: a store
 * @room_id: a room
 *
 * Returns: whether neither state nor members are left
 */
gboolean
mx_store_clear_state (MxStore     *self,
                      const char  *room_id,
                      GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gint64 row;

  return _mx_store_find_row (self, room_id, &row, error) &&
         mx_transaction_begin (&transaction, self->db, error) &&
         mx_sqlite_run (self->db, error, "DELETE FROM state WHERE room = ?", "I", row) &&
         mx_sqlite_run (self->db, error, "DELETE FROM member WHERE room = ?", "I", row) &&
         mx_transaction_commit (&transaction, error);
}
