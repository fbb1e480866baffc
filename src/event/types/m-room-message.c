/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.message: what people write and show each other. See Client-Server API, "Instant
 * Messaging". A msgtype that this version does not know is shown by its body. Any thread. */

#include "config.h"

#include "types/m-room-message.h"

#include "mx-event-private.h"
#include "mx-json.h"
#include "mx-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "msgtype", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMessage, msgtype_name), MX_FIELD_REQUIRED },
  { "body", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMessage, body), MX_FIELD_REQUIRED },
  { "url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxRoomMessage, url), MX_FIELD_LENIENT },
  { "filename", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMessage, filename), MX_FIELD_LENIENT },
  { "info.mimetype", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomMessage, mimetype), MX_FIELD_LENIENT },
  { "info.size", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomMessage, size), MX_FIELD_LENIENT },
  { "info.w", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomMessage, width), MX_FIELD_LENIENT },
  { "info.h", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomMessage, height), MX_FIELD_LENIENT },
  { "info.duration", MX_FIELD_INT, G_STRUCT_OFFSET (MxRoomMessage, duration), MX_FIELD_LENIENT },
  { "info.thumbnail_url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxRoomMessage, thumbnail_url), MX_FIELD_LENIENT },
  { "m\\.mentions.user_ids", MX_FIELD_STRV, G_STRUCT_OFFSET (MxRoomMessage, mentions), MX_FIELD_LENIENT },
  { "m\\.mentions.room", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxRoomMessage, mentions_room), MX_FIELD_LENIENT },
  { NULL },
};

static MxMsgtype
msgtype_of (const char *name)
{
  static const char *const names[] = {
    [MX_MSGTYPE_TEXT] = "m.text",
    [MX_MSGTYPE_NOTICE] = "m.notice",
    [MX_MSGTYPE_EMOTE] = "m.emote",
    [MX_MSGTYPE_IMAGE] = "m.image",
    [MX_MSGTYPE_FILE] = "m.file",
    [MX_MSGTYPE_AUDIO] = "m.audio",
    [MX_MSGTYPE_VIDEO] = "m.video",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return (MxMsgtype) i;
  return MX_MSGTYPE_OTHER;
}

/* Replies used to begin with what they answer, quoted: "> <@ann:example.org> …". The
 * specification dropped this in 1.13; messages of before still have it. */
static void
strip_reply_fallback (char *body)
{
  const char *p = body;

  if (!g_str_has_prefix (body, "> <@") && !g_str_has_prefix (body, "> * <@"))
    return;
  while (g_str_has_prefix (p, "> ") || strcmp (p, ">") == 0 || g_str_has_prefix (p, ">\n")) {
    p += strcspn (p, "\n");
    if (*p == '\n')
      p++;
  }
  if (*p == '\n')
    p++;
  if (*p != '\0')
    memmove (body, p, strlen (p) + 1);
}

static char *
dup_html (const char *html,
          gboolean    is_reply)
{
  const char *end = is_reply && g_str_has_prefix (html, "<mx-reply>") ? strstr (html, "</mx-reply>") : NULL;

  return g_strdup (end ? end + strlen ("</mx-reply>") : html);
}

static gboolean
is_new_reply (JsonObject *content)
{
  return mx_json_get_string (content, "m\\.relates_to.m\\.in_reply_to.event_id") != NULL;
}

static void
message_free (MxRoomMessage *self)
{
  mx_fields_clear (fields, self);
  g_clear_pointer (&self->formatted_body, g_free);
  g_free (self);
}

static void
read_rest (MxRoomMessage *self,
           JsonObject    *content,
           gboolean       is_reply)
{
  const char *html = mx_json_get_string (content, "formatted_body");

  self->msgtype = msgtype_of (self->msgtype_name);
  self->has_mentions = mx_json_get_object (content, "m\\.mentions") != NULL;
  if (is_reply)
    strip_reply_fallback (self->body);
  if (html != NULL && g_strcmp0 (mx_json_get_string (content, "format"), "org.matrix.custom.html") == 0)
    self->formatted_body = dup_html (html, is_reply);
  self->size = MAX (self->size, 0);
  self->width = CLAMP (self->width, 0, G_MAXINT);
  self->height = CLAMP (self->height, 0, G_MAXINT);
  self->duration = MAX (self->duration, 0);
}

static MxRoomMessage *
new_new_content (JsonObject *content)
{
  MxRoomMessage *message = g_new0 (MxRoomMessage, 1);

  if (!mx_fields_read (fields, content, message, NULL)) {
    g_free (message);
    return NULL;
  }
  read_rest (message, content, FALSE);
  return message;
}

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxRoomMessage *self = target;
  JsonObject *new_content = mx_json_get_object (content, "m\\.new_content");

  read_rest (self, content, is_new_reply (content));
  if (new_content != NULL)
    self->new_content = new_new_content (new_content);
  return TRUE;
}

static void
clear (gpointer content)
{
  MxRoomMessage *self = content;

  g_clear_pointer (&self->formatted_body, g_free);
  g_clear_pointer (&self->new_content, message_free);
}

/* What kind of thing a file is, and its name. */
static char *
file_summary (const MxRoomMessage *content)
{
  g_autofree char *name = _mx_event_dup_quoted (mx_room_message_get_filename (content));

  if (content->msgtype == MX_MSGTYPE_IMAGE)
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (_("Picture %s"), name);
  if (content->msgtype == MX_MSGTYPE_AUDIO)
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (_("Sound %s"), name);
  if (content->msgtype == MX_MSGTYPE_VIDEO)
    /* Translators: %s is the name of a file. */
    return g_strdup_printf (_("Video %s"), name);
  /* Translators: %s is the name of a file. */
  return g_strdup_printf (_("File %s"), name);
}

static gboolean
has_caption (const MxRoomMessage *content)
{
  return content->filename != NULL && strcmp (content->filename, content->body) != 0;
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomMessage *content = mx_event_get_content (event);
  g_autofree char *line = mx_text_clean_line (content->body);
  g_autofree char *name = NULL;

  switch (content->msgtype) {
  case MX_MSGTYPE_IMAGE:
  case MX_MSGTYPE_FILE:
  case MX_MSGTYPE_AUDIO:
  case MX_MSGTYPE_VIDEO:
    return has_caption (content) ? g_steal_pointer (&line) : file_summary (content);
  case MX_MSGTYPE_EMOTE:
    name = _mx_event_dup_sender_name (event, names);
    return g_strdup_printf ("* %s %s", name, line);
  case MX_MSGTYPE_TEXT:
  case MX_MSGTYPE_NOTICE:
  case MX_MSGTYPE_OTHER:
  default:
    return g_steal_pointer (&line);
  }
}

const MxEventType mx_type_room_message = {
  .name = "m.room.message",
  .kind = MX_EVENT_MESSAGE,
  .size = sizeof (MxRoomMessage),
  .fields = fields,
  .encrypt = TRUE,
  .parse = parse,
  .clear = clear,
  .summary = summary,
};

/**
 * mx_room_message_get_filename:
 * @self: a message
 *
 * Returns: (transfer none): how its sender calls the file; not cleaned
 */
const char *
mx_room_message_get_filename (const MxRoomMessage *self)
{
  return self->filename != NULL && self->filename[0] != '\0' ? self->filename : self->body;
}

/**
 * mx_room_message_has_file:
 * @self: a message
 *
 * Returns: whether there is something to load
 */
gboolean
mx_room_message_has_file (const MxRoomMessage *self)
{
  return self->url != NULL && self->msgtype >= MX_MSGTYPE_IMAGE && self->msgtype <= MX_MSGTYPE_VIDEO;
}
