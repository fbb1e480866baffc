/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.sticker: a picture sent like an emoji. Any thread. */

#include "config.h"

#include "types/m-sticker.h"

#include "mx-event-private.h"
#include "mx-text.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "body", MX_FIELD_STRING, G_STRUCT_OFFSET (MxSticker, body), MX_FIELD_REQUIRED },
  { "url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxSticker, url), MX_FIELD_OPTIONAL },
  { "info.mimetype", MX_FIELD_STRING, G_STRUCT_OFFSET (MxSticker, mimetype), MX_FIELD_LENIENT },
  { "info.size", MX_FIELD_INT, G_STRUCT_OFFSET (MxSticker, size), MX_FIELD_LENIENT },
  { "info.w", MX_FIELD_INT, G_STRUCT_OFFSET (MxSticker, width), MX_FIELD_LENIENT },
  { "info.h", MX_FIELD_INT, G_STRUCT_OFFSET (MxSticker, height), MX_FIELD_LENIENT },
  { "info.thumbnail_url", MX_FIELD_MXC, G_STRUCT_OFFSET (MxSticker, thumbnail_url), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxSticker *content = mx_event_get_content (event);
  g_autofree char *body = mx_text_clean_line (content->body);

  if (body[0] == '\0')
    return g_strdup (_("Sticker"));
  /* Translators: %s is what the picture shows. */
  return g_strdup_printf (_("Sticker: %s"), body);
}

const MxEventType mx_type_sticker = {
  .name = "m.sticker",
  .kind = MX_EVENT_MESSAGE,
  .size = sizeof (MxSticker),
  .fields = fields,
  .encrypt = TRUE,
  .summary = summary,
};
