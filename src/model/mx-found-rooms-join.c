/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Joining many of the rooms that were found, one after the other.
 *
 *   next room ──► joined, or it keeps why not ──► next room … ──► every page asked for? ──► done
 *      ▲ └──► the server wants a pause: the same room once more ──┐      │ all: the next page
 *      └──────────────────────────────────────────────────────────┴──────┘
 *
 * A server's limits slow it down and do not break it. Who wants all means those, too, that nobody has scrolled
 * to yet. Main thread. */

#include "config.h"

#include "mx-found-rooms-private.h"

#include "mx-error.h"
#include "mx-found-room-private.h"
#include "mx-session-private.h"

#define MAX_PAUSES  10
#define MIN_WAIT_MS 200
#define MAX_WAIT_MS 60000

typedef struct
{
  gboolean all;
  GPtrArray *left;   /* (element-type MxFoundRoom): the next last  */
  GHashTable *tried; /* (element-type MxFoundRoom)                 */
  MxFoundRoom *room; /* (owned) (nullable): the one under way      */
  guint n_pauses;    /* of it                                      */
  guint n_joined;
  gulong loading_id; /* while a page is waited for                 */
  gboolean no_page;  /* the next page did not come                 */
  GError *error;     /* (owned) (nullable): the first              */
} Joining;

static void join_next (GTask *task);

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_ptr_array_unref (joining->left);
  g_hash_table_unref (joining->tried);
  g_clear_object (&joining->room);
  g_clear_error (&joining->error);
  g_free (joining);
}

static gboolean
on_pause_over (gpointer task)
{
  join_next (g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* The server says how long; FALSE where it has been asked often enough. */
static gboolean
pause_for (GTask        *task,
           const GError *error)
{
  Joining *joining = g_task_get_task_data (task);
  gint64 told = mx_error_get_retry_after (error);
  g_autoptr (GSource) source = NULL;

  if (!g_error_matches (error, MX_ERROR, MX_ERROR_RATE_LIMITED) || joining->n_pauses++ >= MAX_PAUSES)
    return FALSE;

  source = g_timeout_source_new ((guint) CLAMP (told, MIN_WAIT_MS, MAX_WAIT_MS));
  g_task_attach_source (task, source, on_pause_over);
  return TRUE;
}

static void
joined_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Joining *joining = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *room_id = mx_session_string_finish (MX_SESSION (source), result, &error);

  if (room_id == NULL && pause_for (task, error))
    return;

  _mx_found_room_set_joining (joining->room, FALSE, error);
  if (room_id != NULL) {
    mx_found_room_set_selected (joining->room, FALSE);
    _mx_found_rooms_set_joining (g_task_get_source_object (task), TRUE, ++joining->n_joined);
  } else if (joining->error == NULL)
    joining->error = g_steal_pointer (&error);
  g_clear_object (&joining->room);
  joining->n_pauses = 0;
  join_next (g_steal_pointer (&task));
}

/* What is wanted of the rooms that are there now, and was not asked for before; the next one last. */
static void
gather (MxFoundRooms *self,
        Joining      *joining)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self)); i > 0; i--) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (self), i - 1);

    if (!mx_found_room_is_member (room) && (joining->all || mx_found_room_is_selected (room)) &&
        g_hash_table_add (joining->tried, g_object_ref (room)))
      g_ptr_array_add (joining->left, g_steal_pointer (&room));
  }
}

static void
on_loading (MxFoundRooms *self,
            GParamSpec   *pspec,
            gpointer      user_data)
{
  GTask *task = user_data;
  Joining *joining = g_task_get_task_data (task);

  if (mx_found_rooms_is_loading (self))
    return;

  g_clear_signal_handler (&joining->loading_id, self);
  joining->no_page = mx_found_rooms_get_error (self) != NULL;
  if (joining->error == NULL && joining->no_page)
    joining->error = g_error_copy (mx_found_rooms_get_error (self));
  gather (self, joining);
  join_next (task);
}

/* Takes @task. */
static void
end (GTask *task)
{
  MxFoundRooms *self = g_task_get_source_object (task);
  Joining *joining = g_task_get_task_data (task);
  gboolean is_cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  if (joining->room != NULL)
    _mx_found_room_set_joining (joining->room, FALSE, NULL);
  _mx_found_rooms_set_joining (self, FALSE, joining->n_joined);
  if (!is_cancelled && joining->error != NULL)
    g_task_return_error (task, g_steal_pointer (&joining->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* Takes @task. */
static void
join_next (GTask *task)
{
  MxFoundRooms *self = g_task_get_source_object (task);
  Joining *joining = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *link = NULL;

  if (g_cancellable_is_cancelled (cancellable)) {
    end (task);
    return;
  }
  if (joining->room == NULL && joining->left->len > 0)
    joining->room = g_ptr_array_steal_index (joining->left, joining->left->len - 1);
  if (joining->room != NULL) {
    link = mx_found_room_dup_link (joining->room);
    _mx_found_room_set_joining (joining->room, TRUE, NULL);
    mx_session_join_async (mx_found_rooms_get_session (self), link, _mx_found_room_get_via (joining->room), cancellable,
                           joined_cb, task);
    return;
  }
  if (joining->all && mx_found_rooms_has_more (self) && !joining->no_page) {
    joining->loading_id = g_signal_connect (self, "notify::is-loading", G_CALLBACK (on_loading), task);
    mx_found_rooms_load_more (self);
    return;
  }
  end (task);
}

/**
 * mx_found_rooms_join_async:
 * @self: rooms
 * @all: every room, not only those selected
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: for @callback
 *
 * Joins rooms, one after the other; those that are joined already are left out.
 */
void
mx_found_rooms_join_async (MxFoundRooms        *self,
                           gboolean             all,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Joining *joining;
  GTask *task;

  g_return_if_fail (MX_IS_FOUND_ROOMS (self));

  /* What failed before is not of this time. */
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (MxFoundRoom) room = g_list_model_get_item (G_LIST_MODEL (self), i);

    _mx_found_room_set_joining (room, FALSE, NULL);
  }
  joining = g_new0 (Joining, 1);
  joining->all = all;
  joining->left = g_ptr_array_new_with_free_func (g_object_unref);
  joining->tried = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mx_found_rooms_join_async);
  g_task_set_task_data (task, joining, joining_free);
  gather (self, joining);
  _mx_found_rooms_set_joining (self, TRUE, 0);
  join_next (task);
}

/**
 * mx_found_rooms_join_finish:
 * @self: rooms
 *
 * Returns: whether every one was joined
 */
gboolean
mx_found_rooms_join_finish (MxFoundRooms  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
