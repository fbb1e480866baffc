/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  TEA_SLOT_AVATAR,
  TEA_SLOT_HEAD,
  TEA_SLOT_REPLY,
  TEA_SLOT_CONTENT,
  TEA_SLOT_REACTIONS,
  TEA_SLOT_STATUS,
  TEA_N_SLOTS
} TeaRowSlot;

#define TEA_ROW_AVATAR 36

#define TEA_TYPE_ROW_LAYOUT (tea_row_layout_get_type ())
G_DECLARE_FINAL_TYPE (TeaRowLayout, tea_row_layout, TEA, ROW_LAYOUT, GtkLayoutManager)

void tea_row_layout_set_slot (TeaRowLayout *self,
                              TeaRowSlot    slot,
                              GtkWidget    *widget);
void tea_row_layout_set_kind (TeaRowLayout *self,
                              gboolean      has_gutter,
                              int           space_above);

G_END_DECLS
