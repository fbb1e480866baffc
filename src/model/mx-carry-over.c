/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a guest to an account of another name.
 *
 *   room 1: join ──► draft, read marker ──► the guest leaves ──► room 2 … ──► the guest signs out ──► done
 *             └─ refused: the room is remembered, the guest stays there ───┘   not when one was refused
 *
 * The guest leaves a room only after the account is inside, so that nobody is ever without a
 * place. A leave that fails harms nobody: signing out ends the guest's session all the same.
 * Main thread. */

#include "config.h"

#include "mx-carry-over.h"

#include "mx-room-list.h"
#include "mx-room-private.h"
#include "mx-session-private.h"

typedef struct
{
  MxSession *guest;   /* (owned)                           */
  MxSession *account; /* (owned)                           */
  GPtrArray *rooms;   /* (owned) (element-type MxRoom): the guest's */
  guint next;
  MxCarryOverFunc progress; /* (nullable) */
  gpointer progress_data;
  GStrvBuilder *left; /* (owned): room ids                 */
  gboolean has_left;
} CarryOver;

static void step (GTask *task);

static void
carry_over_free (gpointer data)
{
  CarryOver *self = data;

  g_clear_object (&self->guest);
  g_clear_object (&self->account);
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->left, g_strv_builder_unref);
  g_free (self);
}

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  CarryOver *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mx_session_boolean_finish (MX_SESSION (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strv_builder_end (self->left), (GDestroyNotify) g_strfreev);
}

static void
left_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr (GError) error = NULL;

  if (!mx_room_boolean_finish (MX_ROOM (source), result, &error))
    g_debug ("the guest stays in a room until it signs out: %s", error->message);
  step (task);
}

/* The newest that the guest has seen is the newest that the person has seen. */
static void
marked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  CarryOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!mx_engine_boolean_finish (MX_ENGINE (source), result, &error))
    g_debug ("how far a room was read is not taken along: %s", error->message);
  mx_room_leave_async (self->rooms->pdata[self->next - 1], NULL, left_cb, task);
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  CarryOver *self = g_task_get_task_data (task);
  MxRoom *room = self->rooms->pdata[self->next - 1];
  const char *draft = mx_room_get_draft (room);
  const char *read = _mx_room_get_fully_read (room);
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);
  MxRoom *own;

  if (room_id == NULL) {
    g_debug ("a room is left behind: %s", error->message);
    g_strv_builder_add (self->left, mx_room_get_id (room));
    self->has_left = TRUE;
    step (task);
    return;
  }
  own = mx_session_get_room (self->account, room_id);
  if (own != NULL && draft != NULL)
    mx_room_set_draft (own, draft);
  if (own != NULL && read != NULL)
    mx_engine_take_read_marker_async (_mx_session_get_engine (self->account), room_id, read, NULL, marked_cb, task);
  else
    mx_room_leave_async (room, NULL, left_cb, task);
}

static void
step (GTask *task)
{
  CarryOver *self = g_task_get_task_data (task);
  const char *via[] = { mx_session_get_server_name (self->guest), NULL };
  MxRoom *room;

  if (self->progress != NULL)
    self->progress (self->next, self->rooms->len, self->progress_data);
  if (self->next < self->rooms->len) {
    room = self->rooms->pdata[self->next++];
    mx_session_join_async (self->account, mx_room_get_id (room), via, g_task_get_cancellable (task), joined_cb, task);
  } else if (self->has_left) {
    g_task_return_pointer (task, g_strv_builder_end (self->left), (GDestroyNotify) g_strfreev);
    g_object_unref (task);
  } else {
    mx_session_logout_async (self->guest, NULL, signed_out_cb, task);
  }
}

/**
 * mx_carry_over_async:
 * @guest: a guest's open session
 * @account: the account's open session
 * @progress: (nullable) (scope async): hears how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * Takes everything a guest has to an account.
 */
void
mx_carry_over_async (MxSession           *guest,
                     MxSession           *account,
                     MxCarryOverFunc      progress,
                     gpointer             progress_data,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GListModel *rooms;
  CarryOver *self;
  GTask *task;

  g_return_if_fail (MX_IS_SESSION (guest));
  g_return_if_fail (MX_IS_SESSION (account));

  self = g_new0 (CarryOver, 1);
  self->guest = g_object_ref (guest);
  self->account = g_object_ref (account);
  self->progress = progress;
  self->progress_data = progress_data;
  self->rooms = g_ptr_array_new_with_free_func (g_object_unref);
  self->left = g_strv_builder_new ();
  rooms = G_LIST_MODEL (mx_session_get_rooms (guest));
  for (guint i = 0; i < g_list_model_get_n_items (rooms); i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);

    if (mx_room_get_membership (room) == MX_MEMBERSHIP_JOIN)
      g_ptr_array_add (self->rooms, g_steal_pointer (&room));
  }
  task = g_task_new (guest, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_carry_over_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, carry_over_free);
  step (task);
}

/**
 * mx_carry_over_finish:
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full) (array zero-terminated=1): the rooms that were left behind
 */
char **
mx_carry_over_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
