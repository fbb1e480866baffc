/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a room is called. See Client-Server API, "Calculating the display name for a room".
 * Any thread. */

#include "config.h"

#include "mx-room-name.h"

#include "mx-text.h"

#include <glib/gi18n-lib.h>

#define MAX_HEROES 5

static GStrv
dup_hero_names (const char *const *heroes)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; heroes != NULL && heroes[i] != NULL && n < MAX_HEROES; i++) {
    g_autofree char *name = mx_text_clean_name (heroes[i]);
    g_autofree char *isolated = NULL;

    if (name[0] == '\0')
      continue;
    isolated = mx_text_isolate (name);
    g_strv_builder_add (builder, isolated);
    n++;
  }
  return g_strv_builder_end (builder);
}

/* "Ann", "Ann and Ben", "Ann, Ben and Carol", "Ann, Ben and 3 others". */
static char *
list_names (char  **names,
            guint   n,
            guint   rest)
{
  g_autofree char *last = NULL;
  g_autofree char *first = NULL;

  if (n == 1 && rest == 0)
    return g_strdup (names[0]);
  if (rest == 0) {
    last = g_steal_pointer (&names[n - 1]);
    /* Translators: between the names of people in a list. */
    first = g_strjoinv (_(", "), names);
    /* Translators: the name of a room: one or more names, and the last name. */
    return g_strdup_printf (_("%1$s and %2$s"), first, last);
  }
  /* Translators: between the names of people in a list. */
  first = g_strjoinv (_(", "), names);
  /* Translators: the name of a room: one or more names, and how many more people. */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s and %2$u other", "%1$s and %2$u others", rest), first,
                          rest);
}

/**
 * mx_room_name_compute:
 * @name: (nullable): the content of `m.room.name`
 * @canonical_alias: (nullable): the alias of `m.room.canonical_alias`
 * @heroes: (nullable) (array zero-terminated=1): display names of others, disambiguated
 * @others: how many joined or invited people there are besides me
 * @i_am_joined: whether I am still in the room
 *
 * Returns: (transfer full): a name, cleaned, never empty
 */
char *
mx_room_name_compute (const char        *name,
                      const char        *canonical_alias,
                      const char *const *heroes,
                      guint              others,
                      gboolean           i_am_joined)
{
  g_autofree char *clean = mx_text_clean_name (name);
  g_autofree char *alias = mx_text_clean_name (canonical_alias);
  g_autofree char *list = NULL;
  g_auto (GStrv) names = NULL;
  guint n;

  if (clean[0] != '\0')
    return g_steal_pointer (&clean);
  if (alias[0] != '\0')
    return g_steal_pointer (&alias);
  names = dup_hero_names (heroes);
  n = g_strv_length (names);
  if (n == 0 && others > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Room with %u other", "Room with %u others", others), others);
  if (n == 0)
    return g_strdup (_("Empty room"));
  list = list_names (names, n, others > n ? others - n : 0);
  if (others > 0)
    return g_steal_pointer (&list);
  /* Translators: the name of a room that everybody but me has left; %s is one or more names. */
  return g_strdup_printf (_("Empty room (was %s)"), list);
}
