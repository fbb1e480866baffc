/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thousands of deltas by chance (messages, echoes in any order, edits, reactions,
 * redactions, state, gaps, paging, trimming, people hidden), each compared with a
 * reference that builds all rows anew from what a client has seen, without cleverness. */

#include "config.h"

#include "mx-model-fixture.h"
#include "mx-world.h"

#include "mx-test.h"
#include "mx-timeline-private.h"

#include <string.h>

static gint64
next_ts (MxWorld *world)
{
  return NOON + world->serial * G_GINT64_CONSTANT (400000) + mx_world_roll (0, 900000);
}

static guint
any_fact (MxWorld *world)
{
  guint n = world->server->len;

  return (guint) mx_world_roll (n > 40 ? (int) n - 40 : 0, (int) n);
}

static MxFact *
new_fact (MxWorld *world,
          guint    sender)
{
  MxFact *it = g_new0 (MxFact, 1);

  it->kind = (MxKind) (world->server->len > 3 ? mx_world_roll (0, 6) : MX_KIND_MESSAGE);
  if (it->kind == MX_KIND_REDACTION)
    it->kind = MX_KIND_MESSAGE;
  it->sender = sender;
  it->ts = next_ts (world);
  if (it->kind >= MX_KIND_EDIT)
    it->target = any_fact (world);
  if (it->kind == MX_KIND_EDIT && mx_world_roll (0, 3) > 0)
    it->sender = sender == N_PEOPLE - 1 ? sender : mx_world_fact (world->server, it->target)->sender;
  g_snprintf (it->text, sizeof it->text, "text %u", world->serial++);
  if (it->kind == MX_KIND_REACTION)
    g_strlcpy (it->text, mx_world_keys[mx_world_roll (0, G_N_ELEMENTS (mx_world_keys))], sizeof it->text);
  return it;
}

static MxFact *
publish (MxWorld *world,
         MxFact  *it)
{
  it->n = world->server->len;
  if (it->id[0] == '\0')
    g_snprintf (it->id, sizeof it->id, "$%u", it->n);
  g_ptr_array_add (world->server, it);
  return it;
}

static MxTimelineEntry *
entry_of (MxWorld *world,
          MxFact  *it)
{
  MxTimelineEntry *entry = mx_model_entry (POS (it->n), mx_world_event (world, it));

  if (it->txn[0] != '\0' && mx_world_roll (0, 4) > 0)
    entry->txn_id = g_strdup (it->txn);
  return entry;
}

/* The client has it now. */
static void
load (MxWorld *world,
      MxFact  *it)
{
  it->loaded = TRUE;
  it->seen_as_relation = mx_world_is_relation (it) && !it->removed;
}

static void
deliver (MxWorld *world,
         MxFact  *it)
{
  MxTimelineEntry *entry = entry_of (world, it);
  MxTimelineEntry *again = mx_world_roll (0, 10) == 0 ? entry_of (world, it) : NULL;

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
op_message (MxWorld *world)
{
  MxFact *it = publish (world, new_fact (world, (guint) mx_world_roll (0, N_PEOPLE - 1)));

  if (mx_world_roll (0, 12) == 0)
    world->missed++;
  if (world->missed > 0 && mx_world_roll (0, 3) > 0)
    world->missed++;
  else
    deliver (world, it);
}

static void
op_redact (MxWorld *world)
{
  MxFact *it, *target;
  guint which = any_fact (world);

  target = mx_world_fact (world->server, which);
  if (world->missed > 0 || target->removed || target->kind == MX_KIND_REDACTION || target->kind == MX_KIND_STATE)
    return;
  it = new_fact (world, (guint) mx_world_roll (0, N_PEOPLE - 1));
  it->kind = MX_KIND_REDACTION;
  it->target = which;
  publish (world, it);
  target->removed = TRUE;
  target->remover = it->sender;
  if (target->loaded && mx_world_roll (0, 2) == 0)
    mx_model_change (world->f, entry_of (world, target), NULL);
  deliver (world, it);
}

static void
op_send (MxWorld *world)
{
  MxFact *it = new_fact (world, N_PEOPLE - 1);

  if (it->kind == MX_KIND_STATE)
    it->kind = MX_KIND_MESSAGE;
  it->sender = N_PEOPLE - 1;
  it->state = MX_SEND_QUEUED;
  it->n = G_MAXUINT; /* no place yet: nothing can aim at it */
  g_snprintf (it->txn, sizeof it->txn, "t%u", world->serial);
  g_ptr_array_add (world->outbox, it);
  mx_model_append (world->f, mx_model_local (mx_world_local_event (world, it), it->txn, it->state), NULL);
}

static void
op_progress (MxWorld *world)
{
  static const MxSendState next[] = { MX_SEND_NONE, MX_SEND_SENDING, MX_SEND_SENDING, MX_SEND_SENT, MX_SEND_QUEUED };
  MxFact *it;

  if (world->outbox->len == 0)
    return;
  it = mx_world_fact (world->outbox, (guint) mx_world_roll (0, (int) world->outbox->len));
  if (it->state == MX_SEND_SENT)
    return;
  it->state = mx_world_roll (0, 5) == 0 ? MX_SEND_FAILED : next[it->state];
  mx_model_change (world->f, mx_model_local (mx_world_local_event (world, it), it->txn, it->state), NULL);
}

static void
op_echo (MxWorld *world)
{
  guint i;
  MxFact *it;

  if (world->outbox->len == 0 || world->missed > 0)
    return;
  i = (guint) mx_world_roll (0, (int) world->outbox->len);
  it = mx_world_fact (world->outbox, i);
  if (it->state == MX_SEND_FAILED)
    return;
  it->n = world->server->len;
  g_snprintf (it->id, sizeof it->id, "$%u", it->n);
  /* The answer to the request may come before the echo, after it, or never. */
  if (mx_world_roll (0, 2) == 0) {
    it->known_id = TRUE;
    it->state = MX_SEND_SENT;
    mx_model_change (world->f, mx_model_local (mx_world_local_event (world, it), it->txn, MX_SEND_SENT), NULL);
  }
  g_ptr_array_steal_index (world->outbox, i);
  publish (world, it);
  deliver (world, it);
  if (!it->known_id && mx_world_roll (0, 2) == 0)
    mx_model_change (world->f, mx_model_local (mx_world_event (world, it), it->txn, MX_SEND_SENT), NULL);
}

static void
op_discard (MxWorld *world)
{
  g_autofree MxFact *it = NULL;
  guint i;

  if (world->outbox->len == 0 || mx_world_roll (0, 3) > 0)
    return;
  i = (guint) mx_world_roll (0, (int) world->outbox->len);
  it = g_ptr_array_steal_index (world->outbox, i);
  mx_model_discard (world->f, it->txn);
}

/* A page before the event @i (or before the gap there), at most @n long. */
static void
page (MxWorld *world,
      guint    i,
      guint    n)
{
  MxTimelineSlice *slice = mx_model_slice (FALSE, NULL);
  gint64 pos = mx_world_fact (world->server, i)->gap_before ? GAP_POS (i) : POS (i);
  guint from = i;
  gboolean ends;

  mx_world_fact (world->server, i)->gap_before = FALSE;
  while (from > 0 && n-- > 0 && !mx_world_fact (world->server, from - 1)->loaded)
    load (world, mx_world_fact (world->server, --from));
  ends = from == 0 || mx_world_fact (world->server, from - 1)->loaded;
  slice->at_start = from == 0;
  if (!ends && mx_world_roll (0, 2) == 0) {
    mx_world_fact (world->server, from)->gap_before = TRUE;
    g_ptr_array_add (slice->entries, mx_model_entry (GAP_POS (from), NULL));
  } else if (!ends) {
    /* Is anything loaded above? Then a gap must say that something is missing. */
    for (guint j = 0; j < from; j++)
      if (mx_world_fact (world->server, j)->loaded && !mx_world_fact (world->server, from)->gap_before) {
        mx_world_fact (world->server, from)->gap_before = TRUE;
        g_ptr_array_add (slice->entries, mx_model_entry (GAP_POS (from), NULL));
      }
  }
  for (guint j = from; j < i; j++)
    g_ptr_array_add (slice->entries, entry_of (world, mx_world_fact (world->server, j)));
  if (from == 0)
    world->at_start = TRUE;
  _mx_timeline_take (world->f->timeline, slice, pos);
  mx_timeline_slice_free (slice);
}

static void
op_page (MxWorld *world)
{
  guint n = (guint) mx_world_roll (1, 15);

  for (guint i = 0; i < world->server->len; i++)
    if (mx_world_fact (world->server, i)->loaded) {
      if (!world->at_start || mx_world_fact (world->server, i)->gap_before)
        page (world, i, n);
      return;
    }
}

static void
op_fill (MxWorld *world)
{
  guint n = (guint) mx_world_roll (1, 6);

  for (guint i = world->server->len; i > 0; i--)
    if (mx_world_fact (world->server, i - 1)->loaded && mx_world_fact (world->server, i - 1)->gap_before) {
      page (world, i - 1, n);
      return;
    }
}

static void
op_hide (MxWorld *world)
{
  guint who = (guint) mx_world_roll (0, N_PEOPLE - 1);
  g_autoptr (MxDelta) delta = mx_delta_new ();
  g_autoptr (GStrvBuilder) users = g_strv_builder_new ();

  world->hidden[who] = !world->hidden[who];
  for (guint i = 0; i < N_PEOPLE; i++)
    if (world->hidden[i])
      g_strv_builder_add (users, mx_world_people[i]);
  delta->ignored = g_strv_builder_end (users);
  mx_model_apply (world->f->session, delta);
}

static void
op_read (MxWorld *world)
{
  guint which = any_fact (world);
  gboolean was_loaded = world->anchor >= 0 && mx_world_fact (world->server, (guint) world->anchor)->loaded;

  _mx_timeline_fully_read (world->f->timeline, mx_world_fact (world->server, which)->id);
  if (was_loaded && (!mx_world_fact (world->server, which)->loaded || (int) which <= world->anchor))
    return;
  world->anchor = (int) which;
}

static void
op_trim (MxWorld *world)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (world->f->timeline));
  guint keep = n / 2;
  g_autoptr (MxTimelineItem) last = NULL;
  gint64 pos;
  gboolean dropped = FALSE;

  if (keep == 0 || mx_world_roll (0, 8) > 0)
    return;
  last = g_list_model_get_item (G_LIST_MODEL (world->f->timeline), n - keep);
  if (_mx_timeline_item_get_key (last)->region != MX_REGION_REMOTE)
    return;
  pos = _mx_timeline_item_get_key (last)->pos;
  mx_timeline_trim (world->f->timeline, keep);
  for (guint i = 0; i < world->server->len; i++) {
    MxFact *it = mx_world_fact (world->server, i);

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
  static void (*const ops[]) (MxWorld *) = {
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
  MxWorld world = { .f = f, .anchor = -1 };

  mx_world_dice = g_rand_new_with_seed ((guint32) g_test_rand_int () + GPOINTER_TO_UINT (data));
  world.server = g_ptr_array_new_with_free_func (g_free);
  world.outbox = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < 20; i++)
    publish (&world, new_fact (&world, (guint) mx_world_roll (0, N_PEOPLE - 1)));
  world.missed = 0;
  deliver (&world, publish (&world, new_fact (&world, 0)));
  for (guint i = 0; i < 1500; i++) {
    g_autofree char *wanted = NULL;
    g_autofree char *is = NULL;

    ops[mx_world_roll (0, G_N_ELEMENTS (ops))](&world);
    wanted = mx_world_build (&world);
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
  g_clear_pointer (&mx_world_dice, g_rand_free);
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
