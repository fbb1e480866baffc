/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gio/gio.h>

G_BEGIN_DECLS

GMenuModel *tea_sidebar_menu_new (MxRoom *room) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
