/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is in a room, and what they hear of what is being written here. Engine thread. */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-room.h"
#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-power-levels.h"
#include "mx-request.h"
#include "mx-store-room.h"
#include "mx-store-state.h"
#include "mx-store.h"
#include "mx-summary.h"

#define TYPING_MS         30000
#define TYPING_REFRESH_US (25 * G_USEC_PER_SEC)

/* Members. */

static GPtrArray *
list_members (MxCore      *core,
              const char  *room_id,
              GError     **error)
{
  g_autoptr (MxPowerLevels) power_levels = mx_member_power_levels (core->store, room_id);
  g_autoptr (GPtrArray) stored = mx_store_list_members (core->store, room_id, MX_MEMBERS_PRESENT, 0, 0, error);
  GPtrArray *members;

  if (!stored)
    return NULL;
  members = g_ptr_array_new_full (stored->len, (GDestroyNotify) mx_member_info_free);
  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (members, mx_member_info_new (core->store, room_id, g_ptr_array_index (stored, i), power_levels));
  return members;
}

static void
answer_members (MxCore     *core,
                GTask      *task,
                const char *room_id)
{
  GError *error = NULL;
  GPtrArray *members = list_members (core, room_id, &error);

  if (members)
    mx_port_return_pointer (core->port, task, members, (GDestroyNotify) g_ptr_array_unref);
  else
    mx_port_return_error (core->port, task, error);
}

/* Sync keeps those up to date that it has told of, so that only the others are new. */
static gboolean
store_members (MxCore       *core,
               const char   *room_id,
               MxEventPage  *page,
               GError      **error)
{
  g_auto (MxStoreTransaction) transaction = { NULL };
  g_autoptr (MxStoreRoom) room = NULL;

  if (!mx_store_transaction_begin (&transaction, core->store, error))
    return FALSE;
  for (guint i = 0; i < page->chunk->len; i++) {
    const char *json = g_ptr_array_index (page->chunk, i);
    g_autoptr (MxEvent) event = mx_event_new (json, strlen (json), MX_EVENT_STATE, room_id, NULL);
    g_autoptr (MxStoreMember) known = NULL;

    if (!event || !mx_event_get_state_key (event))
      continue;
    known = mx_store_get_member (core->store, room_id, mx_event_get_state_key (event), NULL);
    if (!known && !mx_store_set_state (core->store, room_id, event, error))
      return FALSE;
  }
  room = mx_store_load_room (core->store, room_id, error);
  if (!room)
    return FALSE;
  room->members_complete = TRUE;
  return mx_store_save_room (core->store, room, error) && mx_store_transaction_commit (&transaction, error);
}

static void
on_members (MxCore       *core,
            MxResponse   *response,
            const GError *error,
            gpointer      data)
{
  g_autofree char *room_id = data;
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (MxEventPage) page = NULL;

  if (!core->rooms ||
      !g_hash_table_steal_extended (core->rooms->members, room_id, (gpointer *) &key, (gpointer *) &tasks))
    return;
  if (response)
    page = mx_api_event_page_parse (response, &own_error);
  if (page)
    store_members (core, room_id, page, &own_error);
  if (own_error) {
    _mx_rooms_fail_all (core, tasks, own_error);
    return;
  }
  while (tasks->len > 0)
    answer_members (core, g_ptr_array_steal_index (tasks, 0), room_id);
}

static void
ask_members (MxCore     *core,
             GTask      *task,
             const char *room_id)
{
  GPtrArray *tasks = g_hash_table_lookup (core->rooms->members, room_id);
  g_autoptr (MxRequest) request = NULL;
  GError *error = NULL;

  if (tasks) {
    g_ptr_array_add (tasks, task);
    return;
  }
  request = mx_api_members (room_id, NULL, NULL, &error);
  if (!request) {
    mx_port_return_error (core->port, task, error);
    return;
  }
  tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (tasks, task);
  g_hash_table_insert (core->rooms->members, g_strdup (room_id), tasks);
  mx_core_send (core, request, core->session_cancel, on_members, g_strdup (room_id));
}

/**
 * mx_rooms_load_members:
 * @core: the engine
 * @task: (transfer full): ends with an array of #MxMemberInfo
 * @wish: the room
 *
 * Everybody who is joined or invited. The server is asked once a room; sync keeps the list
 * up to date from then on. See Client-Server API, "Lazy-loading room members".
 */
void
mx_rooms_load_members (MxCore *core,
                       GTask  *task,
                       MxWish *wish)
{
  g_autoptr (MxStoreRoom) room = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  room = mx_store_load_room (core->store, wish->room_id, NULL);
  if (!room)
    mx_port_return_error (core->port, task,
                          g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "you are not in this room"));
  else if (room->members_complete)
    answer_members (core, task, wish->room_id);
  else
    ask_members (core, task, wish->room_id);
}

/* Typing. */

static void
on_typing_told (MxCore       *core,
                MxResponse   *response,
                const GError *error,
                gpointer      data)
{
  if (error)
    g_debug ("the room does not hear of typing: %s", error->message);
}

static void
tell_typing (MxCore     *core,
             const char *room_id,
             gboolean    typing)
{
  g_autoptr (MxRequest) request = mx_api_typing (room_id, core->account->user_id, typing, TYPING_MS, NULL);

  if (request)
    mx_core_send (core, request, core->session_cancel, on_typing_told, NULL);
}

static void
plan_typing (MxRooms    *self,
             const char *room_id)
{
  gint64 *again = g_new (gint64, 1);

  *again = mx_core_now (self->core) + TYPING_REFRESH_US;
  g_hash_table_replace (self->typing, g_strdup (room_id), again);
}

void
_mx_rooms_pump_typing (MxRooms *self,
                       gint64   now,
                       gint64  *due)
{
  GHashTableIter iter;
  gpointer room_id;
  gpointer again;

  g_hash_table_iter_init (&iter, self->typing);
  while (g_hash_table_iter_next (&iter, &room_id, &again)) {
    gint64 *when = again;

    if (*when <= now) {
      tell_typing (self->core, room_id, TRUE);
      *when = now + TYPING_REFRESH_US;
    }
    if (*due == 0 || *when < *due)
      *due = *when;
  }
}

/**
 * mx_rooms_set_typing:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: room and flag
 *
 * Says that something is being written, again every 25 seconds, until it is taken back. A
 * guest may not. See Client-Server API, "Typing notifications".
 */
void
mx_rooms_set_typing (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  mx_assert_engine (core);
  if (!core->rooms || !core->account || core->account->is_guest)
    return;
  if (wish->flag == g_hash_table_contains (core->rooms->typing, wish->room_id))
    return;
  if (wish->flag)
    plan_typing (core->rooms, wish->room_id);
  else
    g_hash_table_remove (core->rooms->typing, wish->room_id);
  tell_typing (core, wish->room_id, wish->flag);
  mx_engine_pump (core);
}

/**
 * mx_rooms_set_draft:
 * @core: the engine
 * @task: (nullable): not used
 * @wish: room and text
 *
 * Keeps what is written so far, over restarts.
 */
void
mx_rooms_set_draft (MxCore *core,
                    GTask  *task,
                    MxWish *wish)
{
  g_autoptr (GError) error = NULL;

  mx_assert_engine (core);
  if (core->store && !mx_store_set_draft (core->store, wish->room_id, wish->text, &error))
    g_debug ("a draft is not kept: %s", error->message);
}
