/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Relations between events, and the events that come of them: an event never changes, a
 * redaction or an edit makes a new one. Any thread. */

#include "config.h"

#include "mx-event-private.h"
#include "mx-id.h"
#include "mx-json.h"

#include <string.h>

static MxRelationKind
relation_of (const char *name)
{
  static const struct
  {
    const char *name;
    MxRelationKind kind;
  } relations[] = {
    { "m.replace", MX_RELATION_REPLACE },
    { "m.annotation", MX_RELATION_ANNOTATION },
    { "m.thread", MX_RELATION_THREAD },
    { "m.reference", MX_RELATION_REFERENCE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (relations); i++)
    if (strcmp (name, relations[i].name) == 0)
      return relations[i].kind;
  return MX_RELATION_OTHER;
}

/* See Client-Server API, "Forming relationships between events". A thread's fallback for
 * clients without threads is no reply. */
void
_mx_event_read_relation (MxEvent    *self,
                         JsonObject *content)
{
  JsonObject *relates = mx_json_get_object (content, "m\\.relates_to");
  const char *name = mx_json_get_string (relates, "rel_type");
  const char *target = mx_json_get_string (relates, "event_id");
  const char *key = mx_json_get_string (relates, "key");
  const char *reply = mx_json_get_string (relates, "m\\.in_reply_to.event_id");
  MxRelationKind kind = name ? relation_of (name) : MX_RELATION_NONE;

  if (kind == MX_RELATION_ANNOTATION && (key == NULL || key[0] == '\0'))
    kind = MX_RELATION_NONE;
  if (kind != MX_RELATION_NONE && mx_id_is_event (target)) {
    self->relation = kind;
    self->target = g_strdup (target);
    if (kind == MX_RELATION_ANNOTATION)
      self->annotation = g_strdup (key);
  }
  if (mx_id_is_event (reply) && self->relation != MX_RELATION_REPLACE &&
      !(self->relation == MX_RELATION_THREAD && mx_json_get_boolean (relates, "is_falling_back", FALSE)))
    self->reply_to = g_strdup (reply);
}

JsonObject *
_mx_event_dup_object (MxEvent *self)
{
  gsize len = strlen (self->source);
  JsonObject *object = mx_json_parse_object (self->source, len, len, NULL);

  return object ? object : json_object_new ();
}

/**
 * mx_event_dup_content_json:
 * @self: an event
 *
 * Returns: (transfer full): its content as JSON text; `{}` where it has none
 */
char *
mx_event_dup_content_json (MxEvent *self)
{
  g_autoptr (JsonObject) object = _mx_event_dup_object (self);
  JsonObject *content = mx_json_get_object (object, "content");

  return content ? mx_json_print_object (content) : g_strdup ("{}");
}

static JsonObject *
dup_kept_content (const char **keep,
                  JsonObject  *content)
{
  JsonObject *kept = json_object_new ();

  for (guint i = 0; content != NULL && keep != NULL && keep[i] != NULL; i++) {
    JsonNode *node = json_object_get_member (content, keep[i]);

    if (node != NULL)
      json_object_set_member (kept, keep[i], json_node_copy (node));
  }
  return kept;
}

/* "*" keeps everything. */
static JsonObject *
dup_redacted_content (MxEvent    *self,
                      JsonObject *content)
{
  const MxEventType *type = mx_event_type_find (self->type_name, self->kind);

  if (content != NULL && type->keep != NULL && strcmp (type->keep[0], "*") == 0)
    return json_object_ref (content);
  return dup_kept_content (type->keep, content);
}

static MxEvent *
new_changed (MxEvent    *self,
             JsonObject *object)
{
  g_autofree char *source = mx_json_print_object (object);

  return _mx_event_new_from_object (object, source, strlen (source), self->kind, self->room_id, FALSE, NULL);
}

/**
 * mx_event_redact:
 * @self: an event
 * @redaction_json: (nullable): the event that removes it
 *
 * Returns: (transfer full): what a redaction leaves of it, by the rules of room version 11
 */
MxEvent *
mx_event_redact (MxEvent    *self,
                 const char *redaction_json)
{
  static const char *const envelope[] = { "event_id", "type", "room_id", "sender", "state_key", "origin_server_ts" };
  g_autoptr (JsonObject) object = _mx_event_dup_object (self);
  g_autoptr (JsonObject) redacted = json_object_new ();
  g_autoptr (JsonObject) because = NULL;
  JsonObject *extra = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (envelope); i++) {
    JsonNode *node = json_object_get_member (object, envelope[i]);

    if (node != NULL)
      json_object_set_member (redacted, envelope[i], json_node_copy (node));
  }
  json_object_set_object_member (redacted, "content",
                                 dup_redacted_content (self, mx_json_get_object (object, "content")));
  if (redaction_json != NULL)
    because = mx_json_parse_object (redaction_json, strlen (redaction_json), strlen (redaction_json), NULL);
  json_object_set_object_member (extra, "redacted_because", because ? g_steal_pointer (&because) : json_object_new ());
  if (self->txn_id != NULL)
    json_object_set_string_member (extra, "transaction_id", self->txn_id);
  json_object_set_object_member (redacted, "unsigned", extra);
  return new_changed (self, redacted);
}

/* See Client-Server API, "Validity of replacement events". */
static gboolean
is_valid_edit (MxEvent *original,
               MxEvent *edit)
{
  return original->kind == MX_EVENT_MESSAGE && edit->kind == MX_EVENT_MESSAGE &&
         !original->is_redacted && !edit->is_redacted && original->relation != MX_RELATION_REPLACE &&
         edit->relation == MX_RELATION_REPLACE && g_strcmp0 (edit->target, original->id) == 0 &&
         strcmp (original->sender, edit->sender) == 0 && strcmp (original->type_name, edit->type_name) == 0 &&
         g_strcmp0 (original->room_id, edit->room_id) == 0;
}

/* The new content, with the relation of the old one and none of its own. */
static JsonObject *
dup_edited_content (MxEvent    *edit,
                    JsonObject *old_content)
{
  g_autoptr (JsonObject) object = _mx_event_dup_object (edit);
  JsonObject *content = mx_json_get_object (object, "content.m\\.new_content");
  JsonNode *relation = old_content ? json_object_get_member (old_content, "m.relates_to") : NULL;

  if (content == NULL)
    return NULL;
  json_object_ref (content);
  json_object_remove_member (content, "m.relates_to");
  json_object_remove_member (content, "m.new_content");
  if (relation != NULL)
    json_object_set_member (content, "m.relates_to", json_node_copy (relation));
  return content;
}

/**
 * mx_event_apply_edit:
 * @original: an event, not yet edited
 * @edit: an event that may edit it
 *
 * Checks that @edit may replace @original: same room, sender and type, no state, no edit
 * of an edit, and a new content of the type.
 *
 * Returns: (transfer full) (nullable): @original with the content of @edit and its own id,
 *   time and relation; %NULL when @edit is to be ignored
 */
MxEvent *
mx_event_apply_edit (MxEvent *original,
                     MxEvent *edit)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MxEvent) result = NULL;
  JsonObject *content;

  g_return_val_if_fail (original != NULL && edit != NULL, NULL);

  if (!is_valid_edit (original, edit))
    return NULL;
  object = _mx_event_dup_object (original);
  content = dup_edited_content (edit, mx_json_get_object (object, "content"));
  if (content == NULL)
    return NULL;
  json_object_set_object_member (object, "content", content);
  result = new_changed (original, object);
  if (result == NULL || (mx_event_is_unknown (result) && !mx_event_is_unknown (original)))
    return NULL;
  return g_steal_pointer (&result);
}
