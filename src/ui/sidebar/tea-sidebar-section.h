/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-room-list.h"

G_BEGIN_DECLS

#define TEA_TYPE_SIDEBAR_SECTION (tea_sidebar_section_get_type ())
G_DECLARE_FINAL_TYPE (TeaSidebarSection, tea_sidebar_section, TEA, SIDEBAR_SECTION, GObject)

TeaSidebarSection *tea_sidebar_section_new        (MxSection section) G_GNUC_WARN_UNUSED_RESULT;
MxSection          tea_sidebar_section_get_kind   (TeaSidebarSection *self);
const char        *tea_sidebar_section_get_title  (TeaSidebarSection *self);
guint              tea_sidebar_section_get_count  (TeaSidebarSection *self);
void               tea_sidebar_section_set_count  (TeaSidebarSection *self,
                                                   guint              count);
gboolean           tea_sidebar_section_is_folded  (TeaSidebarSection *self);
void               tea_sidebar_section_set_folded (TeaSidebarSection *self,
                                                   gboolean           folded);

G_END_DECLS
