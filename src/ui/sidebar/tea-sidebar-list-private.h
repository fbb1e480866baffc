/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tea-sidebar-list.c and tea-sidebar-list-walk.c share. */

#pragma once

#include "tea-sidebar-list.h"

G_BEGIN_DECLS

#define N_SECTIONS  MX_SECTION_HIDDEN
#define INVITE_KIND 0x80

struct _TeaSidebarList {
  GObject parent_instance;

  GListModel *rooms; /* (owned) (nullable) */
  GPtrArray *items;  /* (element-type GObject): what is shown */
  GByteArray *kinds; /* the section of each item when it was told, and INVITE_KIND */
  TeaSidebarSection *sections[N_SECTIONS];
  gboolean folded[N_SECTIONS]; /* as the person wants it when nothing is looked for */
  guint limit;                 /* how many of the items are offered */
  gboolean held;               /* there are more */
  char *filter;                /* (owned) (nullable): folded by tea_sidebar_fold () */
  MxRoomGroup *group;          /* (owned) (nullable): whose rooms are shown */
  MxRoom *room;                /* (owned) (nullable): open */
};

gboolean _tea_sidebar_list_matches (TeaSidebarList *self,
                                    MxRoom         *room);

G_END_DECLS
