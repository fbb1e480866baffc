/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reference of the timeline's tests by chance. Facts are what happened, each with what the
 * client has seen of it; the rows are made from all of them every time, so that nothing of
 * what the timeline does to be fast is in here. */

#include "config.h"

#include "mx-world.h"

#include <string.h>

static const char *const kinds[] = { "message", "state", "edit", "reaction", "redaction", "reply" };
const char *const mx_world_people[N_PEOPLE] = { ANN, BEN, "@cleo:example.org", ME };
const char *const mx_world_keys[MX_WORLD_N_KEYS] = { "A", "B", "C" };

/* Every test of the program rolls other mx_world_dice, all of them from the seed that is printed. */
GRand *mx_world_dice;

int
mx_world_roll (int from,
               int until)
{
  return g_rand_int_range (mx_world_dice, from, until);
}

MxFact *
mx_world_fact (GPtrArray *list,
               guint      i)
{
  return g_ptr_array_index (list, i);
}

MxEvent *
mx_world_event (MxWorld      *world,
                const MxFact *it)
{
  const char *target = it->kind >= MX_KIND_EDIT ? mx_world_fact (world->server, it->target)->id : "";
  g_autoptr (MxEvent) event = NULL;
  g_autofree char *because = NULL;

  if (it->kind == MX_KIND_MESSAGE)
    event = mx_model_message (it->id, mx_world_people[it->sender], it->ts, it->text);
  else if (it->kind == MX_KIND_STATE)
    event = mx_model_member (it->id, mx_world_people[it->sender], it->ts, "join", "leave");
  else
    event = mx_model_relation (it->id, mx_world_people[it->sender], it->ts, kinds[it->kind], target, it->text);
  if (!it->removed)
    return g_steal_pointer (&event);
  because = g_strdup_printf ("{\"type\":\"m.room.redaction\",\"event_id\":\"$because\",\"sender\":\"%s\","
                             "\"content\":{}}",
                             mx_world_people[it->remover]);
  return mx_event_redact (event, because);
}

MxEvent *
mx_world_local_event (MxWorld      *world,
                      const MxFact *it)
{
  MxFact copy = *it;
  g_autoptr (MxEvent) sent = NULL;
  g_autofree char *content = NULL;

  if (!it->known_id)
    g_strlcpy (copy.id, "$later", sizeof copy.id);
  sent = mx_world_event (world, &copy);
  if (it->known_id)
    return g_steal_pointer (&sent);
  content = mx_event_dup_content_json (sent);
  return mx_event_new_local (ROOM, mx_event_get_type_name (sent), ME, it->txn, it->ts, content);
}

gboolean
mx_world_is_relation (const MxFact *it)
{
  return it->kind == MX_KIND_EDIT || it->kind == MX_KIND_REACTION || it->kind == MX_KIND_REDACTION;
}

static gboolean
counts (const MxFact *it,
        gboolean      is_local)
{
  return is_local ? it->state != MX_SEND_FAILED : it->loaded && !it->removed;
}

static const MxFact *
find_edit (MxWorld      *world,
           const MxFact *it)
{
  const MxFact *best = NULL;

  for (guint i = 0; i < world->server->len; i++) {
    const MxFact *edit = mx_world_fact (world->server, i);

    if (edit->kind == MX_KIND_EDIT && edit->target == it->n && edit->sender == it->sender && counts (edit, FALSE) &&
        (best == NULL || edit->ts > best->ts || (edit->ts == best->ts && strcmp (edit->id, best->id) > 0)))
      best = edit;
  }
  for (guint i = 0; i < world->outbox->len; i++) {
    const MxFact *edit = mx_world_fact (world->outbox, i);

    if (edit->kind == MX_KIND_EDIT && edit->target == it->n && edit->sender == it->sender && counts (edit, TRUE))
      best = edit;
  }
  return best;
}

static void
add_reactions (MxWorld      *world,
               const MxFact *it,
               GString      *out)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  guint seen[G_N_ELEMENTS (mx_world_keys)] = { 0 };

  for (guint pass = 0; pass < 2; pass++) {
    GPtrArray *list = pass == 0 ? world->server : world->outbox;

    for (guint i = 0; i < list->len; i++) {
      const MxFact *reaction = mx_world_fact (list, i);
      guint key = (guint) (reaction->text[0] - 'A');

      if (reaction->kind != MX_KIND_REACTION || reaction->target != it->n || !counts (reaction, pass == 1) ||
          world->hidden[reaction->sender])
        continue;
      if (seen[key] == 0)
        g_ptr_array_add (order, (char *) mx_world_keys[key]);
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
add_message (MxWorld      *world,
             Builder      *builder,
             const MxFact *it,
             gboolean      is_local)
{
  static const char *const states[] = { "", " queued", " sending", " sent", " failed" };
  const MxFact *edit = is_local && !it->known_id ? NULL : find_edit (world, it);
  gboolean is_head;

  end_run (builder);
  is_head = builder->sender != (int) it->sender || ABS (it->ts - builder->ts) > 5 * 60 * 1000;
  if (it->removed)
    g_string_append_printf (builder->out, "removed%s %s %s", is_head ? "^" : "", it->id, mx_world_people[it->sender]);
  else {
    g_string_append_printf (builder->out, "message%s %s %s “%s”", is_head ? "^" : "",
                            is_local && !it->known_id ? it->txn : it->id, mx_world_people[it->sender],
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
add_fact (MxWorld      *world,
          Builder      *builder,
          const MxFact *it,
          gboolean      is_local)
{
  if (!is_local && it->gap_before) {
    end_run (builder);
    builder->sender = -1;
    g_string_append_printf (builder->out, "gap %" G_GINT64_FORMAT "\n", GAP_POS (it->n));
  }
  if (!is_local && !it->loaded)
    return;
  if (it->kind == MX_KIND_REACTION || it->kind == MX_KIND_REDACTION ||
      (it->kind == MX_KIND_EDIT && (!it->removed || it->seen_as_relation)))
    return;
  if (world->hidden[it->sender])
    return;
  add_day (builder, it->ts);
  if (it->kind != MX_KIND_STATE) {
    if (!is_local && !builder->unread_placed && world->anchor >= 0 &&
        mx_world_fact (world->server, (guint) world->anchor)->loaded &&
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

char *
mx_world_build (MxWorld *world)
{
  Builder builder = { .out = g_string_new (NULL), .day = G_MININT64, .sender = -1 };

  if (world->at_start)
    g_string_append (builder.out, "start\n");
  for (guint i = 0; i < world->server->len; i++)
    add_fact (world, &builder, mx_world_fact (world->server, i), FALSE);
  for (guint i = 0; i < world->outbox->len; i++)
    add_fact (world, &builder, mx_world_fact (world->outbox, i), TRUE);
  end_run (&builder);
  return g_string_free_and_steal (builder.out);
}
