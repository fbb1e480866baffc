/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaRoomPage, its words: the line under the room's name (what the room is about, or who
 * writes right now), and what stands in the place of the composer where one may not write.
 * Names, topics and reasons are strangers' texts: cleaned, and isolated from the sentence
 * around them. Pure functions, for any thread; tested without a display. */

#include "config.h"

#include "tea-room-page.h"

#include "mx-text.h"

#include <glib/gi18n.h>

/**
 * tea_room_page_subtitle:
 * @topic: (nullable): what the room is about
 * @typing: (nullable) (array zero-terminated=1): names of people who write right now
 *
 * Returns: (transfer full): the line under the room's name
 */
char *
tea_room_page_subtitle (const char        *topic,
                        const char *const *typing)
{
  guint n = typing != NULL ? g_strv_length ((char **) typing) : 0;
  g_autofree char *first = n > 0 ? mx_text_isolate (typing[0]) : NULL;
  g_autofree char *second = n > 1 ? mx_text_isolate (typing[1]) : NULL;

  if (n == 1)
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("%s is writing…"), first);
  if (n == 2)
    /* Translators: both %s are names of people. */
    return g_strdup_printf (_ ("%s and %s are writing…"), first, second);
  if (n > 2)
    return g_strdup_printf (
      /* Translators: both %s are names of people, %u how many more there are. */
      ngettext ("%s, %s and %u other are writing…", "%s, %s and %u others are writing…", n - 2),
      first, second, n - 2);

  return topic != NULL ? mx_text_clean_line (topic) : g_strdup ("");
}

/**
 * tea_room_page_closed_line:
 * @membership: what we are in the room
 * @remover: (nullable): name of who removed us
 * @reason: (nullable): what they said of it
 * @is_replaced: whether the room names another in its place
 *
 * Returns: (transfer full): why one may not write, in the place of the composer
 */
char *
tea_room_page_closed_line (MxMembership  membership,
                           const char   *remover,
                           const char   *reason,
                           gboolean      is_replaced)
{
  g_autofree char *name = remover != NULL ? mx_text_isolate (remover) : NULL;
  g_autofree char *clean = mx_text_clean_line (reason != NULL ? reason : "");
  g_autofree char *why = mx_text_isolate (clean);
  gboolean for_good = membership == MX_MEMBERSHIP_BAN;
  gboolean removed = name != NULL && (for_good || membership == MX_MEMBERSHIP_LEAVE);

  if (removed && *clean != '\0')
    return g_strdup_printf (for_good
                            /* Translators: a name, and what they said of it. For good: one may not come back. */
                            ? _ ("%1$s removed you from this room for good: “%2$s”")
                            /* Translators: somebody's name, and what they said of it. */
                            : _ ("%1$s removed you from this room: “%2$s”"),
                                name, why);
  if (removed)
    return g_strdup_printf (for_good
                            /* Translators: %s is somebody's name. For good: one may not come back. */
                            ? _ ("%s removed you from this room for good.")
                            /* Translators: %s is somebody's name. */
                            : _ ("%s removed you from this room."),
                                name);
  if (is_replaced)
    return g_strdup (_ ("People talk in the new room now."));

  return g_strdup (_ ("Only some people can write in this room."));
}
