/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What I may do in a room: what its power levels say, as far as they are known. Main thread. */

#include "config.h"

#include "mx-room-private.h"

#include "mx-power-levels.h"
#include "mx-session.h"
#include "types/m-room-guest-access.h"
#include "types/m-room-join-rules.h"

/**
 * mx_room_can_send:
 * @self: a room
 *
 * Returns: whether I may write
 */
gboolean
mx_room_can_send (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return self->can_send;
}

/**
 * mx_room_can_redact:
 * @self: a room
 * @sender: who wrote what is to be removed
 *
 * Returns: whether I may remove it
 */
gboolean
mx_room_can_redact (MxRoom     *self,
                    const char *sender)
{
  const char *me;

  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);
  g_return_val_if_fail (sender != NULL, FALSE);

  me = self->session != NULL ? mx_session_get_user_id (self->session) : NULL;
  if (me == NULL || self->power_levels == NULL)
    return g_strcmp0 (me, sender) == 0;
  return mx_power_levels_can_redact (self->power_levels, me, sender);
}

static gboolean
can_set (MxRoom     *self,
         const char *type)
{
  const char *me = self->session != NULL ? mx_session_get_user_id (self->session) : NULL;

  return me != NULL && self->power_levels != NULL && mx_power_levels_can_send (self->power_levels, me, type, TRUE);
}

/**
 * mx_room_can_set_guests:
 * @self: a room
 *
 * Returns: whether I may say whether guests may join
 */
gboolean
mx_room_can_set_guests (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return can_set (self, mx_type_room_guest_access.name);
}

/**
 * mx_room_can_close:
 * @self: a room
 *
 * Returns: whether I may close the room for a while, and open it again
 */
gboolean
mx_room_can_close (MxRoom *self)
{
  g_return_val_if_fail (MX_IS_ROOM (self), FALSE);

  return can_set (self, mx_type_room_join_rules.name) && can_set (self, mx_type_room_guest_access.name);
}
