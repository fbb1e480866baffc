/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR_INVITE (tea_sidebar_invite_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebarInvite, tea_sidebar_invite, TEA, SIDEBAR_INVITE, GtkWidget)

GtkWidget *tea_sidebar_invite_new      (void) G_GNUC_WARN_UNUSED_RESULT;
void       tea_sidebar_invite_set_room (TeaSidebarInvite *self,
                                        MxRoom           *room);
MxRoom    *tea_sidebar_invite_get_room (TeaSidebarInvite *self);

G_END_DECLS
