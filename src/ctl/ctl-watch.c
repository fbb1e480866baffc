/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CtlWatch: follows one room's timeline and says which rows are new or changed.
 *
 * A row that comes below one that was there before is news; what stands there when the room
 * is opened, and what is loaded above, is not. Where a sync has left a gap, it is filled,
 * and what comes is news too. Changes of one row within one turn of the main loop are told
 * once, when the timeline is at rest. Main thread. */

#include "config.h"

#include "ctl-watch.h"

#include "ctl-item.h"

#include "mx-reaction.h"
#include "mx-room.h"
#include "mx-timeline-item.h"
#include "mx-timeline.h"

/* So many rows are kept of a room that nobody asks about; beyond MANY they are cut to FEW. */
#define MANY_ROWS 1000
#define FEW_ROWS  200

/* A row and what we listen to on it. */
typedef struct
{
  CtlWatch *watch;       /* (unowned): owns us     */
  MxTimelineItem *item;  /* (owned)                */
  GListModel *reactions; /* (owned) (nullable)     */
  GPtrArray *heard;      /* (owned): reactions that we listen to */
} Row;

struct _CtlWatch {
  GObject parent_instance;

  MxRoom *room;         /* (owned)                          */
  MxTimeline *timeline; /* (owned)                          */
  GPtrArray *rows;      /* (element-type Row): its mirror   */
  GPtrArray *news;      /* (element-type MxTimelineItem)    */
  guint flush;          /* source                           */
  guint holds;
  gboolean is_ready; /* the first rows are there         */
};

G_DEFINE_FINAL_TYPE (CtlWatch, ctl_watch, G_TYPE_OBJECT)

typedef enum {
  SIGNAL_ITEM,
  SIGNAL_LOADED,
} CtlWatchSignal;

static guint signals[SIGNAL_LOADED + 1];

static gboolean
flush (gpointer user_data)
{
  CtlWatch *self = user_data;
  g_autoptr (GPtrArray) news = g_steal_pointer (&self->news);
  guint i;

  self->flush = 0;
  self->news = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_ref (self);
  for (i = 0; i < news->len; i++)
    g_signal_emit (self, signals[SIGNAL_ITEM], 0, g_ptr_array_index (news, i));
  if (self->holds == 0 && self->rows->len > MANY_ROWS)
    mx_timeline_trim (self->timeline, FEW_ROWS);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
tell (CtlWatch       *self,
      MxTimelineItem *item)
{
  if (!ctl_item_is_event (item) || g_ptr_array_find (self->news, item, NULL))
    return;
  g_ptr_array_add (self->news, g_object_ref (item));
  if (self->flush == 0)
    self->flush = g_idle_add_full (G_PRIORITY_DEFAULT, flush, self, NULL);
}

/* Rows. */

static gboolean
is_shown (const char *property)
{
  static const char *const shown[] = { "changes", "error", "event", "event-id", "is-edited",
                                       "kind", "send-state", "text", "txn-id", NULL };

  return g_strv_contains (shown, property);
}

static void
on_item_notify (MxTimelineItem *item,
                GParamSpec     *pspec,
                Row            *row)
{
  if (row->watch->is_ready && is_shown (pspec->name))
    tell (row->watch, item);
}

static void
on_reaction_notify (MxReaction *reaction,
                    GParamSpec *pspec,
                    Row        *row)
{
  tell (row->watch, row->item);
}

static void
unhear (Row *row)
{
  guint i;

  for (i = 0; i < row->heard->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (row->heard, i), row);
  g_ptr_array_set_size (row->heard, 0);
}

static void
hear (Row *row)
{
  guint i;

  unhear (row);
  for (i = 0; i < g_list_model_get_n_items (row->reactions); i++) {
    MxReaction *reaction = g_list_model_get_item (row->reactions, i);

    g_signal_connect (reaction, "notify", G_CALLBACK (on_reaction_notify), row);
    g_ptr_array_add (row->heard, reaction);
  }
}

static void
on_reactions_changed (GListModel *reactions,
                      guint       position,
                      guint       removed,
                      guint       added,
                      Row        *row)
{
  hear (row);
  tell (row->watch, row->item);
}

static Row *
row_new (CtlWatch       *watch,
         MxTimelineItem *item)
{
  Row *row = g_new0 (Row, 1);

  row->watch = watch;
  row->item = item;
  row->heard = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (item, "notify", G_CALLBACK (on_item_notify), row);
  if (ctl_item_is_event (item)) {
    row->reactions = g_object_ref (mx_timeline_item_get_reactions (item));
    g_signal_connect (row->reactions, "items-changed", G_CALLBACK (on_reactions_changed), row);
    hear (row);
  }
  return row;
}

static void
row_free (gpointer data)
{
  Row *row = data;

  unhear (row);
  g_ptr_array_unref (row->heard);
  if (row->reactions != NULL)
    g_signal_handlers_disconnect_by_data (row->reactions, row);
  g_clear_object (&row->reactions);
  g_signal_handlers_disconnect_by_data (row->item, row);
  g_object_unref (row->item);
  g_free (row);
}

/* Where the first event stands; the number of rows when there is none. */
static guint
first_event (CtlWatch *self)
{
  guint i;

  for (i = 0; i < self->rows->len; i++)
    if (ctl_item_is_event (ctl_watch_get_item (self, i)))
      break;
  return i;
}

static void
on_items_changed (GListModel *timeline,
                  guint       position,
                  guint       removed,
                  guint       added,
                  CtlWatch   *self)
{
  guint first = first_event (self);
  gboolean is_empty = first == self->rows->len;
  gboolean is_news = self->is_ready && (is_empty || position > first);
  guint i;

  if (removed > 0)
    g_ptr_array_remove_range (self->rows, position, removed);
  for (i = 0; i < added; i++)
    g_ptr_array_insert (self->rows, (int) (position + i),
                        row_new (self, g_list_model_get_item (timeline, position + i)));
  for (i = 0; is_news && i < added; i++)
    tell (self, ctl_watch_get_item (self, position + i));
  if (is_news)
    ctl_watch_fill (self, position, position + added);
}

static void
on_loading (MxTimeline *timeline,
            GParamSpec *pspec,
            CtlWatch   *self)
{
  if (mx_timeline_is_loading (timeline))
    return;
  self->is_ready = TRUE;
  g_object_ref (self);
  g_signal_emit (self, signals[SIGNAL_LOADED], 0);
  if (self->rows->len <= MANY_ROWS)
    ctl_watch_fill (self, first_event (self), self->rows->len);
  g_object_unref (self);
}

static void
ctl_watch_dispose (GObject *object)
{
  CtlWatch *self = CTL_WATCH (object);

  g_clear_handle_id (&self->flush, g_source_remove);
  if (self->timeline != NULL)
    g_signal_handlers_disconnect_by_data (self->timeline, self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->news, g_ptr_array_unref);
  g_clear_object (&self->timeline);
  g_clear_object (&self->room);
  G_OBJECT_CLASS (ctl_watch_parent_class)->dispose (object);
}

static void
ctl_watch_class_init (CtlWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ctl_watch_dispose;

  signals[SIGNAL_ITEM] = g_signal_new ("item", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, MX_TYPE_TIMELINE_ITEM);
  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
ctl_watch_init (CtlWatch *self)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->news = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * ctl_watch_new:
 * @room: a room that the session is in
 *
 * Returns: (transfer full): what follows its timeline from now on
 */
CtlWatch *
ctl_watch_new (MxRoom *room)
{
  CtlWatch *self = g_object_new (CTL_TYPE_WATCH, NULL);

  self->room = g_object_ref (room);
  self->timeline = mx_room_get_timeline (room);
  g_signal_connect (self->timeline, "items-changed", G_CALLBACK (on_items_changed), self);
  g_signal_connect (self->timeline, "notify::is-loading", G_CALLBACK (on_loading), self);
  on_items_changed (G_LIST_MODEL (self->timeline), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (self->timeline)),
                    self);
  self->is_ready = !mx_timeline_is_loading (self->timeline);
  return self;
}

/**
 * ctl_watch_get_room:
 * @self: a watch
 *
 * Returns: (transfer none): its room
 */
MxRoom *
ctl_watch_get_room (CtlWatch *self)
{
  return self->room;
}

/**
 * ctl_watch_get_timeline:
 * @self: a watch
 *
 * Returns: (transfer none): the timeline it follows
 */
MxTimeline *
ctl_watch_get_timeline (CtlWatch *self)
{
  return self->timeline;
}

/**
 * ctl_watch_get_n_items:
 * @self: a watch
 *
 * Returns: how many rows are known
 */
guint
ctl_watch_get_n_items (CtlWatch *self)
{
  return self->rows->len;
}

/**
 * ctl_watch_get_item:
 * @self: a watch
 * @position: below ctl_watch_get_n_items ()
 *
 * Returns: (transfer none): the row, oldest first
 */
MxTimelineItem *
ctl_watch_get_item (CtlWatch *self,
                    guint     position)
{
  const Row *row = g_ptr_array_index (self->rows, position);

  return row->item;
}

/**
 * ctl_watch_fill:
 * @self: a watch
 * @begin: a row
 * @end: the row after the last
 *
 * Asks for what is missing between the rows, the newest first.
 *
 * Returns: whether "loaded" tells when something has come
 */
gboolean
ctl_watch_fill (CtlWatch *self,
                guint     begin,
                guint     end)
{
  guint i;

  for (i = end; i > begin; i--) {
    MxTimelineItem *item = ctl_watch_get_item (self, i - 1);

    if (mx_timeline_item_get_kind (item) != MX_ITEM_GAP)
      continue;
    mx_timeline_fill_gap (self->timeline, item);
    break;
  }
  return mx_timeline_is_loading (self->timeline);
}

/**
 * ctl_watch_hold:
 * @self: a watch
 *
 * Keeps every row that is known until ctl_watch_release ().
 */
void
ctl_watch_hold (CtlWatch *self)
{
  self->holds++;
}

/**
 * ctl_watch_release:
 * @self: a watch
 *
 * Undoes one ctl_watch_hold ().
 */
void
ctl_watch_release (CtlWatch *self)
{
  g_assert (self->holds > 0);

  self->holds--;
}
