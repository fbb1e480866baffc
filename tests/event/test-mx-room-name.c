/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-room-name.h"

#define I(name) "\u2068" name "\u2069"

typedef struct
{
  const char *name, *alias;
  const char *heroes[8];
  guint others;
  const char *expected;
} Case;

static const Case cases[] = {
  { "Tea", "#tea:e.org", { "Ann" }, 1, "Tea" },
  { NULL, "#tea:e.org", { "Ann" }, 1, "#tea:e.org" },
  { "", "", { "Ann" }, 1, I ("Ann") },
  { "\u200b\u202e", NULL, { "Ann" }, 1, I ("Ann") },
  { NULL, NULL, { "Ann", "Ben" }, 2, I ("Ann") " and " I ("Ben") },
  { NULL, NULL, { "Ann", "Ben", "Cat" }, 3, I ("Ann") ", " I ("Ben") " and " I ("Cat") },
  { NULL, NULL, { "Ann" }, 2, I ("Ann") " and 1 other" },
  { NULL, NULL, { "Ann", "Ben" }, 5, I ("Ann") ", " I ("Ben") " and 3 others" },
  { NULL,
    NULL,
    { "A", "B", "C", "D", "E", "F" },
    6,
    I ("A") ", " I ("B") ", " I ("C") ", " I ("D") ", " I ("E") " and 1 other" },
  { NULL, NULL, { NULL }, 0, "Empty room" },
  { NULL, NULL, { NULL }, 4, "Room with 4 others" },
  { NULL, NULL, { NULL }, 1, "Room with 1 other" },
  { NULL, NULL, { "Ann" }, 0, "Empty room (was " I ("Ann") ")" },
  { NULL, NULL, { "Ann", "Ben" }, 0, "Empty room (was " I ("Ann") " and " I ("Ben") ")" },
  { NULL, NULL, { "\u200b", "Ben" }, 1, I ("Ben") },
  { "T\u202eea\n&<b>", NULL, { NULL }, 0, "Tea &<b>" },
};

static void
test_compute (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name =
      mx_room_name_compute (cases[i].name, cases[i].alias, cases[i].heroes, cases[i].others, TRUE);

    g_assert_cmpstr (name, ==, cases[i].expected);
  }
}

static void
test_no_heroes (void)
{
  g_autofree char *name = mx_room_name_compute (NULL, NULL, NULL, 0, FALSE);

  g_assert_cmpstr (name, ==, "Empty room");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/room-name/compute", test_compute);
  g_test_add_func ("/room-name/no-heroes", test_no_heroes);
  return g_test_run ();
}
