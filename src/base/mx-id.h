/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

#define MX_ID_MAX_BYTES 255

gboolean mx_id_is_user        (const char *id);
gboolean mx_id_is_room        (const char *id);
gboolean mx_id_is_alias       (const char *id);
gboolean mx_id_is_event       (const char *id);
gboolean mx_id_is_server_name (const char *name);
gboolean mx_id_is_mxc         (const char *uri);

const char *mx_id_get_server_name (const char *id);
char       *mx_id_dup_localpart   (const char *id);
gboolean    mx_id_split_mxc       (const char  *uri,
                                   char       **server,
                                   char       **media_id);

char *mx_redact (const char *id);

G_END_DECLS
