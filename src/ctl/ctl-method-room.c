/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods room.list, .join, .leave, .create, .invite, .state and .members. Main thread. */

#include "config.h"

#include "ctl-methods.h"

#include "ctl-item.h"

#include "mx-error.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-member-list.h"
#include "mx-member.h"
#include "mx-room-list.h"
#include "mx-room.h"

#include <string.h>

#define ENCRYPTION "m.megolm.v1.aes-sha2"

static const MxField no_fields[] = {
  { NULL },
};

static void
run_list (CtlCall *call)
{
  GListModel *rooms = G_LIST_MODEL (mx_session_get_rooms (ctl_call_get_session (call)));
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  guint i;

  for (i = 0; i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);

    json_array_add_object_element (array, ctl_room_to_json (room));
  }
  json_object_set_array_member (object, "rooms", array);
  ctl_call_return (call, object);
}

/* room.join, room.create */

static const MxField join_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room),
  CTL_PARAM ("alias", MX_FIELD_STRING, alias),
  CTL_PARAM ("link", MX_FIELD_STRING, link),
  CTL_PARAM ("via", MX_FIELD_STRV, via),
  { NULL },
};

static gboolean
are_servers (char **names)
{
  guint i;

  for (i = 0; names[i] != NULL; i++)
    if (!mx_id_is_server_name (names[i]))
      return FALSE;
  return TRUE;
}

static void
run_join (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  int n_given = (params->room != NULL) + (params->alias != NULL) + (params->link != NULL);
  const char *target = params->room != NULL ? params->room : params->alias != NULL ? params->alias
                                                                                   : params->link;

  if (!ctl_call_check (call, n_given == 1, "Give one of “room”, “alias” and “link”.") ||
      !ctl_call_check (call, params->room == NULL || mx_id_is_room (params->room), "“room” is a room id.") ||
      !ctl_call_check (call, params->alias == NULL || mx_id_is_alias (params->alias), "“alias” is an alias.") ||
      !ctl_call_check (call, are_servers (params->via), "“via” holds names of servers."))
    return;
  mx_session_join_async (ctl_call_get_session (call), target, (const char *const *) params->via, NULL,
                         ctl_call_room_id_cb, call);
}

static const MxField create_fields[] = {
  CTL_PARAM ("name", MX_FIELD_STRING, name),
  CTL_PARAM ("alias", MX_FIELD_STRING, alias),
  CTL_PARAM ("invite", MX_FIELD_STRV, invite),
  CTL_PARAM ("public", MX_FIELD_BOOLEAN, is_public),
  CTL_PARAM ("encrypted", MX_FIELD_BOOLEAN, encrypted),
  CTL_PARAM ("version", MX_FIELD_STRING, version),
  { NULL },
};

static gboolean
are_users (char **ids)
{
  guint i;

  for (i = 0; ids[i] != NULL; i++)
    if (!mx_id_is_user (ids[i]))
      return FALSE;
  return TRUE;
}

/* "tea" and "#tea:here" both name the alias "#tea:here"; %NULL: it is on another server. */
static char *
dup_alias_name (MxSession  *session,
                const char *alias)
{
  const char *server = mx_id_is_alias (alias) ? mx_id_get_server_name (alias) : NULL;
  const char *here = mx_session_get_server_name (session);
  g_autofree char *whole = NULL;

  if (server != NULL)
    return g_strcmp0 (server, here) == 0 ? mx_id_dup_localpart (alias) : NULL;
  whole = g_strdup_printf ("#%s:%s", alias, here);
  return mx_id_is_alias (whole) && strchr (alias, ':') == NULL ? g_strdup (alias) : NULL;
}

static JsonArray *
encrypted_state (void)
{
  JsonArray *state = json_array_new ();
  JsonObject *event = json_object_new ();
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "algorithm", ENCRYPTION);
  json_object_set_string_member (event, "type", "m.room.encryption");
  json_object_set_string_member (event, "state_key", "");
  json_object_set_object_member (event, "content", content);
  json_array_add_object_element (state, event);
  return state;
}

/* See Client-Server API, "POST /_matrix/client/v3/createRoom". */
static char *
dup_create_options (const CtlParams *params,
                    const char      *alias_name)
{
  g_autoptr (JsonObject) options = json_object_new ();

  json_object_set_string_member (options, "preset", params->is_public ? "public_chat" : "private_chat");
  if (params->name != NULL)
    json_object_set_string_member (options, "name", params->name);
  if (alias_name != NULL)
    json_object_set_string_member (options, "room_alias_name", alias_name);
  if (params->version != NULL)
    json_object_set_string_member (options, "room_version", params->version);
  if (params->invite[0] != NULL)
    json_object_set_array_member (options, "invite", ctl_json_strv ((const char *const *) params->invite));
  if (params->encrypted)
    json_object_set_array_member (options, "initial_state", encrypted_state ());
  return mx_json_print_object (options);
}

static void
run_create (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxSession *session = ctl_call_get_session (call);
  g_autofree char *alias_name = params->alias != NULL ? dup_alias_name (session, params->alias) : NULL;
  g_autofree char *options = NULL;

  if (!ctl_call_check (call, params->alias == NULL || alias_name != NULL,
                       "“alias” is an alias of this server, or its name alone.") ||
      !ctl_call_check (call, are_users (params->invite), "“invite” holds user ids."))
    return;
  options = dup_create_options (params, alias_name);
  mx_session_create_room_async (session, options, NULL, ctl_call_room_id_cb, call);
}

/* room.leave, room.invite */

static const MxField room_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_leave (CtlCall *call)
{
  MxRoom *room = ctl_call_find_room (call);

  if (room != NULL)
    mx_room_leave_async (room, NULL, ctl_call_room_done_cb, call);
}

static void
run_forget (CtlCall *call)
{
  MxRoom *room = mx_session_get_room (ctl_call_get_session (call), ctl_call_get_params (call)->room);
  MxMembership membership = room != NULL ? mx_room_get_membership (room) : MX_MEMBERSHIP_LEAVE;
  gboolean is_out = membership == MX_MEMBERSHIP_LEAVE || membership == MX_MEMBERSHIP_BAN;

  if (room == NULL)
    ctl_call_fail (call, g_error_new_literal (MX_ERROR, MX_ERROR_NOT_FOUND, "nothing is known of such a room"));
  else if (ctl_call_check (call, is_out, "This account is in the room: leave it first."))
    mx_room_forget_async (room, NULL, ctl_call_room_done_cb, call);
}

static void
set_closed (CtlCall  *call,
            gboolean  closed)
{
  MxRoom *room = ctl_call_find_room (call);

  if (room != NULL)
    mx_room_set_closed_async (room, closed, NULL, ctl_call_room_done_cb, call);
}

static void
run_close (CtlCall *call)
{
  set_closed (call, TRUE);
}

static void
run_reopen (CtlCall *call)
{
  set_closed (call, FALSE);
}

static const MxField invite_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("user", MX_FIELD_STRING, user, MX_FIELD_REQUIRED),
  { NULL },
};

static void
run_invite (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxRoom *room;

  if (!ctl_call_check (call, mx_id_is_user (params->user), "“user” is a user id: @name:server."))
    return;
  room = ctl_call_find_room (call);
  if (room != NULL)
    mx_room_invite_async (room, params->user, NULL, ctl_call_room_done_cb, call);
}

/* room.state */

static const MxField state_fields[] = {
  CTL_PARAM ("room", MX_FIELD_STRING, room, MX_FIELD_REQUIRED),
  CTL_PARAM ("type", MX_FIELD_STRING, type, MX_FIELD_REQUIRED),
  CTL_PARAM ("state_key", MX_FIELD_STRING, state_key),
  { NULL },
};

static void
state_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CtlCall *call = user_data;
  GError *error = NULL;
  g_autofree char *text = mx_room_get_state_finish (MX_ROOM (object), result, &error);
  JsonObject *content = text != NULL ? mx_json_parse_object (text, strlen (text), G_MAXSIZE, &error) : NULL;
  JsonObject *answer;

  if (content == NULL) {
    ctl_call_fail (call, error);
    return;
  }
  answer = json_object_new ();
  json_object_set_object_member (answer, "content", content);
  ctl_call_return (call, answer);
}

static void
run_state (CtlCall *call)
{
  CtlParams *params = ctl_call_get_params (call);
  MxRoom *room = ctl_call_find_room (call);

  if (room != NULL)
    mx_room_get_state_async (room, params->type, params->state_key != NULL ? params->state_key : "", NULL, state_cb,
                             call);
}

/* room.members */

typedef struct
{
  CtlCall *call;
  MxMemberList *members; /* (owned) */
  gulong handler;
} Members;

static void
return_members (Members *self)
{
  GListModel *list = G_LIST_MODEL (self->members);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  guint i;

  for (i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxMember) member = g_list_model_get_item (list, i);

    json_array_add_object_element (array, ctl_member_to_json (member));
  }
  json_object_set_array_member (object, "members", array);
  ctl_call_return (self->call, object);
  g_clear_signal_handler (&self->handler, self->members);
  g_clear_object (&self->members);
  g_free (self);
}

static void
on_members_loading (MxMemberList *members,
                    GParamSpec   *pspec,
                    Members      *self)
{
  gboolean is_loading = FALSE;

  g_object_get (members, "is-loading", &is_loading, NULL);
  if (!is_loading)
    return_members (self);
}

static void
run_members (CtlCall *call)
{
  MxRoom *room = ctl_call_find_room (call);
  Members *self;

  if (room == NULL)
    return;
  self = g_new0 (Members, 1);
  self->call = call;
  self->members = mx_room_get_members (room);
  self->handler = g_signal_connect (self->members, "notify::is-loading", G_CALLBACK (on_members_loading), self);
  on_members_loading (self->members, NULL, self);
}

const CtlMethod ctl_room_methods[] = {
  { "room.list", CTL_NEEDS_ACCOUNT, no_fields, run_list },
  { "room.join", CTL_NEEDS_ACCOUNT, join_fields, run_join },
  { "room.leave", CTL_NEEDS_ACCOUNT, room_fields, run_leave },
  { "room.forget", CTL_NEEDS_ACCOUNT, room_fields, run_forget },
  { "room.create", CTL_NEEDS_ACCOUNT, create_fields, run_create },
  { "room.close", CTL_NEEDS_ACCOUNT, room_fields, run_close },
  { "room.reopen", CTL_NEEDS_ACCOUNT, room_fields, run_reopen },
  { "room.invite", CTL_NEEDS_ACCOUNT, invite_fields, run_invite },
  { "room.state", CTL_NEEDS_ACCOUNT, state_fields, run_state },
  { "room.members", CTL_NEEDS_ACCOUNT, room_fields, run_members },
  { NULL },
};
