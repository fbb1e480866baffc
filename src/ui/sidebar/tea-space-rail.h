/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-group.h"
#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SPACE_RAIL (tea_space_rail_get_type ())
G_DECLARE_FINAL_TYPE (TeaSpaceRail, tea_space_rail, TEA, SPACE_RAIL, AdwBin)

void         tea_space_rail_set_session  (TeaSpaceRail *self,
                                          MxSession    *session);
MxRoomGroup *tea_space_rail_get_group    (TeaSpaceRail *self);
/* "space-id": what is remembered of it. */
void         tea_space_rail_set_space_id (TeaSpaceRail *self,
                                          const char   *space_id);
const char  *tea_space_rail_get_space_id (TeaSpaceRail *self);
void         tea_space_rail_show_all     (TeaSpaceRail *self);

G_END_DECLS
