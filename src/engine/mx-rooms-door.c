/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A room that is closed for a while, against a crowd of strangers: by invitation only, and without
 * guests. What was before lies in the very state that replaces it. So whoever may change that state can
 * open the room again, from any device; and where somebody changes it otherwise meanwhile, that counts.
 *
 *   join rules ──► guest access ──► the task ends with TRUE     a part that is as it shall be is left alone
 *       └─ refused ─────┴─────────► … or with the error
 *
 * Engine thread. */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-room.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-store-state.h"
#include "types/m-room-guest-access.h"
#include "types/m-room-join-rules.h"

#include <string.h>

/* In the order in which they are changed: a crowd is stopped first. */
static const struct
{
  const MxEventType *type;
  const char *member;
  const char *closed;
} parts[] = {
  { &mx_type_room_join_rules, "join_rule", "invite" },
  { &mx_type_room_guest_access, "guest_access", "forbidden" },
};

typedef struct
{
  GTask *task;
  char *room_id;
  gboolean closes;
  guint part; /* the next one */
} Door;

static void
door_free (Door *self)
{
  g_clear_object (&self->task);
  g_free (self->room_id);
  g_free (self);
}

/* (nullable): the content that one part shall have. */
static char *
dup_change (Door    *self,
            MxStore *store,
            guint    part)
{
  g_autoptr (MxEvent) event = mx_store_get_state (store, self->room_id, parts[part].type->name, "", NULL);
  g_autofree char *json = event ? mx_event_dup_content_json (event) : NULL;
  g_autoptr (JsonObject) now = json ? mx_json_parse_object (json, strlen (json), strlen (json), NULL) : NULL;
  JsonObject *before = now ? mx_json_get_object (now, MX_ROOM_CLOSED_PATH) : NULL;
  g_autoptr (JsonObject) closed = NULL;

  if (!now)
    return NULL;
  if (!self->closes)
    return before ? mx_json_print_object (before) : NULL;
  if (g_strcmp0 (mx_json_get_string (now, parts[part].member), parts[part].closed) == 0)
    return NULL;
  closed = json_object_new ();
  json_object_set_string_member (closed, parts[part].member, parts[part].closed);
  json_object_remove_member (now, MX_ROOM_CLOSED);
  json_object_set_object_member (closed, MX_ROOM_CLOSED, json_object_ref (now));
  return mx_json_print_object (closed);
}

static void on_sent (MxCore *core,
                     MxResponse *response,
                     const GError *error,
                     gpointer data);

static void
step (Door   *self,
      MxCore *core)
{
  MxRequest *request = NULL;
  GError *error = NULL;

  while (!request && !error && self->part < G_N_ELEMENTS (parts)) {
    guint part = self->part++;
    g_autofree char *json = dup_change (self, core->store, part);

    if (json)
      request = mx_api_send_state (self->room_id, parts[part].type->name, NULL, json, &error);
  }
  if (request) {
    mx_core_send (core, request, g_task_get_cancellable (self->task), on_sent, self);
    mx_request_unref (request);
    return;
  }
  if (error)
    mx_port_return_error (core->port, g_steal_pointer (&self->task), error);
  else
    mx_port_return_boolean (core->port, g_steal_pointer (&self->task), TRUE);
  door_free (self);
}

static void
on_sent (MxCore       *core,
         MxResponse   *response,
         const GError *error,
         gpointer      data)
{
  Door *self = data;

  if (!error && core->store) {
    step (self, core);
    return;
  }
  mx_port_return_error (core->port, g_steal_pointer (&self->task),
                        error ? g_error_copy (error)
                              : g_error_new_literal (MX_ERROR, MX_ERROR_SIGNED_OUT, "nobody is signed in"));
  door_free (self);
}

/**
 * mx_rooms_set_closed:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: the room, and whether nobody new shall come in for now
 *
 * See Client-Server API, "m.room.join_rules" and "m.room.guest_access".
 */
void
mx_rooms_set_closed (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  Door *self;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  self = g_new0 (Door, 1);
  self->task = task;
  self->room_id = g_strdup (wish->room_id);
  self->closes = wish->flag;
  step (self, core);
}
