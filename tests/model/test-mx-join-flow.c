/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a link to the room, one step after the other, with every answer that a server may give:
 * what the person sees next, and that nothing happens which they did not ask for. */

#include "config.h"

#include "mx-scripted.h"

#include "mx-error.h"
#include "mx-found-room.h"
#include "mx-join-flow.h"
#include "mx-room-list.h"
#include "mx-room.h"
#include "mx-timeline-item.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define ALIAS       "GET /_matrix/client/v3/directory/room/"
#define SUMMARY     "GET /_matrix/client/v1/room_summary/"
#define JOIN        "POST /_matrix/client/v3/join/"
#define KNOCK       "POST /_matrix/client/v3/knock/"
#define TARGET      "!target:localhost"
#define NOTHING     "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define PUBLIC      "\"join_rule\":\"public\""
#define KNOCKING    "\"join_rule\":\"knock\""

static void
set_summary (MxScripted *self,
             const char *members)
{
  g_autofree char *body = g_strdup_printf ("{\"room_id\":\"" TARGET "\",\"name\":\"Tea\",\"num_joined_members\":7,"
                                           "\"guest_can_join\":true,\"world_readable\":false,%s}",
                                           members);

  mx_test_server_reply (self->server, SUMMARY, 200, NULL, body);
}

static MxJoinFlow *
flow_new (MxScripted *self)
{
  g_autofree char *alias = g_strdup_printf ("#tea:127.0.0.1:%u", mx_test_server_get_port (self->server));

  mx_test_server_reply (self->server, ALIAS, 200, NULL, "{\"room_id\":\"" TARGET "\",\"servers\":[\"localhost\"]}");
  return mx_join_flow_new (self->session, alias);
}

static gboolean
is_shown (gpointer flow)
{
  return mx_join_flow_get_state (flow) == MX_JOIN_PREVIEW;
}

static gboolean
is_done (gpointer flow)
{
  return mx_join_flow_get_state (flow) == MX_JOIN_DONE;
}

static MxJoinFlow *
flow_at_preview (MxScripted *self)
{
  MxJoinFlow *flow = flow_new (self);

  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  return flow;
}

/* What sync tells about us in the room. */
static void
push_membership (MxScripted *self,
                 const char *list,
                 const char *state,
                 const char *membership,
                 const char *sender)
{
  g_autofree char *members =
    g_strdup_printf ("\"rooms\":{\"%s\":{\"" TARGET "\":{\"%s\":{\"events\":["
                     "{\"type\":\"m.room.member\",\"event_id\":\"$%s\",\"sender\":\"%s\","
                     "\"state_key\":\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,"
                     "\"content\":{\"membership\":\"%s\",\"reason\":\"because\"}}]}}}}",
                     list, state, membership, sender, membership);

  mx_script_push (self->script, members);
}

/* A room as it is shown, and joined at the first click. */
static void
test_join (MxScripted    *self,
           gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;
  g_autofree char *name = NULL;
  guint members = 0;

  set_summary (self, PUBLIC);
  flow = flow_at_preview (self);
  g_object_get (flow, "name", &name, "member-count", &members, NULL);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_JOIN);
  g_assert_cmpstr (name, ==, "Tea");
  g_assert_cmpuint (members, ==, 7);
  g_assert_cmpstr (mx_join_flow_get_room_id (flow), ==, TARGET);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);

  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  mx_join_flow_join (flow);
  /* Who clicks twice joins once. */
  mx_join_flow_join (flow);
  push_membership (self, "join", "state", "join", MX_SCRIPT_USER);
  mx_test_assert_wait (is_done, flow, DEADLINE_MS);
  g_assert_null (mx_join_flow_get_error (flow));
  g_assert_nonnull (mx_session_get_room (self->session, TARGET));
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 1);
}

/* Who is in the room already is led there without a question. */
static void
test_joined_already (MxScripted    *self,
                     gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = mx_join_flow_new (self->session, MX_SCRIPT_ROOM);

  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_JOINED);
  mx_join_flow_join (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_DONE);
  g_assert_cmpstr (mx_join_flow_get_room_id (flow), ==, MX_SCRIPT_ROOM);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);
}

typedef struct
{
  const char *name;
  int status;
  const char *body;
  MxError code;
  MxPreviewState shown; /* what can be done then */
} Refusal;

static const Refusal refusals[] = {
  { "needs-invite", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are not invited\"}", MX_ERROR_NEEDS_INVITE,
    MX_PREVIEW_NEEDS_INVITE },
  { "banned", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are banned\"}", MX_ERROR_BANNED,
    MX_PREVIEW_BANNED },
  { "gone", 404, NOTHING, MX_ERROR_NOT_FOUND, MX_PREVIEW_JOIN },
  { "forbidden", 403, FORBIDDEN, MX_ERROR_FORBIDDEN, MX_PREVIEW_JOIN },
};

/* What the preview could not know, trying has shown; and one can try again. */
static void
test_refused (MxScripted    *self,
              gconstpointer  data)
{
  const Refusal *refusal = data;
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  flow = flow_at_preview (self);
  mx_test_server_reply (self->server, JOIN, refusal->status, NULL, refusal->body);
  mx_join_flow_join (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_JOINING);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, (int) refusal->code);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, refusal->shown);
  mx_join_flow_start (flow);
  g_assert_null (mx_join_flow_get_error (flow));
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_JOIN);
}

/* Whoever gives up while it joins is back where they were, and no answer that comes later leads them away. */
static void
test_cancel (MxScripted    *self,
             gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  flow = flow_at_preview (self);
  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  mx_test_server_hold (self->server, JOIN);
  mx_join_flow_join (flow);
  g_assert_true (mx_test_server_wait (self->server, JOIN, 1, DEADLINE_MS));
  mx_join_flow_cancel (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_PREVIEW);
  mx_test_server_release (self->server, JOIN);
  mx_test_spin (100);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_PREVIEW);
  g_assert_null (mx_join_flow_get_error (flow));
}

/* A link that is none says so, and does not look for ever. */
static void
test_no_link (MxScripted    *self,
              gconstpointer  data)
{
  static const char *const links[] = { "tea", "https://example.org/", "@ben:localhost" };

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++) {
    g_autoptr (MxJoinFlow) flow = mx_join_flow_new (self->session, links[i]);

    mx_join_flow_start (flow);
    mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
    g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_BAD_INPUT);
    g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_UNKNOWN);
    /* Nothing is known to leave, to follow or to take back. */
    mx_join_flow_withdraw (flow);
    g_assert_null (mx_join_flow_follow (flow));
    g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_PREVIEW);
  }
}

/* An address nobody has: rooms that may have been meant, each with a link of its own. */
static void
test_suggestions (MxScripted    *self,
                  gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_new (self);
  g_autoptr (GListModel) rooms = NULL;
  g_autoptr (MxFoundRoom) room = NULL;
  g_autofree char *link = NULL;
  g_auto (GStrv) names = NULL;

  mx_test_server_reply (self->server, ALIAS, 404, NULL, NOTHING);
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/publicRooms", 200, NULL,
                        "{\"chunk\":[{\"room_id\":\"!tee:localhost\",\"canonical_alias\":\"#tee:localhost\","
                        "\"name\":\"Tee\",\"num_joined_members\":4}]}");
  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_NOT_FOUND);
  g_object_get (flow, "suggested-rooms", &rooms, "suggestions", &names, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (rooms), ==, 1);
  room = g_list_model_get_item (rooms, 0);
  link = mx_found_room_dup_link (room);
  g_assert_cmpstr (link, ==, "matrix:r/tee:localhost");
  g_assert_cmpstr (names[0], ==, "#tee:localhost");
  g_assert_null (names[1]);

  /* They do not pile up where one tries again. */
  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpuint (g_list_model_get_n_items (rooms), ==, 1);
}

/* An old server names no servers beside the room. */
static void
test_no_servers (MxScripted    *self,
                 gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_new (self);

  set_summary (self, PUBLIC);
  mx_test_server_reply (self->server, ALIAS, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_JOIN);
}

/* --- asking to be let in ------------------------------------------------------------------ */

static gboolean
has_asked (gpointer flow)
{
  return is_shown (flow) && mx_join_flow_get_preview (flow) == MX_PREVIEW_KNOCKED;
}

static gboolean
is_invited (gpointer flow)
{
  return is_shown (flow) && mx_join_flow_get_preview (flow) == MX_PREVIEW_INVITED;
}

static gboolean
is_denied (gpointer flow)
{
  gboolean denied = FALSE;

  g_object_get (flow, "is-denied", &denied, NULL);
  return is_shown (flow) && denied;
}

static MxJoinFlow *
flow_that_asked (MxScripted *self)
{
  MxJoinFlow *flow;

  set_summary (self, KNOCKING);
  flow = flow_at_preview (self);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_KNOCK);
  mx_test_server_reply (self->server, KNOCK, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  mx_join_flow_knock (flow, "let me in");
  push_membership (self, "knock", "knock_state", "knock", MX_SCRIPT_USER);
  mx_test_assert_wait (has_asked, flow, DEADLINE_MS);
  return flow;
}

static void
test_knock_answered (MxScripted    *self,
                     gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_that_asked (self);
  g_autofree char *body = mx_scripted_dup_body (self, KNOCK, 0);

  g_assert_cmpstr (body, ==, "{\"reason\":\"let me in\"}");
  push_membership (self, "invite", "invite_state", "invite", "@ben:localhost");
  mx_test_assert_wait (is_invited, flow, DEADLINE_MS);
}

static void
test_knock_denied (MxScripted    *self,
                   gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_that_asked (self);
  g_autofree char *actor = NULL;
  g_autofree char *reason = NULL;

  push_membership (self, "leave", "timeline", "leave", "@ben:localhost");
  mx_test_assert_wait (is_denied, flow, DEADLINE_MS);
  g_object_get (flow, "actor", &actor, "reason", &reason, NULL);
  g_assert_cmpstr (actor, ==, "@ben:localhost");
  g_assert_cmpstr (reason, ==, "because");
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_KNOCK);
}

static gboolean
can_ask (gpointer flow)
{
  return is_shown (flow) && mx_join_flow_get_preview (flow) == MX_PREVIEW_KNOCK;
}

/* Taken back, a request is no refusal. */
static void
test_knock_withdrawn (MxScripted    *self,
                      gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_that_asked (self);
  gboolean denied = TRUE;

  mx_test_server_reply (self->server, "POST /_matrix/client/v3/rooms/" TARGET "/leave", 200, NULL, "{}");
  mx_join_flow_withdraw (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_ASKING);
  push_membership (self, "leave", "timeline", "leave", MX_SCRIPT_USER);
  mx_test_assert_wait (can_ask, flow, DEADLINE_MS);
  g_object_get (flow, "is-denied", &denied, NULL);
  g_assert_false (denied);
}

static void
test_knock_refused (MxScripted    *self,
                    gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, KNOCKING);
  flow = flow_at_preview (self);
  mx_test_server_reply (self->server, KNOCK, 403, NULL, FORBIDDEN);
  mx_join_flow_knock (flow, NULL);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_ASKING);
  /* While one is under way there is no second. */
  mx_join_flow_knock (flow, NULL);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_FORBIDDEN);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_KNOCK);
  g_assert_cmpuint (mx_test_server_count (self->server, KNOCK), ==, 1);
}

/* --- an invite ------------------------------------------------------------------------------ */

/* Somebody invites us into the room that we look at. */
static void
test_invited_meanwhile (MxScripted    *self,
                        gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, "\"join_rule\":\"invite\"");
  flow = flow_at_preview (self);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_NEEDS_INVITE);
  push_membership (self, "invite", "invite_state", "invite", "@ben:localhost");
  mx_test_assert_wait (is_invited, flow, DEADLINE_MS);

  /* Declining does not work out: the invite is still there, and the person knows why. */
  mx_test_server_reply (self->server, "POST /_matrix/client/v3/rooms/" TARGET "/leave", 403, NULL, FORBIDDEN);
  mx_join_flow_decline (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_FORBIDDEN);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_INVITED);
}

/* --- signed out ------------------------------------------------------------------------------ */

#define REGISTER "POST /_matrix/client/v3/register"

/* One click: a guest of the room's server, and in. */
static void
test_guest (MxScripted    *self,
            gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  mx_test_server_reply (self->server, REGISTER, 200, NULL,
                        "{\"user_id\":\"" MX_SCRIPT_USER "\",\"access_token\":\"guest\",\"device_id\":\"G\"}");
  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  flow = flow_at_preview (self);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_GUEST);
  g_assert_cmpuint (mx_test_server_count (self->server, REGISTER), ==, 0);
  mx_join_flow_join_guest (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_SIGNING_IN);
  push_membership (self, "join", "state", "join", MX_SCRIPT_USER);
  mx_test_assert_wait (is_done, flow, DEADLINE_MS);
  g_assert_true (mx_session_is_guest (self->session));
  g_assert_nonnull (strstr (mx_test_server_get_request (self->server, REGISTER, 0)->query, "kind=guest"));
}

static void
test_guest_refused (MxScripted    *self,
                    gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  mx_test_server_reply (self->server, REGISTER, 403, NULL,
                        "{\"errcode\":\"M_GUEST_ACCESS_FORBIDDEN\",\"error\":\"no\"}");
  flow = flow_at_preview (self);
  mx_join_flow_join_guest (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_GUEST_FORBIDDEN);
  g_assert_false (mx_session_is_open (self->session));
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);
}

/* Whoever signs in on another page comes back to the same room. */
static void
test_sign_in (MxScripted    *self,
              gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  flow = flow_at_preview (self);
  mx_join_flow_sign_in (flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_SIGNING_IN);
  mx_join_flow_join (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_error (mx_join_flow_get_error (flow), MX_ERROR, MX_ERROR_SIGNED_OUT);
}

static void
sign_in_for (MxScripted *self,
             MxJoinFlow *flow)
{
  mx_join_flow_sign_in (flow);
  mx_scripted_sign_in (self);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_SIGNING_IN);
  mx_join_flow_signed_in (flow);
}

/* An account is all it takes: whoever made one for this room is in it. */
static void
test_signed_in_joins (MxScripted    *self,
                      gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  flow = flow_at_preview (self);
  sign_in_for (self, flow);
  g_assert_cmpint (mx_join_flow_get_state (flow), ==, MX_JOIN_JOINING);
  push_membership (self, "join", "state", "join", MX_SCRIPT_USER);
  mx_test_assert_wait (is_done, flow, DEADLINE_MS);
}

/* An account is not all it takes: now one can ask to be let in. */
static void
test_signed_in_asks (MxScripted    *self,
                     gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, KNOCKING);
  flow = flow_at_preview (self);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_NEEDS_ACCOUNT);
  sign_in_for (self, flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_KNOCK);
  g_assert_no_error (mx_join_flow_get_error (flow));
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);
}

/* Nothing was known of the room yet when the person signed in for it. */
static void
test_signed_in_unseen (MxScripted    *self,
                       gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  mx_test_server_reply (self->server, JOIN, 200, NULL, "{\"room_id\":\"" TARGET "\"}");
  flow = flow_new (self);
  mx_test_server_hold (self->server, ALIAS);
  mx_join_flow_start (flow);
  sign_in_for (self, flow);
  mx_test_server_release (self->server, ALIAS);
  g_assert_true (mx_test_server_wait (self->server, JOIN, 1, DEADLINE_MS));
  push_membership (self, "join", "state", "join", MX_SCRIPT_USER);
  mx_test_assert_wait (is_done, flow, DEADLINE_MS);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 1);
}

/* A link that came from elsewhere while somebody signed in is looked at, and no more. */
static void
test_signed_in_for_another (MxScripted    *self,
                            gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  flow = flow_at_preview (self);
  mx_scripted_sign_in (self);
  mx_join_flow_signed_in (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_JOIN);
  g_assert_cmpuint (mx_test_server_count (self->server, JOIN), ==, 0);
}

/* Signing in is given up before the room was seen: it is looked at all the same. */
static void
test_sign_in_given_up (MxScripted    *self,
                       gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = NULL;

  set_summary (self, PUBLIC);
  flow = flow_new (self);
  mx_test_server_hold (self->server, ALIAS);
  mx_join_flow_start (flow);
  mx_join_flow_sign_in (flow);
  mx_join_flow_cancel (flow);
  mx_test_server_release (self->server, ALIAS);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_assert_cmpint (mx_join_flow_get_preview (flow), ==, MX_PREVIEW_GUEST);
}

/* --- what was said there ----------------------------------------------------------------------- */

/* Of the last messages those are shown that say something: none that was taken back or replaced, and
 * no change of the room. */
static void
test_history (MxScripted    *self,
              gconstpointer  data)
{
  g_autoptr (MxJoinFlow) flow = flow_new (self);
  g_autoptr (GListModel) history = NULL;
  g_autoptr (MxTimelineItem) item = NULL;

  mx_test_server_reply (self->server, SUMMARY, 200, NULL,
                        "{\"room_id\":\"" TARGET "\",\"join_rule\":\"public\",\"world_readable\":true}");
  mx_test_server_reply (
    self->server, "GET /_matrix/client/v3/rooms/" TARGET "/messages", 200, NULL,
    "{\"start\":\"a\",\"chunk\":["
    "{\"type\":\"m.room.message\",\"event_id\":\"$4\",\"sender\":\"@cleo:localhost\",\"origin_server_ts\":9,"
    "\"content\":{\"msgtype\":\"m.text\",\"body\":\"* new\","
    "\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"new\"},"
    "\"m.relates_to\":{\"rel_type\":\"m.replace\",\"event_id\":\"$1\"}}},"
    "{\"type\":\"m.room.message\",\"event_id\":\"$3\",\"sender\":\"@cleo:localhost\",\"origin_server_ts\":8,"
    "\"content\":{},\"unsigned\":{\"redacted_because\":{\"type\":\"m.room.redaction\"}}},"
    "{\"type\":\"m.room.topic\",\"event_id\":\"$2\",\"sender\":\"@cleo:localhost\",\"origin_server_ts\":7,"
    "\"state_key\":\"\",\"content\":{\"topic\":\"x\"}},"
    "{\"type\":\"m.room.message\",\"event_id\":\"$1\",\"sender\":\"@cleo:localhost\",\"origin_server_ts\":6,"
    "\"content\":{\"msgtype\":\"m.text\",\"body\":\"hello\"}}]}");
  mx_join_flow_start (flow);
  mx_test_assert_wait (is_shown, flow, DEADLINE_MS);
  g_object_get (flow, "history", &history, NULL);
  g_assert_nonnull (history);
  g_assert_cmpuint (g_list_model_get_n_items (history), ==, 1);
  item = g_list_model_get_item (history, 0);
  g_assert_cmpstr (mx_timeline_item_get_text (item), ==, "hello");
}

#define ADD(path, data, func) g_test_add (path, MxScripted, data, mx_scripted_set_up, func, mx_scripted_tear_down)
#define ADD_OUT(path, func) \
  g_test_add (path, MxScripted, NULL, mx_scripted_set_up_signed_out, func, mx_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  ADD ("/join-flow/joins-once", NULL, test_join);
  ADD ("/join-flow/joined-already", NULL, test_joined_already);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/join-flow/refused/", refusals[i].name, NULL);

    ADD (path, &refusals[i], test_refused);
  }
  ADD ("/join-flow/cancel", NULL, test_cancel);
  ADD ("/join-flow/no-link", NULL, test_no_link);
  ADD ("/join-flow/suggestions", NULL, test_suggestions);
  ADD ("/join-flow/alias-without-servers", NULL, test_no_servers);
  ADD ("/join-flow/knock/answered", NULL, test_knock_answered);
  ADD ("/join-flow/knock/denied", NULL, test_knock_denied);
  ADD ("/join-flow/knock/withdrawn", NULL, test_knock_withdrawn);
  ADD ("/join-flow/knock/refused", NULL, test_knock_refused);
  ADD ("/join-flow/invited-meanwhile", NULL, test_invited_meanwhile);
  ADD ("/join-flow/history-shows-messages", NULL, test_history);
  ADD_OUT ("/join-flow/guest/joins", test_guest);
  ADD_OUT ("/join-flow/guest/refused", test_guest_refused);
  ADD_OUT ("/join-flow/signs-in-elsewhere", test_sign_in);
  ADD_OUT ("/join-flow/signed-in/joins", test_signed_in_joins);
  ADD_OUT ("/join-flow/signed-in/asks", test_signed_in_asks);
  ADD_OUT ("/join-flow/signed-in/unseen", test_signed_in_unseen);
  ADD_OUT ("/join-flow/signed-in/for-another-room", test_signed_in_for_another);
  ADD_OUT ("/join-flow/sign-in-given-up", test_sign_in_given_up);
  return g_test_run ();
}
