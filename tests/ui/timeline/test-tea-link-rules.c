/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A person's rule, from the file to the message: "rev:123" is a link in what was written before
 * and after, in text and in HTML, in a picture's caption, and not in code. */

#include "config.h"

#include "tea-content-image.h"
#include "tea-content-text.h"
#include "tea-content.h"
#include "tea-link-anchor.h"
#include "tea-test-list.h"
#include "tea-test-window.h"

#include "mx-session.h"
#include "mx-test.h"
#include "mx-timeline-item-private.h"

#include <adwaita.h>
#include <string.h>

#define PRESET                                                        \
  "{\"id\":\"own\",\"name\":\"Own\",\"default\":true,"                \
  "\"link_rules\":[{\"pattern\":\"\\\\brev:(\\\\d+)\\\\b\","          \
  "\"target\":\"https://ar.wikipedia.org/w/index.php?oldid=\\\\1\"}," \
  "{\"pattern\":\"\\\\[\\\\[([^]|]+)(?:\\\\|[^]]*)?\\\\]\\\\]\","     \
  "\"target\":\"https://ar.wikipedia.org/wiki/\\\\1\",\"spaces\":\"_\"}]}"
#define MESSAGE(more) "{\"msgtype\":\"m.text\",\"body\":\"x\",\"format\":\"org.matrix.custom.html\"," more "}"

static gboolean
has_rules (gpointer session)
{
  return mx_session_get_link_rules (session, NULL) != NULL;
}

static MxSession *
open_session (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "teahouse", "presets", NULL);
  g_autofree char *path = g_build_filename (folder, "own.json", NULL);
  g_autofree char *profile = g_build_filename (g_get_user_data_dir (), "profile", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  MxSession *session;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, PRESET, -1, NULL));
  session = mx_session_new (profile);
  mx_session_set_key_mode (session, MX_KEY_MEMORY, NULL);
  mx_session_open_async (session, NULL, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_false (mx_session_open_finish (session, result, NULL));
  mx_test_assert_wait (has_rules, session, 10000);
  return session;
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* A picture that was not loaded to the end tells its caller a little later. */
static void
close_session (MxSession *session)
{
  gpointer weak = session;
  g_autoptr (GAsyncResult) result = NULL;

  mx_session_close_async (session, mx_test_store_cb, &result);
  mx_test_await (&result, 10000);
  g_assert_true (mx_session_close_finish (session, result, NULL));
  g_clear_object (&result);
  g_object_add_weak_pointer (G_OBJECT (session), &weak);
  g_object_unref (session);
  mx_test_assert_wait (is_gone, &weak, 10000);
}

static void
gather (GtkWidget *widget,
        GString   *out)
{
  if (TEA_IS_LINK_ANCHOR (widget))
    g_string_append_printf (out, "%s\n", tea_link_anchor_get_where (TEA_LINK_ANCHOR (widget)));
  widget = gtk_widget_get_first_child (widget);
  for (; widget != NULL; widget = gtk_widget_get_next_sibling (widget))
    gather (widget, out);
}

#define REV "https://ar.wikipedia.org/w/index.php?oldid=123\n"

static const struct
{
  const char *content;
  gboolean is_picture;
  const char *links;
} rows[] = {
  { "{\"msgtype\":\"m.text\",\"body\":\"see rev:123, rev:x\"}", FALSE, REV },
  { "{\"msgtype\":\"m.notice\",\"body\":\"https://b.org/ rev:123\"}", FALSE, "https://b.org/\n" REV },
  { "{\"msgtype\":\"m.text\",\"body\":\"[[A b|c]]\"}", FALSE, "https://ar.wikipedia.org/wiki/A_b\n" },
  { MESSAGE ("\"formatted_body\":\"<b>rev:123</b>\""), FALSE, REV },
  { MESSAGE ("\"formatted_body\":\"<ul><li>rev:123</li><li><code>rev:123</code></li></ul><pre>rev:123</pre>\""), FALSE,
    REV },
  { "{\"msgtype\":\"m.image\",\"body\":\"of rev:123\",\"filename\":\"a.png\",\"url\":\"mxc://a.org/x\"}", TRUE, REV },
};

static void
test_messages (void)
{
  MxSession *session = open_session ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MxTimelineItem) item = tea_test_item ("m.room.message", "$a", "@ann:example.org", rows[i].content);
    GtkWidget *content = g_object_new (rows[i].is_picture ? TEA_TYPE_CONTENT_IMAGE : TEA_TYPE_CONTENT_TEXT, NULL);
    g_autoptr (GString) found = g_string_new (NULL);
    TeaTestWindow test = { 0 };

    tea_test_window_show (&test, content, 400, 400);
    tea_content_bind (TEA_CONTENT (content), item, session);
    gather (content, found);
    g_assert_cmpstr (found->str, ==, rows[i].links);
    tea_content_unbind (TEA_CONTENT (content));
    tea_test_window_close (&test);
  }
  close_session (session);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("tea-rules-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/link-rules/messages", test_messages);
  result = g_test_run ();
  mx_test_remove_tree (folder);
  return result;
}
