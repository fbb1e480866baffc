/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who asks to be let into a room. The server is asked once (lazy members leave out who asked
 * before); from then on the room tells. Whoever is answered leaves the list when the room
 * says so, or at once where it is not open. Main thread. */

#include "config.h"

#include "mx-knock-list.h"

#include "mx-engine.h"
#include "mx-person-private.h"
#include "mx-power-levels.h"
#include "mx-room-private.h"

struct _MxKnockList {
  GObject parent_instance;
  MxRoom *room;              /* (owned)                 */
  GPtrArray *people;         /* (element-type MxPerson) */
  GCancellable *cancellable; /* (owned)                 */
  gboolean is_loading;
};

static void mx_knock_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MxKnockList, mx_knock_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, mx_knock_list_list_model_init))

typedef enum {
  PROP_ROOM = 1,
  PROP_IS_LOADING,
  PROP_CAN_ANSWER,
} MxKnockListProperty;

static GParamSpec *props[PROP_CAN_ANSWER + 1];

static GType
mx_knock_list_get_item_type (GListModel *model)
{
  return MX_TYPE_PERSON;
}

static guint
mx_knock_list_get_n_items (GListModel *model)
{
  return MX_KNOCK_LIST (model)->people->len;
}

static gpointer
mx_knock_list_get_item (GListModel *model,
                        guint       position)
{
  MxKnockList *self = MX_KNOCK_LIST (model);

  return position < self->people->len ? g_object_ref (g_ptr_array_index (self->people, position)) : NULL;
}

static void
mx_knock_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mx_knock_list_get_item_type;
  iface->get_n_items = mx_knock_list_get_n_items;
  iface->get_item = mx_knock_list_get_item;
}

static MxEngine *
get_engine (MxKnockList *self)
{
  return self->room->session != NULL ? _mx_session_get_engine (self->room->session) : NULL;
}

static void
drop (MxKnockList *self,
      const char  *user_id)
{
  for (guint i = 0; i < self->people->len; i++) {
    if (!g_str_equal (mx_person_get_user_id (g_ptr_array_index (self->people, i)), user_id))
      continue;
    g_ptr_array_remove_index (self->people, i);
    g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
    return;
  }
}

static void
add (MxKnockList        *self,
     const MxMemberInfo *info)
{
  guint at = 0;

  drop (self, info->user_id);
  while (at < self->people->len && mx_person_get_ts (g_ptr_array_index (self->people, at)) <= info->ts)
    at++;
  g_ptr_array_insert (self->people, (int) at, _mx_person_new (info));
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static void
take (MxKnockList *self,
      GPtrArray   *infos)
{
  for (guint i = 0; i < infos->len; i++) {
    const MxMemberInfo *info = g_ptr_array_index (infos, i);

    if (info->membership == MX_MEMBERSHIP_KNOCK)
      add (self, info);
    else
      drop (self, info->user_id);
  }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_ANSWER]);
}

static void
knocks_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (MxKnockList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = mx_engine_people_finish (MX_ENGINE (source), result, &error);
  guint n_old = self->people->len;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (infos != NULL) {
    g_ptr_array_set_size (self->people, 0);
    if (n_old > 0)
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
    take (self, infos);
  } else
    g_debug ("the requests did not come: %s", error->message);
  self->is_loading = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
}

static void
mx_knock_list_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  MxKnockList *self = MX_KNOCK_LIST (object);

  switch ((MxKnockListProperty) prop_id) {
  case PROP_ROOM:
    g_value_set_object (value, self->room);
    break;
  case PROP_IS_LOADING:
    g_value_set_boolean (value, self->is_loading);
    break;
  case PROP_CAN_ANSWER:
    g_value_set_boolean (value, mx_knock_list_can_answer (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
mx_knock_list_dispose (GObject *object)
{
  MxKnockList *self = MX_KNOCK_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->room);
  G_OBJECT_CLASS (mx_knock_list_parent_class)->dispose (object);
}

static void
mx_knock_list_finalize (GObject *object)
{
  MxKnockList *self = MX_KNOCK_LIST (object);

  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mx_knock_list_parent_class)->finalize (object);
}

static void
mx_knock_list_class_init (MxKnockListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mx_knock_list_get_property;
  object_class->dispose = mx_knock_list_dispose;
  object_class->finalize = mx_knock_list_finalize;
  props[PROP_ROOM] = g_param_spec_object ("room", NULL, NULL, MX_TYPE_ROOM, flags);
  props[PROP_IS_LOADING] = g_param_spec_boolean ("is-loading", NULL, NULL, FALSE, flags);
  props[PROP_CAN_ANSWER] = g_param_spec_boolean ("can-answer", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
}

static void
mx_knock_list_init (MxKnockList *self)
{
  self->people = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

/**
 * mx_knock_list_new:
 * @room: a room
 *
 * Returns: (transfer full): who asks to be let in, being asked for
 */
MxKnockList *
mx_knock_list_new (MxRoom *room)
{
  MxKnockList *self;

  g_return_val_if_fail (MX_IS_ROOM (room), NULL);

  self = g_object_new (MX_TYPE_KNOCK_LIST, NULL);
  self->room = g_object_ref (room);
  g_signal_connect_object (room, "people-changed", G_CALLBACK (take), self, G_CONNECT_SWAPPED);
  mx_knock_list_reload (self);
  return self;
}

/**
 * mx_knock_list_reload:
 * @self: who asks
 *
 * Asks the server again.
 */
void
mx_knock_list_reload (MxKnockList *self)
{
  g_return_if_fail (MX_IS_KNOCK_LIST (self));

  if (self->is_loading || get_engine (self) == NULL)
    return;
  self->is_loading = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IS_LOADING]);
  mx_engine_load_knocks_async (get_engine (self), mx_room_get_id (self->room), self->cancellable, knocks_cb,
                               g_object_ref (self));
}

/**
 * mx_knock_list_can_answer:
 * @self: who asks
 *
 * Returns: whether the person may let others in, as far as the room's power levels are known
 */
gboolean
mx_knock_list_can_answer (MxKnockList *self)
{
  MxPowerLevels *levels;
  const char *me;

  g_return_val_if_fail (MX_IS_KNOCK_LIST (self), FALSE);

  levels = mx_room_get_power_levels (self->room);
  me = _mx_room_me (self->room);
  return levels != NULL && me != NULL && mx_power_levels_can_invite (levels, me);
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  MxKnockList *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mx_engine_boolean_finish (MX_ENGINE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  drop (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

static GTask *
answer_new (MxKnockList         *self,
            gpointer             tag,
            const char          *user_id,
            GCancellable        *cancellable,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (user_id), g_free);
  return task;
}

/**
 * mx_knock_list_accept_async:
 * @self: who asks
 * @user_id: one of them
 *
 * Lets them in: invites them.
 */
void
mx_knock_list_accept_async (MxKnockList         *self,
                            const char          *user_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (MX_IS_KNOCK_LIST (self));
  g_return_if_fail (user_id != NULL && get_engine (self) != NULL);

  mx_engine_invite_async (get_engine (self), mx_room_get_id (self->room), user_id, cancellable, answered_cb,
                          answer_new (self, mx_knock_list_accept_async, user_id, cancellable, callback, user_data));
}

/**
 * mx_knock_list_deny_async:
 * @self: who asks
 * @user_id: one of them
 * @reason: (nullable): what they are told
 *
 * Refuses.
 */
void
mx_knock_list_deny_async (MxKnockList         *self,
                          const char          *user_id,
                          const char          *reason,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (MX_IS_KNOCK_LIST (self));
  g_return_if_fail (user_id != NULL && get_engine (self) != NULL);

  mx_engine_kick_async (get_engine (self), mx_room_get_id (self->room), user_id, reason, cancellable, answered_cb,
                        answer_new (self, mx_knock_list_deny_async, user_id, cancellable, callback, user_data));
}

/**
 * mx_knock_list_answer_finish:
 * @self: who asks
 *
 * Ends mx_knock_list_accept_async () and mx_knock_list_deny_async ().
 *
 * Returns: whether it was done
 */
gboolean
mx_knock_list_answer_finish (MxKnockList   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
