/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where links lead, and whether to ask before following them. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void      tea_links_activate      (GtkWidget  *widget,
                                   const char *uri);
void      tea_links_activate_text (GtkWidget  *widget,
                                   const char *uri,
                                   const char *text);
void      tea_links_launch        (GtkWidget  *widget,
                                   const char *uri);
gboolean  tea_links_is_allowed    (const char *uri);
gboolean  tea_links_must_ask      (const char *uri,
                                   const char *text);
char     *tea_links_describe      (const char *uri);
char     *tea_links_action_line   (const char *action);

G_END_DECLS
