/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What keys, menus and links do in the real window, for somebody who is signed in: what the server is
 * asked, where the window leads, and what is said when the server says no. */

#include "config.h"

#include "tea-composer.h"
#include "tea-conversation-dialog.h"
#include "tea-directory-dialog.h"
#include "tea-link-dialog.h"
#include "tea-new-room-dialog.h"
#include "tea-person-dialog.h"
#include "tea-report-dialog.h"
#include "tea-room-preview.h"
#include "tea-scripted.h"
#include "tea-share-dialog.h"
#include "tea-sidebar-fixture.h"
#include "tea-sidebar.h"
#include "tea-space-dialog.h"
#include "tea-timeline-row.h"
#include "tea-welcome.h"
#include "tea-window.h"

#include "mx-room.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define ROOM        "/_matrix/client/v3/rooms/" MX_SCRIPT_ROOM
#define USER        "/_matrix/client/v3/user/" MX_SCRIPT_USER
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define INVITED     "!invited:localhost"

static GtkApplication *application;

static gboolean
shows_welcome (gpointer self)
{
  return tea_scripted_shows (self, "Welcome to Teahouse");
}

static void
set_up_welcome (TeaScripted   *self,
                gconstpointer  data)
{
  mx_scripted_set_up_signed_out (&self->s, data);
  self->acts = g_string_new (NULL);
  self->window = GTK_WINDOW (tea_window_new (application, self->s.session, NULL));
  gtk_window_present (self->window);
  tea_window_start (TEA_WINDOW (self->window));
  mx_test_assert_wait (shows_welcome, self, DEADLINE_MS);
}

/* From the first start to a room: the window is there before anybody signs in. */
static void
set_up (TeaScripted   *self,
        gconstpointer  data)
{
  set_up_welcome (self, data);
  mx_scripted_sign_in (&self->s);
  tea_scripted_wait_text (self, "The room");
}

static void
act (TeaScripted *self,
     const char  *name,
     GVariant    *parameter)
{
  g_assert_true (g_action_group_has_action (G_ACTION_GROUP (self->window), name));
  g_action_group_activate_action (G_ACTION_GROUP (self->window), name, parameter);
}

static void
act_on (TeaScripted *self,
        const char  *name,
        const char  *target)
{
  act (self, name, g_variant_new_string (target));
}

static MxRoom *
get_room (TeaScripted *self)
{
  return mx_session_get_room (self->s.session, MX_SCRIPT_ROOM);
}

static const char *
get_open (TeaScripted *self)
{
  MxRoom *room = tea_window_get_room (TEA_WINDOW (self->window));

  return room != NULL ? mx_room_get_id (room) : NULL;
}

static void
wait_request (TeaScripted *self,
              const char  *prefix)
{
  g_assert_true (mx_test_server_wait (self->s.server, prefix, 1, DEADLINE_MS));
}

static void
push_invite (TeaScripted *self)
{
  mx_script_push (self->s.script,
                  "\"rooms\":{\"invite\":{\"" INVITED "\":{\"invite_state\":{\"events\":["
                  "{\"type\":\"m.room.name\",\"sender\":\"@ben:localhost\",\"state_key\":\"\","
                  "\"content\":{\"name\":\"Tea party\"}},"
                  "{\"type\":\"m.room.member\",\"sender\":\"@ben:localhost\",\"state_key\":\"" MX_SCRIPT_USER
                  "\",\"content\":{\"membership\":\"invite\"}}]}}}}");
  tea_scripted_wait_text (self, "Tea party");
}

/* --- from room to room ------------------------------------------------------------------------ */

static gboolean
has_other_room (gpointer session)
{
  return mx_session_get_room (session, MX_SCRIPT_OTHER_ROOM) != NULL;
}

static void
test_keys (TeaScripted   *self,
           gconstpointer  data)
{
  static const struct
  {
    const char *action;
    int number;
    const char *open;
  } steps[] = {
    { "room-number", 1, MX_SCRIPT_ROOM },
    { "room-next", 0, MX_SCRIPT_OTHER_ROOM },
    { "room-previous", 0, MX_SCRIPT_ROOM },
    { "room-number", 2, MX_SCRIPT_OTHER_ROOM },
    /* Where there is none, one stays. */
    { "room-number", 9, MX_SCRIPT_OTHER_ROOM },
    { "room-number", 0, MX_SCRIPT_OTHER_ROOM },
  };

  mx_script_push_other_room (self->s.script);
  mx_test_assert_wait (has_other_room, self->s.session, DEADLINE_MS);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    gboolean by_number = g_str_equal (steps[i].action, "room-number");

    act (self, steps[i].action, by_number ? g_variant_new_int32 (steps[i].number) : NULL);
    g_test_message ("%s %d", steps[i].action, steps[i].number);
    g_assert_cmpstr (get_open (self), ==, steps[i].open);
  }
}

static gboolean
shows_message (gpointer self)
{
  return tea_scripted_shows (self, "Ben") &&
         tea_test_count (GTK_WIDGET (((TeaScripted *) self)->window), TEA_TYPE_TIMELINE_ROW) > 0;
}

/* The panes one after the other, and round again. */
static void
test_panes (TeaScripted   *self,
            gconstpointer  data)
{
  GtkWidget *sidebar = tea_scripted_find (self, TEA_TYPE_SIDEBAR, 0);
  GtkWidget *composer;
  gboolean was_in_composer = FALSE;

  act_on (self, "open-room", MX_SCRIPT_ROOM);
  composer = tea_scripted_find (self, TEA_TYPE_COMPOSER, 0);
  mx_test_assert_wait (shows_message, self, DEADLINE_MS);
  act (self, "focus-composer", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), composer));
  act (self, "next-pane", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), sidebar));
  for (guint i = 0; i < 3; i++) {
    act (self, "next-pane", NULL);
    g_test_message ("%s", G_OBJECT_TYPE_NAME (gtk_window_get_focus (self->window)));
    was_in_composer |= gtk_widget_is_ancestor (gtk_window_get_focus (self->window), composer);
  }
  g_assert_true (was_in_composer);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), sidebar));
  act (self, "previous-pane", NULL);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), composer));
}

static gboolean
is_usual (gpointer window)
{
  return gtk_widget_get_width (window) > 960;
}

static gboolean
is_narrow (gpointer window)
{
  gboolean narrow = FALSE;

  g_object_get (window, "narrow", &narrow, NULL);
  return narrow;
}

static gboolean
is_single (gpointer split)
{
  return adw_navigation_split_view_get_collapsed (split);
}

static gboolean
is_small (gpointer window)
{
  int width = gtk_widget_get_width (window);

  return width > 600 && width <= 640;
}

static void
push_space (TeaScripted *self)
{
  mx_script_push (self->s.script,
                  "\"rooms\":{\"join\":{\"!space:localhost\":{\"state\":{\"events\":["
                  "{\"type\":\"m.room.create\",\"event_id\":\"$c\",\"sender\":\"" MX_SCRIPT_USER "\","
                  "\"state_key\":\"\",\"origin_server_ts\":8,\"content\":{\"type\":\"m.space\"}},"
                  "{\"type\":\"m.room.member\",\"event_id\":\"$m\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":"
                  "\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,\"content\":{\"membership\":\"join\"}}]}}}}");
}

/* Where groups of rooms stand beside the list, a window of the usual width has no place for details beside a room. */
static void
test_rail (TeaScripted   *self,
           gconstpointer  data)
{
  mx_test_assert_wait (is_usual, self->window, DEADLINE_MS);
  g_assert_false (is_narrow (self->window));
  push_space (self);
  mx_test_assert_wait (is_narrow, self->window, DEADLINE_MS);
  /* What was drawn in the other width goes with the next frame. */
  tea_test_frames (GTK_WIDGET (self->window), 3);
}

/* And a small one none for the list beside a room. */
static void
test_rail_small (TeaScripted   *self,
                 gconstpointer  data)
{
  GtkWidget *split = tea_scripted_find (self, ADW_TYPE_NAVIGATION_SPLIT_VIEW, 0);

  push_space (self);
  mx_test_assert_wait (is_narrow, self->window, DEADLINE_MS);
  g_assert_false (is_single (split));
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  gtk_window_set_default_size (self->window, 640, 600);
  gtk_window_present (self->window);
  mx_test_assert_wait (is_small, self->window, DEADLINE_MS);
  mx_test_assert_wait (is_single, split, DEADLINE_MS);
  tea_test_frames (GTK_WIDGET (self->window), 3);
}

/* --- what a menu does with a room ---------------------------------------------------------------- */

static gboolean
is_low (gpointer room)
{
  return mx_room_is_low_priority (room) && !mx_room_is_favourite (room);
}

/* A favourite is no low-priority room, and the other way round. */
static void
test_tags (TeaScripted   *self,
           gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "PUT " USER, 200, NULL, "{}");
  mx_test_server_reply (self->s.server, "DELETE " USER, 200, NULL, "{}");
  act_on (self, "favourite", MX_SCRIPT_ROOM);
  mx_test_assert_wait (mx_room_is_favourite, get_room (self), DEADLINE_MS);
  wait_request (self, "PUT " USER "/rooms/" MX_SCRIPT_ROOM "/tags/m.favourite");
  act_on (self, "low-priority", MX_SCRIPT_ROOM);
  mx_test_assert_wait (is_low, get_room (self), DEADLINE_MS);
  wait_request (self, "PUT " USER "/rooms/" MX_SCRIPT_ROOM "/tags/m.lowpriority");
  wait_request (self, "DELETE " USER "/rooms/" MX_SCRIPT_ROOM "/tags/m.favourite");
}

static gboolean
is_read (gpointer room)
{
  return !mx_room_is_unread (room);
}

static void
test_marks (TeaScripted   *self,
            gconstpointer  data)
{
  const char *path = "PUT " USER "/rooms/" MX_SCRIPT_ROOM "/account_data/m.marked_unread";
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, path, 200, NULL, "{}");
  mx_test_server_reply (self->s.server, "POST " ROOM "/read_markers", 200, NULL, "{}");
  act_on (self, "mark-unread", MX_SCRIPT_ROOM);
  mx_test_assert_wait (mx_room_is_unread, get_room (self), DEADLINE_MS);
  body = mx_scripted_dup_body (&self->s, path, 0);
  g_assert_cmpstr (body, ==, "{\"unread\":true}");
  act_on (self, "mark-read", MX_SCRIPT_ROOM);
  mx_test_assert_wait (is_read, get_room (self), DEADLINE_MS);
  wait_request (self, "POST " ROOM "/read_markers");
}

/* Leaving asks first; what the server refuses is said. */
static void
test_leave (TeaScripted   *self,
            gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "POST " ROOM "/leave", 403, NULL, FORBIDDEN);
  act_on (self, "leave-room", MX_SCRIPT_ROOM);
  tea_scripted_wait_text (self, "You can only come back when somebody inside invites you again.");
  tea_scripted_respond (self, "cancel");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->s.server, "POST " ROOM "/leave"), ==, 0);
  act_on (self, "leave-room", MX_SCRIPT_ROOM);
  tea_scripted_respond (self, "leave");
  tea_scripted_wait_text (self, "does not let you do this");
  g_assert_cmpint (mx_room_get_membership (get_room (self)), ==, MX_MEMBERSHIP_JOIN);
}

static void
test_hide (TeaScripted   *self,
           gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "PUT " USER "/account_data/m.ignored_user_list", 403, NULL, FORBIDDEN);
  act_on (self, "hide-person", "@ben:localhost");
  tea_scripted_wait_text (self, "You no longer see what");
  wait_request (self, "PUT " USER "/account_data/m.ignored_user_list");
  tea_scripted_wait_text (self, "does not let you do this");
}

/* Of a room that is not there nothing is done, and nothing breaks: a menu may be older than the list. */
static void
test_gone (TeaScripted   *self,
           gconstpointer  data)
{
  static const char *const names[] = { "accept-invite", "copy-link", "decline-and-hide", "decline-and-report",
                                       "decline-invite", "favourite", "follow-room", "leave-room", "low-priority",
                                       "mark-read", "mark-unread", "report-room", "share-room" };

  mx_test_server_clear_log (self->s.server);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    act_on (self, names[i], "!gone:localhost");
  mx_test_spin (100);
  g_assert_false (tea_scripted_shows (self, "Copied"));
  g_assert_cmpuint (mx_test_server_count (self->s.server, "POST"), ==, 0);
  g_assert_cmpuint (mx_test_server_count (self->s.server, "PUT"), ==, 0);
}

/* --- invites --------------------------------------------------------------------------------------- */

static void
test_invite_accepted (TeaScripted   *self,
                      gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/join/", 200, NULL, "{\"room_id\":\"" INVITED "\"}");
  push_invite (self);
  act_on (self, "open-room", INVITED);
  tea_scripted_wait_text (self, "Decline");
  act_on (self, "accept-invite", INVITED);
  wait_request (self, "POST /_matrix/client/v3/join/" INVITED);
  mx_script_push (self->s.script,
                  "\"rooms\":{\"join\":{\"" INVITED "\":{\"state\":{\"events\":["
                  "{\"type\":\"m.room.member\",\"event_id\":\"$m\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":"
                  "\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,\"content\":{\"membership\":\"join\"}}]}}}}");
  tea_scripted_find (self, TEA_TYPE_COMPOSER, 0);
  g_assert_cmpstr (get_open (self), ==, INVITED);
}

static void
test_invite_declined_and_hidden (TeaScripted   *self,
                                 gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/rooms/" INVITED "/leave", 200, NULL, "{}");
  mx_test_server_reply (self->s.server, "PUT " USER "/account_data/m.ignored_user_list", 200, NULL, "{}");
  push_invite (self);
  act_on (self, "decline-and-hide", INVITED);
  wait_request (self, "POST /_matrix/client/v3/rooms/" INVITED "/leave");
  body = mx_scripted_dup_body (&self->s, "PUT " USER "/account_data/m.ignored_user_list", 0);
  g_assert_cmpstr (body, ==, "{\"ignored_users\":{\"@ben:localhost\":{}}}");
}

static void
test_invite_declined_and_reported (TeaScripted   *self,
                                   gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/rooms/" INVITED "/leave", 200, NULL, "{}");
  push_invite (self);
  act_on (self, "decline-and-report", INVITED);
  wait_request (self, "POST /_matrix/client/v3/rooms/" INVITED "/leave");
  tea_scripted_wait_text (self, "Report This Person");
}

/* --- to people and rooms one is not with yet ---------------------------------------------------------- */

static void
test_write_refused (TeaScripted   *self,
                    gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/createRoom", 403, NULL, FORBIDDEN);
  act_on (self, "write-to", "@cleo:localhost");
  tea_scripted_wait_text (self, "does not let you do this");
}

/* A room that moved where one may not go by oneself: its preview says what can be done. */
static void
test_follow (TeaScripted   *self,
             gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/join/", 403, NULL, FORBIDDEN);
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v1/room_summary/", 200, NULL,
                        "{\"room_id\":\"!newer:localhost\",\"name\":\"Newer\",\"join_rule\":\"knock\","
                        "\"num_joined_members\":2,\"guest_can_join\":false,\"world_readable\":false}");
  mx_script_push_events (self->s.script,
                         "{\"type\":\"m.room.tombstone\",\"event_id\":\"$t\",\"sender\":\"@ben:localhost\","
                         "\"state_key\":\"\",\"origin_server_ts\":9,"
                         "\"content\":{\"body\":\"moved\",\"replacement_room\":\"!newer:localhost\"}}",
                         FALSE, NULL);
  act_on (self, "open-room", MX_SCRIPT_ROOM);
  tea_scripted_wait_text (self, "This room moved.");
  act_on (self, "follow-room", MX_SCRIPT_ROOM);
  tea_scripted_wait_text (self, "Newer");
  tea_scripted_find (self, TEA_TYPE_ROOM_PREVIEW, 0);
  /* And back to where one was. */
  act (self, "close-flow", NULL);
  tea_scripted_wait_no_text (self, "Newer");
  tea_scripted_wait_text (self, "This room moved.");
}

static void
test_links (TeaScripted   *self,
            gconstpointer  data)
{
  tea_window_open_link (TEA_WINDOW (self->window), "https://example.org/");
  tea_scripted_wait_text (self, "This is not a link to a room or a person.");
  tea_window_open_link (TEA_WINDOW (self->window), "matrix:u/cleo:localhost");
  tea_scripted_wait_text (self, "@cleo:localhost");
  adw_dialog_force_close (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->window)));
  tea_window_open_link (TEA_WINDOW (self->window), "matrix:roomid/room:localhost");
  g_assert_cmpstr (get_open (self), ==, MX_SCRIPT_ROOM);
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/directory/room/", 404, NULL,
                        "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"x\"}");
  mx_test_server_reply (self->s.server, "POST /_matrix/client/v3/publicRooms", 200, NULL, "{\"chunk\":[]}");
  mx_test_server_reply (self->s.server, "GET /_matrix/client/v3/publicRooms", 200, NULL, "{\"chunk\":[]}");
  tea_window_open_link (TEA_WINDOW (self->window), "#none:localhost");
  tea_scripted_find (self, TEA_TYPE_ROOM_PREVIEW, 0);
  tea_scripted_wait_text (self, "none:localhost");
}

/* A link to a message that nobody can read any more leads to its room, and says so. */
static void
test_message_gone (TeaScripted   *self,
                   gconstpointer  data)
{
  mx_test_server_reply (self->s.server, "GET " ROOM "/messages", 200, NULL, "{\"start\":\"a\",\"chunk\":[]}");
  tea_window_open_link (TEA_WINDOW (self->window), "matrix:roomid/room:localhost/e/gone");
  tea_scripted_wait_text (self, "That message is not here.");
  g_assert_cmpstr (get_open (self), ==, MX_SCRIPT_ROOM);
}

/* Who a link is to takes an account to see: it waits until there is one. */
static void
test_person_waits (TeaScripted   *self,
                   gconstpointer  data)
{
  tea_window_open_link (TEA_WINDOW (self->window), "matrix:u/cleo:localhost");
  tea_scripted_wait_text (self, "Sign in first to see who this is.");
  mx_scripted_sign_in (&self->s);
  tea_scripted_wait_text (self, "@cleo:localhost");
}

typedef struct
{
  const char *name;
  const char *action;
  const char *target; /* (nullable) */
  GType (*get_type) (void);
} Way;

static const Way ways[] = {
  { "link", "join-link", NULL, tea_link_dialog_get_type },
  { "directory", "find-rooms", NULL, tea_directory_dialog_get_type },
  { "conversation", "new-conversation", NULL, tea_conversation_dialog_get_type },
  { "group", "new-room", "private", tea_new_room_dialog_get_type },
  { "room", "new-room", "public", tea_new_room_dialog_get_type },
  { "space", "new-room", "space", tea_new_room_dialog_get_type },
  { "inside", "show-space", "!space:localhost", tea_space_dialog_get_type },
  { "share", "share-room", MX_SCRIPT_ROOM, tea_share_dialog_get_type },
  { "report", "report-room", MX_SCRIPT_ROOM, tea_report_dialog_get_type },
  { "report-person", "report-person", "@ben:localhost", tea_report_dialog_get_type },
};

/* Each of them opens, closes and leaves nothing behind. */
static void
test_way (TeaScripted   *self,
          gconstpointer  data)
{
  const Way *way = data;

  act (self, way->action, way->target != NULL ? g_variant_new_string (way->target) : NULL);
  tea_scripted_find (self, way->get_type (), 0);
}

/* --- the account ---------------------------------------------------------------------------------------- */

static void
test_sign_out (TeaScripted   *self,
               gconstpointer  data)
{
  act (self, "sign-out", NULL);
  tea_scripted_wait_text (self, "you can sign in again");
  tea_scripted_respond (self, "cancel");
  mx_test_spin (100);
  g_assert_true (mx_session_is_open (self->s.session));
  act (self, "sign-out", NULL);
  tea_scripted_respond (self, "sign-out");
  mx_test_assert_wait (shows_welcome, self, DEADLINE_MS);
  g_assert_false (mx_session_is_open (self->s.session));
  g_assert_null (tea_window_get_room (TEA_WINDOW (self->window)));
}

/* The server ended the session: nothing is lost, and one can go back to read. */
static void
test_sign_in_again (TeaScripted   *self,
                    gconstpointer  data)
{
  act_on (self, "open-room", MX_SCRIPT_ROOM);
  mx_script_set_token (self->s.script, "another");
  mx_script_push_other_room (self->s.script);
  tea_scripted_wait_text (self, "wants you to sign in again");
  act (self, "sign-in-again", NULL);
  tea_scripted_wait_text (self, "Please Sign In Again");
  act (self, "close-sign-in", NULL);
  tea_scripted_wait_text (self, "first");
  g_assert_cmpstr (get_open (self), ==, MX_SCRIPT_ROOM);
}

#define ADD(path, data, func) g_test_add (path, TeaScripted, data, set_up, func, tea_scripted_tear_down)

static void
add_tests (void)
{
  ADD ("/window/rooms/keys", NULL, test_keys);
  ADD ("/window/rail-counts", NULL, test_rail);
  ADD ("/window/rail-counts-small", NULL, test_rail_small);
  ADD ("/window/panes/go-round", NULL, test_panes);
  ADD ("/window/room/favourite-or-low-priority", NULL, test_tags);
  ADD ("/window/room/marks", NULL, test_marks);
  ADD ("/window/room/leaving-asks", NULL, test_leave);
  ADD ("/window/room/gone", NULL, test_gone);
  ADD ("/window/people/hiding-refused", NULL, test_hide);
  ADD ("/window/people/writing-refused", NULL, test_write_refused);
  ADD ("/window/invite/accepted", NULL, test_invite_accepted);
  ADD ("/window/invite/declined-and-hidden", NULL, test_invite_declined_and_hidden);
  ADD ("/window/invite/declined-and-reported", NULL, test_invite_declined_and_reported);
  ADD ("/window/moved-room-shows-preview", NULL, test_follow);
  ADD ("/window/links", NULL, test_links);
  ADD ("/window/link-to-a-message-that-is-gone", NULL, test_message_gone);
  g_test_add ("/window/link-to-a-person-waits", TeaScripted, NULL, set_up_welcome, test_person_waits,
              tea_scripted_tear_down);
  ADD ("/window/account/signing-out-asks", NULL, test_sign_out);
  ADD ("/window/account/signed-out-by-server", NULL, test_sign_in_again);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autofree char *path = g_strconcat ("/window/opens/", ways[i].name, NULL);

    ADD (path, &ways[i], test_way);
  }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  tea_scripted_init (&argc, &argv);
  application = GTK_APPLICATION (adw_application_new (NULL, G_APPLICATION_NON_UNIQUE));
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  add_tests ();
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
