/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the session adds to the diagnostics: whether somebody is signed in, how many rooms there are, how the server is
 * reached. Of the rooms nothing but their number is looked at, and whether one is encrypted. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-diagnostics.h"
#include "mx-room-list.h"
#include "mx-room.h"

static void
add_session (MxSession     *self,
             MxDiagnostics *facts)
{
  GListModel *rooms = G_LIST_MODEL (self->rooms);

  facts->is_signed_in = self->account != NULL;
  facts->is_guest = mx_session_is_guest (self);
  facts->n_rooms = g_list_model_get_n_items (rooms);
  for (guint i = 0; i < facts->n_rooms && !facts->has_encrypted; i++) {
    g_autoptr (MxRoom) room = g_list_model_get_item (rooms, i);

    facts->has_encrypted = mx_room_is_encrypted (room);
  }
  mx_diagnostics_set_sync (facts, self->sync_state, self->error);
}

static void
diagnosed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  MxDiagnostics *facts = mx_engine_diagnose_finish (MX_ENGINE (source), result, &error);

  if (facts == NULL) {
    g_task_return_error (task, error);
    return;
  }
  add_session (g_task_get_source_object (task), facts);
  g_task_return_pointer (task, facts, g_free);
}

/**
 * mx_session_diagnose:
 * @self: a session
 * @facts: (out caller-allocates): what is known here at once
 */
void
mx_session_diagnose (MxSession     *self,
                     MxDiagnostics *facts)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_diagnostics_init (facts);
  add_session (self, facts);
}

/**
 * mx_session_diagnose_async:
 * @self: a session
 * @cancellable: (nullable): a cancellable
 * @callback: called when it has ended
 * @user_data: for @callback
 *
 * The same, with the versions of libraries and server.
 */
void
mx_session_diagnose_async (MxSession           *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (MX_IS_SESSION (self));

  mx_engine_diagnose_async (self->engine, cancellable, diagnosed_cb,
                            _mx_session_task_new (self, mx_session_diagnose_async, cancellable, callback, user_data));
}

/**
 * mx_session_diagnose_finish:
 * @self: a session
 * @result: what the callback got
 * @error: a place for an error
 *
 * Returns: (transfer full): the facts
 */
MxDiagnostics *
mx_session_diagnose_finish (MxSession     *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
