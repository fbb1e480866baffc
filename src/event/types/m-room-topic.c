/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.topic: what a room is for. The rich form (m.topic) wins over the plain one; the
 * first text of it that can be shown counts. See Client-Server API, "m.room.topic". Any thread. */

#include "config.h"

#include "types/m-room-topic.h"

#include "mx-event-private.h"
#include "mx-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "topic", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomTopic, topic), MX_FIELD_OPTIONAL },
  { NULL },
};

static void
read_representation (MxRoomTopic *self,
                     JsonObject  *text)
{
  const char *mimetype = mx_json_get_string (text, "mimetype");
  const char *body = mx_json_get_string (text, "body");

  if (body == NULL)
    return;
  if (mimetype == NULL || strcmp (mimetype, "text/plain") == 0)
    g_set_str (&self->topic, body);
  else if (strcmp (mimetype, "text/html") == 0 && self->html == NULL)
    self->html = g_strdup (body);
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  JsonArray *texts = mx_json_get_array (content, "m\\.topic.m\\.text");

  for (guint i = texts ? json_array_get_length (texts) : 0; i > 0; i--)
    read_representation (target, mx_json_node_object (json_array_get_element (texts, i - 1)));
  return TRUE;
}

static void
clear (gpointer content)
{
  MxRoomTopic *self = content;

  g_clear_pointer (&self->html, g_free);
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomTopic *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);
  g_autofree char *text = NULL;

  if (content->topic == NULL || content->topic[0] == '\0')
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s removed the topic"), name);
  text = _mx_event_dup_quoted (content->topic);
  /* Translators: %1$s is the name of a person, %2$s the new topic. */
  return g_strdup_printf (_("%1$s changed the topic to “%2$s”"), name, text);
}

const MxEventType mx_type_room_topic = {
  .name = "m.room.topic",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomTopic),
  .fields = fields,
  .parse = parse,
  .clear = clear,
  .summary = summary,
};
