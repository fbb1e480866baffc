/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests of who wants to get in: login tokens, the browser's single sign-on, making an
 * account, and what user-interactive authentication asks for on the way. */

#pragma once

#include "mx-api-account.h"
#include "mx-uia-challenge.h"

G_BEGIN_DECLS

/* The page that does the first stage in the browser. */
char *mx_uia_dup_page (const char           *base_url,
                       const MxUiaChallenge *challenge) G_GNUC_WARN_UNUSED_RESULT;

MxRequest *mx_api_login_token         (const char *token,
                                       const char *device_id,
                                       const char *device_name) G_GNUC_WARN_UNUSED_RESULT;
/* What the browser opens; @provider (nullable), @create: to make an account. */
char      *mx_api_sso_dup_url         (const char *base_url,
                                       const char *provider,
                                       const char *redirect_url,
                                       gboolean    create) G_GNUC_WARN_UNUSED_RESULT;
/* @body_json: username, password … as it is without "auth"; @auth_json (nullable). */
MxRequest *mx_api_register            (const char  *body_json,
                                       const char  *auth_json,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Lets the server write to an address; @client_secret is ours, @attempt counts the mails. */
MxRequest *mx_api_register_mail       (const char *email,
                                       const char *client_secret,
                                       gint64      attempt) G_GNUC_WARN_UNUSED_RESULT;
/* A forgotten password: the mail, another password by its help, and what a refusal of either means. */
MxRequest *mx_api_reset_mail          (const char *email,
                                       const char *client_secret,
                                       gint64      attempt) G_GNUC_WARN_UNUSED_RESULT;
MxRequest *mx_api_reset               (const char  *body_json,
                                       const char  *auth_json,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
void       mx_api_reset_explain       (GError *error);
/* Which mail it is. */
char      *mx_api_register_mail_parse (MxResponse  *response,
                                       GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* Which stages making an account has; asks without saying anything. */
MxRequest *mx_api_register_probe      (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
