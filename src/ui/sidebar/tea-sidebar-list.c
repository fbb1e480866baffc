/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarList: the rooms as the sidebar shows them, with their headings.
 *
 * A list model over MxRoomList (sorted by section) whose items are TeaSidebarSection
 * and MxRoom: each section that has rooms begins with its heading; a folded one
 * keeps only that; a filter leaves what matches and unfolds everything.
 *
 *   MxRoomList   a1 a2 b1 c1 c2          rooms, sorted by section
 *   this         [A] a1 a2 [B] [C] c1 c2 b1 is out of sight: B is folded
 *
 * It is its own selection model: selected is the room that is open, and nothing
 * else. Moving with the arrow keys therefore moves the focus and opens nothing.
 *
 * Every change builds the array of pointers anew (2,000 of them: microseconds) and
 * tells only the difference, so that the rows, focus and place of all other rooms
 * stay. Owns nothing of the model but references. Main thread. */

#include "config.h"

#include "tea-sidebar-list.h"

#include "mx-room.h"
#include "tea-sidebar-text.h"

#define N_SECTIONS MX_SECTION_HIDDEN

struct _TeaSidebarList {
  GObject parent_instance;

  GListModel *rooms; /* (owned) (nullable) */
  GPtrArray *items;  /* (element-type GObject): what is shown */
  GByteArray *kinds; /* the section of each item when it was told */
  TeaSidebarSection *sections[N_SECTIONS];
  gboolean folded[N_SECTIONS]; /* as the person wants it when nothing is looked for */
  char *filter;                /* (owned) (nullable): folded by tea_sidebar_fold () */
  MxRoom *room;                /* (owned) (nullable): open */
};

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaSidebarList,
                               tea_sidebar_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

static gboolean
is_match (TeaSidebarList *self,
          MxRoom         *room)
{
  return self->filter == NULL ||
         tea_sidebar_matches (self->filter, mx_room_get_name (room), mx_room_get_alias (room));
}

/* Whether @room has a row. */
static gboolean
is_shown (TeaSidebarList *self,
          MxRoom         *room)
{
  MxSection section = mx_room_get_section (room);

  if (section >= N_SECTIONS)
    return FALSE;
  return self->filter != NULL ? is_match (self, room) : !self->folded[section];
}

static void
append_section (TeaSidebarList *self,
                GPtrArray      *items,
                GByteArray     *kinds,
                MxSection       section,
                GPtrArray      *rooms)
{
  guint8 kind = (guint8) section;
  gboolean folded = self->filter == NULL && self->folded[section];

  tea_sidebar_section_set_count (self->sections[section], rooms->len);
  tea_sidebar_section_set_folded (self->sections[section], folded);
  if (rooms->len == 0)
    return;

  g_ptr_array_add (items, g_object_ref (self->sections[section]));
  g_byte_array_append (kinds, &kind, 1);
  for (guint i = 0; i < rooms->len && !folded; i++) {
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (rooms, i)));
    g_byte_array_append (kinds, &kind, 1);
  }
}

/* What should be shown. */
static void
build (TeaSidebarList *self,
       GPtrArray      *items,
       GByteArray     *kinds)
{
  GPtrArray *rooms[N_SECTIONS];
  guint n = self->rooms != NULL ? g_list_model_get_n_items (self->rooms) : 0;

  for (guint i = 0; i < N_SECTIONS; i++)
    rooms[i] = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (self->rooms, i);
    MxSection section = mx_room_get_section (room);

    if (section < N_SECTIONS && is_match (self, room))
      g_ptr_array_add (rooms[section], g_steal_pointer (&room));
  }
  for (guint i = 0; i < N_SECTIONS; i++) {
    append_section (self, items, kinds, (MxSection) i, rooms[i]);
    g_ptr_array_unref (rooms[i]);
  }
}

/* Builds what should be shown, and tells what is not the same as before. A room that
 * went to another section (an invite that was accepted) needs another row. */
static void
update (TeaSidebarList *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);
  g_autoptr (GByteArray) kinds = g_steal_pointer (&self->kinds);
  guint n_old = before->len;
  guint n_new;
  guint head = 0;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->kinds = g_byte_array_new ();
  build (self, self->items, self->kinds);
  n_new = self->items->len;

  while (head < MIN (n_old, n_new) && before->pdata[head] == self->items->pdata[head] &&
         kinds->data[head] == self->kinds->data[head])
    head++;
  while (n_old > head && n_new > head && before->pdata[n_old - 1] == self->items->pdata[n_new - 1] &&
         kinds->data[n_old - 1] == self->kinds->data[n_new - 1]) {
    n_old--;
    n_new--;
  }
  if (n_old > head || n_new > head)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head, n_new - head);
}

static GType
tea_sidebar_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
tea_sidebar_list_get_n_items (GListModel *model)
{
  return TEA_SIDEBAR_LIST (model)->items->len;
}

static gpointer
tea_sidebar_list_get_item (GListModel *model,
                           guint       position)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tea_sidebar_list_get_item_type;
  iface->get_n_items = tea_sidebar_list_get_n_items;
  iface->get_item = tea_sidebar_list_get_item;
}

static gboolean
tea_sidebar_list_is_selected (GtkSelectionModel *model,
                              guint              position)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);

  return self->room != NULL && position < self->items->len &&
         g_ptr_array_index (self->items, position) == (gpointer) self->room;
}

static GtkBitset *
tea_sidebar_list_get_selection_in_range (GtkSelectionModel *model,
                                         guint              position,
                                         guint              n_items)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);
  GtkBitset *set = gtk_bitset_new_empty ();
  guint at = self->room != NULL ? tea_sidebar_list_find (self, self->room) : GTK_INVALID_LIST_POSITION;

  if (at != GTK_INVALID_LIST_POSITION)
    gtk_bitset_add (set, at);

  return set;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = tea_sidebar_list_is_selected;
  iface->get_selection_in_range = tea_sidebar_list_get_selection_in_range;
}

static void
tea_sidebar_list_dispose (GObject *object)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (object);

  if (self->rooms != NULL)
    g_signal_handlers_disconnect_by_func (self->rooms, update, self);
  g_clear_object (&self->rooms);
  g_clear_object (&self->room);
  for (guint i = 0; i < N_SECTIONS; i++)
    g_clear_object (&self->sections[i]);

  G_OBJECT_CLASS (tea_sidebar_list_parent_class)->dispose (object);
}

static void
tea_sidebar_list_finalize (GObject *object)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->kinds, g_byte_array_unref);
  g_clear_pointer (&self->filter, g_free);

  G_OBJECT_CLASS (tea_sidebar_list_parent_class)->finalize (object);
}

static void
tea_sidebar_list_class_init (TeaSidebarListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tea_sidebar_list_dispose;
  object_class->finalize = tea_sidebar_list_finalize;
}

static void
tea_sidebar_list_init (TeaSidebarList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->kinds = g_byte_array_new ();
  for (guint i = 0; i < N_SECTIONS; i++)
    self->sections[i] = tea_sidebar_section_new ((MxSection) i);
}

/**
 * tea_sidebar_list_new:
 *
 * Returns: (transfer full): a list of nothing
 */
TeaSidebarList *
tea_sidebar_list_new (void)
{
  return g_object_new (TEA_TYPE_SIDEBAR_LIST, NULL);
}

/**
 * tea_sidebar_list_set_rooms:
 * @self: a list
 * @rooms: (nullable): the rooms, sorted within each section
 */
void
tea_sidebar_list_set_rooms (TeaSidebarList *self,
                            GListModel     *rooms)
{
  GListModel *before;

  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));

  before = self->rooms;
  if (before == rooms)
    return;

  if (before != NULL)
    g_signal_handlers_disconnect_by_func (before, update, self);
  g_set_object (&self->rooms, rooms);
  if (rooms != NULL)
    g_signal_connect_object (rooms, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tea_sidebar_list_set_filter:
 * @self: a list
 * @text: (nullable): what somebody types; nothing shows everything
 */
void
tea_sidebar_list_set_filter (TeaSidebarList *self,
                             const char     *text)
{
  g_autofree char *folded = NULL;

  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));

  folded = tea_sidebar_fold (text);
  if (g_set_str (&self->filter, folded))
    update (self);
}

/**
 * tea_sidebar_list_is_filtered:
 * @self: a list
 *
 * Returns: whether it shows only what somebody looks for
 */
gboolean
tea_sidebar_list_is_filtered (TeaSidebarList *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), FALSE);

  return self->filter != NULL;
}

/**
 * tea_sidebar_list_set_room:
 * @self: a list
 * @room: (nullable): the room that is open
 */
void
tea_sidebar_list_set_room (TeaSidebarList *self,
                           MxRoom         *room)
{
  guint before;
  guint after;

  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));

  before = tea_sidebar_list_find (self, self->room);
  if (!g_set_object (&self->room, room))
    return;

  after = tea_sidebar_list_find (self, room);
  if (before != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), before, 1);
  if (after != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), after, 1);
}

/**
 * tea_sidebar_list_is_folded:
 * @self: a list
 * @section: one that is shown
 *
 * Returns: whether only its heading is shown while nobody looks for a room
 */
gboolean
tea_sidebar_list_is_folded (TeaSidebarList *self,
                            MxSection       section)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), FALSE);
  g_return_val_if_fail (section < N_SECTIONS, FALSE);

  return self->folded[section];
}

/**
 * tea_sidebar_list_set_folded:
 * @self: a list
 * @section: one that is shown
 * @folded: whether only its heading is shown
 */
void
tea_sidebar_list_set_folded (TeaSidebarList *self,
                             MxSection       section,
                             gboolean        folded)
{
  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));
  g_return_if_fail (section < N_SECTIONS);

  if (self->folded[section] == !!folded)
    return;

  self->folded[section] = !!folded;
  update (self);
}

/**
 * tea_sidebar_list_find:
 * @self: a list
 * @item: (nullable): a room or a heading
 *
 * Returns: where it is, %GTK_INVALID_LIST_POSITION when it is not shown
 */
guint
tea_sidebar_list_find (TeaSidebarList *self,
                       gpointer        item)
{
  guint position;

  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), GTK_INVALID_LIST_POSITION);

  if (item == NULL || !g_ptr_array_find (self->items, item, &position))
    return GTK_INVALID_LIST_POSITION;

  return position;
}

/* The place of @room among all rooms; before the first or behind the last for none. */
static int
find_start (TeaSidebarList *self,
            MxRoom         *room,
            int             direction,
            int             n)
{
  for (int i = 0; i < n; i++) {
    g_autoptr (MxRoom) other = g_list_model_get_item (self->rooms, (guint) i);

    if (other == room)
      return i;
  }

  return direction > 0 ? -1 : n;
}

static gboolean
is_wanted (TeaSidebarList *self,
           MxRoom         *room,
           gboolean        unread)
{
  guint number;
  TeaRoomFacts facts;

  if (!unread)
    return is_shown (self, room);

  facts = (TeaRoomFacts) { .unread = mx_room_get_unread_count (room),
                           .mentions = mx_room_get_highlight_count (room),
                           .is_unread = mx_room_is_unread (room),
                           .is_invite = mx_room_get_section (room) == MX_SECTION_INVITES,
                           .is_muted = mx_room_is_muted (room) };
  switch (tea_sidebar_badge (&facts, &number)) {
  case TEA_BADGE_DOT:
  case TEA_BADGE_NUMBER:
    return TRUE;
  case TEA_BADGE_NONE:
  case TEA_BADGE_MUTED:
  default:
    return FALSE;
  }
}

/**
 * tea_sidebar_list_get_neighbour:
 * @self: a list
 * @from: (nullable): where to begin; before the first or after the last when %NULL
 * @direction: 1 for the next one, -1 for the one before
 * @unread: only rooms with something new; these are found in folded sections too,
 *   and the search goes around the end
 *
 * Returns: (transfer none) (nullable): the nearest such room
 */
MxRoom *
tea_sidebar_list_get_neighbour (TeaSidebarList *self,
                                MxRoom         *from,
                                int             direction,
                                gboolean        unread)
{
  int n;
  int start;

  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), NULL);
  g_return_val_if_fail (direction == 1 || direction == -1, NULL);

  n = self->rooms != NULL ? (int) g_list_model_get_n_items (self->rooms) : 0;
  start = find_start (self, from, direction, n);
  for (int step = 1; step <= n; step++) {
    int at = start + direction * step;
    g_autoptr (MxRoom) room = NULL;

    if (unread)
      at = (at % n + n) % n;
    else if (at < 0 || at >= n)
      return NULL;

    room = g_list_model_get_item (self->rooms, (guint) at);
    if (room != from && is_wanted (self, room, unread))
      return room;
  }

  return NULL;
}

/**
 * tea_sidebar_list_get_nth:
 * @self: a list
 * @n: from 0, headings do not count
 *
 * Returns: (transfer none) (nullable): the room in this row
 */
MxRoom *
tea_sidebar_list_get_nth (TeaSidebarList *self,
                          guint           n)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++) {
    gpointer item = g_ptr_array_index (self->items, i);

    if (MX_IS_ROOM (item) && n-- == 0)
      return item;
  }

  return NULL;
}
