/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The note on who sees what, as somebody meets it who comes by a link: in the first room and no other,
 * without a click more and without a jump, until it was read; and again from the room's details, which
 * stay as the person left them. */

#include "config.h"

#include "tea-composer.h"
#include "tea-room-details.h"
#include "tea-room-note.h"
#include "tea-scripted.h"
#include "tea-settings.h"
#include "tea-sidebar-fixture.h"
#include "tea-timeline-pane.h"
#include "tea-timeline-row.h"
#include "tea-window.h"

#include "mx-accounts.h"
#include "mx-room.h"

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define NOTE        "Who Sees What"
#define THIRD_ROOM  "!third:localhost"

typedef struct
{
  TeaScripted t;
  MxAccounts *accounts;
  GSettings *settings;
} Fixture;

static GtkApplication *application;

static void
open_window (Fixture *self)
{
  self->t.window = GTK_WINDOW (tea_window_new (application, self->t.s.session, self->settings));
  tea_window_set_accounts (TEA_WINDOW (self->t.window), self->accounts);
  gtk_window_present (self->t.window);
  tea_window_start (TEA_WINDOW (self->t.window));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  /* What the test before has left in memory. */
  static const char *const keys[] = { "notes", "show-details", "window-width", "window-height" };
  MxScripted *s = &self->t.s;

  mx_scripted_set_up_signed_out (s, data);
  /* The account of the list instead of one that is in none. */
  g_object_unref (s->session);
  self->accounts = mx_accounts_new (s->dir);
  s->session = g_object_ref (mx_accounts_get_first (self->accounts));
  mx_session_set_key_mode (s->session, MX_KEY_MEMORY, NULL);
  self->settings = tea_settings_new (s->dir);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
  self->t.acts = g_string_new (NULL);
  open_window (self);
  tea_scripted_wait_text (&self->t, "Welcome to Teahouse");
  mx_scripted_sign_in (s);
  tea_scripted_wait_text (&self->t, "The room");
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  TeaScripted t = self->t;

  g_clear_object (&self->settings);
  tea_test_close (t.window);
  g_string_free (t.acts, TRUE);
  g_clear_object (&self->accounts);
  mx_scripted_tear_down (&t.s, data);
}

static gboolean
is_in_composer (gpointer user_data)
{
  Fixture *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (self->t.window);

  return focus != NULL && gtk_widget_get_ancestor (focus, TEA_TYPE_COMPOSER) != NULL;
}

static gboolean
shows_note (Fixture *self)
{
  return tea_scripted_shows (&self->t, NOTE);
}

/* From the link to the room, with the one click of its preview. */
static void
come_by_link (Fixture    *self,
              const char *room_id)
{
  MxTestServer *server = self->t.s.server;
  g_autofree char *summary =
    g_strdup_printf ("{\"room_id\":\"%s\",\"name\":\"Linked\",\"join_rule\":\"public\",\"num_joined_members\":1,"
                     "\"guest_can_join\":true,\"world_readable\":false}",
                     room_id);
  g_autofree char *joined = g_strdup_printf ("{\"room_id\":\"%s\"}", room_id);
  g_autofree char *sync =
    g_strdup_printf ("\"rooms\":{\"join\":{\"%s\":{\"state\":{\"events\":[{\"type\":\"m.room.member\","
                     "\"event_id\":\"$m%s\",\"sender\":\"" MX_SCRIPT_USER "\",\"state_key\":\"" MX_SCRIPT_USER "\","
                     "\"origin_server_ts\":9,\"content\":{\"membership\":\"join\"}}]}}}}",
                     room_id, room_id);
  g_autofree char *link = g_strdup_printf ("matrix:roomid/%s", room_id + 1);

  mx_test_server_reply (server, "GET /_matrix/client/v1/room_summary/", 200, NULL, summary);
  mx_test_server_reply (server, "POST /_matrix/client/v3/join/", 200, NULL, joined);
  tea_window_open_link (TEA_WINDOW (self->t.window), link);
  tea_scripted_wait_text (&self->t, "Linked");
  tea_scripted_press_progress (&self->t);
  mx_script_push (self->t.s.script, sync);
  mx_test_assert_wait (is_in_composer, self, DEADLINE_MS);
}

/* The next run of the program: what was not put away is there again. */
static void
restart (Fixture *self)
{
  tea_test_close (self->t.window);
  open_window (self);
  tea_scripted_find (&self->t, TEA_TYPE_COMPOSER, 0);
}

static void
test_first_room (Fixture       *self,
                 gconstpointer  data)
{
  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_ROOM);
  g_assert_false (shows_note (self));
  come_by_link (self, MX_SCRIPT_OTHER_ROOM);
  tea_scripted_wait_text (&self->t, NOTE);
  g_assert_true (is_in_composer (self));

  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_ROOM);
  g_assert_false (shows_note (self));
  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_OTHER_ROOM);
  g_assert_true (shows_note (self));
  restart (self);
  tea_scripted_wait_text (&self->t, NOTE);

  tea_scripted_press (&self->t, "Got it");
  g_assert_false (shows_note (self));
  g_assert_true (is_in_composer (self));
  restart (self);
  g_assert_false (shows_note (self));
  come_by_link (self, THIRD_ROOM);
  g_assert_false (shows_note (self));
}

/* Who was in the room already has not come into it. */
static void
test_member (Fixture       *self,
             gconstpointer  data)
{
  tea_window_open_link (TEA_WINDOW (self->t.window), "matrix:roomid/room:localhost");
  tea_scripted_find (&self->t, TEA_TYPE_COMPOSER, 0);
  g_assert_false (shows_note (self));
}

static void
test_escape (Fixture       *self,
             gconstpointer  data)
{
  come_by_link (self, MX_SCRIPT_OTHER_ROOM);
  tea_scripted_wait_text (&self->t, NOTE);
  gtk_widget_activate_action (tea_scripted_find (&self->t, TEA_TYPE_COMPOSER, 0), "room-page.back", NULL);
  g_assert_false (shows_note (self));
  g_assert_true (is_in_composer (self));
}

static void
test_from_details (Fixture       *self,
                   gconstpointer  data)
{
  GtkWidget *pane;

  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_ROOM);
  pane = tea_scripted_find (&self->t, TEA_TYPE_TIMELINE_PANE, 0);
  /* Somewhere else Escape goes back to writing, and nothing more. */
  g_action_group_activate_action (G_ACTION_GROUP (self->t.window), "toggle-details", NULL);
  tea_scripted_wait_text (&self->t, "Who can read this?");
  tea_scripted_press (&self->t, "Who can read this?");
  tea_scripted_wait_text (&self->t, NOTE);
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (self->t.window)));
  gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD);
  gtk_widget_activate_action (pane, "room-page.back", NULL);
  g_assert_true (shows_note (self));
  g_assert_true (is_in_composer (self));
  gtk_widget_activate_action (pane, "room-page.back", NULL);
  g_assert_false (shows_note (self));
  /* It was read: the first room by a link needs it no more. */
  come_by_link (self, MX_SCRIPT_OTHER_ROOM);
  g_assert_false (shows_note (self));
}

/* Where the newest message ends, from the top of the window. */
static float
find_end (Fixture *self)
{
  guint n = tea_test_count (GTK_WIDGET (self->t.window), TEA_TYPE_TIMELINE_ROW);
  GtkWidget *row = tea_test_find (GTK_WIDGET (self->t.window), TEA_TYPE_TIMELINE_ROW, n - 1);
  graphene_rect_t area;

  g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (self->t.window), &area));
  return area.origin.y + area.size.height;
}

static gboolean
is_small (gpointer user_data)
{
  Fixture *self = user_data;

  return gtk_widget_get_height (GTK_WIDGET (self->t.window)) <= 300;
}

/* In the lowest window as well the messages have half of the place, and stay where they are. */
static void
test_no_jump (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *note, *pane;
  float before;

  g_settings_set_int (self->settings, "window-width", 620);
  g_settings_set_int (self->settings, "window-height", 294);
  restart (self);
  mx_test_assert_wait (is_small, self, DEADLINE_MS);
  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_ROOM);
  tea_scripted_wait_text (&self->t, "Ben");
  pane = tea_scripted_find (&self->t, TEA_TYPE_TIMELINE_PANE, 0);
  tea_test_frames (pane, 3);
  before = find_end (self);
  gtk_widget_activate_action (pane, "room-page.show-note", NULL);
  tea_test_frames (pane, 3);
  note = tea_scripted_find (&self->t, TEA_TYPE_ROOM_NOTE, 0);
  g_test_message ("note %d, messages %d high", gtk_widget_get_height (note), gtk_widget_get_height (pane));
  g_assert_cmpint (gtk_widget_get_height (note), >=, 60);
  g_assert_cmpint (gtk_widget_get_height (pane), >=, 60);
  g_assert_cmpfloat_with_epsilon (find_end (self), before, 0.5);
  tea_scripted_press (&self->t, "Got it");
  tea_test_frames (pane, 3);
  g_assert_cmpfloat_with_epsilon (find_end (self), before, 0.5);
  tea_test_frames (GTK_WIDGET (self->t.window), 3);
}

/* A window that was narrow for a while shows no details that nobody has opened. */
static void
test_details (Fixture       *self,
              gconstpointer  data)
{
  tea_window_show_room (TEA_WINDOW (self->t.window), MX_SCRIPT_ROOM);
  tea_scripted_wait_text (&self->t, "Ben");
  for (guint i = 0; i < 2; i++) {
    g_object_set (self->t.window, "narrow", i == 0, NULL);
    tea_test_frames (GTK_WIDGET (self->t.window), 3);
    g_assert_false (tea_scripted_shows (&self->t, "Who can read this?"));
  }
  g_assert_false (tea_settings_get_boolean (self->settings, "show-details", TRUE));
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
  g_test_add ("/window/note/first-room-until-read", Fixture, NULL, set_up, test_first_room, tear_down);
  g_test_add ("/window/note/not-for-members", Fixture, NULL, set_up, test_member, tear_down);
  g_test_add ("/window/note/escape", Fixture, NULL, set_up, test_escape, tear_down);
  g_test_add ("/window/note/from-details", Fixture, NULL, set_up, test_from_details, tear_down);
  g_test_add ("/window/note/no-jump", Fixture, NULL, set_up, test_no_jump, tear_down);
  g_test_add ("/window/details/stay-closed", Fixture, NULL, set_up, test_details, tear_down);
  result = g_test_run ();
  g_object_unref (application);
  return result;
}
