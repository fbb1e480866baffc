/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of TeaSidebar share. */

#pragma once

#include "tea-sidebar.h"

#include "tea-account-switcher.h"
#include "tea-avatar.h"
#include "tea-sidebar-list.h"
#include "tea-space-rail.h"
#include "tea-status-banner.h"

G_BEGIN_DECLS

struct _TeaSidebar {
  AdwBin parent_instance;

  MxSession *session;   /* (owned) (nullable) */
  GSettings *settings;  /* (owned) (nullable) */
  TeaSidebarList *list; /* (owned) */
  MxRoom *room;         /* (owned) (nullable): open */
  GSignalGroup *session_signals;
  GtkWidget *menu; /* (owned) (nullable): our child */
  guint midnight_id;
  guint grow_id; /* while the list offers more from frame to frame */
  gboolean narrow;

  GtkStack *title_stack;
  GtkWidget *space_button;
  GtkLabel *space_name;
  TeaSpaceRail *rail;
  MxRoom *space; /* (owned) (nullable): of the group that is shown */
  TeaAvatar *account_avatar;
  GtkWidget *account_button;
  GtkWidget *account_news;
  TeaAccountSwitcher *switcher;
  TeaStatusBanner *banner;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list_view;
};

/* tea-sidebar-rows.c */
void     _tea_sidebar_rows_install (GtkWidgetClass *widget_class);
void     _tea_sidebar_rows_start   (TeaSidebar *self);
void     _tea_sidebar_rows_stop    (TeaSidebar *self);
gpointer _tea_sidebar_item_at      (TeaSidebar *self,
                                    GtkWidget  *widget);

/* tea-sidebar-spaces.c */
void _tea_sidebar_spaces_install (GtkWidgetClass *widget_class);
void _tea_sidebar_spaces_stop    (TeaSidebar *self);
void _tea_sidebar_spaces_reveal  (TeaSidebar *self,
                                  MxRoom     *room);

void _tea_sidebar_update_page (TeaSidebar *self);

/* tea-sidebar-context.c */
void       _tea_sidebar_context_install (GtkWidgetClass *widget_class);
GtkWidget *_tea_sidebar_get_focus       (TeaSidebar *self);

G_END_DECLS
