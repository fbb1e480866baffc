/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods directory.search, space.children and user.search. Each is one page of a list
 * of the model's. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-item.h"

#include "mx-directory.h"
#include "mx-found-room.h"
#include "mx-id.h"
#include "mx-person-search.h"
#include "mx-person.h"
#include "mx-space.h"

#define LIMIT     50
#define MAX_LIMIT 500

typedef struct
{
  CtlCall *call;
  GListModel *list; /* (owned) */
  gulong handler;
} Search;

static JsonObject *
room_to_json (MxFoundRoom *room)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "room", mx_found_room_get_id (room));
  json_object_set_string_member (object, "room_id", mx_found_room_get_id (room));
  ctl_json_add_text (object, "alias", mx_found_room_get_alias (room));
  ctl_json_add_text (object, "name", mx_found_room_get_name (room));
  ctl_json_add_text (object, "topic", mx_found_room_get_topic (room));
  ctl_json_add_text (object, "join_rule", mx_found_room_get_join_rule (room));
  json_object_set_int_member (object, "members", mx_found_room_get_members (room));
  json_object_set_boolean_member (object, "space", mx_found_room_is_space (room));
  json_object_set_boolean_member (object, "suggested", mx_found_room_is_suggested (room));
  json_object_set_boolean_member (object, "world_readable", mx_found_room_is_world_readable (room));
  json_object_set_boolean_member (object, "guest_can_join", mx_found_room_guest_can_join (room));
  json_object_set_boolean_member (object, "joined", mx_found_room_is_member (room));
  return object;
}

static JsonObject *
person_to_json (MxPerson *person)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "user_id", mx_person_get_user_id (person));
  ctl_json_add_text (object, "displayname", mx_person_get_name (person));
  ctl_json_add_text (object, "avatar_url", mx_person_get_avatar (person));
  return object;
}

static void
finish (Search       *self,
        const GError *error,
        const char   *member,
        const char   *next)
{
  JsonObject *object;
  JsonArray *array;

  g_clear_signal_handler (&self->handler, self->list);
  if (error != NULL) {
    ctl_call_fail (self->call, g_error_copy (error));
  } else {
    object = json_object_new ();
    array = json_array_new ();
    for (guint i = 0; i < g_list_model_get_n_items (self->list); i++) {
      g_autoptr (GObject) item = g_list_model_get_item (self->list, i);

      json_array_add_object_element (array, MX_IS_PERSON (item) ? person_to_json (MX_PERSON (item))
                                                                : room_to_json (MX_FOUND_ROOM (item)));
    }
    json_object_set_array_member (object, member, array);
    ctl_json_add_text (object, "next", next);
    ctl_call_return (self->call, object);
  }
  g_clear_object (&self->list);
  g_free (self);
}

static void
on_rooms (MxFoundRooms *rooms,
          GParamSpec   *pspec,
          Search       *self)
{
  if (!mx_found_rooms_is_loading (rooms))
    finish (self, mx_found_rooms_get_error (rooms), "rooms", mx_found_rooms_get_next (rooms));
}

static void
on_people (MxPersonSearch *people,
           GParamSpec     *pspec,
           Search         *self)
{
  if (!mx_person_search_is_loading (people))
    finish (self, mx_person_search_get_error (people), "users", NULL);
}

static gboolean
check_limit (CtlCall *call)
{
  gint64 limit = ctl_call_get_params (call)->limit;

  return ctl_call_check (call, limit >= 0 && limit <= MAX_LIMIT, "“limit” is 1 to 500.");
}

/* Takes @rooms. */
static void
load (CtlCall      *call,
      MxFoundRooms *rooms)
{
  CtlParams *params = ctl_call_get_params (call);
  Search *self = g_new0 (Search, 1);

  self->call = call;
  self->list = G_LIST_MODEL (rooms);
  mx_found_rooms_set_page (rooms, params->limit > 0 ? (guint) params->limit : LIMIT, params->next);
  mx_found_rooms_load_more (rooms);
  self->handler = g_signal_connect (rooms, "notify::is-loading", G_CALLBACK (on_rooms), self);
}

static const MxField directory_fields[] = {
  CTL_PARAM ("server", MX_FIELD_STRING, server),
  CTL_PARAM ("term", MX_FIELD_STRING, term),
  CTL_PARAM ("limit", MX_FIELD_INT, limit),
  CTL_PARAM ("next", MX_FIELD_STRING, next),
  { NULL },
};

static void
run_directory (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxDirectory *directory;

  if (!check_limit (call) ||
      !ctl_call_check (call, params->server == NULL || mx_id_is_server_name (params->server),
                       "“server” is the name of a server."))
    return;
  directory = mx_directory_new (ctl_call_get_session (call));
  mx_directory_set_server (directory, params->server);
  mx_directory_set_term (directory, params->term);
  load (call, MX_FOUND_ROOMS (directory));
}

static const MxField children_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("limit", MX_FIELD_INT, limit),
  CTL_PARAM ("next", MX_FIELD_STRING, next),
  { NULL },
};

static void
run_children (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);

  if (check_limit (call) && ctl_call_check (call, mx_id_is_room (params->room), "“room” is a room id."))
    load (call, MX_FOUND_ROOMS (mx_space_new (ctl_call_get_session (call), params->room)));
}

static const MxField user_fields[] = {
  CTL_PARAM ("term", MX_FIELD_STRING, term, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_user (CtlCall *call)
{
  MxPersonSearch *people = mx_person_search_new (ctl_call_get_session (call));
  Search *self = g_new0 (Search, 1);

  self->call = call;
  self->list = G_LIST_MODEL (people);
  mx_person_search_set_term (people, ctl_call_get_params (call)->term);
  self->handler = g_signal_connect (people, "notify::is-loading", G_CALLBACK (on_people), self);
  /* Nothing is looked for: nobody is found. */
  on_people (people, NULL, self);
}

const CtlMethod ctl_find_methods[] = {
  { "directory.search", CTL_NEEDS_ACCOUNT, directory_fields, run_directory },
  { "space.children", CTL_NEEDS_ACCOUNT, children_fields, run_children },
  { "user.search", CTL_NEEDS_ACCOUNT, user_fields, run_user },
  { NULL },
};
