/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file on its way into a room: the message that will show it, but for the address, which the
 * engine puts in once the server has the file. An open timeline shows it at once. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-attachment.h"
#include "mx-field.h"
#include "mx-json.h"
#include "mx-session-private.h"

#include <string.h>

/* See Client-Server API, 11.2.1.5 and "Media captions": with a caption, the name stands apart. */
typedef struct
{
  const char *msgtype;
  const char *body;
  const char *filename;
  const char *mimetype;
  gint64 size;
  gint64 width;
  gint64 height;
  const char *const *mentions;
} Outgoing;

#define OUT(member) G_STRUCT_OFFSET (Outgoing, member)

static const MxField file_fields[] = {
  { "msgtype", MX_FIELD_STRING, OUT (msgtype), MX_FIELD_OPTIONAL, 0 },
  { "body", MX_FIELD_STRING, OUT (body), MX_FIELD_OPTIONAL, 0 },
  { "filename", MX_FIELD_STRING, OUT (filename), MX_FIELD_OPTIONAL, 0 },
  { "info.mimetype", MX_FIELD_STRING, OUT (mimetype), MX_FIELD_OPTIONAL, 0 },
  { "info.size", MX_FIELD_INT, OUT (size), MX_FIELD_OPTIONAL, 0 },
  { "m\\.mentions.user_ids", MX_FIELD_STRV, OUT (mentions), MX_FIELD_OPTIONAL, 0 },
  { NULL, 0, 0, 0, 0 },
};

static const MxField side_fields[] = {
  { "info.w", MX_FIELD_INT, OUT (width), MX_FIELD_OPTIONAL, 0 },
  { "info.h", MX_FIELD_INT, OUT (height), MX_FIELD_OPTIONAL, 0 },
  { NULL, 0, 0, 0, 0 },
};

static char *
dup_content (MxAttachment *attachment,
             const char   *caption)
{
  static const char *const nobody[] = { NULL };
  const Outgoing out = {
    .msgtype = attachment->msgtype,
    .body = caption != NULL && *caption != '\0' ? caption : attachment->name,
    .filename = attachment->name,
    .mimetype = attachment->mimetype,
    .size = (gint64) mx_attachment_get_size (attachment),
    .width = attachment->width,
    .height = attachment->height,
    .mentions = nobody,
  };
  MxField fields[G_N_ELEMENTS (file_fields) + G_N_ELEMENTS (side_fields)];
  gsize n = G_N_ELEMENTS (file_fields) - 1;
  g_autoptr (JsonObject) object = NULL;

  memcpy (fields, file_fields, sizeof file_fields);
  if (attachment->width > 0 && attachment->height > 0)
    memcpy (fields + n, side_fields, sizeof side_fields);
  object = mx_fields_write (fields, &out);
  return mx_json_print_object (object);
}

/**
 * mx_room_send_file:
 * @self: a room
 * @attachment: a file
 * @caption: (nullable): what is said of it
 *
 * Sends a file; it goes up before the message does.
 *
 * Returns: (transfer full) (nullable): the transaction id
 */
char *
mx_room_send_file (MxRoom       *self,
                   MxAttachment *attachment,
                   const char   *caption)
{
  g_autofree char *content = NULL;
  MxEngine *engine;
  char *txn_id;

  g_return_val_if_fail (MX_IS_ROOM (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  engine = _mx_room_get_engine (self);
  if (engine == NULL || mx_session_is_guest (self->session))
    return NULL;
  content = dup_content (attachment, caption);
  txn_id = mx_engine_new_txn_id (engine);
  _mx_room_show_at_once (self, "m.room.message", txn_id, content, TRUE);
  mx_engine_send_file (engine, self->room_id, txn_id, content, attachment->mimetype, attachment->bytes);
  return txn_id;
}
