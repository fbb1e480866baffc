/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding rooms and people: directories, spaces, the server's list of people; and the
 * conversation with one of them. Engine thread. */

#include "config.h"

#include "mx-rooms-private.h"

#include "mx-api-directory.h"
#include "mx-api-room.h"
#include "mx-errand.h"
#include "mx-error.h"
#include "mx-event.h"
#include "mx-id.h"
#include "mx-json.h"
#include "mx-outbox.h"
#include "mx-preview-private.h"
#include "mx-request.h"
#include "mx-room-options.h"
#include "mx-store-outbox.h"
#include "mx-store-room.h"
#include "mx-text.h"
#include "types/m-direct.h"

#include <string.h>

static MxRoomPreview *
row_new (MxPublicRoom *room)
{
  MxRoomPreview *row = mx_room_preview_new ();

  _mx_look_fill (row, room);
  row->via = g_new0 (char *, 1);
  return row;
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mx_room_preview_unref);
}

static void
return_page (MxErrand   *errand,
             MxCore     *core,
             MxRoomPage *page)
{
  mx_errand_return (errand, core, page, (GDestroyNotify) mx_room_page_free);
}

/* Directories. */

static void
on_found (MxCore       *core,
          MxResponse   *response,
          const GError *error,
          gpointer      data)
{
  MxErrand *errand = data;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (MxPublicRooms) rooms = response ? mx_api_public_rooms_parse (response, &own_error) : NULL;
  MxRoomPage *page;

  if (!rooms) {
    mx_errand_fail (errand, core, own_error);
    return;
  }
  page = g_new0 (MxRoomPage, 1);
  page->rooms = list_new ();
  for (guint i = 0; i < rooms->chunk->len; i++)
    g_ptr_array_add (page->rooms, row_new (g_ptr_array_index (rooms->chunk, i)));
  page->next = g_strdup (rooms->next_batch);
  page->total = rooms->total;
  return_page (errand, core, page);
}

/**
 * mx_rooms_search:
 * @core: the engine
 * @task: (transfer full): ends with an #MxRoomPage
 * @wish: server, term, type of room, where to go on, and how many
 *
 * See Client-Server API, "Published room directory".
 */
void
mx_rooms_search (MxCore *core,
                 GTask  *task,
                 MxWish *wish)
{
  const char *server = wish->state_key;
  GError *error = NULL;
  MxErrand *errand;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  /* Our own server's directory is asked without its name. */
  if (g_strcmp0 (server, core->account->server_name) == 0)
    server = NULL;
  request = mx_api_public_rooms (server, wish->text, wish->type, wish->txn_id, wish->limit, &error);
  errand = mx_errand_new (task, NULL);
  mx_errand_set_server (errand, core, server);
  mx_errand_send (errand, core, request, error, on_found);
}

/* Spaces. */

static void
take_links (MxRoomPage *page,
            GPtrArray  *links)
{
  for (guint i = 0; i < links->len; i++) {
    const MxSpaceLink *link = g_ptr_array_index (links, i);
    MxRoomPreview *row = mx_room_preview_new ();

    row->room_id = g_strdup (link->child);
    row->via = g_strdupv (link->via);
    row->is_suggested = link->suggested;
    g_ptr_array_add (page->links, row);
  }
}

static void
on_children (MxCore       *core,
             MxResponse   *response,
             const GError *error,
             gpointer      data)
{
  MxErrand *errand = data;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  g_autoptr (MxHierarchy) hierarchy = response ? mx_api_hierarchy_parse (response, &own_error) : NULL;
  MxRoomPage *page;

  if (!hierarchy) {
    mx_errand_fail (errand, core, own_error);
    return;
  }
  page = g_new0 (MxRoomPage, 1);
  page->rooms = list_new ();
  page->links = list_new ();
  page->total = -1;
  page->next = g_strdup (hierarchy->next_batch);
  for (guint i = 0; i < hierarchy->rooms->len; i++) {
    MxRoomPreview *row = row_new (g_ptr_array_index (hierarchy->rooms, i));

    if (!g_str_equal (row->room_id, errand->room_id)) {
      g_ptr_array_add (page->rooms, row);
    } else if (page->space) {
      mx_room_preview_unref (row);
    } else {
      page->space = row;
      if (i == 0)
        take_links (page, hierarchy->links);
    }
  }
  return_page (errand, core, page);
}

/**
 * mx_rooms_children:
 * @core: the engine
 * @task: (transfer full): ends with an #MxRoomPage
 * @wish: the space, where to go on, and how many
 *
 * See Client-Server API, "Querying a space".
 */
void
mx_rooms_children (MxCore *core,
                   GTask  *task,
                   MxWish *wish)
{
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  request = mx_api_hierarchy (wish->room_id, wish->txn_id, wish->limit, &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, on_children);
}

static char *
dup_child_json (MxWish *wish)
{
  g_autoptr (JsonObject) content = json_object_new ();
  JsonArray *via;

  if (!wish->via)
    return mx_json_print_object (content);
  via = json_array_new ();
  for (guint i = 0; wish->via[i]; i++)
    json_array_add_string_element (via, wish->via[i]);
  json_object_set_array_member (content, "via", via);
  if (wish->flag)
    json_object_set_boolean_member (content, "suggested", TRUE);
  return mx_json_print_object (content);
}

/**
 * mx_rooms_set_child:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: the space, the room, servers that know it, and whether it is suggested
 *
 * Puts a room into a space; without servers, takes it out.
 */
void
mx_rooms_set_child (MxCore *core,
                    GTask  *task,
                    MxWish *wish)
{
  g_autofree char *json = dup_child_json (wish);
  GError *error = NULL;
  MxRequest *request = NULL;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  if (mx_id_is_room (wish->state_key))
    request = mx_api_send_state (wish->room_id, "m.space.child", wish->state_key, json, &error);
  else
    error = g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "not a room's id");
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, mx_errand_done);
}

/**
 * mx_rooms_set_guests:
 * @core: the engine
 * @task: (transfer full): ends with %TRUE
 * @wish: the room, and whether people without an account may join
 *
 * See Client-Server API, "Guest Access".
 */
void
mx_rooms_set_guests (MxCore *core,
                     GTask  *task,
                     MxWish *wish)
{
  g_autoptr (JsonObject) content = json_object_new ();
  g_autofree char *json = NULL;
  GError *error = NULL;
  MxRequest *request;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  json_object_set_string_member (content, "guest_access", wish->flag ? "can_join" : "forbidden");
  json = mx_json_print_object (content);
  request = mx_api_send_state (wish->room_id, "m.room.guest_access", NULL, json, &error);
  mx_errand_send (mx_errand_new (task, wish->room_id), core, request, error, mx_errand_done);
}

/* People. */

static void
on_people (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  MxErrand *errand = data;
  g_autoptr (GError) own_error = error ? g_error_copy (error) : NULL;
  gboolean limited;
  g_autoptr (GPtrArray) users = response ? mx_api_search_users_parse (response, &limited, &own_error) : NULL;
  GPtrArray *people;

  if (!users) {
    mx_errand_fail (errand, core, own_error);
    return;
  }
  people = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_member_info_free);
  for (guint i = 0; i < users->len; i++) {
    const MxFoundUser *user = g_ptr_array_index (users, i);
    MxMemberInfo *info = g_new0 (MxMemberInfo, 1);

    info->user_id = g_strdup (user->user_id);
    info->raw_name = g_strdup (user->display_name);
    info->name = user->display_name ? mx_text_clean_name (user->display_name) : NULL;
    if (!info->name || !*info->name) {
      g_free (info->name);
      info->name = mx_id_dup_localpart (user->user_id);
    }
    info->avatar = g_strdup (user->avatar_url);
    g_ptr_array_add (people, info);
  }
  mx_errand_return (errand, core, people, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * mx_rooms_find_people:
 * @core: the engine
 * @task: (transfer full): ends with an array of #MxMemberInfo
 * @wish: part of a name, and how many
 *
 * See Client-Server API, "User directory".
 */
void
mx_rooms_find_people (MxCore *core,
                      GTask  *task,
                      MxWish *wish)
{
  mx_assert_engine (core);
  if (mx_core_check_open (core, &task))
    mx_errand_send (mx_errand_new (task, NULL), core, mx_api_search_users (wish->text, wish->limit), NULL, on_people);
}

/* A conversation with one person. */

static JsonObject *
load_direct (MxCore *core)
{
  g_autofree char *json = mx_store_get_account_data (core->store, NULL, mx_type_direct.name, NULL);
  JsonObject *object = json ? mx_json_parse_object (json, strlen (json), G_MAXSIZE, NULL) : NULL;

  return object ? object : json_object_new ();
}

/* Ids of persons hold dots, which paths of members do not. */
static char *
dup_member_path (const char *user_id)
{
  g_auto (GStrv) parts = g_strsplit (user_id, ".", -1);

  return g_strjoinv ("\\.", parts);
}

/* The newest of the rooms with @user_id that is still a conversation. */
static char *
dup_known_direct (MxCore     *core,
                  const char *user_id)
{
  g_autoptr (JsonObject) direct = load_direct (core);
  g_autofree char *path = dup_member_path (user_id);
  g_auto (GStrv) rooms = mx_json_dup_strv (direct, path);

  for (guint i = rooms ? g_strv_length (rooms) : 0; i > 0; i--) {
    g_autoptr (MxStoreRoom) room = mx_store_load_room (core->store, rooms[i - 1], NULL);

    if (room && room->membership == MX_MEMBERSHIP_JOIN && !room->replacement)
      return g_strdup (rooms[i - 1]);
  }
  return NULL;
}

/* With the newest all is said: it takes the place of what still waits. */
static MxStoreOutboxItem *
direct_item (const char *json)
{
  g_autofree char *txn_id = g_uuid_string_random ();
  MxStoreOutboxItem *item = mx_store_outbox_item_new (MX_OUTBOX_ACCOUNT_DATA, NULL, txn_id);

  item->state = MX_SEND_QUEUED;
  item->created = g_get_real_time () / 1000;
  item->type = g_strdup (mx_type_direct.name);
  item->content = g_strdup (json);
  item->queue = g_strdup ("direct!");
  return item;
}

/* What it means here and what is sent for it are one transaction. */
static void
remember_direct (MxCore     *core,
                 const char *user_id,
                 const char *room_id)
{
  g_auto (MxStoreTransaction) together = { NULL };
  g_autoptr (JsonObject) direct = load_direct (core);
  g_autofree char *path = dup_member_path (user_id);
  g_autofree char *json = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *rooms = mx_json_get_array (direct, path);

  if (!rooms) {
    rooms = json_array_new ();
    json_object_set_array_member (direct, user_id, rooms);
  }
  json_array_add_string_element (rooms, room_id);
  json = mx_json_print_object (direct);
  if (!mx_store_transaction_begin (&together, core->store, &error) ||
      !mx_store_set_account_data (core->store, NULL, mx_type_direct.name, json, &error))
    g_debug ("a conversation is not remembered as one: %s", error->message);
  else if (!mx_outbox_replace (core, direct_item (json), &together, NULL))
    g_debug ("a conversation is not remembered as one");
}

static void
on_direct (MxCore       *core,
           MxResponse   *response,
           const GError *error,
           gpointer      data)
{
  MxErrand *errand = data;
  g_autofree char *room_id = response ? mx_api_room_id_parse (response, NULL) : NULL;

  if (room_id && core->store && !core->account->is_guest)
    remember_direct (core, errand->user_id, room_id);
  _mx_rooms_on_room_id (core, response, error, errand);
}

/**
 * mx_rooms_start_direct:
 * @core: the engine
 * @task: (transfer full): ends with the room id
 * @wish: the person
 *
 * Finds the conversation with a person, or begins one. See Client-Server API, "Direct Messaging".
 */
void
mx_rooms_start_direct (MxCore *core,
                       GTask  *task,
                       MxWish *wish)
{
  const char *invite[] = { wish->user_id, NULL };
  MxRoomOptions options = { .invite = (char **) invite, .is_direct = TRUE };
  g_autofree char *known = NULL;
  g_autofree char *json = NULL;
  GError *error = NULL;
  MxRequest *request = NULL;
  MxErrand *errand;

  mx_assert_engine (core);
  if (!mx_core_check_open (core, &task))
    return;
  known = mx_id_is_user (wish->user_id) ? dup_known_direct (core, wish->user_id) : NULL;
  if (known) {
    mx_port_return_pointer (core->port, task, g_steal_pointer (&known), g_free);
    return;
  }
  if (mx_id_is_user (wish->user_id) && !g_str_equal (wish->user_id, core->account->user_id)) {
    json = mx_room_options_to_json (&options);
    request = mx_api_create_room (json, &error);
  } else {
    error = g_error_new_literal (MX_ERROR, MX_ERROR_BAD_INPUT, "not another person's address");
  }
  errand = mx_errand_new (task, NULL);
  errand->user_id = g_strdup (wish->user_id);
  mx_errand_send (errand, core, request, error, on_direct);
}
