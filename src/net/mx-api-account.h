/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of the Client-Server API about the account. A builder answers NULL and
 * MX_ERROR_BAD_INPUT when an id is not of the grammar: no request is made then. */

#pragma once

#include "mx-api-server.h"

G_BEGIN_DECLS

typedef struct
{
  char *user_id;
  char *device_id;      /* (nullable): whoami of an application service   */
  char *access_token;   /* (nullable): not in whoami                      */
  char *refresh_token;  /* (nullable)                                     */
  gint64 expires_in_ms; /* 0 = never                                      */
  char *base_url;       /* (nullable): the server asks to be called there */
  gboolean is_guest;    /* whoami says so                                 */
} MxLogin;

void mx_login_free (MxLogin *self);

/* @user is a user id, the part before the colon, or a mail address. */
MxRequest *mx_api_login_password         (const char *user,
                                          const char *password,
                                          const char *device_id,
                                          const char *device_name) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_register_guest         (const char *device_name) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_whoami                 (void) G_GNUC_WARN_UNUSED_RESULT;
/* Of login_password, register_guest and whoami. */
MxLogin   *mx_api_login_parse            (MxResponse  *response,
                                          GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Turns a FORBIDDEN answer to login_password into WRONG_PASSWORD, to register_guest into GUEST_FORBIDDEN. */
void       mx_api_login_explain          (GError *error);
void       mx_api_register_guest_explain (GError *error);
/* Of who is a guest; (nullable). */
GError    *mx_api_guest_dup_refusal      (const GError *error) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_refresh       (const char *refresh_token) G_GNUC_WARN_UNUSED_RESULT;
/* user_id stays NULL; refresh_token is NULL when the old one goes on. */
MxLogin   *mx_api_refresh_parse (MxResponse  *response,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_logout        (void) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_put_account_data      (const char  *user_id,
                                         const char  *type,
                                         const char  *content_json,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_put_room_account_data (const char  *user_id,
                                         const char  *room_id,
                                         const char  *type,
                                         const char  *content_json,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* m.tag; @order below 0: none. */
MxRequest *mx_api_put_tag               (const char  *user_id,
                                         const char  *room_id,
                                         const char  *tag,
                                         double       order,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_delete_tag            (const char  *user_id,
                                         const char  *room_id,
                                         const char  *tag,
                                         GError     **error) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_report_user (const char  *user_id,
                               const char  *reason,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MxLogin, mx_login_free)

G_END_DECLS
