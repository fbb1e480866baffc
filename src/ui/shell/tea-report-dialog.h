/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_REPORT_DIALOG (tea_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TeaReportDialog, tea_report_dialog, TEA, REPORT_DIALOG, AdwDialog)

/* A message: @room, @event_id, @user_id and @quote; a person: @user_id; a room: @room alone. */
AdwDialog *tea_report_dialog_new      (MxSession  *session,
                                       MxRoom     *room,
                                       const char *event_id,
                                       const char *user_id,
                                       const char *quote);
AdwDialog *tea_report_dialog_new_room (MxSession  *session,
                                       const char *room_id);

G_END_DECLS
