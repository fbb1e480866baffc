/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-sign-in-way.h"

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_WAY_BUTTON (tea_way_button_get_type ())
G_DECLARE_FINAL_TYPE (TeaWayButton, tea_way_button, TEA, WAY_BUTTON, GtkButton)

GtkWidget    *tea_way_button_new     (TeaSignInWay *way,
                                      MxSession    *session) G_GNUC_WARN_UNUSED_RESULT;
TeaSignInWay *tea_way_button_get_way (TeaWayButton *self);

G_END_DECLS
