/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-room-words: sentences about a room and the people in it. Roles have names,
 * not numbers; the numbers are the specification's customs (100, 50). Pure. */

#include "config.h"

#include "tea-room-words.h"

#include "mx-room.h"
#include "mx-text.h"

#include <glib/gi18n.h>

#define POWER_ADMIN     100
#define POWER_MODERATOR 50

/**
 * tea_room_readers_init:
 * @self: (out): what is filled
 * @room: a room
 *
 * Who reads it is worked out here alone, for everything that says so.
 */
void
tea_room_readers_init (TeaRoomReaders *self,
                       MxRoom         *room)
{
  *self = (TeaRoomReaders) {
    .is_world_readable = mx_room_is_world_readable (room),
    .is_public = mx_room_is_public (room),
    .is_encrypted = mx_room_is_encrypted (room),
    .hides_past = mx_room_hides_past (room),
    .bridge = mx_room_get_bridge_protocol (room),
  };
}

/**
 * tea_room_words_readers:
 * @who: who can read
 *
 * Returns: the answer to "Who can read this?", in one sentence
 */
const char *
tea_room_words_readers (const TeaRoomReaders *who)
{
  if (who->is_world_readable)
    return _ ("Anyone can read this, also without joining.");
  if (who->is_public)
    return _ ("Anyone can join and then read this.");
  if (who->is_encrypted)
    return _ ("Only the people in this room can read this.");

  return _ ("Only the people in this room can read this, and those who run their servers.");
}

/**
 * tea_room_words_later:
 * @who: who can read
 *
 * What the server gives to those who come later is of no use to them where it is encrypted.
 *
 * Returns: (nullable): whether they can read what is written now
 */
const char *
tea_room_words_later (const TeaRoomReaders *who)
{
  if (who->hides_past)
    return _ ("Those who come later cannot read it.");

  return who->is_encrypted ? NULL : _ ("Those who come later can read it, too.");
}

/**
 * tea_room_words_bridge:
 * @who: who can read
 *
 * The names of network and channel are the room's own words, and are not said here.
 *
 * Returns: (nullable): who reads along elsewhere
 */
const char *
tea_room_words_bridge (const TeaRoomReaders *who)
{
  if (who->bridge == NULL)
    return NULL;

  return g_str_equal (who->bridge, "irc") ? _ ("People on IRC read it, too.")
                                          /* Translators: the room is connected with another network for talking. */
                                          : _ ("People elsewhere read it, too.");
}

/**
 * tea_room_words_who:
 * @who: who can read
 *
 * Returns: (transfer full): all sentences on who can read a room
 */
char *
tea_room_words_who (const TeaRoomReaders *who)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) sentences = NULL;
  const char *later = tea_room_words_later (who);
  const char *bridge = tea_room_words_bridge (who);

  g_strv_builder_add (builder, tea_room_words_readers (who));
  if (later != NULL)
    g_strv_builder_add (builder, later);
  if (bridge != NULL)
    g_strv_builder_add (builder, bridge);
  sentences = g_strv_builder_end (builder);

  return g_strjoinv (" ", sentences);
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
