/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TEA_TYPE_DESKTOP_NOTICES (tea_desktop_notices_get_type ())
G_DECLARE_FINAL_TYPE (TeaDesktopNotices, tea_desktop_notices, TEA, DESKTOP_NOTICES, GObject)

TeaDesktopNotices *tea_desktop_notices_new      (GApplication *application) G_GNUC_WARN_UNUSED_RESULT;
/* @body is shown as it is written, whatever the desktop makes of "<" and "&". */
void               tea_desktop_notices_send     (TeaDesktopNotices *self,
                                                 const char        *id,
                                                 GNotification     *notification,
                                                 const char        *body);
void               tea_desktop_notices_withdraw (TeaDesktopNotices *self,
                                                 const char        *id);

G_END_DECLS
