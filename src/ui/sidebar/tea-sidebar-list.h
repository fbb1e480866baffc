/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-group.h"
#include "mx-room-list.h"
#include "mx-types.h"
#include "tea-sidebar-section.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR_LIST (tea_sidebar_list_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebarList, tea_sidebar_list, TEA, SIDEBAR_LIST, GObject)

TeaSidebarList *tea_sidebar_list_new           (void) G_GNUC_WARN_UNUSED_RESULT;
void            tea_sidebar_list_set_rooms     (TeaSidebarList *self,
                                                GListModel     *rooms);
void            tea_sidebar_list_set_filter    (TeaSidebarList *self,
                                                const char     *text);
void            tea_sidebar_list_set_group     (TeaSidebarList *self,
                                                MxRoomGroup    *group);
void            tea_sidebar_list_set_limit     (TeaSidebarList *self,
                                                guint           limit);
guint           tea_sidebar_list_get_limit     (TeaSidebarList *self);
gboolean        tea_sidebar_list_is_held       (TeaSidebarList *self);
gboolean        tea_sidebar_list_is_filtered   (TeaSidebarList *self);
void            tea_sidebar_list_set_room      (TeaSidebarList *self,
                                                MxRoom         *room);
gboolean        tea_sidebar_list_is_folded     (TeaSidebarList *self,
                                                MxSection       section);
void            tea_sidebar_list_set_folded    (TeaSidebarList *self,
                                                MxSection       section,
                                                gboolean        folded);
guint           tea_sidebar_list_find          (TeaSidebarList *self,
                                                gpointer        item);
MxRoom         *tea_sidebar_list_get_neighbour (TeaSidebarList *self,
                                                MxRoom         *from,
                                                int             direction,
                                                gboolean        unread);
MxRoom         *tea_sidebar_list_get_nth       (TeaSidebarList *self,
                                                guint           n);

G_END_DECLS
