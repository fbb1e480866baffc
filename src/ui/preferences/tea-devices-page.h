/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_DEVICES_PAGE (tea_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (TeaDevicesPage, tea_devices_page, TEA, DEVICES_PAGE, AdwNavigationPage)

/* @has_page: devices are signed out on the server's page. */
TeaDevicesPage *tea_devices_page_new (MxSession *session,
                                      gboolean   has_page) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
