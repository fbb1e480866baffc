/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent into a room. A message is shown at once in an open timeline, under the transaction
 * id made here; the engine keeps it until the server has it. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-event.h"
#include "mx-field.h"
#include "mx-json.h"
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

  engine = _mx_room_get_engine (self);
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

  engine = _mx_room_get_engine (self);
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
  if (_mx_room_get_engine (self) != NULL)
    mx_engine_retry (_mx_room_get_engine (self), txn_id);
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
  if (_mx_room_get_engine (self) != NULL)
    mx_engine_discard (_mx_room_get_engine (self), txn_id);
}

/**
 * mx_room_discard:
 * @self: a room
 * @txn_id: of what was to be sent
 *
 * Gives up what the server does not have.
 */
void
mx_room_discard (MxRoom     *self,
                 const char *txn_id)
{
  g_return_if_fail (MX_IS_ROOM (self));
  g_return_if_fail (txn_id != NULL);

  _mx_room_discard (self, txn_id);
}
