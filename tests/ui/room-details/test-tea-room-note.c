/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The note on who sees what in a room: short in every state of a room and every language that is kept
 * complete, true when the room changes, and put away when it was read. */

#include "config.h"

#include "tea-room-note.h"
#include "tea-room-words.h"
#include "tea-scripted.h"
#include "tea-sidebar-fixture.h"

#include "mx-room.h"
#include "mx-timeline.h"

#include <string.h>

#define MOST_WORDS 59
#define STATE(id, type, key, content)                                                                  \
  "{\"type\":\"" type "\",\"event_id\":\"$" id "\",\"sender\":\"@ben:localhost\",\"state_key\":\"" key \
  "\",\"origin_server_ts\":9,\"content\":{" content "}}"

static const char *const languages[] = { "en", "ar", "de", "fr" };

/* --- fewer than sixty words -------------------------------------------------------------------- */

/* What stands between the quotes of a line of a .po file. */
static void
append_quoted (GString    *text,
               const char *line)
{
  const char *start = strchr (line, '"');
  const char *end = start != NULL ? strrchr (line, '"') : NULL;

  g_assert_true (end > start);
  g_string_append_len (text, start + 1, end - start - 1);
}

/* (element-type utf8 utf8): a language's sentences by the English ones; plurals are left out. */
static GHashTable *
read_language (const char *language)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.po", TEA_PO_DIR, language);
  GHashTable *sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GString) english = g_string_new (NULL);
  g_autoptr (GString) theirs = g_string_new (NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  GString *open = english;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "msgid ") || lines[i + 1] == NULL) {
      g_hash_table_insert (sentences, g_strdup (english->str), g_strdup (theirs->str));
      g_string_truncate (theirs, 0);
      g_string_truncate (english, 0);
      open = english;
    } else if (g_str_has_prefix (lines[i], "msgstr ")) {
      open = theirs;
    }
    if (g_str_has_prefix (lines[i], "msgid ") || g_str_has_prefix (lines[i], "msgstr ") || lines[i][0] == '"')
      append_quoted (open, lines[i]);
  }
  return sentences;
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
  guint n = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    for (const char *p = words[i]; *p != '\0'; p = g_utf8_next_char (p))
      if (g_unichar_isalnum (g_utf8_get_char (p))) {
        n++;
        break;
      }
  return n;
}

static guint
count_sentence (GHashTable *language,
                const char *sentence)
{
  const char *theirs = sentence;

  if (sentence == NULL || *sentence == '\0')
    return 0;
  if (language != NULL)
    theirs = g_hash_table_lookup (language, sentence);
  g_test_message ("%s", theirs);
  g_assert_nonnull (theirs);
  g_assert_cmpstr (theirs, !=, "");
  return count_words (theirs);
}

/* What does not depend on the room: title, sentences and button of the template. */
static guint
count_template (GHashTable *language,
                GtkWidget  *widget)
{
  guint n = GTK_IS_LABEL (widget) ? count_sentence (language, gtk_label_get_text (GTK_LABEL (widget))) : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_template (language, child);
  return n;
}

static void
test_words (gconstpointer data)
{
  static const char *const bridges[] = { NULL, "irc", "xmpp" };
  const char *name = data;
  g_autoptr (GHashTable) language = g_str_equal (name, "en") ? NULL : read_language (name);
  g_autoptr (GtkWidget) note = g_object_ref_sink (g_object_new (TEA_TYPE_ROOM_NOTE, NULL));
  guint same = count_template (language, note);
  guint most = 0;

  g_assert_cmpuint (same, >, 10);
  for (guint i = 0; i < 16 * G_N_ELEMENTS (bridges); i++) {
    TeaRoomReaders who = {
      .is_world_readable = (i & 1) != 0,
      .is_public = (i & 2) != 0,
      .is_encrypted = (i & 4) != 0,
      .hides_past = (i & 8) != 0,
      .bridge = bridges[i / 16],
    };

    most = MAX (most, same + count_sentence (language, tea_room_words_readers (&who)) +
                        count_sentence (language, tea_room_words_later (&who)) +
                        count_sentence (language, tea_room_words_bridge (&who)));
  }
  g_test_message ("%s: %u words at most", name, most);
  g_assert_cmpuint (most, <=, MOST_WORDS);
}

/* --- a room ------------------------------------------------------------------------------------- */

typedef struct
{
  TeaScripted t;
  MxRoom *room;
  MxTimeline *timeline; /* held: the room is open */
  TeaRoomNote *note;
  guint n_closed;
} Fixture;

static void
on_closed (Fixture *self)
{
  self->n_closed++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  tea_scripted_set_up (&self->t, data);
  self->room = g_object_ref (mx_session_get_room (self->t.s.session, MX_SCRIPT_ROOM));
  self->timeline = mx_room_get_timeline (self->room);
  self->note = g_object_new (TEA_TYPE_ROOM_NOTE, NULL);
  g_signal_connect_swapped (self->note, "closed", G_CALLBACK (on_closed), self);
  adw_window_set_content (ADW_WINDOW (self->t.window), GTK_WIDGET (self->note));
  tea_room_note_set_room (self->note, self->room);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->timeline);
  g_clear_object (&self->room);
  tea_scripted_tear_down (&self->t, data);
}

static void
test_follows_room (Fixture       *self,
                   gconstpointer  data)
{
  g_assert_false (tea_scripted_shows (&self->t, "Who Sees What"));
  tea_room_note_appear (self->note);
  tea_scripted_wait_text (&self->t, "Only the people in this room can read this, and those who run their servers. "
                                    "Those who come later can read it, too.");
  mx_script_push_events (self->t.s.script,
                         STATE ("rules", "m.room.join_rules", "", "\"join_rule\":\"public\"") "," STATE (
                           "seen", "m.room.history_visibility", "", "\"history_visibility\":\"joined\""),
                         FALSE, NULL);
  tea_scripted_wait_text (&self->t, "Anyone can join and then read this. Those who come later cannot read it.");
  mx_script_push_events (self->t.s.script,
                         STATE ("seen2", "m.room.history_visibility", "", "\"history_visibility\":\"world_readable\""),
                         FALSE, NULL);
  tea_scripted_wait_text (&self->t, "Anyone can read this, also without joining.");
  g_assert_true (mx_room_is_world_readable (self->room));
  g_assert_false (mx_room_hides_past (self->room));
  /* Ben says that he is a bridge. */
  mx_script_push_events (self->t.s.script,
                         STATE ("bridge", "m.bridge", "x",
                                "\"bridgebot\":\"@ben:localhost\",\"protocol\":{\"id\":\"irc\"}"),
                         FALSE, NULL);
  tea_scripted_wait_text (&self->t, "People on IRC read it, too.");
  g_assert_cmpstr (mx_room_get_bridge_protocol (self->room), ==, "irc");
}

static void
test_put_away (Fixture       *self,
               gconstpointer  data)
{
  tea_room_note_appear (self->note);
  tea_scripted_press (&self->t, "Got it");
  g_assert_false (tea_scripted_shows (&self->t, "Who Sees What"));
  g_assert_cmpuint (self->n_closed, ==, 1);
  /* What is away already is not closed again. */
  tea_room_note_close (self->note);
  g_assert_cmpuint (self->n_closed, ==, 1);

  tea_room_note_open (self->note);
  g_assert_true (GTK_IS_BUTTON (gtk_window_get_focus (self->t.window)));
  tea_scripted_wait_text (&self->t, "Who Sees What");
  /* Of another room it is not shown. */
  tea_room_note_set_room (self->note, NULL);
  g_assert_false (tea_scripted_shows (&self->t, "Who Sees What"));
  g_assert_cmpuint (self->n_closed, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  tea_scripted_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++) {
    g_autofree char *path = g_strconcat ("/room-note/words/", languages[i], NULL);

    g_test_add_data_func (path, languages[i], test_words);
  }
  g_test_add ("/room-note/follows-room", Fixture, NULL, set_up, test_follows_room, tear_down);
  g_test_add ("/room-note/put-away", Fixture, NULL, set_up, test_put_away, tear_down);
  return g_test_run ();
}
