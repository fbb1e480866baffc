/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_POWER_CREATOR G_MAXINT64 /* room version 12: above every number */

/* Who may do what in a room, with room version 12's creators. Immutable. */
MxPowerLevels *mx_power_levels_new             (MxEvent *create,
                                                MxEvent *power_levels) G_GNUC_WARN_UNUSED_RESULT;
MxPowerLevels *mx_power_levels_ref             (MxPowerLevels *self);
void           mx_power_levels_unref           (MxPowerLevels *self);
gint64         mx_power_levels_get_user        (MxPowerLevels *self,
                                                const char    *user_id);
gboolean       mx_power_levels_can_send        (MxPowerLevels *self,
                                                const char    *user_id,
                                                const char    *type,
                                                gboolean       is_state);
gboolean       mx_power_levels_can_redact      (MxPowerLevels *self,
                                                const char    *user_id,
                                                const char    *sender);
gboolean       mx_power_levels_can_invite      (MxPowerLevels *self,
                                                const char    *user_id);
gboolean       mx_power_levels_can_kick        (MxPowerLevels *self,
                                                const char    *user_id,
                                                const char    *target);
gboolean       mx_power_levels_can_ban         (MxPowerLevels *self,
                                                const char    *user_id,
                                                const char    *target);
gboolean       mx_power_levels_can_notify_room (MxPowerLevels *self,
                                                const char    *user_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxPowerLevels, mx_power_levels_unref)

G_END_DECLS
