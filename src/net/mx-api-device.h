/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests about one's devices, password and the end of the account. @auth_json
 * (nullable): the answer to a stage of user-interactive authentication. */

#pragma once

#include "mx-api-account.h"

G_BEGIN_DECLS

MxRequest *mx_api_devices         (void) G_GNUC_WARN_UNUSED_RESULT;
/* (element-type MxDevice) */
GPtrArray *mx_api_devices_parse   (MxResponse  *response,
                                   const char  *own_id,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_rename_device   (const char  *device_id,
                                   const char  *name,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* With user-interactive authentication: */
MxRequest *mx_api_delete_devices  (const char  *body_json,
                                   const char  *auth_json,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_change_password (const char  *body_json,
                                   const char  *auth_json,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_deactivate      (const char  *body_json,
                                   const char  *auth_json,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
