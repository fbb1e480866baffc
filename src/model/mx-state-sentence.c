/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sentences of rows that are not messages. A run of state changes becomes one row:
 * what one person did is reduced to what came of it (joined and left, came back …),
 * people with the same outcome share a sentence, other changes keep their own. Every
 * sentence is whole, so that translators can order its parts: "{a}", "{b}" and "{c}"
 * stand for names, "{n}" for a number. Names are isolated. Main thread. */

#include "config.h"

#include "mx-state-sentence.h"

#include "mx-enums.h"
#include "mx-event.h"
#include "mx-text.h"

#include "types/m-room-encrypted.h"
#include "types/m-room-member.h"

#include <glib/gi18n-lib.h>

/* A row tells this much and counts the rest. */
#define MAX_SENTENCES 6

typedef enum {
  OUTCOME_NONE,
  OUTCOME_JOINED,
  OUTCOME_LEFT,
  OUTCOME_PASSED_BY,
  OUTCOME_CAME_BACK,
  OUTCOME_INVITED,
  OUTCOME_DECLINED,
  OUTCOME_WITHDRAWN,
  OUTCOME_REMOVED,
  OUTCOME_BANNED,
  OUTCOME_UNBANNED,
  OUTCOME_ASKED,
  OUTCOME_RENAMED,
  OUTCOME_PICTURE,
  N_OUTCOMES,
} Outcome;

static const char *
sentence_for_one (Outcome outcome)
{
  switch (outcome) {
  /* Translators: {a} is the name of a person, in all of these sentences. */
  case OUTCOME_JOINED:
    return _ ("{a} joined");
  case OUTCOME_LEFT:
    return _ ("{a} left");
  case OUTCOME_PASSED_BY:
    return _ ("{a} joined and left");
  case OUTCOME_CAME_BACK:
    return _ ("{a} left and came back");
  case OUTCOME_INVITED:
    return _ ("{a} was invited");
  case OUTCOME_DECLINED:
    return _ ("{a} declined the invitation");
  case OUTCOME_WITHDRAWN:
    return _ ("{a} is no longer invited");
  case OUTCOME_REMOVED:
    return _ ("{a} was removed");
  case OUTCOME_BANNED:
    return _ ("{a} was removed for good");
  case OUTCOME_UNBANNED:
    return _ ("{a} may come back");
  case OUTCOME_ASKED:
    return _ ("{a} asked to join");
  case OUTCOME_RENAMED:
    return _ ("{a} chose another name");
  case OUTCOME_PICTURE:
    return _ ("{a} chose another picture");
  case OUTCOME_NONE:
  case N_OUTCOMES:
  default:
    g_assert_not_reached ();
  }
}

static const char *
sentence_for_two (Outcome outcome)
{
  switch (outcome) {
  /* Translators: {a} and {b} are names of people, in all of these sentences. */
  case OUTCOME_JOINED:
    return _ ("{a} and {b} joined");
  case OUTCOME_LEFT:
    return _ ("{a} and {b} left");
  case OUTCOME_PASSED_BY:
    return _ ("{a} and {b} joined and left");
  case OUTCOME_CAME_BACK:
    return _ ("{a} and {b} left and came back");
  case OUTCOME_INVITED:
    return _ ("{a} and {b} were invited");
  case OUTCOME_DECLINED:
    return _ ("{a} and {b} declined the invitation");
  case OUTCOME_WITHDRAWN:
    return _ ("{a} and {b} are no longer invited");
  case OUTCOME_REMOVED:
    return _ ("{a} and {b} were removed");
  case OUTCOME_BANNED:
    return _ ("{a} and {b} were removed for good");
  case OUTCOME_UNBANNED:
    return _ ("{a} and {b} may come back");
  case OUTCOME_ASKED:
    return _ ("{a} and {b} asked to join");
  case OUTCOME_RENAMED:
    return _ ("{a} and {b} chose other names");
  case OUTCOME_PICTURE:
    return _ ("{a} and {b} chose other pictures");
  case OUTCOME_NONE:
  case N_OUTCOMES:
  default:
    g_assert_not_reached ();
  }
}

static const char *
sentence_for_three (Outcome outcome)
{
  switch (outcome) {
  /* Translators: {a}, {b} and {c} are names of people, in all of these sentences. */
  case OUTCOME_JOINED:
    return _ ("{a}, {b} and {c} joined");
  case OUTCOME_LEFT:
    return _ ("{a}, {b} and {c} left");
  case OUTCOME_PASSED_BY:
    return _ ("{a}, {b} and {c} joined and left");
  case OUTCOME_CAME_BACK:
    return _ ("{a}, {b} and {c} left and came back");
  case OUTCOME_INVITED:
    return _ ("{a}, {b} and {c} were invited");
  case OUTCOME_DECLINED:
    return _ ("{a}, {b} and {c} declined the invitation");
  case OUTCOME_WITHDRAWN:
    return _ ("{a}, {b} and {c} are no longer invited");
  case OUTCOME_REMOVED:
    return _ ("{a}, {b} and {c} were removed");
  case OUTCOME_BANNED:
    return _ ("{a}, {b} and {c} were removed for good");
  case OUTCOME_UNBANNED:
    return _ ("{a}, {b} and {c} may come back");
  case OUTCOME_ASKED:
    return _ ("{a}, {b} and {c} asked to join");
  case OUTCOME_RENAMED:
    return _ ("{a}, {b} and {c} chose other names");
  case OUTCOME_PICTURE:
    return _ ("{a}, {b} and {c} chose other pictures");
  case OUTCOME_NONE:
  case N_OUTCOMES:
  default:
    g_assert_not_reached ();
  }
}

static const char *
sentence_for_many (Outcome outcome,
                   guint   n)
{
  switch (outcome) {
  /* Translators: {a} and {b} are names of people, {n} is how many more, in all of these sentences. */
  case OUTCOME_JOINED:
    return ngettext ("{a}, {b} and {n} other joined",
                     "{a}, {b} and {n} others joined", n);
  case OUTCOME_LEFT:
    return ngettext ("{a}, {b} and {n} other left",
                     "{a}, {b} and {n} others left", n);
  case OUTCOME_PASSED_BY:
    return ngettext ("{a}, {b} and {n} other joined and left",
                     "{a}, {b} and {n} others joined and left", n);
  case OUTCOME_CAME_BACK:
    return ngettext ("{a}, {b} and {n} other left and came back",
                     "{a}, {b} and {n} others left and came back", n);
  case OUTCOME_INVITED:
    return ngettext ("{a}, {b} and {n} other were invited",
                     "{a}, {b} and {n} others were invited", n);
  case OUTCOME_DECLINED:
    return ngettext ("{a}, {b} and {n} other declined the invitation",
                     "{a}, {b} and {n} others declined the invitation", n);
  case OUTCOME_WITHDRAWN:
    return ngettext ("{a}, {b} and {n} other are no longer invited",
                     "{a}, {b} and {n} others are no longer invited", n);
  case OUTCOME_REMOVED:
    return ngettext ("{a}, {b} and {n} other were removed",
                     "{a}, {b} and {n} others were removed", n);
  case OUTCOME_BANNED:
    return ngettext ("{a}, {b} and {n} other were removed for good",
                     "{a}, {b} and {n} others were removed for good", n);
  case OUTCOME_UNBANNED:
    return ngettext ("{a}, {b} and {n} other may come back",
                     "{a}, {b} and {n} others may come back", n);
  case OUTCOME_ASKED:
    return ngettext ("{a}, {b} and {n} other asked to join",
                     "{a}, {b} and {n} others asked to join", n);
  case OUTCOME_RENAMED:
    return ngettext ("{a}, {b} and {n} other chose other names",
                     "{a}, {b} and {n} others chose other names", n);
  case OUTCOME_PICTURE:
    return ngettext ("{a}, {b} and {n} other chose other pictures",
                     "{a}, {b} and {n} others chose other pictures", n);
  case OUTCOME_NONE:
  case N_OUTCOMES:
  default:
    g_assert_not_reached ();
  }
}

/* What one person did during the run. */
typedef struct
{
  const char *user_id; /* (unowned): the events'                */
  guint at;            /* place in the run of the first change  */
  const char *first;   /* membership before the run             */
  const char *last;    /* membership after it                   */
  gboolean was_in;     /* joined at some moment of the run      */
  gboolean was_out;    /* not joined at some moment of the run  */
  gboolean by_other;   /* somebody else made the last change    */
  gboolean renamed;
  gboolean repainted;
} Doings;

static char *
fill (const char *sentence,
      const char *a,
      const char *b,
      const char *c,
      guint       n)
{
  GString *out = g_string_new (NULL);

  for (const char *p = sentence; *p != '\0'; p++) {
    if (p[0] != '{' || p[1] == '\0' || p[2] != '}') {
      g_string_append_c (out, *p);
      continue;
    }
    if (p[1] == 'n')
      g_string_append_printf (out, "%u", n);
    else
      g_string_append (out, p[1] == 'a' ? a : (p[1] == 'b' ? b : c));
    p += 2;
  }
  return g_string_free_and_steal (out);
}

static char *
dup_isolated (GHashTable *names,
              const char *user_id)
{
  const char *name = names != NULL && user_id != NULL ? g_hash_table_lookup (names, user_id) : NULL;

  return mx_text_isolate (name != NULL ? name : (user_id != NULL ? user_id : ""));
}

static char *
compose (Outcome     outcome,
         GPtrArray  *people,
         GHashTable *names)
{
  g_autofree char *a = dup_isolated (names, g_ptr_array_index (people, 0));
  g_autofree char *b = people->len > 1 ? dup_isolated (names, g_ptr_array_index (people, 1)) : NULL;
  g_autofree char *c = people->len > 2 ? dup_isolated (names, g_ptr_array_index (people, 2)) : NULL;

  if (people->len == 1)
    return fill (sentence_for_one (outcome), a, "", "", 0);
  if (people->len == 2)
    return fill (sentence_for_two (outcome), a, b, "", 0);
  if (people->len == 3)
    return fill (sentence_for_three (outcome), a, b, c, 0);
  return fill (sentence_for_many (outcome, people->len - 2), a, b, c, people->len - 2);
}

static gboolean
is (const char *membership,
    const char *word)
{
  return g_strcmp0 (membership, word) == 0;
}

static Outcome
judge (const Doings *doings)
{
  if (is (doings->last, "join")) {
    if (!is (doings->first, "join"))
      return OUTCOME_JOINED;
    if (doings->was_out)
      return OUTCOME_CAME_BACK;
    if (doings->renamed)
      return OUTCOME_RENAMED;
    return doings->repainted ? OUTCOME_PICTURE : OUTCOME_NONE;
  }
  if (is (doings->last, "invite"))
    return is (doings->first, "invite") ? OUTCOME_NONE : OUTCOME_INVITED;
  if (is (doings->last, "knock"))
    return OUTCOME_ASKED;
  if (is (doings->last, "ban"))
    return is (doings->first, "ban") ? OUTCOME_NONE : OUTCOME_BANNED;
  if (doings->was_in)
    return doings->by_other ? OUTCOME_REMOVED : (is (doings->first, "join") ? OUTCOME_LEFT : OUTCOME_PASSED_BY);
  if (is (doings->first, "ban"))
    return OUTCOME_UNBANNED;
  if (is (doings->first, "invite"))
    return doings->by_other ? OUTCOME_WITHDRAWN : OUTCOME_DECLINED;
  return OUTCOME_NONE;
}

static void
follow (Doings             *doings,
        MxEvent            *event,
        const MxRoomMember *now)
{
  const MxRoomMember *before = mx_event_get_prev_content (event);

  if (doings->last == NULL) {
    doings->first = doings->last = before != NULL ? before->membership : "leave";
    doings->was_in = is (doings->first, "join");
    doings->was_out = !doings->was_in;
  }
  if (is (doings->last, "join") && is (now->membership, "join") && before != NULL) {
    doings->renamed |= g_strcmp0 (before->displayname, now->displayname) != 0;
    doings->repainted |= g_strcmp0 (before->avatar_url, now->avatar_url) != 0;
  }
  doings->last = now->membership;
  doings->was_in |= is (now->membership, "join");
  doings->was_out |= !is (now->membership, "join");
  doings->by_other = g_strcmp0 (mx_event_get_sender (event), doings->user_id) != 0;
}

/* Sentences in the order in which their first person or change appears: who created a room is told before who
 * joined it. */
typedef struct
{
  guint n_events;      /* followed so far */
  GHashTable *by_user; /* (element-type utf8 Doings) */
  GPtrArray *people;   /* (element-type Doings): in order, owned by by_user */
  GHashTable *others;  /* (element-type utf8 MxEvent): the last of each type and state key */
  GPtrArray *order;    /* (element-type utf8) (nullable elements): by place, the key of others that began there */
} Run;

static void
run_clear (Run *run)
{
  g_clear_pointer (&run->by_user, g_hash_table_unref);
  g_clear_pointer (&run->people, g_ptr_array_unref);
  g_clear_pointer (&run->others, g_hash_table_unref);
  g_clear_pointer (&run->order, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
run_add (Run     *run,
         MxEvent *event)
{
  const MxRoomMember *member = mx_event_get_content_as (event, &mx_type_room_member);
  const char *state_key = mx_event_get_state_key (event);
  guint at = run->n_events++;
  Doings *doings;

  if (member == NULL || state_key == NULL) {
    g_autofree char *key = g_strjoin ("\n", mx_event_get_type_name (event), state_key, NULL);

    if (!g_hash_table_contains (run->others, key))
      g_ptr_array_index (run->order, at) = g_strdup (key);
    g_hash_table_insert (run->others, g_steal_pointer (&key), event);
    return;
  }

  doings = g_hash_table_lookup (run->by_user, state_key);
  if (doings == NULL) {
    doings = g_new0 (Doings, 1);
    doings->user_id = state_key;
    doings->at = at;
    g_hash_table_insert (run->by_user, (char *) state_key, doings);
    g_ptr_array_add (run->people, doings);
  }
  follow (doings, event, member);
}

/* Puts each sentence at the place where its first person appears. */
static void
place_people_sentences (Run        *run,
                        GPtrArray  *parts,
                        GHashTable *names)
{
  GPtrArray *groups[N_OUTCOMES] = { NULL };
  guint places[N_OUTCOMES] = { 0 };

  for (guint i = 0; i < run->people->len; i++) {
    Doings *doings = g_ptr_array_index (run->people, i);
    Outcome outcome = judge (doings);

    if (outcome == OUTCOME_NONE)
      continue;
    if (groups[outcome] == NULL) {
      groups[outcome] = g_ptr_array_new ();
      places[outcome] = doings->at;
    }
    g_ptr_array_add (groups[outcome], (char *) doings->user_id);
  }
  for (Outcome outcome = 0; outcome < N_OUTCOMES; outcome++) {
    g_autoptr (GPtrArray) people = groups[outcome];

    if (people != NULL)
      g_ptr_array_index (parts, places[outcome]) = compose (outcome, people, names);
  }
}

static void
place_other_sentences (Run        *run,
                       GPtrArray  *parts,
                       GHashTable *names)
{
  for (guint i = 0; i < run->order->len; i++) {
    const char *key = g_ptr_array_index (run->order, i);

    if (key != NULL)
      g_ptr_array_index (parts, i) = mx_event_dup_summary (g_hash_table_lookup (run->others, key), names);
  }
}

/* What is said, without the places where nothing is. */
static GPtrArray *
list_said (GPtrArray *parts)
{
  GPtrArray *said = g_ptr_array_new ();

  for (guint i = 0; i < parts->len; i++)
    if (g_ptr_array_index (parts, i) != NULL)
      g_ptr_array_add (said, g_ptr_array_index (parts, i));
  return said;
}

static char *
join_sentences (GPtrArray *parts)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint shown = parts->len > MAX_SENTENCES ? MAX_SENTENCES - 1 : parts->len;

  for (guint i = 0; i < shown; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? " · " : "", (const char *) g_ptr_array_index (parts, i));
  if (shown < parts->len) {
    guint n = parts->len - shown;
    /* Translators: {n} is a number; the end of a row that tells several changes. */
    g_autofree char *more = fill (ngettext ("{n} more change", "{n} more changes", n), "", "", "", n);

    g_string_append_printf (out, " · %s", more);
  }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/*< private >
 * _mx_state_sentence:
 * @events: (nullable) (element-type MxEvent): the changes of the row, oldest first
 * @event: (nullable): the change, where @events is %NULL
 * @names: (nullable) (element-type utf8 utf8): user id to name
 *
 * Returns: (transfer full): what happened, in whole sentences
 */
char *
_mx_state_sentence (GPtrArray  *events,
                    MxEvent    *event,
                    GHashTable *names)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) said = NULL;
  g_auto (Run) run = { 0 };

  if (events == NULL || events->len == 1)
    return mx_event_dup_summary (events != NULL ? g_ptr_array_index (events, 0) : event, names);

  run.by_user = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  run.people = g_ptr_array_new ();
  run.others = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run.order = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (run.order, (int) events->len);
  g_ptr_array_set_size (parts, (int) events->len);
  for (guint i = 0; i < events->len; i++)
    run_add (&run, g_ptr_array_index (events, i));

  place_people_sentences (&run, parts, names);
  place_other_sentences (&run, parts, names);
  said = list_said (parts);
  if (said->len == 0)
    return mx_event_dup_summary (g_ptr_array_index (events, events->len - 1), names);
  return join_sentences (said);
}

/*< private >
 * _mx_redacted_sentence:
 * @event: a redacted event
 * @names: (nullable) (element-type utf8 utf8): user id to name
 *
 * Returns: (transfer full): who removed it, as far as that is known
 */
char *
_mx_redacted_sentence (MxEvent    *event,
                       GHashTable *names)
{
  const char *by = mx_event_get_redacted_by (event);
  g_autofree char *name = NULL;

  if (by == NULL)
    return g_strdup (_ ("This message was removed"));
  name = dup_isolated (names, by);
  /* Translators: {a} is the name of a person. */
  return fill (_ ("{a} removed this message"), name, "", "", 0);
}

/*< private >
 * _mx_unknown_sentence:
 * @event: an event this version cannot show
 * @names: (nullable) (element-type utf8 utf8): user id to name
 *
 * Returns: (transfer full): who sent what cannot be shown
 */
char *
_mx_unknown_sentence (MxEvent    *event,
                      GHashTable *names)
{
  g_autofree char *name = dup_isolated (names, mx_event_get_sender (event));

  if (mx_event_get_content_as (event, &mx_type_room_encrypted) != NULL)
    /* Translators: {a} is the name of a person. */
    return fill (_ ("{a} sent a private message that this version cannot read"), name, "", "", 0);
  /* Translators: {a} is the name of a person. */
  return fill (_ ("{a} sent something this version cannot show"), name, "", "", 0);
}
