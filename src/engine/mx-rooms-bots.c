/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the bots that bridges name are in their rooms. Sync tells only of members who have
 * something to do with what it brings ("lazy-loading"), and a bot may never have spoken. Where
 * it matters, because a room would be that bot's control chat, the server is asked: one
 * question at a time, each once a run. A bot that is there goes into the store, where sync
 * keeps it up to date. Engine thread. */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-json.h"
#include "mx-request.h"
#include "mx-service.h"
#include "mx-store.h"
#include "types/m-room-member.h"

typedef struct
{
  char *room_id;
  char *bot;
} Question;

static void
question_free (Question *self)
{
  g_free (self->room_id);
  g_free (self->bot);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static char *
dup_key (const Question *question)
{
  return g_strconcat (question->room_id, " ", question->bot, NULL);
}

/* The server answers with the content alone. Whoever is in a room has said so themselves. */
static MxEvent *
member_event (const Question *question,
              JsonObject     *content)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *json = NULL;

  json_object_set_string_member (object, "type", mx_type_room_member.name);
  json_object_set_string_member (object, "state_key", question->bot);
  json_object_set_string_member (object, "sender", question->bot);
  json_object_set_object_member (object, "content", json_object_ref (content));
  json = mx_json_print_object (object);
  return mx_event_new (json, strlen (json), MX_EVENT_STATE, question->room_id, NULL);
}

/* Sync may have told of it meanwhile: then it knows better. */
static void
take_bot (MxCore         *core,
          const Question *question,
          JsonObject     *content)
{
  g_autoptr (MxStoreMember) known = mx_store_get_member (core->store, question->room_id, question->bot, NULL);
  g_autoptr (MxEvent) event = member_event (question, content);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  if (known || !event)
    return;
  if (!mx_store_set_state (core->store, question->room_id, event, &error)) {
    g_debug ("where a bridge's bot is could not be kept: %s", error->message);
    return;
  }
  rows = mx_store_list_rooms (core->store, NULL);
  for (guint i = 0; rows && i < rows->len; i++) {
    MxStoreRoom *row = g_ptr_array_index (rows, i);

    if (mx_service_is_possible (row))
      mx_rooms_publish (core, row->room_id);
  }
}

static void
on_bot (MxCore       *core,
        MxResponse   *response,
        const GError *error,
        gpointer      data)
{
  g_autoptr (Question) question = data;
  g_autoptr (JsonObject) content = response ? mx_response_dup_json (response, NULL) : NULL;

  if (!core->rooms || !core->store)
    return;
  core->rooms->is_asking_bot = FALSE;
  /* The next sync tries once more. */
  if (error && (mx_error_is_transient (error) || error->domain != MX_ERROR))
    return;
  g_hash_table_add (core->rooms->bots_asked, dup_key (question));
  if (content && g_strcmp0 (mx_json_get_string (content, "membership"), "join") == 0)
    take_bot (core, question, content);
  _mx_rooms_ask_bots (core->rooms);
}

static Question *
find_question (MxRooms *self)
{
  g_autoptr (GPtrArray) rows = mx_store_list_rooms (self->core->store, NULL);

  for (guint i = 0; rows && i < rows->len; i++) {
    g_auto (MxService) service = { NULL };
    g_autoptr (Question) question = g_new0 (Question, 1);
    g_autofree char *key = NULL;

    mx_service_read (&service, self->core->store, g_ptr_array_index (rows, i));
    if (!service.ask_bot)
      continue;
    question->room_id = g_steal_pointer (&service.ask_room);
    question->bot = g_steal_pointer (&service.ask_bot);
    key = dup_key (question);
    if (!g_hash_table_contains (self->bots_asked, key))
      return g_steal_pointer (&question);
  }
  return NULL;
}

void
_mx_rooms_ask_bots (MxRooms *self)
{
  g_autoptr (MxRequest) request = NULL;
  Question *question;

  if (!self->bots_due || self->is_asking_bot)
    return;
  question = find_question (self);
  if (!question) {
    self->bots_due = FALSE;
    return;
  }
  request = mx_api_get_state (question->room_id, mx_type_room_member.name, question->bot, NULL);
  if (!request) {
    question_free (question);
    return;
  }
  self->is_asking_bot = TRUE;
  mx_core_send (self->core, request, self->core->session_cancel, on_bot, question);
}
