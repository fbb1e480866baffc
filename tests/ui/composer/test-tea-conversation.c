/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writing in a room, against a server: what is sent for what was written, answers, changes, removals
 * and reactions, and what is shown when the server will not have it. */

#include "config.h"

#include "tea-attach-dialog.h"
#include "tea-composer.h"
#include "tea-room-page.h"
#include "tea-scripted.h"
#include "tea-source-dialog.h"
#include "tea-timeline-view.h"

#include "mx-room.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"

#include <string.h>

#define DEADLINE_MS (10000 * MX_TEST_SLOWER)
#define ROOM        "/_matrix/client/v3/rooms/" MX_SCRIPT_ROOM
#define SEND        "PUT " ROOM "/send/m.room.message/"
#define REACT       "PUT " ROOM "/send/m.reaction/"
#define REDACT      "PUT " ROOM "/redact/"
#define FORBIDDEN   "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\"}"

typedef struct
{
  TeaScripted t;
  TeaRoomPage *page;
  TeaComposer *composer; /* (unowned) */
  GtkWidget *view;       /* (unowned): the timeline */
} Fixture;

static gboolean
has_first (gpointer view)
{
  g_autoptr (MxTimelineItem) item = tea_timeline_view_find_item (view, "$first");

  return item != NULL;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  tea_scripted_set_up (&self->t, data);
  mx_script_set_echo (self->t.s.script, TRUE);
  mx_test_server_reply (self->t.s.server, "PUT " ROOM "/typing/", 200, NULL, "{}");
  self->page = g_object_new (TEA_TYPE_ROOM_PAGE, NULL);
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->page));
  tea_room_page_set_room (self->page, mx_session_get_room (self->t.s.session, MX_SCRIPT_ROOM));
  self->composer = tea_scripted_find (&self->t, TEA_TYPE_COMPOSER, 0);
  self->view = tea_scripted_find (&self->t, TEA_TYPE_TIMELINE_VIEW, 0);
  mx_test_assert_wait (has_first, self->view, DEADLINE_MS);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  tea_room_page_set_room (self->page, NULL);
  tea_scripted_tear_down (&self->t, data);
}

static GtkTextBuffer *
get_buffer (Fixture *self)
{
  return gtk_text_view_get_buffer (tea_composer_get_entry (self->composer));
}

static char *
dup_written (Fixture *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_buffer (self), &start, &end);
  return gtk_text_buffer_get_text (get_buffer (self), &start, &end, FALSE);
}

static void
write_text (Fixture    *self,
            const char *text)
{
  gtk_text_buffer_set_text (get_buffer (self), text, -1);
}

static void
send_text (Fixture    *self,
           const char *text)
{
  write_text (self, text);
  tea_composer_send (self->composer);
}

static char *
dup_sent (Fixture *self,
          guint    n)
{
  return mx_scripted_dup_body (&self->t.s, SEND, n);
}

static void
assert_written (Fixture    *self,
                const char *text)
{
  g_autofree char *written = dup_written (self);

  g_assert_cmpstr (written, ==, text);
}

static void
act_on (Fixture    *self,
        const char *action,
        const char *event_id)
{
  g_assert_true (gtk_widget_activate_action (self->view, action, "s", event_id));
}

typedef struct
{
  GtkWidget *view;
  const char *event_id;
} Arrival;

static gboolean
has_arrived (gpointer user_data)
{
  Arrival *arrival = user_data;
  g_autoptr (MxTimelineItem) item = tea_timeline_view_find_item (TEA_TIMELINE_VIEW (arrival->view), arrival->event_id);

  return item != NULL;
}

/* Sends one of one's own and waits until it is there with its id. */
static void
send_own (Fixture    *self,
          const char *text,
          const char *event_id)
{
  Arrival arrival = { self->view, event_id };

  send_text (self, text);
  mx_test_assert_wait (has_arrived, &arrival, DEADLINE_MS);
}

/* --- what is sent for what was written ----------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *written;
  const char *msgtype;
  const char *body;
} Writing;

static const Writing writings[] = {
  { "text", "hello", "m.text", "hello" },
  { "emote", "/me waves", "m.emote", "waves" },
  { "emote-in-capitals", "/ME waves", "m.emote", "waves" },
  { "two-slashes", "//me waves", "m.text", "/me waves" },
  { "a-path", "/usr/bin/tea", "m.text", "/usr/bin/tea" },
  { "line-breaks-at-the-end", "one\ntwo\n\n", "m.text", "one\\ntwo" },
};

static void
test_written (Fixture       *self,
              gconstpointer  data)
{
  const Writing *writing = data;
  g_autofree char *body = NULL;
  g_autofree char *msgtype = g_strdup_printf ("\"msgtype\":\"%s\"", writing->msgtype);
  g_autofree char *text = g_strdup_printf ("\"body\":\"%s\"", writing->body);

  send_text (self, writing->written);
  body = dup_sent (self, 0);
  g_assert_nonnull (strstr (body, msgtype));
  g_assert_nonnull (strstr (body, text));
  assert_written (self, "");
}

static void
test_nothing (Fixture       *self,
              gconstpointer  data)
{
  static const char *const nothing[] = { "", "   ", "\n\n", "/me", "/me  " };

  for (gsize i = 0; i < G_N_ELEMENTS (nothing); i++)
    send_text (self, nothing[i]);
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SEND), ==, 0);
}

/* A mistyped command may hold a password: it is not sent, unless the person says so. */
static void
test_no_command (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *body = NULL;

  send_text (self, "/loginn secret");
  tea_scripted_wait_text (&self->t, "There is no command");
  assert_written (self, "/loginn secret");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SEND), ==, 0);
  tea_scripted_press (&self->t, "Send");
  body = dup_sent (self, 0);
  g_assert_nonnull (strstr (body, "\"body\":\"/loginn secret\""));
}

static void
test_join (Fixture       *self,
           gconstpointer  data)
{
  send_text (self, "/join");
  tea_scripted_wait_text (&self->t, "Write the room after it");
  send_text (self, "/join  #tea:example.org ");
  g_assert_cmpstr (self->t.acts->str, ==, "open-link #tea:example.org\n");
  assert_written (self, "");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SEND), ==, 0);
}

/* --- answers and changes -------------------------------------------------------------------------- */

/* Whoever is answered is told. */
static void
test_reply (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *body = NULL;

  write_text (self, "half a thought");
  act_on (self, "timeline.reply", "$first");
  tea_scripted_wait_text (&self->t, "Answer to");
  assert_written (self, "half a thought");
  tea_composer_send (self->composer);
  body = dup_sent (self, 0);
  g_assert_nonnull (strstr (body, "\"m.in_reply_to\":{\"event_id\":\"$first\"}"));
  g_assert_nonnull (strstr (body, "\"user_ids\":[\"@ben:localhost\"]"));
  tea_scripted_wait_no_text (&self->t, "Answer to");
}

/* What was written before is there again after a change; a second change begins with the first. */
static void
test_edit (Fixture       *self,
           gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  send_own (self, "teh tea", "$sent0");
  write_text (self, "half a thought");
  act_on (self, "timeline.edit", "$sent0");
  assert_written (self, "teh tea");
  send_text (self, "the tea");
  first = dup_sent (self, 1);
  g_assert_nonnull (strstr (first, "\"rel_type\":\"m.replace\""));
  g_assert_nonnull (strstr (first, "\"event_id\":\"$sent0\""));
  g_assert_nonnull (strstr (first, "\"m.new_content\":{"));
  assert_written (self, "half a thought");
  tea_scripted_wait_text (&self->t, "edited");
  act_on (self, "timeline.edit", "$sent0");
  assert_written (self, "the tea");
  send_text (self, "the green tea");
  second = dup_sent (self, 2);
  g_assert_nonnull (strstr (second, "\"event_id\":\"$sent0\""));
  assert_written (self, "half a thought");
}

/* What looks like a command stays what it was. */
static void
test_edit_slash (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *body = NULL;

  send_own (self, "//me waves", "$sent0");
  act_on (self, "timeline.edit", "$sent0");
  assert_written (self, "//me waves");
  tea_composer_send (self->composer);
  body = dup_sent (self, 1);
  g_assert_nonnull (strstr (body, "\"m.new_content\":{\"msgtype\":\"m.text\",\"body\":\"/me waves\""));
}

/* Of others nothing can be changed, whoever asks for it. */
static void
test_edit_others (Fixture       *self,
                  gconstpointer  data)
{
  act_on (self, "timeline.edit", "$first");
  mx_test_spin (50);
  g_assert_false (tea_scripted_shows (&self->t, "Changing your message"));
  assert_written (self, "");
}

/* --- what is done with a message ------------------------------------------------------------------- */

static void
test_remove (Fixture       *self,
             gconstpointer  data)
{
  GtkWidget *entry;
  g_autofree char *body = NULL;

  mx_test_server_reply (self->t.s.server, REDACT, 200, NULL, "{\"event_id\":\"$gone\"}");
  send_own (self, "oops", "$sent0");
  act_on (self, "timeline.redact", "$sent0");
  tea_scripted_respond (&self->t, "cancel");
  mx_test_spin (100);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, REDACT), ==, 0);
  act_on (self, "timeline.redact", "$sent0");
  entry = adw_alert_dialog_get_extra_child (tea_scripted_get_question (&self->t));
  gtk_editable_set_text (GTK_EDITABLE (entry), "typo");
  tea_scripted_respond (&self->t, "remove");
  body = mx_scripted_dup_body (&self->t.s, REDACT "$sent0/", 0);
  g_assert_cmpstr (body, ==, "{\"reason\":\"typo\"}");
}

static void
test_react (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *body = NULL;

  mx_test_server_reply (self->t.s.server, REACT, 200, NULL, "{\"event_id\":\"$reaction\"}");
  act_on (self, "timeline.react", "$first");
  g_signal_emit_by_name (tea_scripted_find (&self->t, GTK_TYPE_EMOJI_CHOOSER, 0), "emoji-picked", "🫖");
  body = mx_scripted_dup_body (&self->t.s, REACT, 0);
  g_assert_nonnull (strstr (body, "\"event_id\":\"$first\""));
  g_assert_nonnull (strstr (body, "\"key\":\"🫖\""));
  /* Once is enough. */
  g_signal_emit_by_name (tea_scripted_find (&self->t, GTK_TYPE_EMOJI_CHOOSER, 0), "emoji-picked", "🫖");
  mx_test_spin (200);
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, REACT), ==, 1);
}

static void
test_source (Fixture       *self,
             gconstpointer  data)
{
  act_on (self, "timeline.view-source", "$first");
  tea_scripted_find (&self->t, TEA_TYPE_SOURCE_DIALOG, 0);
}

/* Nothing is done to a message that is not there. */
static void
test_no_message (Fixture       *self,
                 gconstpointer  data)
{
  static const char *const actions[] = { "timeline.reply", "timeline.edit", "timeline.report", "timeline.view-source",
                                         "timeline.copy", "timeline.react", "timeline.menu" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    act_on (self, actions[i], "$nowhere");
  mx_test_spin (50);
  g_assert_null (adw_window_get_visible_dialog (ADW_WINDOW (self->t.window)));
  g_assert_false (tea_scripted_shows (&self->t, "Answer to"));
}

/* --- what the server will not have -------------------------------------------------------------------- */

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  Arrival arrival = { self->view, "$sent0" };

  mx_test_server_reply (self->t.s.server, SEND, 403, NULL, FORBIDDEN);
  send_text (self, "hush");
  tea_scripted_wait_text (&self->t, "Discard");
  g_assert_true (tea_scripted_shows (&self->t, "hush"));
  mx_test_server_remove (self->t.s.server, SEND);
  tea_scripted_press (&self->t, "Try again");
  mx_test_assert_wait (has_arrived, &arrival, DEADLINE_MS);
  tea_scripted_wait_no_text (&self->t, "Discard");
}

static void
test_discarded (Fixture       *self,
                gconstpointer  data)
{
  mx_test_server_reply (self->t.s.server, SEND, 403, NULL, FORBIDDEN);
  send_text (self, "hush");
  tea_scripted_press (&self->t, "Discard");
  tea_scripted_wait_no_text (&self->t, "hush");
  g_assert_cmpuint (mx_test_server_count (self->t.s.server, SEND), ==, 1);
}

/* --- files ------------------------------------------------------------------------------------------- */

/* As the desktop drops it on the page; whether it was taken. */
static gboolean
drop (Fixture    *self,
      const char *uri)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->page));
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autoslist (GFile) files = g_slist_prepend (NULL, g_object_ref (file));
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &taken);
  }
  return taken;
}

/* Browsers give a link as they give a file. */
static void
test_drop_link (Fixture       *self,
                gconstpointer  data)
{
  g_assert_true (drop (self, "https://matrix.to/#/%23tea:example.org"));
  g_assert_cmpstr (self->t.acts->str, ==, "open-link https://matrix.to/#/%23tea:example.org\n");
  g_assert_false (drop (self, "https://example.org/"));
  mx_test_spin (100);
  g_assert_false (tea_scripted_shows (&self->t, "The file cannot be read."));
}

static GFile *
new_file (const char *folder,
          const char *name,
          const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

/* One that cannot be read is no reason for the next. */
static void
test_files (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *folder = g_dir_make_tmp ("tea-files-XXXXXX", NULL);
  g_autoptr (GFile) gone = new_file (folder, "gone.txt", NULL);
  g_autoptr (GFile) there = new_file (folder, "there.txt", "tea");
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_list_store_append (files, gone);
  for (guint i = 0; i < 21; i++)
    g_list_store_append (files, there);
  tea_composer_attach (self->composer, G_LIST_MODEL (files));
  g_assert_true (tea_scripted_shows (&self->t, "Only the first 20 files go."));
  tea_scripted_find (&self->t, TEA_TYPE_ATTACH_DIALOG, 0);
  tea_scripted_wait_text (&self->t, "there.txt");
  g_assert_true (tea_scripted_shows (&self->t, "The file cannot be read."));
  /* Where the person goes, nobody is asked about the others. */
  tea_room_page_set_room (self->page, NULL);
  adw_dialog_force_close (adw_window_get_visible_dialog (ADW_WINDOW (self->t.window)));
  tea_scripted_wait_closed (&self->t);
  mx_test_remove_tree (folder);
}

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (writings); i++) {
    g_autofree char *path = g_strconcat ("/conversation/written/", writings[i].name, NULL);

    ADD (path, &writings[i], test_written);
  }
  ADD ("/conversation/nothing-is-not-sent", NULL, test_nothing);
  ADD ("/conversation/no-such-command", NULL, test_no_command);
  ADD ("/conversation/join", NULL, test_join);
  ADD ("/conversation/reply", NULL, test_reply);
  ADD ("/conversation/edit/twice", NULL, test_edit);
  ADD ("/conversation/edit/slash", NULL, test_edit_slash);
  ADD ("/conversation/edit/of-others", NULL, test_edit_others);
  ADD ("/conversation/remove", NULL, test_remove);
  ADD ("/conversation/react-once", NULL, test_react);
  ADD ("/conversation/source", NULL, test_source);
  ADD ("/conversation/no-such-message", NULL, test_no_message);
  ADD ("/conversation/refused/tried-again", NULL, test_refused);
  ADD ("/conversation/refused/discarded", NULL, test_discarded);
  ADD ("/conversation/files/link-dropped", NULL, test_drop_link);
  ADD ("/conversation/files/one-cannot-be-read", NULL, test_files);
  return g_test_run ();
}
