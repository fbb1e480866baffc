/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of a room and of the people in it, and what can be done about them: finding somebody,
 * a group with some of them, letting in who asks, and telling the server's people of trouble. */

#include "config.h"

#include "tea-member-row.h"
#include "tea-person-dialog.h"
#include "tea-report-dialog.h"
#include "tea-room-details.h"
#include "tea-scripted.h"
#include "tea-sidebar-fixture.h"

#include "mx-knock-list.h"
#include "mx-room.h"
#include "mx-session-private.h"
#include "mx-timeline.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define MEMBERS     "GET /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/members"
#define INVITE      "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/invite"
#define KICK        "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/kick"
#define REPORT      "POST /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/report"
#define IGNORED     "PUT /_matrix/client/v3/user/" MX_SCRIPT_USER "/account_data/m.ignored_user_list"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define EVIL        "<b>Cleo</b> & co"
#define MEMBER(id, membership, rest)                                                                           \
  "{\"type\":\"m.room.member\",\"event_id\":\"$" id "\",\"sender\":\"@" id ":localhost\",\"state_key\":\"@" id \
  ":localhost\",\"origin_server_ts\":7,\"content\":{\"membership\":\"" membership "\"" rest "}}"

typedef struct
{
  TeaScripted t;
  MxRoom *room;
  TeaRoomDetails *details;
  MxTimeline *timeline; /* (nullable): held, the room is open and tells of its people */
  MxKnockList *knocks;  /* (nullable) */
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  tea_scripted_set_up (&self->t, data);
  self->room = g_object_ref (mx_session_get_room (self->t.s.session, MX_SCRIPT_ROOM));
  self->details = g_object_new (TEA_TYPE_ROOM_DETAILS, NULL);
  mx_test_server_reply (self->t.s.server, MEMBERS, 200, NULL,
                        "{\"chunk\":[" MEMBER ("ben", "join", ",\"displayname\":\"Ben\"") "," MEMBER (
                          "cleo", "join", ",\"displayname\":\"" EVIL "\"") "]}");
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->details));
  tea_room_details_set_room (self->details, self->room);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->knocks);
  g_clear_object (&self->timeline);
  g_clear_object (&self->room);
  tea_scripted_tear_down (&self->t, data);
}

static void
show_people (Fixture *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->details), "details.people", NULL);
  tea_scripted_wait_text (&self->t, EVIL);
}

/* --- people --------------------------------------------------------------------------------- */

static void
test_room (Fixture       *self,
           gconstpointer  data)
{
  tea_scripted_wait_text (&self->t, "The room");
  /* What changes in the room changes here. */
  mx_script_push_events (self->t.s.script,
                         "{\"type\":\"m.room.name\",\"event_id\":\"$name2\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":9,\"content\":{\"name\":\"" EVIL "\"}}",
                         FALSE, NULL);
  tea_scripted_wait_text (&self->t, EVIL);
}

static void
test_search (Fixture       *self,
             gconstpointer  data)
{
  static const struct
  {
    const char *words;
    const char *found;
    const char *hidden;
  } cases[] = {
    { "CLEO</B>", EVIL, "Ben" },
    { "@ben:", "Ben", EVIL },
    { "nobody", "Nobody", "Ben" },
    { "", "Ben", "Nobody" },
  };

  show_people (self);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gtk_editable_set_text (tea_scripted_find (&self->t, GTK_TYPE_SEARCH_ENTRY, 0), cases[i].words);
    tea_scripted_wait_no_text (&self->t, cases[i].hidden);
    tea_scripted_wait_text (&self->t, cases[i].found);
  }
}

/* A group with some of the people here; who makes it is in it anyway, and not asked. */
static void
test_group (Fixture       *self,
            gconstpointer  data)
{
  show_people (self);
  gtk_toggle_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_TOGGLE_BUTTON, 0), TRUE);
  for (guint i = 0; i < 2; i++)
    gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, i), TRUE);
  g_assert_cmpuint (tea_test_count (GTK_WIDGET (self->details), TEA_TYPE_MEMBER_ROW), ==, 2);
  gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, 0), FALSE);
  tea_scripted_press (&self->t, "group");
  g_assert_true (g_str_has_prefix (self->t.acts->str, "new-group-with ('" MX_SCRIPT_ROOM "', ['@"));
  g_assert_null (strstr (self->t.acts->str, ", '@"));
}

/* The details are put away while people are ticked. */
static void
test_put_away (Fixture       *self,
               gconstpointer  data)
{
  show_people (self);
  gtk_toggle_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_TOGGLE_BUTTON, 0), TRUE);
  gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, 0), TRUE);
  tea_room_details_set_room (self->details, NULL);
  tea_room_details_set_room (self->details, self->room);
  tea_scripted_wait_text (&self->t, "The room");
  show_people (self);
  g_assert_false (gtk_toggle_button_get_active (tea_scripted_find (&self->t, GTK_TYPE_TOGGLE_BUTTON, 0)));
}

static void
test_person (Fixture       *self,
             gconstpointer  data)
{
  show_people (self);
  gtk_editable_set_text (tea_scripted_find (&self->t, GTK_TYPE_SEARCH_ENTRY, 0), "cleo");
  tea_scripted_wait_no_text (&self->t, "Ben");
  g_signal_emit_by_name (tea_scripted_find (&self->t, GTK_TYPE_LIST_VIEW, 0), "activate", 0);
  tea_scripted_wait_text (&self->t, "@cleo:localhost");
  adw_switch_row_set_active (tea_scripted_find (&self->t, ADW_TYPE_SWITCH_ROW, 0), TRUE);
  g_assert_cmpstr (self->t.acts->str, ==, "hide-person @cleo:localhost\n");
  tea_scripted_press (&self->t, "Report");
  g_assert_cmpstr (self->t.acts->str, ==, "hide-person @cleo:localhost\nreport-person @cleo:localhost\n");
  tea_scripted_wait_closed (&self->t);
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/* Who closes the page of somebody unknown waits for no server. */
static void
test_person_closed (Fixture       *self,
                    gconstpointer  data)
{
  const char *path = "GET /_matrix/client/v3/profile/@zoe:far.example";
  gpointer dialog;

  mx_test_server_reply (self->t.s.server, path, 200, NULL, "{\"displayname\":\"Zoe\"}");
  mx_test_server_hold (self->t.s.server, path);
  tea_person_dialog_present (GTK_WIDGET (self->details), self->t.s.session, self->room, "@zoe:far.example", NULL);
  dialog = adw_window_get_visible_dialog (ADW_WINDOW (self->t.window));
  g_object_add_weak_pointer (dialog, &dialog);
  g_assert_true (mx_test_server_wait (self->t.s.server, path, 1, DEADLINE_MS));
  adw_dialog_force_close (dialog);
  mx_test_assert_wait (is_gone, &dialog, DEADLINE_MS);
  mx_test_server_release (self->t.s.server, path);
}

/* --- who asks to be let in -------------------------------------------------------------------- */

#define DORA   MEMBER ("dora", "knock", ",\"displayname\":\"Dora\",\"reason\":\"I bring <b>cake</b>\"")
#define KNOCKS "{\"chunk\":[" DORA "]}"

static void
show_knocks (Fixture *self)
{
  mx_script_push_events (self->t.s.script,
                         "{\"type\":\"m.room.power_levels\",\"event_id\":\"$power\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":9,"
                         "\"content\":{\"users\":{\"" MX_SCRIPT_USER "\":100}}}",
                         FALSE, NULL);
  mx_test_server_reply (self->t.s.server, MEMBERS, 200, NULL, KNOCKS);
  self->timeline = mx_room_get_timeline (self->room);
  self->knocks = mx_knock_list_new (self->room);
  tea_room_details_set_knocks (self->details, self->knocks);
  tea_scripted_wait_text (&self->t, "I bring <b>cake</b>");
}

static void
test_knock_accepted (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->t.s.server, INVITE, 200, NULL, "{}");
  show_knocks (self);
  tea_scripted_press (&self->t, "Let ");
  tea_scripted_wait_no_text (&self->t, "I bring");
  body = mx_scripted_dup_body (&self->t.s, INVITE, 0);
  g_assert_cmpstr (body, ==, "{\"user_id\":\"@dora:localhost\"}");
}

/* It did not work out, and asking again does not, either: the person can still be let in later. */
static void
test_knock_failed (Fixture       *self,
                   gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, INVITE, 403, NULL, FORBIDDEN);
  show_knocks (self);
  mx_test_server_reply (self->t.s.server, MEMBERS, 403, NULL, FORBIDDEN);
  tea_scripted_press (&self->t, "Let ");
  tea_scripted_wait_act (&self->t, "toast ");
  g_assert_nonnull (strstr (self->t.acts->str, "does not let you do this"));
  g_assert_true (mx_test_server_wait (self->t.s.server, MEMBERS, 2, DEADLINE_MS));
  mx_test_spin (100);
  mx_test_server_reply (self->t.s.server, INVITE, 200, NULL, "{}");
  tea_scripted_press (&self->t, "Let ");
  tea_scripted_wait_no_text (&self->t, "I bring");
}

static void
test_knock_refused (Fixture       *self,
                    gconstpointer  data)
{
  AdwAlertDialog *question;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->t.s.server, KICK, 200, NULL, "{}");
  show_knocks (self);
  tea_scripted_press (&self->t, "Refuse ");
  question = tea_scripted_get_question (&self->t);
  gtk_editable_set_text (GTK_EDITABLE (adw_alert_dialog_get_extra_child (question)), " full house ");
  tea_scripted_respond (&self->t, "refuse");
  tea_scripted_wait_no_text (&self->t, "I bring");
  body = mx_scripted_dup_body (&self->t.s, KICK, 0);
  g_assert_cmpstr (body, ==, "{\"user_id\":\"@dora:localhost\",\"reason\":\"full house\"}");
}

static gboolean
knows_power (gpointer room)
{
  return mx_room_get_power_levels (room) != NULL;
}

/* Who may not answer is not asked. */
static void
test_knock_not_ours (Fixture       *self,
                     gconstpointer  data)
{
  mx_script_push_events (self->t.s.script,
                         "{\"type\":\"m.room.power_levels\",\"event_id\":\"$power\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":9,\"content\":{\"invite\":50}}",
                         FALSE, NULL);
  mx_test_server_reply (self->t.s.server, MEMBERS, 200, NULL, KNOCKS);
  self->timeline = mx_room_get_timeline (self->room);
  mx_test_assert_wait (knows_power, self->room, DEADLINE_MS);
  self->knocks = mx_knock_list_new (self->room);
  tea_room_details_set_knocks (self->details, self->knocks);
  g_assert_true (mx_test_server_wait (self->t.s.server, MEMBERS, 1, DEADLINE_MS));
  mx_test_spin (200);
  g_assert_false (tea_scripted_shows (&self->t, "I bring"));
}

/* --- reports ----------------------------------------------------------------------------------- */

static void
show_report (Fixture *self)
{
  tea_scripted_present (&self->t, tea_report_dialog_new (self->t.s.session, self->room, "$first", "@ben:localhost",
                                                         EVIL " says"));
  tea_scripted_wait_text (&self->t, EVIL " says");
}

/* What is sent is the reason in English and what was written; only then the person is hidden. */
static void
test_report (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *body = NULL;
  g_autofree char *hidden = NULL;

  mx_test_server_reply (self->t.s.server, REPORT, 200, NULL, "{}");
  mx_test_server_reply (self->t.s.server, IGNORED, 200, NULL, "{}");
  show_report (self);
  gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, 1), TRUE);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (tea_scripted_find (&self->t, GTK_TYPE_TEXT_VIEW, 0)), "rude", -1);
  tea_scripted_press (&self->t, "Send");
  tea_scripted_wait_closed (&self->t);
  body = mx_scripted_dup_body (&self->t.s, REPORT "/$first", 0);
  g_assert_cmpstr (body, ==, "{\"reason\":\"Harassment or hate: rude\"}");
  hidden = mx_scripted_dup_body (&self->t.s, IGNORED, 0);
  g_assert_cmpstr (hidden, ==, "{\"ignored_users\":{\"@ben:localhost\":{}}}");
}

typedef struct
{
  const char *name;
  int status;
  const char *body;
  const char *words;
} ReportCase;

static const ReportCase report_cases[] = {
  { "gone", 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}", "It may be gone already." },
  { "not-taken", 404, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"x\"}", "This server takes no reports." },
  { "forbidden", 403, FORBIDDEN, "does not let you do this" },
};

/* What was written stays, nobody is hidden, and it can be sent again. */
static void
test_report_refused (Fixture       *self,
                     gconstpointer  data)
{
  const ReportCase *wanted = data;

  mx_test_server_reply (self->t.s.server, REPORT, wanted->status, NULL, wanted->body);
  show_report (self);
  tea_scripted_press (&self->t, "Send");
  tea_scripted_wait_text (&self->t, wanted->words);
  g_assert_false (mx_session_is_ignored (self->t.s.session, "@ben:localhost"));
  mx_test_server_reply (self->t.s.server, REPORT, 200, NULL, "{}");
  mx_test_server_reply (self->t.s.server, IGNORED, 200, NULL, "{}");
  tea_scripted_press (&self->t, "Send");
  tea_scripted_wait_closed (&self->t);
}

static gboolean
has_community (gpointer session)
{
  return mx_session_get_room_community (session, MX_SCRIPT_ROOM) != NULL;
}

/* A preset of one's own, read as when a session opens. */
static void
set_up_community (Fixture       *self,
                  gconstpointer  data)
{
  static const char preset[] =
    "{\"id\":\"own\",\"name\":\"Own\",\"homeserver\":\"localhost\",\"contact\":\"https://example.org/care\","
    "\"conduct\":\"https://example.org/rules\","
    "\"emergency\":\"mailto:help@example.org?subject=now\"}";
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "teahouse", "presets", NULL);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, preset, -1, NULL));
  set_up (self, data);
  _mx_session_load_communities (self->t.s.session);
  mx_test_assert_wait (has_community, self->t.s.session, DEADLINE_MS);
  g_assert_cmpint (g_remove (path), ==, 0);
}

#define STATE_OF(type, id, rest)                                                                      \
  "{\"type\":\"" type "\",\"event_id\":\"$" id "\",\"sender\":\"@ben:localhost\",\"state_key\":\"\"," \
  "\"origin_server_ts\":9,\"content\":{" rest "}}"
#define MINE                                                         \
  STATE_OF ("m.room.join_rules", "rule", "\"join_rule\":\"public\"") \
  "," STATE_OF ("m.room.power_levels", "power", "\"state_default\":0")
#define THEIRS                                                                \
  STATE_OF ("m.room.guest_access", "guests", "\"guest_access\":\"can_join\"") \
  "," STATE_OF ("m.room.power_levels", "power2", "\"state_default\":50")
#define GUESTS "PUT /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/state/m.room.guest_access"

/* Who may change it lets guests in; refused, the switch goes back. Who may not sees it and cannot press it. */
static void
test_guests (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *body = NULL;
  AdwSwitchRow *row;

  self->timeline = mx_room_get_timeline (self->room);
  mx_script_push_events (self->t.s.script, MINE, FALSE, NULL);
  tea_scripted_wait_text (&self->t, "They have no account");
  row = tea_scripted_find (&self->t, ADW_TYPE_SWITCH_ROW, 0);
  g_assert_false (adw_switch_row_get_active (row));
  mx_test_server_reply (self->t.s.server, GUESTS, 403, NULL, FORBIDDEN);
  adw_switch_row_set_active (row, TRUE);
  body = mx_scripted_dup_body (&self->t.s, GUESTS, 0);
  g_assert_cmpstr (body, ==, "{\"guest_access\":\"can_join\"}");
  tea_scripted_wait_act (&self->t, "does not let you do this");
  g_assert_false (adw_switch_row_get_active (row));
  mx_script_push_events (self->t.s.script, THEIRS, FALSE, NULL);
  tea_scripted_wait_text (&self->t, "Those who run this room can change this");
  g_assert_true (adw_switch_row_get_active (row));
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (row)));
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, GUESTS), ==, 1);
}

#define RULES        "PUT /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/state/m.room.join_rules"
#define BEFORE(rest) ",\"org.teahouse.before\":{" rest "}"
#define CLOSED                                                                                            \
  STATE_OF ("m.room.join_rules", "rule2", "\"join_rule\":\"invite\"" BEFORE ("\"join_rule\":\"public\"")) \
  "," STATE_OF ("m.room.guest_access", "guests2", "\"guest_access\":\"forbidden\"")
#define REOPENED STATE_OF ("m.room.join_rules", "rule3", "\"join_rule\":\"public\"")

static gboolean
is_closed (gpointer room)
{
  return mx_room_is_closed (room);
}

static gboolean
is_open (gpointer room)
{
  return !mx_room_is_closed (room);
}

/* One switch closes the room to strangers and guests, and opens it again as it was. */
static void
test_closed (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *rule = NULL;
  g_autofree char *reopened = NULL;
  AdwSwitchRow *row;

  self->timeline = mx_room_get_timeline (self->room);
  g_assert_false (tea_scripted_shows (&self->t, "Closed for now"));
  mx_script_push_events (self->t.s.script, MINE, FALSE, NULL);
  tea_scripted_wait_text (&self->t, "Closed for now");
  row = tea_scripted_find (&self->t, ADW_TYPE_SWITCH_ROW, 1);
  mx_test_server_reply (self->t.s.server, RULES, 403, NULL, FORBIDDEN);
  adw_switch_row_set_active (row, TRUE);
  tea_scripted_wait_act (&self->t, "does not let you do this");
  g_assert_false (adw_switch_row_get_active (row));
  mx_test_server_reply (self->t.s.server, RULES, 200, NULL, "{\"event_id\":\"$rule2\"}");
  adw_switch_row_set_active (row, TRUE);
  rule = mx_scripted_dup_body (&self->t.s, RULES, 1);
  g_assert_cmpstr (rule, ==, "{\"join_rule\":\"invite\"" BEFORE ("\"join_rule\":\"public\"") "}");
  mx_script_push_events (self->t.s.script, CLOSED, FALSE, NULL);
  mx_test_assert_wait (is_closed, self->room, DEADLINE_MS);
  g_assert_true (adw_switch_row_get_active (row));
  g_assert_true (tea_scripted_shows (&self->t, "Closed for now"));
  adw_switch_row_set_active (row, FALSE);
  reopened = mx_scripted_dup_body (&self->t.s, RULES, 2);
  g_assert_cmpstr (reopened, ==, "{\"join_rule\":\"public\"}");
  mx_script_push_events (self->t.s.script, REOPENED, FALSE, NULL);
  mx_test_assert_wait (is_open, self->room, DEADLINE_MS);
  g_assert_false (adw_switch_row_get_active (row));
  /* No guests came in, so nobody had to be told that they may not. */
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, GUESTS), ==, 0);
}

/* The rules of a room's community are one press away. */
static void
test_rules (Fixture       *self,
            gconstpointer  data)
{
  tea_room_details_set_room (self->details, NULL);
  tea_room_details_set_room (self->details, self->room);
  tea_scripted_press (&self->t, "Rules of this community");
  tea_scripted_wait_act (&self->t, "follow-link https://example.org/rules");
}

/* Who helps in danger is named where that is the reason; who looks after the rooms, where the server takes nothing. */
static void
test_report_contacts (Fixture       *self,
                      gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, REPORT, 404, NULL, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"x\"}");
  show_report (self);
  g_assert_false (tea_scripted_shows (&self->t, "help@example.org"));
  gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, 3), TRUE);
  tea_scripted_wait_text (&self->t, "They can help at once");
  g_assert_true (tea_scripted_shows (&self->t, "help@example.org"));
  g_assert_false (tea_scripted_shows (&self->t, "subject"));
  gtk_check_button_set_active (tea_scripted_find (&self->t, GTK_TYPE_CHECK_BUTTON, 0), TRUE);
  tea_scripted_wait_no_text (&self->t, "help@example.org");
  tea_scripted_press (&self->t, "Send");
  tea_scripted_wait_text (&self->t, "https://example.org/care");
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (self->t.window)));
  tea_scripted_wait_closed (&self->t);
}

/* Whoever closes the dialog while it is on its way has sent it. */
static void
test_report_closed (Fixture       *self,
                    gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, IGNORED, 200, NULL, "{}");
  mx_test_server_reply (self->t.s.server, REPORT, 200, NULL, "{}");
  mx_test_server_hold (self->t.s.server, REPORT);
  show_report (self);
  tea_scripted_press (&self->t, "Send");
  g_assert_true (mx_test_server_wait (self->t.s.server, REPORT, 1, DEADLINE_MS));
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (self->t.window)));
  tea_scripted_wait_closed (&self->t);
  mx_test_server_release (self->t.s.server, REPORT);
  g_assert_true (mx_test_server_wait (self->t.s.server, IGNORED, 1, DEADLINE_MS));
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  ADD ("/room-details/room/follows-it", NULL, test_room);
  ADD ("/room-details/room/guests", NULL, test_guests);
  ADD ("/room-details/room/closed-for-now", NULL, test_closed);
  ADD ("/room-details/people/search", NULL, test_search);
  ADD ("/room-details/people/group-with-some", NULL, test_group);
  ADD ("/room-details/people/put-away-while-ticked", NULL, test_put_away);
  ADD ("/room-details/people/person", NULL, test_person);
  ADD ("/room-details/people/closed-meanwhile", NULL, test_person_closed);
  ADD ("/room-details/knock/let-in", NULL, test_knock_accepted);
  ADD ("/room-details/knock/failed-can-be-tried-again", NULL, test_knock_failed);
  ADD ("/room-details/knock/refused-with-reason", NULL, test_knock_refused);
  ADD ("/room-details/knock/only-who-may-answer", NULL, test_knock_not_ours);
  ADD ("/report/sent-then-hidden", NULL, test_report);
  ADD ("/report/closed-on-its-way", NULL, test_report_closed);
  g_test_add ("/room-details/room/rules-of-its-community", Fixture, NULL, set_up_community, test_rules, tear_down);
  g_test_add ("/report/whom-else-to-write-to", Fixture, NULL, set_up_community, test_report_contacts, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (report_cases); i++) {
    g_autofree char *path = g_strconcat ("/report/refused/", report_cases[i].name, NULL);

    ADD (path, &report_cases[i], test_report_refused);
  }
  return g_test_run ();
}
