/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.canonical_alias: the address that a room shows. Any thread. */

#include "config.h"

#include "types/m-room-canonical-alias.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "alias", MX_FIELD_ALIAS, G_STRUCT_OFFSET (MxRoomCanonicalAlias, alias), MX_FIELD_OPTIONAL },
  { "alt_aliases", MX_FIELD_STRV, G_STRUCT_OFFSET (MxRoomCanonicalAlias, alt_aliases), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxRoomCanonicalAlias *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);
  g_autofree char *text = NULL;

  if (content->alias == NULL || content->alias[0] == '\0')
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s removed the address of this room"), name);
  text = _mx_event_dup_quoted (content->alias);
  /* Translators: %1$s is the name of a person, %2$s the address. */
  return g_strdup_printf (_("%1$s set the address of this room to %2$s"), name, text);
}

const MxEventType mx_type_room_canonical_alias = {
  .name = "m.room.canonical_alias",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomCanonicalAlias),
  .fields = fields,
  .summary = summary,
};
