/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR (tea_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebar, tea_sidebar, TEA, SIDEBAR, AdwBin)

void        tea_sidebar_set_accounts  (TeaSidebar *self,
                                       MxAccounts *accounts);
void        tea_sidebar_set_session   (TeaSidebar *self,
                                       MxSession  *session);
MxSession  *tea_sidebar_get_session   (TeaSidebar *self);
void        tea_sidebar_set_settings  (TeaSidebar *self,
                                       GSettings  *settings);
void        tea_sidebar_set_room      (TeaSidebar *self,
                                       MxRoom     *room);
/* The space of a group of rooms; NULL: all rooms. */
void        tea_sidebar_set_group     (TeaSidebar *self,
                                       const char *space_id);
const char *tea_sidebar_get_group     (TeaSidebar *self);
void        tea_sidebar_search        (TeaSidebar *self);
void        tea_sidebar_focus         (TeaSidebar *self);
MxRoom     *tea_sidebar_get_neighbour (TeaSidebar *self,
                                       MxRoom     *from,
                                       int         direction,
                                       gboolean    unread);
MxRoom     *tea_sidebar_get_nth       (TeaSidebar *self,
                                       guint       n);

G_END_DECLS
