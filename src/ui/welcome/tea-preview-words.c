/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tea-preview-words: what can be done with a room that a link leads to.
 *
 * A table from the state to the buttons, and one sentence for each state. Names and
 * reasons of strangers are isolated and flattened to a line. Pure. */

#include "config.h"

#include "tea-preview-words.h"

#include "mx-text.h"

#include <glib/gi18n.h>

typedef struct
{
  MxPreviewState state;
  const char *first;
  const char *second;
  TeaPreviewAct first_act;
  TeaPreviewAct second_act;
} TeaPreviewRow;

/* The formatter would make it wider than the page. */
/* clang-format off */
static const TeaPreviewRow rows[] = {
  { MX_PREVIEW_UNKNOWN, N_ ("_Join"), NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_JOIN, N_ ("_Join"), NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_GUEST, N_ ("_Join as guest"), N_ ("_Sign in"), TEA_PREVIEW_JOIN_GUEST, TEA_PREVIEW_SIGN_IN },
  { MX_PREVIEW_NEEDS_ACCOUNT, N_ ("_Sign in"), NULL, TEA_PREVIEW_SIGN_IN, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_KNOCK, N_ ("_Copy link for someone inside"), NULL, TEA_PREVIEW_COPY_LINK, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_INVITED, N_ ("_Join"), N_ ("_Decline"), TEA_PREVIEW_JOIN, TEA_PREVIEW_DECLINE },
  { MX_PREVIEW_NEEDS_INVITE, N_ ("_Copy link for someone inside"), NULL, TEA_PREVIEW_COPY_LINK, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_JOINED, N_ ("_Open"), NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_BANNED, NULL, NULL, TEA_PREVIEW_NOTHING, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_MOVED, N_ ("_Go to the new room"), NULL, TEA_PREVIEW_GO_TO_NEW, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_NOT_FOUND, N_ ("_Try again"), N_ ("_Copy the link"), TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK },
  { MX_PREVIEW_UNREACHABLE, N_ ("_Try again"), N_ ("_Copy the link"), TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK },
  { MX_PREVIEW_KNOCKED, NULL, NULL, TEA_PREVIEW_NOTHING, TEA_PREVIEW_NOTHING },
};
/* clang-format on */
G_STATIC_ASSERT (G_N_ELEMENTS (rows) == MX_PREVIEW_KNOCKED + 1);

static char *
dup_not_found (const TeaPreviewFacts *facts)
{
  g_autofree char *server = facts->server != NULL ? mx_text_isolate (facts->server) : NULL;
  g_autofree char *room = facts->room != NULL ? mx_text_isolate (facts->room) : NULL;

  if (server != NULL && room != NULL)
    /* Translators: the first %s is the name of a server, the second of a room. */
    return g_strdup_printf (_ ("%s does not know the room %s. Ask for the right link."), server,
                              room);
  if (room != NULL)
    /* Translators: %s is the name of a room. */
    return g_strdup_printf (_ ("Nobody knows the room %s. Ask for the right link."), room);

  return g_strdup (_ ("Nobody knows this room. Ask for the right link."));
}

static char *
dup_banned (const TeaPreviewFacts *facts)
{
  g_autofree char *line = facts->reason != NULL ? mx_text_clean_line (facts->reason) : NULL;
  g_autofree char *reason = line != NULL && *line != '\0' ? mx_text_isolate (line) : NULL;

  if (reason != NULL)
    /* Translators: %s is the reason that somebody gave. */
    return g_strdup_printf (_ ("The people who run this room removed you for good: “%s”. They can "
                               "change that."),
                              reason);

  return g_strdup (_ ("The people who run this room removed you for good. They can change that."));
}

static char *
dup_invited (const TeaPreviewFacts *facts)
{
  g_autofree char *inviter = facts->inviter != NULL ? mx_text_isolate (facts->inviter) : NULL;

  if (inviter == NULL)
    return g_strdup (_ ("You are invited."));

  /* Translators: %s is somebody's name. */
  return g_strdup_printf (_ ("%s invited you."), inviter);
}

static char *
dup_silent (const TeaPreviewFacts *facts)
{
  g_autofree char *server = facts->server != NULL ? mx_text_isolate (facts->server) : NULL;

  if (server == NULL)
    return g_strdup (_ ("The server does not answer. We try again every ten seconds."));

  /* Translators: %s is the name of a server. */
  return g_strdup_printf (_ ("%s does not answer. We try again every ten seconds."), server);
}

static char *
dup_line (const TeaPreviewFacts *facts)
{
  switch (facts->state) {
  case MX_PREVIEW_UNKNOWN:
    return g_strdup (_ ("Details are private. You can still try."));
  case MX_PREVIEW_GUEST:
    return g_strdup (_ ("As a guest you can read and write here right away."));
  case MX_PREVIEW_NEEDS_ACCOUNT:
    return g_strdup (_ ("Guests cannot join this room."));
  case MX_PREVIEW_KNOCK:
    return g_strdup (_ ("People here let others in themselves. Ask somebody inside."));
  case MX_PREVIEW_KNOCKED:
    return g_strdup (_ ("Request sent. The people inside will answer."));
  case MX_PREVIEW_INVITED:
    return dup_invited (facts);
  case MX_PREVIEW_NEEDS_INVITE:
    return g_strdup (_ ("Only people who are invited can join."));
  case MX_PREVIEW_BANNED:
    return dup_banned (facts);
  case MX_PREVIEW_MOVED:
    return g_strdup (_ ("This room moved."));
  case MX_PREVIEW_NOT_FOUND:
    return dup_not_found (facts);
  case MX_PREVIEW_UNREACHABLE:
    return dup_silent (facts);
  case MX_PREVIEW_JOIN:
  case MX_PREVIEW_JOINED:
  default:
    return NULL;
  }
}

/* Signing in at the room's server is one step where there is one way; all others lie behind "another account". */
static void
name_way (const TeaPreviewFacts *facts,
          TeaPreviewWords       *out)
{
  if (facts->signed_in || facts->way == NULL)
    return;

  if (out->first_act == TEA_PREVIEW_SIGN_IN) {
    out->first = facts->way;
    out->first_act = TEA_PREVIEW_WAY;
    out->offers_other = TRUE;
  } else if (out->second_act == TEA_PREVIEW_SIGN_IN) {
    out->second = facts->way;
    out->second_act = TEA_PREVIEW_WAY;
    out->offers_other = TRUE;
  }
}

/**
 * tea_preview_words:
 * @facts: the state, and the names in it
 * @out: (out caller-allocates): the sentence and the buttons; clear it after use
 *
 * What a person without an account could only do with one starts with signing in.
 */
void
tea_preview_words (const TeaPreviewFacts *facts,
                   TeaPreviewWords       *out)
{
  const TeaPreviewRow *row = &rows[MIN ((guint) facts->state, G_N_ELEMENTS (rows) - 1)];

  *out = (TeaPreviewWords) {
    .line = dup_line (facts),
    .first = row->first != NULL ? _ (row->first)                   : NULL,
                                    .second = row->second != NULL ? _ (row->second) : NULL,
                                                                      .first_act = row->first_act,
                                                                      .second_act = row->second_act,
                                    };

  if (!facts->signed_in && out->first_act == TEA_PREVIEW_JOIN) {
    out->first = _ ("_Sign in");
    out->first_act = TEA_PREVIEW_SIGN_IN;
  }
  name_way (facts, out);
}

/**
 * tea_preview_words_clear:
 * @self: the words
 */
void
tea_preview_words_clear (TeaPreviewWords *self)
{
  g_clear_pointer (&self->line, g_free);
}

/**
 * tea_preview_summary:
 * @members: how many people are in the room, 0 when unknown
 * @is_world_readable: whether anyone can read it
 * @is_encrypted: whether it is encrypted
 *
 * Returns: (transfer full): "1,204 people · anyone can read"
 */
char *
tea_preview_summary (guint    members,
                     gboolean is_world_readable,
                     gboolean is_encrypted)
{
  const char *readers = is_world_readable ? _ ("anyone can read")
                                          : is_encrypted
    ? _ ("only the people inside can read")
    : _ ("the people inside can read");
  g_autofree char *people = NULL;

  if (members == 0)
    return g_strdup (readers);

  people = g_strdup_printf (ngettext ("%'u person", "%'u people", members), members);
  /* Translators: the first %s is "1,204 people", the second "anyone can read". */
  return g_strdup_printf (_ ("%s · %s"), people, readers);
}
