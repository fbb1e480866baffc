/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a link shows before anybody joins, asked of the real homeserver. Rooms are made by
 * plain requests, so that what is looked at owes nothing to the engine. */

#include "config.h"

#include "mx-engine-fixture.h"

#include "mx-error.h"
#include "mx-json.h"

#include <libsoup/soup.h>
#include <string.h>

static MxHomeserver *server;
static SoupSession *session;
static char *ann; /* her token */

/* As somebody else's client: a request and its answer. */
static JsonObject *
call (const char *method,
      const char *path,
      const char *body)
{
  g_autofree char *url = g_strconcat (server->url, "/_matrix/client/v3/", path, NULL);
  g_autofree char *bearer = g_strconcat ("Bearer ", ann ? ann : "", NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) sent = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  gsize len;
  const char *data;

  soup_message_set_request_body_from_bytes (message, "application/json", sent);
  if (ann)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
  bytes = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &len);
  if (soup_message_get_status (message) != 200)
    g_error ("%s %s: %.*s", method, path, (int) len, data);
  object = mx_json_parse_object (data, len, 1 << 20, &error);
  g_assert_no_error (error);
  return object;
}

static void
do_call (const char *method,
         const char *path,
         const char *body)
{
  g_autoptr (JsonObject) answer = call (method, path, body);
}

static char *
create (const char *alias,
        const char *more)
{
  g_autofree char *body = g_strdup_printf ("{\"room_alias_name\":\"%s\",\"name\":\"Room %s\"%s}", alias, alias, more);
  g_autoptr (JsonObject) answer = call ("POST", "createRoom", body);

  return g_strdup (mx_json_get_string (answer, "room_id"));
}

/* A path below the room. */
static char *
dup_path (const char *room_id,
          const char *rest)
{
  g_autofree char *escaped = g_uri_escape_string (room_id, NULL, FALSE);

  return g_strdup_printf ("rooms/%s/%s", escaped, rest);
}

static void
begin (void)
{
  g_autoptr (JsonObject) login = NULL;

  session = soup_session_new ();
  login = call ("POST", "login",
                "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"ann\"},"
                "\"password\":\"ann\"}");
  ann = g_strdup (mx_json_get_string (login, "access_token"));
}

/* @name: NULL for nobody, "" for a guest. */
static MxFixture *
enter (const char *name)
{
  MxFixture *me = mx_fixture_new (NULL);
  g_autoptr (GError) error = NULL;

  if (name && *name)
    mx_fixture_login (me, server->url, name, name, &error);
  else if (name)
    mx_fixture_login_guest (me, server->url, &error);
  g_assert_no_error (error);
  if (name)
    mx_fixture_wait_live (me);
  return me;
}

static MxRoomPreview *
look (MxFixture  *me,
      const char *alias)
{
  g_autofree char *link = g_strdup_printf ("#%s:%s", alias, server->name);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  MxRoomPreview *preview;

  mx_engine_preview_async (me->engine, link, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 30000);
  preview = mx_engine_preview_finish (me->engine, result, &error);
  g_assert_no_error (error);
  return preview;
}

static void
assert_state (MxFixture      *me,
              const char     *alias,
              MxPreviewState  state)
{
  g_autoptr (MxRoomPreview) preview = look (me, alias);
  g_autofree char *name = g_strconcat ("Room ", alias, NULL);

  g_assert_cmpint (preview->state, ==, state);
  g_assert_true (!preview->name || g_str_equal (preview->name, name));
}

#define GUESTS ",\"preset\":\"public_chat\",\"visibility\":\"public\"," \
               "\"initial_state\":[{\"type\":\"m.room.guest_access\","  \
               "\"state_key\":\"\",\"content\":{\"guest_access\":\"can_join\"}}]"

static void
test_strangers (void)
{
  g_autofree char *guests = create ("guests", GUESTS);
  g_autofree char *members = create ("members", ",\"preset\":\"public_chat\"");
  g_autofree char *private = create ("private", ",\"preset\":\"private_chat\"");
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *joined = NULL;
  MxFixture *nobody = enter (NULL);
  MxFixture *guest = enter ("");

  preview = look (nobody, "guests");
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_GUEST);
  g_assert_cmpstr (preview->name, ==, "Room guests");
  g_assert_cmpstr (preview->room_id, ==, guests);
  g_assert_cmpuint (preview->members, ==, 1);
  assert_state (nobody, "members", MX_PREVIEW_NEEDS_ACCOUNT);
  assert_state (nobody, "private", MX_PREVIEW_NEEDS_ACCOUNT);
  assert_state (guest, "guests", MX_PREVIEW_JOIN);
  assert_state (guest, "members", MX_PREVIEW_NEEDS_ACCOUNT);
  /* What the preview says holds. */
  joined = mx_fixture_join (guest, guests, &error);
  g_assert_no_error (error);
  assert_state (guest, "guests", MX_PREVIEW_JOINED);
  mx_fixture_free (nobody);
  mx_fixture_free (guest);
}

typedef struct
{
  MxFixture *me;
  const char *room_id;
} Wanted;

static gboolean
knows (Wanted *wanted)
{
  return mx_fixture_summary (wanted->me, wanted->room_id) != NULL;
}

static void
test_members (void)
{
  g_autofree char *open = create ("open", ",\"preset\":\"public_chat\"");
  g_autofree char *invite = create ("invite", ",\"preset\":\"private_chat\"");
  g_autofree char *banned = create ("banned", ",\"preset\":\"public_chat\"");
  g_autofree char *invite_path = dup_path (invite, "invite");
  g_autofree char *ban_path = dup_path (banned, "ban");
  g_autofree char *who = g_strdup_printf ("{\"user_id\":\"@ben:%s\",\"reason\":\"spam\"}", server->name);
  g_autofree char *joined = NULL;
  g_autoptr (MxRoomPreview) preview = NULL;
  g_autoptr (GError) error = NULL;
  MxFixture *ben = enter ("ben");
  Wanted wanted = { ben, invite };

  assert_state (ben, "open", MX_PREVIEW_JOIN);
  joined = mx_fixture_join (ben, open, &error);
  g_assert_no_error (error);
  assert_state (ben, "open", MX_PREVIEW_JOINED);

  assert_state (ben, "invite", MX_PREVIEW_UNKNOWN);
  do_call ("POST", invite_path, who);
  mx_test_assert_wait (knows, &wanted, 10000);
  preview = look (ben, "invite");
  g_assert_cmpint (preview->state, ==, MX_PREVIEW_INVITED);
  g_assert_cmpstr (preview->inviter, ==, "ann");

  do_call ("POST", ban_path, who);
  assert_state (ben, "banned", MX_PREVIEW_BANNED);
  mx_fixture_free (ben);
}

static void
test_moved (void)
{
  g_autofree char *old = create ("old", ",\"preset\":\"public_chat\","
                                        "\"initial_state\":[{\"type\":\"m.room.history_visibility\","
                                        "\"state_key\":\"\",\"content\":{\"history_visibility\":\"world_readable\"}}]");
  g_autofree char *new = create ("new", ",\"preset\":\"public_chat\"");
  g_autofree char *path = dup_path (old, "state/m.room.tombstone/");
  g_autofree char *say = dup_path (old, "send/m.room.message/1");
  g_autofree char *body = g_strdup_printf ("{\"body\":\"moved\",\"replacement_room\":\"%s\"}", new);
  g_autoptr (MxRoomPreview) before = NULL;
  g_autoptr (MxRoomPreview) after = NULL;
  const MxTimelineEntry *entry;
  MxFixture *ben = enter ("ben");

  do_call ("PUT", say, "{\"msgtype\":\"m.text\",\"body\":\"anyone may read this\"}");
  before = look (ben, "old");
  g_assert_cmpint (before->state, ==, MX_PREVIEW_JOIN);
  g_assert_nonnull (before->history);
  entry = before->history->entries->pdata[before->history->entries->len - 1];
  g_assert_cmpstr (mx_fixture_body (entry), ==, "anyone may read this");
  do_call ("PUT", path, body);
  after = look (ben, "old");
  g_assert_cmpint (after->state, ==, MX_PREVIEW_MOVED);
  g_assert_cmpstr (after->replacement, ==, new);
  mx_fixture_free (ben);
}

static void
test_not_found (void)
{
  g_autofree char *room = create ("helpdesk", ",\"preset\":\"public_chat\",\"visibility\":\"public\"");
  MxFixture *people[] = { enter (NULL), enter ("ben") };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (people); i++) {
    g_autoptr (MxRoomPreview) preview = look (people[i], "helpdsk");
    MxRoomPreview *other;

    g_assert_cmpint (preview->state, ==, MX_PREVIEW_NOT_FOUND);
    g_assert_error (preview->error, MX_ERROR, MX_ERROR_NOT_FOUND);
    g_assert_cmpstr (preview->server, ==, server->name);
    g_assert_cmpuint (preview->suggestions->len, >=, 1);
    other = preview->suggestions->pdata[0];
    g_assert_cmpstr (other->room_id, ==, room);
    mx_fixture_free (people[i]);
  }
}

int
main (int    argc,
      char **argv)
{
  int result;

  mx_test_init (&argc, &argv);
  mx_fixture_init ();
  server = mx_homeserver_start (NULL);
  begin ();
  g_test_add_func ("/preview/live/strangers", test_strangers);
  g_test_add_func ("/preview/live/members", test_members);
  g_test_add_func ("/preview/live/moved", test_moved);
  g_test_add_func ("/preview/live/not-found", test_not_found);
  result = g_test_run ();
  g_object_unref (session);
  g_free (ann);
  mx_homeserver_free (server);
  return result;
}
