/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thousands of deltas by chance (messages, echoes in any order, edits, reactions,
 * redactions, state, gaps, paging, trimming, people hidden), each compared with a
 * reference that builds all rows anew from what a client has seen, without cleverness. */

#include "config.h"

#include "mx-model-fixture.h"

#include "mx-test.h"
#include "mx-timeline-private.h"

#include <string.h>

#define N_PEOPLE   4
#define GAP_POS(i) ((gint64) (i) * 10 + 5)
#define POS(i)     ((gint64) (i) * 10 + 10)

typedef enum {
  KIND_MESSAGE,
  KIND_STATE,
  KIND_EDIT,
  KIND_REACTION,
  KIND_REDACTION,
  KIND_REPLY,
} Kind;

static const char *const kinds[] = { "message", "state", "edit", "reaction", "redaction", "reply" };
static const char *const people[N_PEOPLE] = { ANN, BEN, "@cleo:example.org", ME };
static const char *const keys[] = { "A", "B", "C" };

/* An event of the server, or of the outbox. */
typedef struct
{
  guint n; /* the server's order; for one in the outbox: of arrival */
  char id[16];
  char txn[16]; /* empty: not of this client */
  Kind kind;
  guint sender;
  gint64 ts;
  guint target; /* for edit, reaction, redaction, reply */
  char text[24];
  gboolean removed;
  guint remover;
  gboolean loaded;
  gboolean gap_before; /* the client knows that something is missing right before */
  gboolean seen_as_relation;
  MxSendState state;
  gboolean known_id; /* of one in the outbox: the answer came */
} Fact;

typedef struct
{
  MxModelFixture *f;
  GPtrArray *server; /* (element-type Fact) */
  GPtrArray *outbox; /* (element-type Fact): of arrival */
  guint missed;      /* the next delivery has a gap before it */
  guint serial;
  gboolean at_start;
  gboolean hidden[N_PEOPLE];
  int anchor; /* -1: none */
} World;

/* Every test of the program rolls other dice, all of them from the seed that is printed. */
static GRand *dice;

static int
roll (int from,
      int until)
{
  return g_rand_int_range (dice, from, until);
}

static Fact *
fact (GPtrArray *list,
      guint      i)
{
  return g_ptr_array_index (list, i);
}

static MxEvent *
event_of (World      *world,
          const Fact *it)
{
  const char *target = it->kind >= KIND_EDIT ? fact (world->server, it->target)->id : "";
  g_autoptr (MxEvent) event = NULL;
  g_autofree char *because = NULL;

  if (it->kind == KIND_MESSAGE)
    event = mx_model_message (it->id, people[it->sender], it->ts, it->text);
  else if (it->kind == KIND_STATE)
    event = mx_model_member (it->id, people[it->sender], it->ts, "join", "leave");
  else
    event = mx_model_relation (it->id, people[it->sender], it->ts, kinds[it->kind], target, it->text);
  if (!it->removed)
    return g_steal_pointer (&event);
  because = g_strdup_printf ("{\"type\":\"m.room.redaction\",\"event_id\":\"$because\",\"sender\":\"%s\","
                             "\"content\":{}}",
                             people[it->remover]);
  return mx_event_redact (event, because);
}

/* The same while it has no id. */
static MxEvent *
local_event_of (World      *world,
                const Fact *it)
{
  Fact copy = *it;
  g_autoptr (MxEvent) sent = NULL;
  g_autofree char *content = NULL;

  if (!it->known_id)
    g_strlcpy (copy.id, "$later", sizeof copy.id);
  sent = event_of (world, &copy);
  if (it->known_id)
    return g_steal_pointer (&sent);
  content = mx_event_dup_content_json (sent);
  return mx_event_new_local (ROOM, mx_event_get_type_name (sent), ME, it->txn, it->ts, content);
}

/* The reference. */

static gboolean
is_relation (const Fact *it)
{
  return it->kind == KIND_EDIT || it->kind == KIND_REACTION || it->kind == KIND_REDACTION;
}

static gboolean
counts (const Fact *it,
        gboolean    is_local)
{
  return is_local ? it->state != MX_SEND_FAILED : it->loaded && !it->removed;
}

static const Fact *
find_edit (World      *world,
           const Fact *it)
{
  const Fact *best = NULL;

  for (guint i = 0; i < world->server->len; i++) {
    const Fact *edit = fact (world->server, i);

    if (edit->kind == KIND_EDIT && edit->target == it->n && edit->sender == it->sender && counts (edit, FALSE) &&
        (best == NULL || edit->ts > best->ts || (edit->ts == best->ts && strcmp (edit->id, best->id) > 0)))
      best = edit;
  }
  for (guint i = 0; i < world->outbox->len; i++) {
    const Fact *edit = fact (world->outbox, i);

    if (edit->kind == KIND_EDIT && edit->target == it->n && edit->sender == it->sender && counts (edit, TRUE))
      best = edit;
  }
  return best;
}

static void
add_reactions (World      *world,
               const Fact *it,
               GString    *out)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  guint seen[G_N_ELEMENTS (keys)] = { 0 };

  for (guint pass = 0; pass < 2; pass++) {
    GPtrArray *list = pass == 0 ? world->server : world->outbox;

    for (guint i = 0; i < list->len; i++) {
      const Fact *reaction = fact (list, i);
      guint key = (guint) (reaction->text[0] - 'A');

      if (reaction->kind != KIND_REACTION || reaction->target != it->n || !counts (reaction, pass == 1) ||
          world->hidden[reaction->sender])
        continue;
      if (seen[key] == 0)
        g_ptr_array_add (order, (char *) keys[key]);
      seen[key] |= 1u << reaction->sender;
    }
  }
  for (guint i = 0; i < order->len; i++) {
    const char *key = g_ptr_array_index (order, i);
    guint who = seen[key[0] - 'A'];
    guint n = 0;

    for (guint j = 0; j < N_PEOPLE; j++)
      n += (who >> j) & 1;
    g_string_append_printf (out, " %s%u%s", key, n, who >> (N_PEOPLE - 1) ? "*" : "");
  }
}

typedef struct
{
  GString *out;
  gint64 day;
  int sender; /* of the message right above; -1: none */
  gint64 ts;
  gboolean in_run;
  gboolean unread_placed;
} Builder;

static void
add_day (Builder *builder,
         gint64   ts)
{
  if (ts / DAY_MS == builder->day)
    return;
  if (builder->in_run)
    g_string_append_c (builder->out, '\n');
  builder->day = ts / DAY_MS;
  builder->in_run = FALSE;
  builder->sender = -1;
  g_string_append_printf (builder->out, "day %" G_GINT64_FORMAT "\n", builder->day);
}

static void
end_run (Builder *builder)
{
  if (builder->in_run)
    g_string_append_c (builder->out, '\n');
  builder->in_run = FALSE;
}

static void
add_message (World      *world,
             Builder    *builder,
             const Fact *it,
             gboolean    is_local)
{
  static const char *const states[] = { "", " queued", " sending", " sent", " failed" };
  const Fact *edit = is_local && !it->known_id ? NULL : find_edit (world, it);
  gboolean is_head;

  end_run (builder);
  is_head = builder->sender != (int) it->sender || ABS (it->ts - builder->ts) > 5 * 60 * 1000;
  if (it->removed)
    g_string_append_printf (builder->out, "removed%s %s %s", is_head ? "^" : "", it->id, people[it->sender]);
  else {
    g_string_append_printf (builder->out, "message%s %s %s “%s”", is_head ? "^" : "",
                            is_local && !it->known_id ? it->txn : it->id, people[it->sender],
                            edit != NULL ? edit->text : it->text);
    if (edit != NULL)
      g_string_append (builder->out, " edited");
  }
  g_string_append (builder->out, is_local ? states[it->state] : "");
  if (!it->removed && !(is_local && !it->known_id))
    add_reactions (world, it, builder->out);
  g_string_append_c (builder->out, '\n');
  builder->sender = (int) it->sender;
  builder->ts = it->ts;
}

static void
add_fact (World      *world,
          Builder    *builder,
          const Fact *it,
          gboolean    is_local)
{
  if (!is_local && it->gap_before) {
    end_run (builder);
    builder->sender = -1;
    g_string_append_printf (builder->out, "gap %" G_GINT64_FORMAT "\n", GAP_POS (it->n));
  }
  if (!is_local && !it->loaded)
    return;
  if (it->kind == KIND_REACTION || it->kind == KIND_REDACTION ||
      (it->kind == KIND_EDIT && (!it->removed || it->seen_as_relation)))
    return;
  if (world->hidden[it->sender])
    return;
  add_day (builder, it->ts);
  if (it->kind != KIND_STATE) {
    if (!is_local && !builder->unread_placed && world->anchor >= 0 &&
        fact (world->server, (guint) world->anchor)->loaded &&
        (int) it->n > world->anchor && it->sender != N_PEOPLE - 1) {
      end_run (builder);
      builder->unread_placed = TRUE;
      builder->sender = -1;
      g_string_append (builder->out, "unread\n");
    }
    add_message (world, builder, it, is_local);
    return;
  }
  if (!builder->in_run)
    g_string_append (builder->out, "state");
  g_string_append_printf (builder->out, " %s", it->id);
  builder->in_run = TRUE;
  builder->sender = -1;
}

static char *
build (World *world)
{
  Builder builder = { .out = g_string_new (NULL), .day = G_MININT64, .sender = -1 };

  if (world->at_start)
    g_string_append (builder.out, "start\n");
  for (guint i = 0; i < world->server->len; i++)
    add_fact (world, &builder, fact (world->server, i), FALSE);
  for (guint i = 0; i < world->outbox->len; i++)
    add_fact (world, &builder, fact (world->outbox, i), TRUE);
  end_run (&builder);
  return g_string_free_and_steal (builder.out);
}

/* What happens. */

static gint64
next_ts (World *world)
{
  return NOON + world->serial * G_GINT64_CONSTANT (400000) + roll (0, 900000);
}

static guint
any_fact (World *world)
{
  guint n = world->server->len;

  return (guint) roll (n > 40 ? (int) n - 40 : 0, (int) n);
}

static Fact *
new_fact (World *world,
          guint  sender)
{
  Fact *it = g_new0 (Fact, 1);

  it->kind = (Kind) (world->server->len > 3 ? roll (0, 6) : KIND_MESSAGE);
  if (it->kind == KIND_REDACTION)
    it->kind = KIND_MESSAGE;
  it->sender = sender;
  it->ts = next_ts (world);
  if (it->kind >= KIND_EDIT)
    it->target = any_fact (world);
  if (it->kind == KIND_EDIT && roll (0, 3) > 0)
    it->sender = sender == N_PEOPLE - 1 ? sender : fact (world->server, it->target)->sender;
  g_snprintf (it->text, sizeof it->text, "text %u", world->serial++);
  if (it->kind == KIND_REACTION)
    g_strlcpy (it->text, keys[roll (0, G_N_ELEMENTS (keys))], sizeof it->text);
  return it;
}

static Fact *
publish (World *world,
         Fact  *it)
{
  it->n = world->server->len;
  if (it->id[0] == '\0')
    g_snprintf (it->id, sizeof it->id, "$%u", it->n);
  g_ptr_array_add (world->server, it);
  return it;
}

static MxTimelineEntry *
entry_of (World *world,
          Fact  *it)
{
  MxTimelineEntry *entry = mx_model_entry (POS (it->n), event_of (world, it));

  if (it->txn[0] != '\0' && roll (0, 4) > 0)
    entry->txn_id = g_strdup (it->txn);
  return entry;
}

/* The client has it now. */
static void
load (World *world,
      Fact  *it)
{
  it->loaded = TRUE;
  it->seen_as_relation = is_relation (it) && !it->removed;
}

static void
deliver (World *world,
         Fact  *it)
{
  MxTimelineEntry *entry = entry_of (world, it);
  MxTimelineEntry *again = roll (0, 10) == 0 ? entry_of (world, it) : NULL;

  /* Without a transaction id an echo is only known when the answer told its id. */
  if (it->txn[0] != '\0' && !it->known_id)
    g_set_str (&entry->txn_id, it->txn);
  it->gap_before = world->missed > 0;
  if (world->missed > 0)
    mx_model_append (world->f, mx_model_entry (GAP_POS (it->n), NULL), entry, again, NULL);
  else
    mx_model_append (world->f, entry, again, NULL);
  world->missed = 0;
  load (world, it);
}

static void
op_message (World *world)
{
  Fact *it = publish (world, new_fact (world, (guint) roll (0, N_PEOPLE - 1)));

  if (roll (0, 12) == 0)
    world->missed++;
  if (world->missed > 0 && roll (0, 3) > 0)
    world->missed++;
  else
    deliver (world, it);
}

static void
op_redact (World *world)
{
  Fact *it, *target;
  guint which = any_fact (world);

  target = fact (world->server, which);
  if (world->missed > 0 || target->removed || target->kind == KIND_REDACTION || target->kind == KIND_STATE)
    return;
  it = new_fact (world, (guint) roll (0, N_PEOPLE - 1));
  it->kind = KIND_REDACTION;
  it->target = which;
  publish (world, it);
  target->removed = TRUE;
  target->remover = it->sender;
  if (target->loaded && roll (0, 2) == 0)
    mx_model_change (world->f, entry_of (world, target), NULL);
  deliver (world, it);
}

static void
op_send (World *world)
{
  Fact *it = new_fact (world, N_PEOPLE - 1);

  if (it->kind == KIND_STATE)
    it->kind = KIND_MESSAGE;
  it->sender = N_PEOPLE - 1;
  it->state = MX_SEND_QUEUED;
  it->n = G_MAXUINT; /* no place yet: nothing can aim at it */
  g_snprintf (it->txn, sizeof it->txn, "t%u", world->serial);
  g_ptr_array_add (world->outbox, it);
  mx_model_append (world->f, mx_model_local (local_event_of (world, it), it->txn, it->state), NULL);
}

static void
op_progress (World *world)
{
  static const MxSendState next[] = { MX_SEND_NONE, MX_SEND_SENDING, MX_SEND_SENDING, MX_SEND_SENT, MX_SEND_QUEUED };
  Fact *it;

  if (world->outbox->len == 0)
    return;
  it = fact (world->outbox, (guint) roll (0, (int) world->outbox->len));
  if (it->state == MX_SEND_SENT)
    return;
  it->state = roll (0, 5) == 0 ? MX_SEND_FAILED : next[it->state];
  mx_model_change (world->f, mx_model_local (local_event_of (world, it), it->txn, it->state), NULL);
}

static void
op_echo (World *world)
{
  guint i;
  Fact *it;

  if (world->outbox->len == 0 || world->missed > 0)
    return;
  i = (guint) roll (0, (int) world->outbox->len);
  it = fact (world->outbox, i);
  if (it->state == MX_SEND_FAILED)
    return;
  it->n = world->server->len;
  g_snprintf (it->id, sizeof it->id, "$%u", it->n);
  /* The answer to the request may come before the echo, after it, or never. */
  if (roll (0, 2) == 0) {
    it->known_id = TRUE;
    it->state = MX_SEND_SENT;
    mx_model_change (world->f, mx_model_local (local_event_of (world, it), it->txn, MX_SEND_SENT), NULL);
  }
  g_ptr_array_steal_index (world->outbox, i);
  publish (world, it);
  deliver (world, it);
  if (!it->known_id && roll (0, 2) == 0)
    mx_model_change (world->f, mx_model_local (event_of (world, it), it->txn, MX_SEND_SENT), NULL);
}

static void
op_discard (World *world)
{
  g_autofree Fact *it = NULL;
  guint i;

  if (world->outbox->len == 0 || roll (0, 3) > 0)
    return;
  i = (guint) roll (0, (int) world->outbox->len);
  it = g_ptr_array_steal_index (world->outbox, i);
  mx_model_discard (world->f, it->txn);
}

/* A page before the event @i (or before the gap there), at most @n long. */
static void
page (World *world,
      guint  i,
      guint  n)
{
  MxTimelineSlice *slice = mx_model_slice (FALSE, NULL);
  gint64 pos = fact (world->server, i)->gap_before ? GAP_POS (i) : POS (i);
  guint from = i;
  gboolean ends;

  fact (world->server, i)->gap_before = FALSE;
  while (from > 0 && n-- > 0 && !fact (world->server, from - 1)->loaded)
    load (world, fact (world->server, --from));
  ends = from == 0 || fact (world->server, from - 1)->loaded;
  slice->at_start = from == 0;
  if (!ends && roll (0, 2) == 0) {
    fact (world->server, from)->gap_before = TRUE;
    g_ptr_array_add (slice->entries, mx_model_entry (GAP_POS (from), NULL));
  } else if (!ends) {
    /* Is anything loaded above? Then a gap must say that something is missing. */
    for (guint j = 0; j < from; j++)
      if (fact (world->server, j)->loaded && !fact (world->server, from)->gap_before) {
        fact (world->server, from)->gap_before = TRUE;
        g_ptr_array_add (slice->entries, mx_model_entry (GAP_POS (from), NULL));
      }
  }
  for (guint j = from; j < i; j++)
    g_ptr_array_add (slice->entries, entry_of (world, fact (world->server, j)));
  if (from == 0)
    world->at_start = TRUE;
  _mx_timeline_take (world->f->timeline, slice, pos);
  mx_timeline_slice_free (slice);
}

static void
op_page (World *world)
{
  guint n = (guint) roll (1, 15);

  for (guint i = 0; i < world->server->len; i++)
    if (fact (world->server, i)->loaded) {
      if (!world->at_start || fact (world->server, i)->gap_before)
        page (world, i, n);
      return;
    }
}

static void
op_fill (World *world)
{
  guint n = (guint) roll (1, 6);

  for (guint i = world->server->len; i > 0; i--)
    if (fact (world->server, i - 1)->loaded && fact (world->server, i - 1)->gap_before) {
      page (world, i - 1, n);
      return;
    }
}

static void
op_hide (World *world)
{
  guint who = (guint) roll (0, N_PEOPLE - 1);
  g_autoptr (MxDelta) delta = mx_delta_new ();
  g_autoptr (GStrvBuilder) users = g_strv_builder_new ();

  world->hidden[who] = !world->hidden[who];
  for (guint i = 0; i < N_PEOPLE; i++)
    if (world->hidden[i])
      g_strv_builder_add (users, people[i]);
  delta->ignored = g_strv_builder_end (users);
  mx_model_apply (world->f->session, delta);
}

static void
op_read (World *world)
{
  guint which = any_fact (world);
  gboolean was_loaded = world->anchor >= 0 && fact (world->server, (guint) world->anchor)->loaded;

  _mx_timeline_fully_read (world->f->timeline, fact (world->server, which)->id);
  if (was_loaded && (!fact (world->server, which)->loaded || (int) which <= world->anchor))
    return;
  world->anchor = (int) which;
}

static void
op_trim (World *world)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (world->f->timeline));
  guint keep = n / 2;
  g_autoptr (MxTimelineItem) last = NULL;
  gint64 pos;
  gboolean dropped = FALSE;

  if (keep == 0 || roll (0, 8) > 0)
    return;
  last = g_list_model_get_item (G_LIST_MODEL (world->f->timeline), n - keep);
  if (_mx_timeline_item_get_key (last)->region != MX_REGION_REMOTE)
    return;
  pos = _mx_timeline_item_get_key (last)->pos;
  mx_timeline_trim (world->f->timeline, keep);
  for (guint i = 0; i < world->server->len; i++) {
    Fact *it = fact (world->server, i);

    if (GAP_POS (i) < pos && it->gap_before) {
      it->gap_before = FALSE;
      dropped = TRUE;
    }
    if (POS (i) < pos && it->loaded) {
      it->loaded = FALSE;
      dropped = TRUE;
    }
  }
  if (dropped)
    world->at_start = FALSE;
}

static void
test_random (MxModelFixture *f,
             gconstpointer   data)
{
  static void (*const ops[]) (World *) = {
    op_message,
    op_message,
    op_message,
    op_message,
    op_send,
    op_send,
    op_progress,
    op_progress,
    op_echo,
    op_echo,
    op_redact,
    op_discard,
    op_page,
    op_fill,
    op_hide,
    op_read,
    op_trim,
  };
  World world = { .f = f, .anchor = -1 };

  dice = g_rand_new_with_seed ((guint32) g_test_rand_int () + GPOINTER_TO_UINT (data));
  world.server = g_ptr_array_new_with_free_func (g_free);
  world.outbox = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 20; i++)
    publish (&world, new_fact (&world, (guint) roll (0, N_PEOPLE - 1)));
  world.missed = 0;
  deliver (&world, publish (&world, new_fact (&world, 0)));
  for (guint i = 0; i < 1500; i++) {
    g_autofree char *wanted = NULL;
    g_autofree char *is = NULL;

    ops[roll (0, G_N_ELEMENTS (ops))](&world);
    wanted = build (&world);
    is = mx_model_dump (G_LIST_MODEL (f->timeline));
    if (strcmp (is, wanted) != 0)
      g_error ("after %u steps the rows are\n%s\nand should be\n%s", i + 1, is, wanted);
    if (i % 10 == 0)
      mx_shadow_check (f->shadow);
  }
  g_test_message ("%u events, %u rows at the end, %u signals", world.server->len,
                  g_list_model_get_n_items (G_LIST_MODEL (f->timeline)), f->shadow->n_signals);
  g_ptr_array_unref (world.server);
  g_ptr_array_unref (world.outbox);
  g_clear_pointer (&dice, g_rand_free);
}

int
main (int    argc,
      char **argv)
{
  mx_test_init (&argc, &argv);
  for (guint i = 0; i < 6; i++) {
    g_autofree char *path = g_strdup_printf ("/timeline/random/%u", i);

    g_test_add (path, MxModelFixture, GUINT_TO_POINTER (i), mx_model_set_up, test_random, mx_model_tear_down);
  }
  return g_test_run ();
}
