/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person does with a room, and plain getters. Wishes go to the engine, which
 * keeps them until the server has them; a message is shown at once in an open timeline
 * under the transaction id made here. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-event.h"
#include "mx-field.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-power-levels.h"
#include "mx-session-private.h"
#include "mx-timeline-private.h"

/* A message as it is sent. See Client-Server API, 11.2 and "Event replacements". */
typedef struct
{
  const char *msgtype;
  const char *body;
  const char *format;
  const char *html;
  const char *const *mentions;
  const char *reply_to;
  const char *rel_type;
  const char *edits;
  const char *new_msgtype;
  const char *new_body;
  const char *new_format;
  const char *new_html;
  const char *const *new_mentions;
} Outgoing;

#define OUT(member) G_STRUCT_OFFSET (Outgoing, member)

static const MxField plain_fields[] = {
  { "msgtype", MX_FIELD_STRING, OUT (msgtype), MX_FIELD_OPTIONAL, 0 },
  { "body", MX_FIELD_STRING, OUT (body), MX_FIELD_OPTIONAL, 0 },
  { "format", MX_FIELD_STRING, OUT (format), MX_FIELD_OPTIONAL, 0 },
  { "formatted_body", MX_FIELD_STRING, OUT (html), MX_FIELD_OPTIONAL, 0 },
  { "m\\.mentions.user_ids", MX_FIELD_STRV, OUT (mentions), MX_FIELD_OPTIONAL, 0 },
  { "m\\.relates_to.m\\.in_reply_to.event_id", MX_FIELD_STRING, OUT (reply_to), MX_FIELD_OPTIONAL, 0 },
  { NULL, 0, 0, 0, 0 },
};

static const MxField edit_fields[] = {
  { "msgtype", MX_FIELD_STRING, OUT (msgtype), MX_FIELD_OPTIONAL, 0 },
  { "body", MX_FIELD_STRING, OUT (body), MX_FIELD_OPTIONAL, 0 },
  { "m\\.mentions.user_ids", MX_FIELD_STRV, OUT (mentions), MX_FIELD_OPTIONAL, 0 },
  { "m\\.relates_to.rel_type", MX_FIELD_STRING, OUT (rel_type), MX_FIELD_OPTIONAL, 0 },
  { "m\\.relates_to.event_id", MX_FIELD_STRING, OUT (edits), MX_FIELD_OPTIONAL, 0 },
  { "m\\.new_content.msgtype", MX_FIELD_STRING, OUT (new_msgtype), MX_FIELD_OPTIONAL, 0 },
  { "m\\.new_content.body", MX_FIELD_STRING, OUT (new_body), MX_FIELD_OPTIONAL, 0 },
  { "m\\.new_content.format", MX_FIELD_STRING, OUT (new_format), MX_FIELD_OPTIONAL, 0 },
  { "m\\.new_content.formatted_body", MX_FIELD_STRING, OUT (new_html), MX_FIELD_OPTIONAL, 0 },
  { "m\\.new_content.m\\.mentions.user_ids", MX_FIELD_STRV, OUT (new_mentions), MX_FIELD_OPTIONAL, 0 },
  { NULL, 0, 0, 0, 0 },
};

typedef struct
{
  const char *rel_type;
  const char *event_id;
  const char *key;
} Annotation;

static const MxField reaction_fields[] = {
  { "m\\.relates_to.rel_type", MX_FIELD_STRING, G_STRUCT_OFFSET (Annotation, rel_type), MX_FIELD_OPTIONAL, 0 },
  { "m\\.relates_to.event_id", MX_FIELD_STRING, G_STRUCT_OFFSET (Annotation, event_id), MX_FIELD_OPTIONAL, 0 },
  { "m\\.relates_to.key", MX_FIELD_STRING, G_STRUCT_OFFSET (Annotation, key), MX_FIELD_OPTIONAL, 0 },
  { NULL, 0, 0, 0, 0 },
};

static MxEngine *
get_engine (MxRoom *self)
{
  return self->session != NULL ? _mx_session_get_engine (self->session) : NULL;
}

static char *
print_fields (const MxField *fields,
              gconstpointer  source)
{
  g_autoptr (JsonObject) object = mx_fields_write (fields, source);

  return mx_json_print_object (object);
}

/*< private >
 * _mx_room_show_at_once:
 * @is_upload: whether it has a file that is not at the server yet
 *
 * Shows it in an open timeline before the engine has heard of it.
 */
void
_mx_room_show_at_once (MxRoom     *self,
                       const char *type,
                       const char *txn_id,
                       const char *content_json,
                       gboolean    is_upload)
{
  const char *me = mx_session_get_user_id (self->session);
  g_autoptr (GPtrArray) entries = NULL;
  MxTimelineEntry *entry;
  MxRoomDelta delta = { .room_id = self->room_id };

  if (self->timeline == NULL || me == NULL)
    return;
  entry = g_new0 (MxTimelineEntry, 1);
  entry->kind = MX_ENTRY_EVENT;
  entry->event = mx_event_new_local (self->room_id, type, me, txn_id, g_get_real_time () / 1000, content_json);
  entry->txn_id = g_strdup (txn_id);
  entry->send_state = MX_SEND_QUEUED;
  entry->is_upload = is_upload;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_timeline_entry_free);
  g_ptr_array_add (entries, entry);
  delta.appended = entries;
  _mx_timeline_take_entries (self->timeline, &delta, 0, 1);
}

/**
 * mx_room_send_json:
 * @self: a room
 * @type: the event's type
 * @content_json: its content, as JSON text
 *
 * Returns: (transfer full) (nullable): the transaction id
 */
char *
mx_room_send_json (MxRoom     *self,
                   const char *type,
                   const char *content_json)
{
  MxEngine *engine;
  char *txn_id;

  g_return_val_if_fail (MX_IS_ROOM (self), NULL);
  g_return_val_if_fail (type != NULL && content_json != NULL, NULL);

  engine = get_engine (self);
  if (engine == NULL)
    return NULL;
  txn_id = mx_engine_new_txn_id (engine);
  _mx_room_show_at_once (self, type, txn_id, content_json, FALSE);
  mx_engine_send (engine, self->room_id, type, txn_id, content_json);
  return txn_id;
}

/**
 * mx_room_send_text:
 * @self: a room
 * @msgtype: "m.text", "m.notice" or "m.emote"
 * @body: plain text
 * @html: (nullable): the same with formatting
 * @mentions: (nullable): user ids
 * @reply_to: (nullable): id of the event it answers
 * @edits: (nullable): id of the message it replaces
 *
 * Returns: (transfer full) (nullable): the transaction id
 */
char *
mx_room_send_text (MxRoom            *self,
                   const char        *msgtype,
                   const char        *body,
                   const char        *html,
                   const char *const *mentions,
                   const char        *reply_to,
                   const char        *edits)
{
  static const char *const nobody[] = { NULL };
  const char *format = html != NULL ? "org.matrix.custom.html" : NULL;
  Outgoing out = { .msgtype = msgtype, .body = body, .mentions = mentions != NULL ? mentions : nobody };
  g_autofree char *marked = NULL;
  g_autofree char *content = NULL;

  g_return_val_if_fail (MX_IS_ROOM (self), NULL);
  g_return_val_if_fail (msgtype != NULL && body != NULL, NULL);

  if (edits == NULL) {
    out.format = format;
    out.html = html;
    out.reply_to = reply_to;
    content = print_fields (plain_fields, &out);
  } else {
    /* Who was mentioned before must not be disturbed again: outside nobody is. */
    out.mentions = nobody;
    out.body = marked = g_strconcat ("* ", body, NULL);
    out.rel_type = "m.replace";
    out.edits = edits;
    out.new_msgtype = msgtype;
    out.new_body = body;
    out.new_format = format;
    out.new_html = html;
    out.new_mentions = mentions != NULL ? mentions : nobody;
    content = print_fields (edit_fields, &out);
  }
  return mx_room_send_json (self, "m.room.message", content);
}

/**
 * mx_room_react:
 * @self: a room
 * @event_id: a message
 * @key: an emoji
 *
 * Returns: (transfer full) (nullable): the transaction id
 */
char *
mx_room_react (MxRoom     *self,
               const char *event_id,
               const char *key)
{
  Annotation annotation = { .rel_type = "m.annotation", .event_id = event_id, .key = key };
  g_autofree char *content = NULL;

  g_return_val_if_fail (MX_IS_ROOM (self), NULL);
  g_return_val_if_fail (event_id != NULL && key != NULL, NULL);

  content = print_fields (reaction_fields, &annotation);
  return mx_room_send_json (self, "m.reaction", content);
}

/**
 * mx_room_redact:
 * @self: a room
 * @event_id: what to remove
 * @reason: (nullable): why
 *
 * Removes an event, as soon as the server can be told.
 */
void
mx_room_redact (MxRoom     *self,
                const char *event_id,
                const char *reason)
{
  MxEngine *engine;
  g_autofree char *txn_id = NULL;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (event_id != NULL);

  engine = get_engine (self);
  if (engine == NULL)
    return;
  txn_id = mx_engine_new_txn_id (engine);
  mx_engine_redact (engine, self->room_id, event_id, reason, txn_id);
}

/*< private >
 * _mx_room_retry:
 *
 * Sends what failed again.
 */
void
_mx_room_retry (MxRoom     *self,
                const char *txn_id)
{
  if (get_engine (self) != NULL)
    mx_engine_retry (get_engine (self), txn_id);
}

/*< private >
 * _mx_room_discard:
 *
 * Gives up what the server does not have.
 */
void
_mx_room_discard (MxRoom     *self,
                  const char *txn_id)
{
  if (get_engine (self) != NULL)
    mx_engine_discard (get_engine (self), txn_id);
}

/**
 * mx_room_mark_read:
 * @self: a room
 *
 * Everything that has come is read.
 */
void
mx_room_mark_read (MxRoom *self)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (get_engine (self) != NULL)
    mx_engine_mark_read (get_engine (self), self->room_id,
                         self->timeline != NULL ? mx_timeline_get_newest_id (self->timeline) : NULL);
}

/**
 * mx_room_mark_read_to:
 * @self: a room
 * @event_id: up to which event everything is read
 */
void
mx_room_mark_read_to (MxRoom     *self,
                      const char *event_id)
{
  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (event_id != NULL);

  if (get_engine (self) != NULL)
    mx_engine_mark_read (get_engine (self), self->room_id, event_id);
}

/**
 * mx_room_set_marked_unread:
 * @self: a room
 * @unread: whether it is to count as unread
 */
void
mx_room_set_marked_unread (MxRoom   *self,
                           gboolean  unread)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (get_engine (self) != NULL)
    mx_engine_set_marked_unread (get_engine (self), self->room_id, unread);
}

/**
 * mx_room_set_tag:
 * @self: a room
 * @tag: "m.favourite" or "m.lowpriority"
 * @present: whether the room has it
 */
void
mx_room_set_tag (MxRoom     *self,
                 const char *tag,
                 gboolean    present)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (get_engine (self) != NULL)
    mx_engine_set_tag (get_engine (self), self->room_id, tag, present);
}

/**
 * mx_room_set_typing:
 * @self: a room
 * @typing: whether a message is being written
 */
void
mx_room_set_typing (MxRoom   *self,
                    gboolean  typing)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (get_engine (self) != NULL)
    mx_engine_set_typing (get_engine (self), self->room_id, typing);
}

/**
 * mx_room_set_draft:
 * @self: a room
 * @draft: (nullable): what is written and not yet sent
 *
 * Keeps the draft, also over a restart.
 */
void
mx_room_set_draft (MxRoom     *self,
                   const char *draft)
{
  g_return_if_fail (MX_IS_ROOM (self));

  if (_mx_room_set_draft_text (self, draft) && get_engine (self) != NULL)
    mx_engine_set_draft (get_engine (self), self->room_id, self->draft);
}

/* Async, each a thin cover: the engine does the work. */

static void
string_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *text = mx_engine_string_finish (MX_ENGINE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, text, g_free);
}

static void
boolean_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * mx_room_wait_kept_async:
 * @self: a room
 * @txn_id: of something sent
 *
 * Waits until it is durable here: it is sent then, whatever happens to this program.
 */
void
mx_room_wait_kept_async (MxRoom              *self,
                         const char          *txn_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (txn_id != NULL && get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_wait_kept_async);
  mx_engine_wait_kept_async (get_engine (self), self->room_id, txn_id, cancellable, boolean_cb, task);
}

/**
 * mx_room_wait_sent_async:
 * @self: a room
 * @txn_id: of something sent
 *
 * Waits until the server has it.
 */
void
mx_room_wait_sent_async (MxRoom              *self,
                         const char          *txn_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (txn_id != NULL && get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_wait_sent_async);
  mx_engine_wait_sent_async (get_engine (self), self->room_id, txn_id, cancellable, string_cb, task);
}

/**
 * mx_room_wait_sent_finish:
 * @self: a room
 *
 * Returns: (transfer full) (nullable): the event's id
 */
char *
mx_room_wait_sent_finish (MxRoom        *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_room_mark_read_async:
 * @self: a room
 * @event_id: up to which event everything is read
 *
 * Ends once it is durable here; the server hears of it when it can be reached.
 */
void
mx_room_mark_read_async (MxRoom              *self,
                         const char          *event_id,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (event_id != NULL && get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_mark_read_async);
  mx_engine_mark_read_async (get_engine (self), self->room_id, event_id, cancellable, boolean_cb, task);
}

/**
 * mx_room_leave_async:
 * @self: a room
 *
 * Leaves the room, or declines an invitation.
 */
void
mx_room_leave_async (MxRoom              *self,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_leave_async);
  mx_engine_leave_async (get_engine (self), self->room_id, cancellable, boolean_cb, task);
}

/**
 * mx_room_invite_async:
 * @self: a room
 * @user_id: whom
 *
 * Invites somebody.
 */
void
mx_room_invite_async (MxRoom              *self,
                      const char          *user_id,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (user_id != NULL && get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_invite_async);
  mx_engine_invite_async (get_engine (self), self->room_id, user_id, cancellable, boolean_cb, task);
}

static void
follow_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *room_id = mx_engine_string_finish (MX_ENGINE (source), result, &error);

  if (room_id != NULL)
    g_task_return_pointer (task, room_id, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * mx_room_follow_async:
 * @self: a room that moved
 *
 * Joins the room that took its place.
 */
void
mx_room_follow_async (MxRoom              *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_follow_async);
  mx_engine_follow_async (get_engine (self), self->room_id, cancellable, follow_cb, task);
}

/**
 * mx_room_follow_finish:
 * @self: a room that moved
 *
 * Returns: (transfer full) (nullable): the new room's id
 */
char *
mx_room_follow_finish (MxRoom        *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mx_room_boolean_finish:
 * @self: a room
 *
 * Ends mx_room_wait_kept_async (), mx_room_mark_read_async (), mx_room_leave_async () and
 * mx_room_invite_async ().
 *
 * Returns: whether it was done
 */
gboolean
mx_room_boolean_finish (MxRoom        *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mx_room_get_state_async:
 * @self: a room
 * @type: a state event's type
 * @state_key: its key
 *
 * Reads a piece of the room's state.
 */
void
mx_room_get_state_async (MxRoom              *self,
                         const char          *type,
                         const char          *state_key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (type != NULL && state_key != NULL && get_engine (self) != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_room_get_state_async);
  mx_engine_get_state_async (get_engine (self), self->room_id, type, state_key, cancellable, string_cb, task);
}

/**
 * mx_room_get_state_finish:
 * @self: a room
 *
 * Returns: (transfer full) (nullable): the content as JSON text
 */
char *
mx_room_get_state_finish (MxRoom        *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
