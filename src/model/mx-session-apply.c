/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deltas → model. They are applied in order, each in one pass; a pass that takes longer
 * than a slice goes on when the main loop is idle, so that no frame waits for it. The
 * time is looked at after every piece: a room, some people, some events, the release of
 * what was applied. A slice may end with one piece and the sorting of the room list more
 * than its time, and is under 4 ms all the same. Between slices every list and property
 * is consistent. Main thread. */

#include "config.h"

#include "mx-session-private.h"

#include "mx-room-list-private.h"
#include "mx-room-private.h"

#define SLICE_US     2000
#define ENTRIES_ONCE 64
#define PEOPLE_ONCE  256

static void
cursor_free (MxDeltaCursor *cursor)
{
  mx_delta_unref (cursor->delta);
  g_free (cursor);
}

static void
take_ignored (MxSession  *self,
              char      **users)
{
  g_autoptr (GPtrArray) rooms = NULL;

  _mx_session_set_ignored (self, (const char *const *) users);
  rooms = _mx_room_list_all (self->rooms);
  for (guint i = 0; i < rooms->len; i++)
    _mx_room_ignored_changed (g_ptr_array_index (rooms, i));
}

static MxRoom *
take_summary (MxSession         *self,
              const MxRoomDelta *delta)
{
  MxRoom *room = _mx_room_list_get (self->rooms, delta->room_id);

  if (room == NULL && delta->summary != NULL) {
    g_autoptr (MxRoom) made = _mx_room_new (self, delta->room_id, delta->summary);

    _mx_room_list_add (self->rooms, made);
    return made;
  }
  if (room != NULL && delta->summary != NULL && _mx_room_take_summary (room, delta->summary))
    _mx_room_list_touch (self->rooms, room);
  return room;
}

/* Some of the people of a room, before the events that name them. Returns TRUE when no more are left. */
static gboolean
apply_people (MxRoom            *room,
              const MxRoomDelta *delta,
              MxDeltaCursor     *cursor)
{
  guint n = delta->members != NULL ? delta->members->len : 0;
  guint to = MIN (n, cursor->person + PEOPLE_ONCE);
  g_autoptr (GPtrArray) some = NULL;

  if (cursor->person == n)
    return TRUE;
  some = g_ptr_array_sized_new (to - cursor->person);
  for (; cursor->person < to; cursor->person++)
    g_ptr_array_add (some, g_ptr_array_index (delta->members, cursor->person));
  _mx_room_take_members (room, some);
  return FALSE;
}

/* The next piece of one room. Returns TRUE when the room is done. */
static gboolean
apply_room (MxSession     *self,
            MxDeltaCursor *cursor)
{
  const MxRoomDelta *delta = g_ptr_array_index (cursor->delta->rooms, cursor->room);
  guint n_entries = delta->appended != NULL ? delta->appended->len : 0;
  guint from = cursor->entry;
  guint to = MIN (n_entries, from + ENTRIES_ONCE);
  MxRoom *room = cursor->person + from == 0 ? take_summary (self, delta)
                                            : _mx_room_list_get (self->rooms, delta->room_id);

  if (room == NULL)
    return TRUE;
  if (delta->removed) {
    _mx_room_set_gone (room);
    _mx_room_list_remove (self->rooms, room);
    return TRUE;
  }
  if (!apply_people (room, delta, cursor))
    return FALSE;
  _mx_room_take_delta (room, delta, from, to);
  cursor->entry = to;
  return to == n_entries;
}

/* Returns TRUE when the delta is done, FALSE when the time is up. */
static gboolean
apply_slice (MxSession     *self,
             MxDeltaCursor *cursor,
             gint64         deadline)
{
  MxDelta *delta = cursor->delta;

  if (!cursor->started) {
    cursor->started = TRUE;
    if (delta->ignored != NULL)
      take_ignored (self, delta->ignored);
  }
  while (cursor->room < delta->rooms->len) {
    if (apply_room (self, cursor)) {
      cursor->room++;
      cursor->entry = cursor->person = 0;
    }
    if (g_get_monotonic_time () >= deadline && cursor->room < delta->rooms->len)
      return FALSE;
  }
  return TRUE;
}

static void
return_waiting (MxSession *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->after);

  self->after = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++) {
    GTask *task = g_ptr_array_index (tasks, i);
    char *text = g_task_get_task_data (task);

    if (text != NULL)
      g_task_return_pointer (task, g_strdup (text), g_free);
    else
      g_task_return_boolean (task, self->account != NULL);
  }
}

/* The next part of a delta: a slice of it, or its end. Returns TRUE when the delta is done. */
static gboolean
apply_part (MxSession     *self,
            MxDeltaCursor *cursor,
            gint64         deadline)
{
  if (cursor->applied)
    return TRUE;
  _mx_room_list_begin (self->rooms);
  cursor->applied = apply_slice (self, cursor, deadline);
  _mx_room_list_end (self->rooms);
  if (!cursor->applied)
    return FALSE;
  if (cursor->delta->has_sync_state)
    _mx_session_set_state (self, cursor->delta->sync_state, cursor->delta->error);
  for (guint i = 0; i < cursor->delta->notifications->len; i++)
    _mx_session_notify_person (self, g_ptr_array_index (cursor->delta->notifications, i));
  /* Letting go of 10,000 events takes a while too. */
  return g_get_monotonic_time () < deadline;
}

/* Applies what fits in a slice. Returns TRUE when something is left. */
static gboolean
apply_some (MxSession *self)
{
  gint64 deadline = g_get_monotonic_time () + SLICE_US;
  MxDeltaCursor *cursor = g_queue_peek_head (&self->deltas);

  while (cursor != NULL && g_get_monotonic_time () < deadline && apply_part (self, cursor, deadline)) {
    g_queue_pop_head (&self->deltas);
    cursor_free (cursor);
    cursor = g_queue_peek_head (&self->deltas);
  }
  _mx_session_count (self);
  if (g_queue_is_empty (&self->deltas)) {
    return_waiting (self);
    return FALSE;
  }
  return TRUE;
}

static gboolean
apply_idle (gpointer user_data)
{
  g_autoptr (MxSession) self = g_object_ref (user_data);

  if (apply_some (self))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

/*< private >
 * _mx_session_apply:
 * @delta: what the engine tells
 *
 * Applies @delta after those before it: now as far as a slice of a few milliseconds
 * goes, the rest when the main loop is idle.
 */
void
_mx_session_apply (MxSession *self,
                   MxDelta   *delta)
{
  g_autoptr (MxSession) held = g_object_ref (self);
  MxDeltaCursor *cursor = g_new0 (MxDeltaCursor, 1);

  cursor->delta = mx_delta_ref (delta);
  g_queue_push_tail (&self->deltas, cursor);
  if (self->idle_id == 0 && apply_some (self))
    self->idle_id = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, apply_idle, self, NULL);
}

/*< private >
 * _mx_session_is_applying:
 *
 * Returns: whether some of a delta waits for an idle slice
 */
gboolean
_mx_session_is_applying (MxSession *self)
{
  return !g_queue_is_empty (&self->deltas);
}

/*< private >
 * _mx_session_return_after:
 * @task: (transfer full): its data is the text to return, or %NULL: whether somebody is signed in
 *
 * Ends @task once every delta so far is applied: what the engine says is done is then
 * also seen in the model.
 */
void
_mx_session_return_after (MxSession *self,
                          GTask     *task)
{
  g_ptr_array_add (self->after, task);
  if (!_mx_session_is_applying (self))
    return_waiting (self);
}

/*< private >
 * _mx_session_drop_deltas:
 *
 * Forgets what is not applied yet: the account is gone.
 */
void
_mx_session_drop_deltas (MxSession *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_queue_clear_full (&self->deltas, (GDestroyNotify) cursor_free);
  return_waiting (self);
}
