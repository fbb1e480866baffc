/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.space.parent: a space that this room says it belongs to. Any thread. */

#include "config.h"

#include "types/m-space-parent.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>

static const MxField fields[] = {
  { "via", MX_FIELD_STRV, G_STRUCT_OFFSET (MxSpaceParent, via), MX_FIELD_LENIENT },
  { "canonical", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxSpaceParent, canonical), MX_FIELD_LENIENT },
  { NULL },
};

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  const MxSpaceParent *content = mx_event_get_content (event);
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  if (content->via[0] == NULL)
    /* Translators: %s is the name of a person. */
    return g_strdup_printf (_("%s took this room out of a space"), name);
  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s added this room to a space"), name);
}

const MxEventType mx_type_space_parent = {
  .name = "m.space.parent",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxSpaceParent),
  .fields = fields,
  .state_key = MX_FIELD_ROOM_ID,
  .summary = summary,
};
