/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The body of a sync, read piece by piece: it is refused as a whole, or each room that comes has an
 * id, and each event a type; the rooms are as many as were announced. */

#include "config.h"

#include "mx-event.h"
#include "mx-fuzz.h"
#include "mx-id.h"
#include "mx-sync-response.h"

#define MAX_HEROES 16

static void
check_events (GPtrArray *events)
{
  for (guint i = 0; events != NULL && i < events->len; i++)
    g_assert_nonnull (mx_event_get_type_name (g_ptr_array_index (events, i)));
}

static void
check_room (const MxSyncRoom *room)
{
  g_assert_true (mx_id_is_room (room->room_id));
  g_assert_cmpint (room->joined_count, >=, -1);
  g_assert_cmpint (room->invited_count, >=, -1);
  g_assert_cmpint (room->notification_count, >=, -1);
  g_assert_cmpint (room->highlight_count, >=, -1);
  g_assert_true (room->heroes == NULL || g_strv_length (room->heroes) <= MAX_HEROES);
  check_events (room->state);
  check_events (room->timeline);
  check_events (room->ephemeral);
  check_events (room->account_data);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MxSyncResponse) response = mx_sync_response_new (body, &error);
  MxSyncRoom *room;
  guint n = 0;

  g_assert_cmpint (response == NULL, ==, error != NULL);
  if (response == NULL)
    return 0;
  g_assert_nonnull (mx_sync_response_get_next_batch (response));
  check_events (mx_sync_response_get_account_data (response));
  while ((room = mx_sync_response_next_room (response)) != NULL) {
    check_room (room);
    n++;
  }
  g_assert_cmpuint (n, ==, mx_sync_response_get_n_rooms (response));
  return 0;
}
