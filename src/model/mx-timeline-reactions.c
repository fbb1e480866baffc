/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reactions of a row, counted anew from what hangs on its event: one per person and
 * emoji, in the order in which each emoji came first, without people who are hidden.
 * The list of the row changes as little as possible. Main thread. */

#include "config.h"

#include "mx-timeline-private.h"

#include "mx-event.h"
#include "mx-reaction-private.h"

/* Emojis under one row that are counted; the rest of a flood is left out. */
#define MAX_KEYS 100

typedef struct
{
  const char *key;         /* (unowned) */
  GPtrArray *names;        /* (element-type utf8) (unowned), %NULL-terminated when done */
  GHashTable *senders;     /* (element-type utf8) (unowned) */
  const char *my_event_id; /* (unowned) (nullable) */
  const char *my_txn_id;   /* (unowned) (nullable) */
} Tally;

static void
tally_free (Tally *tally)
{
  g_ptr_array_unref (tally->names);
  g_hash_table_unref (tally->senders);
  g_free (tally);
}

static int
compare_nodes (gconstpointer a,
               gconstpointer b)
{
  const MxTimelineNode *first = *(const MxTimelineNode *const *) a;
  const MxTimelineNode *second = *(const MxTimelineNode *const *) b;

  if (first->is_local != second->is_local)
    return first->is_local ? 1 : -1;
  return first->pos < second->pos ? -1 : first->pos > second->pos;
}

/* The reactions that count, oldest first. */
static GPtrArray *
list_reactions (MxTimeline     *self,
                MxTimelineNode *node)
{
  GPtrArray *all = _mx_timeline_get_relations (self, mx_event_get_id (node->event));
  GPtrArray *reactions = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++) {
    MxTimelineNode *reaction = g_ptr_array_index (all, i);

    if (reaction->relation == MX_RELATION_ANNOTATION && reaction->send_state != MX_SEND_FAILED &&
        !_mx_timeline_is_removed (self, reaction) &&
        !_mx_timeline_is_ignored (self, mx_event_get_sender (reaction->event)))
      g_ptr_array_add (reactions, reaction);
  }
  g_ptr_array_sort (reactions, compare_nodes);
  return reactions;
}

static void
count (MxTimeline     *self,
       MxTimelineNode *reaction,
       GPtrArray      *tallies,
       GHashTable     *by_key)
{
  const char *key = mx_event_get_annotation (reaction->event);
  const char *sender = mx_event_get_sender (reaction->event);
  Tally *tally = g_hash_table_lookup (by_key, key);

  if (tally == NULL) {
    if (tallies->len >= MAX_KEYS)
      return;
    tally = g_new0 (Tally, 1);
    tally->key = key;
    tally->names = g_ptr_array_new_null_terminated (4, NULL, TRUE);
    tally->senders = g_hash_table_new (g_str_hash, g_str_equal);
    g_hash_table_insert (by_key, (char *) key, tally);
    g_ptr_array_add (tallies, tally);
  }
  if (!g_hash_table_add (tally->senders, (char *) sender))
    return;
  g_ptr_array_add (tally->names, (char *) _mx_timeline_get_name (self, sender));
  if (g_strcmp0 (sender, self->me) == 0) {
    tally->my_event_id = reaction->is_local ? NULL : mx_event_get_id (reaction->event);
    tally->my_txn_id = reaction->txn_id;
  }
}

static GPtrArray *
count_all (MxTimeline *self,
           GPtrArray  *reactions)
{
  GPtrArray *tallies = g_ptr_array_new_with_free_func ((GDestroyNotify) tally_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < reactions->len; i++)
    count (self, g_ptr_array_index (reactions, i), tallies, by_key);
  return tallies;
}

static MxReaction *
find_or_make (MxTimelineItem *item,
              GListModel     *list,
              const char     *key)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (MxReaction) reaction = g_list_model_get_item (list, i);

    if (g_strcmp0 (mx_reaction_get_key (reaction), key) == 0)
      return g_steal_pointer (&reaction);
  }
  return _mx_reaction_new (item, key);
}

/* Makes @list hold @wanted, touching only what differs between equal ends. */
static void
make_equal (GListStore *list,
            GPtrArray  *wanted)
{
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint n_new = wanted->len;
  guint head = 0;

  while (head < n_old && head < n_new) {
    g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (list), head);

    if (old != g_ptr_array_index (wanted, head))
      break;
    head++;
  }
  while (n_old > head && n_new > head) {
    g_autoptr (GObject) old = g_list_model_get_item (G_LIST_MODEL (list), n_old - 1);

    if (old != g_ptr_array_index (wanted, n_new - 1))
      break;
    n_old--;
    n_new--;
  }
  if (n_old > head || n_new > head)
    g_list_store_splice (list, head, n_old - head, wanted->pdata + head, n_new - head);
}

/*< private >
 * _mx_timeline_show_reactions:
 *
 * Brings the row's list of reactions up to date.
 */
void
_mx_timeline_show_reactions (MxTimeline     *self,
                             MxTimelineNode *node)
{
  g_autoptr (GPtrArray) reactions = list_reactions (self, node);
  g_autoptr (GPtrArray) tallies = NULL;
  g_autoptr (GPtrArray) wanted = NULL;
  GListStore *list;

  if (reactions->len == 0 && _mx_timeline_item_peek_reactions (node->item) == NULL)
    return;
  if (_mx_timeline_is_removed (self, node))
    g_ptr_array_set_size (reactions, 0);

  tallies = count_all (self, reactions);
  wanted = g_ptr_array_new_with_free_func (g_object_unref);
  list = _mx_timeline_item_ensure_reactions (node->item);
  for (guint i = 0; i < tallies->len; i++) {
    Tally *tally = g_ptr_array_index (tallies, i);
    MxReaction *reaction = find_or_make (node->item, G_LIST_MODEL (list), tally->key);

    _mx_reaction_update (reaction, tally->names->len, tally->my_event_id, tally->my_txn_id,
                         (const char *const *) tally->names->pdata);
    g_ptr_array_add (wanted, reaction);
  }
  make_equal (list, wanted);
}
