/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_MEMBER_ROW (tea_member_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaMemberRow, tea_member_row, TEA, MEMBER_ROW, AdwBin)

GtkWidget *tea_member_row_new         (void);
void       tea_member_row_set_session (TeaMemberRow *self,
                                       MxSession    *session);
void       tea_member_row_set_member  (TeaMemberRow *self,
                                       MxMember     *member);
MxMember  *tea_member_row_get_member  (TeaMemberRow *self);
/* Emits "picked" (a user id, whether). */
void       tea_member_row_set_picking (TeaMemberRow *self,
                                       gboolean      picking,
                                       gboolean      picked);
/* "Ann, Moderator" */
char      *tea_member_row_dup_spoken  (TeaMemberRow *self);

G_END_DECLS
