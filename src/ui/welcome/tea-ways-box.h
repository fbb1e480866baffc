/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-sign-in-way.h"

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_WAYS_BOX (tea_ways_box_get_type ())
G_DECLARE_FINAL_TYPE (TeaWaysBox, tea_ways_box, TEA, WAYS_BOX, AdwBin)

/* Emits "chosen" (TeaSignInWay). */
void          tea_ways_box_set_session (TeaWaysBox *self,
                                        MxSession  *session);
void          tea_ways_box_set_ways    (TeaWaysBox *self,
                                        GListModel *ways);
TeaSignInWay *tea_ways_box_get_first   (TeaWaysBox *self);

G_END_DECLS
