/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The people in a room, and those invited, by power and then by name: a list model
 * that is loaded when made and follows what the engine tells. Each person has a seat: the
 * keys they were sorted by. Main thread. */

#include "config.h"

#include "mx-member-list-private.h"

#include "mx-engine.h"
#include "mx-member-private.h"
#include "mx-model-private.h"
#include "mx-room-private.h"

/* More changes than this at once are sorted in one pass. */
#define MANY 16

typedef struct
{
  MxMember *member; /* (owned) */
  char *sort_key;   /* (owned) */
  gint64 power;
} Seat;

struct _MxMemberList {
  GObject parent_instance;
  MxRoom *room;              /* (owned)                             */
  GHashTable *seats;         /* user id → Seat (owned)              */
  GPtrArray *sorted;         /* (element-type Seat)                 */
  GCancellable *cancellable; /* (owned)                             */
  gboolean is_loading;
};

static void mx_member_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxMemberList, mx_member_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_member_list_list_model_init))

typedef enum {
  PROP_IS_LOADING = 1,
} MxMemberListProperty;

static GParamSpec *props[PROP_IS_LOADING + 1];

static void
seat_free (Seat *seat)
{
  g_clear_object (&seat->member);
  g_clear_pointer (&seat->sort_key, g_free);
  g_free (seat);
}

static void
seat_read (Seat *seat)
{
  g_autofree char *folded = g_utf8_casefold (mx_member_get_name (seat->member), -1);

  g_free (seat->sort_key);
  seat->sort_key = g_utf8_collate_key (folded, -1);
  seat->power = mx_member_get_power (seat->member);
}

static int
compare_seats (const Seat *a,
               const Seat *b)
{
  int by_name;

  if (a->power != b->power)
    return a->power > b->power ? -1 : 1;
  by_name = g_strcmp0 (a->sort_key, b->sort_key);
  return by_name != 0 ? by_name : g_strcmp0 (mx_member_get_user_id (a->member), mx_member_get_user_id (b->member));
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return compare_seats (*(const Seat *const *) a, *(const Seat *const *) b);
}

static guint
find_seat (MxMemberList *self,
           const Seat   *seat)
{
  guint low = 0;
  guint high = self->sorted->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (compare_seats (g_ptr_array_index (self->sorted, middle), seat) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean
is_listed (const MxMemberRecord *record)
{
  return record->is_known && (record->membership == MX_MEMBERSHIP_JOIN || record->membership == MX_MEMBERSHIP_INVITE);
}

static void
seat_out (MxMemberList *self,
          Seat         *seat)
{
  guint at = find_seat (self, seat);

  g_ptr_array_remove_index (self->sorted, at);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
}

static void
seat_in (MxMemberList *self,
         Seat         *seat)
{
  guint at = find_seat (self, seat);

  g_ptr_array_insert (self->sorted, (int) at, seat);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static Seat *
add_seat (MxMemberList         *self,
          const MxMemberRecord *record)
{
  Seat *seat = g_new0 (Seat, 1);

  seat->member = _mx_member_new (record);
  seat_read (seat);
  g_hash_table_insert (self->seats, (char *) mx_member_get_user_id (seat->member), seat);
  return seat;
}

static gboolean
stays (MxMemberList *self,
       guint         at)
{
  const Seat *seat = g_ptr_array_index (self->sorted, at);

  if (at > 0 && compare_seats (g_ptr_array_index (self->sorted, at - 1), seat) > 0)
    return FALSE;
  return at + 1 == self->sorted->len || compare_seats (seat, g_ptr_array_index (self->sorted, at + 1)) < 0;
}

static void
move_seat (MxMemberList         *self,
           Seat                 *seat,
           const MxMemberRecord *record)
{
  guint at = find_seat (self, seat);

  if (!_mx_member_update (seat->member, record))
    return;
  seat_read (seat);
  if (stays (self, at))
    return;
  g_ptr_array_remove_index (self->sorted, at);
  g_list_model_items_changed (G_LIST_MODEL (self), at, 1, 0);
  seat_in (self, seat);
}

static void
update_one (MxMemberList *self,
            const char   *user_id)
{
  const MxMemberRecord *record = _mx_member_table_find (_mx_room_get_member_table (self->room), user_id);
  Seat *seat = g_hash_table_lookup (self->seats, user_id);
  gboolean listed = record != NULL && is_listed (record);

  if (seat == NULL && listed)
    seat_in (self, add_seat (self, record));
  else if (seat != NULL && listed)
    move_seat (self, seat, record);
  else if (seat != NULL) {
    seat_out (self, seat);
    _mx_member_update (seat->member, record);
    g_hash_table_remove (self->seats, user_id);
  }
}

static void
add_record (gpointer key,
            gpointer value,
            gpointer user_data)
{
  MxMemberList *self = MX_MEMBER_LIST (user_data);

  if (is_listed (value))
    g_ptr_array_add (self->sorted, add_seat (self, value));
}

/* Everybody anew, told with one signal. */
static void
rebuild (MxMemberList *self)
{
  guint n_old = self->sorted->len;

  g_ptr_array_set_size (self->sorted, 0);
  g_hash_table_remove_all (self->seats);
  _mx_member_table_foreach (_mx_room_get_member_table (self->room), add_record, self);
  g_ptr_array_sort (self->sorted, compare_pointers);
  if (n_old > 0 || self->sorted->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->sorted->len);
}

static void
load_members_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (MxMemberList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = mx_engine_load_members_finish (MX_ENGINE (source), result, &error);

  if (infos != NULL)
    _mx_room_take_members (self->room, infos);
  else
    g_debug ("the members did not come: %s", error->message);
  self->is_loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

static GType
mx_member_list_get_item_type (GListModel *model)
{
  return MX_TYPE_MEMBER;
}

static guint
mx_member_list_get_n_items (GListModel *model)
{
  return MX_MEMBER_LIST (model)->sorted->len;
}

static gpointer
mx_member_list_get_item (GListModel *model,
                         guint       position)
{
  MxMemberList *self = MX_MEMBER_LIST (model);
  Seat *seat = position < self->sorted->len ? g_ptr_array_index (self->sorted, position) : NULL;

  return seat != NULL ? g_object_ref (seat->member) : NULL;
}

static void
mx_member_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_member_list_get_item_type;
  iface->get_n_items = mx_member_list_get_n_items;
  iface->get_item = mx_member_list_get_item;
}

static void
mx_member_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  MxMemberList *self = MX_MEMBER_LIST (object);

  switch ((MxMemberListProperty) prop_id) {
  case PROP_IS_LOADING:
    g_value_set_boolean (value, self->is_loading);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_member_list_dispose (GObject *object)
{
  MxMemberList *self = MX_MEMBER_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->room != NULL)
    _mx_room_forget_members (self->room, self);
  g_clear_object (&self->room);
  G_OBJECT_CLASS (mx_member_list_parent_class)->dispose (object);
}

static void
mx_member_list_finalize (GObject *object)
{
  MxMemberList *self = MX_MEMBER_LIST (object);

  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  g_clear_pointer (&self->seats, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mx_member_list_parent_class)->finalize (object);
}

static void
mx_member_list_class_init (MxMemberListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mx_member_list_get_property;
  object_class->dispose = mx_member_list_dispose;
  object_class->finalize = mx_member_list_finalize;

  /**
   * MxMemberList:is-loading:
   *
   * Whether more people are on their way.
   */
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_member_list_init (MxMemberList *self)
{
  self->seats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) seat_free);
  self->sorted = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
}

/*< private >
 * _mx_member_list_new:
 *
 * Returns: (transfer full): the people of @room who are known, the others being asked for
 */
MxMemberList *
_mx_member_list_new (MxRoom *room)
{
  MxMemberList *self = g_object_new (MX_TYPE_MEMBER_LIST, NULL);
  MxSession *session = mx_room_get_session (room);

  g_set_object (&self->room, room);
  rebuild (self);
  if (session != NULL && _mx_session_me (session) != NULL) {
    self->is_loading = TRUE;
    mx_engine_load_members_async (_mx_session_get_engine (session), mx_room_get_id (room), self->cancellable,
                                  load_members_cb, g_object_ref (self));
  }
  return self;
}

/*< private >
 * _mx_member_list_take:
 * @infos: (element-type MxMemberInfo): told just now, and already in the room's table
 * @changed: (nullable) (element-type utf8): those shown otherwise because of it
 */
void
_mx_member_list_take (MxMemberList *self,
                      GPtrArray    *infos,
                      GHashTable   *changed)
{
  GHashTableIter iter;
  gpointer user_id;

  if (infos->len > MANY && infos->len > self->sorted->len / 4) {
    rebuild (self);
    return;
  }
  for (guint i = 0; i < infos->len; i++)
    update_one (self, ((const MxMemberInfo *) g_ptr_array_index (infos, i))->user_id);
  if (changed == NULL)
    return;
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &user_id, NULL))
    update_one (self, user_id);
}

/**
 * mx_member_list_find:
 * @self: a list of people
 * @user_id: whom
 *
 * Returns: (transfer none) (nullable): the person, when in the list
 */
MxMember *
mx_member_list_find (MxMemberList *self,
                     const char   *user_id)
{
  Seat *seat;

  g_return_val_if_fail (MX_IS_MEMBER_LIST (self), NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  seat = g_hash_table_lookup (self->seats, user_id);
  return seat != NULL ? seat->member : NULL;
}
