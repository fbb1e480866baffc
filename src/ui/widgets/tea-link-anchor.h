/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_LINK_ANCHOR (tea_link_anchor_get_type ())
G_DECLARE_FINAL_TYPE (TeaLinkAnchor, tea_link_anchor, TEA, LINK_ANCHOR, GtkWidget)

/* Signal: "activated". */
GtkWidget  *tea_link_anchor_new       (const char *text,
                                       const char *uri);
const char *tea_link_anchor_get_where (TeaLinkAnchor *self);

G_END_DECLS
