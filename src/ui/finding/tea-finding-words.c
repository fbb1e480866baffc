/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-finding-words: what is said of rooms that were found: the line below the name, what
 * stands at its end, the same for the ear; and what a new room's address may be. What
 * strangers wrote is flattened to a line. Pure. */

#include "config.h"

#include "tea-finding-words.h"

#include "mx-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ALIAS_CHARS 40

/**
 * tea_finding_words_line:
 * @facts: what is known of a room
 *
 * Returns: (transfer full): what it is for, or else its address
 */
char *
tea_finding_words_line (const TeaFoundFacts *facts)
{
  g_autofree char *topic = facts->topic != NULL ? mx_text_clean_line (facts->topic) : NULL;

  if (topic != NULL && *topic != '\0')
    return g_steal_pointer (&topic);
  if (facts->alias != NULL && g_strcmp0 (facts->alias, facts->name) != 0)
    return g_strdup (facts->alias);

  return g_strdup (facts->is_space ? _ ("A group of rooms") : "");
}

/**
 * tea_finding_words_side:
 * @facts: what is known of a room
 *
 * Returns: (transfer full): what stands at the end of its row: that one is in it, or how many are
 */
char *
tea_finding_words_side (const TeaFoundFacts *facts)
{
  if (facts->is_member)
    /* Translators: the person is in this room. */
    return g_strdup (_ ("Joined"));
  if (facts->members > 0)
    return g_strdup_printf (ngettext ("%'u person", "%'u people", facts->members), facts->members);

  return g_strdup ("");
}

static void
add (GStrvBuilder *parts,
     const char   *words)
{
  if (*words != '\0')
    g_strv_builder_add (parts, words);
}

/**
 * tea_finding_words_spoken:
 * @facts: what is known of a room
 *
 * Returns: (transfer full): what a screen reader says of its row
 */
char *
tea_finding_words_spoken (const TeaFoundFacts *facts)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *side = tea_finding_words_side (facts);
  g_autofree char *line = tea_finding_words_line (facts);

  add (parts, facts->name);
  if (facts->is_space)
    add (parts, _ ("a group of rooms"));
  add (parts, side);
  if (facts->is_suggested)
    /* Translators: said of a room that its group calls worth a look. */
    add (parts, _ ("suggested"));
  add (parts, line);
  all = g_strv_builder_end (parts);

  /* Translators: stands between what is said of a room: "Help Desk, 12 people, suggested". */
  return g_strjoinv (_ (", "), all);
}

/**
 * tea_finding_words_join:
 * @n_selected: how many rooms are chosen
 *
 * Returns: (transfer full): what the button says that joins them
 */
char *
tea_finding_words_join (guint n_selected)
{
  if (n_selected == 0)
    return g_strdup (_ ("_Join all"));

  return g_strdup_printf (ngettext ("_Join %u room", "_Join %u rooms", n_selected), n_selected);
}

/**
 * tea_finding_words_joined:
 * @n_joined: how many were joined
 * @n_failed: how many could not be
 *
 * Returns: (transfer full): how it went
 */
char *
tea_finding_words_joined (guint n_joined,
                          guint n_failed)
{
  g_autofree char *joined =
    g_strdup_printf (ngettext ("You joined %u room.", "You joined %u rooms.", n_joined), n_joined);
  g_autofree char *failed = NULL;

  if (n_failed == 0)
    return g_steal_pointer (&joined);

  failed = g_strdup_printf (ngettext ("%u could not be joined.", "%u could not be joined.", n_failed), n_failed);
  /* Translators: two sentences: "You joined 3 rooms.", "1 could not be joined." */
  return g_strdup_printf (_ ("%s %s"), joined, failed);
}

/**
 * tea_finding_words_alias:
 * @name: what a new room is called
 *
 * Returns: (transfer full): what its address may be: small letters, digits and dashes; nothing where the name has
 *   no such letter
 */
char *
tea_finding_words_alias (const char *name)
{
  g_autofree char *plain = g_str_to_ascii (name, NULL);
  g_autoptr (GString) alias = g_string_new (NULL);

  for (const char *p = plain; *p != '\0' && alias->len < MAX_ALIAS_CHARS; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (alias, g_ascii_tolower (*p));
    else if (alias->len > 0 && alias->str[alias->len - 1] != '-' && *p != '?')
      g_string_append_c (alias, '-');
  }
  while (alias->len > 0 && alias->str[alias->len - 1] == '-')
    g_string_truncate (alias, alias->len - 1);

  return g_string_free_and_steal (g_steal_pointer (&alias));
}
