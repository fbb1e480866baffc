/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sentences about messages, for the eye and for the ear. What a row says to a
 * screen reader is put together here and nowhere else: who, when, what, and what is
 * special about it. Names are cleaned and isolated, so that they can neither turn a
 * sentence round nor pretend to be part of it. */

#include "config.h"

#include "tea-time.h"
#include "tea-words.h"

#include "mx-error.h"
#include "mx-reaction.h"
#include "mx-text.h"
#include "mx-timeline-item.h"

#include <glib/gi18n.h>

/* What a screen reader is given of one message; the rest is read line by line. */
#define SPOKEN_CHARS 600

static char *
name_of (const char *name)
{
  g_autofree char *clean = mx_text_clean_name (name != NULL ? name : "");

  return mx_text_isolate (clean);
}

static void
add_part (GString    *spoken,
          const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (spoken->len > 0)
    /* Translators: stands between the parts of what is spoken about a message. */
    g_string_append (spoken, C_("spoken list", ", "));
  g_string_append (spoken, part);
}

static void
add_reactions (GString        *spoken,
               MxTimelineItem *item)
{
  GListModel *reactions = mx_timeline_item_get_reactions (item);
  guint n = reactions != NULL ? g_list_model_get_n_items (reactions) : 0;
  g_autofree char *part = NULL;
  guint total = 0;
  guint i;

  for (i = 0; i < n; i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (reactions, i);

    total += mx_reaction_get_count (reaction);
  }
  if (total == 0)
    return;
  part = g_strdup_printf (ngettext ("%u reaction", "%u reactions", total), total);
  add_part (spoken, part);
}

static char *
message_words (MxTimelineItem *item)
{
  g_autoptr (GString) spoken = g_string_new (NULL);
  g_autofree char *name = name_of (mx_timeline_item_get_sender_name (item));
  g_autofree char *clock = tea_time_clock (mx_timeline_item_get_ts (item));
  const char *text = mx_timeline_item_get_text (item);
  g_autofree char *body = mx_text_limit (text != NULL ? text : "", 20, SPOKEN_CHARS, NULL);
  GString *result = g_string_new (NULL);

  add_part (spoken, body);
  if (mx_timeline_item_get_reply_to (item) != NULL)
    add_part (spoken, _("an answer"));
  if (mx_timeline_item_is_edited (item))
    add_part (spoken, _("edited"));
  add_reactions (spoken, item);
  if (mx_timeline_item_get_send_state (item) == MX_SEND_FAILED)
    add_part (spoken, _("not sent"));
  else if (mx_timeline_item_get_send_state (item) == MX_SEND_QUEUED ||
           mx_timeline_item_get_send_state (item) == MX_SEND_SENDING)
    add_part (spoken, _("being sent"));

  /* Translators: what a screen reader says of a message: who, the time of day, what. */
  g_string_printf (result, _("%1$s, %2$s: %3$s"), name, clock, spoken->str);
  return g_string_free (result, FALSE);
}

/**
 * tea_words_item:
 * @item: a row of a timeline
 *
 * Returns: (transfer full): what a screen reader says of it
 */
char *
tea_words_item (MxTimelineItem *item)
{
  const char *text = mx_timeline_item_get_text (item);

  switch (mx_timeline_item_get_kind (item)) {
  case MX_ITEM_MESSAGE:
    return message_words (item);
  case MX_ITEM_STATE:
  case MX_ITEM_REDACTED:
  case MX_ITEM_UNKNOWN:
    return mx_text_clean_line (text != NULL ? text : "");
  case MX_ITEM_DAY:
    return tea_day_heading (mx_timeline_item_get_ts (item), g_get_real_time () / 1000);
  case MX_ITEM_UNREAD:
    return g_strdup (_("New messages"));
  case MX_ITEM_GAP:
    return g_strdup (_("Loading messages…"));
  case MX_ITEM_START:
    return g_strdup (_("This is the beginning of what can be read here."));
  default:
    g_assert_not_reached ();
  }
}

/**
 * tea_words_reaction:
 * @key: the emoji or word
 * @count: how many people
 * @mine: whether I am one of them
 *
 * Returns: (transfer full): what a screen reader says of it: "thumbs up, 3, you reacted"
 */
char *
tea_words_reaction (const char *key,
                    guint       count,
                    gboolean    mine)
{
  const char *known = tea_words_emoji (key);
  g_autofree char *name = known != NULL ? g_strdup (known) : mx_text_clean_line (key);

  if (mine)
    /* Translators: what a screen reader says: the reaction's name, by how many people. */
    return g_strdup_printf (_("%1$s, %2$u, you reacted"), name, count);
  /* Translators: what a screen reader says: the reaction's name, by how many people. */
  return g_strdup_printf (_("%1$s, %2$u"), name, count);
}

/**
 * tea_words_send_delay:
 * @error: (nullable): why a message is not sent yet
 *
 * Returns: (transfer none): that it goes out by itself
 */
const char *
tea_words_send_delay (const GError *error)
{
  if (g_error_matches (error, MX_ERROR, MX_ERROR_RATE_LIMITED))
    return _("Waiting to be sent: the server asks for a pause");
  return _("Waiting to be sent");
}

/**
 * tea_words_send_error:
 * @error: (nullable): why a message was not sent
 * @is_file: whether it was its file that did not go
 *
 * Returns: (transfer full): a whole sentence
 */
char *
tea_words_send_error (const GError *error,
                      gboolean      is_file)
{
  if (error == NULL || error->domain != MX_ERROR)
    return g_strdup (_("Not sent."));

  switch ((MxError) error->code) {
  case MX_ERROR_FORBIDDEN:
    return g_strdup (_("Not sent: you are not allowed to write this here."));
  case MX_ERROR_GUEST_FORBIDDEN:
    return g_strdup (_("Not sent: guests may not write here."));
  case MX_ERROR_TOO_LARGE:
    return g_strdup (is_file ? _("Not sent: the file is larger than the server takes.")
                             : _("Not sent: the message is too long."));
  case MX_ERROR_NOT_FOUND:
    if (is_file)
      return g_strdup (_("Not sent: the server did not take it."));
    return g_strdup (_("Not sent: this room is not there any more."));
  case MX_ERROR_BANNED:
  case MX_ERROR_NEEDS_INVITE:
    return g_strdup (_("Not sent: you are no longer in this room."));
  case MX_ERROR_ACCOUNT_LOCKED:
  case MX_ERROR_ACCOUNT_SUSPENDED:
    return g_strdup (_("Not sent: the server has paused this account."));
  case MX_ERROR_SIGNED_OUT:
  case MX_ERROR_SOFT_LOGOUT:
    return g_strdup (_("Not sent: you are signed out."));
  case MX_ERROR_RATE_LIMITED:
    return g_strdup (_("Not sent: the server asks us to wait."));
  case MX_ERROR_UNREACHABLE:
  case MX_ERROR_SERVER:
    return g_strdup (_("Not sent: the server does not answer."));
  case MX_ERROR_FAILED:
  case MX_ERROR_BAD_INPUT:
  case MX_ERROR_BAD_RESPONSE:
  case MX_ERROR_NO_SERVER:
  case MX_ERROR_NOT_MATRIX:
  case MX_ERROR_CERTIFICATE:
  case MX_ERROR_WRONG_PASSWORD:
  case MX_ERROR_UNRECOGNIZED:
  case MX_ERROR_REFUSED:
  case MX_ERROR_STORE_BUSY:
  case MX_ERROR_STORE_DAMAGED:
  case MX_ERROR_STORE_KEY:
  case MX_ERROR_STORE_FULL:
  case MX_ERROR_KEYRING_LOCKED:
  case MX_ERROR_STORE_NEWER:
  case MX_ERROR_KEYRING_MISSING:
  case MX_ERROR_DENIED:
  case MX_ERROR_EXPIRED:
  case MX_ERROR_USER_IN_USE:
  case MX_ERROR_BAD_USERNAME:
  case MX_ERROR_WEAK_PASSWORD:
  case MX_ERROR_FAR_SERVER:
  case MX_ERROR_OTHER_ACCOUNT:
  default:
    return g_strdup (_("Not sent: the server did not take it."));
  }
}

/**
 * tea_words_placeholder:
 * @room_name: the room's name
 * @is_public: whether everyone can read what is written there, and that should be said
 *
 * Returns: (transfer full): what stands in an empty composer
 */
char *
tea_words_placeholder (const char *room_name,
                       gboolean    is_public)
{
  g_autofree char *name = name_of (room_name);

  if (is_public)
    /* Translators: what stands in an empty composer; %s is the room's name. */
    return g_strdup_printf (_("Message %s — everyone can read this"), name);
  /* Translators: what stands in an empty composer; %s is the room's name. */
  return g_strdup_printf (_("Message %s"), name);
}

/**
 * tea_words_new_messages:
 * @n: how many messages came while the reader was further up; may be 0
 *
 * Returns: (transfer full): name of the button that jumps to the newest message
 */
char *
tea_words_new_messages (guint n)
{
  if (n == 0)
    return g_strdup (_("Jump to the newest message"));
  return g_strdup_printf (ngettext ("%u new message: jump to it", "%u new messages: jump to the newest", n), n);
}
