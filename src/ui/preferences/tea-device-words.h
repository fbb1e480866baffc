/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where an account is signed in, in words. Pure functions. */

#pragma once

#include "mx-device.h"

G_BEGIN_DECLS

char *tea_device_title  (MxDevice *device);
char *tea_device_detail (MxDevice *device,
                         gint64    now_ms);

G_END_DECLS
