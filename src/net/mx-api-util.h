/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the mx-api-* files share. Private to net. */

#pragma once

#include "mx-types.h"

G_BEGIN_DECLS

typedef gboolean (*MxIdCheck) (const char *id);

gboolean    mx_api_check          (const char  *id,
                                   MxIdCheck    check,
                                   const char  *what,
                                   GError     **error);
gboolean    mx_api_check_room     (const char  *room_id,
                                   GError     **error);
gboolean    mx_api_check_user     (const char  *user_id,
                                   GError     **error);
gboolean    mx_api_check_event    (const char  *event_id,
                                   GError     **error);
gboolean    mx_api_check_target   (const char  *room,
                                   GError     **error);
gboolean    mx_api_check_text     (const char  *text,
                                   const char  *what,
                                   GError     **error);
MxRequest  *mx_api_take_content   (MxRequest   *request,
                                   const char  *json,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest  *mx_api_take_with_auth (MxRequest   *request,
                                   const char  *json,
                                   const char  *auth_json,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void        mx_api_set_string     (JsonObject *body,
                                   const char *name,
                                   const char *value);
void        mx_api_add_number     (MxRequest  *request,
                                   const char *name,
                                   guint       value);
void        mx_api_add_via        (MxRequest         *request,
                                   const char *const *via);
gboolean    mx_api_read           (MxResponse     *response,
                                   const MxField  *fields,
                                   gpointer        target,
                                   GError        **error);
char       *mx_api_dup_string     (MxResponse  *response,
                                   const char  *name,
                                   MxIdCheck    check,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char      **mx_api_dup_true_names (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
