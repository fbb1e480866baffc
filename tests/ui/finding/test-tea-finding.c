/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding rooms and people, and making rooms, as a person does it: what is shown of the server's
 * answer, what is asked of it, and where a choice leads. */

#include "config.h"

#include "tea-conversation-dialog.h"
#include "tea-directory-dialog.h"
#include "tea-new-room-dialog.h"
#include "tea-scripted.h"
#include "tea-space-dialog.h"

#include "mx-room.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define SEARCH      "POST /_matrix/client/v3/publicRooms"
#define LIST        "GET /_matrix/client/v3/publicRooms"
#define PEOPLE      "POST /_matrix/client/v3/user_directory/search"
#define CREATE      "POST /_matrix/client/v3/createRoom"
#define HIERARCHY   "GET /_matrix/client/v1/rooms/!space:localhost/hierarchy"
#define JOIN        "POST /_matrix/client/v3/join/"
#define DOWN        "{\"errcode\":\"M_UNKNOWN\",\"error\":\"down\"}"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define EVIL        "<b>Tea</b> & co"

static void
type_into (gpointer    editable,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (editable), text);
}

/* --- the directory --------------------------------------------------------------------------- */

static char *
dup_page (guint       first,
          guint       n,
          const char *next)
{
  GString *page = g_string_new ("{\"chunk\":[");

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (page, "%s{\"room_id\":\"!r%u:localhost\",\"canonical_alias\":\"#r%u:localhost\","
                                  "\"name\":\"" EVIL " %u\",\"topic\":\"About\\n %u\",\"num_joined_members\":%u}",
                            i == first ? "" : ",", i, i, i, i, i + 1);
  g_string_append_printf (page, "]%s%s%s}", next != NULL ? ",\"next_batch\":\"" : "", next != NULL ? next : "",
                          next != NULL ? "\"" : "");
  return g_string_free_and_steal (page);
}

static void
test_directory_chosen (TeaScripted   *self,
                       gconstpointer  data)
{
  g_autofree char *page = dup_page (0, 2, NULL);

  mx_test_server_reply (self->s.server, LIST, 200, NULL, page);
  tea_scripted_present (self, tea_directory_dialog_new (self->s.session));
  tea_scripted_wait_text (self, EVIL " 1");
  tea_scripted_wait_text (self, "About 1");
  tea_scripted_wait_text (self, "2 people");
  g_signal_emit_by_name (tea_scripted_find (self, GTK_TYPE_LIST_VIEW, 0), "activate", 1);
  g_assert_cmpstr (self->acts->str, ==, "open-link matrix:r/r1:localhost\n");
  tea_scripted_wait_closed (self);
}

/* Nobody waits for a page that was given up: the newest words win. */
static void
test_directory_search (TeaScripted   *self,
                       gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, LIST, 200, NULL, "{\"chunk\":[]}");
  mx_test_server_reply (self->s.server, SEARCH, 200, NULL,
                        "{\"chunk\":[{\"room_id\":\"!tea:localhost\",\"name\":\"Tea\",\"num_joined_members\":1}]}");
  tea_scripted_present (self, tea_directory_dialog_new (self->s.session));
  tea_scripted_wait_text (self, "No Rooms Found");
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "tea");
  tea_scripted_wait_text (self, "1 person");
  body = mx_scripted_dup_body (&self->s, SEARCH, 0);
  g_assert_nonnull (strstr (body, "\"generic_search_term\":\"tea\""));
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "");
  tea_scripted_wait_text (self, "No Rooms Found");
}

static void
test_directory_retry (TeaScripted   *self,
                      gconstpointer  data)
{
  mx_test_server_reply (self->s.server, LIST, 403, NULL, FORBIDDEN);
  tea_scripted_present (self, tea_directory_dialog_new (self->s.session));
  tea_scripted_wait_text (self, "The Rooms Did Not Come");
  mx_test_server_reply (self->s.server, LIST, 200, NULL, "{\"chunk\":[{\"room_id\":\"!a:x\",\"name\":\"Come\"}]}");
  tea_scripted_press (self, "Try again");
  tea_scripted_wait_text (self, "Come");
}

/* One answer after the other; the last one again and again. On the server's thread. */
static void
on_page (MxTestServer      *server,
         SoupServerMessage *message,
         gpointer           user_data)
{
  const char *const *bodies = user_data;
  guint n = mx_test_server_count (server, LIST);
  guint at = MIN (MAX (n, 1), g_strv_length ((char **) bodies)) - 1;

  mx_test_answer (message, strstr (bodies[at], "errcode") != NULL ? 403 : 200, bodies[at]);
}

static void
show_directory (TeaScripted       *self,
                const char *const *bodies)
{
  mx_test_server_handle (self->s.server, LIST, on_page, (gpointer) bodies, NULL);
  tea_scripted_present (self, tea_directory_dialog_new (self->s.session));
}

/* The next page fails: that is said below the rooms that are there, and can be tried again. */
static void
test_directory_second_page (TeaScripted   *self,
                            gconstpointer  data)
{
  g_autofree char *first = dup_page (0, 3, "more");
  g_autofree char *last = dup_page (3, 1, NULL);
  const char *const bodies[] = { first, FORBIDDEN, last, NULL };

  show_directory (self, bodies);
  tea_scripted_wait_text (self, EVIL " 2");
  tea_scripted_wait_text (self, "Try again");
  tea_scripted_press (self, "Try again");
  tea_scripted_wait_text (self, EVIL " 3");
  g_assert_false (tea_scripted_shows (self, "Try again"));
  g_assert_true (tea_scripted_shows (self, EVIL " 0"));
}

/* Pages with nothing in them are no end: the rooms behind them come, too. */
static void
test_directory_empty_page (TeaScripted   *self,
                           gconstpointer  data)
{
  g_autofree char *last = dup_page (0, 1, NULL);
  const char *const bodies[] = { "{\"chunk\":[],\"next_batch\":\"a\"}", "{\"chunk\":[],\"next_batch\":\"b\"}",
                                 last, NULL };

  show_directory (self, bodies);
  tea_scripted_wait_text (self, EVIL " 0");
}

/* Another server is asked once its name is one, and not before. */
static void
test_directory_other_server (TeaScripted   *self,
                             gconstpointer  data)
{
  AdwComboRow *servers;
  GtkWidget *other;
  guint n;

  mx_test_server_reply (self->s.server, LIST, 200, NULL, "{\"chunk\":[]}");
  tea_scripted_present (self, tea_directory_dialog_new (self->s.session));
  tea_scripted_wait_text (self, "No Rooms Found");
  servers = tea_scripted_find (self, ADW_TYPE_COMBO_ROW, 0);
  n = g_list_model_get_n_items (adw_combo_row_get_model (servers));
  adw_combo_row_set_selected (servers, n - 1);
  other = tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0);
  mx_test_server_clear_log (self->s.server);
  type_into (other, "not a server");
  g_signal_emit_by_name (other, "apply");
  g_assert_true (gtk_widget_has_css_class (other, "error"));
  g_assert_cmpuint (mx_test_server_count (self->s.server, LIST), ==, 0);
  type_into (other, " other.example ");
  g_signal_emit_by_name (other, "apply");
  g_assert_false (gtk_widget_has_css_class (other, "error"));
  g_assert_true (mx_test_server_wait (self->s.server, LIST, 1, DEADLINE_MS));
  g_assert_nonnull (strstr (mx_test_server_get_request (self->s.server, LIST, 0)->query, "server=other.example"));
}

/* --- people ---------------------------------------------------------------------------------- */

#define ANN "{\"user_id\":\"@ann:localhost\",\"display_name\":\"" EVIL "\"}"

static void
test_people_chosen (TeaScripted   *self,
                    gconstpointer  data)
{
  mx_test_server_reply (self->s.server, PEOPLE, 200, NULL,
                        "{\"limited\":false,\"results\":[{\"user_id\":\"" MX_SCRIPT_USER "\"}," ANN "]}");
  tea_scripted_present (self, tea_conversation_dialog_new (self->s.session));
  tea_scripted_wait_text (self, "Write somebody’s name");
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "a");
  tea_scripted_wait_text (self, EVIL);
  tea_scripted_wait_text (self, "@ann:localhost");
  /* Nobody writes to themselves. */
  g_assert_false (tea_scripted_shows (self, MX_SCRIPT_USER));
  tea_scripted_press (self, "@ann:localhost");
  g_assert_cmpstr (self->acts->str, ==, "write-to @ann:localhost\n");
  tea_scripted_wait_closed (self);
}

static void
test_people_nobody (TeaScripted   *self,
                    gconstpointer  data)
{
  mx_test_server_reply (self->s.server, PEOPLE, 200, NULL, "{\"limited\":false,\"results\":[]}");
  tea_scripted_present (self, tea_conversation_dialog_new (self->s.session));
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "zz");
  tea_scripted_wait_text (self, "Nobody found.");
  /* A whole account name needs no directory, not even one that answers. */
  mx_test_server_reply (self->s.server, PEOPLE, 403, NULL, FORBIDDEN);
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "@zoe:far.example");
  tea_scripted_wait_text (self, "@zoe:far.example");
  g_signal_emit_by_name (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "activate");
  g_assert_cmpstr (self->acts->str, ==, "write-to @zoe:far.example\n");
}

/* Enter means the first of those who were found for what is written, and nobody who was found before. */
static void
test_people_impatient (TeaScripted   *self,
                       gconstpointer  data)
{
  gpointer search;

  mx_test_server_reply (self->s.server, PEOPLE, 200, NULL, "{\"limited\":false,\"results\":[" ANN "]}");
  tea_scripted_present (self, tea_conversation_dialog_new (self->s.session));
  search = tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0);
  type_into (search, "a");
  tea_scripted_wait_text (self, "@ann:localhost");
  mx_test_server_reply (self->s.server, PEOPLE, 200, NULL,
                        "{\"limited\":false,\"results\":[{\"user_id\":\"@ben:localhost\"}]}");
  mx_test_server_hold (self->s.server, PEOPLE);
  type_into (search, "ben");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (self->acts->str, ==, "");
  g_assert_true (mx_test_server_wait (self->s.server, PEOPLE, 2, DEADLINE_MS));
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (self->acts->str, ==, "");
  mx_test_server_release (self->s.server, PEOPLE);
  tea_scripted_wait_text (self, "@ben:localhost");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (self->acts->str, ==, "write-to @ben:localhost\n");
}

/* --- a room of one's own ----------------------------------------------------------------------- */

static void
push_new_room (TeaScripted *self)
{
  mx_script_push (self->s.script,
                  "\"rooms\":{\"join\":{\"!new:localhost\":{\"state\":{\"events\":["
                  "{\"type\":\"m.room.member\",\"event_id\":\"$m\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":"
                  "\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,\"content\":{\"membership\":\"join\"}}]}}}}");
}

/* What is set in the dialog is what is asked for; what it says of readers is true. */
static void
test_new_public (TeaScripted   *self,
                 gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, CREATE, 200, NULL, "{\"room_id\":\"!new:localhost\"}");
  tea_scripted_present (self, tea_new_room_dialog_new (self->s.session, TEA_NEW_ROOM_PUBLIC));
  tea_scripted_wait_text (self, "Anyone can join and then read this.");
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), "  Tea & Ça va!  ");
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 1), "About tea");
  g_assert_cmpstr (gtk_editable_get_text (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 2)), ==, "tea-ca-va");
  push_new_room (self);
  tea_scripted_press (self, "Make the room");
  tea_scripted_wait_closed (self);
  g_assert_cmpstr (self->acts->str, ==, "open-room !new:localhost\n");
  body = mx_scripted_dup_body (&self->s, CREATE, 0);
  g_assert_nonnull (strstr (body, "\"preset\":\"public_chat\""));
  g_assert_nonnull (strstr (body, "\"name\":\"Tea & Ça va!\""));
  g_assert_nonnull (strstr (body, "\"room_alias_name\":\"tea-ca-va\""));
  g_assert_nonnull (strstr (body, "\"topic\":\"About tea\""));
  g_assert_nonnull (strstr (body, "\"guest_access\":\"forbidden\""));
  g_assert_null (strstr (body, "m.room.encryption"));
}

/* Guests come where somebody wants them, and only where anyone may come. */
static void
test_new_guests (TeaScripted   *self,
                 gconstpointer  data)
{
  g_autofree char *body = NULL;
  AdwSwitchRow *guests;

  mx_test_server_reply (self->s.server, CREATE, 200, NULL, "{\"room_id\":\"!new:localhost\"}");
  tea_scripted_present (self, tea_new_room_dialog_new (self->s.session, TEA_NEW_ROOM_PUBLIC));
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), "Tea");
  guests = tea_scripted_find (self, ADW_TYPE_SWITCH_ROW, 1);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (guests)), ==, "Guests may join");
  adw_switch_row_set_active (guests, TRUE);
  adw_combo_row_set_selected (tea_scripted_find (self, ADW_TYPE_COMBO_ROW, 0), 2);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (guests)));
  adw_combo_row_set_selected (tea_scripted_find (self, ADW_TYPE_COMBO_ROW, 0), 0);
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (guests)));
  push_new_room (self);
  tea_scripted_press (self, "Make the room");
  tea_scripted_wait_closed (self);
  body = mx_scripted_dup_body (&self->s, CREATE, 0);
  g_assert_nonnull (strstr (body, "\"guest_access\":\"can_join\""));
}

/* An address that the person wrote is not overwritten by the name. */
static void
test_new_address (TeaScripted   *self,
                  gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, CREATE, 400, NULL, "{\"errcode\":\"M_ROOM_IN_USE\",\"error\":\"taken\"}");
  tea_scripted_present (self, tea_new_room_dialog_new (self->s.session, TEA_NEW_ROOM_PUBLIC));
  g_assert_false (gtk_widget_is_sensitive (tea_scripted_find (self, g_type_from_name ("TeaProgressButton"), 0)));
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), "Tea");
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 2), "mine");
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), "Teahouse");
  g_assert_cmpstr (gtk_editable_get_text (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 2)), ==, "mine");
  adw_combo_row_set_selected (tea_scripted_find (self, ADW_TYPE_COMBO_ROW, 0), 1);
  tea_scripted_press (self, "Make the room");
  body = mx_scripted_dup_body (&self->s, CREATE, 0);
  g_assert_nonnull (strstr (body, "\"room_alias_name\":\"mine\""));
  g_assert_nonnull (strstr (body, "\"join_rule\":\"knock\""));
  g_assert_nonnull (strstr (body, "\"guest_access\":\"forbidden\""));
  /* What went wrong is said, and what was written is still there. */
  mx_test_server_reply (self->s.server, CREATE, 200, NULL, "{\"room_id\":\"!new:localhost\"}");
  mx_test_assert_wait (gtk_widget_get_can_target, tea_scripted_find (self, g_type_from_name ("TeaProgressButton"), 0),
                       DEADLINE_MS);
  g_assert_cmpstr (self->acts->str, ==, "");
  push_new_room (self);
  tea_scripted_press (self, "Make the room");
  tea_scripted_wait_closed (self);
}

/* A private group needs no name; whoever is chosen is invited, and the past is hidden from those who come later. */
static void
test_new_private (TeaScripted   *self,
                  gconstpointer  data)
{
  static const char *const people[] = { "@ben:localhost", NULL };
  g_autoptr (MxRoom) room = g_list_model_get_item (G_LIST_MODEL (mx_session_get_rooms (self->s.session)), 0);
  g_autofree char *body = NULL;

  mx_test_server_reply (self->s.server, PEOPLE, 200, NULL, "{\"limited\":false,\"results\":[" ANN "]}");
  mx_test_server_reply (self->s.server, CREATE, 200, NULL, "{\"room_id\":\"!new:localhost\"}");
  tea_scripted_present (self, tea_new_room_dialog_new_with (room, people));
  type_into (tea_scripted_find (self, GTK_TYPE_SEARCH_ENTRY, 0), "a");
  tea_scripted_wait_text (self, "@ann:localhost");
  tea_scripted_press (self, "@ann:localhost");
  tea_scripted_press (self, "Leave ");
  push_new_room (self);
  tea_scripted_press (self, "Make the group");
  tea_scripted_wait_closed (self);
  body = mx_scripted_dup_body (&self->s, CREATE, 0);
  g_assert_nonnull (strstr (body, "\"preset\":\"private_chat\""));
  g_assert_nonnull (strstr (body, "\"invite\":[\"@ann:localhost\"]"));
  g_assert_nonnull (strstr (body, "\"history_visibility\":\"invited\""));
  g_assert_null (strstr (body, "room_alias_name"));
}

/* Whoever closes the dialog while it is under way hears no more of it. */
static void
test_new_closed (TeaScripted   *self,
                 gconstpointer  data)
{
  mx_test_server_reply (self->s.server, CREATE, 200, NULL, "{\"room_id\":\"!new:localhost\"}");
  mx_test_server_hold (self->s.server, CREATE);
  tea_scripted_present (self, tea_new_room_dialog_new (self->s.session, TEA_NEW_ROOM_SPACE));
  type_into (tea_scripted_find (self, ADW_TYPE_ENTRY_ROW, 0), "Tea");
  tea_scripted_press (self, "Make the group of rooms");
  g_assert_true (mx_test_server_wait (self->s.server, CREATE, 1, DEADLINE_MS));
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (self->window)));
  tea_scripted_wait_closed (self);
  push_new_room (self);
  mx_test_server_release (self->s.server, CREATE);
  mx_test_spin (200);
  g_assert_cmpstr (self->acts->str, ==, "");
}

/* --- a group of rooms ------------------------------------------------------------------------- */

#define SPACE                                                                                               \
  "{\"room_id\":\"!space:localhost\",\"room_type\":\"m.space\",\"name\":\"" EVIL "\",\"topic\":\"Of tea\"," \
  "\"num_joined_members\":3,\"children_state\":["                                                           \
  "{\"type\":\"m.space.child\",\"state_key\":\"!a:localhost\",\"sender\":\"@x:x\",\"origin_server_ts\":1,"  \
  "\"content\":{\"via\":[\"localhost\"]}},"                                                                 \
  "{\"type\":\"m.space.child\",\"state_key\":\"!b:localhost\",\"sender\":\"@x:x\",\"origin_server_ts\":2,"  \
  "\"content\":{\"via\":[\"localhost\"]}},"                                                                 \
  "{\"type\":\"m.space.child\",\"state_key\":\"!c:localhost\",\"sender\":\"@x:x\",\"origin_server_ts\":3,"  \
  "\"content\":{\"via\":[\"localhost\"]}}]}"
#define PUBLIC   ",\"join_rule\":\"public\",\"num_joined_members\":2,\"children_state\":[]}"
#define GREEN    "{\"room_id\":\"!a:localhost\",\"name\":\"Green\"" PUBLIC
#define BLACK    "{\"room_id\":\"!b:localhost\",\"name\":\"Black\"" PUBLIC
#define SUBSPACE "{\"room_id\":\"!c:localhost\",\"room_type\":\"m.space\",\"name\":\"Below\"" PUBLIC

static void
show_space (TeaScripted *self)
{
  mx_test_server_reply (self->s.server, HIERARCHY, 200, NULL,
                        "{\"rooms\":[" SPACE "," GREEN "," BLACK "," SUBSPACE "]}");
  tea_scripted_present (self, tea_space_dialog_new (self->s.session, "!space:localhost"));
  tea_scripted_wait_text (self, "Black");
}

static void
push_member (TeaScripted *self,
             const char  *room_id)
{
  g_autofree char *members =
    g_strdup_printf ("\"rooms\":{\"join\":{\"%s\":{\"state\":{\"events\":["
                     "{\"type\":\"m.room.member\",\"event_id\":\"$m\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":"
                     "\"" MX_SCRIPT_USER "\",\"origin_server_ts\":9,\"content\":{\"membership\":\"join\"}}]}}}}",
                     room_id);

  mx_script_push (self->s.script, members);
}

/* One that is ticked is joined; what fails is said at its row and in the sum, and is forgotten with the next try. */
static void
test_space_join (TeaScripted   *self,
                 gconstpointer  data)
{
  show_space (self);
  tea_scripted_wait_text (self, EVIL);
  tea_scripted_wait_text (self, "Join all");
  gtk_check_button_set_active (tea_scripted_find (self, GTK_TYPE_CHECK_BUTTON, 0), TRUE);
  tea_scripted_wait_text (self, "Join 1 room");
  mx_test_server_reply (self->s.server, JOIN, 403, NULL, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are banned\"}");
  tea_scripted_press (self, "Join 1 room");
  tea_scripted_wait_text (self, "You joined 0 rooms. 1 could not be joined.");

  gtk_check_button_set_active (tea_scripted_find (self, GTK_TYPE_CHECK_BUTTON, 0), FALSE);
  gtk_check_button_set_active (tea_scripted_find (self, GTK_TYPE_CHECK_BUTTON, 1), TRUE);
  mx_test_server_reply (self->s.server, JOIN, 200, NULL, "{\"room_id\":\"!b:localhost\"}");
  push_member (self, "!b:localhost");
  tea_scripted_press (self, "Join 1 room");
  tea_scripted_wait_text (self, "You joined 1 room.");
  g_assert_false (tea_scripted_shows (self, "You joined 1 room. 1 could not be joined."));
  tea_scripted_wait_text (self, "Joined");
}

/* A group inside it opens as one; a room shows what it is first. */
static void
test_space_chosen (TeaScripted   *self,
                   gconstpointer  data)
{
  show_space (self);
  g_signal_emit_by_name (tea_scripted_find (self, GTK_TYPE_LIST_VIEW, 0), "activate", 2);
  g_assert_cmpstr (self->acts->str, ==, "show-space !c:localhost\n");
  tea_scripted_wait_closed (self);
}

/* One's own rooms are offered that are not inside; one that is chosen is put in. */
static void
test_space_add (TeaScripted   *self,
                gconstpointer  data)
{
  const char *path = "PUT /_matrix/client/v3/rooms/!space:localhost/state/m.space.child/" MX_SCRIPT_ROOM;
  g_autofree char *body = NULL;

  show_space (self);
  mx_test_server_reply (self->s.server, path, 200, NULL, "{\"event_id\":\"$child\"}");
  gtk_widget_activate_action (GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (self->window))), "space.add",
                              NULL);
  tea_scripted_wait_text (self, "The room");
  tea_scripted_press (self, "The room");
  tea_scripted_wait_text (self, "The room was put in.");
  body = mx_scripted_dup_body (&self->s, path, 0);
  g_assert_nonnull (strstr (body, "\"via\":[\"localhost\"]"));
}

static void
test_space_add_refused (TeaScripted   *self,
                        gconstpointer  data)
{
  const char *path = "PUT /_matrix/client/v3/rooms/!space:localhost/state/m.space.child/" MX_SCRIPT_ROOM;

  show_space (self);
  mx_test_server_reply (self->s.server, path, 403, NULL, FORBIDDEN);
  gtk_widget_activate_action (GTK_WIDGET (adw_window_get_visible_dialog (ADW_WINDOW (self->window))), "space.add",
                              NULL);
  tea_scripted_wait_text (self, "The room");
  tea_scripted_press (self, "The room");
  tea_scripted_wait_text (self, "does not let you do this");
  g_assert_false (tea_scripted_shows (self, "The room was put in."));
}

#define ADD(path, func) g_test_add (path, TeaScripted, NULL, tea_scripted_set_up, func, tea_scripted_tear_down)

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  ADD ("/finding/directory/choice-opens-its-link", test_directory_chosen);
  ADD ("/finding/directory/search", test_directory_search);
  ADD ("/finding/directory/tries-again", test_directory_retry);
  ADD ("/finding/directory/second-page-fails", test_directory_second_page);
  ADD ("/finding/directory/empty-page-is-no-end", test_directory_empty_page);
  ADD ("/finding/directory/other-server", test_directory_other_server);
  ADD ("/finding/people/choice-writes-to-them", test_people_chosen);
  ADD ("/finding/people/whole-name-without-directory", test_people_nobody);
  ADD ("/finding/people/enter-means-what-is-written", test_people_impatient);
  ADD ("/finding/new-room/public", test_new_public);
  ADD ("/finding/new-room/guests", test_new_guests);
  ADD ("/finding/new-room/own-address-stays", test_new_address);
  ADD ("/finding/new-room/private", test_new_private);
  ADD ("/finding/new-room/closed-meanwhile", test_new_closed);
  ADD ("/finding/space/joins-and-tells", test_space_join);
  ADD ("/finding/space/inner-group-opens", test_space_chosen);
  ADD ("/finding/space/room-is-put-in", test_space_add);
  ADD ("/finding/space/putting-in-refused", test_space_add_refused);
  return g_test_run ();
}
