/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog that sends feedback: what is said first for each place, that what is shown is what is sent, once and also
 * when offline, that a refusal is told and the words stay, and that nothing personal is in the details. */

#include "config.h"

#include "tea-feedback-dialog.h"
#include "tea-feedback-places.h"
#include "tea-scripted.h"

#include "mx-room.h"
#include "mx-session-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define SEND        "PUT /_matrix/client/v3/rooms/" MX_SCRIPT_ROOM "/send"
#define JOIN        "POST /_matrix/client/v3/join/"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"
#define TO_ROOM     "\"feedback\":\"" MX_SCRIPT_ROOM "\""
#define TO_OTHER    "\"help_room\":\"#help:localhost\""
#define TO_PAGE     "\"feedback\":\"https://tasks.example.org/new?text={text}\""

typedef struct
{
  TeaScripted t;
  TeaFeedbackDialog *dialog; /* (owned) */
} Fixture;

static gboolean
has_community (gpointer session)
{
  return mx_session_find_community (session, NULL) != NULL;
}

/* A preset of one's own, read when a session is made. */
static char *
write_preset (const char *member)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "teahouse", "presets", NULL);
  char *path = g_build_filename (folder, "own.json", NULL);
  g_autofree char *preset =
    g_strdup_printf ("{\"id\":\"own\",\"name\":\"Own\",\"homeserver\":\"localhost\",\"default\":true,%s}", member);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, preset, -1, NULL));
  return path;
}

static void
present (Fixture    *self,
         const char *words)
{
  self->dialog = g_object_ref_sink (TEA_FEEDBACK_DIALOG (tea_feedback_dialog_new (self->t.s.session, words)));
  tea_scripted_present (&self->t, ADW_DIALOG (self->dialog));
}

/* @data (nullable): the member of the community's preset that says where feedback goes. */
static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autofree char *path = data != NULL ? write_preset (data) : NULL;

  tea_scripted_set_up (&self->t, NULL);
  if (path == NULL)
    return;
  _mx_session_load_communities (self->t.s.session);
  mx_test_assert_wait (has_community, self->t.s.session, DEADLINE_MS);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
set_up_signed_out (Fixture       *self,
                   gconstpointer  data)
{
  mx_scripted_set_up_signed_out (&self->t.s, NULL);
  tea_scripted_open_window (&self->t);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->dialog);
  tea_scripted_tear_down (&self->t, data);
}

static void
add_details (Fixture *self)
{
  adw_switch_row_set_active (tea_scripted_find (&self->t, ADW_TYPE_SWITCH_ROW, 0), TRUE);
  tea_scripted_wait_text (&self->t, "Teahouse " PACKAGE_VERSION);
}

static gboolean
has_sent (gpointer script)
{
  g_autoptr (GPtrArray) sent = mx_script_dup_sent (script);

  return sent->len > 0;
}

/* Once, and as it was written. */
static void
assert_sent (Fixture    *self,
             const char *body)
{
  g_autoptr (GPtrArray) sent = NULL;

  mx_test_assert_wait (has_sent, self->t.s.script, DEADLINE_MS);
  sent = mx_script_dup_sent (self->t.s.script);
  g_assert_cmpuint (sent->len, ==, 1);
  g_assert_cmpstr (sent->pdata[0], ==, body);
}

static void
assert_words (Fixture    *self,
              const char *expected)
{
  g_autofree char *words = tea_feedback_dialog_dup_words (self->dialog);

  g_assert_cmpstr (words, ==, expected);
}

/* The last words of the details' own label, as they are shown. */
static const char *
get_details (GtkWidget *widget)
{
  const char *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), "Teahouse " PACKAGE_VERSION))
    return gtk_label_get_label (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = get_details (child);
  return found;
}

/* Whoever opens the dialog can begin. */
static gboolean
is_writing (gpointer user_data)
{
  Fixture *self = user_data;

  return GTK_IS_TEXT_VIEW (gtk_window_get_focus (self->t.window));
}

static void
test_room (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *body = NULL;

  present (self, "It broke\n\nwhen I typed");
  tea_scripted_wait_text (&self->t, "Your words go to the room");
  g_assert_true (tea_scripted_shows (&self->t, "Everybody there can read them."));
  g_assert_false (tea_scripted_shows (&self->t, "Teahouse " PACKAGE_VERSION));
  mx_test_assert_wait (is_writing, self, DEADLINE_MS);
  add_details (self);
  body = g_strconcat ("It broke when I typed\n", get_details (GTK_WIDGET (self->dialog)), NULL);
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_act (&self->t, "toast Sent to");
  tea_scripted_wait_closed (&self->t);
  assert_sent (self, body);
  assert_words (self, NULL);
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, SEND, 403, NULL, FORBIDDEN);
  present (self, "It broke");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "does not let you do this");
  assert_words (self, "It broke");
  /* What was refused is gone: it is not sent beside the next one. */
  mx_test_server_remove (self->t.s.server, SEND);
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_closed (&self->t);
  assert_sent (self, "It broke");
}

static gboolean
is_offline (gpointer session)
{
  return mx_session_get_sync_state (session) == MX_SYNC_OFFLINE;
}

static void
test_offline (Fixture       *self,
              gconstpointer  data)
{
  mx_test_server_stop (self->t.s.server);
  mx_test_assert_wait (is_offline, self->t.s.session, DEADLINE_MS);
  present (self, "It broke");
  tea_scripted_wait_text (&self->t, "Will be sent when you are back online.");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_act (&self->t, "toast Your words will be sent when you are back online.");
  tea_scripted_wait_closed (&self->t);
  mx_test_server_start (self->t.s.server);
  mx_session_try_now (self->t.s.session);
  assert_sent (self, "It broke");
}

static void
test_nothing_written (Fixture       *self,
                      gconstpointer  data)
{
  present (self, " \n");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "Write a few words first.");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SEND), ==, 0);
}

static void
test_join (Fixture       *self,
           gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, JOIN, 403, NULL, FORBIDDEN);
  present (self, "It broke");
  tea_scripted_wait_text (&self->t, "You join the room");
  g_assert_true (tea_scripted_shows (&self->t, "#help:localhost"));
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_text (&self->t, "does not let you do this");
  assert_words (self, "It broke");
  mx_test_server_reply (self->t.s.server, JOIN, 200, NULL, "{\"room_id\":\"" MX_SCRIPT_OTHER_ROOM "\"}");
  mx_script_push_other_room (self->t.s.script);
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_act (&self->t, "toast Sent to");
  tea_scripted_wait_closed (&self->t);
  assert_sent (self, "It broke");
}

/* The room can be looked at first; the words are there when one comes back. */
static void
test_look (Fixture       *self,
           gconstpointer  data)
{
  present (self, "It broke");
  tea_scripted_press (&self->t, "See the Room First");
  tea_scripted_wait_act (&self->t, "open-link #help:localhost");
  tea_scripted_wait_closed (&self->t);
  assert_words (self, "It broke");
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static gboolean
is_set (gpointer text)
{
  return *(char **) text != NULL;
}

static void
test_page (Fixture       *self,
           gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->t.window));
  g_autofree char *details = NULL;
  g_autofree char *copied = NULL;

  present (self, "It & I #1");
  tea_scripted_wait_text (&self->t, "tasks.example.org");
  g_assert_true (tea_scripted_shows (&self->t, "handed in when you do it there"));
  add_details (self);
  details = g_strdup (get_details (GTK_WIDGET (self->dialog)));
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_act (&self->t, "follow-link https://tasks.example.org/new?text=It%20%26%20I%20%231\n");
  tea_scripted_wait_act (&self->t, "toast The technical details are copied");
  gdk_clipboard_read_text_async (clipboard, NULL, read_cb, &copied);
  mx_test_assert_wait (is_set, &copied, DEADLINE_MS);
  g_assert_cmpstr (copied, ==, details);
}

static void
test_signed_out (Fixture       *self,
                 gconstpointer  data)
{
  present (self, "It broke");
  tea_scripted_wait_text (&self->t, "Nothing is sent from here.");
  g_assert_false (tea_scripted_shows (&self->t, "Who gets it"));
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_act (&self->t, "copy-text It broke\n");
  assert_words (self, "It broke");
}

/* Where no community says where it goes, nobody's room is chosen for somebody. */
static void
test_choose (Fixture       *self,
             gconstpointer  data)
{
  AdwComboRow *row;

  present (self, "It broke");
  tea_scripted_wait_text (&self->t, "Nothing is sent from here.");
  row = tea_scripted_find (&self->t, ADW_TYPE_COMBO_ROW, 0);
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, 2);
  adw_combo_row_set_selected (row, 1);
  tea_scripted_wait_text (&self->t, "Your words go to the room");
  tea_scripted_press (&self->t, "Copy");
  tea_scripted_wait_act (&self->t, "copy-text It broke\n");
  tea_scripted_press_progress (&self->t);
  tea_scripted_wait_closed (&self->t);
  assert_sent (self, "It broke");
}

static void
test_nothing_personal (Fixture       *self,
                       gconstpointer  data)
{
  const char *secrets[] = { "localhost", "127.0.0.1", MX_SCRIPT_ROOM, "The room", "@me", "first", "canary", "draft",
                            self->t.s.dir, mx_session_get_device_id (self->t.s.session), g_get_user_name (), "/" };
  const char *details;

  mx_test_server_reply (self->t.s.server, "/_matrix/federation/v1/version", 200, NULL,
                        "{\"server\":{\"name\":\"canary @me\",\"version\":\"7 canary\"}}");
  mx_room_set_draft (mx_session_get_room (self->t.s.session, MX_SCRIPT_ROOM), "draft");
  present (self, NULL);
  add_details (self);
  g_assert_true (mx_test_server_wait (self->t.s.server, "/_matrix/federation/v1/version", 1, DEADLINE_MS));
  tea_scripted_wait_text (&self->t, "SQLCipher");
  details = get_details (GTK_WIDGET (self->dialog));
  g_assert_nonnull (strstr (details, "another server · "));
  g_assert_nonnull (strstr (details, "GTK 4."));
  g_assert_nonnull (strstr (details, " · X11 · cairo · "));
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_null (strstr (details, secrets[i]));
}

/* A room that IRC reads gets three lines. */
static void
test_compose (void)
{
  static const struct
  {
    const char *words;
    const char *details;
    const char *message;
  } cases[] = {
    { "one", NULL, "one" },
    { "one\n two \r\n\r\nthree", NULL, "one\ntwo\nthree" },
    { "one\ntwo\nthree\nfour", NULL, "one two three four" },
    { "one", "a\nb", "one\na\nb" },
    { "one\ntwo", "a\nb", "one two\na\nb" },
    { " \n", "a\nb", "a\nb" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *message = tea_feedback_compose (cases[i].words, cases[i].details);

    g_assert_cmpstr (message, ==, cases[i].message);
  }
}

int
main (int   argc,
      char *argv[])
{
  tea_scripted_init (&argc, &argv);
  g_test_add_func ("/feedback/three-lines", test_compose);
  g_test_add ("/feedback/room", Fixture, TO_ROOM, set_up, test_room, tear_down);
  g_test_add ("/feedback/refused", Fixture, TO_ROOM, set_up, test_refused, tear_down);
  g_test_add ("/feedback/offline", Fixture, TO_ROOM, set_up, test_offline, tear_down);
  g_test_add ("/feedback/nothing-written", Fixture, TO_ROOM, set_up, test_nothing_written, tear_down);
  g_test_add ("/feedback/join", Fixture, TO_OTHER, set_up, test_join, tear_down);
  g_test_add ("/feedback/look", Fixture, TO_OTHER, set_up, test_look, tear_down);
  g_test_add ("/feedback/page", Fixture, TO_PAGE, set_up, test_page, tear_down);
  g_test_add ("/feedback/signed-out", Fixture, NULL, set_up_signed_out, test_signed_out, tear_down);
  g_test_add ("/feedback/choose", Fixture, NULL, set_up, test_choose, tear_down);
  g_test_add ("/feedback/nothing-personal", Fixture, TO_ROOM, set_up, test_nothing_personal, tear_down);
  return g_test_run ();
}
