/* SPDX-License-Identifier: GPL-3.0-or-later */

/* m.room.create: the beginning of a room, and who made it. From room version 12 on its
 * creators stand above all power levels. Any thread. */

#include "config.h"

#include "types/m-room-create.h"

#include "mx-event-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MxField fields[] = {
  { "creator", MX_FIELD_USER_ID, G_STRUCT_OFFSET (MxRoomCreate, creator), MX_FIELD_LENIENT },
  { "room_version", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomCreate, room_version), MX_FIELD_LENIENT },
  { "type", MX_FIELD_STRING, G_STRUCT_OFFSET (MxRoomCreate, type), MX_FIELD_LENIENT },
  { "predecessor.room_id", MX_FIELD_ROOM_ID, G_STRUCT_OFFSET (MxRoomCreate, predecessor_room), MX_FIELD_LENIENT },
  { "predecessor.event_id", MX_FIELD_EVENT_ID, G_STRUCT_OFFSET (MxRoomCreate, predecessor_event), MX_FIELD_LENIENT },
  { "additional_creators", MX_FIELD_STRV, G_STRUCT_OFFSET (MxRoomCreate, additional_creators), MX_FIELD_LENIENT },
  { "m\\.federate", MX_FIELD_BOOLEAN, G_STRUCT_OFFSET (MxRoomCreate, federate), MX_FIELD_LENIENT, 1 },
  { NULL },
};

/* Everything survives a redaction (room version 11). */
static const char *keep[] = { "*", NULL };

static gboolean
parse (JsonObject  *content,
       gpointer     target,
       GError     **error)
{
  MxRoomCreate *self = target;

  if (self->room_version == NULL)
    self->room_version = g_strdup ("1");
  return TRUE;
}

static char *
summary (MxEvent    *event,
         GHashTable *names)
{
  g_autofree char *name = _mx_event_dup_sender_name (event, names);

  /* Translators: %s is the name of a person. */
  return g_strdup_printf (_("%s created this room"), name);
}

const MxEventType mx_type_room_create = {
  .name = "m.room.create",
  .kind = MX_EVENT_STATE,
  .size = sizeof (MxRoomCreate),
  .fields = fields,
  .keep = keep,
  .parse = parse,
  .summary = summary,
};

/**
 * mx_room_version_has_privileged_creators:
 * @room_version: (nullable): a room version
 *
 * Versions that are no number (unstable ones) are asked by name: `org.matrix.hydra.11` is
 * what became 12.
 *
 * Returns: whether creators of such a room stand above all power levels
 */
gboolean
mx_room_version_has_privileged_creators (const char *room_version)
{
  gint64 number;

  if (room_version == NULL)
    return FALSE;
  if (strcmp (room_version, "org.matrix.hydra.11") == 0)
    return TRUE;
  return g_ascii_string_to_signed (room_version, 10, 1, G_MAXINT, &number, NULL) && number >= 12;
}

/**
 * mx_room_create_has_privileged_creators:
 * @event: a creation event
 *
 * Returns: whether the creators of the room stand above all power levels
 */
gboolean
mx_room_create_has_privileged_creators (MxEvent *event)
{
  const MxRoomCreate *content = mx_event_get_content_as (event, &mx_type_room_create);

  return content != NULL && mx_room_version_has_privileged_creators (content->room_version);
}

/**
 * mx_room_create_dup_creators:
 * @event: a creation event
 *
 * Returns: (transfer full): the user ids of who made the room: the sender, and from version
 *   12 on the additional creators; never %NULL
 */
char **
mx_room_create_dup_creators (MxEvent *event)
{
  const MxRoomCreate *content = mx_event_get_content_as (event, &mx_type_room_create);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (content == NULL)
    return g_strv_builder_end (builder);
  g_strv_builder_add (builder, mx_event_get_sender (event));
  if (mx_room_version_has_privileged_creators (content->room_version))
    g_strv_builder_addv (builder, (const char **) content->additional_creators);
  return g_strv_builder_end (builder);
}
