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
  { MX_PREVIEW_KNOCK, N_ ("_Send request"), NULL, TEA_PREVIEW_ASK, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_INVITED, N_ ("_Join"), N_ ("_Decline"), TEA_PREVIEW_JOIN, TEA_PREVIEW_DECLINE },
  { MX_PREVIEW_NEEDS_INVITE, N_ ("_Copy link for someone inside"), NULL, TEA_PREVIEW_COPY_LINK, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_JOINED, N_ ("_Open"), NULL, TEA_PREVIEW_JOIN, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_BANNED, N_ ("How to _appeal"), N_ ("_Forget…"), TEA_PREVIEW_APPEAL, TEA_PREVIEW_FORGET },
  { MX_PREVIEW_MOVED, N_ ("_Go to the new room"), NULL, TEA_PREVIEW_GO_TO_NEW, TEA_PREVIEW_NOTHING },
  { MX_PREVIEW_NOT_FOUND, N_ ("_Try again"), N_ ("_Copy the link"), TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK },
  { MX_PREVIEW_UNREACHABLE, N_ ("_Try again"), N_ ("_Copy the link"), TEA_PREVIEW_RETRY, TEA_PREVIEW_COPY_LINK },
  { MX_PREVIEW_KNOCKED, N_ ("_Withdraw the request"), NULL, TEA_PREVIEW_WITHDRAW, TEA_PREVIEW_NOTHING },
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

/* One line of what a stranger wrote, told apart from our own words; %NULL for nothing. */
static char *
dup_quoted (const char *text)
{
  g_autofree char *line = text != NULL ? mx_text_clean_line (text) : NULL;

  return line != NULL && *line != '\0' ? mx_text_isolate (line) : NULL;
}

/* A name can be borrowed: who it is stands beside it. */
static char *
dup_person (const char *name,
            const char *user_id)
{
  g_autofree char *shown = dup_quoted (name != NULL ? name : user_id);
  g_autofree char *id = dup_quoted (user_id);

  if (shown == NULL || id == NULL || g_str_equal (shown, id) || strstr (shown, user_id) != NULL)
    return g_steal_pointer (&shown);

  /* Translators: somebody's name, their whole account name. */
  return g_strdup_printf (_ ("%1$s (%2$s)"), shown, id);
}

static char *
dup_banned (const TeaPreviewFacts *facts)
{
  g_autofree char *reason = dup_quoted (facts->reason);
  g_autofree char *actor = dup_person (facts->actor, facts->actor_id);

  if (actor != NULL && facts->when != NULL && reason != NULL)
    /* Translators: somebody's name, "5 minutes ago", the reason that they gave. */
    return g_strdup_printf (_ ("%1$s removed you for good %2$s: “%3$s”."), actor, facts->when, reason);
  if (actor != NULL && facts->when != NULL)
    /* Translators: somebody's name, "5 minutes ago". */
    return g_strdup_printf (_ ("%1$s removed you for good %2$s."), actor, facts->when);
  if (actor != NULL && reason != NULL)
    /* Translators: somebody's name, the reason that they gave. */
    return g_strdup_printf (_ ("%s removed you for good: “%s”."), actor, reason);
  if (actor != NULL)
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("%s removed you for good."), actor);
  if (reason != NULL)
    /* Translators: %s is the reason that somebody gave. */
    return g_strdup_printf (_ ("The people who run this room removed you for good: “%s”."), reason);

  return g_strdup (_ ("The people who run this room removed you for good."));
}

static char *
dup_banned_and_now (const TeaPreviewFacts *facts)
{
  g_autofree char *what = dup_banned (facts);

  /* Translators: %s is a sentence: who removed one from the room, and why. */
  return g_strdup_printf (_ ("%s Only the people who run it can change that."), what);
}

static char *
dup_ask (const TeaPreviewFacts *facts)
{
  g_autofree char *reason = dup_quoted (facts->reason);
  g_autofree char *actor = dup_person (facts->actor, facts->actor_id);

  if (!facts->is_denied)
    return g_strdup (_ ("People here let others in themselves."));
  if (actor != NULL && reason != NULL)
    /* Translators: somebody's name, the reason that they gave. */
    return g_strdup_printf (_ ("%s did not let you in: “%s”. You can ask once more."), actor, reason);
  if (actor != NULL)
    /* Translators: %s is somebody's name. */
    return g_strdup_printf (_ ("%s did not let you in. You can ask once more."), actor);

  return g_strdup (_ ("You were not let in. You can ask once more."));
}

static char *
dup_invited (const TeaPreviewFacts *facts)
{
  g_autofree char *inviter = dup_person (facts->inviter, facts->inviter_id);

  if (inviter == NULL)
    return g_strdup (_ ("You are invited."));
  if (facts->when != NULL)
    /* Translators: somebody's name, "5 minutes ago". */
    return g_strdup_printf (_ ("%1$s invited you %2$s."), inviter, facts->when);

  /* Translators: %s is somebody's name. */
  return g_strdup_printf (_ ("%s invited you."), inviter);
}

/* Who invited stands first: that a room says so of a bot does not make it somebody known. */
static char *
dup_service (const TeaPreviewFacts *facts)
{
  g_autofree char *invited = dup_invited (facts);
  g_autofree char *network = dup_quoted (facts->network);

  if (g_str_equal (facts->service, "irc")) {
    if (network == NULL)
      network = mx_text_isolate ("IRC");
    /* Translators: %1$s is a sentence: who invited one, and when; %2$s is the name of an IRC network. A bridge is a
     * program that connects rooms with IRC. */
    return g_strdup_printf (_ ("%1$s This is the IRC bridge’s control chat: it writes here when something is wrong "
                               "with your connection to %2$s. You can join it or leave it alone."),
                              invited, network);
  }
  if (network == NULL)
    /* Translators: %s is a sentence: who invited one, and when. A bridge is a program that connects rooms with
     * another network. */
    return g_strdup_printf (_ ("%s This is a bridge’s control chat: it writes here when something is wrong with "
                               "your connection. You can join it or leave it alone."),
                              invited);

  /* Translators: %1$s is a sentence: who invited one, and when; %2$s is the name of a network. A bridge is a program
   * that connects rooms with it. */
  return g_strdup_printf (_ ("%1$s This is the control chat of the bridge to %2$s: it writes here when something is "
                             "wrong with your connection. You can join it or leave it alone."),
                            invited, network);
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
dup_needs_account (const TeaPreviewFacts *facts)
{
  if (facts->with_account == MX_PREVIEW_KNOCK)
    return g_strdup (_ ("People here let others in themselves. Sign in to ask them."));
  if (facts->with_account == MX_PREVIEW_NEEDS_INVITE)
    return g_strdup (_ ("Only people who are invited can join. Sign in where you were invited."));
  if (facts->with_account == MX_PREVIEW_UNKNOWN && facts->server == NULL)
    return g_strdup (_ ("This link does not say where the room is. Sign in, and your server looks for it."));
  if (facts->with_account == MX_PREVIEW_UNKNOWN)
    return g_strdup (_ ("Details are private. Sign in to try."));

  return g_strdup (_ ("Guests cannot join this room."));
}

static char *
dup_line (const TeaPreviewFacts *facts)
{
  switch (facts->state) {
  case MX_PREVIEW_UNKNOWN:
    return g_strdup (_ ("Details are private. You can still try."));
  case MX_PREVIEW_GUEST:
    return g_strdup (_ ("As a guest you can read and write here right away. You can keep the account later."));
  case MX_PREVIEW_NEEDS_ACCOUNT:
    return dup_needs_account (facts);
  case MX_PREVIEW_KNOCK:
    return dup_ask (facts);
  case MX_PREVIEW_KNOCKED:
    return g_strdup (_ ("Request sent. The people inside will answer; this page changes when they do."));
  case MX_PREVIEW_INVITED:
    return facts->service != NULL ? dup_service (facts) : dup_invited (facts);
  case MX_PREVIEW_NEEDS_INVITE:
    return g_strdup (_ ("Only people who are invited can join."));
  case MX_PREVIEW_BANNED:
    return dup_banned_and_now (facts);
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

/* Whoever has no account can make one beside; whoever is here as a guest has half of one. */
static void
name_account (const TeaPreviewFacts *facts,
              TeaPreviewWords       *out)
{
  gboolean asks = out->first_act == TEA_PREVIEW_SIGN_IN || out->first_act == TEA_PREVIEW_WAY;

  if (!asks)
    return;

  if (facts->is_guest) {
    out->second = out->first;
    out->second_act = TEA_PREVIEW_OTHER;
    out->first = _ ("_Keep This Account…");
    out->first_act = TEA_PREVIEW_KEEP;
  } else if (!facts->signed_in && facts->create != NULL && out->second == NULL) {
    out->second = facts->create;
    out->second_act = TEA_PREVIEW_CREATE;
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

  if (facts->is_over) {
    g_clear_pointer (&out->line, g_free);
    out->first = _ ("_Sign in");
    out->first_act = TEA_PREVIEW_AGAIN;
    out->second = NULL;
    out->second_act = TEA_PREVIEW_NOTHING;
    return;
  }
  if (!facts->signed_in && (out->first_act == TEA_PREVIEW_JOIN || out->first_act == TEA_PREVIEW_ASK)) {
    out->first = _ ("_Sign in");
    out->first_act = TEA_PREVIEW_SIGN_IN;
  }
  if (out->first_act == TEA_PREVIEW_APPEAL && !facts->can_appeal) {
    out->first = NULL;
    out->first_act = TEA_PREVIEW_NOTHING;
  }
  if (out->second_act == TEA_PREVIEW_FORGET && !facts->can_forget) {
    out->second = _ ("_Close");
    out->second_act = TEA_PREVIEW_CLOSE;
  }
  name_way (facts, out);
  name_account (facts, out);
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
 * tea_preview_language:
 * @code: (nullable): a language, "ar"
 *
 * Returns: (nullable): what its speakers call it; %NULL for one that no room is guessed to speak
 */
const char *
tea_preview_language (const char *code)
{
  static const struct
  {
    const char *code;
    const char *name;
  } languages[] = {
    { "am", "አማርኛ" },
    { "ar", "العربية" },
    { "bn", "বাংলা" },
    { "de", "Deutsch" },
    { "el", "Ελληνικά" },
    { "en", "English" },
    { "es", "español" },
    { "fr", "français" },
    { "he", "עברית" },
    { "hi", "हिन्दी" },
    { "hy", "հայերեն" },
    { "it", "italiano" },
    { "ja", "日本語" },
    { "ka", "ქართული" },
    { "ko", "한국어" },
    { "mg", "Malagasy" },
    { "nl", "Nederlands" },
    { "pl", "polski" },
    { "pt", "português" },
    { "ru", "русский" },
    { "sv", "svenska" },
    { "ta", "தமிழ்" },
    { "te", "తెలుగు" },
    { "th", "ไทย" },
    { "zh", "中文" },
  };

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (languages); i++)
    if (g_str_equal (languages[i].code, code))
      return languages[i].name;

  return NULL;
}

static char *
dup_bridge (const TeaPreviewTraits *traits)
{
  g_autofree char *network = dup_quoted (traits->bridge_network);
  g_autofree char *channel = dup_quoted (traits->bridge_channel);

  if (network == NULL && channel == NULL)
    return NULL;
  if (network == NULL || channel == NULL)
    /* Translators: people write to the room from there as well; %s is the name of a network or of a channel. */
    return g_strdup_printf (_ ("also on %s"), network != NULL ? network : channel);

  /* Translators: people write to the room from there as well: the name of a network ("IRC"), a channel. */
  return g_strdup_printf (_ ("also on %s %s"), network, channel);
}

/**
 * tea_preview_summary:
 * @traits: what is known of a room
 *
 * Returns: (transfer full): "1,204 people · anyone can read · also on IRC #wiki-help · speaks English"
 */
char *
tea_preview_summary (const TeaPreviewTraits *traits)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  const char *language = tea_preview_language (traits->language);
  char *bridge = dup_bridge (traits);

  if (traits->is_space)
    /* Translators: said of a group of rooms. */
    g_strv_builder_add (parts, _ ("a group of rooms"));
  if (traits->members > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%'u person", "%'u people", traits->members),
                                                 traits->members));
  if (!traits->is_space)
    g_strv_builder_add (parts, traits->is_world_readable ? _ ("anyone can read")
                                                         : traits->is_encrypted
                        ? _ ("only the people inside can read")
                        : _ ("the people inside can read"));
  if (bridge != NULL)
    g_strv_builder_take (parts, bridge);
  if (language != NULL) {
    g_autofree char *isolated = mx_text_isolate (language);

    /* Translators: %s is what its speakers call a language. */
    g_strv_builder_take (parts, g_strdup_printf (_ ("speaks %s"), isolated));
  }
  all = g_strv_builder_end (parts);

  /* Translators: stands between "1,204 people" and "anyone can read". */
  return g_strjoinv (_ (" · "), all);
}
