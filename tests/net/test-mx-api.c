/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-api-account.h"
#include "mx-api-directory.h"
#include "mx-api-login.h"
#include "mx-api-media.h"
#include "mx-api-profile.h"
#include "mx-api-room.h"
#include "mx-api-sync.h"
#include "mx-error.h"
#include "mx-request.h"
#include "mx-test.h"

#include <string.h>

/* Every builder's request and every parser's answer; no network. */

#define ROOM "!r:x.org"
#define ME   "@me:x.org"

static void
check (MxRequest  *request,
       const char *method,
       const char *path,
       const char *query,
       const char *body)
{
  g_autoptr (MxRequest) owned = request;
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (owned);
  joined = owned->query != NULL ? g_strjoinv (" ", owned->query) : g_strdup ("");
  if (owned->body != NULL)
    text = g_strndup (g_bytes_get_data (owned->body, NULL), g_bytes_get_size (owned->body));
  g_assert_cmpstr (owned->method, ==, method);
  g_assert_cmpstr (owned->path, ==, path);
  g_assert_cmpstr (joined, ==, query);
  g_assert_cmpstr (text, ==, body);
  if (body != NULL)
    g_assert_cmpstr (owned->content_type, ==, "application/json");
}

#define V3 "/_matrix/client/v3/"
#define R  "/_matrix/client/v3/rooms/%21r%3Ax.org/"
#define U  "/_matrix/client/v3/user/%40me%3Ax.org/"

static void
test_account (void)
{
  check (mx_api_versions (), "GET", "/_matrix/client/versions", "", NULL);
  check (mx_api_well_known (), "GET", "/.well-known/matrix/client", "", NULL);
  check (mx_api_login_flows (), "GET", V3 "login", "", NULL);
  check (mx_api_login_password ("me", "pw", "DEV", "Tea"), "POST", V3 "login", "",
         "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.user\",\"user\":\"me\"},"
         "\"password\":\"pw\",\"device_id\":\"DEV\",\"initial_device_display_name\":\"Tea\",\"refresh_token\":true}");
  check (mx_api_login_password ("me@x.org", "pw", NULL, NULL), "POST", V3 "login", "",
         "{\"type\":\"m.login.password\",\"identifier\":{\"type\":\"m.id.thirdparty\",\"medium\":\"email\","
         "\"address\":\"me@x.org\"},\"password\":\"pw\",\"refresh_token\":true}");
  check (mx_api_register_mail ("me@x.org", "s", 1), "POST", V3 "register/email/requestToken", "",
         "{\"email\":\"me@x.org\",\"client_secret\":\"s\",\"send_attempt\":1}");
  check (mx_api_reset_mail ("me@x.org", "s", 2), "POST", V3 "account/password/email/requestToken", "",
         "{\"email\":\"me@x.org\",\"client_secret\":\"s\",\"send_attempt\":2}");
  check (mx_api_reset ("{\"new_password\":\"pw\"}", "{}", NULL), "POST", V3 "account/password", "",
         "{\"new_password\":\"pw\",\"auth\":{}}");
  check (mx_api_register_guest ("Tea"), "POST", V3 "register", "kind guest",
         "{\"initial_device_display_name\":\"Tea\"}");
  check (mx_api_whoami (), "GET", V3 "account/whoami", "", NULL);
  check (mx_api_refresh ("r"), "POST", V3 "refresh", "", "{\"refresh_token\":\"r\"}");
  check (mx_api_logout (), "POST", V3 "logout", "", NULL);
  check (mx_api_put_account_data (ME, "m.direct", "{}", NULL), "PUT", U "account_data/m.direct", "", "{}");
  check (mx_api_put_room_account_data (ME, ROOM, "m.tag", "{}", NULL), "PUT",
         U "rooms/%21r%3Ax.org/account_data/m.tag", "", "{}");
  check (mx_api_put_tag (ME, ROOM, "m.favourite", 0.5, NULL), "PUT", U "rooms/%21r%3Ax.org/tags/m.favourite",
         "", "{\"order\":0.5}");
  check (mx_api_put_tag (ME, ROOM, "u.a/b", -1, NULL), "PUT", U "rooms/%21r%3Ax.org/tags/u.a%2Fb", "", "{}");
  check (mx_api_delete_tag (ME, ROOM, "m.favourite", NULL), "DELETE", U "rooms/%21r%3Ax.org/tags/m.favourite",
         "", NULL);
  check (mx_api_get_profile (ME, NULL), "GET", V3 "profile/%40me%3Ax.org", "", NULL);
  check (mx_api_report_user ("@bad:x.org", NULL, NULL), "POST", V3 "users/%40bad%3Ax.org/report", "",
         "{\"reason\":\"\"}");
}

static void
test_sync (void)
{
  g_autofree char *filter = mx_api_sync_filter (20);
  g_autoptr (MxRequest) first = mx_api_sync (NULL, NULL, 0, NULL);
  g_autoptr (MxRequest) poll = mx_api_sync ("s", NULL, 30000, NULL);

  g_assert_cmpuint (poll->timeout_ms, ==, 60000);
  g_assert_cmpuint (first->timeout_ms, >, 60000);
  g_assert_cmpuint (poll->max_bytes, ==, 64 * 1024 * 1024);
  check (mx_api_sync ("s1", "{}", 30000, "offline"), "GET", V3 "sync",
         "since s1 filter {} set_presence offline timeout 30000", NULL);
  check (mx_api_sync_left_room (ROOM, NULL), "GET", V3 "sync",
         "filter {\"presence\":{\"types\":[]},\"account_data\":{\"types\":[]},\"room\":{\"rooms\":[\"" ROOM "\"],"
         "\"include_leave\":true,\"ephemeral\":{\"types\":[]},\"account_data\":{\"types\":[]},"
         "\"state\":{\"types\":[\"m.room.member\"],\"lazy_load_members\":true,\"include_redundant_members\":true},"
         "\"timeline\":{\"limit\":1,\"types\":[\"m.room.member\"],\"lazy_load_members\":true}}} "
         "set_presence offline timeout 0",
         NULL);
  check (mx_api_create_filter (ME, filter, NULL), "POST", U "filter", "", filter);
  check (mx_api_messages (ROOM, "a", NULL, TRUE, 50, NULL), "GET", R "messages",
         "dir b from a filter {\"lazy_load_members\":true} limit 50", NULL);
  check (mx_api_members (ROOM, "t", "join", NULL), "GET", R "members", "at t membership join", NULL);
  check (mx_api_get_event (ROOM, "$e", NULL), "GET", R "event/%24e", "", NULL);
  check (mx_api_get_state (ROOM, "m.room.name", NULL, NULL), "GET", R "state/m.room.name/", "", NULL);
  check (mx_api_get_state (ROOM, "m.room.member", "../a", NULL), "GET", R "state/m.room.member/..%2Fa", "", NULL);
}

static void
test_room (void)
{
  const char *const via[] = { "x.org", "no server", "y.org:8448", NULL };

  check (mx_api_send_message (ROOM, "m.room.message", "t/1", "{ }", NULL), "PUT",
         R "send/m.room.message/t%2F1", "", "{ }");
  check (mx_api_send_state (ROOM, "m.room.name", NULL, "{}", NULL), "PUT", R "state/m.room.name/", "", "{}");
  check (mx_api_redact (ROOM, "$e", "t", "why", NULL), "PUT", R "redact/%24e/t", "", "{\"reason\":\"why\"}");
  check (mx_api_join ("#a:x.org", via, NULL, NULL), "POST", V3 "join/%23a%3Ax.org",
         "via x.org server_name x.org via y.org:8448 server_name y.org:8448", "{}");
  check (mx_api_join ("!SjiyLWDMJ6Xyq5TxXhB1CtTZ8wDiKJSKL4Dmt6DWBUY", NULL, "hi", NULL), "POST",
         V3 "join/%21SjiyLWDMJ6Xyq5TxXhB1CtTZ8wDiKJSKL4Dmt6DWBUY", "", "{\"reason\":\"hi\"}");
  check (mx_api_create_room ("{\"name\":\"x\"}", NULL), "POST", V3 "createRoom", "", "{\"name\":\"x\"}");
  check (mx_api_leave (ROOM, NULL, NULL), "POST", R "leave", "", "{}");
  check (mx_api_forget (ROOM, NULL), "POST", R "forget", "", "{}");
  check (mx_api_invite (ROOM, ME, NULL, NULL), "POST", R "invite", "", "{\"user_id\":\"@me:x.org\"}");
  check (mx_api_kick (ROOM, ME, "r", NULL), "POST", R "kick", "", "{\"user_id\":\"@me:x.org\",\"reason\":\"r\"}");
  check (mx_api_receipt (ROOM, "m.read.private", "$e", "main", NULL), "POST", R "receipt/m.read.private/%24e", "",
         "{\"thread_id\":\"main\"}");
  check (mx_api_read_markers (ROOM, "$a", NULL, "$b", NULL), "POST", R "read_markers", "",
         "{\"m.fully_read\":\"$a\",\"m.read.private\":\"$b\"}");
  check (mx_api_typing (ROOM, ME, TRUE, 20000, NULL), "PUT", R "typing/%40me%3Ax.org", "",
         "{\"typing\":true,\"timeout\":20000}");
  check (mx_api_typing (ROOM, ME, FALSE, 20000, NULL), "PUT", R "typing/%40me%3Ax.org", "", "{\"typing\":false}");
  check (mx_api_report_event (ROOM, "$e", "spam", NULL), "POST", R "report/%24e", "", "{\"reason\":\"spam\"}");
  check (mx_api_report_room (ROOM, NULL, NULL), "POST", R "report", "", "{\"reason\":\"\"}");
}

static void
test_directory (void)
{
  check (mx_api_resolve_alias ("#a:x.org", NULL), "GET", V3 "directory/room/%23a%3Ax.org", "", NULL);
  check (mx_api_room_summary ("#a:x.org", NULL, MX_SUMMARY_STABLE, NULL), "GET",
         "/_matrix/client/v1/room_summary/%23a%3Ax.org", "", NULL);
  check (mx_api_room_summary (ROOM, NULL, MX_SUMMARY_UNSTABLE, NULL), "GET",
         "/_matrix/client/unstable/im.nheko.summary/summary/%21r%3Ax.org", "", NULL);
  check (mx_api_room_summary (ROOM, NULL, MX_SUMMARY_OLD, NULL), "GET",
         "/_matrix/client/unstable/im.nheko.summary/rooms/%21r%3Ax.org/summary", "", NULL);
  check (mx_api_public_rooms ("x.org", "tea", NULL, NULL, 20, NULL), "POST", V3 "publicRooms", "server x.org",
         "{\"limit\":20,\"filter\":{\"generic_search_term\":\"tea\"}}");
  check (mx_api_public_rooms (NULL, NULL, "m.space", "s", 5, NULL), "POST", V3 "publicRooms", "",
         "{\"limit\":5,\"since\":\"s\",\"filter\":{\"room_types\":[\"m.space\"]}}");
  check (mx_api_hierarchy (ROOM, NULL, 20, NULL), "GET", "/_matrix/client/v1/rooms/%21r%3Ax.org/hierarchy",
         "max_depth 1 limit 20", NULL);
  check (mx_api_hierarchy (ROOM, "f", 20, NULL), "GET", "/_matrix/client/v1/rooms/%21r%3Ax.org/hierarchy",
         "max_depth 1 from f limit 20", NULL);
  check (mx_api_search_users ("ann", 10), "POST", V3 "user_directory/search", "",
         "{\"search_term\":\"ann\",\"limit\":10}");
  check (mx_api_knock ("#a:x.org", NULL, "me", NULL), "POST", V3 "knock/%23a%3Ax.org", "", "{\"reason\":\"me\"}");
  check (mx_api_messages_of (ROOM, "[\"m.bridge\"]", 5, NULL), "GET", R "messages",
         "dir b filter {\"types\":[\"m.bridge\"]} limit 5", NULL);
  check (mx_api_media_config (), "GET", "/_matrix/client/v1/media/config", "", NULL);
}

/* No id of a stranger reaches a path unless it is one. */
static void
test_bad_ids (void)
{
  static const char *const bad[] = { NULL, "", "x", "!", "r:x.org", "\xff", "!a\n:x.org:::", "@me", "#a", ".." };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("bad id %zu", i);
    g_assert_null (mx_api_send_message (bad[i], "t", "t", "{}", &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    g_assert_null (mx_api_join (bad[i], NULL, NULL, NULL));
    g_assert_null (mx_api_resolve_alias (bad[i], NULL));
    g_assert_null (mx_api_get_profile (bad[i], NULL));
    g_assert_null (mx_api_get_event (ROOM, bad[i], NULL));
    g_assert_null (mx_api_invite (ROOM, bad[i], NULL, NULL));
    g_assert_null (mx_api_report_event (bad[i], "$e", NULL, NULL));
    g_assert_null (mx_api_room_summary (bad[i], NULL, MX_SUMMARY_STABLE, NULL));
  }
  g_assert_null (mx_api_send_message (ROOM, "t", "t", "not json", NULL));
  g_assert_null (mx_api_send_message (ROOM, "t", "t", "[]", NULL));
  g_assert_null (mx_api_send_message (ROOM, "", "t", "{}", NULL));
  g_assert_null (mx_api_public_rooms ("no server", NULL, NULL, NULL, 1, NULL));
  g_assert_null (mx_api_read_markers (ROOM, NULL, "no event", NULL, NULL));
}

static MxResponse *
answer (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return mx_response_new (200, bytes, "application/json");
}

static void
test_parse_login (void)
{
  g_autoptr (MxResponse) good = answer ("{\"user_id\":\"@me:x.org\",\"device_id\":\"D\","
                                        "\"access_token\":\"t\",\"refresh_token\":7,"
                                        "\"well_known\":{\"m.homeserver\":{\"base_url\":\"https://x.org\"}}}");
  g_autoptr (MxResponse) bad = answer ("{\"user_id\":\"me\",\"access_token\":\"t\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxLogin) login = mx_api_login_parse (good, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (login->user_id, ==, ME);
  g_assert_cmpstr (login->device_id, ==, "D");
  g_assert_cmpstr (login->access_token, ==, "t");
  g_assert_null (login->refresh_token);
  g_assert_cmpstr (login->base_url, ==, "https://x.org");
  g_assert_null (mx_api_login_parse (bad, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

static void
test_parse_page (void)
{
  g_autoptr (MxResponse) messages = answer ("{\"start\":\"a\",\"end\":\"b\",\"chunk\":[{\"n\":1},"
                                            " {\"n\":[2]}],\"state\":[{}]}");
  g_autoptr (MxResponse) context = answer ("{\"event\":{\"e\":1},\"events_before\":[{\"b\":1}],"
                                           "\"events_after\":[{\"c\":1},{}],\"start\":\"s\"}");
  g_autoptr (MxResponse) peek = answer ("{\"room_id\":\"!r:x\",\"messages\":{\"start\":\"m\",\"end\":\"n\","
                                        "\"chunk\":[{}]},\"state\":[{},{}]}");
  g_autoptr (MxResponse) odd = answer ("{\"start\":7,\"end\":null,\"chunk\":null,\"state\":\"x\",\"event\":[]}");
  g_autoptr (MxResponse) cut = answer ("{\"chunk\":[{}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxEventPage) a = mx_api_event_page_parse (messages, &error);
  g_autoptr (MxEventPage) b = mx_api_event_page_parse (context, &error);
  g_autoptr (MxEventPage) c = mx_api_event_page_parse (peek, &error);
  g_autoptr (MxEventPage) d = mx_api_event_page_parse (odd, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (a->start, ==, "a");
  g_assert_cmpstr (a->end, ==, "b");
  g_assert_cmpuint (a->chunk->len, ==, 2);
  g_assert_cmpstr (a->chunk->pdata[1], ==, "{\"n\":[2]}");
  g_assert_cmpuint (a->state->len, ==, 1);
  g_assert_cmpstr (b->event, ==, "{\"e\":1}");
  g_assert_cmpuint (b->chunk->len, ==, 1);
  g_assert_cmpuint (b->after->len, ==, 2);
  g_assert_null (b->end);
  g_assert_cmpstr (c->start, ==, "m");
  g_assert_cmpuint (c->chunk->len, ==, 1);
  g_assert_cmpuint (c->state->len, ==, 2);
  g_assert_null (d->start);
  g_assert_null (d->event);
  g_assert_cmpuint (d->chunk->len, ==, 0);
  g_assert_null (mx_api_event_page_parse (cut, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

/* An answer without a list is no empty one: what is older would be forgotten for ever. */
static void
test_parse_no_page (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"chunk\":{}}",
    "{\"chunk\":\"\",\"end\":\"b\"}",
    "{\"chunk\":7}",
    "{\"start\":\"a\",\"end\":\"a\"}",
    "{\"errcode\":\"M_UNKNOWN\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++) {
    g_autoptr (MxResponse) response = answer (bodies[i]);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", bodies[i]);
    g_assert_null (mx_api_event_page_parse (response, &error));
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
  }
}

static void
test_parse_rooms (void)
{
  g_autoptr (MxResponse) response = answer ("{\"chunk\":[{\"room_id\":\"!a:x.org\",\"name\":\"A\","
                                            "\"num_joined_members\":3,\"world_readable\":true,"
                                            "\"avatar_url\":\"mxc://x.org/../y\",\"guest_can_join\":\"yes\"},"
                                            "{\"room_id\":7},5],\"next_batch\":\"n\"}");
  g_autoptr (MxResponse) old = answer ("{\"room_id\":\"!a:x.org\",\"im.nheko.summary.room_version\":\"11\","
                                       "\"membership\":\"join\"}");
  g_autoptr (MxResponse) alias = answer ("{\"room_id\":\"!a:x.org\",\"servers\":[\"x.org\",3]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxPublicRooms) rooms = mx_api_public_rooms_parse (response, &error);
  g_autoptr (MxPublicRoom) summary = mx_api_room_summary_parse (old, &error);
  g_autoptr (MxAliasTarget) target = mx_api_resolve_alias_parse (alias, &error);
  MxPublicRoom *room;

  g_assert_no_error (error);
  g_assert_cmpuint (rooms->chunk->len, ==, 1);
  g_assert_cmpstr (rooms->next_batch, ==, "n");
  g_assert_cmpint (rooms->total, ==, -1);
  room = rooms->chunk->pdata[0];
  g_assert_cmpstr (room->name, ==, "A");
  g_assert_null (room->avatar_url);
  g_assert_cmpint (room->num_joined_members, ==, 3);
  g_assert_true (room->world_readable);
  g_assert_false (room->guest_can_join);
  g_assert_cmpstr (summary->room_version, ==, "11");
  g_assert_cmpstr (summary->membership, ==, "join");
  g_assert_cmpstr (target->room_id, ==, "!a:x.org");
  g_assert_cmpuint (g_strv_length (target->servers), ==, 1);
}

/* @children: id, content, age. */
static char *
dup_space (const char *const (*children)[3],
           gsize n)
{
  GString *text = g_string_new ("{\"rooms\":[{\"room_id\":\"!s:x.org\",\"children_state\":[7");

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text,
                            ",{\"type\":\"m.space.child\",\"state_key\":\"!%s:x.org\",\"content\":{%s},"
                            "\"origin_server_ts\":%s}",
                            children[i][0], children[i][1], children[i][2]);
  g_string_append (text, ",{\"type\":\"x\"}]},{\"room_id\":\"!first:x.org\"},{\"room_id\":5}],"
                         "\"next_batch\":\"n\"}");
  return g_string_free_and_steal (text);
}

/* Children without servers are none; the rest is sorted by order, then age, then id. */
static void
test_parse_space (void)
{
  static const char *const children[][3] = {
    { "late", "\"via\":[\"x.org\"]", "9" },
    { "early", "\"via\":[\"x.org\"],\"suggested\":true", "1" },
    { "gone", "", "2" },
    { "second", "\"via\":[\"x.org\"],\"order\":\"b\"", "3" },
    { "first", "\"via\":[\"x.org\",\"y.org\"],\"order\":\"a\"", "8" },
    { "odd", "\"via\":[\"x.org\"],\"order\":\"\\u00e9\"", "5" },
  };
  g_autofree char *body = dup_space (children, G_N_ELEMENTS (children));
  g_autoptr (MxResponse) response = answer (body);
  g_autoptr (MxResponse) bad = answer ("{\"rooms\":{}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MxHierarchy) page = mx_api_hierarchy_parse (response, &error);
  static const char *const wanted[] = { "!first:x.org", "!second:x.org", "!early:x.org", "!odd:x.org", "!late:x.org" };

  g_assert_no_error (error);
  g_assert_cmpuint (page->rooms->len, ==, 2);
  g_assert_cmpstr (page->next_batch, ==, "n");
  g_assert_cmpuint (page->links->len, ==, G_N_ELEMENTS (wanted));
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_cmpstr (((MxSpaceLink *) page->links->pdata[i])->child, ==, wanted[i]);
  g_assert_cmpuint (g_strv_length (((MxSpaceLink *) page->links->pdata[0])->via), ==, 2);
  g_assert_true (((MxSpaceLink *) page->links->pdata[2])->suggested);
  g_assert_null (mx_api_hierarchy_parse (bad, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

static void
test_parse_users (void)
{
  g_autoptr (MxResponse) response = answer ("{\"results\":[{\"user_id\":\"@ann:x.org\",\"display_name\":\"Ann\","
                                            "\"avatar_url\":\"http://x\"},{\"user_id\":\"ann\"},3,"
                                            "{\"user_id\":\"@ben:x.org\"}],\"limited\":true}");
  g_autoptr (MxResponse) bad = answer ("[]");
  gboolean limited = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) users = mx_api_search_users_parse (response, &limited, &error);
  MxFoundUser *ann;

  g_assert_no_error (error);
  g_assert_true (limited);
  g_assert_cmpuint (users->len, ==, 2);
  ann = users->pdata[0];
  g_assert_cmpstr (ann->display_name, ==, "Ann");
  g_assert_null (ann->avatar_url);
  g_assert_null (mx_api_search_users_parse (bad, &limited, &error));
  g_assert_error (error, MX_ERROR, MX_ERROR_BAD_RESPONSE);
}

static void
test_parse_others (void)
{
  g_autoptr (MxResponse) event = answer ("{\"event_id\":\"$e\"}");
  g_autoptr (MxResponse) bad = answer ("{\"event_id\":\"e\",\"room_id\":\"#a:x.org\",\"content_uri\":\"mxc://x/..\"}");
  g_autoptr (MxResponse) config = answer ("{\"m.upload.size\":1000}");
  g_autofree char *id = mx_api_event_id_parse (event, NULL);
  gint64 max_upload = -1;

  g_assert_cmpstr (id, ==, "$e");
  g_assert_null (mx_api_event_id_parse (bad, NULL));
  g_assert_null (mx_api_room_id_parse (bad, NULL));
  g_assert_null (mx_api_media_upload_parse (bad, NULL));
  g_assert_true (mx_api_media_config_parse (config, &max_upload, NULL));
  g_assert_cmpint (max_upload, ==, 1000);
}

static void
test_explain (void)
{
  static const struct
  {
    const char *text;
    int code;
  } texts[] = {
    { "You are not invited to this room.", MX_ERROR_NEEDS_INVITE },
    { "@me:x.org is banned from the room", MX_ERROR_BANNED },
    { "You do not belong to any of the required rooms/spaces to join this room.", MX_ERROR_FORBIDDEN },
  };
  g_autoptr (GError) login = mx_error_new_server (MX_ERROR_FORBIDDEN, 403, "M_FORBIDDEN", "x.org", -1, "no");
  g_autoptr (GError) guest = mx_error_new_server (MX_ERROR_FORBIDDEN, 403, "M_UNKNOWN", "x.org", -1, "no");
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = mx_error_new_server (MX_ERROR_FORBIDDEN, 403, "M_FORBIDDEN", "x.org", -1, texts[i].text);

    mx_api_join_explain (error);
    g_assert_error (error, MX_ERROR, texts[i].code);
    g_assert_cmpstr (mx_error_get_server (error), ==, "x.org");
  }
  mx_api_login_explain (login);
  g_assert_error (login, MX_ERROR, MX_ERROR_WRONG_PASSWORD);
  mx_api_register_guest_explain (guest);
  g_assert_error (guest, MX_ERROR, MX_ERROR_GUEST_FORBIDDEN);
}

static void
test_explain_reset (void)
{
  static const struct
  {
    int before, status;
    const char *errcode;
    int after;
  } cases[] = {
    { MX_ERROR_REFUSED, 400, "M_THREEPID_NOT_FOUND", MX_ERROR_NOT_FOUND },
    { MX_ERROR_REFUSED, 400, "M_UNKNOWN", MX_ERROR_UNRECOGNIZED },
    { MX_ERROR_REFUSED, 400, NULL, MX_ERROR_UNRECOGNIZED },
    { MX_ERROR_FORBIDDEN, 403, "M_FORBIDDEN", MX_ERROR_UNRECOGNIZED },
    { MX_ERROR_UNRECOGNIZED, 404, "M_UNRECOGNIZED", MX_ERROR_UNRECOGNIZED },
    { MX_ERROR_REFUSED, 401, "M_UNAUTHORIZED", MX_ERROR_REFUSED },
    { MX_ERROR_REFUSED, 400, "M_INVALID_PARAM", MX_ERROR_REFUSED },
    { MX_ERROR_WEAK_PASSWORD, 400, "M_WEAK_PASSWORD", MX_ERROR_WEAK_PASSWORD },
    { MX_ERROR_RATE_LIMITED, 429, "M_LIMIT_EXCEEDED", MX_ERROR_RATE_LIMITED },
  };
  g_autoptr (GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error =
      mx_error_new_server (cases[i].before, cases[i].status, cases[i].errcode, "x.org", -1, "no");

    mx_api_reset_explain (error);
    g_assert_error (error, MX_ERROR, cases[i].after);
  }
  mx_api_reset_explain (cancelled);
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  mx_test_init (&argc, &argv);
  g_test_add_func ("/api/account", test_account);
  g_test_add_func ("/api/sync", test_sync);
  g_test_add_func ("/api/room", test_room);
  g_test_add_func ("/api/directory", test_directory);
  g_test_add_func ("/api/parse/space", test_parse_space);
  g_test_add_func ("/api/parse/users", test_parse_users);
  g_test_add_func ("/security/H08/bad-ids-make-no-request", test_bad_ids);
  g_test_add_func ("/api/parse/login", test_parse_login);
  g_test_add_func ("/api/parse/page", test_parse_page);
  g_test_add_func ("/api/parse/no-page", test_parse_no_page);
  g_test_add_func ("/api/parse/rooms", test_parse_rooms);
  g_test_add_func ("/api/parse/others", test_parse_others);
  g_test_add_func ("/api/explain", test_explain);
  g_test_add_func ("/api/explain/reset", test_explain_reset);
  return g_test_run ();
}
