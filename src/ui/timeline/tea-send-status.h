/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TEA_TYPE_SEND_STATUS (tea_send_status_get_type ())
G_DECLARE_FINAL_TYPE (TeaSendStatus, tea_send_status, TEA, SEND_STATUS, GtkWidget)

GtkWidget *tea_send_status_new  (void);
void       tea_send_status_bind (TeaSendStatus  *self,
                                 MxTimelineItem *item,
                                 gboolean        waits);

G_END_DECLS
