/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rooms of an account: all of them by id, and as a list model those the sidebar
 * shows, by section and then by last activity.
 *
 * Each shown room has a place: the keys it was sorted by when it was put there, so
 * that it can be found again after it changed. Changes are collected between begin ()
 * and end (): few are moved one by one (out and in again), many (a first delta with
 * 2,000 rooms) become one sorted pass and one trimmed items-changed. Main thread. */

#include "config.h"

#include "mx-room-list-private.h"

#include "mx-room-groups.h"
#include "mx-room-private.h"

/* More changes than this at once are sorted in one pass. */
#define MANY 16

typedef struct
{
  MxRoom *room; /* (unowned): the table of rooms owns it */
  MxSection section;
  double order; /* of favourites as the person has it; of services invites first */
  gint64 ts;
  gboolean shown;
  gboolean touched;
  gboolean regrouped; /* views show it in another way since the list was told */
} Place;

struct _MxRoomList {
  GObject parent_instance;
  GHashTable *rooms;   /* room id → MxRoom (owned)    */
  GHashTable *places;  /* MxRoom → Place (owned)      */
  GHashTable *aliases; /* alias → MxRoom (unowned)    */
  GPtrArray *shown;    /* (element-type Place): sorted */
  GPtrArray *touched;  /* (element-type Place)        */
  GListStore *spaces;  /* (element-type MxRoom): sorted by name */
  GListStore *groups;  /* (element-type MxRoomGroup) */
  gboolean regroup;    /* a space is another one than when the groups were made */
  guint depth;         /* of begin ()                 */
};

static void mx_room_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxRoomList, mx_room_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_room_list_list_model_init))

static int
compare_places (const Place *a,
                const Place *b)
{
  if (a->section != b->section)
    return a->section < b->section ? -1 : 1;
  if (a->order != b->order)
    return a->order < b->order ? -1 : 1;
  if (a->ts != b->ts)
    return a->ts > b->ts ? -1 : 1;
  return g_strcmp0 (mx_room_get_id (a->room), mx_room_get_id (b->room));
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return compare_places (*(const Place *const *) a, *(const Place *const *) b);
}

/* Reads anew what the room is sorted by. */
static Place
place_of (MxRoom *room)
{
  const MxRoomSummary *summary = _mx_room_get_summary (room);
  Place place = { .room = room, .section = mx_room_get_section (room), .ts = mx_room_get_last_ts (room) };

  if (summary != NULL)
    place.ts = MAX (place.ts, summary->sort_ts);
  if (place.section == MX_SECTION_FAVOURITES && summary != NULL)
    place.order = summary->tag_order;
  if (place.section == MX_SECTION_SERVICES)
    place.order = mx_room_get_membership (room) == MX_MEMBERSHIP_INVITE ? 0 : 1;
  place.shown = place.section != MX_SECTION_HIDDEN;
  return place;
}

static guint
find_place (MxRoomList  *self,
            const Place *place)
{
  guint low = 0;
  guint high = self->shown->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (compare_places (g_ptr_array_index (self->shown, middle), place) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean
same_place (const Place *a,
            const Place *b)
{
  return a->shown == b->shown && (!a->shown || compare_places (a, b) == 0);
}

/* Whether views show it in another way than before. */
static gboolean
is_regrouped (const Place *before,
              const Place *now)
{
  return before->shown && now->shown &&
         (before->section != now->section ||
          (now->section == MX_SECTION_SERVICES && before->order != now->order));
}

static gboolean
stays_between (MxRoomList  *self,
               guint        at,
               const Place *now)
{
  if (at > 0 && compare_places (g_ptr_array_index (self->shown, at - 1), now) > 0)
    return FALSE;
  return at + 1 >= self->shown->len || compare_places (g_ptr_array_index (self->shown, at + 1), now) > 0;
}

static void
assign (Place       *place,
        const Place *now)
{
  place->section = now->section;
  place->order = now->order;
  place->ts = now->ts;
  place->shown = now->shown;
}

static void
move_one (MxRoomList *self,
          Place      *place)
{
  Place now = place_of (place->room);
  gboolean regrouped = is_regrouped (place, &now);
  guint at;

  if (same_place (place, &now))
    return;
  if (place->shown) {
    at = find_place (self, place);
    if (now.shown && stays_between (self, at, &now)) {
      assign (place, &now);
      if (regrouped)
        g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 1);
      return;
    }
    g_ptr_array_remove_index (self->shown, at);
    place->shown = FALSE;
    g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
  }
  assign (place, &now);
  if (!place->shown)
    return;
  at = find_place (self, place);
  g_ptr_array_insert (self->shown, (int) at, place);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static gboolean
same_row (gconstpointer old,
          gpointer      now)
{
  const Place *place = now;

  return old == now && !place->regrouped;
}

/* Tells what differs between @before and the list as it is. */
static void
tell_difference (MxRoomList *self,
                 GPtrArray  *before)
{
  guint head = 0;
  guint n_old = before->len;
  guint n_new = self->shown->len;

  while (head < n_old && head < n_new &&
         same_row (g_ptr_array_index (before, head), g_ptr_array_index (self->shown, head)))
    head++;
  while (n_old > head && n_new > head &&
         same_row (g_ptr_array_index (before, n_old - 1), g_ptr_array_index (self->shown, n_new - 1))) {
    n_old--;
    n_new--;
  }
  if (n_old > head || n_new > head)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head, n_new - head);
}

/* Takes those that changed out of the list, and returns those that have a place in it now, sorted. */
static GPtrArray *
take_out (MxRoomList *self,
          GPtrArray  *touched)
{
  GPtrArray *moved = g_ptr_array_sized_new (touched->len);
  guint kept = 0;

  for (guint i = 0; i < touched->len; i++) {
    Place *place = g_ptr_array_index (touched, i);
    Place now = place_of (place->room);

    place->regrouped = is_regrouped (place, &now);
    place->touched = TRUE;
    assign (place, &now);
    if (now.shown)
      g_ptr_array_add (moved, place);
  }
  for (guint i = 0; i < self->shown->len; i++) {
    Place *place = g_ptr_array_index (self->shown, i);

    if (!place->touched)
      self->shown->pdata[kept++] = place;
  }
  g_ptr_array_set_size (self->shown, (int) kept);
  g_ptr_array_sort (moved, compare_pointers);
  return moved;
}

/* Puts sorted places into the sorted list, from the end on. */
static void
put_in (MxRoomList *self,
        GPtrArray  *moved)
{
  guint left = self->shown->len;
  guint more = moved->len;

  g_ptr_array_set_size (self->shown, (int) (left + more));
  while (more > 0) {
    Place *last = g_ptr_array_index (moved, more - 1);

    if (left > 0 && compare_places (g_ptr_array_index (self->shown, left - 1), last) > 0) {
      self->shown->pdata[left + more - 1] = self->shown->pdata[left - 1];
      left--;
    } else {
      self->shown->pdata[left + more - 1] = last;
      more--;
    }
  }
}

/* Only those that changed are sorted: however many rooms there are, a slice stays short. */
static void
sort_many (MxRoomList *self,
           GPtrArray  *touched)
{
  g_autoptr (GPtrArray) before = g_ptr_array_copy (self->shown, NULL, NULL);
  g_autoptr (GPtrArray) moved = take_out (self, touched);

  put_in (self, moved);
  for (guint i = 0; i < touched->len; i++)
    ((Place *) g_ptr_array_index (touched, i))->touched = FALSE;
  tell_difference (self, before);
  for (guint i = 0; i < touched->len; i++)
    ((Place *) g_ptr_array_index (touched, i))->regrouped = FALSE;
}

static GType
mx_room_list_get_item_type (GListModel *model)
{
  return MX_TYPE_ROOM;
}

static guint
mx_room_list_get_n_items (GListModel *model)
{
  return MX_ROOM_LIST (model)->shown->len;
}

static gpointer
mx_room_list_get_item (GListModel *model,
                       guint       position)
{
  MxRoomList *self = MX_ROOM_LIST (model);
  Place *place = position < self->shown->len ? g_ptr_array_index (self->shown, position) : NULL;

  return place != NULL ? g_object_ref (place->room) : NULL;
}

static void
mx_room_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_room_list_get_item_type;
  iface->get_n_items = mx_room_list_get_n_items;
  iface->get_item = mx_room_list_get_item;
}

static void
mx_room_list_finalize (GObject *object)
{
  MxRoomList *self = MX_ROOM_LIST (object);

  g_clear_object (&self->groups);
  g_clear_object (&self->spaces);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->touched, g_ptr_array_unref);
  g_clear_pointer (&self->aliases, g_hash_table_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->rooms, g_hash_table_unref);
  G_OBJECT_CLASS (mx_room_list_parent_class)->finalize (object);
}

static void
mx_room_list_class_init (MxRoomListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mx_room_list_finalize;
}

static void
mx_room_list_init (MxRoomList *self)
{
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->places = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_ptr_array_new ();
  self->spaces = g_list_store_new (MX_TYPE_ROOM);
  self->groups = g_list_store_new (MX_TYPE_ROOM_GROUP);
  self->touched = g_ptr_array_new ();
}

/*< private >
 * _mx_room_list_new:
 *
 * Returns: (transfer full): an empty list
 */
MxRoomList *
_mx_room_list_new (void)
{
  return g_object_new (MX_TYPE_ROOM_LIST, NULL);
}

/*< private >
 * _mx_room_list_get:
 *
 * Returns: (transfer none) (nullable): the room with this id, also when it is not shown
 */
MxRoom *
_mx_room_list_get (MxRoomList *self,
                   const char *room_id)
{
  return g_hash_table_lookup (self->rooms, room_id);
}

/*< private >
 * _mx_room_list_begin:
 *
 * Begins a pass. Passes nest.
 */
void
_mx_room_list_begin (MxRoomList *self)
{
  self->depth++;
}

/*< private >
 * _mx_room_list_touch:
 *
 * What @room is sorted by may have changed.
 */
void
_mx_room_list_touch (MxRoomList *self,
                     MxRoom     *room)
{
  Place *place = g_hash_table_lookup (self->places, room);

  if (place == NULL)
    return;
  if (mx_room_get_alias (room) != NULL)
    g_hash_table_replace (self->aliases, g_strdup (mx_room_get_alias (room)), room);
  if (!place->touched)
    g_ptr_array_add (self->touched, place);
  place->touched = TRUE;
  if (self->depth == 0) {
    _mx_room_list_begin (self);
    _mx_room_list_end (self);
  }
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  int order = g_utf8_collate (mx_room_get_name ((MxRoom *) a), mx_room_get_name ((MxRoom *) b));

  return order != 0 ? order : g_strcmp0 (mx_room_get_id ((MxRoom *) a), mx_room_get_id ((MxRoom *) b));
}

static void
drop_space (MxRoomList *self,
            MxRoom     *room)
{
  guint at;

  if (!g_list_store_find (self->spaces, room, &at))
    return;
  g_list_store_remove (self->spaces, at);
  self->regroup = TRUE;
}

/* Spaces are few, and change rarely. */
static void
place_space (MxRoomList *self,
             MxRoom     *room)
{
  const MxRoomSummary *summary = _mx_room_get_summary (room);
  gboolean is_space = summary != NULL && g_strcmp0 (summary->type, "m.space") == 0 &&
                      summary->membership == MX_MEMBERSHIP_JOIN && !summary->is_replaced;

  self->regroup |= is_space;
  if (!is_space)
    drop_space (self, room);
  else if (!g_list_store_find (self->spaces, room, NULL))
    g_list_store_insert_sorted (self->spaces, room, compare_names, NULL);
  else
    g_list_store_sort (self->spaces, compare_names, NULL);
}

static void
sort_touched (MxRoomList *self)
{
  g_autoptr (GPtrArray) touched = NULL;

  if (self->touched->len == 0)
    return;
  touched = g_steal_pointer (&self->touched);
  self->touched = g_ptr_array_new ();
  for (guint i = 0; i < touched->len; i++)
    place_space (self, ((Place *) g_ptr_array_index (touched, i))->room);
  for (guint i = 0; i < touched->len; i++)
    ((Place *) g_ptr_array_index (touched, i))->touched = FALSE;
  if (touched->len > MANY) {
    sort_many (self, touched);
    return;
  }
  for (guint i = 0; i < touched->len; i++)
    move_one (self, g_ptr_array_index (touched, i));
}

/*< private >
 * _mx_room_list_end:
 *
 * Ends a pass: sorts what changed and tells.
 */
void
_mx_room_list_end (MxRoomList *self)
{
  g_assert (self->depth > 0);
  if (--self->depth > 0)
    return;
  sort_touched (self);
  _mx_room_groups_update (self->groups, self, self->regroup);
  self->regroup = FALSE;
}

/*< private >
 * _mx_room_list_add:
 *
 * Takes up a room.
 */
void
_mx_room_list_add (MxRoomList *self,
                   MxRoom     *room)
{
  Place *place = g_new0 (Place, 1);

  place->room = room;
  g_hash_table_insert (self->rooms, (char *) mx_room_get_id (room), g_object_ref (room));
  g_hash_table_insert (self->places, room, place);
  _mx_room_list_touch (self, room);
}

static gboolean
is_alias_of (gpointer key,
             gpointer value,
             gpointer user_data)
{
  return value == user_data;
}

/*< private >
 * _mx_room_list_remove:
 *
 * Forgets a room.
 */
void
_mx_room_list_remove (MxRoomList *self,
                      MxRoom     *room)
{
  Place *place = g_hash_table_lookup (self->places, room);

  if (place == NULL)
    return;
  g_hash_table_foreach_remove (self->aliases, is_alias_of, room);
  g_ptr_array_remove (self->touched, place);
  drop_space (self, room);
  if (place->shown) {
    guint at = find_place (self, place);

    g_ptr_array_remove_index (self->shown, at);
    g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
  }
  g_hash_table_remove (self->places, room);
  g_hash_table_remove (self->rooms, mx_room_get_id (room));
}

/*< private >
 * _mx_room_list_clear:
 *
 * Forgets every room.
 */
void
_mx_room_list_clear (MxRoomList *self)
{
  guint n = self->shown->len;

  g_ptr_array_set_size (self->shown, 0);
  g_ptr_array_set_size (self->touched, 0);
  g_hash_table_remove_all (self->aliases);
  g_hash_table_remove_all (self->places);
  g_list_store_remove_all (self->spaces);
  g_list_store_remove_all (self->groups);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  g_hash_table_remove_all (self->rooms);
}

/*< private >
 * _mx_room_list_all:
 *
 * Returns: (transfer container) (element-type MxRoom): every room, also those not shown
 */
GPtrArray *
_mx_room_list_all (MxRoomList *self)
{
  return g_hash_table_get_values_as_ptr_array (self->rooms);
}

/**
 * mx_room_list_get_spaces:
 * @self: a list of rooms
 *
 * Returns: (transfer none): the spaces that the person is in, by name
 */
GListModel *
mx_room_list_get_spaces (MxRoomList *self)
{
  g_return_val_if_fail (MX_IS_ROOM_LIST (self), NULL);

  return G_LIST_MODEL (self->spaces);
}

/**
 * mx_room_list_get_groups:
 * @self: a list of rooms
 *
 * Returns: (transfer none): the #MxRoomGroup of all rooms, then one for each space that is in no other one of the
 *   person's; empty for who is in no space
 */
GListModel *
mx_room_list_get_groups (MxRoomList *self)
{
  g_return_val_if_fail (MX_IS_ROOM_LIST (self), NULL);

  return G_LIST_MODEL (self->groups);
}

/**
 * mx_room_list_find:
 * @self: a list of rooms
 * @room_id_or_alias: what a person or a link says
 *
 * Returns: (transfer none) (nullable): the room, also when the list does not show it
 */
MxRoom *
mx_room_list_find (MxRoomList *self,
                   const char *room_id_or_alias)
{
  MxRoom *room;

  g_return_val_if_fail (MX_IS_ROOM_LIST (self), NULL);
  g_return_val_if_fail (room_id_or_alias != NULL, NULL);

  room = g_hash_table_lookup (self->rooms, room_id_or_alias);
  if (room != NULL)
    return room;
  room = g_hash_table_lookup (self->aliases, room_id_or_alias);
  return room != NULL && g_strcmp0 (mx_room_get_alias (room), room_id_or_alias) == 0 ? room : NULL;
}
