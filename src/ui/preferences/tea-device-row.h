/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-device.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define TEA_TYPE_DEVICE_ROW (tea_device_row_get_type ())
G_DECLARE_FINAL_TYPE (TeaDeviceRow, tea_device_row, TEA, DEVICE_ROW, AdwActionRow)

/* Its buttons are the actions "devices.rename" and "devices.sign-out", with the device's id. */
GtkWidget *tea_device_row_new (MxDevice *device) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
