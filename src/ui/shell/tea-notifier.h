/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"
#include "tea-window.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEA_TYPE_NOTIFIER (tea_notifier_get_type ())
G_DECLARE_FINAL_TYPE (TeaNotifier, tea_notifier, TEA, NOTIFIER, GObject)

TeaNotifier *tea_notifier_new        (GApplication *application,
                                      MxAccounts   *accounts,
                                      GSettings    *settings) G_GNUC_WARN_UNUSED_RESULT;
void         tea_notifier_set_window (TeaNotifier *self,
                                      TeaWindow   *window);

/* Pure: what a notification says. */
char *tea_notifier_title        (const char *room_name,
                                 const char *sender_name);
char *tea_notifier_body         (const char *text);
/* Of a title, where there are several accounts. */
char *tea_notifier_name_account (const char *title,
                                 const char *user_id);

G_END_DECLS
