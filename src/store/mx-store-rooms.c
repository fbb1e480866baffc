/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rooms: one row each, read and written by the table below. Thread: the engine's. */

#include "config.h"

#include "mx-store-room.h"

#include "mx-store-private.h"

#include <string.h>

/* The columns of every statement here, in this order. */
#define COLUMNS                                                                                   \
  "room_id, membership, is_encrypted, members_complete, heroes, joined_count, invited_count, "    \
  "notification_count, highlight_count, unread_count, unread_highlights, prev_batch, "            \
  "fully_read, own_receipt, marked_unread, is_favourite, is_low_priority, tag_order, is_direct, " \
  "is_muted, opened_ts, sort_ts, name, avatar, topic, alias, version, type, join_rule, "          \
  "guest_access, history_visibility, replacement, direct_user, inviter, inviter_name, "           \
  "last_sender, last_text, last_ts, last_event, last_type, reason"

static const char SELECT_ALL[] = "SELECT " COLUMNS ", draft FROM room WHERE listed = 1 ORDER BY sort_ts DESC, id";
static const char SELECT_ONE[] = "SELECT " COLUMNS ", draft FROM room WHERE listed = 1 AND room_id = ?";
static const char UPSERT[] =
  "INSERT INTO room (" COLUMNS ", listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
  "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) "
  "ON CONFLICT (room_id) DO UPDATE SET listed = 1, membership = excluded.membership, "
  "is_encrypted = max (is_encrypted, excluded.is_encrypted), members_complete = excluded.members_complete, "
  "heroes = excluded.heroes, joined_count = excluded.joined_count, invited_count = excluded.invited_count, "
  "notification_count = excluded.notification_count, highlight_count = excluded.highlight_count, "
  "unread_count = excluded.unread_count, unread_highlights = excluded.unread_highlights, "
  "prev_batch = excluded.prev_batch, fully_read = excluded.fully_read, own_receipt = excluded.own_receipt, "
  "marked_unread = excluded.marked_unread, is_favourite = excluded.is_favourite, "
  "is_low_priority = excluded.is_low_priority, tag_order = excluded.tag_order, is_direct = excluded.is_direct, "
  "is_muted = excluded.is_muted, opened_ts = excluded.opened_ts, sort_ts = excluded.sort_ts, "
  "name = excluded.name, avatar = excluded.avatar, topic = excluded.topic, alias = excluded.alias, "
  "version = excluded.version, type = excluded.type, join_rule = excluded.join_rule, "
  "guest_access = excluded.guest_access, history_visibility = excluded.history_visibility, "
  "replacement = excluded.replacement, direct_user = excluded.direct_user, inviter = excluded.inviter, "
  "inviter_name = excluded.inviter_name, last_sender = excluded.last_sender, last_text = excluded.last_text, "
  "last_ts = excluded.last_ts, last_event = excluded.last_event, last_type = excluded.last_type, "
  "reason = excluded.reason";

/* s text, i an int of 32 bits, I gint64, d double, v list of texts. */
#define FIELD(kind, name) { kind, G_STRUCT_OFFSET (MxStoreRoom, name) }
static const struct
{
  char kind;
  gsize offset;
} fields[] = {
  FIELD ('s', room_id),
  FIELD ('i', membership),
  FIELD ('i', is_encrypted),
  FIELD ('i', members_complete),
  FIELD ('v', heroes),
  FIELD ('i', joined_count),
  FIELD ('i', invited_count),
  FIELD ('i', notification_count),
  FIELD ('i', highlight_count),
  FIELD ('i', unread_count),
  FIELD ('i', unread_highlights),
  FIELD ('s', prev_batch),
  FIELD ('s', fully_read),
  FIELD ('s', own_receipt),
  FIELD ('i', marked_unread),
  FIELD ('i', is_favourite),
  FIELD ('i', is_low_priority),
  FIELD ('d', tag_order),
  FIELD ('i', is_direct),
  FIELD ('i', is_muted),
  FIELD ('I', opened_ts),
  FIELD ('I', sort_ts),
  FIELD ('s', name),
  FIELD ('s', avatar),
  FIELD ('s', topic),
  FIELD ('s', alias),
  FIELD ('s', version),
  FIELD ('s', type),
  FIELD ('s', join_rule),
  FIELD ('s', guest_access),
  FIELD ('s', history_visibility),
  FIELD ('s', replacement),
  FIELD ('s', direct_user),
  FIELD ('s', inviter),
  FIELD ('s', inviter_name),
  FIELD ('s', last_sender),
  FIELD ('s', last_text),
  FIELD ('I', last_ts),
  FIELD ('s', last_event),
  FIELD ('s', last_type),
  FIELD ('s', reason),
  FIELD ('s', draft), /* read with the others, written alone */
};
#undef FIELD

#define N_WRITTEN ((int) G_N_ELEMENTS (fields) - 1)

G_STATIC_ASSERT (sizeof (guint) == 4 && sizeof (gboolean) == 4 && sizeof (MxMembership) == 4);

/**
 * mx_store_room_new:
 * @room_id: its id
 *
 * Returns: (transfer full): a room of which nothing is known
 */
MxStoreRoom *
mx_store_room_new (const char *room_id)
{
  MxStoreRoom *self = g_new0 (MxStoreRoom, 1);

  self->room_id = g_strdup (room_id);
  self->tag_order = 2;
  return self;
}

/**
 * mx_store_room_copy:
 * @self: a room
 *
 * Returns: (transfer full): one with the same values
 */
MxStoreRoom *
mx_store_room_copy (const MxStoreRoom *self)
{
  MxStoreRoom *copy = g_memdup2 (self, sizeof *self);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == 's') {
      char **text = G_STRUCT_MEMBER_P (copy, fields[i].offset);

      *text = g_strdup (*text);
    }
  copy->heroes = g_strdupv (self->heroes);
  return copy;
}

/**
 * mx_store_room_free:
 * @self: (transfer full): a room
 */
void
mx_store_room_free (MxStoreRoom *self)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].kind == 's')
      g_free (G_STRUCT_MEMBER (char *, self, fields[i].offset));
  g_strfreev (self->heroes);
  g_free (self);
}

/* User ids hold no line break; whatever does is not one. */
static char *
join_lines (char **list)
{
  g_autoptr (GString) text = NULL;

  if (list == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (; *list != NULL; list++)
    if (strchr (*list, '\n') == NULL && **list != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", *list);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
bind_room (MxCursor          *cursor,
           const MxStoreRoom *room)
{
  int i;

  for (i = 0; i < N_WRITTEN; i++) {
    gconstpointer member = (const char *) room + fields[i].offset;
    g_autofree char *lines = NULL;

    switch (fields[i].kind) {
    case 's':
      mx_cursor_bind_text (cursor, i + 1, *(char *const *) member);
      break;
    case 'i':
      mx_cursor_bind_int (cursor, i + 1, *(const gint32 *) member);
      break;
    case 'I':
      mx_cursor_bind_int (cursor, i + 1, *(const gint64 *) member);
      break;
    case 'd':
      mx_cursor_bind_double (cursor, i + 1, *(const double *) member);
      break;
    case 'v':
      lines = join_lines (*(char **const *) member);
      mx_cursor_bind_text (cursor, i + 1, lines);
      break;
    default:
      g_assert_not_reached ();
    }
  }
}

static MxStoreRoom *
read_room (MxCursor *cursor)
{
  MxStoreRoom *room = g_new0 (MxStoreRoom, 1);
  const char *text;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (fields); i++) {
    gpointer member = (char *) room + fields[i].offset;

    switch (fields[i].kind) {
    case 's':
      *(char **) member = g_strdup (mx_cursor_text (cursor, i));
      break;
    case 'i':
      *(gint32 *) member = mx_cursor_int (cursor, i);
      break;
    case 'I':
      *(gint64 *) member = mx_cursor_int (cursor, i);
      break;
    case 'd':
      *(double *) member = mx_cursor_double (cursor, i);
      break;
    case 'v':
      text = mx_cursor_text (cursor, i);
      *(char ***) member = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
      break;
    default:
      g_assert_not_reached ();
    }
  }
  return room;
}

/**
 * mx_store_load_room:
 * @self: a store
 * @room_id: a room
 *
 * Returns: (transfer full) (nullable): %NULL without an error when it was never saved
 */
MxStoreRoom *
mx_store_load_room (MxStore     *self,
                    const char  *room_id,
                    GError     **error)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_query (self->db, error, SELECT_ONE, "s", room_id);

  return cursor != NULL && mx_cursor_next (cursor, error) ? read_room (cursor) : NULL;
}

/**
 * mx_store_list_rooms:
 * @self: a store
 *
 * Returns: (transfer full) (nullable) (element-type MxStoreRoom): every saved room, by
 *   sort_ts, newest first
 */
GPtrArray *
mx_store_list_rooms (MxStore  *self,
                     GError  **error)
{
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_store_room_free);
  g_autoptr (MxCursor) cursor = mx_sqlite_query (self->db, error, SELECT_ALL, "");
  GError *failure = NULL;

  if (cursor == NULL)
    return NULL;
  while (mx_cursor_next (cursor, &failure))
    g_ptr_array_add (rooms, read_room (cursor));
  if (failure == NULL)
    return g_steal_pointer (&rooms);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * mx_store_save_room:
 * @self: a store
 * @room: a room
 *
 * Writes all but the draft, which mx_store_set_draft () writes alone. A room that was
 * ever encrypted stays so (row C07).
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_save_room (MxStore            *self,
                    const MxStoreRoom  *room,
                    GError            **error)
{
  g_autoptr (MxCursor) cursor = mx_sqlite_prepare (self->db, UPSERT, error);
  GError *failure = NULL;

  if (cursor == NULL)
    return FALSE;
  bind_room (cursor, room);
  mx_cursor_next (cursor, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * mx_store_set_draft:
 * @self: a store
 * @room_id: a room
 * @draft: (nullable): the text; %NULL removes it
 *
 * Returns: whether it succeeded
 */
gboolean
mx_store_set_draft (MxStore     *self,
                    const char  *room_id,
                    const char  *draft,
                    GError     **error)
{
  return mx_sqlite_run (self->db, error,
                        "INSERT INTO room (room_id, draft) VALUES (?, ?) "
                        "ON CONFLICT (room_id) DO UPDATE SET draft = excluded.draft",
                        "ss", room_id, draft);
}

/**
 * mx_store_delete_room:
 * @self: a store
 * @room_id: a room
 *
 * Returns: whether nothing of it is left; also when there was nothing
 */
gboolean
mx_store_delete_room (MxStore     *self,
                      const char  *room_id,
                      GError     **error)
{
  g_auto (MxTransaction) transaction = { NULL };
  gint64 row;

  if (!_mx_store_find_row (self, room_id, &row, error) ||
      !mx_transaction_begin (&transaction, self->db, error) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM outbox WHERE room_id = ?", "s", room_id) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM timeline WHERE room = ?", "I", row) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM receipt WHERE room = ?", "I", row) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM state WHERE room = ?", "I", row) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM member WHERE room = ?", "I", row) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM account_data WHERE room = ? AND room <> 0", "I", row) ||
      !mx_sqlite_run (self->db, error, "DELETE FROM room WHERE id = ?", "I", row))
    return FALSE;
  _mx_store_forget_row (self, room_id);
  return mx_transaction_commit (&transaction, error);
}
