/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The words of the list of rooms: what is spoken of a row, its badge, its time,
 * and whether it answers what somebody types. Pure functions; what time it is
 * now is an argument. Names are made harmless here once more, so that nothing
 * of a stranger's can reorder what is spoken. */

#include "config.h"

#include "tea-sidebar-text.h"

#include "mx-text.h"
#include "tea-time.h"

#include <glib/gi18n.h>

#define LARGEST_NUMBER 99

/**
 * tea_sidebar_badge:
 * @facts: a room
 * @number: (out): what a number says, 0 for other badges
 *
 * A number stands for what is meant for this person: mentions, and every message
 * of a conversation with somebody.
 *
 * Returns: the badge of its row
 */
TeaBadge
tea_sidebar_badge (const TeaRoomFacts *facts,
                   guint              *number)
{
  *number = 0;

  if (facts->is_invite)
    return TEA_BADGE_NONE;
  if (facts->mentions > 0) {
    *number = facts->is_direct ? MAX (facts->mentions, facts->unread) : facts->mentions;
    return TEA_BADGE_NUMBER;
  }
  if (facts->is_muted)
    return TEA_BADGE_MUTED;
  if (facts->is_direct && facts->unread > 0) {
    *number = facts->unread;
    return TEA_BADGE_NUMBER;
  }

  return facts->is_unread || facts->unread > 0 ? TEA_BADGE_DOT : TEA_BADGE_NONE;
}

/**
 * tea_sidebar_number:
 * @number: how many
 *
 * Returns: (transfer full): the number as a badge shows it
 */
char *
tea_sidebar_number (guint number)
{
  if (number > LARGEST_NUMBER)
    /* Translators: in a badge: more than 99 messages. As short as possible. */
    return g_strdup (_("99+"));

  /* Translators: a number in a badge; %'u uses your locale's digits with "I": %I'u. */
  return g_strdup_printf (_("%u"), number);
}

static void
take_part (GPtrArray *parts,
           char      *part)
{
  g_ptr_array_add (parts, part);
}

static void
add_counts (GPtrArray          *parts,
            const TeaRoomFacts *facts)
{
  if (facts->unread > 0)
    /* Translators: spoken of a room in the list: messages nobody read yet. */
    take_part (parts, g_strdup_printf (ngettext ("%u unread", "%u unread", facts->unread), facts->unread));
  else if (facts->is_unread)
    /* Translators: spoken of a room in the list: something in it was not read. */
    take_part (parts, g_strdup (_("unread")));

  if (facts->mentions > 0)
    take_part (parts, g_strdup_printf (ngettext ("%u mention", "%u mentions", facts->mentions), facts->mentions));
  if (facts->is_muted)
    /* Translators: spoken of a room in the list: it makes no notifications. */
    take_part (parts, g_strdup (_("muted")));
}

static void
add_last (GPtrArray          *parts,
          const TeaRoomFacts *facts,
          gint64              now_ms)
{
  g_autofree char *name = facts->sender != NULL ? mx_text_clean_name (facts->sender) : NULL;

  if (name != NULL && *name != '\0') {
    g_autofree char *isolated = mx_text_isolate (name);

    /* Translators: spoken of a room in the list: %s wrote the last message. */
    take_part (parts, g_strdup_printf (_("last from %s"), isolated));
  }
  if (facts->last_ts > 0)
    take_part (parts, tea_sidebar_time (facts->last_ts, now_ms));
}

/**
 * tea_sidebar_spoken:
 * @facts: a room
 * @now_ms: the time now
 *
 * Returns: (transfer full): "Wiki Help Desk, 3 unread, 1 mention, last from Ann, 14:02"
 */
char *
tea_sidebar_spoken (const TeaRoomFacts *facts,
                    gint64              now_ms)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  take_part (parts, mx_text_clean_name (facts->name != NULL ? facts->name : ""));
  if (facts->is_invite) {
    take_part (parts, tea_sidebar_invited (facts));
  } else {
    add_counts (parts, facts);
    add_last (parts, facts, now_ms);
  }
  g_ptr_array_add (parts, NULL);

  /* Translators: stands between the parts of what is spoken of a room:
   * "Wiki Help Desk, 3 unread, 1 mention". */
  return g_strjoinv (_(", "), (char **) parts->pdata);
}

/**
 * tea_sidebar_account:
 * @name: what others see of the person
 * @user_id: (nullable): the account
 * @state: (nullable): what is wrong with it
 * @meant: how much waits there that is meant for the person
 * @is_unread: whether anything waits there
 *
 * Returns: (transfer full): "Ann, @ann:example.org, signed out, 3 unread"
 */
char *
tea_sidebar_account (const char *name,
                     const char *user_id,
                     const char *state,
                     guint       meant,
                     gboolean    is_unread)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const TeaRoomFacts facts = { .unread = meant, .is_unread = is_unread };

  take_part (parts, mx_text_clean_name (name));
  if (user_id != NULL)
    take_part (parts, g_strdup (user_id));
  if (state != NULL)
    take_part (parts, g_strdup (state));
  add_counts (parts, &facts);
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (_(", "), (char **) parts->pdata);
}

/**
 * tea_sidebar_heading:
 * @title: of a section
 * @count: its rooms
 *
 * Returns: (transfer full): what is spoken of the heading
 */
char *
tea_sidebar_heading (const char *title,
                     guint       count)
{
  /* Translators: spoken of a heading in the list of rooms: its name and how many
   * rooms it has. */
  return g_strdup_printf (ngettext ("%s, %u room", "%s, %u rooms", count), title, count);
}

/* One line of a stranger's word, told apart from ours; %NULL for nothing. */
static char *
dup_isolated (const char *text)
{
  g_autofree char *name = text != NULL ? mx_text_clean_name (text) : NULL;

  return name != NULL && *name != '\0' ? mx_text_isolate (name) : NULL;
}

static char *
dup_service (const TeaRoomFacts *facts)
{
  g_autofree char *network = dup_isolated (facts->network);

  if (g_str_equal (facts->service, "irc"))
    /* Translators: below the name of a room in which a program writes that connects rooms with IRC. */
    return g_strdup (_("Control chat of the IRC bridge"));
  if (network == NULL)
    /* Translators: below the name of a room in which a program writes that connects rooms with another network. */
    return g_strdup (_("Control chat of a bridge"));

  /* Translators: below the name of a room in which a program writes that connects rooms with another network;
   * %s is the network's name. */
  return g_strdup_printf (_("Control chat of the bridge to %s"), network);
}

/**
 * tea_sidebar_invited:
 * @facts: a room somebody was invited to
 *
 * Returns: (transfer full): the line below its name: who invited, or what a service it is of
 */
char *
tea_sidebar_invited (const TeaRoomFacts *facts)
{
  g_autofree char *name = NULL;

  if (facts->service != NULL)
    return dup_service (facts);

  name = dup_isolated (facts->inviter);
  if (name == NULL)
    return g_strdup (_("You are invited"));

  /* Translators: %s is somebody's name. */
  return g_strdup_printf (_("%s invited you"), name);
}

/**
 * tea_sidebar_time:
 * @ms: a time, in milliseconds since 1970
 * @now_ms: the time now
 *
 * Shorter than tea_time_short (), for a narrow column, and true until midnight, so
 * that nothing has to be drawn anew every minute.
 *
 * Returns: (transfer full): "14:02", "Tue", "12 Mar" or "12 Mar 2024"
 */
char *
tea_sidebar_time (gint64 ms,
                  gint64 now_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_ms / 1000);
  g_autoptr (GDateTime) today = NULL;
  g_autoptr (GDateTime) week_ago = NULL;
  char *text;

  if (time == NULL || now == NULL)
    return g_strdup ("");

  today = g_date_time_new_local (g_date_time_get_year (now), g_date_time_get_month (now),
                                 g_date_time_get_day_of_month (now), 0, 0, 0);
  if (today == NULL)
    return g_strdup ("");

  week_ago = g_date_time_add_days (today, -6);
  if (ms <= now_ms && g_date_time_compare (time, today) >= 0)
    return tea_time_clock (ms);
  if (ms <= now_ms && week_ago != NULL && g_date_time_compare (time, week_ago) >= 0)
    /* Translators: a date format of g_date_time_format (): a short weekday. */
    text = g_date_time_format (time, _("%a"));
  else if (g_date_time_get_year (time) == g_date_time_get_year (now))
    /* Translators: a date format of g_date_time_format (): day and short month. */
    text = g_date_time_format (time, _("%-e %b"));
  else
    /* Translators: a date format of g_date_time_format (): day, short month and year. */
    text = g_date_time_format (time, _("%-e %b %Y"));

  return text != NULL ? text : g_strdup ("");
}

/**
 * tea_sidebar_fold:
 * @text: (nullable): what somebody types
 *
 * Returns: (transfer full) (nullable): @text as tea_sidebar_matches () wants it; %NULL when
 *   there is nothing to look for
 */
char *
tea_sidebar_fold (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  g_autofree char *normal = NULL;

  if (valid == NULL || *g_strstrip (valid) == '\0')
    return NULL;

  normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  return g_utf8_casefold (normal, -1);
}

/* Signs alone are the beginning of no word; g_str_match_string () finds them everywhere. */
static gboolean
has_word (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

static gboolean
contains (const char *needle,
          const char *text)
{
  g_autofree char *folded = tea_sidebar_fold (text);

  if (folded == NULL)
    return FALSE;
  return strstr (folded, needle) != NULL || (has_word (needle) && g_str_match_string (needle, folded, TRUE));
}

/**
 * tea_sidebar_matches:
 * @needle: (nullable): from tea_sidebar_fold ()
 * @name: the name of a room
 * @alias: (nullable): its address
 *
 * Returns: whether the room answers what somebody types: a part of it, or the
 *   beginnings of its words, without looking at case and accents
 */
gboolean
tea_sidebar_matches (const char *needle,
                     const char *name,
                     const char *alias)
{
  return needle == NULL || contains (needle, name) || contains (needle, alias);
}
