/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last step of a look at a room from which one is banned: by whom, and why. Engine thread.
 *
 *   the store's member event ─► none, or nothing of who did it (this device has not seen the ban yet, or
 *   no more of the room than it)? a sync of that room alone
 *
 * Servers let nobody read the state of a room that they are banned from, but sync has the event that
 * ended the membership, also for who never was in the room. A sync without a token changes nothing
 * at the server. Where even that does not say it, the preview says "banned" alone. */

#include "config.h"

#include "mx-preview-private.h"

#include "mx-api-sync.h"
#include "mx-event.h"
#include "mx-request.h"
#include "mx-store-state.h"
#include "mx-summary.h"
#include "mx-sync-response.h"
#include "mx-text.h"
#include "types/m-room-member.h"

/* (nullable): what @event says, where it is about @user_id */
static const MxRoomMember *
read_member (MxEvent    *event,
             const char *user_id)
{
  if (g_strcmp0 (mx_event_get_state_key (event), user_id) != 0)
    return NULL;
  return mx_event_get_content_as (event, &mx_type_room_member);
}

static void
take_ban (MxLook  *look,
          MxEvent *event)
{
  const MxRoomMember *content = mx_event_get_content_as (event, &mx_type_room_member);

  g_set_str (&look->preview->actor, mx_event_get_sender (event));
  g_free (look->preview->reason);
  look->preview->reason = content && content->reason ? mx_text_clean_line (content->reason) : NULL;
  look->preview->actor_ts = mx_event_get_ts (event);
  g_free (look->preview->actor_name);
  look->preview->actor_name =
    mx_member_dup_name_of (look->core->store, look->preview->room_id, mx_event_get_sender (event));
}

static void
find_ban (MxLook    *look,
          GPtrArray *events)
{
  for (guint i = 0; events && i < events->len; i++) {
    MxEvent *event = g_ptr_array_index (events, i);
    const MxRoomMember *content = read_member (event, look->core->account->user_id);

    if (content && g_str_equal (content->membership, "ban"))
      take_ban (look, event);
  }
}

/* What is not in the store yet has its name beside it. */
static void
find_name (MxLook    *look,
           GPtrArray *events)
{
  for (guint i = 0; events && i < events->len; i++) {
    const MxRoomMember *content = read_member (g_ptr_array_index (events, i), look->preview->actor);

    if (content && content->displayname) {
      g_free (look->preview->actor_name);
      look->preview->actor_name = mx_text_clean_name (content->displayname);
    }
  }
}

static void
read_rooms (MxLook         *look,
            MxSyncResponse *sync)
{
  MxSyncRoom *room;

  while ((room = mx_sync_response_next_room (sync)) != NULL) {
    if (!g_str_equal (room->room_id, look->preview->room_id))
      continue;
    find_ban (look, room->state);
    find_ban (look, room->timeline);
    if (look->preview->actor)
      find_name (look, room->state);
  }
}

static void
on_left (MxLook       *look,
         MxResponse   *response,
         const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (MxSyncResponse) sync = response ? mx_sync_response_new (response->body, &parse_error) : NULL;

  if (sync && look->core->account && look->core->store)
    read_rooms (look, sync);
  else
    g_debug ("nobody says who banned: %s", error ? error->message : parse_error ? parse_error->message
                                                                                : "signed out");
  _mx_look_finish (look, MX_PREVIEW_BANNED);
}

/* Whether the store says by whom, and what they are called. */
static gboolean
knows_ban (MxLook     *look,
           const char *me)
{
  MxStore *store = look->core->store;
  const char *room_id = look->preview->room_id;
  g_autoptr (MxEvent) event = mx_store_get_state (store, room_id, "m.room.member", me, NULL);
  const MxRoomMember *content = event ? read_member (event, me) : NULL;
  g_autoptr (MxStoreMember) actor = NULL;

  if (!content || !g_str_equal (content->membership, "ban"))
    return FALSE;
  take_ban (look, event);
  actor = mx_store_get_member (store, room_id, mx_event_get_sender (event), NULL);
  return actor != NULL;
}

/*< private >
 * _mx_look_banned:
 *
 * Finds out by whom, and why. Ends the look.
 */
void
_mx_look_banned (MxLook *look)
{
  const char *me = look->core->account ? look->core->account->user_id : NULL;
  g_autoptr (MxRequest) request = NULL;

  look->preview->is_denied = FALSE;
  if (!me || !look->core->store || knows_ban (look, me)) {
    _mx_look_finish (look, MX_PREVIEW_BANNED);
    return;
  }
  request = mx_api_sync_left_room (look->preview->room_id, NULL);
  if (request)
    _mx_look_ask (look, g_steal_pointer (&request), NULL, on_left);
  else
    _mx_look_finish (look, MX_PREVIEW_BANNED);
}
