/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reducer's part for the control chats of bridges. What a room is depends on others: on
 * what the bridged rooms say, on who is in them, and on whether we are. Where one of these
 * changes, every room that may be a control chat is told anew, whatever came first, and in
 * whichever order a response has the rooms. Engine thread, inside the transaction of the sync. */

#include "config.h"

#include "mx-sync-apply-private.h"

#include "mx-event.h"
#include "mx-service.h"
#include "mx-store-state.h"
#include "mx-summary.h"
#include "types/m-room-member.h"
#include "types/uk-half-shot-bridge.h"

static void
add_bots (MxSyncRoomPass *pass,
          const char     *type)
{
  g_autoptr (GPtrArray) events = NULL;

  events = mx_store_list_state (pass->apply->scope->store, pass->row->room_id, type, NULL);
  for (guint i = 0; events && i < events->len; i++) {
    const MxBridge *claim = mx_bridge_get_claim (g_ptr_array_index (events, i));

    if (claim)
      g_hash_table_add (pass->bots, g_strdup (claim->bot));
  }
}

/* As the store had them before this response: what it changes is noted by itself. */
static GHashTable *
get_bots (MxSyncRoomPass *pass)
{
  if (!pass->bots) {
    pass->bots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    if (!pass->is_new) {
      add_bots (pass, mx_type_bridge.name);
      add_bots (pass, mx_type_uk_half_shot_bridge.name);
    }
  }
  return pass->bots;
}

/**
 * _mx_sync_note_state:
 * @pass: a room that is being changed
 * @event: its new state
 */
void
_mx_sync_note_state (MxSyncRoomPass *pass,
                     MxEvent        *event)
{
  const char *type = mx_event_get_type_name (event);

  if (pass->apply->bridges_changed)
    return;
  if (g_str_equal (type, mx_type_room_member.name))
    pass->apply->bridges_changed = g_hash_table_contains (get_bots (pass), mx_event_get_state_key (event));
  else
    pass->apply->bridges_changed = mx_bridge_is_type (type);
}

/**
 * _mx_sync_note_leaving:
 * @pass: a room in which we are no more
 */
void
_mx_sync_note_leaving (MxSyncRoomPass *pass)
{
  if (g_hash_table_size (get_bots (pass)) > 0)
    pass->apply->bridges_changed = TRUE;
}

/**
 * _mx_sync_note_row:
 * @apply: the response that is being applied
 * @row: a room of which the model is told
 */
void
_mx_sync_note_row (MxSyncApply       *apply,
                   const MxStoreRoom *row)
{
  g_auto (MxService) service = { NULL };

  if (!apply->scope->asks_bots || *apply->scope->asks_bots)
    return;
  mx_service_read (&service, apply->scope->store, row);
  *apply->scope->asks_bots = service.ask_bot != NULL;
}

static void
tell_row (MxSyncApply       *apply,
          const MxStoreRoom *row)
{
  GHashTable *open = apply->scope->open_rooms;
  MxRoomDelta *out = mx_delta_add_room (apply->delta, row->room_id);

  out->summary = mx_summary_from_row (apply->scope->store, row, open && g_hash_table_contains (open, row->room_id));
  _mx_sync_note_row (apply, row);
}

/**
 * _mx_sync_apply_services:
 * @apply: a response whose rooms were applied
 * @error: a place for an error
 *
 * Returns: whether the store could be read
 */
gboolean
_mx_sync_apply_services (MxSyncApply  *apply,
                         GError      **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (!apply->bridges_changed)
    return TRUE;
  rows = mx_store_list_rooms (apply->scope->store, error);
  for (guint i = 0; rows && i < rows->len; i++)
    if (mx_service_is_possible (g_ptr_array_index (rows, i)))
      tell_row (apply, g_ptr_array_index (rows, i));
  return rows != NULL;
}
