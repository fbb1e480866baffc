/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-room-words: sentences about a room and the people in it. Roles have names,
 * not numbers; the numbers are the specification's customs (100, 50). Pure. */

#include "config.h"

#include "tea-room-words.h"

#include "mx-text.h"

#include <glib/gi18n.h>

#define POWER_ADMIN     100
#define POWER_MODERATOR 50

/**
 * tea_room_words_readers:
 * @is_world_readable: whether one can read without joining
 * @is_public: whether anyone can join
 * @is_encrypted: whether the room is encrypted
 *
 * Returns: (transfer full): the answer to "Who can read this?"
 */
char *
tea_room_words_readers (gboolean is_world_readable,
                        gboolean is_public,
                        gboolean is_encrypted)
{
  if (is_world_readable)
    return g_strdup (_ ("Anyone can read this, also without joining."));
  if (is_public)
    return g_strdup (_ ("Anyone can join and then read this."));
  if (is_encrypted)
    return g_strdup (_ ("Only the people in this room can read this."));

  return g_strdup (_ ("Only the people in this room can read this, and those who run their "
                      "servers."));
}

/**
 * tea_room_words_role:
 * @power: how much somebody may do in the room
 * @membership: whether they are in it
 *
 * Returns: (nullable): a word for it, %NULL for an ordinary member
 */
const char *
tea_room_words_role (gint64       power,
                     MxMembership membership)
{
  if (membership == MX_MEMBERSHIP_INVITE)
    /* Translators: about somebody who has not answered yet. */
    return _ ("Invited");
  if (power > POWER_ADMIN)
    return _ ("Owner");
  if (power == POWER_ADMIN)
    return _ ("Admin");
  if (power >= POWER_MODERATOR)
    return _ ("Moderator");

  return NULL;
}

/**
 * tea_room_words_people:
 * @n: how many people there are
 *
 * Returns: (transfer full): "1,204 people"
 */
char *
tea_room_words_people (guint n)
{
  return g_strdup_printf (ngettext ("%'u person", "%'u people", n), n);
}

/**
 * tea_room_words_group:
 * @n_people: how many are chosen
 *
 * Returns: (transfer full): what the button says that begins a group with them
 */
char *
tea_room_words_group (guint n_people)
{
  return g_strdup_printf (ngettext ("_Private group with %u person…", "_Private group with %u people…", n_people),
                          n_people);
}

/**
 * tea_room_words_knocks:
 * @n_people: how many ask
 * @name: (nullable): what the first of them is called
 *
 * Returns: (transfer full): who wants to be let in
 */
char *
tea_room_words_knocks (guint       n_people,
                       const char *name)
{
  g_autofree char *clean = name != NULL ? mx_text_clean_line (name) : NULL;
  g_autofree char *isolated = clean != NULL ? mx_text_isolate (clean) : NULL;

  if (n_people == 1 && isolated != NULL)
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("%s asks to be let in."), isolated);

  return g_strdup_printf (ngettext ("%u person asks to be let in.", "%u people ask to be let in.", n_people),
                          n_people);
}
