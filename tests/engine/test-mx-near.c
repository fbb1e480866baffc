/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rooms are offered where an alias leads nowhere. */

#include "config.h"

#include "mx-near.h"

#include "mx-api-directory.h"

static void
test_distance (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    guint distance;
  } cases[] = {
    { "", "", 0 },
    { "tea", "tea", 0 },
    { "", "tea", 3 },
    { "tea", "", 3 },
    { "tea", "ta", 1 },
    { "tea", "teas", 1 },
    { "kitten", "sitting", 3 },
    { "ab", "ba", 2 },
    /* Characters, not bytes. */
    { "café", "cafe", 1 },
    { "чай", "чаи", 1 },
    { "お茶", "お菓子", 2 },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpuint (mx_near_distance (cases[i].a, cases[i].b), ==, cases[i].distance);
    g_assert_cmpuint (mx_near_distance (cases[i].b, cases[i].a), ==, cases[i].distance);
  }
}

/* An alias may be 255 bytes long, and what strangers put into a directory as long as they like. */
static void
test_long (void)
{
  g_autofree char *a = g_strnfill (100000, 'a');
  g_autofree char *b = g_strnfill (100000, 'b');

  g_assert_cmpuint (mx_near_distance (a, b), ==, 64);
  g_assert_cmpuint (mx_near_distance (a, a), ==, 0);
  g_assert_cmpuint (mx_near_distance (a, "a"), ==, 63);
}

static void
add (GPtrArray  *rooms,
     const char *alias,
     gint64      members)
{
  MxPublicRoom *room = g_new0 (MxPublicRoom, 1);

  room->room_id = g_strdup ("!r:example.org");
  room->canonical_alias = g_strdup (alias);
  room->num_joined_members = members;
  g_ptr_array_add (rooms, room);
}

static void
assert_aliases (GPtrArray  *near,
                const char *wanted)
{
  g_autoptr (GString) found = g_string_new (NULL);
  guint i;

  for (i = 0; i < near->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", ((MxPublicRoom *) near->pdata[i])->canonical_alias);
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_aliases (void)
{
  static const struct
  {
    const char *alias;
    guint max;
    const char *near;
  } cases[] = {
    /* Nearest first, whatever the case; of two as near the one with more people. */
    { "#wiki-halp:example.org", 9, "#wiki-help:example.org #WIKI-HELQ:example.org" },
    { "#wiki-halp:example.org", 1, "#wiki-help:example.org" },
    /* One begins with the other. */
    { "#tea:example.org", 3, "#teahouse-newcomers:example.org" },
    /* Nothing is like it. */
    { "#zzz:example.org", 3, "" },
    { "#чай:example.org", 3, "#чайная:example.org" },
    { "#wiki-help:example.org", 0, "" },
  };
  g_autoptr (GPtrArray) rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) mx_public_room_free);
  gsize i;

  add (rooms, "#WIKI-HELQ:example.org", 3);
  add (rooms, NULL, 1000);
  add (rooms, "#cats:example.org", 900);
  add (rooms, "#wiki-help:example.org", 70);
  add (rooms, "#teahouse-newcomers:example.org", 5);
  add (rooms, "#чайная:example.org", 5);
  for (i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) near = mx_near_aliases (rooms, cases[i].alias, cases[i].max);

    assert_aliases (near, cases[i].near);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/near/distance", test_distance);
  g_test_add_func ("/near/long", test_long);
  g_test_add_func ("/near/aliases", test_aliases);
  return g_test_run ();
}
