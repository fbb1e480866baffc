/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-event.h"

G_BEGIN_DECLS

typedef enum {
  MX_MSGTYPE_TEXT,
  MX_MSGTYPE_NOTICE,
  MX_MSGTYPE_EMOTE,
  MX_MSGTYPE_IMAGE,
  MX_MSGTYPE_FILE,
  MX_MSGTYPE_AUDIO,
  MX_MSGTYPE_VIDEO,
  MX_MSGTYPE_OTHER, /* shown by its body */
} MxMsgtype;

typedef struct _MxRoomMessage MxRoomMessage;

/**
 * MxRoomMessage:
 *
 * Content of `m.room.message`. Text is as sent (of strangers), but for the reply
 * fallback, which is gone from @body.
 */
struct _MxRoomMessage {
  MxMsgtype msgtype;
  char *msgtype_name; /* as sent                                             */
  char *body;
  char *formatted_body; /* (nullable): HTML, only of format org.matrix.custom.html; not sanitised */
  char *url;            /* (nullable): mxc                                     */
  char *filename;       /* (nullable): differs from body where that is a caption */
  char *mimetype;       /* (nullable)                                          */
  gint64 size;          /* bytes; 0 when unknown, as the next three            */
  gint64 width;
  gint64 height;
  gint64 duration;     /* ms                                                  */
  char *thumbnail_url; /* (nullable): mxc                                     */
  char **mentions;     /* user ids; never NULL                                */
  gboolean mentions_room;
  gboolean has_mentions;      /* m.mentions is there: rules that search the text rest */
  MxRoomMessage *new_content; /* (nullable): of an edit                              */
};

extern const MxEventType mx_type_room_message;

/* The name a saved file should suggest: filename, else body; not cleaned. (nullable) */
const char *mx_room_message_get_filename (const MxRoomMessage *self);
gboolean    mx_room_message_has_file     (const MxRoomMessage *self);

G_END_DECLS
