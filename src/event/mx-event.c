/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MxEvent: an event of a room, of an account or of the moment, as an immutable value.
 *
 * Everything is read once, when the event is made, by the table of its type; the source
 * text is kept as it came. Nothing of a stranger's content makes an event fail: what the
 * table cannot read becomes mx_unknown_type, and its neighbours never notice. The count
 * is atomic and nothing changes after creation: any thread. */

#include "config.h"

#include "mx-event.h"

#include "mx-error.h"
#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

#include <string.h>

#define MAX_EVENT_BYTES (1024 * 1024)      /* the specification's 64 KiB and what servers add */
#define MAX_OTHER_BYTES (16 * 1024 * 1024) /* receipts and account data of large accounts     */
#define MAX_TYPE_BYTES  255
#define MAX_TS          G_GINT64_CONSTANT (253402300799999) /* the year 9999                  */

/**
 * mx_event_get_gtype:
 *
 * Returns: the boxed type of #MxEvent
 */
GType
mx_event_get_gtype (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_boxed_type_register_static ("MxEvent", (GBoxedCopyFunc) mx_event_ref,
                                                            (GBoxedFreeFunc) mx_event_unref));
  return type;
}

gpointer
_mx_event_content_new (const MxEventType  *type,
                       JsonObject         *content,
                       GError            **error)
{
  gpointer target = g_malloc0 (type->size);

  if (!mx_fields_read (type->fields, content, target, error)) {
    g_free (target);
    return NULL;
  }
  if (type->parse == NULL || type->parse (content, target, error))
    return target;
  _mx_event_content_free (type, target);
  return NULL;
}

void
_mx_event_content_free (const MxEventType *type,
                        gpointer           content)
{
  if (content == NULL)
    return;
  if (type->clear != NULL)
    type->clear (content);
  mx_fields_clear (type->fields, content);
  g_free (content);
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE, "event: %s", why);
  return FALSE;
}

static char *
dup_if (const char *id,
        gboolean (*is_valid) (const char *))
{
  return is_valid (id) ? g_strdup (id) : NULL;
}

/* What stands around the content; the rules of mx_event_new () are here. */
static gboolean
read_envelope (MxEvent     *self,
               JsonObject  *object,
               gboolean     needs_id,
               GError     **error)
{
  const char *type = mx_json_get_string (object, "type");
  const char *id = mx_json_get_string (object, "event_id");
  const char *state_key = mx_json_get_string (object, "state_key");
  gboolean in_timeline = self->kind == MX_EVENT_MESSAGE;

  if (type == NULL || type[0] == '\0' || strlen (type) > MAX_TYPE_BYTES || strstr (type, "\xef\xbf\xbd") != NULL)
    return refuse (error, "no type");
  self->type_name = g_strdup (type);
  if (self->kind != MX_EVENT_MESSAGE && self->kind != MX_EVENT_STATE)
    return TRUE;
  self->sender = dup_if (mx_json_get_string (object, "sender"), mx_id_is_user);
  if (self->sender == NULL)
    return refuse (error, "no sender");
  self->id = dup_if (id, mx_id_is_event);
  if (self->id == NULL && (id != NULL || (in_timeline && needs_id)))
    return refuse (error, "no id");
  if (state_key != NULL && (strlen (state_key) > MX_ID_MAX_BYTES || strstr (state_key, "\xef\xbf\xbd") != NULL))
    return refuse (error, "malformed state key");
  if (state_key != NULL)
    self->kind = MX_EVENT_STATE;
  else if (self->kind == MX_EVENT_STATE)
    return refuse (error, "no state key");
  self->state_key = g_strdup (state_key);
  self->ts = CLAMP (mx_json_get_int (object, "origin_server_ts", 0), 0, MAX_TS);
  return TRUE;
}

static void
read_unsigned (MxEvent    *self,
               JsonObject *object)
{
  const char *txn_id = mx_json_get_string (object, "unsigned.transaction_id");

  self->txn_id = g_strdup (txn_id);
  self->is_redacted = mx_json_get_object (object, "unsigned.redacted_because") != NULL;
  if (self->is_redacted)
    self->redacted_by = dup_if (mx_json_get_string (object, "unsigned.redacted_because.sender"), mx_id_is_user);
}

static gboolean
has_state_key_form (MxEvent *self)
{
  switch (self->type->state_key) {
  case MX_FIELD_USER_ID:
    return mx_id_is_user (self->state_key);
  case MX_FIELD_ROOM_ID:
    return mx_id_is_room (self->state_key);
  case MX_FIELD_STRING:
  case MX_FIELD_ALIAS:
  case MX_FIELD_EVENT_ID:
  case MX_FIELD_MXC:
  case MX_FIELD_INT:
  case MX_FIELD_BOOLEAN:
  case MX_FIELD_STRV:
  case MX_FIELD_INT_MAP:
  case MX_FIELD_OBJECT:
  default:
    return TRUE;
  }
}

static void
read_content (MxEvent    *self,
              JsonObject *object)
{
  JsonObject *content = mx_json_get_object (object, "content");
  JsonObject *previous = mx_json_get_object (object, "unsigned.prev_content");
  g_autoptr (GError) error = NULL;

  self->type = mx_event_type_find (self->type_name, self->kind);
  if (self->type == &mx_unknown_type || (self->is_redacted && self->kind != MX_EVENT_STATE))
    return;
  if (content != NULL && has_state_key_form (self))
    self->content = _mx_event_content_new (self->type, content, &error);
  if (self->content == NULL) {
    g_debug ("an event of type %s is not shown: %s", self->type->name, error ? error->message : "no content");
    self->type = &mx_unknown_type;
  } else if (previous != NULL)
    self->prev_content = _mx_event_content_new (self->type, previous, NULL);
}

/* Room version 10 and older say beside the content what is removed. */
static void
read_target (MxEvent    *self,
             JsonObject *object)
{
  JsonObject *content = mx_json_get_object (object, "content");

  if (self->kind != MX_EVENT_MESSAGE || self->is_redacted)
    return;
  if (content != NULL)
    _mx_event_read_relation (self, content);
  if (strcmp (self->type_name, "m.room.redaction") != 0)
    return;
  g_clear_pointer (&self->target, g_free);
  self->target = dup_if (mx_json_get_string (content, "redacts"), mx_id_is_event);
  if (self->target == NULL)
    self->target = dup_if (mx_json_get_string (object, "redacts"), mx_id_is_event);
}

MxEvent *
_mx_event_new_from_object (JsonObject   *object,
                           const char   *source,
                           gsize         source_len,
                           MxEventKind   kind,
                           const char   *room_id,
                           gboolean      needs_id,
                           GError      **error)
{
  g_autoptr (MxEvent) self = g_new0 (MxEvent, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->type = &mx_unknown_type;
  self->kind = kind;
  self->room_id = g_strdup (room_id);
  if (!read_envelope (self, object, needs_id, error))
    return NULL;
  read_unsigned (self, object);
  read_content (self, object);
  read_target (self, object);
  self->source = g_strndup (source, source_len);
  return g_steal_pointer (&self);
}

static gsize
get_max_bytes (MxEventKind kind)
{
  return kind == MX_EVENT_MESSAGE || kind == MX_EVENT_STATE ? MAX_EVENT_BYTES : MAX_OTHER_BYTES;
}

/**
 * mx_event_new:
 * @json: (array length=len): the event's bytes
 * @len: how many
 * @kind: where it stood; %MX_EVENT_MESSAGE for a timeline
 * @room_id: (nullable): the room; events in a sync do not say it
 * @error: a place for %MX_ERROR_BAD_RESPONSE
 *
 * Returns: (transfer full) (nullable): the event
 */
MxEvent *
mx_event_new (const char   *json,
              gsize         len,
              MxEventKind   kind,
              const char   *room_id,
              GError      **error)
{
  g_autoptr (JsonObject) object = mx_json_parse_object (json, len, get_max_bytes (kind), error);

  if (object == NULL)
    return NULL;
  return _mx_event_new_from_object (object, json, len, kind, room_id, TRUE, error);
}

/**
 * mx_event_new_local:
 * @room_id: the room
 * @type: the type of the event
 * @sender: us
 * @txn_id: the transaction id it is sent with
 * @ts: now, in milliseconds since 1970
 * @content_json: the content
 *
 * Makes a message of ours that no server knows yet.
 *
 * Returns: (transfer full): the event
 */
MxEvent *
mx_event_new_local (const char *room_id,
                    const char *type,
                    const char *sender,
                    const char *txn_id,
                    gint64      ts,
                    const char *content_json)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonObject) parsed = NULL;
  JsonObject *extra = json_object_new ();
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  MxEvent *self;

  g_return_val_if_fail (type != NULL && sender != NULL && content_json != NULL, NULL);

  parsed = mx_json_parse_object (content_json, strlen (content_json), MAX_EVENT_BYTES, &error);
  if (parsed == NULL)
    g_debug ("a message of ours has no content: %s", error->message);
  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "sender", sender);
  json_object_set_int_member (object, "origin_server_ts", ts);
  json_object_set_object_member (object, "content", parsed ? g_steal_pointer (&parsed) : json_object_new ());
  if (txn_id != NULL)
    json_object_set_string_member (extra, "transaction_id", txn_id);
  json_object_set_object_member (object, "unsigned", extra);
  source = mx_json_print_object (object);
  g_clear_error (&error);
  self = _mx_event_new_from_object (object, source, strlen (source), MX_EVENT_MESSAGE, room_id, FALSE, &error);
  if (self == NULL)
    g_critical ("mx_event_new_local: %s", error->message);
  return self;
}

/**
 * mx_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self
 */
MxEvent *
mx_event_ref (MxEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_event_unref:
 * @self: (transfer full): an event
 */
void
mx_event_unref (MxEvent *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  _mx_event_content_free (self->type, self->content);
  _mx_event_content_free (self->type, self->prev_content);
  g_free (self->id);
  g_free (self->room_id);
  g_free (self->type_name);
  g_free (self->sender);
  g_free (self->state_key);
  g_free (self->txn_id);
  g_free (self->target);
  g_free (self->annotation);
  g_free (self->reply_to);
  g_free (self->redacted_by);
  g_free (self->source);
  g_free (self);
}

/**
 * mx_event_get_id:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): its id; %NULL for a local one and for stripped state
 */
const char *
mx_event_get_id (MxEvent *self)
{
  return self->id;
}

/**
 * mx_event_get_room_id:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the room
 */
const char *
mx_event_get_room_id (MxEvent *self)
{
  return self->room_id;
}

/**
 * mx_event_get_type_name:
 * @self: an event
 *
 * Returns: (transfer none): its type as sent, also when that is unknown
 */
const char *
mx_event_get_type_name (MxEvent *self)
{
  return self->type_name;
}

/**
 * mx_event_get_sender:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the user id; never %NULL in a room's timeline or state
 */
const char *
mx_event_get_sender (MxEvent *self)
{
  return self->sender;
}

/**
 * mx_event_get_state_key:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the state key; never %NULL for state
 */
const char *
mx_event_get_state_key (MxEvent *self)
{
  return self->state_key;
}

/**
 * mx_event_get_txn_id:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the transaction id, for what this device sent
 */
const char *
mx_event_get_txn_id (MxEvent *self)
{
  return self->txn_id;
}

/**
 * mx_event_get_ts:
 * @self: an event
 *
 * Returns: when its sender's server says it was sent, in milliseconds since 1970, never
 *   before it and never after the year 9999
 */
gint64
mx_event_get_ts (MxEvent *self)
{
  return self->ts;
}

/**
 * mx_event_get_kind:
 * @self: an event
 *
 * Returns: its kind
 */
MxEventKind
mx_event_get_kind (MxEvent *self)
{
  return self->kind;
}

/**
 * mx_event_get_type:
 * @self: an event
 *
 * Returns: (transfer none): its table, or `mx_unknown_type`
 */
const MxEventType *
mx_event_get_type (MxEvent *self)
{
  return self->type;
}

/**
 * mx_event_is_unknown:
 * @self: an event
 *
 * Returns: whether this version cannot show it
 */
gboolean
mx_event_is_unknown (MxEvent *self)
{
  return self->type == &mx_unknown_type;
}

/**
 * mx_event_is_redacted:
 * @self: an event
 *
 * Returns: whether somebody removed its content
 */
gboolean
mx_event_is_redacted (MxEvent *self)
{
  return self->is_redacted;
}

/**
 * mx_event_get_redacted_by:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the user id of who removed it
 */
const char *
mx_event_get_redacted_by (MxEvent *self)
{
  return self->redacted_by;
}

/**
 * mx_event_get_content:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the content struct of its type
 */
gconstpointer
mx_event_get_content (MxEvent *self)
{
  return self->content;
}

/**
 * mx_event_get_content_as:
 * @self: (nullable): an event
 * @type: a type
 *
 * Returns: (transfer none) (nullable): the content struct, when the event is of @type
 */
gconstpointer
mx_event_get_content_as (MxEvent           *self,
                         const MxEventType *type)
{
  return self != NULL && self->type == type ? self->content : NULL;
}

/**
 * mx_event_get_prev_content:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the content that this state event replaced
 */
gconstpointer
mx_event_get_prev_content (MxEvent *self)
{
  return self->prev_content;
}

/**
 * mx_event_get_relation:
 * @self: an event
 *
 * Returns: how it relates to mx_event_get_target ()
 */
MxRelationKind
mx_event_get_relation (MxEvent *self)
{
  return self->relation;
}

/**
 * mx_event_get_target:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the id of the event that it relates to or redacts
 */
const char *
mx_event_get_target (MxEvent *self)
{
  return self->target;
}

/**
 * mx_event_get_annotation:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the key of an annotation
 */
const char *
mx_event_get_annotation (MxEvent *self)
{
  return self->annotation;
}

/**
 * mx_event_get_reply_to:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the id of the event that it answers
 */
const char *
mx_event_get_reply_to (MxEvent *self)
{
  return self->reply_to;
}

/**
 * mx_event_get_source:
 * @self: an event
 *
 * Returns: (transfer none): the JSON text it was made from
 */
const char *
mx_event_get_source (MxEvent *self)
{
  return self->source;
}
