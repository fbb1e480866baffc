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
 * stay. A view makes about two hundred rows for a long list before it draws any: who
 * shows the list may therefore limit what is offered to what is seen at first, and
 * raise the limit from frame to frame; items are only ever added at the end then.
 * Owns nothing of the model but references. Main thread. */

#include "config.h"

#include "tea-sidebar-list-private.h"

#include "mx-room.h"
#include "tea-sidebar-text.h"

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TeaSidebarList,
                               tea_sidebar_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_init))

/* A view's worth. */
#define N_AROUND 20

typedef enum {
  PROP_HELD = 1,
} TeaSidebarListProperty;

static GParamSpec *props[PROP_HELD + 1];

static guint
n_offered (TeaSidebarList *self)
{
  return MIN (self->items->len, self->limit);
}

static void
update_held (TeaSidebarList *self)
{
  gboolean held = self->items->len > self->limit;

  if (self->held == held)
    return;
  self->held = held;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HELD]);
}

/*< private >
 * _tea_sidebar_list_matches:
 *
 * What somebody looks for is looked for in all rooms. An invite waits for an answer whichever group is shown.
 *
 * Returns: whether @room answers what somebody looks for, or belongs to the group that is shown
 */
gboolean
_tea_sidebar_list_matches (TeaSidebarList *self,
                           MxRoom         *room)
{
  if (self->filter != NULL)
    return tea_sidebar_matches (self->filter, mx_room_get_name (room), mx_room_get_alias (room));
  return self->group == NULL || mx_room_get_section (room) == MX_SECTION_INVITES ||
         mx_room_group_contains (self->group, mx_room_get_id (room));
}

/* What decides which row an item has: its section, and whether it is an invite. */
static guint8
kind_of (MxSection  section,
         MxRoom    *room)
{
  gboolean is_invite = room != NULL && mx_room_get_membership (room) == MX_MEMBERSHIP_INVITE;

  return (guint8) (section | (is_invite ? INVITE_KIND : 0));
}

static void
append_section (TeaSidebarList *self,
                GPtrArray      *items,
                GByteArray     *kinds,
                MxSection       section,
                GPtrArray      *rooms)
{
  guint8 kind = kind_of (section, NULL);
  gboolean folded = self->filter == NULL && self->folded[section];

  tea_sidebar_section_set_count (self->sections[section], rooms->len);
  tea_sidebar_section_set_folded (self->sections[section], folded);
  if (rooms->len == 0)
    return;

  g_ptr_array_add (items, g_object_ref (self->sections[section]));
  g_byte_array_append (kinds, &kind, 1);
  for (guint i = 0; i < rooms->len && !folded; i++) {
    g_ptr_array_add (items, g_object_ref (g_ptr_array_index (rooms, i)));
    kind = kind_of (section, g_ptr_array_index (rooms, i));
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

    if (section < N_SECTIONS && _tea_sidebar_list_matches (self, room))
      g_ptr_array_add (rooms[section], g_steal_pointer (&room));
  }
  for (guint i = 0; i < N_SECTIONS; i++) {
    append_section (self, items, kinds, (MxSection) i, rooms[i]);
    g_ptr_array_unref (rooms[i]);
  }
}

/* Whether a room between these places needs another row now. */
static gboolean
kinds_differ (TeaSidebarList *self,
              GPtrArray      *before,
              GByteArray     *kinds,
              guint           head,
              guint           end)
{
  for (guint i = head; i < end; i++) {
    guint at;

    if (MX_IS_ROOM (before->pdata[i]) && g_ptr_array_find (self->items, before->pdata[i], &at) &&
        kinds->data[i] != self->kinds->data[at])
      return TRUE;
  }
  return FALSE;
}

/* A view keeps the row of an item that is taken out and put in again in one step. A room that
 * went to another section, or an invite that was accepted, needs another row: it leaves first. */
static void
leave_first (TeaSidebarList *self,
             GPtrArray      *before,
             guint           head,
             guint          *n_old)
{
  GPtrArray *after = self->items;

  if (before->len > self->limit || after->len > self->limit)
    return;

  g_ptr_array_remove_range (before, head, *n_old - head);
  self->items = before;
  g_list_model_items_changed (G_LIST_MODEL (self), head, *n_old - head, 0);
  self->items = after;
  *n_old = head;
}

/* Builds what should be shown, and tells what is not the same as before. */
static void
update (TeaSidebarList *self)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->items);
  g_autoptr (GByteArray) kinds = g_steal_pointer (&self->kinds);
  guint n_old = MIN (before->len, self->limit);
  guint n_new;
  guint head = 0;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->kinds = g_byte_array_new ();
  build (self, self->items, self->kinds);
  n_new = n_offered (self);

  while (head < MIN (n_old, n_new) && before->pdata[head] == self->items->pdata[head] &&
         kinds->data[head] == self->kinds->data[head])
    head++;
  while (n_old > head && n_new > head && before->pdata[n_old - 1] == self->items->pdata[n_new - 1] &&
         kinds->data[n_old - 1] == self->kinds->data[n_new - 1]) {
    n_old--;
    n_new--;
  }
  if (kinds_differ (self, before, kinds, head, n_old))
    leave_first (self, before, head, &n_old);
  if (n_old > head || n_new > head)
    g_list_model_items_changed (G_LIST_MODEL (self), head, n_old - head, n_new - head);
  update_held (self);
}

static GType
tea_sidebar_list_get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
tea_sidebar_list_get_n_items (GListModel *model)
{
  return n_offered (TEA_SIDEBAR_LIST (model));
}

static gpointer
tea_sidebar_list_get_item (GListModel *model,
                           guint       position)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);

  return position < n_offered (self) ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tea_sidebar_list_get_item_type;
  iface->get_n_items = tea_sidebar_list_get_n_items;
  iface->get_item = tea_sidebar_list_get_item;
}

static guint
find_item (TeaSidebarList *self,
           gpointer        item)
{
  guint position;

  if (item == NULL || !g_ptr_array_find (self->items, item, &position))
    return GTK_INVALID_LIST_POSITION;

  return position;
}

static gboolean
tea_sidebar_list_is_selected (GtkSelectionModel *model,
                              guint              position)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);

  return self->room != NULL && position < n_offered (self) &&
         g_ptr_array_index (self->items, position) == (gpointer) self->room;
}

static GtkBitset *
tea_sidebar_list_get_selection_in_range (GtkSelectionModel *model,
                                         guint              position,
                                         guint              n_items)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (model);
  GtkBitset *set = gtk_bitset_new_empty ();
  guint at = find_item (self, self->room);

  if (at < n_offered (self))
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
  if (self->group != NULL)
    g_signal_handlers_disconnect_by_func (self->group, update, self);
  g_clear_object (&self->group);
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
tea_sidebar_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TeaSidebarList *self = TEA_SIDEBAR_LIST (object);

  switch ((TeaSidebarListProperty) prop_id) {
  case PROP_HELD:
    g_value_set_boolean (value, self->held);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
tea_sidebar_list_class_init (TeaSidebarListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tea_sidebar_list_get_property;
  object_class->dispose = tea_sidebar_list_dispose;
  object_class->finalize = tea_sidebar_list_finalize;

  /**
   * TeaSidebarList:held:
   *
   * Whether there are more items than the limit lets it offer.
   */
  props[PROP_HELD] = g_param_spec_boolean ("held", NULL, NULL, FALSE,
                                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
tea_sidebar_list_init (TeaSidebarList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->kinds = g_byte_array_new ();
  self->limit = G_MAXUINT;
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
 * tea_sidebar_list_set_group:
 * @self: a list
 * @group: (nullable): whose rooms it shows; %NULL: all
 */
void
tea_sidebar_list_set_group (TeaSidebarList *self,
                            MxRoomGroup    *group)
{
  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));

  if (self->group == group)
    return;

  if (self->group != NULL)
    g_signal_handlers_disconnect_by_func (self->group, update, self);
  g_set_object (&self->group, group);
  if (group != NULL)
    g_signal_connect_object (group, "rooms-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * tea_sidebar_list_set_limit:
 * @self: a list
 * @limit: how many items it offers at most
 */
void
tea_sidebar_list_set_limit (TeaSidebarList *self,
                            guint           limit)
{
  guint before;
  guint after;

  g_return_if_fail (TEA_IS_SIDEBAR_LIST (self));

  before = n_offered (self);
  self->limit = limit;
  after = n_offered (self);
  if (after > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, after - before);
  else if (after < before)
    g_list_model_items_changed (G_LIST_MODEL (self), after, before - after, 0);
  update_held (self);
}

/**
 * tea_sidebar_list_get_limit:
 * @self: a list
 *
 * Returns: how many items it offers at most
 */
guint
tea_sidebar_list_get_limit (TeaSidebarList *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), 0);

  return self->limit;
}

/**
 * tea_sidebar_list_is_held:
 * @self: a list
 *
 * Returns: whether there are more items than it offers
 */
gboolean
tea_sidebar_list_is_held (TeaSidebarList *self)
{
  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), FALSE);

  return self->held;
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

  before = find_item (self, self->room);
  if (!g_set_object (&self->room, room))
    return;

  after = find_item (self, room);
  if (before < n_offered (self))
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), before, 1);
  if (after < n_offered (self))
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
 * Who asks where a row is wants to go there: a limit that it is beyond is raised so far
 * that its neighbours are offered too.
 *
 * Returns: where it is, %GTK_INVALID_LIST_POSITION when it is not shown
 */
guint
tea_sidebar_list_find (TeaSidebarList *self,
                       gpointer        item)
{
  guint position;

  g_return_val_if_fail (TEA_IS_SIDEBAR_LIST (self), GTK_INVALID_LIST_POSITION);

  position = find_item (self, item);
  if (position != GTK_INVALID_LIST_POSITION && position >= self->limit)
    tea_sidebar_list_set_limit (self, position + N_AROUND);

  return position;
}
