/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_WINDOW (tea_window_get_type ())
G_DECLARE_FINAL_TYPE (TeaWindow, tea_window, TEA, WINDOW, AdwApplicationWindow)

TeaWindow *tea_window_new          (GtkApplication *application,
                                    MxSession      *session,
                                    GSettings      *settings);
/* Before it starts; without it there is one account. */
void       tea_window_set_accounts (TeaWindow  *self,
                                    MxAccounts *accounts);
void       tea_window_start        (TeaWindow *self);
void       tea_window_set_session  (TeaWindow *self,
                                    MxSession *session);
MxSession *tea_window_get_session  (TeaWindow *self);
void       tea_window_open_link    (TeaWindow  *self,
                                    const char *link);
void       tea_window_show_room    (TeaWindow  *self,
                                    const char *room_id);
MxRoom    *tea_window_get_room     (TeaWindow *self);
void       tea_window_add_toast    (TeaWindow  *self,
                                    const char *text);

G_END_DECLS
