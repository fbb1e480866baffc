/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-reaction.h"
#include "mx-session-private.h"
#include "mx-test.h"
#include "mx-timeline-private.h"

#define message  mx_model_message
#define member   mx_model_member
#define relation mx_model_relation
#define entry    mx_model_entry
#define local    mx_model_local

static MxEvent *
own_local (const char *txn_id,
           gint64      ts,
           const char *body)
{
  g_autofree char *content = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"%s\"}", body);

  return mx_event_new_local (ROOM, "m.room.message", ME, txn_id, ts, content);
}

static MxTimelineEntry *
confirmed (gint64      pos,
           MxEvent    *event,
           const char *txn_id)
{
  MxTimelineEntry *made = entry (pos, event);

  made->txn_id = g_strdup (txn_id);
  return made;
}

static void
take_older (MxModelFixture  *f,
            gint64           pos,
            MxTimelineSlice *slice)
{
  _mx_timeline_take (f->timeline, slice, pos);
  mx_timeline_slice_free (slice);
}

static void
take_newest (MxModelFixture  *f,
             MxTimelineSlice *slice)
{
  _mx_timeline_take (f->timeline, slice, G_MAXINT64);
  mx_timeline_slice_free (slice);
}

static void
test_groups (MxModelFixture *f,
             gconstpointer   data)
{
  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "one")), entry (2, message ("$2", ANN, NOON + 60000, "two")),
                   entry (3, message ("$3", BEN, NOON + 61000, "three")),
                   entry (4, message ("$4", BEN, NOON + 61000 + 6 * 60000, "four")), NULL);
  mx_model_assert_rows (f, "day 20000\n"
                           "message^ $1 " ANN " “one”\n"
                           "message $2 " ANN " “two”\n"
                           "message^ $3 " BEN " “three”\n"
                           "message^ $4 " BEN " “four”\n");
  g_assert_cmpuint (f->shadow->n_signals, ==, 1);
}

static void
test_days (MxModelFixture *f,
           gconstpointer   data)
{
  mx_model_append (f, entry (10, message ("$1", ANN, NOON, "one")),
                   entry (20, message ("$2", ANN, NOON + DAY_MS, "two")), NULL);
  mx_shadow_reset (f->shadow);
  take_older (f, 10, mx_model_slice (FALSE, entry (5, message ("$0", ANN, NOON - 1000, "zero")), NULL));
  mx_model_assert_rows (f, "day 20000\n"
                           "message^ $0 " ANN " “zero”\n"
                           "message $1 " ANN " “one”\n"
                           "day 20001\n"
                           "message^ $2 " ANN " “two”\n");
  /* The heading of the day is the same object, now higher up; the rest was not touched. */
  g_assert_cmpuint (f->shadow->n_signals, ==, 1);
  g_assert_cmpuint (f->shadow->n_removed, ==, 0);
  g_assert_cmpuint (f->shadow->n_added, ==, 1);
}

static void
test_folds (MxModelFixture *f,
            gconstpointer   data)
{
  g_autoptr (MxTimelineItem) row = NULL;

  mx_model_append (f, entry (10, member ("$1", ANN, NOON, "join", "leave")),
                   entry (20, member ("$2", BEN, NOON + 1, "join", "leave")), NULL);
  row = g_list_model_get_item (G_LIST_MODEL (f->timeline), 1);
  mx_model_assert_rows (f, "day 20000\nstate $1 $2\n");
  g_assert_cmpstr (mx_timeline_item_get_text (row), ==,
                   "\342\201\250" ANN "\342\201\251 and \342\201\250" BEN "\342\201\251 joined");

  /* The row grows at both ends and stays the same object. */
  mx_shadow_reset (f->shadow);
  mx_model_append (f, entry (30, member ("$3", ME, NOON + 2, "join", "leave")), NULL);
  take_older (f, 10,
              mx_model_slice (FALSE, entry (5, member ("$0", "@cleo:example.org", NOON - 5, "join", "leave")), NULL));
  mx_model_assert_rows (f, "day 20000\nstate $0 $1 $2 $3\n");
  g_assert_true (mx_timeline_get_item (f->timeline, "$0") == row);
  g_assert_cmpuint (f->shadow->n_signals, ==, 0);
  g_assert_cmpuint (f->shadow->n_notifies, ==, 2 + 7);

  /* A message that turns up in between tears it in two. */
  take_older (f, 20, mx_model_slice (FALSE, entry (15, message ("$m", ANN, NOON, "hello")), NULL));
  mx_model_assert_rows (f, "day 20000\nstate $0 $1\nmessage^ $m " ANN " “hello”\nstate $2 $3\n");
}

static void
test_echo (MxModelFixture *f,
           gconstpointer   data)
{
  g_autoptr (MxTimelineItem) row = NULL;

  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "hello")), NULL);
  mx_model_append (f, local (own_local ("t1", NOON + 1000, "hi"), "t1", MX_SEND_QUEUED), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “hello”\nmessage^ t1 " ME " “hi” queued\n");
  row = g_list_model_get_item (G_LIST_MODEL (f->timeline), 2);

  mx_shadow_reset (f->shadow);
  mx_model_change (f, local (own_local ("t1", NOON + 1000, "hi"), "t1", MX_SEND_SENDING), NULL);
  mx_model_append (f, confirmed (2, message ("$2", ME, NOON + 1200, "hi"), "t1"), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “hello”\nmessage^ $2 " ME " “hi”\n");
  g_assert_true (mx_timeline_get_item (f->timeline, "$2") == row);
  g_assert_cmpuint (f->shadow->n_signals, ==, 0);
}

/* Two wait; the second is confirmed first, and a stranger's message lies between. */
static void
test_echo_overtakes (MxModelFixture *f,
                     gconstpointer   data)
{
  g_autoptr (MxTimelineItem) row = NULL;

  mx_model_append (f, local (own_local ("t1", NOON, "first"), "t1", MX_SEND_QUEUED),
                   local (own_local ("t2", NOON, "second"), "t2", MX_SEND_QUEUED), NULL);
  row = g_list_model_get_item (G_LIST_MODEL (f->timeline), 2);
  mx_model_append (f, entry (5, message ("$a", ANN, NOON, "between")),
                   confirmed (6, message ("$2", ME, NOON, "second"), "t2"), NULL);
  mx_model_assert_rows (f, "day 20000\n"
                           "message^ $a " ANN " “between”\n"
                           "message^ $2 " ME " “second”\n"
                           "message t1 " ME " “first” queued\n");
  g_assert_true (mx_timeline_get_item (f->timeline, "$2") == row);
  mx_model_discard (f, "t1");
  mx_model_assert_rows (f, "day 20000\nmessage^ $a " ANN " “between”\nmessage^ $2 " ME " “second”\n");
}

static void
test_n07 (MxModelFixture *f,
          gconstpointer   data)
{
  const char *rows = "day 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " ME " “two”\n";

  /* Twice in one delta, again in the next, and once more in a page of history. */
  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "one")), entry (1, message ("$1", ANN, NOON, "one")), NULL);
  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "one")), NULL);
  mx_model_append (f, confirmed (2, message ("$2", ME, NOON, "two"), "t2"), NULL);
  /* The local echo after the remote one. */
  mx_model_append (f, local (own_local ("t2", NOON, "two"), "t2", MX_SEND_QUEUED), NULL);
  mx_model_assert_rows (f, rows);
  take_older (f, 2, mx_model_slice (FALSE, entry (1, message ("$1", ANN, NOON, "one")), NULL));
  mx_model_discard (f, "t2");
  mx_model_assert_rows (f, rows);

  /* The same member event in the timeline and, changed by nothing, in state. */
  mx_model_append (f, entry (3, member ("$3", BEN, NOON, "join", "leave")),
                   entry (3, member ("$3", BEN, NOON, "join", "leave")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " ME " “two”\nstate $3\n");
}

static void
test_n08 (MxModelFixture *f,
          gconstpointer   data)
{
  const char *rows = "day 20000\nmessage^ $1 " ME " “hi”\n";

  mx_model_append (f, local (own_local ("t1", NOON, "hi"), "t1", MX_SEND_SENDING), NULL);
  mx_model_append (f, confirmed (1, message ("$1", ME, NOON, "hi"), "t1"), NULL);
  mx_model_assert_rows (f, rows);
  mx_shadow_reset (f->shadow);
  /* Only now the answer to the request. */
  mx_model_change (f, local (message ("$1", ME, NOON, "hi"), "t1", MX_SEND_SENT), NULL);
  mx_model_assert_rows (f, rows);
  g_assert_cmpuint (f->shadow->n_signals + f->shadow->n_notifies, ==, 0);

  /* The other way round, and the echo has lost its transaction id. */
  mx_model_append (f, local (own_local ("t2", NOON, "ho"), "t2", MX_SEND_SENDING), NULL);
  mx_model_change (f, local (message ("$2", ME, NOON, "ho"), "t2", MX_SEND_SENT), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ME " “hi”\nmessage $2 " ME " “ho” sent\n");
  mx_model_append (f, entry (2, message ("$2", ME, NOON, "ho")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ME " “hi”\nmessage $2 " ME " “ho”\n");
}

static void
test_failed (MxModelFixture *f,
             gconstpointer   data)
{
  g_autoptr (MxTimelineItem) row = NULL;

  mx_model_append (f, local (own_local ("t1", NOON, "hi"), "t1", MX_SEND_QUEUED), NULL);
  mx_model_change (f, local (own_local ("t1", NOON, "hi"), "t1", MX_SEND_FAILED), NULL);
  row = g_list_model_get_item (G_LIST_MODEL (f->timeline), 1);
  mx_model_assert_rows (f, "day 20000\nmessage^ t1 " ME " “hi” failed\n");
  g_assert_error (mx_timeline_item_get_error (row), G_IO_ERROR, G_IO_ERROR_FAILED);
  mx_model_change (f, local (own_local ("t1", NOON, "hi"), "t1", MX_SEND_QUEUED), NULL);
  g_assert_no_error (mx_timeline_item_get_error (row));
  mx_model_assert_rows (f, "day 20000\nmessage^ t1 " ME " “hi” queued\n");
}

static void
test_edits (MxModelFixture *f,
            gconstpointer   data)
{
  g_autofree char *source = NULL;

  /* The edit waits for what it edits; the newest counts, whatever comes first. */
  mx_model_append (f, entry (20, relation ("$e2", ANN, NOON + 20, "edit", "$1", "newest")),
                   entry (21, relation ("$e1", ANN, NOON + 10, "edit", "$1", "older")),
                   entry (22, relation ("$e3", BEN, NOON + 30, "edit", "$1", "not yours")), NULL);
  mx_model_assert_rows (f, "");
  take_older (f, 20, mx_model_slice (FALSE, entry (10, message ("$1", ANN, NOON, "first")), NULL));
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “newest” edited\n");
  source = mx_timeline_item_dup_source (mx_timeline_get_item (f->timeline, "$1"));
  g_assert_nonnull (strstr (source, "\"first\""));
  g_assert_nonnull (strstr (source, "\"newest\""));

  /* An edit that is removed leaves the one before it. */
  mx_model_append (f, entry (30, relation ("$r", ANN, NOON + 40, "redaction", "$e2", "")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “older” edited\n");
}

static void
test_reactions (MxModelFixture *f,
                gconstpointer   data)
{
  g_autoptr (MxReaction) thumb = NULL;
  GListModel *reactions;

  mx_model_append (f, entry (20, relation ("$a", ANN, NOON, "reaction", "$1", "👍")),
                   entry (21, relation ("$b", ME, NOON, "reaction", "$1", "👍")),
                   entry (22, relation ("$c", BEN, NOON, "reaction", "$1", "🐟")),
                   entry (23, relation ("$d", ANN, NOON, "reaction", "$1", "👍")), NULL);
  take_older (f, 20, mx_model_slice (FALSE, entry (10, message ("$1", ANN, NOON, "hi")), NULL));
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “hi” 👍2* 🐟1\n");

  reactions = mx_timeline_item_get_reactions (mx_timeline_get_item (f->timeline, "$1"));
  thumb = g_list_model_get_item (reactions, 0);
  g_assert_cmpstrv (mx_reaction_get_names (thumb), ((const char *const[]) { ANN, ME, NULL }));
  /* Mine is taken back: the row keeps its other reactions and their objects. */
  mx_model_append (f, entry (30, relation ("$r", ME, NOON, "redaction", "$b", "")), NULL);
  g_assert_cmpuint (mx_reaction_get_count (thumb), ==, 1);
  g_assert_false (mx_reaction_is_mine (thumb));
}

/* A reaction of one's own is there at once, and its echo changes nothing. */
static void
test_reaction_echo (MxModelFixture *f,
                    gconstpointer   data)
{
  const char *content = "{\"m.relates_to\":{\"rel_type\":\"m.annotation\",\"event_id\":\"$1\",\"key\":\"👍\"}}";
  g_autoptr (MxShadow) reactions = NULL;
  MxTimelineEntry *echo;
  MxEvent *mine;

  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "hi")), NULL);
  mine = mx_event_new_local (ROOM, "m.reaction", ME, "t1", NOON, content);
  mx_model_append (f, local (mine, "t1", MX_SEND_QUEUED), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “hi” 👍1*\n");
  reactions = mx_shadow_new (mx_timeline_item_get_reactions (mx_timeline_get_item (f->timeline, "$1")));
  echo = confirmed (2, relation ("$2", ME, NOON, "reaction", "$1", "👍"), "t1");
  mx_model_append (f, echo, NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “hi” 👍1*\n");
  mx_shadow_check (reactions);
  g_assert_cmpuint (reactions->n_signals + reactions->n_notifies, ==, 0);
}

static void
test_redacted (MxModelFixture *f,
               gconstpointer   data)
{
  g_autoptr (MxEvent) original = message ("$1", ANN, NOON, "bad words");
  const char *because = "{\"type\":\"m.room.redaction\",\"event_id\":\"$r\",\"sender\":\"" BEN "\","
                        "\"content\":{\"redacts\":\"$1\"}}";
  MxTimelineItem *row;

  mx_model_append (f, entry (1, mx_event_ref (original)),
                   entry (2, relation ("$a", BEN, NOON, "reaction", "$1", "👍")),
                   entry (3, relation ("$e", ANN, NOON, "edit", "$1", "worse words")),
                   entry (4, relation ("$2", BEN, NOON, "reply", "$1", "oh")), NULL);
  row = mx_timeline_get_item (f->timeline, "$1");
  mx_shadow_reset (f->shadow);
  mx_model_change (f, entry (1, mx_event_redact (original, because)), NULL);
  mx_model_assert_rows (f, "day 20000\nremoved^ $1 " ANN "\nmessage^ $2 " BEN " “oh”\n");
  g_assert_cmpuint (f->shadow->n_signals, ==, 0);
  g_assert_cmpstr (mx_timeline_item_get_text (row), ==, "\342\201\250" BEN "\342\201\251 removed this message");
  /* What answered it shows that it is gone. */
  g_assert_true (mx_event_is_redacted (mx_timeline_item_get_reply_event (mx_timeline_get_item (f->timeline, "$2"))));
}

static void
test_replies (MxModelFixture *f,
              gconstpointer   data)
{
  MxTimelineItem *row;

  mx_model_append (f, entry (20, relation ("$2", BEN, NOON, "reply", "$1", "yes")), NULL);
  row = mx_timeline_get_item (f->timeline, "$2");
  g_assert_cmpstr (mx_timeline_item_get_reply_to (row), ==, "$1");
  g_assert_null (mx_timeline_item_get_reply_event (row));
  take_older (f, 20, mx_model_slice (FALSE, entry (10, message ("$1", ANN, NOON, "really?")), NULL));
  g_assert_cmpstr (mx_event_get_id (mx_timeline_item_get_reply_event (row)), ==, "$1");
  g_assert_cmpstr (mx_timeline_item_get_reply_name (row), ==, ANN);
  mx_model_people (f, mx_model_person (ANN, "Ann"), NULL);
  g_assert_cmpstr (mx_timeline_item_get_reply_name (row), ==, "Ann");
  /* An edit of what was answered is seen in the answer. */
  mx_model_append (f, entry (30, relation ("$e", ANN, NOON, "edit", "$1", "truly?")), NULL);
  g_assert_true (mx_timeline_item_get_reply_event (row) == mx_timeline_get_item (f->timeline, "$1")->event);
  mx_shadow_check (f->shadow);
}

static void
test_ignored (MxModelFixture *f,
              gconstpointer   data)
{
  g_autoptr (MxDelta) delta = mx_delta_new ();
  g_autoptr (MxDelta) back = mx_delta_new ();

  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "one")), entry (2, message ("$2", BEN, NOON, "two")),
                   entry (3, message ("$3", ANN, NOON, "three")),
                   entry (4, relation ("$a", BEN, NOON, "reaction", "$3", "👍")), NULL);
  delta->ignored = g_strdupv ((char **) ((const char *const[]) { BEN, NULL }));
  mx_model_apply (f->session, delta);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage $3 " ANN " “three”\n");
  g_assert_true (mx_session_is_ignored (f->session, BEN));
  back->ignored = g_new0 (char *, 1);
  mx_model_apply (f->session, back);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " BEN " “two”\n"
                           "message^ $3 " ANN " “three” 👍1\n");
}

static void
test_gap (MxModelFixture *f,
          gconstpointer   data)
{
  mx_model_append (f, entry (10, message ("$1", ANN, NOON, "one")), NULL);
  mx_model_append (f, entry (95, NULL), entry (100, message ("$9", ANN, NOON, "nine")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\ngap 95\nmessage^ $9 " ANN " “nine”\n");
  mx_shadow_reset (f->shadow);
  take_older (f, 95, mx_model_slice (FALSE, entry (75, NULL), entry (80, message ("$8", ANN, NOON, "eight")), NULL));
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\ngap 75\nmessage^ $8 " ANN " “eight”\n"
                           "message $9 " ANN " “nine”\n");
  g_assert_cmpuint (f->shadow->n_signals, ==, 1);
  take_older (f, 75,
              mx_model_slice (FALSE, entry (10, message ("$1", ANN, NOON, "one")),
                              entry (20, message ("$2", ANN, NOON, "two")), NULL));
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage $2 " ANN " “two”\n"
                           "message $8 " ANN " “eight”\nmessage $9 " ANN " “nine”\n");
}

static void
test_unread (MxModelFixture *f,
             gconstpointer   data)
{
  g_autoptr (MxTimelineItem) line = NULL;

  take_newest (f, mx_model_slice (TRUE, entry (1, message ("$1", ANN, NOON, "one")),
                                  entry (2, message ("$2", ME, NOON, "two")),
                                  entry (3, message ("$3", BEN, NOON, "three")), NULL));
  g_object_get (f->timeline, "unread-item", &line, NULL);
  g_assert_null (line);
  _mx_timeline_fully_read (f->timeline, "$1");
  mx_model_assert_rows (f, "start\nday 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " ME " “two”\nunread\n"
                           "message^ $3 " BEN " “three”\n");
  g_object_get (f->timeline, "unread-item", &line, NULL);
  g_assert_nonnull (line);
  /* It does not go back. */
  _mx_timeline_fully_read (f->timeline, "$3");
  _mx_timeline_fully_read (f->timeline, "$1");
  mx_model_assert_rows (f, "start\nday 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " ME " “two”\n"
                           "message^ $3 " BEN " “three”\n");
}

static void
test_following (MxModelFixture *f,
                gconstpointer   data)
{
  mx_model_append (f, entry (1, message ("$1", ANN, NOON, "one")), NULL);
  mx_timeline_set_following (f->timeline, TRUE);
  mx_model_append (f, entry (2, message ("$2", ANN, NOON, "two")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage $2 " ANN " “two”\n");
  mx_timeline_set_following (f->timeline, FALSE);
  mx_model_append (f, entry (3, message ("$3", ANN, NOON, "three")), NULL);
  mx_model_append (f, entry (4, message ("$4", ANN, NOON, "four")), NULL);
  mx_model_assert_rows (f, "day 20000\nmessage^ $1 " ANN " “one”\nmessage $2 " ANN " “two”\nunread\n"
                           "message^ $3 " ANN " “three”\nmessage $4 " ANN " “four”\n");
}

static void
test_start_and_trim (MxModelFixture *f,
                     gconstpointer   data)
{
  take_newest (f, mx_model_slice (TRUE, entry (1, message ("$1", ANN, NOON, "one")),
                                  entry (2, message ("$2", BEN, NOON, "two")),
                                  entry (3, message ("$3", ANN, NOON, "three")), NULL));
  g_assert_true (mx_timeline_is_at_start (f->timeline));
  g_assert_cmpuint (mx_timeline_find_event (f->timeline, "$2"), ==, 3);
  g_assert_cmpstr (mx_timeline_get_newest_id (f->timeline), ==, "$3");
  mx_timeline_trim (f->timeline, 2);
  mx_model_assert_rows (f, "day 20000\nmessage^ $2 " BEN " “two”\nmessage^ $3 " ANN " “three”\n");
  g_assert_false (mx_timeline_is_at_start (f->timeline));
  g_assert_cmpuint (mx_timeline_find_event (f->timeline, "$1"), ==, G_MAXUINT);
  take_older (f, 2, mx_model_slice (TRUE, entry (1, message ("$1", ANN, NOON, "one")), NULL));
  mx_model_assert_rows (f,
                        "start\nday 20000\nmessage^ $1 " ANN " “one”\nmessage^ $2 " BEN " “two”\n"
                        "message^ $3 " ANN " “three”\n");
}

static void
test_highlight (MxModelFixture *f,
                gconstpointer   data)
{
  static const struct
  {
    const char *content;
    gboolean highlight;
  } rows[] = {
    { "{\"msgtype\":\"m.text\",\"body\":\"me: hello\"}", TRUE },
    { "{\"msgtype\":\"m.text\",\"body\":\"some time\"}", FALSE },
    { "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.mentions\":{\"user_ids\":[\"" ME "\"]}}", TRUE },
    { "{\"msgtype\":\"m.text\",\"body\":\"me\",\"m.mentions\":{}}", FALSE },
    { "{\"msgtype\":\"m.text\",\"body\":\"x\",\"m.mentions\":{\"room\":true}}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *id = g_strdup_printf ("$%u", i);
    g_autofree char *json = g_strdup_printf ("{\"type\":\"m.room.message\",\"event_id\":\"%s\",\"sender\":\"" ANN "\","
                                             "\"origin_server_ts\":1,\"content\":%s}",
                                             id, rows[i].content);

    mx_model_append (f, entry (i + 1, mx_model_event (json)), NULL);
    g_assert_cmpint (mx_timeline_item_is_highlight (mx_timeline_get_item (f->timeline, id)), ==, rows[i].highlight);
  }
}

static void
test_unknown (MxModelFixture *f,
              gconstpointer   data)
{
  mx_model_append (f,
                   entry (1, mx_model_event ("{\"type\":\"org.example.poll\",\"event_id\":\"$1\",\"sender\":\"" ANN
                                             "\",\"origin_server_ts\":1728043200000,\"content\":{}}")),
                   NULL);
  g_assert_cmpint (mx_timeline_item_get_kind (mx_timeline_get_item (f->timeline, "$1")), ==, MX_ITEM_UNKNOWN);
  g_assert_cmpstr (mx_timeline_item_get_text (mx_timeline_get_item (f->timeline, "$1")), ==,
                   "\342\201\250" ANN "\342\201\251 sent something this version cannot show");
}

/* The model shows what is written at once, and the engine's own local entry adds nothing. */
static void
test_send_text (MxModelFixture *f,
                gconstpointer   data)
{
  g_autofree char *txn_id = mx_room_send_text (f->room, "m.text", "hello", "<b>hello</b>", NULL, NULL, NULL);
  g_autoptr (MxTimelineItem) row = g_list_model_get_item (G_LIST_MODEL (f->timeline), 1);

  g_assert_cmpstr (mx_timeline_item_get_text (row), ==, "hello");
  g_assert_cmpstr (mx_timeline_item_get_txn_id (row), ==, txn_id);
  g_assert_cmpint (mx_timeline_item_get_send_state (row), ==, MX_SEND_QUEUED);
  g_assert_true (mx_timeline_item_is_own (row));
  mx_model_append (f, local (own_local (txn_id, NOON, "hello"), txn_id, MX_SEND_SENDING), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f->timeline)), ==, 2);
  g_assert_cmpint (mx_timeline_item_get_send_state (row), ==, MX_SEND_SENDING);
}

static void
test_static (MxModelFixture *f,
             gconstpointer   data)
{
  MxTimelineSlice *slice = mx_model_slice (TRUE, entry (1, message ("$1", ANN, NOON, "one")), NULL);
  MxTimeline *preview;
  g_autofree char *rows = NULL;

  g_ptr_array_add (slice->members, mx_model_person (ANN, "Ann"));
  preview = _mx_timeline_new_static (f->session, slice);
  mx_timeline_slice_free (slice);
  rows = mx_model_dump (G_LIST_MODEL (preview));
  g_assert_cmpstr (rows, ==, "start\nday 20000\nmessage^ $1 " ANN " “one”\n");
  g_assert_cmpstr (mx_timeline_item_get_sender_name (mx_timeline_get_item (preview, "$1")), ==, "Ann");
  mx_timeline_load_older (preview, 10);
  g_assert_false (mx_timeline_is_loading (preview));
  g_assert_finalize_object (preview);
}

/* Rows that a view still holds outlive the timeline. */
static void
test_outlived (MxModelFixture *f,
               gconstpointer   data)
{
  MxTimelineSlice *slice = mx_model_slice (FALSE, entry (1, relation ("$1", ANN, NOON, "reply", "$0", "one")), NULL);
  MxTimeline *preview = _mx_timeline_new_static (f->session, slice);
  MxTimelineItem *row = g_list_model_get_item (G_LIST_MODEL (preview), 1);

  mx_timeline_slice_free (slice);
  g_assert_finalize_object (preview);
  g_assert_cmpstr (mx_timeline_item_get_text (row), ==, "one");
  g_assert_null (mx_timeline_item_get_reply_event (row));
  mx_timeline_item_retry (row);
  g_assert_finalize_object (row);
}

/* 100,000 rows: one more at either end must not cost more than a frame has. */
static void
test_large (MxModelFixture *f,
            gconstpointer   data)
{
  MxTimelineSlice *slice = mx_model_slice (FALSE, NULL);
  MxTimeline *preview;
  const gint64 later = NOON + 200000 * G_GINT64_CONSTANT (60000);
  gint64 begin, per_append;

  for (guint i = 0; i < 100000; i++) {
    g_autofree char *id = g_strdup_printf ("$%u", i);

    g_ptr_array_add (slice->entries, entry (1000 + i, message (id, i % 3 ? ANN : BEN,
                                                               NOON + i * G_GINT64_CONSTANT (60000), "hello")));
  }
  preview = _mx_timeline_new_static (f->session, slice);
  mx_timeline_slice_free (slice);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (preview)), >, 100000);

  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++) {
    g_autofree char *id = g_strdup_printf ("$older%u", i);
    g_autofree char *newer = g_strdup_printf ("$newer%u", i);

    slice = mx_model_slice (FALSE, entry (999 - i, message (id, ANN, NOON, "old")), NULL);
    _mx_timeline_take (preview, slice, 1000 - i);
    mx_timeline_slice_free (slice);
    slice = mx_model_slice (FALSE, entry (200000 + i, message (newer, ANN, later, "new")), NULL);
    _mx_timeline_take (preview, slice, G_MAXINT64);
    mx_timeline_slice_free (slice);
    g_assert_cmpuint (mx_timeline_find_event (preview, newer), ==,
                      g_list_model_get_n_items (G_LIST_MODEL (preview)) - 1);
  }
  per_append = (g_get_monotonic_time () - begin) / 200;
  g_test_message ("%" G_GINT64_FORMAT " us an entry", per_append);
  g_assert_cmpint (per_append, <, 4000);
  g_assert_finalize_object (preview);
}

#define TEST(path, func) g_test_add (path, MxModelFixture, NULL, mx_model_set_up, func, mx_model_tear_down)

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  TEST ("/timeline/groups", test_groups);
  TEST ("/timeline/days", test_days);
  TEST ("/timeline/folds-state", test_folds);
  TEST ("/timeline/echo/in-place", test_echo);
  TEST ("/timeline/echo/overtakes", test_echo_overtakes);
  TEST ("/security/N07/model/each-event-once", test_n07);
  TEST ("/security/N08/model/echo-and-answer-in-any-order", test_n08);
  TEST ("/timeline/failed", test_failed);
  TEST ("/timeline/edits", test_edits);
  TEST ("/timeline/reactions/wait-for-target", test_reactions);
  TEST ("/timeline/reactions/echo", test_reaction_echo);
  TEST ("/timeline/redacted", test_redacted);
  TEST ("/timeline/replies", test_replies);
  TEST ("/timeline/ignored", test_ignored);
  TEST ("/timeline/gap", test_gap);
  TEST ("/timeline/unread/line", test_unread);
  TEST ("/timeline/unread/following", test_following);
  TEST ("/timeline/start-and-trim", test_start_and_trim);
  TEST ("/timeline/highlight", test_highlight);
  TEST ("/timeline/unknown", test_unknown);
  TEST ("/timeline/send-text", test_send_text);
  TEST ("/timeline/preview", test_static);
  TEST ("/timeline/rows-outlive", test_outlived);
  TEST ("/timeline/large", test_large);
  return g_test_run ();
}
