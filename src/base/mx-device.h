/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_TYPE_DEVICE (mx_device_get_type ())
G_DECLARE_FINAL_TYPE (MxDevice, mx_device, MX, DEVICE, GObject)

MxDevice   *mx_device_new           (const char *id,
                                     const char *name,
                                     const char *last_ip,
                                     gint64      last_seen,
                                     gboolean    is_own) G_GNUC_WARN_UNUSED_RESULT;
const char *mx_device_get_id        (MxDevice *self);
const char *mx_device_get_name      (MxDevice *self);
const char *mx_device_get_last_ip   (MxDevice *self);
gint64      mx_device_get_last_seen (MxDevice *self);
gboolean    mx_device_is_own        (MxDevice *self);

G_END_DECLS
