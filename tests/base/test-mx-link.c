/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-link.h"

#include "mx-error.h"
#include "mx-preset.h"
#include "mx-presets.h"

#include <string.h>

/* A row of tests/fixtures/links: a link, and where it leads. */
typedef struct
{
  char *text;
  char *leads_to; /* (nullable): refused */
} Case;

static const char *const kinds[] = {
  [MX_LINK_ROOM] = "room",
  [MX_LINK_USER] = "user",
  [MX_LINK_EVENT] = "event",
};

static void
case_free (gpointer data)
{
  Case *row = data;

  g_free (row->text);
  g_free (row->leads_to);
  g_free (row);
}

static GPtrArray *
read_cases (const char *name)
{
  GPtrArray *cases = g_ptr_array_new_with_free_func (case_free);
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), "links", name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &data, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (data, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    char *tab = strchr (lines[i], '\t');
    Case *row;

    if (lines[i][0] == ';' || tab == NULL)
      continue;
    *tab = '\0';
    row = g_new0 (Case, 1);
    row->text = g_strcompress (lines[i]);
    row->leads_to = strcmp (tab + 1, "-") == 0 ? NULL : g_strcompress (tab + 1);
    g_ptr_array_add (cases, row);
  }
  return cases;
}

static char *
describe (const MxLink *link)
{
  GString *out = g_string_new (NULL);
  g_autofree char *via = g_strjoinv (",", link->via);

  g_string_append_printf (out, "%s %s", kinds[link->kind], link->id);
  if (link->event != NULL)
    g_string_append_printf (out, " %s", link->event);
  if (via[0] != '\0')
    g_string_append_printf (out, " via=%s", via);
  if (link->action != NULL)
    g_string_append_printf (out, " action=%s", link->action);
  return g_string_free_and_steal (out);
}

static void
check_case (const Case   *row,
            const MxLink *link,
            const GError *error)
{
  g_autofree char *found = link ? describe (link) : NULL;

  if (g_strcmp0 (found, row->leads_to) != 0)
    g_error ("“%s” leads to %s (%s), not to %s", row->text, found, error ? error->message : "no error", row->leads_to);
  if (link == NULL)
    g_assert_error (error, MX_ERROR, MX_ERROR_BAD_INPUT);
}

static void
test_parse (void)
{
  g_autoptr (GPtrArray) cases = read_cases ("links.txt");

  g_assert_cmpuint (cases->len, >, 150);
  for (guint i = 0; i < cases->len; i++) {
    const Case *row = g_ptr_array_index (cases, i);
    g_autoptr (GError) error = NULL;
    g_autoptr (MxLink) link = mx_link_parse (row->text, &error);

    check_case (row, link, error);
  }
}

static void
test_irc (void)
{
  g_autoptr (GPtrArray) cases = read_cases ("irc.txt");
  g_autofree char *path = g_build_filename (g_getenv ("MX_FIXTURES"), "presets", "good", "wiki.json", NULL);
  g_autoptr (MxPresets) presets = mx_presets_new ();
  g_autoptr (MxPresets) none = mx_presets_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize len;

  g_file_get_contents (path, &data, &len, &error);
  g_assert_no_error (error);
  mx_presets_add (presets, mx_preset_parse (data, len, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (cases->len, >, 50);
  for (guint i = 0; i < cases->len; i++) {
    const Case *row = g_ptr_array_index (cases, i);
    g_autoptr (GError) fault = NULL;
    g_autoptr (MxLink) link = mx_presets_parse (presets, row->text, &fault);
    g_autoptr (MxLink) alone = mx_presets_parse (none, row->text, NULL);

    check_case (row, link, fault);
    /* Nobody but a community says which room a channel is. */
    g_assert_true (alone == NULL || mx_link_is_same (alone, link));
  }
}

/* What people paste has words around the link. Two links are a question, and that is answered by nobody. */
static void
test_within_words (void)
{
  static const struct
  {
    const char *text;
    const char *link;
  } pasted[] = {
    { "#help:example.org", "#help:example.org" },
    { " matrix:r/help:example.org\n", "matrix:r/help:example.org" },
    { "Come to #help:example.org!", "#help:example.org" },
    { "<https://matrix.to/#/#help:example.org>", "https://matrix.to/#/#help:example.org" },
    { "“matrix:r/help:example.org”, says Ann.", "matrix:r/help:example.org" },
    { "Ann\n\tasks (@ann:example.org):", "@ann:example.org" },
    { "#a:example.org or again #a:example.org", "#a:example.org" },
    { "the room #a:[::1]", "#a:[::1]" },
    { "#a:example.org or #b:example.org", NULL },
    { "https://example.org/ is a page", NULL },
    { "#tea is a word", NULL },
    { "…", NULL },
    { "", NULL },
    { "\xff #help:example.org", NULL },
    { NULL, NULL },
  };
  g_autofree char *fill = g_strnfill (5000, 'a');
  g_autofree char *huge = g_strconcat ("#help:example.org ", fill, NULL);
  g_autoptr (MxPresets) none = mx_presets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (pasted); i++) {
    g_autofree char *link = mx_presets_dup_link (none, pasted[i].text);
    g_autofree char *alone = mx_presets_dup_link (NULL, pasted[i].text);

    g_assert_cmpstr (link, ==, pasted[i].link);
    g_assert_cmpstr (alone, ==, pasted[i].link);
  }
  g_assert_null (mx_presets_dup_link (none, huge));
}

/* What is written leads to the same place; an action is not handed on. */
static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) cases = read_cases ("links.txt");

  for (guint i = 0; i < cases->len; i++) {
    const Case *row = g_ptr_array_index (cases, i);
    g_autoptr (MxLink) link = mx_link_parse (row->text, NULL);
    g_autofree char *uri = link ? mx_link_to_uri (link) : NULL;
    g_autofree char *web = link ? mx_link_to_web (link) : NULL;
    g_autoptr (MxLink) by_uri = mx_link_parse (uri, NULL);
    g_autoptr (MxLink) by_web = mx_link_parse (web, NULL);

    if (link == NULL)
      continue;
    g_assert_true (by_uri != NULL && mx_link_is_same (link, by_uri));
    g_assert_true (by_web != NULL && mx_link_is_same (link, by_web));
    g_assert_null (by_uri->action);
    g_assert_null (by_web->action);
  }
}

static void
test_write (void)
{
  g_autoptr (MxLink) link = mx_link_parse ("https://matrix.to/#/#he%2Flp:example.org/$a%2Fb?via=[::1]:1", NULL);
  g_autofree char *uri = mx_link_to_uri (link);
  g_autofree char *web = mx_link_to_web (link);

  g_assert_cmpstr (uri, ==, "matrix:r/he%2Flp:example.org/e/a%2Fb?via=%5B::1%5D:1");
  g_assert_cmpstr (web, ==, "https://matrix.to/#/%23he%2Flp%3Aexample.org/%24a%2Fb?via=%5B::1%5D:1");
}

static void
test_copy (void)
{
  g_autoptr (MxLink) link = mx_link_parse ("matrix:roomid/abc:example.org/e/xyz?via=a.b&action=join", NULL);
  g_autoptr (MxLink) copy = mx_link_copy (link);
  g_autofree char *a = describe (link);
  g_autofree char *b = describe (copy);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpint (copy->kind, ==, MX_LINK_EVENT);
  g_assert_null (mx_link_copy (NULL));
}

static void
test_long (void)
{
  g_autofree char *fill = g_strnfill (1024 * 1024, 'a');
  g_autofree char *huge = g_strconcat ("matrix:r/", fill, ":example.org", NULL);
  g_autoptr (GString) many = g_string_new ("matrix:r/help:example.org?x=1");
  g_autoptr (MxLink) link = NULL;

  g_assert_null (mx_link_parse (huge, NULL));
  g_assert_null (mx_link_parse (NULL, NULL));
  for (guint i = 0; i < 60; i++)
    g_string_append_printf (many, "&via=s%u.org", i);
  link = mx_link_parse (many->str, NULL);
  g_assert_nonnull (link);
  g_assert_cmpuint (g_strv_length (link->via), ==, 10);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/parse", test_parse);
  g_test_add_func ("/link/irc", test_irc);
  g_test_add_func ("/link/within-words", test_within_words);
  g_test_add_func ("/link/round-trip", test_round_trip);
  g_test_add_func ("/link/write", test_write);
  g_test_add_func ("/link/copy", test_copy);
  g_test_add_func ("/security/H07/link-size", test_long);
  return g_test_run ();
}
