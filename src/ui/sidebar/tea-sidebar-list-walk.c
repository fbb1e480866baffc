/* SPDX-License-Identifier: GPL-3.0-or-later */

/* TeaSidebarList, going from room to room: the next one and the one before, the next with
 * something new, the n-th. Rooms beyond the limit of what is offered count as the others
 * do: the keys work from the first moment. Main thread. */

#include "config.h"

#include "tea-sidebar-list-private.h"

#include "mx-room.h"
#include "tea-sidebar-text.h"

/* Whether @room has a row. */
static gboolean
is_shown (TeaSidebarList *self,
          MxRoom         *room)
{
  MxSection section = mx_room_get_section (room);

  if (section >= N_SECTIONS)
    return FALSE;
  return _tea_sidebar_list_matches (self, room) && (self->filter != NULL || !self->folded[section]);
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
                           .is_invite = mx_room_get_membership (room) == MX_MEMBERSHIP_INVITE,
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
