/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-preset.h"

#include "mx-error.h"
#include "mx-link.h"
#include "mx-presets.h"

#include <string.h>

static MxPreset *
read_preset (const char  *folder,
             const char  *name,
             GError     **error)
{
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), folder, name, NULL);
  g_autofree char *data = NULL;
  gsize len = 0;

  g_assert_true (g_file_get_contents (path, &data, &len, NULL));
  return mx_preset_parse (data, len, error);
}

/* Every file of @folder that is a preset. */
static GPtrArray *
list_presets (const char *folder)
{
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 0);
  return names;
}

static void
test_shipped (void)
{
  static const char *const folders[] = { "../../data/presets", "presets/good" };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (GPtrArray) names = list_presets (folders[i]);

    for (guint j = 0; j < names->len; j++) {
      g_autoptr (GError) error = NULL;
      g_autoptr (MxPreset) preset = read_preset (folders[i], names->pdata[j], &error);
      g_autofree char *file = NULL;

      g_assert_no_error (error);
      file = g_strconcat (preset->id, ".json", NULL);
      g_assert_cmpstr (file, ==, names->pdata[j]);
    }
  }
}

/* Each says what is wrong. */
static void
test_bad (void)
{
  g_autoptr (GPtrArray) names = list_presets ("presets/bad");

  for (guint i = 0; i < names->len; i++) {
    const char *name = names->pdata[i];
    g_autoptr (GError) error = NULL;
    g_autoptr (MxPreset) preset = read_preset ("presets/bad", name, &error);
    g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".json"));
    g_autofree char *file = g_strconcat (stem, ".expected", NULL);
    g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), "presets", "bad", file, NULL);
    g_autofree char *expected = NULL;

    g_assert_true (g_file_get_contents (path, &expected, NULL, NULL));
    g_assert_null (preset);
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
    if (strstr (error->message, g_strstrip (expected)) == NULL)
      g_error ("%s: “%s” does not say “%s”", name, error->message, expected);
  }
}

static void
test_members (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MxPreset) preset = read_preset ("presets/good", "wiki.json", &error);
  g_autoptr (MxPreset) small = read_preset ("presets/good", "small.json", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (preset->name, ==, "Example Wiki");
  g_assert_cmpstr (preset->homeserver, ==, "example.org");
  g_assert_cmpstr (preset->identity_provider, ==, "Example Wiki");
  g_assert_cmpstr (preset->help_room, ==, "#help:example.org");
  g_assert_cmpstr (preset->emergency, ==, "tel:+15550100");
  g_assert_true (g_str_has_prefix (preset->feedback, "https://tasks.example.org/"));
  g_assert_cmpuint (g_strv_length (preset->rooms), ==, 3);
  g_assert_cmpuint (preset->irc->len, ==, 3);
  g_assert_cmpuint (preset->rules->len, ==, 5);
  g_assert_true (preset->is_default);
  g_assert_null (small->homeserver);
  g_assert_cmpuint (g_strv_length (small->rooms), ==, 0);
  g_assert_false (small->is_default);
}

static void
test_servers (void)
{
  static const struct
  {
    const char *languages[4];
    const char *reason;
  } cases[] = {
    { { "ar_EG", "ar", "C", NULL }, "يديره أصدقاء." },
    { { "pt_BR", "pt", "C", NULL }, "De amigos." },
    { { "pt_PT", "pt", "C", NULL }, "Run by friends." },
    { { "C", NULL }, "Run by friends." },
    { { NULL }, "Run by friends." },
  };
  g_autoptr (MxPreset) preset = read_preset ("presets/good", "wiki.json", NULL);
  g_autoptr (MxPreset) small = read_preset ("presets/good", "small.json", NULL);
  MxPresetServer *one;
  MxPresetServer *two;

  g_assert_cmpuint (small->servers->len, ==, 0);
  g_assert_cmpuint (preset->servers->len, ==, 2);
  one = preset->servers->pdata[0];
  two = preset->servers->pdata[1];
  g_assert_cmpstr (one->name, ==, "one.example");
  g_assert_cmpstr (two->name, ==, "two.example:8448");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpstr (mx_preset_server_get_reason (one, cases[i].languages), ==, "The same for everybody.");
    g_assert_cmpstr (mx_preset_server_get_reason (two, cases[i].languages), ==, cases[i].reason);
  }
}

/* What is shipped gives a choice: who has no account is never led to one place alone. */
static void
test_shipped_choice (void)
{
  g_autoptr (MxPreset) preset = read_preset ("../../data/presets", "general.json", NULL);

  g_assert_cmpuint (preset->servers->len, >=, 2);
}

static void
test_find (void)
{
  g_autoptr (MxPresets) presets = mx_presets_new ();
  g_autoptr (MxLink) help = mx_link_parse ("#other:example.org", NULL);
  g_autoptr (MxLink) far = mx_link_parse ("#other:far.example", NULL);
  static const char again[] = "{\"id\":\"small\",\"name\":\"Own\"}";
  GPtrArray *all = mx_presets_get_all (presets);

  mx_presets_add (presets, read_preset ("presets/good", "small.json", NULL));
  g_assert_null (mx_presets_find_for (presets, NULL));
  mx_presets_add (presets, read_preset ("presets/good", "wiki.json", NULL));
  mx_presets_add (presets, mx_preset_parse (again, strlen (again), NULL));
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (((MxPreset *) all->pdata[0])->id, ==, "wiki");
  g_assert_cmpstr (mx_presets_find (presets, "small")->name, ==, "Own");
  g_assert_null (mx_presets_find (presets, "none"));
  g_assert_cmpstr (mx_presets_find_for (presets, NULL)->id, ==, "wiki");
  g_assert_cmpstr (mx_presets_find_for (presets, help)->id, ==, "wiki");
  g_assert_null (mx_presets_find_for (presets, far));
}

/* The words stay words in the address, and as much of them as an address holds. */
static void
test_feedback (void)
{
  g_autoptr (MxPreset) preset = read_preset ("presets/good", "wiki.json", NULL);
  g_autoptr (MxPreset) small = read_preset ("presets/good", "small.json", NULL);
  static const char before[] = "https://tasks.example.org/maniphest/task/edit/?projects=tea&description=";
  g_autofree char *uri = mx_preset_dup_feedback_uri (preset, "a & {text}=#\nخطأ");
  g_autoptr (GString) long_text = g_string_new (NULL);
  g_autofree char *cut = NULL;

  g_assert_null (mx_preset_dup_feedback_uri (small, "words"));
  g_assert_true (g_str_has_prefix (uri, before));
  g_assert_cmpstr (uri + strlen (before), ==, "a%20%26%20%7Btext%7D%3D%23%0A%D8%AE%D8%B7%D8%A3");
  for (guint i = 0; i < 4000; i++)
    g_string_append (long_text, "☕");
  cut = mx_preset_dup_feedback_uri (preset, long_text->str);
  g_assert_cmpuint (strlen (cut), <=, strlen (before) + 6000);
  g_assert_true (g_str_has_suffix (cut, "%E2%98%95"));
}

/* What the wiki's form holds, in any form of a template; nothing of it is taken on trust. */
static void
test_wiki_target (void)
{
  static const struct
  {
    const char *template;
    const char *text;
    const char *target;
  } cases[] = {
    { "[{web} {name}]", "[https://matrix.to/#/%23help:x Help Desk]", "https://matrix.to/#/%23help:x" },
    { "[{web} {name}]", "[https://matrix.to/#/%23help:x Help", NULL },
    { "[{web} {name}]", "https://matrix.to/#/%23help:x", NULL },
    { "[{web} {name}]", "[]", NULL },
    { "[{web} {name}]", "", NULL },
    { "{{room|{id}|{name}}}", "{{room|#help:x|Help | Desk}}", "#help:x" },
    { "{{room|{id}}}", "{{room|#help:x}}", "#help:x" },
    { "{{room|{id}}}", "{{room|}}", "" },
    { "{{room|{id}}}", "{{room|}", NULL },
    { "{uri}", "matrix:r/help:x", "matrix:r/help:x" },
    { "{name}: {uri}", "Help: matrix:r/help:x", NULL },
    { "see {id}", "see #help:x", "#help:x" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    MxPreset preset = { .wiki_link = (char *) cases[i].template };
    g_autofree char *target = mx_preset_dup_wiki_target (&preset, cases[i].text);

    g_test_message ("“%s” in “%s”", cases[i].text, cases[i].template);
    g_assert_cmpstr (target, ==, cases[i].target);
  }
  g_assert_null (mx_preset_dup_wiki_target (&(MxPreset) { .wiki_link = NULL }, "[x]"));
}

static void
test_wiki_link (void)
{
  g_autoptr (MxPreset) preset = read_preset ("presets/good", "wiki.json", NULL);
  g_autoptr (MxPreset) small = read_preset ("presets/good", "small.json", NULL);
  g_autoptr (MxLink) link = mx_link_parse ("#help:example.org", NULL);
  g_autofree char *named = mx_preset_dup_wiki_link (preset, link, "Help ]] {{evil}} {web}");
  g_autofree char *nameless = mx_preset_dup_wiki_link (preset, link, NULL);
  g_autofree char *plain = mx_preset_dup_wiki_link (small, link, "Help");

  g_assert_cmpstr (named, ==, "[https://matrix.to/#/%23help%3Aexample.org Help      evil    web ]");
  g_assert_cmpstr (nameless, ==, "[https://matrix.to/#/%23help%3Aexample.org #help:example.org]");
  g_assert_cmpstr (plain, ==, "https://matrix.to/#/%23help%3Aexample.org");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset/shipped", test_shipped);
  g_test_add_func ("/preset/bad", test_bad);
  g_test_add_func ("/preset/members", test_members);
  g_test_add_func ("/preset/servers", test_servers);
  g_test_add_func ("/preset/shipped-choice", test_shipped_choice);
  g_test_add_func ("/preset/find", test_find);
  g_test_add_func ("/preset/wiki-link", test_wiki_link);
  g_test_add_func ("/preset/feedback", test_feedback);
  g_test_add_func ("/preset/wiki-target", test_wiki_target);
  return g_test_run ();
}
