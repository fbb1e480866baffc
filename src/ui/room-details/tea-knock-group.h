/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_KNOCK_GROUP (tea_knock_group_get_type ())
G_DECLARE_FINAL_TYPE (TeaKnockGroup, tea_knock_group, TEA, KNOCK_GROUP, AdwBin)

void tea_knock_group_set_knocks (TeaKnockGroup *self,
                                 MxKnockList   *knocks);

G_END_DECLS
