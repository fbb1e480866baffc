/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tea-sidebar-section.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR_HEADING (tea_sidebar_heading_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebarHeading, tea_sidebar_heading, TEA, SIDEBAR_HEADING, GtkWidget)

GtkWidget         *tea_sidebar_heading_new         (void) G_GNUC_WARN_UNUSED_RESULT;
void               tea_sidebar_heading_set_section (TeaSidebarHeading *self,
                                                    TeaSidebarSection *section);
TeaSidebarSection *tea_sidebar_heading_get_section (TeaSidebarHeading *self);

G_END_DECLS
