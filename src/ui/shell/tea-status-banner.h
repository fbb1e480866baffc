/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_STATUS_BANNER (tea_status_banner_get_type ())
G_DECLARE_FINAL_TYPE (TeaStatusBanner, tea_status_banner, TEA, STATUS_BANNER, AdwBin)

void tea_status_banner_set_session (TeaStatusBanner *self,
                                    MxSession       *session);
void tea_status_banner_set_room    (TeaStatusBanner *self,
                                    MxRoom          *room);
void tea_status_banner_set_knocks  (TeaStatusBanner *self,
                                    MxKnockList     *knocks);

G_END_DECLS
