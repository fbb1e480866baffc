/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Into rooms and out of them, and which rooms somebody looks at. Engine thread.
 *
 * Joining and creating end when sync has brought the room, so that whoever waited finds it;
 * a server that is slow to tell does not keep anybody waiting for longer than half a minute. */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-room.h"
#include "mx-api-sync.h"
#include "mx-errand.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-link.h"
#include "mx-presets.h"
#include "mx-request.h"
#include "mx-store-room.h"
#include "mx-store-state.h"
#include "mx-store-timeline.h"
#include "mx-store.h"
#include "mx-summary.h"
#include "mx-sync-apply.h"

#define ARRIVAL_US (30 * G_USEC_PER_SEC)

typedef struct
{
  char *room_id;   /* (owned)                                 */
  GTask *task;     /* (owned)                                 */
  gint64 deadline; /* µs                                      */
  MxMembership membership;
} Arrival;

static void
arrival_free (Arrival *arrival)
{
  g_clear_object (&arrival->task);
  g_free (arrival->room_id);
  g_free (arrival);
}

static void
list_free (gpointer data)
{
  g_ptr_array_unref (data);
}

/**
 * mx_rooms_new:
 * @core: the engine
 *
 * Returns: (transfer full): what is known of rooms while somebody is signed in
 */
MxRooms *
mx_rooms_new (MxCore *core)
{
  MxRooms *self = g_new0 (MxRooms, 1);

  self->core = core;
  self->arrivals = g_ptr_array_new_with_free_func ((GDestroyNotify) arrival_free);
  self->fillings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  self->typing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bots_asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->bots_due = TRUE;
  return self;
}

void
_mx_rooms_fail_all (MxCore       *core,
                    GPtrArray    *tasks,
                    const GError *error)
{
  while (tasks->len > 0)
    mx_port_return_error (core->port, g_ptr_array_steal_index (tasks, 0), g_error_copy (error));
}

static void
fail_lists (MxCore       *core,
            GHashTable   *lists,
            const GError *error)
{
  GHashTableIter iter;
  gpointer tasks;

  g_hash_table_iter_init (&iter, lists);
  while (g_hash_table_iter_next (&iter, NULL, &tasks))
    _mx_rooms_fail_all (core, tasks, error);
}

/**
 * mx_rooms_free:
 * @self: (transfer full): the rooms
 *
 * Whoever waits is told that it was cancelled. Requests under way must have ended.
 */
void
mx_rooms_free (MxRooms *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine closes");

  for (guint i = 0; i < self->arrivals->len; i++) {
    Arrival *arrival = g_ptr_array_index (self->arrivals, i);

    mx_port_return_error (self->core->port, g_steal_pointer (&arrival->task), g_error_copy (error));
  }
  fail_lists (self->core, self->fillings, error);
  fail_lists (self->core, self->members, error);
  g_ptr_array_unref (self->arrivals);
  g_hash_table_unref (self->fillings);
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->typing);
  g_hash_table_unref (self->bots_asked);
  g_free (self);
}

/**
 * mx_rooms_is_open:
 * @self: the rooms
 * @room_id: a room
 *
 * Returns: whether somebody looks at it
 */
gboolean
mx_rooms_is_open (MxRooms    *self,
                  const char *room_id)
{
  return g_hash_table_contains (self->core->open_rooms, room_id);
}

/**
 * mx_rooms_get_open:
 * @self: the rooms
 *
 * Returns: (transfer none) (element-type utf8 utf8): the set of rooms that somebody looks at
 */
GHashTable *
mx_rooms_get_open (MxRooms *self)
{
  return self->core->open_rooms;
}

/**
 * mx_rooms_publish:
 * @core: the engine
 * @room_id: a room
 *
 * Sends a room's summary, made anew from the store.
 */
void
mx_rooms_publish (MxCore     *core,
                  const char *room_id)
{
  g_autoptr (MxStoreRoom) room = mx_store_load_room (core->store, room_id, NULL);
  g_autoptr (MxDelta) delta = NULL;

  if (!room)
    return;
  delta = mx_delta_new ();
  mx_delta_get_room (delta, room_id)->summary =
    mx_summary_from_row (core->store, room, mx_rooms_is_open (core->rooms, room_id));
  mx_port_publish (core->port, g_steal_pointer (&delta));
}

static GHashTable *
load_ignored (MxCore *core)
{
  g_autofree char *content = mx_store_get_account_data (core->store, NULL, "m.ignored_user_list", NULL);
  g_auto (GStrv) users = content ? mx_sync_ignored_users (content) : NULL;
  GHashTable *ignored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; users && users[i]; i++)
    g_hash_table_add (ignored, g_strdup (users[i]));
  return ignored;
}

/**
 * mx_rooms_hide_ignored:
 * @core: the engine
 *
 * Where somebody who is hidden wrote last, the list of rooms shows what was written before.
 */
void
mx_rooms_hide_ignored (MxCore *core)
{
  g_autoptr (GHashTable) ignored = load_ignored (core);
  g_autoptr (GPtrArray) rows = g_hash_table_size (ignored) > 0 ? mx_store_list_rooms (core->store, NULL) : NULL;

  for (guint i = 0; rows && i < rows->len; i++) {
    MxStoreRoom *row = g_ptr_array_index (rows, i);
    g_autoptr (MxStoreEntry) entry = NULL;
    g_autoptr (GError) error = NULL;

    if (row->last_event)
      entry = mx_store_find_event (core->store, row->room_id, row->last_event, NULL);
    if (!entry || !entry->event || !g_hash_table_contains (ignored, mx_event_get_sender (entry->event)))
      continue;
    if (mx_summary_find_last (core->store, row, ignored, &error) && mx_store_save_room (core->store, row, &error))
      mx_rooms_publish (core, row->room_id);
    else
      g_debug ("what is hidden stays in the list of rooms: %s", error->message);
  }
}

/**
 * mx_rooms_publish_ignored:
 * @core: the engine
 *
 * Sends who is hidden, as the store has it.
 */
void
mx_rooms_publish_ignored (MxCore *core)
{
  g_autofree char *content = mx_store_get_account_data (core->store, NULL, "m.ignored_user_list", NULL);
  g_autoptr (MxDelta) delta = mx_delta_new ();

  delta->ignored = content ? mx_sync_ignored_users (content) : NULL;
  if (!delta->ignored)
    delta->ignored = g_new0 (char *, 1);
  mx_port_publish (core->port, g_steal_pointer (&delta));
  mx_rooms_hide_ignored (core);
}

/* Arrivals. */

static gboolean
has_arrived (MxRooms      *self,
             const char   *room_id,
             MxMembership  membership)
{
  g_autoptr (MxStoreRoom) room = mx_store_load_room (self->core->store, room_id, NULL);

  return room && (room->membership == MX_MEMBERSHIP_JOIN || room->membership == membership);
}

void
_mx_rooms_await (MxRooms      *self,
                 char         *room_id,
                 MxMembership  membership,
                 GTask        *task)
{
  Arrival *arrival;

  if (has_arrived (self, room_id, membership)) {
    mx_port_return_pointer (self->core->port, task, room_id, g_free);
    return;
  }
  arrival = g_new0 (Arrival, 1);
  arrival->room_id = room_id;
  arrival->task = task;
  arrival->membership = membership;
  arrival->deadline = mx_core_now (self->core) + ARRIVAL_US;
  g_ptr_array_add (self->arrivals, arrival);
  mx_engine_pump (self->core);
}

static void
end_arrival (MxRooms *self,
             guint    index)
{
  Arrival *arrival = g_ptr_array_index (self->arrivals, index);

  mx_port_return_pointer (self->core->port, g_steal_pointer (&arrival->task),
                          g_steal_pointer (&arrival->room_id), g_free);
  g_ptr_array_remove_index (self->arrivals, index);
}

/**
 * mx_rooms_synced:
 * @self: the rooms
 * @asks_bots: whether it left open where a bridge's bot is
 *
 * After a sync: who waits for a room that has come is told, and what is open is asked.
 */
void
mx_rooms_synced (MxRooms  *self,
                 gboolean  asks_bots)
{
  for (guint i = self->arrivals->len; i > 0; i--) {
    Arrival *arrival = g_ptr_array_index (self->arrivals, i - 1);

    if (has_arrived (self, arrival->room_id, arrival->membership))
      end_arrival (self, i - 1);
  }
  self->bots_due |= asks_bots;
  _mx_rooms_ask_bots (self);
}

/**
 * mx_rooms_pump:
 * @self: the rooms
 * @now: µs
 *
 * Returns: when to look again in µs, 0 when nothing depends on time
 */
gint64
mx_rooms_pump (MxRooms *self,
               gint64   now)
{
  gint64 due = 0;

  for (guint i = self->arrivals->len; i > 0; i--) {
    Arrival *arrival = g_ptr_array_index (self->arrivals, i - 1);

    if (arrival->deadline <= now)
      end_arrival (self, i - 1);
    else if (due == 0 || arrival->deadline < due)
      due = arrival->deadline;
  }
  _mx_rooms_pump_typing (self, now, &due);
  return due;
}

/* The server that knows a room, as far as its name or link tells; NULL: nothing tells. */
const char *
_mx_rooms_whom_to_ask (const char        *room,
                       const char *const *via)
{
  if (!mx_id_is_alias (room) && via && via[0])
    return via[0];
  return mx_id_get_server_name (room);
}

/* The answer names the room; the end of @errand (taken) waits until sync has it with this membership. */
void
_mx_rooms_answered (MxCore       *core,
                    MxErrand     *errand_taken,
                    MxResponse   *response,
                    const GError *error,
                    MxMembership  membership)
{
  g_autoptr (MxErrand) errand = errand_taken;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autofree char *room_id = response ? mx_api_room_id_parse (response, &own_error) : NULL;

  if (room_id && core->rooms) {
    _mx_rooms_await (core->rooms, g_steal_pointer (&room_id), membership, g_steal_pointer (&errand->task));
    return;
  }
  if (!own_error)
    own_error = g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "signed out meanwhile");
  if (own_error->domain == MX_ERROR)
    mx_api_join_explain (own_error);
  mx_error_blame (own_error, errand->far_server);
  mx_port_return_error (core->port, g_steal_pointer (&errand->task), g_steal_pointer (&own_error));
}

/* Joining and creating. */
void
_mx_rooms_on_room_id (MxCore       *core,
                      MxResponse   *response,
                      const GError *error,
                      gpointer      data)
{
  _mx_rooms_answered (core, data, response, error, MX_MEMBERSHIP_JOIN);
}

/**
 * mx_rooms_join:
 * @core: the engine
 * @task: (transfer full): ends with the room id
 * @wish: a room id, an alias or a link, and servers that know it
 *
 * See Client-Server API, "Joining rooms".
 */
void
mx_rooms_join (MxCore *core,
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
  if (link) {
    via = (const char *const *) (wish->via && wish->via[0] ? wish->via : link->via);
    request = mx_api_join (link->id, via, NULL, &error);
    mx_errand_set_server (errand, core, _mx_rooms_whom_to_ask (link->id, via));
  }
  mx_errand_send (errand, core, g_steal_pointer (&request), g_steal_pointer (&error), _mx_rooms_on_room_id);
}

/**
 * mx_rooms_create:
 * @core: the engine
 * @task: (transfer full): ends with the room id
 * @wish: the body of createRoom
 *
 * See Client-Server API, "Creation".
 */
void
mx_rooms_create (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_create_room (wish->text, &error);
  mx_errand_send (mx_errand_new (task, NULL), core, request, error, _mx_rooms_on_room_id);
}

static void
on_forgotten (MxCore       *core,
              MxResponse   *response,
              const GError *error,
              gpointer      data)
{
  if (error)
    g_debug ("a room that was left is not forgotten: %s", error->message);
}

static void
on_left (MxCore       *core,
         MxResponse   *response,
         const GError *error,
         gpointer      data)
{
  g_autoptr (MxErrand) errand = data;
  g_autoptr (MxRequest) request = NULL;

  if (error) {
    mx_port_return_error (core->port, g_steal_pointer (&errand->task), g_error_copy (error));
    return;
  }
  mx_port_return_boolean (core->port, g_steal_pointer (&errand->task), TRUE);
  request = mx_api_forget (errand->room_id, NULL);
  if (request)
    mx_core_send (core, request, core->session_cancel, on_forgotten, NULL);
}

/**
 * mx_rooms_leave:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: the room
 *
 * Leaves a room or declines an invite. See Client-Server API, "Leaving rooms".
 */
void
mx_rooms_leave (MxCore *core,
                GTask  *task,
                MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_leave (wish->room_id, NULL, &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, on_left);
}

/* A server that does not know of it any more has forgotten it already. */
static void
on_forget (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  g_autoptr (MxErrand) errand = data;
  g_autoptr (MxDelta) delta = NULL;
  g_autoptr (GError) own_error = NULL;

  if (error && !g_error_matches (error, MX_ERROR, MX_ERROR_NOT_FOUND))
    own_error = g_error_copy (error);
  else if (!core->store)
    own_error = g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "signed out meanwhile");
  else
    mx_store_delete_room (core->store, errand->room_id, &own_error);
  if (own_error) {
    mx_port_return_error (core->port, g_steal_pointer (&errand->task), g_steal_pointer (&own_error));
    return;
  }
  delta = mx_delta_new ();
  mx_delta_get_room (delta, errand->room_id)->removed = TRUE;
  mx_port_publish (core->port, g_steal_pointer (&delta));
  mx_port_return_boolean (core->port, g_steal_pointer (&errand->task), TRUE);
}

/**
 * mx_rooms_forget:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: a room that we are not in any more
 *
 * Leaves nothing of it, here and at the server. See Client-Server API, "Leaving rooms".
 */
void
mx_rooms_forget (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_forget (wish->room_id, &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, on_forget);
}

/**
 * mx_rooms_invite:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: room and person
 *
 * See Client-Server API, "Inviting".
 */
void
mx_rooms_invite (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_invite (wish->room_id, wish->user_id, NULL, &error);
  mx_errand_send (mx_errand_new (task, NULL), core, request, error, mx_errand_done);
}

static void
on_state (MxCore       *core,
          MxResponse   *response,
          const GError *error,
          gpointer      data)
{
  g_autoptr (MxErrand) errand = data;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, &own_error) : NULL;

  if (content)
    mx_port_return_pointer (core->port, g_steal_pointer (&errand->task), mx_json_print_object (content), g_free);
  else
    mx_port_return_error (core->port, g_steal_pointer (&errand->task), g_steal_pointer (&own_error));
}

/**
 * mx_rooms_get_state:
 * @core: the engine
 * @task: (transfer full): ends with the content as JSON text
 * @wish: room, type and state key
 *
 * From the store, else from the server.
 */
void
mx_rooms_get_state (MxCore *core,
                    GTask  *task,
                    MxWish *wish)
{
  g_autoptr (MxEvent) event = NULL;
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  event = mx_store_get_state (core->store, wish->room_id, wish->type, wish->state_key, NULL);
  if (event) {
    mx_port_return_pointer (core->port, task, mx_event_dup_content_json (event), g_free);
    return;
  }
  request = mx_api_get_state (wish->room_id, wish->type, wish->state_key, &error);
  mx_errand_send (mx_errand_new (task, NULL), core, request, error, on_state);
}
