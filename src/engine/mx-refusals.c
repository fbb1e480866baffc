/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests to be let into a room that were refused: by whom, why, and when. Of the room
 * itself nothing is left then, so that this is kept beside it, until the person asks again
 * or is let in. A request that we took back ourselves is none. Engine thread. */

#include "config.h"

#include "mx-refusals.h"

#include "mx-error.h"
#include "mx-event.h"
#include "mx-field.h"
#include "mx-json.h"
#include "mx-text.h"
#include "types/m-room-member.h"

#include <string.h>

#define MAX_BYTES 65536

typedef struct
{
  char *actor;
  char *name;
  char *reason;
  gint64 ts;
} Refusal;

static const MxField fields[] = {
  { "actor", MX_FIELD_USER_ID, G_STRUCT_OFFSET (Refusal, actor), MX_FIELD_REQUIRED },
  { "name", MX_FIELD_STRING, G_STRUCT_OFFSET (Refusal, name), MX_FIELD_OPTIONAL },
  { "reason", MX_FIELD_STRING, G_STRUCT_OFFSET (Refusal, reason), MX_FIELD_OPTIONAL },
  { "ts", MX_FIELD_INT, G_STRUCT_OFFSET (Refusal, ts), MX_FIELD_OPTIONAL },
  { NULL },
};

static char *
dup_key (const char *room_id)
{
  return g_strconcat ("refused ", room_id, NULL);
}

/**
 * mx_refusals_write:
 * @store: a store
 * @room_id: a room
 * @event: our leaving, which somebody else wrote
 * @name: (nullable): what that person is called
 * @error: a place for an error
 *
 * Returns: whether the store took it
 */
gboolean
mx_refusals_write (MxStore     *store,
                   const char  *room_id,
                   MxEvent     *event,
                   const char  *name,
                   GError     **error)
{
  const MxRoomMember *member = mx_event_get_content_as (event, &mx_type_room_member);
  Refusal refusal = { (char *) mx_event_get_sender (event), (char *) name, member ? member->reason : NULL,
                      mx_event_get_ts (event) };
  g_autoptr (JsonObject) object = mx_fields_write (fields, &refusal);
  g_autofree char *json = mx_json_print_object (object);
  g_autofree char *key = dup_key (room_id);

  return mx_store_set_value (store, key, json, error);
}

/**
 * mx_refusals_read:
 * @store: a store
 * @preview: the look at a room, not shared yet
 *
 * Fills in who refused our last request, where somebody did.
 */
void
mx_refusals_read (MxStore       *store,
                  MxRoomPreview *preview)
{
  g_autofree char *key = dup_key (preview->room_id);
  g_autofree char *json = mx_store_get_value (store, key, NULL);
  g_autoptr (JsonObject) object = json ? mx_json_parse_object (json, strlen (json), MAX_BYTES, NULL) : NULL;
  Refusal refusal = { NULL };

  if (!object || !mx_fields_read (fields, object, &refusal, NULL))
    return;
  preview->is_denied = TRUE;
  preview->actor = g_strdup (refusal.actor);
  preview->actor_name = g_strdup (refusal.name ? refusal.name : refusal.actor);
  preview->reason = refusal.reason ? mx_text_clean_line (refusal.reason) : NULL;
  preview->actor_ts = refusal.ts;
  mx_fields_clear (fields, &refusal);
}

/**
 * mx_refusals_clear:
 * @store: a store
 * @room_id: a room
 *
 * Forgets that a request was refused.
 */
void
mx_refusals_clear (MxStore    *store,
                   const char *room_id)
{
  g_autofree char *key = dup_key (room_id);
  g_autoptr (GError) error = NULL;

  if (!mx_store_set_value (store, key, NULL, &error))
    g_debug ("a refusal is not forgotten: %s", error->message);
}
