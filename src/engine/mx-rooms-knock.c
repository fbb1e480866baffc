/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asking to be let in, and letting in: who asks, who answers, and where a room went that
 * was moved. Engine thread. See Client-Server API, "Knocking on rooms". */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-room.h"
#include "mx-api-sync.h"
#include "mx-delta.h"
#include "mx-errand.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-link.h"
#include "mx-presets.h"
#include "mx-refusals.h"
#include "mx-request.h"
#include "mx-store-state.h"
#include "mx-text.h"
#include "types/m-room-member.h"
#include "types/m-room-tombstone.h"

#define MAX_REASON 500

static void
on_knocked (MxCore       *core,
            MxResponse   *response,
            const GError *error,
            gpointer      data)
{
  _mx_rooms_answered (core, data, response, error, MX_MEMBERSHIP_KNOCK);
}

/**
 * mx_rooms_knock:
 * @core: the engine
 * @task: (transfer full): ends with the room id
 * @wish: a room id, an alias or a link, servers that know it, and what to say (500 characters)
 *
 * Asks to be let in.
 */
void
mx_rooms_knock (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxLink) link = NULL;
  g_autoptr (MxRequest) request = NULL;
  MxErrand *errand;
  const char *const *via;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  errand = mx_errand_new (task, NULL);
  link = mx_presets_parse (core->presets, wish->room_id, &error);
  if (link && wish->text && g_utf8_strlen (wish->text, -1) > MAX_REASON)
    g_set_error (&error, MX_ERROR, MX_ERROR_BAD_INPUT, "the message has more than %d characters", MAX_REASON);
  if (link && !error) {
    via = (const char *const *) (wish->via && wish->via[0] ? wish->via : link->via);
    request = mx_api_knock (link->id, via, wish->text && *wish->text ? wish->text : NULL, &error);
    mx_errand_set_server (errand, core, _mx_rooms_whom_to_ask (link->id, via));
  }
  mx_errand_send (errand, core, g_steal_pointer (&request), g_steal_pointer (&error), on_knocked);
}

/* Who asks. */

static MxMemberInfo *
knocker_new (const char *json,
             const char *room_id)
{
  g_autoptr (MxEvent) event = mx_event_new (json, strlen (json), MX_EVENT_STATE, room_id, NULL);
  const MxRoomMember *member = event ? mx_event_get_content_as (event, &mx_type_room_member) : NULL;
  const char *user_id = member ? mx_event_get_state_key (event) : NULL;
  MxMemberInfo *info;

  if (!user_id || !g_str_equal (member->membership, "knock"))
    return NULL;
  info = g_new0 (MxMemberInfo, 1);
  info->user_id = g_strdup (user_id);
  info->name = member->displayname ? mx_text_clean_name (member->displayname) : NULL;
  if (!info->name || !*info->name)
    g_set_str (&info->name, user_id);
  info->raw_name = g_strdup (member->displayname);
  info->avatar = g_strdup (member->avatar_url);
  info->membership = MX_MEMBERSHIP_KNOCK;
  info->reason = member->reason ? mx_text_limit (member->reason, 20, MAX_REASON, NULL) : NULL;
  info->ts = mx_event_get_ts (event);
  return info;
}

static void
on_knocks (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  MxErrand *errand = data;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (MxEventPage) page = response ? mx_api_event_page_parse (response, &own_error) : NULL;
  GPtrArray *people;

  if (!page) {
    mx_errand_fail (errand, core, own_error);
    return;
  }
  people = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  for (guint i = 0; i < page->chunk->len; i++) {
    MxMemberInfo *info = knocker_new (g_ptr_array_index (page->chunk, i), errand->room_id);

    if (info)
      g_ptr_array_add (people, info);
  }
  mx_errand_return (errand, core, people, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * mx_rooms_load_knocks:
 * @core: the engine
 * @task: (transfer full): ends with an array of #MxMemberInfo
 * @wish: the room
 *
 * Who asks to be let in. The server is asked: lazy members leave out who knocked before.
 */
void
mx_rooms_load_knocks (MxCore *core,
                      GTask  *task,
                      MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_members (wish->room_id, NULL, "knock", &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, on_knocks);
}

/**
 * mx_rooms_kick:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: room, person and why
 *
 * Removes a person, or refuses a request to be let in.
 */
void
mx_rooms_kick (MxCore *core,
               GTask  *task,
               MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_kick (wish->room_id, wish->user_id, wish->text, &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, mx_errand_done);
}

/**
 * mx_rooms_follow:
 * @core: the engine
 * @task: (transfer full): ends with the new room's id
 * @wish: a room that was moved
 *
 * Joins the room that took its place, by the server of who moved it. See Client-Server API, "Room upgrades".
 */
void
mx_rooms_follow (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  g_autoptr (MxEvent) event = NULL;
  const MxRoomTombstone *tombstone;
  const char *via[2] = { NULL };
  GError *error = NULL;
  MxRequest *request = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  event = mx_store_get_state (core->store, wish->room_id, mx_type_room_tombstone.name, "", NULL);
  tombstone = event ? mx_event_get_content_as (event, &mx_type_room_tombstone) : NULL;
  if (tombstone && tombstone->replacement_room) {
    via[0] = mx_id_get_server_name (mx_event_get_sender (event));
    request = mx_api_join (tombstone->replacement_room, via, NULL, &error);
  } else {
    error = g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "this room did not move");
  }
  mx_errand_send (mx_errand_new (task, NULL), core, request, error, _mx_rooms_on_room_id);
}
