/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may do what in a room. See Client-Server API, "Permissions", and room version 12 for
 * creators, who stand above every number. The server decides in the end; this decides what
 * the program offers. Immutable, the count is atomic: any thread. */

#include "config.h"

#include "mx-power-levels.h"

#include "mx-event.h"
#include "types/m-room-create.h"
#include "types/m-room-power-levels.h"

#define LEVEL_OF_CREATOR   100 /* before room version 12, where there are no power levels */
#define LEVEL_OF_TOMBSTONE 150

struct _MxPowerLevels {
  gatomicrefcount ref_count;
  MxEvent *create;       /* (owned) (nullable) */
  MxEvent *power_levels; /* (owned) (nullable) */
  char **creators;       /* (owned): never NULL */
  gboolean privileged;   /* creators stand above */
};

/**
 * mx_power_levels_new:
 * @create: (nullable): the room's `m.room.create`
 * @power_levels: (nullable): the room's `m.room.power_levels`
 *
 * Returns: (transfer full): the levels; the specification's defaults where an event is
 *   missing or cannot be read
 */
MxPowerLevels *
mx_power_levels_new (MxEvent *create,
                     MxEvent *power_levels)
{
  MxPowerLevels *self = g_new0 (MxPowerLevels, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (mx_event_get_content_as (create, &mx_type_room_create) != NULL)
    self->create = mx_event_ref (create);
  if (mx_event_get_content_as (power_levels, &mx_type_room_power_levels) != NULL)
    self->power_levels = mx_event_ref (power_levels);
  self->creators = self->create ? mx_room_create_dup_creators (self->create) : g_new0 (char *, 1);
  self->privileged = self->create != NULL && mx_room_create_has_privileged_creators (self->create);
  return self;
}

/**
 * mx_power_levels_ref:
 * @self: the levels
 *
 * Returns: (transfer full): @self
 */
MxPowerLevels *
mx_power_levels_ref (MxPowerLevels *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mx_power_levels_unref:
 * @self: (transfer full): the levels
 */
void
mx_power_levels_unref (MxPowerLevels *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->create, mx_event_unref);
  g_clear_pointer (&self->power_levels, mx_event_unref);
  g_strfreev (self->creators);
  g_free (self);
}

static const MxRoomPowerLevels *
get_content (MxPowerLevels *self)
{
  return self->power_levels ? mx_event_get_content (self->power_levels) : NULL;
}

static gboolean
is_creator (MxPowerLevels *self,
            const char    *user_id)
{
  return g_strv_contains ((const char *const *) self->creators, user_id);
}

/**
 * mx_power_levels_get_user:
 * @self: the levels
 * @user_id: a person
 *
 * Returns: the person's level, %MX_POWER_CREATOR for a creator of a room of version 12
 */
gint64
mx_power_levels_get_user (MxPowerLevels *self,
                          const char    *user_id)
{
  const MxRoomPowerLevels *content = get_content (self);
  gpointer level;

  g_return_val_if_fail (self != NULL && user_id != NULL, 0);

  if (self->privileged && is_creator (self, user_id))
    return MX_POWER_CREATOR;
  if (content == NULL)
    return !self->privileged && is_creator (self, user_id) ? LEVEL_OF_CREATOR : 0;
  if (g_hash_table_lookup_extended (content->users, user_id, NULL, &level))
    return (gint64) (gintptr) level;
  return content->users_default;
}

static gint64
get_required (MxPowerLevels *self,
              const char    *type,
              gboolean       is_state)
{
  const MxRoomPowerLevels *content = get_content (self);
  gint64 fallback;
  gpointer level;

  if (content != NULL && g_hash_table_lookup_extended (content->events, type, NULL, &level))
    return (gint64) (gintptr) level;
  fallback = is_state ? (content ? content->state_default : 50) : (content ? content->events_default : 0);
  if (self->privileged && is_state && g_str_equal (type, "m.room.tombstone"))
    return MAX (fallback, LEVEL_OF_TOMBSTONE);
  return fallback;
}

/**
 * mx_power_levels_can_send:
 * @self: the levels
 * @user_id: a person
 * @type: an event type
 * @is_state: whether it would be sent as state
 *
 * Returns: whether the person may send it
 */
gboolean
mx_power_levels_can_send (MxPowerLevels *self,
                          const char    *user_id,
                          const char    *type,
                          gboolean       is_state)
{
  return mx_power_levels_get_user (self, user_id) >= get_required (self, type, is_state);
}

/**
 * mx_power_levels_can_redact:
 * @self: the levels
 * @user_id: a person
 * @sender: (nullable): who sent what would be removed
 *
 * Returns: whether the person may remove it
 */
gboolean
mx_power_levels_can_redact (MxPowerLevels *self,
                            const char    *user_id,
                            const char    *sender)
{
  const MxRoomPowerLevels *content = get_content (self);

  if (!mx_power_levels_can_send (self, user_id, "m.room.redaction", FALSE))
    return FALSE;
  return g_strcmp0 (user_id, sender) == 0 ||
         mx_power_levels_get_user (self, user_id) >= (content ? content->redact : 50);
}

/**
 * mx_power_levels_can_invite:
 * @self: the levels
 * @user_id: a person
 *
 * Returns: whether the person may invite others
 */
gboolean
mx_power_levels_can_invite (MxPowerLevels *self,
                            const char    *user_id)
{
  const MxRoomPowerLevels *content = get_content (self);

  return mx_power_levels_get_user (self, user_id) >= (content ? content->invite : 0);
}

static gboolean
can_remove (MxPowerLevels *self,
            const char    *user_id,
            const char    *target,
            gint64         required)
{
  gint64 mine = mx_power_levels_get_user (self, user_id);

  return mine >= required && (target == NULL || mx_power_levels_get_user (self, target) < mine);
}

/**
 * mx_power_levels_can_kick:
 * @self: the levels
 * @user_id: a person
 * @target: (nullable): who would be removed; %NULL asks about somebody without a level
 *
 * Returns: whether the person may remove the other
 */
gboolean
mx_power_levels_can_kick (MxPowerLevels *self,
                          const char    *user_id,
                          const char    *target)
{
  const MxRoomPowerLevels *content = get_content (self);

  return can_remove (self, user_id, target, content ? content->kick : 50);
}

/**
 * mx_power_levels_can_ban:
 * @self: the levels
 * @user_id: a person
 * @target: (nullable): who would be banned; %NULL asks about somebody without a level
 *
 * Returns: whether the person may ban the other
 */
gboolean
mx_power_levels_can_ban (MxPowerLevels *self,
                         const char    *user_id,
                         const char    *target)
{
  const MxRoomPowerLevels *content = get_content (self);

  return can_remove (self, user_id, target, content ? content->ban : 50);
}

/**
 * mx_power_levels_can_notify_room:
 * @self: the levels
 * @user_id: a person
 *
 * Returns: whether the person may mention everyone
 */
gboolean
mx_power_levels_can_notify_room (MxPowerLevels *self,
                                 const char    *user_id)
{
  const MxRoomPowerLevels *content = get_content (self);

  return mx_power_levels_get_user (self, user_id) >= (content ? content->notify_room : 50);
}
