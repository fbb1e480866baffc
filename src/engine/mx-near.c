/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rooms somebody may have meant by an alias that does not exist. Pure; any thread. */

#include "config.h"

#include "mx-near.h"

#include "mx-api-directory.h"
#include "mx-id.h"

/* Below this two aliases have nothing to do with each other. */
#define LEAST_LIKENESS 0.45
#define MAX_LENGTH     64

/**
 * mx_near_distance:
 * @a: a word
 * @b: another
 *
 * Counts the letters to insert, to take away or to change on the way from one word to the
 * other (Levenshtein). Only the first 64 letters count.
 *
 * Returns: the distance in letters
 */
guint
mx_near_distance (const char *a,
                  const char *b)
{
  g_autofree gunichar *x = g_utf8_to_ucs4_fast (a, -1, NULL);
  g_autofree gunichar *y = g_utf8_to_ucs4_fast (b, -1, NULL);
  guint row[MAX_LENGTH + 1];
  guint n = 0;

  while (y[n] && n < MAX_LENGTH)
    n++;
  for (guint j = 0; j <= n; j++)
    row[j] = j;
  for (guint i = 0; x[i] && i < MAX_LENGTH; i++) {
    guint diagonal = row[0];

    row[0] = i + 1;
    for (guint j = 0; j < n; j++) {
      guint changed = diagonal + (x[i] != y[j]);

      diagonal = row[j + 1];
      row[j + 1] = MIN (changed, MIN (row[j], diagonal) + 1);
    }
  }
  return row[n];
}

/* 0: nothing in common … 1: the same. One alias that begins with the other is near, however
 * long its rest: "mediawiki-general" is often meant for "mediawiki". */
static double
likeness (const char *a,
          const char *b)
{
  glong longer = MAX (g_utf8_strlen (a, MAX_LENGTH), g_utf8_strlen (b, MAX_LENGTH));
  double near;

  if (longer == 0)
    return 0;
  near = 1.0 - (double) mx_near_distance (a, b) / longer;
  if (g_utf8_strlen (a, -1) >= 3 && g_utf8_strlen (b, -1) >= 3 && (g_str_has_prefix (a, b) || g_str_has_prefix (b, a)))
    near = MAX (near, 0.8);
  return near;
}

/**
 * mx_near_is_alike:
 * @alias: an alias
 * @other: another
 *
 * Returns: whether one of the two may have been meant by the other
 */
gboolean
mx_near_is_alike (const char *alias,
                  const char *other)
{
  g_autofree char *a = mx_id_dup_localpart (alias);
  g_autofree char *b = mx_id_dup_localpart (other);
  g_autofree char *x = g_utf8_casefold (a, -1);
  g_autofree char *y = g_utf8_casefold (b, -1);

  return likeness (x, y) >= LEAST_LIKENESS;
}

typedef struct
{
  MxPublicRoom *room;
  double likeness;
} Candidate;

static int
by_likeness (gconstpointer a,
             gconstpointer b)
{
  const Candidate *x = a;
  const Candidate *y = b;

  if (x->likeness != y->likeness)
    return x->likeness > y->likeness ? -1 : 1;
  return (x->room->num_joined_members < y->room->num_joined_members) -
         (x->room->num_joined_members > y->room->num_joined_members);
}

/**
 * mx_near_aliases:
 * @rooms: (element-type MxPublicRoom): a page of a directory
 * @alias: the alias that was not found
 * @max: how many at most
 *
 * Returns: (transfer container) (element-type MxPublicRoom): the nearest, nearest first
 */
GPtrArray *
mx_near_aliases (GPtrArray  *rooms,
                 const char *alias,
                 guint       max)
{
  GPtrArray *near = g_ptr_array_new ();
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree char *word = mx_id_dup_localpart (alias);
  g_autofree char *wanted = g_utf8_casefold (word, -1);

  for (guint i = 0; i < rooms->len; i++) {
    MxPublicRoom *room = g_ptr_array_index (rooms, i);
    g_autofree char *localpart = room->canonical_alias ? mx_id_dup_localpart (room->canonical_alias) : NULL;
    g_autofree char *folded = localpart ? g_utf8_casefold (localpart, -1) : NULL;
    Candidate candidate = { room, folded ? likeness (wanted, folded) : 0 };

    if (candidate.likeness >= LEAST_LIKENESS)
      g_array_append_val (candidates, candidate);
  }
  g_array_sort (candidates, by_likeness);
  for (guint i = 0; i < MIN (candidates->len, max); i++)
    g_ptr_array_add (near, g_array_index (candidates, Candidate, i).room);
  return near;
}
